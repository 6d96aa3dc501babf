"""Appointments: a day and time that were agreed on for a visit, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, time

MINUTES: Final = 60
"""How long a visit is planned for where nothing else is said."""

GRACE: Final = timedelta(minutes=15)
"""How long after its time a car that has not come is not called late yet."""

KEPT_WITHIN: Final = timedelta(days=3)
"""How far from its day, before and after, a visit still keeps an appointment (Rulebook 9, "appointment kept")."""


class AppointmentState(StrEnum):
    """What became of an appointment; that somebody is late is said by the clock, and not kept."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How an appointment stands at a moment: its state, and whether the car is late."""

    BOOKED = "booked"
    LATE = "late"
    ARRIVED = "arrived"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class NewAppointment:
    """An appointment to be made: which car, when, for how many minutes, with which advisor, what for."""

    vehicle_id: int
    day: date
    at: time
    purpose: str
    minutes: int = MINUTES
    advisor_id: int | None = None
    customer_id: int | None = None
    offer: str | None = None
    note: str | None = None


class AppointmentLine(NamedTuple):
    """An appointment as calendars show it.

    `moved_from`: the day that it was moved from last. `visit_id`: the visit that kept it.
    """

    id: int
    revision: int
    code: str
    vehicle_id: int
    customer_id: int | None
    plate: str | None
    customer: str | None
    model: str | None
    day: date
    at: time
    minutes: int
    advisor_id: int | None
    advisor: str | None
    purpose: str
    offer: str | None
    note: str | None
    state: str
    booked_on: date
    booked_by: str
    moved_from: date | None
    ended_why: str | None
    visit_id: int | None

    @property
    def ends(self) -> time:
        """The time at which it is planned to be over, at most the last minute of the day."""
        return over_at(self.day, self.at, self.minutes)


class AppointmentEvent(NamedTuple):
    """An appointment as a timeline tells of it, on the day it was made; its state as a code."""

    id: int
    code: str
    day: date
    at: time
    advisor: str | None
    purpose: str
    offer: str | None
    state: str
    moved_from: date | None
    why: str | None


def over_at(day: date, at: time, minutes: int) -> time:
    """The time at which something of that many minutes is over; the day's last minute where that is tomorrow."""
    end = datetime.combine(day, at) + timedelta(minutes=minutes)
    return end.time() if end.date() == day else datetime.max.time().replace(second=0, microsecond=0)


def standing(state: str, day: date, at: time, today: date, now: time | None) -> Standing:
    """How an appointment stands today, at a time by the store's clock (None: the time does not matter).

    Late: on its day, its time passed by the grace. Missed: its day is over and no visit kept it.
    """
    if state != AppointmentState.BOOKED:
        return Standing(state)
    if day < today:
        return Standing.MISSED
    if day > today or now is None:
        return Standing.BOOKED
    late = datetime.combine(day, now) > datetime.combine(day, at) + GRACE
    return Standing.LATE if late else Standing.BOOKED


class Agreed(NamedTuple):
    """An appointment that was not cancelled, as it is held against the visits of its car."""

    id: int
    day: date
    at: time
    booked_on: date
    state: str
    visit_id: int | None = None


class Came(NamedTuple):
    """A visit of the car that is not void: its id and the day on which it came."""

    id: int
    day: date


class Judged(NamedTuple):
    """What an appointment is, by the visits of its car."""

    state: AppointmentState
    visit_id: int | None = None


def keeps(visit: Came, agreed: Agreed) -> bool:
    """Whether a visit is near enough to keep an appointment: its day ± 3, and not before anybody agreed on it."""
    near = abs(visit.day - agreed.day) <= KEPT_WITHIN
    return near and (visit.day >= agreed.day or visit.day > agreed.booked_on)


def judged(agreed: Sequence[Agreed], visits: Iterable[Came], today: date) -> dict[int, Judged]:
    """What the appointments of one car are today, by id, from the car's visits.

    A visit keeps the nearest appointment; only those whose day is over may share one. Where none came, an appointment
    is booked until its day is over, and then missed. What somebody marked as arrived stays so until its visit is known.
    """
    near = sorted(
        (abs(visit.day - one.day), one.day, one.at, one.id, visit.day, visit.id)
        for one in agreed
        for visit in visits
        if keeps(visit, one)
    )
    kept: dict[int, int] = {}
    for _, _, _, key, _, visit_id in near:
        if key not in kept and visit_id not in kept.values():
            kept[key] = visit_id
    over = {one.id for one in agreed if one.day < today}
    for _, _, _, key, _, visit_id in near:
        if key in over:
            kept.setdefault(key, visit_id)
    return {one.id: _judged(one, kept.get(one.id), today) for one in agreed}


def _judged(one: Agreed, visit_id: int | None, today: date) -> Judged:
    by_hand = one.state == AppointmentState.ARRIVED and one.visit_id is None
    if visit_id is not None or by_hand:
        return Judged(AppointmentState.ARRIVED, visit_id)
    return Judged(AppointmentState.MISSED if one.day < today else AppointmentState.BOOKED)
