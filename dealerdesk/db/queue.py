"""Tasks that wait for a call, with all that their rank and a call sheet need, in one query."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.candidates import BRIEF_COLUMNS, brief_stretch, perhaps_day
from dealerdesk.db.protection import protected_sql
from dealerdesk.db.responsible import in_scope_sql
from dealerdesk.db.tasks import RULED, RULED_COLUMNS, STRETCH_OF_TASK, open_as_ruled
from dealerdesk.domain.calendar import EVER, add_months
from dealerdesk.domain.followup import CONTACTS, PartOfDay
from dealerdesk.domain.phone import MaskedPhone, mask_phone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.reminder import Open
    from dealerdesk.domain.rules import Rules

_PREFERRED = """(SELECT n.id FROM phone n WHERE n.customer_id = {0} AND n.quality <> 'bad'
    ORDER BY n.quality <> 'good', NOT n.preferred, n.id LIMIT 1)"""

_COLUMNS = f"""
SELECT {RULED_COLUMNS}, k.id, k.code, k.state, k.ended_why, k.vehicle_id,
  a.name, v.model,
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = s.vehicle_id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  c.id, c.name, t.id, t.digits, s.spend_fen - z.spend_fen, s.last_km, l.date_in,
  {protected_sql("s.vehicle_id", "day")},
  EXISTS (SELECT 1 FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = s.vehicle_id AND e.day > s.reference
    AND e.day > :evidence_after AND e.day <= :day),
  EXISTS (SELECT 1 FROM visit w WHERE w.vehicle_id = k.vehicle_id AND w.state IN ('arrived', 'in-workshop')
    AND w.date_in <= :day),
  k.agent_id, k.attempts, k.part_of_day, k.promised_at, k.revision,
  {BRIEF_COLUMNS.format("s")}
FROM task k {STRETCH_OF_TASK}
LEFT JOIN stretch z ON z.rules_id = :rules AND z.vehicle_id = s.vehicle_id
  AND z.from_day <= :before AND +z.until_day > :before
LEFT JOIN vehicle v ON v.id = s.vehicle_id
LEFT JOIN customer c ON c.id = coalesce(k.customer_id, s.owner_id)
LEFT JOIN phone t ON t.id = {_PREFERRED.format("c.id")}
LEFT JOIN visit l ON l.id = s.last_visit_id
LEFT JOIN staff a ON a.id = k.agent_id
WHERE {{where}} AND {in_scope_sql("s.vehicle_id", "s.first_visit_id", "day")}
"""
_DUE = "k.state = 'open' AND k.due <= :day AND (:agent IS NULL OR k.agent_id = :agent)"
_ON_SHEET = "k.id IN (SELECT q.task_id FROM sheet_row q WHERE q.sheet_id = :sheet)"
_NAMED = "k.id IN (SELECT value FROM json_each(:tasks))"

_LIVE = f"""
SELECT q.id, q.customer_id, t.digits
FROM sheet h CROSS JOIN sheet_row r ON r.sheet_id = h.id CROSS JOIN task q ON q.id = r.task_id
LEFT JOIN phone t ON t.id = {_PREFERRED.format("q.customer_id")}
WHERE h.keyed_in_on IS NULL AND h.reserved_until >= :day AND NOT (h.day = :day AND h.agent_id IS :agent)
  AND NOT EXISTS (SELECT 1 FROM sheet_row e JOIN call_task x ON x.task_id = e.task_id JOIN call y ON y.id = x.call_id
    WHERE e.sheet_id = r.sheet_id AND e.entry = r.entry AND y.at >= h.made_at)
