"""The Chinese working calendar as published: days off, and the weekends that are worked for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dealerdesk.domain.calendar import WorkingDays
from dealerdesk.domain.errors import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@cache
def working_days() -> WorkingDays:
    """The published calendar; beyond its years Monday to Friday (Rulebook 6.1)."""
    from chinese_calendar.constants import holidays, workdays

    years = range(min(holidays).year, max(holidays).year + 1)
    return WorkingDays(years, frozenset(holidays), frozenset(workdays))


def calendar_notes(days: WorkingDays, wanted: Iterable[date]) -> tuple[Said, ...]:
    """A note for each year of these days whose calendar is not published."""
    years = sorted({day.year for day in wanted if not days.known(day)})
    return tuple(said("tasks.calendar_unknown", year=year) for year in years)
