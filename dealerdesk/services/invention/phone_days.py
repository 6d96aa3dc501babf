"""When the store rings its customers: the working days of the last year, the hours of calling, and the days ahead."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.services.invention.chance import pick
from dealerdesk.services.working_days import published_days

if TYPE_CHECKING:
    from random import Random

_YEAR: Final = 365
_AHEAD: Final = 10
_FIRST_HOUR: Final = 9
_HOURS: Final = (*range(9 * 60, 12 * 60), *range(14 * 60, 19 * 60))
CALLED: Final = tuple(time(*divmod(minute, 60)) for minute in _HOURS)
"""Every minute in which somebody may be rung."""

PROMISED: Final = tuple(at for at in CALLED if at.minute in {0, 30} and at.hour != _FIRST_HOUR)
"""The times for which another call is promised."""

RECEIVED: Final = tuple(time(hour, minute) for hour in range(9, 17) for minute in (0, 30))
"""The times for which cars are expected."""


class PhoneDays:
    """The working days of the year before today, which has no calls yet, and those of the next ten days."""

    def __init__(self, today: date) -> None:
        calendar = published_days()
        first = max(today.toordinal() - _YEAR, 1)
        self.today = today
        self._worked = [day for day in range(first, today.toordinal()) if calendar.is_working(date.fromordinal(day))]
        coming = (today + timedelta(days=n) for n in range(1, _AHEAD + 1))
        self.ahead = [day for day in coming if calendar.is_working(day)]
        """The working days of the next ten."""

    def some(self, cast: Random, first: int = 0, last: int = 1 << 40) -> int | None:
        """Answer a working day by its ordinal, of those from `first` to `last`, both within."""
        low, high = bisect_left(self._worked, first), bisect_right(self._worked, last)
        return None if low >= high else self._worked[low + int(cast.random() * (high - low))]

    def on_or_after(self, day: int) -> int | None:
        """Answer that working day or the next one of the year, if there is one before today."""
        place = bisect_left(self._worked, day)
        return self._worked[place] if place < len(self._worked) and self._worked[0] <= day else None

    def before(self, day: int, steps: int) -> int | None:
        """Answer the working day that lies so many before a day, if it is in the year."""
        place = bisect_left(self._worked, day) - steps
        return self._worked[place] if place >= 0 and steps > 0 else None


def calling_time(cast: Random) -> time:
    """Answer a time at which somebody was rung."""
    return pick(cast, CALLED)
