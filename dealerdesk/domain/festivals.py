"""Public holidays as they are spoken of on the phone: the next one that is near."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

NEAR_DAYS: Final = 21
"""How many days before it a holiday is spoken of."""

_LONGEST: Final = 9
"""Days that a holiday lasts at most: it is named on none of so many days before its first."""

ON_ONE_DAY: Final[Mapping[tuple[int, int], str]] = {
    (1, 1): "new-year",
    (5, 1): "labour-day",
    (10, 1): "national-day",
}
"""Holidays of one day of every year, by month and day, for years whose calendar is not published yet."""


def festival_near(today: date, named: Mapping[date, str], published: range) -> str | None:
    """The code of the next holiday that begins within 21 days, today included; None where none is near.

    `named`: the days of the `published` years' holidays, by the codes of what they are for.
    """
    for ahead in range(NEAR_DAYS + 1):
        day = today + timedelta(days=ahead)
        code = named.get(day) if day.year in published else ON_ONE_DAY.get((day.month, day.day))
        if code is not None and not _is_under_way(day, code, named):
            return code
    return None


def _is_under_way(day: date, code: str, named: Mapping[date, str]) -> bool:
    """Whether a holiday began before a day."""
    return any(named.get(day - timedelta(days=back)) == code for back in range(1, _LONGEST + 1))
