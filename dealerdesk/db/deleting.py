"""Deleting a record with all that hangs on it, and the recycle bin: which deletions can still be taken back."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from dealerdesk.db.derive import refold
from dealerdesk.db.erasing import erase_lines, lines_of
from dealerdesk.db.importing import vehicles_of
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.shape import chunks, is_recorded, referring
from dealerdesk.db.tables import Base, Disclosure, DoNotCall

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection, Table

    from dealerdesk.db.acts import Writer

MAIN: Final[Mapping[str, str]] = {
    "delete-customer": "customer",
    "delete-vehicle": "vehicle",
    "delete-visit": "visit",
    "delete-list-view": "setting",
}
"""The use cases that delete, and the table of what they delete."""

_OUTLIVES: Final = frozenset({"disclosure"})
"""What was shown of somebody stays on record when they are deleted: it only no longer leads to them."""

_IMPORTED: Final[Mapping[str, str]] = {"vehicle": "vehicles", "visit": "visits"}
_IN_ORDER: Final = tuple(table.name for table in reversed(Base.metadata.sorted_tables))
_SOURCES: Final = "SELECT id FROM source_row WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?))"
_DIGITS: Final = "SELECT DISTINCT digits FROM phone WHERE customer_id = ?"
_NUMBER_MARKS: Final = "SELECT id FROM do_not_call WHERE customer_id = ? AND digits IS NOT NULL"
_SHARING: Final = "SELECT DISTINCT customer_id FROM phone WHERE digits IN (SELECT value FROM json_each(?))"
_CARS: Final = "SELECT DISTINCT vehicle_id FROM ownership WHERE customer_id = ? ORDER BY vehicle_id"
_HELD: Final = """SELECT c.value FROM json_each(:cars) c
    WHERE EXISTS (SELECT 1 FROM visit v WHERE v.vehicle_id = c.value)
    OR EXISTS (SELECT 1 FROM ownership o WHERE o.vehicle_id = c.value AND o.customer_id <> :customer)"""
_DELETIONS: Final = """SELECT a.id, a.at, a.who, a.use_case, a.first_row, a.rows FROM act a
    WHERE a.use_case IN (SELECT value FROM json_each(?)) ORDER BY a.id DESC"""
_GONE: Final = """SELECT r."table", r.key FROM act_row r
    WHERE r.id >= ? AND r.id < ? AND r.before IS NOT NULL AND r.after IS NULL ORDER BY r.id"""

_GIVEN: Final = """SELECT DISTINCT mine.plate FROM plate mine
    JOIN plate other ON other.plate = mine.plate AND other.vehicle_id <> mine.vehicle_id
    AND other.from_day < mine.until_day AND mine.from_day < other.until_day
    WHERE mine.id IN (SELECT value FROM json_each(:plates)) AND EXISTS (
        SELECT 1 FROM act_row r WHERE r."table" = 'plate' AND r.key = other.id AND r.act_id > :act)
    ORDER BY mine.plate"""


class Deletion(NamedTuple):
    """An act that deleted something which is still gone: the rows, as table and id."""

    act: int
    at: str
    who: str
    use_case: str
    rows: tuple[tuple[str, int], ...]


class Gone(NamedTuple):
    """What a deletion took along: rows by table, in the order in which they go."""

    rows: Mapping[str, Collection[int]]

    def count(self, table: str) -> int:
        """How many rows of a table go."""
        return len(self.rows.get(table, ()))


def cars_ever(conn: Connection, customer: int) -> list[int]:
    """The cars that are or once were a customer's."""
    return [row[0] for row in fetch_all(conn, _CARS, (customer,))]


def held_cars(conn: Connection, customer: int, cars: Iterable[int]) -> list[int]:
    """Those of a customer's cars that have visits, or that somebody else owns or owned."""
    return [row[0] for row in fetch_all(conn, _HELD, {"cars": json.dumps(list(cars)), "customer": customer})]


def vehicle_of_visit(conn: Connection, visit: int) -> int | None:
    """The car of a visit; None where there is no such visit."""
    found = fetch_all(conn, "SELECT vehicle_id FROM visit WHERE id = ?", (visit,))
    return found[0][0] if found else None


def delete_customer(writer: Writer, customer: int) -> Gone:
    """Delete a customer with numbers, tasks and calls, and the cars that nothing happened to.

    That a number must not be called stays known of the number.
    """
    conn = writer.conn
    cars, digits = cars_ever(conn, customer), [row[0] for row in fetch_all(conn, _DIGITS, (customer,))]
    sharing = {row[0] for row in fetch_all(conn, _SHARING, (json.dumps(digits),))}
    affected = vehicles_of(conn, sharing)
    _keep_marks(writer, customer, digits)
    gone = _delete(writer, {"customer": {customer}, "vehicle": set(cars)})
    follow(conn, affected - set(cars))
    return gone


