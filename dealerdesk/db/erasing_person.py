"""Erasing one person from every row, and from what acts took down of these rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db import tables
from dealerdesk.db.editing import follow_customer
from dealerdesk.db.erasing import erase_lines, lines_of
from dealerdesk.db.erasing_care import rows_gone, texts_that_go
from dealerdesk.db.forgotten import NOT_CALLED, remember_forgotten
from dealerdesk.db.list_views import texts_of_views, views_ever
from dealerdesk.db.person_rows import (
    cars_ever,
    departures_of,
    kin_ever,
    known_of,
    lines_naming,
    marks_of,
    plates_of,
    shared_digits,
    texts_of,
    there,
    told_of,
    visits_of,
)
from dealerdesk.db.reading import fetch_all
from dealerdesk.domain.erasure import ERASED_NAME, Known, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.person_rows import Line

Row = dict[str, Any]

_PERSON: Final = (
    "number", "sex", "birthday", "birthday_month", "address", "district", "occupation", "preferred_channel", "wechat",
    "note", "hobbies", "driving_since", "consent_on", "wechat_on", "wechat_by",
)  # fmt: skip
"""The fields of a customer that go beside the name; type and referrals are figures and stay."""

_TABLES: Final[Mapping[str, Any]] = {
    "visit": tables.Visit,
    "told": tables.Told,
    "departure": tables.Departure,
    "call": tables.Call,
    "task": tables.Task,
    "complaint": tables.Complaint,
    "flag": tables.Flag,
    "appointment": tables.Appointment,
    "answer": tables.InterviewAnswer,
    "vehicle": tables.Vehicle,
    "wish": tables.Vehicle,
    "product": tables.Product,
    "source_row": tables.SourceRow,
    "customer": tables.Customer,
    "do_not_call": tables.DoNotCall,
}
_GONE: Final = (
    "visit", "source_row", "do_not_call", "call", "told", "complaint", "flag", "appointment", "answer", "task",
)  # fmt: skip
"""Tables of which rows that are gone may have told of the person."""

_DRAFTS: Final = """DELETE FROM draft WHERE EXISTS (
    SELECT 1 FROM json_each(?) w WHERE instr(draft.content, w.value))"""


def erase_person(
    writer: Writer, customer: int, day: date, cells_without: Callable[[str, str, Known], str | None]
) -> Known:
    """Erase a customer within the present act, whose own lines tell nothing of them either; answers who they were.

    `cells_without` answers the remembered cells of an import's row (its kind, its text) without the person, or None
    where the row is not about them.
    """
    conn = writer.conn
    known, cars = known_of(conn, customer), cars_ever(conn, customer)
    shared = shared_digits(conn, customer, known.digits)
    marks = marks_of(conn, customer, known.digits)
    _remember(writer, customer, known, shared, cars, marks, day)
    changes = {
        "visit": _visits(writer, customer, known, cars),
        "told": dict(_told(writer, customer, known)),
        "departure": {key: {"note": None} for key, note in departures_of(conn, customer) if note is not None},
        **texts_that_go(conn, customer, cars, known),
        "vehicle": {
            key: {"note": known.cut_from(text)}
            for key, text in texts_of(conn, "vehicle", "id", "note", cars)
            if known.is_in(text)
        },
        "wish": {
            key: {"wished_service": known.cut_from(text)}
            for key, text in texts_of(conn, "vehicle", "id", "wished_service", cars)
            if known.is_in(text)
        },
        "product": {
            key: {"declined_reason": known.cut_from(text)}
            for key, text in texts_of(conn, "product", "vehicle_id", "declined_reason", cars)
            if known.is_in(text)
        },
        "source_row": dict(_sources(writer, customer, known, cars, cells_without)),
        "do_not_call": dict(_kept_marks(marks, customer)),
        "customer": {customer: {"name": ERASED_NAME, **dict.fromkeys(_PERSON)}},
    }
    dropped = [key for key, owner, digits, _ in marks if owner is None and digits not in shared]
    phones = [row[0] for row in fetch_all(conn, "SELECT id FROM phone WHERE customer_id = ?", (customer,))]
    lines = set(_lines(writer, customer, known, cars, shared))
    for table, rows in changes.items():
        lines.update(lines_of(conn, _TABLES[table].__tablename__, rows))
        writer.redact(_TABLES[table], rows)
    writer.delete(tables.DoNotCall, dropped)
    writer.delete(tables.Phone, phones)
    for kin in (tables.Tag, tables.Tie):
        keys = kin_ever(conn, kin.__tablename__, customer)
        writer.delete(kin, sorted(there(conn, kin.__tablename__, keys)))
        lines.update(lines_of(conn, kin.__tablename__, keys))
    for table, keys in rows_gone(conn, customer):
        lines.update(lines_of(conn, table, keys))
    views = [key for key, text in texts_of_views(conn) if known.is_in(text)]
    writer.delete(tables.Setting, views)
    lines.update(lines_of(conn, "setting", views))
    lines.update(lines_of(conn, "phone", phones), lines_of(conn, "do_not_call", dropped))
    erase_lines(writer, lines, "erased-person", customer)
    conn.exec_driver_sql(_DRAFTS, (json.dumps(known.words, ensure_ascii=False),))
    follow_customer(writer, customer)
    return known


def _remember(
    writer: Writer,
    customer: int,
    known: Known,
    shared: set[str],
    cars: Mapping[int, str | None],
    marks: list[tuple[int, int | None, str | None, Any]],
    day: date,
) -> None:
    """Keep what they are known again by; a number that others have too only together with the name."""
    named = [*filter(None, cars.values()), *plates_of(writer.conn, cars)]
    found = {token for name in known.names for token in tokens(None, name, known.digits, named)}
    found |= {("number", number) for number in known.numbers}
    found |= {("phone", digits) for digits in known.digits}
    found -= {("phone", digits) for digits in shared}
    standing = [(owner, digits) for _, owner, digits, lifted in marks if lifted is None]
    blocked = {digits for _, digits in standing if digits is not None}
    if any(owner == customer for owner, _ in standing):
        blocked |= known.digits
    found |= {(NOT_CALLED, digits) for digits in blocked}
    remember_forgotten(writer, found, day)


def _visits(writer: Writer, customer: int, known: Known, cars: Mapping[int, str | None]) -> dict[int, Row]:
    """What goes of their cars' visits: their name, also within items, and the notes of visits that were theirs."""
    found: dict[int, Row] = {}
    for visit in visits_of(writer.conn, customer, cars):
        named = known.is_named(visit.customer_name)
        theirs = named or (visit.theirs and visit.customer_name is None)
        row: Row = {"customer_name": None} if named else {}
        if visit.note is not None and (theirs or known.is_in(visit.note)):
            row["note"] = None
        if known.is_in(visit.items):
            row["items"] = known.cut_from(visit.items or "")
        if row:
            found[visit.id] = row
    return found


