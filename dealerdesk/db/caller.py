"""What is known of whom one calls, beside the file: the last contacts, open tasks, flags, the next appointment."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from dealerdesk.db.appointments import appointment_line
from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql
from dealerdesk.domain.caller import CarOfCaller, LastCall, NoteForNext, OpenFlag, WaitingTask
from dealerdesk.domain.followup import CONTACTS
from dealerdesk.domain.phone import MaskedPhone, mask_phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.appointment import AppointmentLine

_REACHED = ", ".join(f"'{one}'" for one in sorted(CONTACTS))
_CALLS = """
SELECT y.id, y.at, y.day, y.timed, y.channel, y.incoming, y.disposition, coalesce(w.name, y.who), y.note, y.topic,
  (SELECT k.reason FROM call_task x JOIN task k ON k.id = x.task_id WHERE x.call_id = y.id ORDER BY x.place LIMIT 1),
  y.attempt, y.promised_on, y.promised_at
FROM call y LEFT JOIN staff w ON w.id = y.agent_id
WHERE y.customer_id = ? ORDER BY y.day DESC, y.at DESC, y.id DESC LIMIT ?
"""
_NOTE = f"""
SELECT y.id, y.day, coalesce(w.name, y.who), y.for_next FROM call y LEFT JOIN staff w ON w.id = y.agent_id
WHERE y.customer_id = :customer AND y.for_next IS NOT NULL AND NOT EXISTS (SELECT 1 FROM call n
  WHERE n.customer_id = :customer AND n.id > y.id AND n.batch_id IS NULL AND n.disposition IN ({_REACHED}))
ORDER BY y.id DESC LIMIT 1
"""
_TASKS = f"""
SELECT k.id, k.revision, k.code, k.reason, k.due, k.promised_at, w.name, k.agent_id, k.vehicle_id,
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = k.vehicle_id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  k.attempts, k.last_try, k.about, k.customer_id
FROM task k LEFT JOIN staff w ON w.id = k.agent_id
WHERE k.state = 'open' AND k.id IN (
    SELECT id FROM task WHERE customer_id IN (SELECT value FROM json_each(:customers))
    UNION SELECT id FROM task WHERE customer_id IS NULL AND vehicle_id IN (SELECT value FROM json_each(:cars)))
  AND (k.vehicle_id IS NULL OR {in_scope_sql("k.vehicle_id", FIRST_VISIT.format("k.vehicle_id"), "day")})
ORDER BY k.due, k.promised_at IS NULL, k.promised_at, k.id
"""
_FLAGS = """SELECT id, what, raised_on, raised_by FROM flag
WHERE customer_id = ? AND solved_on IS NULL ORDER BY raised_on DESC, id DESC"""
_AHEAD = """SELECT id FROM appointment WHERE state = 'booked' AND day >= :day
  AND (customer_id = :customer OR vehicle_id = :vehicle) ORDER BY vehicle_id IS NOT :vehicle, day, at, id LIMIT 1"""
_WHO = """SELECT c.id, c.name, (SELECT n.id FROM phone n WHERE n.customer_id = c.id
    ORDER BY n.digits <> :digits, n.quality = 'bad', n.quality <> 'good', NOT n.preferred, n.id LIMIT 1)
FROM customer c WHERE c.id IN (SELECT value FROM json_each(:customers))"""
_BY_NUMBER = "SELECT DISTINCT customer_id FROM phone WHERE digits = ? ORDER BY customer_id"
_CARS = f"""
SELECT s.owner_id, v.id, (SELECT p.plate FROM plate p
    WHERE p.vehicle_id = v.id AND p.from_day <= :day AND p.until_day > :day LIMIT 1), v.model
FROM stretch s INDEXED BY ix_stretch_owner_id JOIN vehicle v ON v.id = s.vehicle_id
WHERE s.owner_id IN (SELECT value FROM json_each(:customers)) AND s.rules_id = :rules
  AND s.from_day <= :day AND s.until_day > :day
  AND {in_scope_sql("s.vehicle_id", "s.first_visit_id", "day")}
