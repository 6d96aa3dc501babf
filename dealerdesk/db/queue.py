"""Tasks that wait for a call, with all that their rank and a call sheet need, in one query."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.candidates import BRIEF_COLUMNS, brief_stretch
from dealerdesk.db.columns import instant_text
from dealerdesk.db.days import DAYS
from dealerdesk.db.protection import protected_sql
from dealerdesk.db.queue_holds import PREFERRED, Holds, holds
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.tasks import RULED, RULED_COLUMNS, STRETCH_OF_TASK, TASK_IN_SCOPE, open_as_ruled
from dealerdesk.domain.calendar import EVER, FOREVER, add_months
from dealerdesk.domain.followup import CONSEQUENCES, Bucket, PartOfDay
from dealerdesk.domain.phone import MaskedPhone, mask_phone
from dealerdesk.domain.ranking import NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.reminder import Open
    from dealerdesk.domain.rules import Rules

_MISSED = ", ".join(f"'{one}'" for one, row in CONSEQUENCES.items() if row.bucket is Bucket.NOT_REACHED)

_CONNECTED = f"""(SELECT sum(y.disposition NOT IN ({_MISSED})) * 1000 / count(*) FROM call y
    WHERE y.customer_id = c.id AND y.channel = 'call' AND NOT y.incoming)"""
"""How many of a customer's calls were connected, in thousandths."""

COLUMNS = f"""
SELECT {RULED_COLUMNS}, k.id, k.code, k.state, k.ended_why, k.vehicle_id,
  a.name, v.model,
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = s.vehicle_id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  c.id, c.name, c.preferred_channel, t.id, t.digits, t.quality, s.spend_fen - z.spend_fen, {_CONNECTED},
  s.last_km, l.date_in, {protected_sql("s.vehicle_id", "day")},
  EXISTS (SELECT 1 FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = s.vehicle_id AND e.day > s.reference
    AND e.day > :evidence_after AND e.day <= :day),
  k.agent_id, k.attempts, k.part_of_day, k.promised_at, k.not_before, k.last_try, k.about, k.revision,
  {BRIEF_COLUMNS.format("s")}
FROM task k {STRETCH_OF_TASK}
LEFT JOIN stretch z ON z.rules_id = :rules AND z.vehicle_id = s.vehicle_id
  AND z.from_day <= :before AND +z.until_day > :before
LEFT JOIN vehicle v ON v.id = s.vehicle_id
LEFT JOIN customer c ON c.id = coalesce(k.customer_id, s.owner_id)
LEFT JOIN phone t ON t.id = {PREFERRED.format("c.id")}
LEFT JOIN visit l ON l.id = s.last_visit_id
LEFT JOIN staff a ON a.id = k.agent_id
WHERE {{where}} AND {TASK_IN_SCOPE}
"""
_OF_AGENT = """(:agent IS NULL OR k.agent_id = :agent OR k.agent_id IN
  (SELECT b.staff_id FROM absence b WHERE b.first <= :day AND b.last >= :day))"""
"""Given to one agent, or to whoever is away on the day; or all."""

_DUE = f"k.state = 'open' AND k.due <= :day AND {_OF_AGENT}"
_CARS = """(SELECT o.vehicle_id FROM stretch o INDEXED BY ix_stretch_owner_id WHERE o.rules_id = :rules
  AND o.owner_id IN (SELECT value FROM json_each(:customers)) AND o.from_day <= :day AND o.until_day > :day)"""
_DUE_OF = f"""+k.state = 'open' AND +k.due <= :day AND {_OF_AGENT} AND k.id IN (SELECT value FROM json_each(:tasks)
  UNION SELECT q.id FROM task q WHERE q.customer_id IN (SELECT value FROM json_each(:customers))
  UNION SELECT q.id FROM task q WHERE q.customer_id IS NULL AND q.vehicle_id IN {_CARS})"""

_ON_SHEET = "k.id IN (SELECT q.task_id FROM sheet_row q WHERE q.sheet_id = :sheet)"
_NAMED = "k.id IN (SELECT value FROM json_each(:tasks))"

_STRETCH = RULED + 28  # where the columns of the stretch begin


class Asked(NamedTuple):
    """Whose queue of which day: one agent's or everybody's, by which rules, in whose sight.

    `at`: the time by the store's clock, where the day is under way; None for the whole day. `staff`: who asks, and
    sees the numbers of their own tasks in full; `alone`: the one owner of a store without accounts: all are theirs.
    `now`: the moment on the day itself; whom others than `holder` have taken by then are being called. `away`: the
    staff who are away on the day. `closed`: the store is.
    """

    day: date
    agent_id: int | None
    rules_id: int
    rules: Rules
    scope: int | None = None
    at: time | None = None
    staff: int | None = None
    alone: bool = False
    now: datetime | None = None
    holder: str = ""
    away: frozenset[int] = frozenset()
    closed: bool = False


