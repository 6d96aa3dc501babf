"""Which of the copies that were made by themselves are kept, when there are more of them than anybody needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable
    from datetime import date, datetime

DAILY: Final = 7
WEEKLY: Final = 4
MONTHLY: Final = 12


@dataclass(frozen=True)
class DatedCopy:
    """A copy by its name: when it was made, and on which of the store's days.

    Copies of one `series` are rotated together; None: made by hand, and never rotated. `sound`: it can be restored.
    All of a series whose day lies no more than `rest_days` before the series' newest are kept.
    """

    name: str
    at: datetime
    day: date
    series: str | None
    sound: bool = True
    rest_days: int = 0


def to_drop(copies: Iterable[DatedCopy], spared: Collection[str] = ()) -> frozenset[str]:
    """Answer the names of the copies that need not be kept.

    Of each series stay the newest of each of the last 7 days, 4 weeks and 12 months that have one: not of the
    calendar, so that nothing goes because the desk was closed or a clock went wrong. What was made by hand, what is
    not sound, what is `spared` and the newest sound copy of all are never dropped.
    """
    found = sorted(copies, key=lambda copy: (copy.at, copy.name), reverse=True)
    series: defaultdict[str, list[DatedCopy]] = defaultdict(list)
    for copy in found:
        if copy.series is not None and copy.sound:
            series[copy.series].append(copy)
    kept = set(spared)
    kept.update(copy.name for copy in found if copy.series is None or not copy.sound)
    kept.update(copy.name for copy in [copy for copy in found if copy.sound][:1])
    for rotated in series.values():
        kept.update(_kept(rotated))
    return frozenset(copy.name for copy in found if copy.name not in kept)


def _kept(newest_first: list[DatedCopy]) -> Iterable[str]:
    """The names in one series that stay."""
    newest = max(copy.day for copy in newest_first)
    for copy in newest_first:
        if copy.rest_days and (newest - copy.day).days <= copy.rest_days:
            yield copy.name
    yield from _newest_of(newest_first, lambda day: day, DAILY)
    yield from _newest_of(newest_first, lambda day: day.isocalendar()[:2], WEEKLY)
    yield from _newest_of(newest_first, lambda day: (day.year, day.month), MONTHLY)


def _newest_of(newest_first: list[DatedCopy], span: Callable[[date], Hashable], most: int) -> Iterable[str]:
    """The newest copy of each of the last so many spans of time that have one."""
    seen: dict[Hashable, str] = {}
    for copy in newest_first:
        seen.setdefault(span(copy.day), copy.name)
    return list(seen.values())[:most]
