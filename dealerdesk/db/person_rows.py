"""Every row that tells of one person: what they were ever called, their cars and spans, visits, calls and notes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.phone_keys import phones_ever
from dealerdesk.db.reading import fetch_all, stream
from dealerdesk.domain.erasure import ERASED_NAME, Known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection

_TAKEN_DOWN: Final = """SELECT "before", "after" FROM act_row WHERE "table" = ? AND nonce IS NOT NULL
    AND key IN (SELECT value FROM json_each(?))"""
_CARS: Final = """SELECT DISTINCT v.id, v.vin FROM ownership o JOIN vehicle v ON v.id = o.vehicle_id
    WHERE o.customer_id = ? ORDER BY v.id"""
_PLATES: Final = "SELECT DISTINCT plate FROM plate WHERE vehicle_id IN (SELECT value FROM json_each(?))"
_VISITS: Final = """SELECT v.id, v.order_no, v.customer_name, v.note, v.items, EXISTS (SELECT 1 FROM ownership o
    WHERE o.vehicle_id = v.vehicle_id AND o.customer_id = :customer
    AND o.from_day <= v.date_in AND o.until_day > v.date_in)
FROM visit v WHERE v.vehicle_id IN (SELECT value FROM json_each(:cars)) ORDER BY v.id"""
_IN_SPAN: Final = """SELECT t.id, {fields} FROM {table} t JOIN ownership o ON o.vehicle_id = t.vehicle_id
    AND o.customer_id = ? AND o.from_day <= t.{day} AND o.until_day > t.{day}"""
_OF_CARS: Final = (
    "SELECT id, {field} FROM {table} WHERE {key} IN (SELECT value FROM json_each(?)) AND {field} IS NOT NULL"
)
_MARKS: Final = """SELECT id, customer_id, digits, lifted_on FROM do_not_call
    WHERE customer_id = :customer OR digits IN (SELECT value FROM json_each(:digits))"""
_SHARED: Final = """SELECT DISTINCT digits FROM phone WHERE customer_id <> :customer
    AND digits IN (SELECT value FROM json_each(:digits))"""
_KIN: Final = """SELECT DISTINCT key FROM act_row WHERE "table" = ?
    AND ("after" LIKE ? OR "after" LIKE ? OR "before" LIKE ? OR "before" LIKE ?) ORDER BY key"""
_LINES: Final = """SELECT r.id, r."table", r.key, r."before", r."after" FROM act_row r WHERE r.nonce IS NOT NULL
    AND r."table" IN ('customer', 'phone', 'visit', 'source_row', 'do_not_call', 'call', 'told', 'setting', 'complaint',
        'flag', 'appointment', 'answer', 'task')
    AND EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(r."after", w.value) OR instr(r."before", w.value))"""


class VisitOf(NamedTuple):
    """What a visit says in words. `theirs`: it was on a day on which the car was the person's."""

    id: int
    order_no: str | None
    customer_name: str | None
    note: str | None
    items: str | None
    theirs: bool


class Line(NamedTuple):
    """A line of an act that names the person."""

    id: int
    table: str
    key: int
    before: str | None
    after: str | None

    @property
    def values(self) -> dict[str, Any]:
        """All that it tells of the row."""
        return {**json.loads(self.before or "{}"), **json.loads(self.after or "{}")}


def known_of(conn: Connection, customer: int) -> Known:
    """All by which a customer was ever known, now and in what acts took down."""
    rows = fetch_all(conn, "SELECT name, number FROM customer WHERE id = ?", (customer,))
    names, numbers = {row[0] for row in rows}, {row[1] for row in rows}
    for told in _told(conn, "customer", [customer]):
        names.add(told.get("name"))
        numbers.add(told.get("number"))
    digits = {row[0] for row in fetch_all(conn, "SELECT digits FROM phone WHERE customer_id = ?", (customer,))}
    digits |= {told.get("digits") for told in _told(conn, "phone", phones_ever(conn, customer))}
    return Known(*(frozenset(filter(None, found)) for found in (names - {ERASED_NAME}, numbers, digits)))


def cars_ever(conn: Connection, customer: int) -> dict[int, str | None]:
    """The vehicles that are or were a customer's, with their VINs."""
    return dict(fetch_all(conn, _CARS, (customer,)))


def plates_of(conn: Connection, cars: Collection[int]) -> list[str]:
    """Every plate that these vehicles ever bore."""
    return [row[0] for row in fetch_all(conn, _PLATES, (_array(cars),))]


def visits_of(conn: Connection, customer: int, cars: Collection[int]) -> list[VisitOf]:
    """The visits of these vehicles, whoever's they were on the day."""
    rows = fetch_all(conn, _VISITS, {"customer": customer, "cars": _array(cars)})
    return [
        VisitOf(key, order_no, name, note, items, bool(theirs)) for key, order_no, name, note, items, theirs in rows
    ]


def told_of(conn: Connection, customer: int) -> list[tuple[int, str | None, str | None]]:
    """What was told of a customer's vehicles on the phone while they were theirs: id, place, note."""
    return fetch_all(conn, _IN_SPAN.format(table="told", fields="t.place, t.note", day="day"), (customer,))


def departures_of(conn: Connection, customer: int) -> list[tuple[int, str | None]]:
    """The departures of a customer's vehicles, with their notes."""
    return fetch_all(conn, _IN_SPAN.format(table="departure", fields="t.note", day="day"), (customer,))


def texts_of(conn: Connection, table: str, key: str, field: str, cars: Collection[int]) -> list[tuple[int, str]]:
    """A field of all rows of these vehicles that have it: vehicle notes, reasons why a product was declined."""
    return fetch_all(conn, _OF_CARS.format(table=table, key=key, field=field), (_array(cars),))


def marks_of(conn: Connection, customer: int, digits: Collection[str]) -> list[tuple[int, int | None, str | None, Any]]:
    """The marks that nobody calls a customer, or one of the numbers: id, customer, digits, when it was lifted."""
    return fetch_all(conn, _MARKS, {"customer": customer, "digits": json.dumps(sorted(digits))})


def shared_digits(conn: Connection, customer: int, digits: Collection[str]) -> set[str]:
    """Those of the numbers that other customers have too."""
    found = fetch_all(conn, _SHARED, {"customer": customer, "digits": json.dumps(sorted(digits))})
    return {row[0] for row in found}


def lines_naming(conn: Connection, known: Known) -> Iterator[Line]:
    """Every line of an act that holds a name or a number of the person; all acts are read for it."""
    words = [_within(word) for word in known.words]
    if words:
        yield from (Line(*row) for row in stream(conn, _LINES, (json.dumps(words, ensure_ascii=False),)))


def kin_ever(conn: Connection, table: str, customer: int) -> list[int]:
    """The ids of all tags, or ties, that a customer has or ever had."""
    within = [f'%"{side}":{customer},%' for side in ("customer_id", "other_id")]
    return [row[0] for row in fetch_all(conn, _KIN, (table, *within, *within))]


def there(conn: Connection, table: str, keys: Collection[int]) -> set[int]:
    """Those of the keys of which the table has rows."""
    sql = f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0] for row in fetch_all(conn, sql, (_array(keys),))}


def _told(conn: Connection, table: str, keys: Collection[int]) -> Iterator[dict[str, Any]]:
    for before, after in fetch_all(conn, _TAKEN_DOWN, (table, _array(keys))):
        yield from (json.loads(text) for text in (before, after) if text is not None)


def _within(word: str) -> str:
    """A word as it stands within the JSON of a line."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _array(keys: Collection[int]) -> str:
    return json.dumps(sorted(keys))
