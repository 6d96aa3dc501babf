"""Calls as they are kept, the tasks they are about, and how often customers were tried in vain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.candidates import day_of
from dealerdesk.db.days import DAYS
from dealerdesk.db.queue_holds import PREFERRED
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.tables import Call, CallTask
from dealerdesk.db.tasks import STRETCH_OF_TASK, TASK_IN_SCOPE
from dealerdesk.domain.followup import REFUSALS, WAITING_FOR_NUMBER, Disposition
from dealerdesk.domain.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_LAST = """
SELECT y.customer_id, y.day, y.attempt, y.disposition FROM call y
WHERE y.id IN (SELECT max(n.id) FROM call n WHERE n.customer_id IS NOT NULL AND n.batch_id IS NULL
  GROUP BY n.customer_id)
  AND (y.attempt > 0 OR y.disposition IN ('wrong-person', 'wrong-number'))
"""
"""The last call of each customer in the order in which they were kept: a PC's clock may have been set back."""

_CALLED = f"""
SELECT k.id, k.code, k.state, k.ended_on, k.ended_why, k.revision, k.reason, k.due, k.first_due, k.agent_id, k.attempts,
  k.last_try, k.vehicle_id, coalesce(k.customer_id, s.owner_id), s.vehicle_id
FROM task k {STRETCH_OF_TASK}
WHERE k.id IN (SELECT value FROM json_each(:tasks)) AND {TASK_IN_SCOPE}
"""
_CARS = """(SELECT o.vehicle_id FROM stretch o INDEXED BY ix_stretch_owner_id WHERE o.rules_id = :rules
  AND o.owner_id IN (SELECT id FROM who) AND o.from_day <= :day AND o.until_day > :day)"""
_JOINED = f"""
WITH named(id, digits) AS (SELECT c.id, t.digits FROM customer c LEFT JOIN phone t ON t.id = {PREFERRED.format("c.id")}
    WHERE c.id IN (SELECT value FROM json_each(:customers))),
  who(id) AS (SELECT id FROM named UNION SELECT p.customer_id FROM named n JOIN phone p ON p.digits = n.digits
    WHERE p.id = {PREFERRED.format("p.customer_id")})
SELECT k.id FROM task k WHERE +k.state = 'open' AND +k.due <= :day AND k.promised_at IS NULL AND k.id IN (
  SELECT q.id FROM task q WHERE q.customer_id IN (SELECT id FROM who)
  UNION SELECT q.id FROM task q WHERE q.customer_id IS NULL AND q.vehicle_id IN {_CARS})
ORDER BY k.id
"""
_PREDICTED = """SELECT s.next_maintenance FROM stretch s WHERE s.rules_id = :rules AND s.vehicle_id = :vehicle
  AND s.from_day <= :day AND s.until_day > :day"""
_REFUSED = f"""SELECT count(*) FROM call y WHERE y.customer_id = :customer AND y.day > :since
  AND y.disposition IN ({", ".join(f"'{one}'" for one in sorted(REFUSALS))})"""
_RUNG = """SELECT p.digits FROM call_task x JOIN call y ON y.id = x.call_id JOIN phone p ON p.id = y.phone_id
WHERE x.task_id = ? ORDER BY y.id DESC LIMIT 1"""
_NUMBERS = """SELECT p.id, p.customer_id, p.digits, p.quality, EXISTS (SELECT 1 FROM do_not_call d
    WHERE d.digits = p.digits AND d.lifted_on IS NULL)
FROM phone p WHERE p.customer_id IN (SELECT value FROM json_each(?))
ORDER BY p.quality <> 'good', NOT p.preferred, p.id"""
_READ_ON = """SELECT EXISTS (SELECT 1 FROM told WHERE vehicle_id = :vehicle AND day = :day AND odometer > 0)
  OR EXISTS (SELECT 1 FROM visit WHERE vehicle_id = :vehicle AND date_in = :day AND odometer > 0)"""


class Tried(NamedTuple):
    """A customer whom the last call did not reach: when that was, and how many calls in a row did not.

    `last`: what came of it, where it was the wrong person or a wrong number.
    """

    day: date
    attempts: int
    last: Disposition | None = None