def _told(writer: Writer, customer: int, known: Known) -> Iterator[tuple[int, Row]]:
    for key, place, note in told_of(writer.conn, customer):
        row: Row = {} if note is None else {"note": None}
        if place is not None and known.is_in(place):
            row["place"] = known.cut_from(place)
        if row:
            yield key, row


def _sources(
    writer: Writer,
    customer: int,
    known: Known,
    cars: Mapping[int, str | None],
    cells_without: Callable[[str, str, Known], str | None],
) -> Iterator[tuple[int, Row]]:
    """The cells as last imported of their cars and visits, without them."""
    visits = [visit.id for visit in visits_of(writer.conn, customer, cars)]
    for kind, records in (("vehicles", sorted(cars)), ("visits", visits)):
        sql = "SELECT id, cells FROM source_row WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?))"
        for key, text in fetch_all(writer.conn, sql, (kind, json.dumps(records))):
            without = cells_without(kind, text, known)
            if without is not None and without != text:
                yield key, {"cells": without}


def _kept_marks(marks: list[tuple[int, int | None, str | None, Any]], customer: int) -> Iterator[tuple[int, Row]]:
    """The marks on the person stay, without number and reason."""
    for key, owner, _, _ in marks:
        if owner == customer:
            yield key, {"digits": None, "reason": "erased", "lifted_reason": None}


def _lines(
    writer: Writer, customer: int, known: Known, cars: Mapping[int, str | None], shared: set[str]
) -> Iterator[int]:
    """The lines of acts that tell of the person in rows that are gone since: deleted, or of imports taken back."""
    conn = writer.conn
    orders = {visit.order_no for visit in visits_of(conn, customer, cars)}
    keys = {*filter(None, orders), *filter(None, cars.values()), *plates_of(conn, cars)}
    own = known.digits - shared
    found = list(lines_naming(conn, known))
    earlier = _earlier_selves(writer, found, known, own)
    yield from lines_of(conn, "customer", earlier)
    views = views_ever(conn)
    alive = {table: there(conn, table, {one.key for one in found if one.table == table}) for table in _GONE}
    for line in found:
        values = line.values
        if line.table == "phone":
            mine = values.get("digits") in own or values.get("customer_id") in earlier
        elif line.table in _GONE and line.key not in alive[line.table]:
            mine = not keys.isdisjoint({values.get("order_no"), values.get("key")}) or values.get("vehicle_id") in cars
            mine = mine or any(digits in f"{line.before or ''}{line.after or ''}" for digits in own)
        else:
            mine = line.table == "setting" and line.key in views
        if mine:
            yield line.id


def _earlier_selves(writer: Writer, found: Sequence[Line], known: Known, own: frozenset[str]) -> set[int]:
    """The customers who are gone and were the same person: by a number of theirs alone, or by name and a number."""
    named = {line.key for line in found if line.table == "customer" and line.values.get("name") in known.names}
    phones = [(line.values.get("customer_id"), line.values.get("digits")) for line in found if line.table == "phone"]
    theirs = {key for key, digits in phones if key is not None and (digits in own or key in named)}
    return theirs - there(writer.conn, "customer", theirs)
