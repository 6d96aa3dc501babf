"""The store's working days: the published Chinese calendar, and over it the days that the store itself has set."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from dealerdesk.db.store_days import own_days
from dealerdesk.domain.calendar import WorkingDays
from dealerdesk.domain.errors import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dealerdesk.db.reading import Reading


@cache
def published_days() -> WorkingDays:
    """The published calendar; beyond its years Monday to Friday (Rulebook 6.1)."""
    from chinese_calendar.constants import holidays, workdays

    years = range(min(holidays).year, max(holidays).year + 1)
    return WorkingDays(years, frozenset(holidays), frozenset(workdays))


def working_days(conn: Reading) -> WorkingDays:
    """The published calendar with the store's own closed and open days laid over it."""
    published, own = published_days(), own_days(conn)
    return replace(published, own=own) if own else published


def calendar_notes(days: WorkingDays, wanted: Iterable[date]) -> tuple[Said, ...]:
    """A note for each year of these days whose calendar is not published."""
    years = sorted({day.year for day in wanted if not days.known(day)})
    return tuple(said("tasks.calendar_unknown", year=year) for year in years)
