"""What there is to say of each event of a timeline, read by kind."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.domain.appointment import AppointmentEvent
from dealerdesk.domain.customer_file import (
    CallEvent,
    ChangeEvent,
    ComplaintEvent,
    DepartureEvent,
    MarkEvent,
    SheetEvent,
    TaskEvent,
    ToldEvent,
    VisitEvent,
)
from dealerdesk.domain.phone import mask_phone
from dealerdesk.domain.visit import Visit, kind_facts, weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from dealerdesk.domain.customer_file import Detail
    from dealerdesk.domain.rules import Rules

    Reader = Callable[[Connection, Sequence[int], Rules], Mapping[int, Detail]]

_VISITS = """SELECT v.id, v.date_in, v.order_no, v.odometer, v.kind, v.state, v.payer, v.due_fen, v.discount_fen,
  v.paid_fen, v.redeemed_fen, v.maintenance, v.counts, v.items, w.name, v.date_out
FROM visit v LEFT JOIN staff w ON w.id = v.advisor_id WHERE v.id IN ({ids})"""
_TASKS = """SELECT k.id, k.code, k.reason, k.due, k.state, k.ended_on, k.ended_why, w.name
FROM task k LEFT JOIN staff w ON w.id = k.agent_id WHERE k.id IN ({ids})"""
_SHEETS = """SELECT r.id, g.code, k.code, k.reason, w.name FROM sheet_row r JOIN sheet g ON g.id = r.sheet_id
  JOIN task k ON k.id = r.task_id LEFT JOIN staff w ON w.id = g.agent_id WHERE r.id IN ({ids})"""
_APPOINTMENTS = """SELECT a.id, a.code, a.day, a.at, w.name, a.purpose, a.offer, a.state, a.moved_from, a.ended_why
FROM appointment a LEFT JOIN staff w ON w.id = a.advisor_id WHERE a.id IN ({ids})"""
_COMPLAINTS = """SELECT x.id, x.code, x.category, x.state, x.happened, x.wanted, w.name, x.solution, x.closed_on
FROM complaint x LEFT JOIN staff w ON w.id = x.handler_id WHERE x.id IN ({ids})"""
_CALLS = """SELECT y.id, coalesce(w.name, y.who), y.disposition, (SELECT group_concat(k.reason) FROM call_task b
    JOIN task k ON k.id = b.task_id WHERE b.call_id = y.id), y.promised_on, y.promised_at, y.note
FROM call y LEFT JOIN staff w ON w.id = y.agent_id WHERE y.id IN ({ids})"""
_BEFORE = """SELECT x.id, (SELECT {name} FROM {table} b {join} WHERE b.vehicle_id = x.vehicle_id
  AND (b.from_day < x.from_day OR (b.from_day = x.from_day AND b.id < x.id))
  ORDER BY b.from_day DESC, b.id DESC LIMIT 1),
  (SELECT {name} FROM {table} b {join} WHERE b.id = x.id) FROM {table} x WHERE x.id IN ({{ids}})"""
_PLATES = _BEFORE.format(table="plate", name="b.plate", join="")
_OWNERS = _BEFORE.format(table="ownership", name="c.name", join="JOIN customer c ON c.id = b.customer_id")
_ADVISORS = _BEFORE.format(table="responsibility", name="w.name", join="JOIN staff w ON w.id = b.staff_id")
_DEPARTURES = "SELECT id, reason, note, undone_on FROM departure WHERE id IN ({ids})"
_TOLD = "SELECT id, odometer, maintenance, place, note FROM told WHERE id IN ({ids})"
_MARKS = "SELECT id, reason, lifted_reason, digits FROM do_not_call WHERE id IN ({ids})"


def _rows(conn: Connection, sql: str, ids: Sequence[int]) -> Iterable[Sequence[Any]]:
    return fetch_all(conn, sql.format(ids=", ".join(map(str, ids)))) if ids else ()


def _visits(conn: Connection, ids: Sequence[int], rules: Rules) -> Mapping[int, Detail]:
    return {row[0]: _visit(row, rules) for row in _rows(conn, _VISITS, ids)}


def _visit(row: Sequence[Any], rules: Rules) -> VisitEvent:
    visit_id, day, *known = row[:13]
    items, advisor, date_out = row[13:]
    visit = Visit(visit_id, DAYS[day], *known)
    weight = weighed(visit, kind_facts(visit.kind, rules), rules)
    return VisitEvent(
        visit.id, visit.order_no, visit.kind, items, visit.odometer, weight.charge_fen, weight.owner_paid_fen,
        visit.payer, visit.state, weight.counting, advisor, DAYS[date_out],
    )  # fmt: skip


def _tasks(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
    return {
        key: TaskEvent(key, code, reason, DAYS[due], state, DAYS[ended_on], why, agent)
        for key, code, reason, due, state, ended_on, why, agent in _rows(conn, _TASKS, ids)
    }


def _sheets(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
    return {row[0]: SheetEvent(*row) for row in _rows(conn, _SHEETS, ids)}


def _appointments(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
    return {
        row[0]: AppointmentEvent._make(
            (*row[:2], DAYS[row[2]], time.fromisoformat(row[3]), *row[4:8], DAYS[row[8]], row[9])
        )
        for row in _rows(conn, _APPOINTMENTS, ids)
    }


def _complaints(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
    return {row[0]: ComplaintEvent._make((*row[:8], DAYS[row[8]])) for row in _rows(conn, _COMPLAINTS, ids)}


def _calls(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
    return {row[0]: _call(*row[1:]) for row in _rows(conn, _CALLS, ids)}


def _call(who: str, disposition: str, reasons: str | None, on: str | None, at: str | None, note: str | None) -> Detail:
    about = tuple(dict.fromkeys(reasons.split(","))) if reasons else ()
    return CallEvent(who, disposition, about, DAYS[on], None if at is None else time.fromisoformat(at), note)


def _changes(sql: str) -> Reader:
    def read(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
        return {key: ChangeEvent(before, after) for key, before, after in _rows(conn, sql, ids)}

    return read


def _departures(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
    rows = _rows(conn, _DEPARTURES, ids)
    return {key: DepartureEvent(reason, note, DAYS[undone]) for key, reason, note, undone in rows}


def _told(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
    rows = _rows(conn, _TOLD, ids)
    return {key: ToldEvent(km, bool(maintenance), place, note) for key, km, maintenance, place, note in rows}


def _marks(*, lifted: bool) -> Reader:
    def read(conn: Connection, ids: Sequence[int], _rules: Rules) -> Mapping[int, Detail]:
        return {
            key: MarkEvent(lifted, (lifted_reason if lifted else reason) or "", digits and mask_phone(digits))
            for key, reason, lifted_reason, digits in _rows(conn, _MARKS, ids)
        }

    return read


READERS: Final[Mapping[str, Reader]] = {
    "visit": _visits,
    "task": _tasks,
    "sheet": _sheets,
    "appointment": _appointments,
    "complaint": _complaints,
    "call": _calls,
    "plate": _changes(_PLATES),
    "owner": _changes(_OWNERS),
    "advisor": _changes(_ADVISORS),
    "departure": _departures,
    "told": _told,
    "mark": _marks(lifted=False),
    "lifted": _marks(lifted=True),
}
"""How the events of each kind are read, by id."""