class TaskFacts(NamedTuple):
    """All that is known of a task on a day. Spend of 24 months in fen, odometer in km.

    `digits`: of the number under which its customer is called, and `quality`: what is known of it. `channel`: how the
    customer prefers to be spoken to. `connected`: the share of their calls that were, in thousandths. `is_own`: who
    asks makes the call. `attempts`, `part`, `promised_at`, `not_before`: how often nobody answered, and when on the
    due day it is tried again; `last_try`: what came of the last attempt. `about`: what it is about, in words.
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
    channel: str | None
    phone_id: int | None
    digits: str | None
    quality: str | None
    is_own: bool
    plate: str | None
    model: str | None
    agent: str | None
    spend_24_fen: int
    connected: int
    last_km: int | None
    last_visit: date | None
    protected: bool
    evident: bool
    agent_id: int | None
    attempts: int
    part: PartOfDay | None
    promised_at: time | None
    not_before: time | None
    last_try: str | None
    about: str | None
    revision: int

    @property
    def phone(self) -> MaskedPhone | None:
        """The number under which the customer is called, masked."""
        if self.phone_id is None or self.digits is None:
            return None
        return MaskedPhone(self.phone_id, mask_phone(self.digits))

    @property
    def full(self) -> str | None:
        """Its digits, where the task is the asker's own."""
        return self.digits if self.is_own else None


def due_tasks(conn: Connection, asked: Asked) -> list[TaskFacts]:
    """Every open task that is due on or before the day."""
    return _facts(conn, asked, _DUE, {})


def due_tasks_of(conn: Connection, asked: Asked, tasks: Sequence[int], customers: Sequence[int]) -> list[TaskFacts]:
    """Those of `due_tasks` that are named, or about one of these customers or a car of theirs."""
    named = {"tasks": json.dumps(list(tasks)), "customers": json.dumps(list(customers))}
    return _facts(conn, asked, _DUE_OF, named)


def tasks_on_sheet(conn: Connection, asked: Asked, sheet_id: int) -> list[TaskFacts]:
    """The tasks of a sheet, in whatever state they are now."""
    return _facts(conn, asked, _ON_SHEET, {"sheet": sheet_id})


def tasks_named(conn: Connection, asked: Asked, ids: Sequence[int]) -> list[TaskFacts]:
    """The tasks with these ids that are in sight, in whatever state they are now."""
    return _facts(conn, asked, _NAMED, {"tasks": json.dumps(list(ids))})


def holds_on(conn: Connection, asked: Asked) -> Holds:
    """What keeps tasks from being offered on the day."""
    return holds(conn, asked_params(asked))


def asked_params(asked: Asked) -> dict[str, Any]:
    """What the statements of the queue are given."""
    return {
        "rules": asked.rules_id,
        "day": asked.day.isoformat(),
        "before": add_months(asked.day, -24).isoformat(),
        "evidence_after": add_months(asked.day, -asked.rules.quasi_lost_months).isoformat(),
        "agent": asked.agent_id,
        "scope": asked.scope,
        "rested": _days_before(asked.day, asked.rules.contact_rest_days).isoformat(),
        "resting": _days_after(asked.day, 0 if asked.now is None else asked.rules.contact_rest_days).isoformat(),
        "now": None if asked.now is None else instant_text(asked.now),
        "holder": asked.holder,
    }


def _facts(conn: Connection, asked: Asked, where: str, more: dict[str, Any]) -> list[TaskFacts]:
    return [_fact(row, asked) for row in fetch_all(conn, COLUMNS.format(where=where), {**asked_params(asked), **more})]


def _days_before(day: date, count: int) -> date:
    return day - timedelta(days=min(count, (day - EVER).days))


def _days_after(day: date, count: int) -> date:
    return day + timedelta(days=min(count, (FOREVER - day).days))


def _fact(row: Sequence[Any], asked: Asked) -> TaskFacts:
    (
        task_id, code, state, ended_why, vehicle_id, agent, model, plate, customer_id, customer, channel, phone_id,
        digits, quality, spend, connected, last_km, last_visit, protected, evident, agent_id, attempts, part,
        promised_at, not_before, last_try, about, revision,
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
        channel,
        phone_id,
        digits,
        quality,
        asked.alone or (agent_id is not None and (agent_id == asked.staff or agent_id in asked.away)),
        plate,
        model,
        agent,
        spend or 0,
        NEUTRAL if connected is None else connected,
        last_km,
        DAYS[last_visit],
        bool(protected),
        bool(evident),
        agent_id,
        attempts,
        None if part is None else PartOfDay(part),
        None if promised_at is None else time.fromisoformat(promised_at),
        None if not_before is None else time.fromisoformat(not_before),
        last_try,
        about,
        revision,
    )
