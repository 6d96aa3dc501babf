"""What speaks against an appointment on a day of the store, and the times that are still free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Final

from dealerdesk.db.appointments import car_now, day_at_store, taken_between
from dealerdesk.db.customer_file import owner_of
from dealerdesk.domain.appointment import KEPT_WITHIN, MINUTES, NewAppointment
from dealerdesk.domain.appointment_conflicts import CarNow, conflicts, times_offered
from dealerdesk.domain.errors import Refused
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.working_days import published_days

if TYPE_CHECKING:
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.appointment_conflicts import Conflict, DayAtStore

NOON: Final = time(12)
_LONGEST: Final = 200


def store_time(desk: Desk) -> time | None:
    """The time by the store's clock, on the desk's own day; None where the desk stands on another day."""
    now = desk.clock().astimezone()
    return now.time().replace(tzinfo=None) if now.date() == desk.today else None


def tidied(text: str | None) -> str | None:
    """A line that somebody typed, as it is kept; nothing for an empty one."""
    return " ".join((text or "").split())[:_LONGEST] or None


def day_judged(conn: Reading, day: date) -> DayAtStore:
    """What the store and the calendar say of a day. A weekend is a day like any other: cars come then."""
    return day_at_store(conn, day, holiday=day in published_days().holidays)


def against(conn: Reading, desk: Desk, new: NewAppointment, *, without: int = 0) -> tuple[Conflict, ...]:
    """What speaks against an appointment of a known car."""
    first, last = _around(new.day)
    taken = taken_between(conn, first, last, without=without)
    return conflicts(new, day_judged(conn, new.day), taken, car_now(conn, new.vehicle_id), desk.today, store_time(desk))


def owner_seen(conn: Reading, desk: Desk, vehicle_id: int) -> int | None:
    """The latest owner of a car. Raises Refused `customers.gone` where there is no such car in the row scope."""
    owned = owner_of(conn, vehicle_id, desk.today, desk.actor.scope.advisor_id)
    if owned is None:
        raise Refused("customers.gone")
    return owned[1]


@use_case("judge-appointment", Right.SEE)
def conflicts_of(desk: Desk, new: NewAppointment, *, moved: int = 0) -> tuple[Conflict, ...]:
    """What speaks against an appointment that is being typed; `moved`: the appointment that it is to replace.

    A `vehicle_id` of 0 stands for a car that nobody has chosen yet. Raises Refused `customers.gone`.
    """
    with desk.store.read() as conn:
        return _judged(conn, desk, new, moved)


@dataclass(frozen=True)
class Beside:
    """What is said beside an appointment that is being typed: what speaks against it, and the free times of its day."""

    conflicts: tuple[Conflict, ...] = ()
    free: tuple[time, ...] = ()


@use_case("judge-appointment", Right.SEE)
def beside(desk: Desk, new: NewAppointment, *, moved: int = 0, timed: bool = True) -> Beside:
    """What speaks against an appointment that is being typed, as `conflicts_of`, with the times that are free.

    Not `timed`: nobody has said when, so that only the day and the car are judged.
    """
    with desk.store.read() as conn:
        found = _judged(conn, desk, new, moved)
        free = _free(conn, desk, new, moved)
    return Beside(found if timed else tuple(one for one in found if one.field in {"car", "day"}), free)


def _judged(conn: Reading, desk: Desk, new: NewAppointment, moved: int) -> tuple[Conflict, ...]:
    if new.vehicle_id:
        owner_seen(conn, desk, new.vehicle_id)
        return against(conn, desk, new, without=moved)
    first, last = _around(new.day)
    taken = taken_between(conn, first, last, without=moved)
    return conflicts(new, day_judged(conn, new.day), taken, CarNow(), desk.today, store_time(desk))


@use_case("free-times", Right.SEE)
def free_times(desk: Desk, day: date, advisor: int | None = None, minutes: int = MINUTES) -> tuple[time, ...]:
    """The times of a day, every half hour, at which a car can be received: by one advisor, else by anybody.

    On the desk's own day those that are past are left out.
    """
    with desk.store.read() as conn:
        return _free(conn, desk, NewAppointment(0, day, NOON, "-", minutes, advisor), 0)


def _free(conn: Reading, desk: Desk, new: NewAppointment, moved: int) -> tuple[time, ...]:
    at_store, now = day_judged(conn, new.day), store_time(desk)
    taken = taken_between(conn, new.day, new.day, without=moved)
    return tuple(
        at
        for at in times_offered(at_store)
        if all(
            one.field == "day" and not one.impossible
            for one in conflicts(replace(new, vehicle_id=0, at=at), at_store, taken, CarNow(), desk.today, now)
        )
    )


def _around(day: date) -> tuple[date, date]:
    """The days within which a visit keeps an appointment of this day."""
    around = (day.toordinal() - KEPT_WITHIN.days, day.toordinal() + KEPT_WITHIN.days)
    first, last = (min(max(n, date.min.toordinal()), date.max.toordinal()) for n in around)
    return date.fromordinal(first), date.fromordinal(last)