class CalledTask(NamedTuple):
    """A task that a call is about. `car`: its vehicle, or one that its customer has where it is about none."""

    id: int
    code: str
    state: str
    ended_on: date | None
    ended_why: str | None
    revision: int
    reason: Reason
    due: date
    first_due: date | None
    agent_id: int | None
    attempts: int
    last_try: Disposition | None
    vehicle_id: int | None
    customer_id: int | None
    car: int | None


class NumberOf(NamedTuple):
    """A number of a customer: what is known of it, and whether nobody is to call it."""

    id: int
    customer_id: int
    digits: str
    quality: str
    marked: bool


def attempts_of(conn: Connection) -> dict[int | None, Tried]:
    """The customers whom the last call that was kept did not reach."""
    found = fetch_all(conn, _LAST)
    return {
        customer: Tried(day_of(on), attempts, Disposition(what) if what in WAITING_FOR_NUMBER else None)
        for customer, on, attempts, what in found
    }


def called_tasks(
    conn: Connection, ids: Sequence[int], rules_id: int, day: date, scope: int | None
) -> dict[int, CalledTask]:
    """Those of the tasks that are in the row scope, in whatever state, by id."""
    params = {"tasks": json.dumps(list(ids)), "rules": rules_id, "day": day.isoformat(), "scope": scope}
    return {row[0]: _called(row) for row in fetch_all(conn, _CALLED, params)}


def joined_tasks(conn: Connection, customers: Iterable[int], rules_id: int, day: date) -> list[int]:
    """The tasks that are one call with those of these customers, whoever has them (Rulebook 6.2): open and due.

    One for which its customer named a time is a call of its own.
    """
    params = {"customers": json.dumps(sorted(customers)), "rules": rules_id, "day": day.isoformat()}
    return [row[0] for row in fetch_all(conn, _JOINED, params)]


def _called(row: Sequence[Any]) -> CalledTask:
    key, code, state, ended_on, ended_why, revision, reason, due, first_due, agent, attempts, last, *about = row
    return CalledTask(
        key,
        code,
        state,
        DAYS[ended_on],
        ended_why,
        revision,
        Reason(reason),
        DAYS[due],
        DAYS[first_due],
        agent,
        attempts,
        None if last is None else Disposition(last),
        *about,
    )


def predicted_maintenance(conn: Connection, vehicle_id: int, rules_id: int, day: date) -> date | None:
    """When the next maintenance of a vehicle falls due by what is known on a day (Rulebook 5.1)."""
    found = fetch_all(conn, _PREDICTED, {"vehicle": vehicle_id, "rules": rules_id, "day": day.isoformat()})
    return DAYS[found[0][0]] if found else None


def refusals_since(conn: Connection, customer_id: int, since: date) -> int:
    """How often a customer refused, or hung up, after a day."""
    return int(fetch_all(conn, _REFUSED, {"customer": customer_id, "since": since.isoformat()})[0][0])


def last_rung(conn: Connection, task_id: int) -> str | None:
    """The number that was rung the last time for a task, if that is known."""
    found = fetch_all(conn, _RUNG, (task_id,))
    return str(found[0][0]) if found else None


def numbers_of(conn: Connection, customers: Iterable[int]) -> list[NumberOf]:
    """The numbers of customers, those to be rung first leading: good ones, then the preferred."""
    found = fetch_all(conn, _NUMBERS, (json.dumps(sorted(customers)),))
    return [NumberOf(key, customer, digits, quality, bool(marked)) for key, customer, digits, quality, marked in found]


def is_read_on(conn: Connection, vehicle_id: int, day: date) -> bool:
    """Whether an odometer reading of that very day is known."""
    return bool(fetch_all(conn, _READ_ON, {"vehicle": vehicle_id, "day": day.isoformat()})[0][0])


def insert_call(writer: Writer, call: Mapping[str, object], task_ids: Sequence[int]) -> int:
    """Keep a call by the names of its fields, with its tasks, the leading one first; answers its id."""
    (call_id,) = writer.insert(Call, [call])
    if task_ids:
        writer.insert(
            CallTask,
            [{"call_id": call_id, "task_id": task_id, "place": place} for place, task_id in enumerate(task_ids)],
        )
    return call_id
