"""The store's days: which are closed, which are quiet, and the order codes of their months."""

from __future__ import annotations

from datetime import date
from typing import Final

_YEARS_BACK: Final = 25
_SPRING_FESTIVALS: Final = (  # the first day of the lunar year, 2010 to 2040
    (2, 14), (2, 3), (1, 23), (2, 10), (1, 31), (2, 19), (2, 8), (1, 28), (2, 16), (2, 5), (1, 25),
    (2, 12), (2, 1), (1, 22), (2, 10), (1, 29), (2, 17), (2, 6), (1, 26), (2, 13), (2, 3),
    (1, 23), (2, 11), (1, 31), (2, 19), (2, 8), (1, 28), (2, 15), (2, 4), (1, 24), (2, 12),
)  # fmt: skip
_CLOSED_AFTER_NEW_YEAR: Final = 5
_QUIET_AFTER_NEW_YEAR: Final = 15
_OPEN: Final = 0
_QUIET: Final = 1
_CLOSED: Final = 2


class ShopDays:
    """Every day of the store up to today, by ordinal."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.last = today.toordinal()
        self._first = max(1, self.last - _YEARS_BACK * 366)
        ordinals = range(self._first, self.last + 1)
        self._days = [date.fromordinal(ordinal) for ordinal in ordinals]
        self._codes = [f"RO{day:%y%m}" for day in self._days]
        self._moods = bytearray(map(_mood, self._days))

    def day(self, ordinal: int) -> date:
        """Answer the date of an ordinal not later than today."""
        return self._days[ordinal - self._first]

    def month_code(self, ordinal: int) -> str:
        """Answer how order numbers of that month begin: `RO2602`."""
        return self._codes[ordinal - self._first]

    def received(self, ordinal: int, chance: float, earliest: int) -> int:
        """Answer the open day on which a visit meant for `ordinal` takes place, given an open `earliest` day.

        Half of those meant for quiet days come later; where later is not yet, they came before the feast, to have the
        car looked at.
        """
        mood = self._moods[ordinal - self._first]
        if mood == _OPEN or (mood == _QUIET and chance < 0.5):
            return ordinal
        later = ordinal + (12 if mood == _QUIET else 17) + int(chance * 20)
        if later <= self.last:
            return self.open_by(later)
        return max(earliest, self.open_by(max(earliest, ordinal - 24 - int(chance * 20))))

    def open_by(self, ordinal: int) -> int:
        """Answer the next open day, or the latest one there has been."""
        step = 1
        if ordinal > self.last:
            ordinal, step = self.last, -1
        while self._moods[ordinal - self._first] == _CLOSED:
            ordinal += step
            if ordinal > self.last:
                ordinal, step = self.last, -1
        return ordinal


def _mood(day: date) -> int:
    """Closed on the first three days of October and around the lunar new year, quiet for the two weeks after it."""
    if day.month == 10 and day.day <= 3:
        return _CLOSED
    if not 2010 <= day.year < 2010 + len(_SPRING_FESTIVALS) or day.month > 3:
        return _OPEN
    month, first = _SPRING_FESTIVALS[day.year - 2010]
    since = day.toordinal() - date(day.year, month, first).toordinal()
    if -1 <= since < _CLOSED_AFTER_NEW_YEAR:
        return _CLOSED
    return _QUIET if 0 <= since < _QUIET_AFTER_NEW_YEAR else _OPEN
