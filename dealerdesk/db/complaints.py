"""Complaints as they are kept: those that a question asks for, one with all its fields, and writing them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.columns import instant_text
from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.records import acts_of
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql
from dealerdesk.db.tables import Complaint as ComplaintTable
from dealerdesk.domain.codes import CodeKind, code_of
from dealerdesk.domain.complaint import (
    ENDED,
    SOON,
    UNSOLVED,
    Complaint,
    ComplaintState,
    follow_up_key,
    hours_left,
    urgency,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.records import ActOf
    from dealerdesk.domain.complaint import ComplaintsQuery

SEEN: Final = f"""(:scope IS NULL OR {{0}}.{{1}} = :scope
  OR ({{0}}.vehicle_id IS NOT NULL AND {in_scope_sql("{0}.vehicle_id", FIRST_VISIT.format("{0}.vehicle_id"), "day")})
  OR EXISTS (SELECT 1 FROM ownership so WHERE so.customer_id = {{0}}.customer_id
    AND {in_scope_sql("so.vehicle_id", FIRST_VISIT.format("so.vehicle_id"), "day")}))"""
"""The condition that a row about a car or customer (and given to a member of staff) lies in the row scope."""

_SQL: Final = f"""SELECT x.id, x.revision, x.code, x.state, x.category, x.channel, x.happened, x.wanted, x.department,
  x.customer_id, c.name, x.vehicle_id, (SELECT p.plate FROM plate p WHERE p.vehicle_id = x.vehicle_id
    AND p.from_day <= :day AND p.until_day > :day ORDER BY p.id LIMIT 1), v.model, x.visit_id, x.call_id,
  x.received_on, x.received_by, x.handler_id, w.name, x.solution, x.solved_on, x.told_on, x.confirmed_on, x.closed_on,
  x.reopened, x.limit_from