def delete_vehicle(writer: Writer, vehicle: int) -> Gone:
    """Delete a car with its plates, visits and tasks; its owner stays."""
    return _delete(writer, {"vehicle": {vehicle}})


def delete_visit(writer: Writer, visit: int, vehicle: int) -> Gone:
    """Delete a visit of a car, whose history is then another one."""
    gone = _delete(writer, {"visit": {visit}})
    follow(writer.conn, {vehicle})
    return gone


def follow(conn: Connection, vehicles: Collection[int]) -> None:
    """Fold and find these cars anew."""
    refold(conn, vehicles)
    rewrite_search_text(conn, vehicles)


def _keep_marks(writer: Writer, customer: int, digits: Collection[str]) -> None:
    """Let a wish not to be called outlive the customer: it is then one of each of their numbers."""
    for (key,) in fetch_all(writer.conn, _NUMBER_MARKS, (customer,)):
        writer.update(DoNotCall, key, {"customer_id": None})
    table: Table = DoNotCall.__table__  # type: ignore[assignment]
    marked = writer.conn.execute(
        select(table.c.since, table.c.reason)
        .where(table.c.customer_id == customer, table.c.digits.is_(None), table.c.lifted_on.is_(None))
        .order_by(table.c.id)
    ).first()
    if marked is not None and digits:
        rows = [{"digits": number, "since": marked.since, "reason": marked.reason} for number in sorted(digits)]
        writer.insert(DoNotCall, rows)


def _delete(writer: Writer, roots: Mapping[str, set[int]]) -> Gone:
    """Delete rows and all that refers to them, the outermost first."""
    found = _hanging_on(writer.conn, roots)
    _let_go(writer, found)
    for name, kind in _IMPORTED.items():
        keys = json.dumps(sorted(found.get(name, ())))
        found["source_row"] |= {row[0] for row in fetch_all(writer.conn, _SOURCES, (kind, keys))}
    tables = Base.metadata.tables
    for name in _IN_ORDER:
        if found.get(name):
            writer.delete(tables[name], sorted(found[name]))
    return Gone({name: tuple(sorted(keys)) for name, keys in found.items() if keys})


def _hanging_on(conn: Connection, roots: Mapping[str, set[int]]) -> defaultdict[str, set[int]]:
    """The rows, and all recorded ones that refer to them, directly or not."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    todo = [(name, set(keys)) for name, keys in roots.items()]
    while todo:
        name, keys = todo.pop()
        keys -= found[name]
        found[name] |= keys
        for child, column in referring(Base.metadata.tables[name]):
            if is_recorded(child) and child.name not in _OUTLIVES and keys:
                todo.append((child.name, _children(conn, child, column, keys)))
    return found


def _children(conn: Connection, child: Table, column: str, keys: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(keys):
        found.update(conn.scalars(select(child.c.id).where(child.c[column].in_(some))))
    return found


def _let_go(writer: Writer, found: Mapping[str, Collection[int]]) -> None:
    """Let what outlives the rows no longer refer to them."""
    table: Table = Disclosure.__table__  # type: ignore[assignment]
    for key in sorted(_children(writer.conn, table, "customer_id", found.get("customer", ()))):
        writer.update(Disclosure, key, {"customer_id": None})


def deletions(conn: Connection) -> list[Deletion]:
    """The acts that deleted something which is gone to this day and can be known still, the newest first."""
    found = []
    for act, at, who, use_case, first, rows in fetch_all(conn, _DELETIONS, (json.dumps(list(MAIN)),)):
        lines = tuple(fetch_all(conn, _GONE, (first, first + rows)))
        main = {key for table, key in lines if table == MAIN[use_case]}
        if main and not _present(conn, MAIN[use_case], main):
            found.append(Deletion(act, at, who, use_case, lines))
    return found


def _present(conn: Connection, table: str, keys: Collection[int]) -> set[int]:
    sql = f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
    return {row[0] for row in fetch_all(conn, sql, (json.dumps(sorted(keys)),))}


def plates_given_since(conn: Connection, deletion: Deletion) -> tuple[str, ...]:
    """The plates of a deletion that is taken back which another car was given since, for the same days."""
    plates = json.dumps([key for table, key in deletion.rows if table == "plate"])
    return tuple(row[0] for row in fetch_all(conn, _GIVEN, {"plates": plates, "act": deletion.act}))


def purge(writer: Writer, gone: Iterable[Deletion]) -> int:
    """Erase for good what acts took down of rows that were deleted and are still gone; answers how many lines."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for deletion in gone:
        for table, key in deletion.rows:
            keys[table].add(key)
    lines: list[int] = []
    for table, some in keys.items():
        lines += lines_of(writer.conn, table, some - _present(writer.conn, table, some))
    return erase_lines(writer, lines, "purge")
