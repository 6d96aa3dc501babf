"""Calendar arithmetic of the rulebook: months that add and clamp, target months, spans and working days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EVER: Final = date.min
"""The first day there is: what holds "from ever"."""

FOREVER: Final = date.max
"""The last day there is: what has no end."""

_MONTH: Final = re.compile(r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])")
_ONE_DAY: Final = timedelta(days=1)
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DISTINCT_QUESTIONS: Final = 1 << 16  # some twenty years of days for each of the eight month counts in use


def _remembered(question: Callable[[date, int], date]) -> Callable[[date, int], date]:
    """Answer a question once: histories ask for the same few thousand days millions of times."""
    return lru_cache(maxsize=_DISTINCT_QUESTIONS)(question)


def _length(year: int, month: int) -> int:
    """Answer the number of days of a month."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (_LEAP_LENGTHS if leap else _LENGTHS)[month - 1]


@_remembered
def add_months(day: date, n: int) -> date:
    """Answer the day `n` months later, earlier if negative (Rulebook 3.3).

    Keeps the day of month, clamped to the month's last. Stays within EVER and FOREVER: what would lie
    outside is the nearer of the two.
    """
    year, zero_month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not 1 <= year <= 9999:
        return EVER if year < 1 else FOREVER
    day_of_month = day.day
    if day_of_month > 28:
        day_of_month = min(day_of_month, _length(year, zero_month + 1))
    return date(year, zero_month + 1, day_of_month)


@_remembered
def latest_day_reaching(day: date, n: int) -> date:
    """Answer the largest r with `add_months(r, n) <= day`: who came by then has reached stage `n` on `day`.

    It turns Rulebook 3.3 into a window over reference dates: `add_months(r, n) <= day` exactly when
    `r <= latest_day_reaching(day, n)`. Stays within EVER and FOREVER.
    """
    year, zero_month = divmod(day.year * 12 + day.month - 1 - n, 12)
    if not 1 <= year <= 9999:
        return EVER if year < 1 else FOREVER
    day_of_month = day.day
    if day_of_month >= 28:
        length = _length(year, zero_month + 1)
        at_month_end = day_of_month == _length(day.year, day.month)
        day_of_month = length if at_month_end else min(day_of_month, length)
    return date(year, zero_month + 1, day_of_month)


def months_between(a: date, b: date) -> int:
    """Answer the largest n with `add_months(a, n) <= b`: whole months, negative where b is before a."""
    months = (b.year - a.year) * 12 + b.month - a.month
    if a.day > b.day and b.day != _length(b.year, b.month):
        return months - 1
    return months


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, such as the target month of a list (Rulebook 4)."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Answer the month that the day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`, 1900 to 2999; raise ValueError where the text is anything else."""
        if not _MONTH.fullmatch(text):
            raise ValueError(text)
        return cls(int(text[:4]), int(text[5:]))

    @property
    def first(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The month's last day."""
        return date(self.year, self.month, _length(self.year, self.month))

    @property
    def span(self) -> Span:
        """The month's days."""
        return Span(self.first, self.last)

    def plus(self, n: int) -> Month:
        """Answer the month `n` months later, earlier if negative."""
        year, zero_month = divmod(self.year * 12 + self.month - 1 + n, 12)
        return Month(year, zero_month + 1)

    def __contains__(self, day: date) -> bool:
        return day.year == self.year and day.month == self.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both within; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no day lies within."""
        return self.first is not None and self.last is not None and self.first > self.last

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The published days off and make-up days; beyond the known years Monday to Friday (Rulebook 6.1).

    `own`: the days that a store has set for itself, closed or open, whatever the calendar says.
    """

    known_years: range | frozenset[int] = frozenset()
    holidays: frozenset[date] = field(default=frozenset(), repr=False)
    makeup: frozenset[date] = field(default=frozenset(), repr=False)
    own: Mapping[date, bool] = field(default_factory=dict, repr=False, hash=False)

    def known(self, day: date) -> bool:
        """Answer whether the calendar of that year is published; if not, `is_working` is a guess."""
        return day.year in self.known_years or day in self.own

    def is_working(self, day: date) -> bool:
        """Answer whether the day is worked: as the store has set it, else as the calendar has it."""
        own = self.own.get(day)
        return self.is_published_working(day) if own is None else own

    def is_published_working(self, day: date) -> bool:
        """Answer whether the day is worked by the calendar: a make-up day, or Monday to Friday without a holiday."""
        return day in self.makeup or (day.weekday() < 5 and day not in self.holidays)

    def next_on_or_after(self, day: date) -> date:
        """Answer the day itself if it is worked, else the next that is."""
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def previous_on_or_before(self, day: date) -> date:
        """Answer the day itself if it is worked, else the latest before it that is."""
        while not self.is_working(day):
            day -= _ONE_DAY
        return day