FROM complaint x LEFT JOIN customer c ON c.id = x.customer_id LEFT JOIN vehicle v ON v.id = x.vehicle_id
LEFT JOIN staff w ON w.id = x.handler_id
WHERE {SEEN.format("x", "handler_id")} {{where}}"""
_LAST: Final = "CASE x.state WHEN 'closed' THEN 2 WHEN 'confirmed' THEN 1 WHEN 'answered' THEN 1 ELSE 0 END"
_ORDER: Final = f" ORDER BY {_LAST}, CASE WHEN {_LAST} = 0 THEN x.limit_from END, x.received_on DESC, x.id DESC"
_SINCE: Final = """SELECT min(x.received_on) FROM complaint x
WHERE x.state <> 'closed' AND (x.vehicle_id = :vehicle OR x.customer_id = :customer)"""


class Now:
    """The day, the moment and the limit by which complaints are looked at, and whose are seen."""

    def __init__(self, day: date, moment: datetime, days: int, scope: int | None) -> None:
        self.day, self.moment, self.days, self.scope = day, moment, days, scope

    @property
    def over(self) -> str:
        """Whose days began before this are over their limit."""
        return instant_text(self.moment - timedelta(days=self.days))

    @property
    def soon(self) -> str:
        """Whose days began by then are near their limit, or over it."""
        return instant_text(self.moment - timedelta(days=self.days) + SOON)

    @property
    def params(self) -> dict[str, Any]:
        """What every statement here is handed."""
        return {"day": self.day.isoformat(), "scope": self.scope}


def complaints_of(conn: Connection, query: ComplaintsQuery, now: Now) -> list[Complaint]:
    """The complaints that a query asks for: unsolved ones first, the nearest to its limit leading."""
    where, params = _conditions(query, now)
    sql = _SQL.format(where="".join(f" AND {one}" for one in where)) + _ORDER
    return [_complaint(row, now) for row in fetch_all(conn, sql, {**now.params, **params})]


def complaint_of(conn: Connection, key: int, now: Now) -> Complaint | None:
    """One complaint, or None where there is none in the row scope."""
    rows = fetch_all(conn, _SQL.format(where=" AND x.id = :id"), {**now.params, "id": key})
    return _complaint(rows[0], now) if rows else None


class Near(NamedTuple):
    """How many complaints are near their limit or over it, and how many of these are over it."""

    all: int
    over: int


def near_limit(conn: Connection, now: Now) -> Near:
    """The complaints in the row scope that are near their limit."""
    sql = f"""SELECT count(*), total(x.limit_from < :over) FROM complaint x
        WHERE x.state IN ({_codes(UNSOLVED)}) AND x.limit_from <= :soon AND {SEEN.format("x", "handler_id")}"""
    ((near, over),) = fetch_all(conn, sql, {**now.params, "over": now.over, "soon": now.soon})
    return Near(near, int(over))


def complaint_open_since(conn: Connection, vehicle_id: int | None, customer_id: int | None) -> date | None:
    """Since when a complaint about a car or of its customer is open, if any is."""
    since: date | None = DAYS[fetch_all(conn, _SINCE, {"vehicle": vehicle_id, "customer": customer_id})[0][0]]
    return since


def _conditions(query: ComplaintsQuery, now: Now) -> tuple[list[str], dict[str, Any]]:
    where: list[str] = []
    if query.states:
        where.append(f"x.state IN ({_codes(query.states)})")
    if query.open is not None:
        where.append(f"x.state {'NOT ' if query.open else ''}IN ({_codes(ENDED)})")
    if query.near or query.overdue:
        limit = "x.limit_from < :over" if query.overdue else "x.limit_from <= :soon"
        where.append(f"x.state IN ({_codes(UNSOLVED)}) AND {limit}")
    if query.untold:
        where.append("x.state = 'answered' AND x.told_on IS NULL")
    if query.handler is not None:
        where.append("coalesce(x.handler_id, 0) = :handler")
    equal = {"category": query.category, "customer_id": query.customer, "vehicle_id": query.vehicle}
    where += [f"x.{name} = :{name}" for name, value in equal.items() if value is not None]
    return where, {**equal, "handler": query.handler, "over": now.over, "soon": now.soon}


def _codes(states: Iterable[ComplaintState]) -> str:
    return ", ".join(f"'{ComplaintState(state).value}'" for state in sorted(states))


_NAMES: Final = (
    "id", "revision", "code", "state", "category", "channel", "happened", "wanted", "department", "customer_id",
    "customer", "vehicle_id", "plate", "model", "visit_id", "call_id", "received_on", "received_by", "handler_id",
    "handler", "solution", "solved_on", "told_on", "confirmed_on", "closed_on", "reopened",
)  # fmt: skip
_DAYS: Final = ("received_on", "solved_on", "told_on", "confirmed_on", "closed_on")


def _complaint(row: Sequence[Any], now: Now) -> Complaint:
    known: dict[str, Any] = dict(zip(_NAMES, row, strict=False))
    state, begun = ComplaintState(known["state"]), datetime.fromisoformat(row[len(_NAMES)])
    known.update({name: DAYS[known[name]] for name in _DAYS}, state=state)
    return Complaint(
        **known,
        urgency=urgency(state, begun, now.moment, now.days),
        left=hours_left(begun, now.moment, now.days),
    )


def insert_complaint(writer: Writer, fields: Mapping[str, Any]) -> int:
    """Keep a new complaint by the names of its fields; answers its id, of which its code is made."""
    (key,) = writer.next_ids(ComplaintTable, 1)
    writer.insert(ComplaintTable, [{"id": key, "code": code_of(CodeKind.COMPLAINT, key), **fields}])
    return key


def change_row(writer: Writer, key: int, changes: Mapping[str, Any], revision: int) -> bool:
    """Change fields of a complaint; answers whether any was different. Raises Refused `record.changed_meanwhile`."""
    return writer.update(ComplaintTable, key, changes, revision)


class FollowUp(NamedTuple):
    """A call that follows a complaint up."""

    id: int
    key: str
    state: str


def follow_ups(conn: Connection, complaint: int) -> list[FollowUp]:
    """The calls that were ever planned for a complaint: it is in their keys, which are found by index."""
    first, last = follow_up_key(complaint, 0)[:-1], follow_up_key(complaint, 0)[:-2] + ";"
    sql = "SELECT id, key, state FROM task WHERE key > ? AND key < ? ORDER BY id"
    return [FollowUp(*row) for row in fetch_all(conn, sql, (first, last))]


def changes_of_complaint(conn: Connection, key: int) -> list[ActOf]:
    """What acts took down of a complaint, the oldest first."""
    return acts_of(conn, ComplaintTable, key)
