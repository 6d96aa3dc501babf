"""What speaks against an appointment: what cannot be, and what is doubtful and may be confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.appointment import KEPT_WITHIN, over_at
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.errors import said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dealerdesk.domain.appointment import NewAppointment
    from dealerdesk.domain.errors import Said

OPENS: Final = time(8)
CLOSES: Final = time(18)
SHORTEST: Final = 5
"""Minutes that an appointment takes at least."""

LONGEST: Final = 600
"""Minutes that an appointment takes at most: a day at the store."""

MONTHS_AHEAD: Final = 12
"""How far ahead an appointment is made at most."""

STEP: Final = timedelta(minutes=30)
"""How far apart the times are that are offered."""


class Conflict(NamedTuple):
    """What speaks against an appointment, beside a field; what is not impossible may be confirmed, by its code."""

    field: str
    said: Said
    impossible: bool = False

    @property
    def code(self) -> str:
        """What a confirmation names."""
        return self.said.code.removeprefix("appointment.")


class Taken(NamedTuple):
    """An appointment that stands already: which car, when, for how many minutes, with which advisor."""

    id: int
    vehicle_id: int
    day: date
    at: time
    minutes: int
    advisor_id: int | None


@dataclass(frozen=True)
class DayAtStore:
    """What is known of a day of the store, against which an appointment is held.

    `advisors`: who receives cars that day, by id; `absent`: those of them who are away. `places`: how many cars can be
    received at one time, None for as many as there are advisors. `closed`: the store itself named the day as closed,
    for the reason in `note`; `holiday`: the calendar has a holiday.
    """

    opens: time = OPENS
    closes: time = CLOSES
    places: int | None = None
    advisors: Mapping[int, str] = field(default_factory=dict)
    absent: Collection[int] = ()
    closed: bool = False
    note: str | None = None
    holiday: bool = False

    @property
    def room(self) -> int | None:
        """How many cars can be received at one time; None where nothing says so."""
        here = sum(key not in self.absent for key in self.advisors)
        return self.places if self.places is not None else here or None


@dataclass(frozen=True)
class CarNow:
    """What of the car itself may speak against an appointment: that it is gone for good, or at the store already."""

    departed: bool = False
    inside: bool = False


def conflicts(
    new: NewAppointment, at_store: DayAtStore, taken: Sequence[Taken], car: CarNow, today: date, now: time | None
) -> tuple[Conflict, ...]:
    """What speaks against an appointment today, at a time by the store's clock (None: the time does not matter).

    `taken`: what stands booked within 3 days of its day, itself left out. What is impossible is said alone.
    """
    against = tuple(_impossible(new, at_store, today))
    return against or tuple(_doubtful(new, at_store, taken, car, (today, now)))


def _impossible(new: NewAppointment, at_store: DayAtStore, today: date) -> Iterator[Conflict]:
    hours = {"opens": clock(at_store.opens), "closes": clock(at_store.closes)}
    if new.day < today:
        yield Conflict("day", said("appointment.past_day", day=new.day), impossible=True)
    elif new.day > add_months(today, MONTHS_AHEAD):
        yield Conflict("day", said("appointment.too_far", last=add_months(today, MONTHS_AHEAD)), impossible=True)
    elif at_store.closed:
        code = "appointment.closed_day" if at_store.note is None else "appointment.closed_for"
        yield Conflict("day", said(code, day=new.day, note=at_store.note), impossible=True)
    if not at_store.opens <= new.at < at_store.closes:
        yield Conflict("at", said("appointment.outside_hours", **hours), impossible=True)
    if not SHORTEST <= new.minutes <= LONGEST:
        yield Conflict("minutes", said("appointment.bad_minutes", least=SHORTEST, most=LONGEST), impossible=True)
    if new.advisor_id is not None and new.advisor_id not in at_store.advisors:
        yield Conflict("advisor_id", said("appointment.no_advisor"), impossible=True)
    if not new.purpose.strip():
        yield Conflict("purpose", said("appointment.no_purpose"), impossible=True)


def _doubtful(
    new: NewAppointment, at_store: DayAtStore, taken: Sequence[Taken], car: CarNow, moment: tuple[date, time | None]
) -> Iterator[Conflict]:
    today, now = moment
    if car.departed:
        yield Conflict("car", said("appointment.departed"))
    if car.inside and new.day == today:
        yield Conflict("car", said("appointment.inside"))
    yield from (Conflict("car", twice) for twice in _twice(new, taken))
    if at_store.holiday:
        yield Conflict("day", said("appointment.holiday", day=new.day))
    if new.day == today and now is not None and new.at < now:
        yield Conflict("at", said("appointment.past_time", now=clock(now)))
    if over_at(new.day, new.at, new.minutes) > at_store.closes:
        yield Conflict("minutes", said("appointment.after_closing", closes=clock(at_store.closes)))
    yield from _too_many(new, at_store, [one for one in taken if one.day == new.day])


def _twice(new: NewAppointment, taken: Sequence[Taken]) -> Iterator[Said]:
    """The nearest appointment that the car has already, within the days in which one visit keeps both."""
    same = [one for one in taken if one.vehicle_id == new.vehicle_id and abs(one.day - new.day) <= KEPT_WITHIN]
    for one in sorted(same, key=lambda one: (abs(one.day - new.day), one.day, one.at))[:1]:
        yield said("appointment.car_twice", day=one.day, at=clock(one.at))


def _too_many(new: NewAppointment, at_store: DayAtStore, same_day: Sequence[Taken]) -> Iterator[Conflict]:
    meanwhile = [one for one in same_day if _overlap(new, one)]
    who = at_store.advisors.get(new.advisor_id or 0)
    if who is not None and new.advisor_id in at_store.absent:
        yield Conflict("advisor_id", said("appointment.absent", who=who, day=new.day))
    own = [one for one in meanwhile if one.advisor_id == new.advisor_id is not None]
    if who is not None and own:
        first = min(own, key=lambda one: one.at)
        ends = clock(over_at(first.day, first.at, first.minutes))
        yield Conflict("at", said("appointment.advisor_taken", who=who, at=clock(first.at), ends=ends))
    room, most = at_store.room, _at_one_time(new, meanwhile)
    if room is not None and most >= room:
        yield Conflict("at", said("appointment.full", n=most, room=room))


def _overlap(new: NewAppointment, one: Taken) -> bool:
    return new.at < over_at(one.day, one.at, one.minutes) and one.at < over_at(new.day, new.at, new.minutes)


def _at_one_time(new: NewAppointment, meanwhile: Sequence[Taken]) -> int:
    """How many others are received at one time at the most, while the new one is."""
    starts = {max(one.at, new.at) for one in meanwhile}
    return max(
        (sum(one.at <= at < over_at(one.day, one.at, one.minutes) for one in meanwhile) for at in starts), default=0
    )


def clock(at: time) -> str:
    """A time as people write it: `09:30`."""
    return at.isoformat("minutes")


def times_offered(at_store: DayAtStore) -> tuple[time, ...]:
    """The times at which an appointment can begin on a day: every half hour while the store is open."""
    if at_store.closed:
        return ()
    found, minutes = [], at_store.opens.hour * 60 + at_store.opens.minute
    while (at := time(minutes // 60, minutes % 60)) < at_store.closes:
        found.append(at)
        minutes += STEP.seconds // 60
        if minutes >= 24 * 60:
            break
    return tuple(found)
