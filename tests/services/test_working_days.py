"""The published working calendar."""

from __future__ import annotations

from datetime import date, timedelta

from chinese_calendar import is_workday

from dealerdesk.services.working_days import calendar_notes, published_days


def test_every_published_day_is_as_published():
    days = published_days()
    day = date(min(days.known_years), 1, 1)
    while day.year in days.known_years:
        assert days.is_working(day) == is_workday(day), day
        day += timedelta(days=1)


def test_unknown_years_are_said_once_each():
    days = published_days()
    unknown = max(days.known_years) + 1
    wanted = [date(unknown, 1, 5), date(unknown, 6, 1), date(2026, 1, 5)]
    assert [note.params["year"] for note in calendar_notes(days, wanted)] == [unknown]