"""
"""Whom a sheet reserves: those of its calls that nobody has made since."""

_REACHED = f"""
SELECT y.customer_id, t.digits FROM call y LEFT JOIN phone t ON t.id = {_PREFERRED.format("y.customer_id")}
WHERE y.day > :rested AND y.day <= :day AND y.disposition IN ({", ".join(f"'{one}'" for one in sorted(CONTACTS))})
"""
"""Whom a call has reached within the days in which nobody calls them again."""

_STRETCH = RULED + 23  # where the columns of the stretch begin


class Asked(NamedTuple):
    """Whose queue of which day: one agent's or everybody's, by which rules, in whose sight.

    `at`: the time by the store's clock, where the day is under way; None for the whole day. `staff`: who asks, and
    sees the numbers of their own tasks in full; `alone`: the one owner of a store without accounts: all are theirs.
    """

    day: date
    agent_id: int | None
    rules_id: int
    rules: Rules
    scope: int | None = None
    at: time | None = None
    staff: int | None = None
    alone: bool = False


class TaskFacts(NamedTuple):
    """All that is known of a task on a day. Spend of 24 months in fen, odometer in km.

    `number`: the same for all customers who are reached under one number. `reserved`: it, or its
    customer, is on the live sheet of another day or agent. `reached`: whoever would answer was reached within the
    last days. `full`: the digits, where the task is the asker's own. `attempts`, `part`, `promised_at`: how often
    nobody answered, and when on the due day it is tried again.
    """

    id: int
    code: str
    state: str
    ended_why: str | None
    open: Open
    stretch: Stretch | None
    vehicle_id: int | None
    customer_id: int | None
    customer: str | None
    phone: MaskedPhone | None
    full: str | None
    number: int | None
    plate: str | None
    model: str | None
    agent: str | None
    spend_24_fen: int
    last_km: int | None
    last_visit: date | None
    protected: bool
    evident: bool
    in_workshop: bool
    reserved: bool
    reached: bool
    agent_id: int | None
    attempts: int
    part: PartOfDay | None
    promised_at: time | None
    revision: int


def due_tasks(conn: Connection, asked: Asked) -> list[TaskFacts]:
    """Every open task that is due on or before the day."""
    return _facts(conn, asked, _DUE, {})


def tasks_on_sheet(conn: Connection, asked: Asked, sheet_id: int) -> list[TaskFacts]:
    """The tasks of a sheet, in whatever state they are now."""
    return _facts(conn, asked, _ON_SHEET, {"sheet": sheet_id})


def tasks_named(conn: Connection, asked: Asked, ids: Sequence[int]) -> list[TaskFacts]:
    """The tasks with these ids that are in sight, in whatever state they are now."""
    return _facts(conn, asked, _NAMED, {"tasks": json.dumps(list(ids))})


def _facts(conn: Connection, asked: Asked, where: str, more: dict[str, Any]) -> list[TaskFacts]:
    params = {
        "rules": asked.rules_id,
        "day": asked.day.isoformat(),
        "before": add_months(asked.day, -24).isoformat(),
        "evidence_after": add_months(asked.day, -asked.rules.quasi_lost_months).isoformat(),
        "agent": asked.agent_id,
        "scope": asked.scope,
        "rested": _days_before(asked.day, asked.rules.contact_rest_days).isoformat(),
        **more,
    }
    people = _People(conn.exec_driver_sql(_LIVE, params).fetchall(), conn.exec_driver_sql(_REACHED, params).fetchall())
    return [_fact(row, people, asked) for row in conn.exec_driver_sql(_COLUMNS.format(where=where), params).fetchall()]


def _days_before(day: date, count: int) -> date:
    return day - timedelta(days=min(count, (day - EVER).days))


class _People:
    """Who answers which number, who is to be called from a sheet already, and who was reached of late."""

    def __init__(self, live: Sequence[Any], reached: Sequence[Any]) -> None:
        self._numbers: dict[str, int] = {}
        self._tasks = {row[0] for row in live}
        self._customers = {row[1] for row in live} - {None}
        self._digits = {row[2] for row in live} - {None}
        self._reached = {("customer", row[0]) for row in reached} | {("digits", row[1]) for row in reached}

    def number(self, digits: str | None, phone_id: int) -> int | None:
        """The same for the same digits."""
        return None if digits is None else self._numbers.setdefault(digits, phone_id)

    def are_called(self, task_id: int, customer_id: int | None, digits: str | None) -> bool:
        """Whether a sheet holds the task, or another one of whoever would answer."""
        return task_id in self._tasks or customer_id in self._customers or digits in self._digits

    def were_reached(self, customer_id: int | None, digits: str | None) -> bool:
        """Whether the customer, or whoever answers the number, was reached of late."""
        known = {("customer", customer_id)} if digits is None else {("customer", customer_id), ("digits", digits)}
        return customer_id is not None and not known.isdisjoint(self._reached)


def _fact(row: Sequence[Any], people: _People, asked: Asked) -> TaskFacts:
    (
        task_id, code, state, ended_why, vehicle_id, agent, model, plate, customer_id, customer, phone_id, digits,
        spend, last_km, last_visit, protected, evident, in_workshop, agent_id, attempts, part, promised_at,
        revision,
    ) = row[RULED:_STRETCH]  # fmt: skip
    return TaskFacts(
        task_id,
        code,
        state,
        ended_why,
        open_as_ruled(row[:RULED]),
        brief_stretch(row[_STRETCH:]) if row[_STRETCH] else None,
        vehicle_id,
        customer_id,
        customer,
        None if digits is None else MaskedPhone(phone_id, mask_phone(digits)),
        digits if asked.alone or (agent_id is not None and agent_id == asked.staff) else None,
        people.number(digits, phone_id),
        plate,
        model,
        agent,
        spend or 0,
        last_km,
        perhaps_day(last_visit),
        bool(protected),
        bool(evident),
        bool(in_workshop),
        people.are_called(task_id, customer_id, digits),
        people.were_reached(customer_id, digits),
        agent_id,
        attempts,
        None if part is None else PartOfDay(part),
        None if promised_at is None else time.fromisoformat(promised_at),
        revision,
    )
