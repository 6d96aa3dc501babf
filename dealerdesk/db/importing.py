"""What an import looks up by the keys of its file, and how all that it plans is written at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from dealerdesk.db import tables
from dealerdesk.db.derive import refold
from dealerdesk.db.marking import mark_new_numbers, vehicles_marked_with
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.shape import shape_of, table_of
from dealerdesk.domain.visit import VisitState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.derive import Derived

Row = dict[str, Any]

_AT_A_TIME = 5_000

PLANNED = {
    "staff": tables.Staff,
    "customer": tables.Customer,
    "phone": tables.Phone,
    "vehicle": tables.Vehicle,
    "plate": tables.Plate,
    "ownership": tables.Ownership,
    "responsibility": tables.Responsibility,
    "product": tables.Product,
    "visit": tables.Visit,
    "call": tables.Call,
    "source_row": tables.SourceRow,
}
"""The tables that an import writes, those first that others refer to."""


class Source(NamedTuple):
    """The cells of a row as last imported, and the record that they went into."""

    id: int
    record_id: int
    cells: str


class Marks(NamedTuple):
    """Who and which numbers are not to be called."""

    customers: frozenset[int]
    digits: frozenset[str]


class Writes(NamedTuple):
    """All that an import writes, by table: new rows with their ids, and changed fields by id; and what follows."""

    base: int
    """The latest act when this was planned; another one since makes the plan void."""

    inserts: Mapping[str, Mapping[int, Row]]
    updates: Mapping[str, Mapping[int, Row]]
    fresh: Derived
    refolded: Derived
    searched: Collection[int]


def latest_act(conn: Connection) -> int:
    """Answer the id of the latest act; 0 before the first."""
    return conn.scalar(select(func.max(tables.Act.id))) or 0


def next_ids(conn: Connection) -> dict[str, int]:
    """Answer the ids that the next new rows of the planned tables will get, as long as nobody else writes."""
    highest = defaultdict(int, _highest_keys(conn))
    found: dict[str, int] = {}
    for name, mapped in PLANNED.items():
        present = conn.scalar(select(func.max(table_of(mapped).c.id))) or 0
        found[name] = max(present, highest[name]) + 1
    return found


def rows_by(conn: Connection, name: str, column: str, values: Iterable[Any]) -> Iterator[Row]:
    """Answer the rows of a table whose column has one of the values, in order of ids within each part."""
    table = table_of(PLANNED[name])
    wanted = sorted({value for value in values if value is not None})
    for part in _parts(wanted):
        found = conn.execute(select(table).where(table.c[column].in_(part)).order_by(table.c.id))
        yield from (dict(row) for row in found.mappings())


def sources_by_key(conn: Connection, kind: str, keys: Iterable[str]) -> dict[str, Source]:
    """Answer what was last imported under these keys."""
    return {row[3]: Source(*row[:3]) for row in _sources(conn, kind, "key", sorted(set(keys)))}


def sources_by_record(conn: Connection, kind: str, records: Iterable[int]) -> dict[int, Source]:
    """Answer what was last imported into these records."""
    return {row[1]: Source(*row[:3]) for row in _sources(conn, kind, "record_id", sorted(set(records)))}


def unnumbered_visits(conn: Connection, vehicles: Iterable[int]) -> Iterator[Row]:
    """Answer the visits of these vehicles that reception logged without an order number, and did not void."""
    table = table_of(tables.Visit)
    for part in _parts(sorted(vehicles)):
        wanted = select(table).where(
            table.c.vehicle_id.in_(part), table.c.order_no.is_(None), table.c.state != VisitState.VOID.value
        )
        yield from (dict(row) for row in conn.execute(wanted).mappings())


def latest_days(conn: Connection, vehicles: Iterable[int]) -> dict[int, date]:
    """Answer the day of the latest visit of each of these vehicles that has any."""
    found: dict[int, date] = {}
    for part in _parts(sorted(vehicles)):
        sql = (
            "SELECT vehicle_id, max(date_in) FROM visit"
            f" WHERE vehicle_id IN ({','.join('?' * len(part))}) GROUP BY vehicle_id"
        )
        days = conn.exec_driver_sql(sql, tuple(part))
        found.update((vehicle, date.fromisoformat(day)) for vehicle, day in days.fetchall())
    return found


def filed_on(conn: Connection, vehicle_id: int) -> date | None:
    """Answer the day on which a vehicle file last said anything new of this vehicle, or None."""
    sql = (
        "SELECT max(a.day) FROM source_row s JOIN act_row r ON r.\"table\" = 'source_row' AND r.key = s.id"
        " JOIN act a ON a.id = r.act_id WHERE s.kind = 'vehicles' AND s.record_id = ?"
    )
    day = conn.exec_driver_sql(sql, (vehicle_id,)).scalar()
    return None if day is None else date.fromisoformat(day)


def staff_names(conn: Connection) -> dict[str, int]:
    """Answer all staff by name."""
    return {name: key for key, name in conn.execute(select(tables.Staff.id, tables.Staff.name))}


def call_marks(conn: Connection) -> Marks:
    """Answer the marks that nobody calls which hold today."""
    held = select(tables.DoNotCall.customer_id, tables.DoNotCall.digits).where(tables.DoNotCall.lifted_on.is_(None))
    found = conn.execute(held).all()
    return Marks(frozenset(c for c, _ in found if c is not None), frozenset(d for _, d in found if d is not None))


def vehicles_of(conn: Connection, customers: Iterable[int]) -> set[int]:
    """Answer the vehicles that these customers own or owned."""
    return {row["vehicle_id"] for row in rows_by(conn, "ownership", "customer_id", customers)}


def layouts(conn: Connection) -> dict[str, Mapping[str, str | int | None]]:
    """Answer the mappings that were given by hand, by the layout that they are for."""
    return {row[0]: row[1] for row in conn.execute(select(tables.Layout.signature, tables.Layout.mapping))}


def write(writer: Writer, writes: Writes) -> bool:
    """Write what was planned, and what follows from it; False, with nothing written, if it was planned too long ago."""
    if latest_act(writer.conn) != writes.base:
        return False
    for name, table in PLANNED.items():
        rows = writes.inserts.get(name)
        if rows:
            first = writer.next_ids(table, len(rows)).start
            if first != next(iter(rows)):
                raise AssertionError((name, first))
            writer.insert(table, rows.values())
    for name, changes in writes.updates.items():
        if changes:
            writer.update_many(PLANNED[name], changes)
    writes.fresh.write(writer.conn, fresh=True)
    writes.refolded.write(writer.conn)
    _mark_numbers(writer, writes.inserts.get("phone", {}))
    rewrite_search_text(writer.conn, writes.searched)
    return True


def _mark_numbers(writer: Writer, phones: Mapping[int, Row]) -> None:
    """Let the marks of customers who do not want to be called hold for the numbers that they came to have."""
    marked = {row["customer_id"] for row in phones.values()}
    marked = marked & call_marks(writer.conn).customers if marked else marked
    touched = {
        vehicle
        for key in sorted(marked)
        if mark_new_numbers(writer, key)
        for vehicle in vehicles_marked_with(writer.conn, key)
    }
    if touched:
        refold(writer.conn, touched)


def next_batch(writer: Writer) -> int:
    """Answer the number of the import that is being written."""
    return writer.next_ids(tables.Batch, 1).start


def write_batch(writer: Writer, row: Mapping[str, Any]) -> None:
    """Record an import in its own act."""
    writer.insert(tables.Batch, [{**row, "state": "done", "act_id": writer.act_id}])


def remember_layout(writer: Writer, signature: str, kind: str, mapping: Mapping[str, Any]) -> None:
    """Keep a mapping that was given by hand for files with the same headings; an empty one is that there is none."""
    known = writer.conn.scalar(select(tables.Layout.id).where(tables.Layout.signature == signature))
    if known is not None:
        writer.update(tables.Layout, known, {"mapping": dict(mapping)})
    elif mapping:
        writer.insert(tables.Layout, [{"signature": signature, "kind": kind, "mapping": dict(mapping)}])


def _highest_keys(conn: Connection) -> Iterator[tuple[str, int]]:
    rows = shape_of(table_of(tables.ActRow), conn.dialect).raw
    for name in PLANNED:
        highest = conn.scalar(select(func.max(rows.c.key)).where(rows.c.table == name))
        yield name, highest or 0


def _sources(conn: Connection, kind: str, column: str, values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for part in _parts(values):
        sql = (
            "SELECT id, record_id, cells, key FROM source_row"
            f" WHERE kind = ? AND {column} IN ({','.join('?' * len(part))}) ORDER BY id"
        )
        yield from conn.exec_driver_sql(sql, (kind, *part)).fetchall()


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_A_TIME):
        yield values[start : start + _AT_A_TIME]