ORDER BY s.departed, v.id
"""


def last_calls(conn: Connection, customer_id: int, most: int) -> tuple[LastCall, ...]:
    """The last contacts with a customer, the newest first."""
    return tuple(_call(row) for row in fetch_all(conn, _CALLS, (customer_id, most)))


def _call(row: Sequence[Any]) -> LastCall:
    key, at, day, timed, channel, incoming, what, who, note, topic, reason, attempt, promised_on, promised_at = row
    return LastCall(
        key,
        datetime.fromisoformat(at),
        DAYS[day],
        bool(timed),
        channel,
        bool(incoming),
        what,
        who,
        note,
        topic,
        reason,
        attempt,
        DAYS[promised_on],
        _time(promised_at),
    )


def note_for_next(conn: Connection, customer_id: int) -> NoteForNext | None:
    """What the last caller left for the next, until somebody has reached the customer since; else None."""
    found = fetch_all(conn, _NOTE, {"customer": customer_id})
    return NoteForNext(found[0][0], DAYS[found[0][1]], *found[0][2:]) if found else None


def waiting_tasks(
    conn: Connection, customers: Iterable[int], cars: Iterable[int], day: date, scope: int | None, staff: int | None
) -> tuple[WaitingTask, ...]:
    """The open tasks of customers, and of cars that nobody is known to own: by their days, those of `staff` marked."""
    params = {
        "customers": json.dumps(sorted(customers)),
        "cars": json.dumps(sorted(cars)),
        "day": day.isoformat(),
        "scope": scope,
    }
    return tuple(_task(row, staff) for row in fetch_all(conn, _TASKS, params))


def _task(row: Sequence[Any], staff: int | None) -> WaitingTask:
    key, revision, code, reason, due, promised_at, agent, agent_id, *about = row
    own = agent_id is not None and agent_id == staff
    return WaitingTask(key, revision, code, reason, DAYS[due], _time(promised_at), agent, own, *about)


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def open_flags(conn: Connection, customer_id: int) -> tuple[OpenFlag, ...]:
    """What the manager has been asked to see of a customer and has not solved, the newest first."""
    return tuple(OpenFlag(key, what, DAYS[day], who) for key, what, day, who in fetch_all(conn, _FLAGS, (customer_id,)))


def next_appointment(
    conn: Connection, customer_id: int | None, vehicle_id: int | None, day: date, scope: int | None
) -> AppointmentLine | None:
    """The next appointment of a car, else of its customer's other cars, if one is ahead."""
    found = fetch_all(conn, _AHEAD, {"customer": customer_id, "vehicle": vehicle_id, "day": day.isoformat()})
    return appointment_line(conn, found[0][0], day, scope) if found else None


def customers_with_number(conn: Connection, digits: str) -> list[int]:
    """Everybody who has a number."""
    return [int(row[0]) for row in fetch_all(conn, _BY_NUMBER, (digits,))]


def names_of(conn: Connection, customers: Iterable[int], digits: str) -> dict[int, tuple[str, MaskedPhone | None]]:
    """The names of customers, and of each a number: the one asked about, else the one to be called."""
    rows = fetch_all(conn, _WHO, {"customers": json.dumps(sorted(customers)), "digits": digits})
    phones = json.dumps(sorted(row[2] for row in rows if row[2] is not None))
    kept = fetch_all(conn, "SELECT id, digits FROM phone WHERE id IN (SELECT value FROM json_each(?))", (phones,))
    shown = {key: MaskedPhone(key, mask_phone(number)) for key, number in kept}
    return {key: (name, shown.get(phone)) for key, name, phone in rows}


def cars_of_customers(
    conn: Connection, customers: Iterable[int], rules_id: int, day: date, scope: int | None
) -> dict[int, list[CarOfCaller]]:
    """The cars in the row scope that are these customers' now, those that left for good last."""
    params = {"customers": json.dumps(sorted(customers)), "rules": rules_id, "day": day.isoformat(), "scope": scope}
    found: dict[int, list[CarOfCaller]] = {}
    for owner, *car in fetch_all(conn, _CARS, params):
        found.setdefault(owner, []).append(CarOfCaller(*car))
    return found
