"""Odometer readings, daily mileage and the next maintenance (Rulebook 5.1–5.3); integer arithmetic throughout."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.calendar import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dealerdesk.domain.rules import Rules


class Reading(NamedTuple):
    """An odometer reading in km on a day: the highest of that day."""

    day: date
    km: int


class Mileage(NamedTuple):
    """What the kept readings say: the last one, and the rate as km over days, or no rate."""

    last_day: date
    last_km: int
    rate_km: int | None
    rate_days: int | None


class Readings:
    """Readings taken in day by day, of which the fewest are dropped that leave the rest not falling (Rulebook 5.2).

    Between equal choices the newest are kept, choosing from the latest reading backwards. After each `add` the answers
    are those of all readings so far. `add` costs the logarithm of their number: `_ends[n]` is the newest reading that
    ends a longest not-falling run of n + 1, `_tails[n]` its km; each reading remembers the newest one it can follow.
    """

    __slots__ = ("_before", "_days", "_ends", "_kms", "_min_days", "_months", "_tails")

    def __init__(self, rules: Rules) -> None:
        self._months, self._min_days = rules.reading_months, rules.reading_min_days
        self._days: list[date] = []
        self._kms: list[int] = []
        self._before: list[int] = []
        self._ends: list[int] = []
        self._tails: list[int] = []

    def add(self, day: date, km: int) -> None:
        """Take in the reading of a later day."""
        tails, ends, index = self._tails, self._ends, len(self._kms)
        length = bisect_right(tails, km)
        self._days.append(day)
        self._kms.append(km)
        self._before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(km)
            ends.append(index)
        else:
            tails[length], ends[length] = km, index

    def kept(self) -> tuple[Reading, ...]:
        """The readings that are kept, oldest first."""
        chain: list[Reading] = []
        index = self._ends[-1] if self._ends else -1
        while index >= 0:
            chain.append(Reading(self._days[index], self._kms[index]))
            index = self._before[index]
        return tuple(reversed(chain))

    def mileage(self) -> Mileage | None:
        """The last kept reading and the rate of those later than 18 months before it; None without any reading."""
        if not self._ends:
            return None
        days, before = self._days, self._before
        last = first = index = self._ends[-1]
        last_day, last_km = days[last], self._kms[last]
        after = add_months(last_day, -self._months)
        while (index := before[index]) >= 0 and days[index] > after:
            first = index
        km, between = last_km - self._kms[first], (last_day - days[first]).days
        if km <= 0 or between < self._min_days:
            return Mileage(last_day, last_km, None, None)
        return Mileage(last_day, last_km, km, between)


def kept_readings(readings: Iterable[Reading], rules: Rules) -> tuple[Reading, ...]:
    """The readings that remain when the fewest are dropped; one a day, in order of days."""
    taken = Readings(rules)
    for reading in readings:
        taken.add(*reading)
    return taken.kept()


def steep_rises(readings: Sequence[Reading], rules: Rules) -> tuple[Reading, ...]:
    """The readings that rise above 1,500 km a day since the one before: kept, but flagged."""
    return tuple(
        after
        for before, after in pairwise(readings)
        if after.km - before.km > rules.steep_km_per_day * (after.day - before.day).days
    )


def day_reached(mileage: Mileage, km: int) -> date | None:
    """The day on which the odometer is predicted to reach a value: that of the last kept reading if it has.

    None without a rate, since there is nothing to predict by, or where the day is more than a century away.
    """
    last_day, last_km, rate_km, rate_days = mileage
    if rate_km is None or rate_days is None:
        return None
    if km <= last_km:
        return last_day
    days = -(-(km - last_km) * rate_days // rate_km)
    return last_day + timedelta(days) if days < _BEYOND else None


_BEYOND = 36_500


def predicted_km(mileage: Mileage, day: date) -> int | None:
    """The odometer predicted for a day, in km; None without a rate."""
    if mileage.rate_km is None or mileage.rate_days is None:
        return None
    return mileage.last_km + mileage.rate_km * (day - mileage.last_day).days // mileage.rate_days


def next_maintenance(since: date, since_km: int | None, months: int, km: int, mileage: Mileage | None) -> date:
    """The earlier of `since` + months and the day on which `since_km` + km is predicted to be reached (Rulebook 5.1).

    That day counts only if it is later than `since`. Without an odometer at `since` only the months count.
    """
    by_month = add_months(since, months)
    if since_km is None or mileage is None:
        return by_month
    by_km = day_reached(mileage, since_km + km)
    return by_km if by_km is not None and since < by_km < by_month else by_month


class ChangeInUse(NamedTuple):
    """Daily mileage before and since, as km over days, where it changed enough to ask about (Rulebook 5.3)."""

    before_km: int
    before_days: int
    since_km: int
    since_days: int


def change_in_use(before: Mileage | None, day: date, km: int) -> ChangeInUse | None:
    """Whether a reading at reception shows a changed use, against the mileage known 30 days before or longer ago.

    Rulebook 5.3: at least twice or at most half the rate before, by 20 km a day or more.
    """
    if before is None or before.rate_km is None or before.rate_days is None:
        return None
    since_days, since_km = (day - before.last_day).days, km - before.last_km
    if since_days < _OLD_ENOUGH_DAYS or since_km < 0:
        return None
    rate_since, rate_before = since_km * before.rate_days, before.rate_km * since_days
    differs = abs(rate_since - rate_before) >= _NOTABLE_KM_A_DAY * since_days * before.rate_days
    if differs and (rate_since >= 2 * rate_before or 2 * rate_since <= rate_before):
        return ChangeInUse(before.rate_km, before.rate_days, since_km, since_days)
    return None


_OLD_ENOUGH_DAYS = 30
_NOTABLE_KM_A_DAY = 20
