"""The next public holiday that is near enough to be wished well for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealerdesk.domain.festivals import festival_near

SPRING = {date(2026, 2, 15) + timedelta(days=n): "spring-festival" for n in range(9)}
NAMED = {date(2026, 1, 1): "new-year", **SPRING, date(2026, 10, 1): "national-day"}
KNOWN = range(2024, 2027)


@pytest.mark.parametrize(
    ("today", "near"),
    [
        (date(2026, 1, 24), None),
        (date(2026, 1, 25), "spring-festival"),
        (date(2026, 2, 15), "spring-festival"),
        (date(2026, 2, 16), None),
        (date(2026, 9, 9), None),
        (date(2026, 9, 10), "national-day"),
        (date(2026, 12, 10), None),
        (date(2026, 12, 11), "new-year"),
        (date(2027, 4, 20), "labour-day"),
        (date(2027, 2, 1), None),
    ],
)
def test_a_holiday_is_near_from_three_weeks_before_until_it_begins(today, near):
    assert festival_near(today, NAMED, KNOWN) == near


def test_a_holiday_that_holds_another_is_not_begun_twice():
    named = {date(2025, 10, 1) + timedelta(days=n): "national-day" for n in range(8)}
    named[date(2025, 10, 6)] = "mid-autumn"
    assert festival_near(date(2025, 10, 7), named, KNOWN) is None
