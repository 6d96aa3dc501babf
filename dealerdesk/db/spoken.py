"""What may be said on the phone beside the file: the task's own words, the last visit, a complaint, an appointment."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

_TASK = "SELECT reason, about, complaint_id, visit_id, cause FROM task WHERE id = ?"
_VISIT = """SELECT n.date_in, n.items, n.kind, w.name FROM visit n LEFT JOIN staff w ON w.id = n.advisor_id
WHERE n.vehicle_id = :vehicle AND n.state <> 'void' AND n.date_in <= :day
ORDER BY n.id = :visit DESC, n.date_in DESC, n.id DESC LIMIT 1"""
_COMPLAINT = """SELECT happened, solution FROM complaint WHERE id = :complaint OR customer_id = :customer
  OR (customer_id IS NULL AND vehicle_id = :vehicle)
ORDER BY id = :complaint DESC, state = 'closed', id DESC LIMIT 1"""
_AGREED = """SELECT day, at FROM appointment WHERE (vehicle_id = :vehicle OR customer_id = :customer) AND {which}
ORDER BY vehicle_id IS NOT :vehicle, {order} LIMIT 1"""
_AHEAD = _AGREED.format(which="state = 'booked' AND day >= :day", order="day, at, id")
_MISSED = _AGREED.format(which="state = 'missed' AND day <= :day", order="day DESC, at DESC, id DESC")
_ODOMETER = """SELECT max(odometer) FROM visit WHERE vehicle_id = :vehicle AND state <> 'void'
  AND (date_in = :day OR date_settled = :day) AND odometer > 0"""


class SpokenTask(NamedTuple):
    """As much of a task as is spoken of. `cause`: the day that it is about."""

    reason: str
    about: str | None
    complaint_id: int | None
    visit_id: int | None
    cause: date | None


class SpokenVisit(NamedTuple):
    """A visit as it is spoken of: when, what was done, of which kind, and who received the car."""

    day: date
    items: str | None
    kind: str | None
    advisor: str | None


class Whose(NamedTuple):
    """The customer and the car that are spoken of, and the day on which."""

    customer: int | None
    vehicle: int | None
    day: date


def spoken_task(conn: Connection, key: int) -> SpokenTask | None:
    """A task as it is spoken of, or None where there is none."""
    found = fetch_all(conn, _TASK, (key,))
    if not found:
        return None
    reason, about, complaint, visit, cause = found[0]
    return SpokenTask(reason, about, complaint, visit, DAYS[cause])


def spoken_visit(conn: Connection, whose: Whose, visit_id: int | None) -> SpokenVisit | None:
    """The visit that a call is about, else the last one of the car."""
    found = fetch_all(conn, _VISIT, {"vehicle": whose.vehicle, "day": whose.day.isoformat(), "visit": visit_id})
    return SpokenVisit(DAYS[found[0][0]], *found[0][1:]) if found else None


def spoken_complaint(conn: Connection, whose: Whose, complaint_id: int | None) -> tuple[str, str | None] | None:
    """What was complained of and how it was solved: in the complaint of a call, else in the open or latest one."""
    params = {"complaint": complaint_id, "customer": whose.customer, "vehicle": whose.vehicle}
    found = fetch_all(conn, _COMPLAINT, params)
    return (found[0][0], found[0][1]) if found else None


def spoken_appointment(conn: Connection, whose: Whose, *, missed: bool) -> tuple[date, time] | None:
    """When an appointment is: the next one, or the last one that was missed."""
    params = {"customer": whose.customer, "vehicle": whose.vehicle, "day": whose.day.isoformat()}
    found = fetch_all(conn, _MISSED if missed else _AHEAD, params)
    return (DAYS[found[0][0]], time.fromisoformat(found[0][1])) if found else None


def odometer_on(conn: Connection, vehicle_id: int, day: date) -> int | None:
    """The odometer of a car as it was read at the visits of a day, in km."""
    ((km,),) = fetch_all(conn, _ODOMETER, {"vehicle": vehicle_id, "day": day.isoformat()})
    return None if km is None else int(km)


def name_of_staff(conn: Connection, key: int) -> str | None:
    """The name of a member of staff."""
    found = fetch_all(conn, "SELECT name FROM staff WHERE id = ?", (key,))
    return found[0][0] if found else None
