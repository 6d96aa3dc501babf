from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import (
    EVER,
    FOREVER,
    Month,
    Span,
    WorkingDays,
    add_months,
    latest_day_reaching,
    months_between,
)

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
month_counts = st.integers(-120, 120)
months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        ("2026-01-15", 6, "2026-07-15"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-02-28", 12, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-31", -12, "2025-01-31"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2100-01-29", 1, "2100-02-28"),
        ("2000-01-30", 1, "2000-02-29"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_add_and_clamp_as_the_rulebook_says(day, n, then):
    assert add_months(date.fromisoformat(day), n) == date.fromisoformat(then)


@pytest.mark.parametrize(
    ("reference", "n", "day", "reached"),
    [
        ("2026-01-15", 6, "2026-07-14", False),
        ("2026-01-15", 6, "2026-07-15", True),
        ("2025-08-31", 6, "2026-02-27", False),
        ("2025-08-31", 6, "2026-02-28", True),
        ("2025-02-28", 12, "2026-02-27", False),
        ("2025-02-28", 12, "2026-02-28", True),
    ],
)
def test_a_stage_is_reached_on_its_boundary_day(reference, n, day, reached):
    came, today = date.fromisoformat(reference), date.fromisoformat(day)
    assert (add_months(came, n) <= today) is reached
    assert (came <= latest_day_reaching(today, n)) is reached


@given(days, month_counts)
def test_adding_months_keeps_the_day_or_takes_the_months_last(day, n):
    then = add_months(day, n)
    assert (then.year - day.year) * 12 + then.month - day.month == n
    assert then.day == min(day.day, calendar.monthrange(then.year, then.month)[1])


@given(days, days, month_counts)
@example(date(2025, 8, 31), date(2026, 2, 28), 6)
@example(date(2024, 2, 29), date(2025, 2, 28), 12)
@example(date(2024, 3, 1), date(2025, 2, 28), 12)
def test_latest_day_reaching_is_the_exact_adjoint_of_adding(reference, day, n):
    assert (add_months(reference, n) <= day) == (reference <= latest_day_reaching(day, n))


@given(days, month_counts)
def test_latest_day_reaching_is_the_largest(day, n):
    latest = latest_day_reaching(day, n)
    assert add_months(latest, n) <= day < add_months(latest + timedelta(days=1), n)


@pytest.mark.parametrize("year", [2023, 2024, 2025])
@pytest.mark.parametrize("n", [3, 6, 9, 12, -6, -12])
def test_the_adjoint_holds_around_every_month_end(year, n):
    first = date(year, 1, 1)
    for offset in range(366):
        day = first + timedelta(days=offset)
        centre = latest_day_reaching(day, n)
        for near in range(-4, 5):
            reference = centre + timedelta(days=near)
            assert (add_months(reference, n) <= day) == (near <= 0)


def test_180_days_are_not_six_months():
    came = date(2026, 1, 15)
    assert came + timedelta(days=180) < add_months(came, 6)


@given(days, days)
@example(date(2025, 8, 31), date(2026, 2, 28))
@example(date(2026, 2, 28), date(2025, 8, 31))
def test_months_between_is_the_largest_count_not_past_the_day(a, b):
    n = months_between(a, b)
    assert add_months(a, n) <= b < add_months(a, n + 1)


def test_months_stay_within_all_days():
    assert add_months(FOREVER, 1) == FOREVER
    assert add_months(EVER, -1) == EVER
    assert latest_day_reaching(FOREVER, -1) == FOREVER
    assert latest_day_reaching(EVER, 1) == EVER


def test_a_month_knows_its_days():
    february = Month.parse("2024-02")
    assert (february.first, february.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert february.span == Span(date(2024, 2, 1), date(2024, 2, 29))
    assert str(february) == "2024-02"
    assert date(2024, 2, 29) in february
    assert date(2023, 2, 28) not in february
    assert Month(2026, 2).last == date(2026, 2, 28)


def test_the_base_month_of_a_target_month():
    assert Month(2026, 2).plus(-12) == Month(2025, 2)
    assert Month(2026, 1).plus(-6) == Month(2025, 7)


@given(months, st.integers(-600, 600))
def test_months_move_to_and_fro_in_order(month, n):
    moved = month.plus(n)
    assert moved.plus(-n) == month
    assert (moved > month) == (n > 0)
    assert moved == Month.of(add_months(month.first, n))


@given(months, days)
def test_a_day_is_in_its_own_month_only(month, day):
    assert (day in month) == (Month.of(day) == month) == (day in month.span)
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "26-01",
        "2026-1",
        "2026/01",
        "1899-12",
        "3000-01",
        "２０２６-01",
        "2026-01-01",
        "2026-01\n",
    ],
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        Month.parse(text)


def test_spans_hold_both_ends_and_may_be_open():
    span = Span(date(2026, 1, 1), date(2026, 1, 31))
    assert date(2026, 1, 1) in span
    assert date(2026, 1, 31) in span
    assert date(2026, 2, 1) not in span
    assert date(2026, 2, 1) in Span(first=date(2026, 1, 1))
    assert date(2025, 2, 1) in Span(last=date(2026, 1, 1))
    assert EVER in Span()
    assert FOREVER in Span()
    assert not Span().is_empty
    assert not Span(date(2026, 1, 1), date(2026, 1, 1)).is_empty
    assert Span(date(2026, 1, 2), date(2026, 1, 1)).is_empty


@pytest.fixture
def october() -> WorkingDays:
    """The first week of October 2026 off, the Saturday after it worked."""
    off = frozenset(date(2026, 10, day) for day in range(1, 8))
    return WorkingDays(range(2026, 2027), off, frozenset({date(2026, 10, 10)}))


def test_holidays_are_off_and_make_up_days_are_worked(october):
    assert not october.is_working(date(2026, 10, 1))
    assert october.is_working(date(2026, 10, 8))
    assert october.is_working(date(2026, 10, 10))
    assert not october.is_working(date(2026, 10, 11))


def test_the_next_and_previous_working_day_include_the_day_itself(october):
    assert october.next_on_or_after(date(2026, 10, 1)) == date(2026, 10, 8)
    assert october.next_on_or_after(date(2026, 10, 10)) == date(2026, 10, 10)
    assert october.previous_on_or_before(date(2026, 10, 5)) == date(2026, 9, 30)
    assert october.previous_on_or_before(date(2026, 10, 11)) == date(2026, 10, 10)


def test_beyond_the_published_years_monday_to_friday_are_worked_and_said_to_be_a_guess(october):
    assert october.known(date(2026, 10, 1))
    assert not october.known(date(2027, 10, 1))
    assert october.is_working(date(2027, 10, 1))
    assert not october.is_working(date(2027, 10, 2))
    assert not WorkingDays().known(date(2026, 10, 1))


@given(days)
def test_the_neighbouring_working_days_enclose_the_day(day):
    calendar_of_no_year = WorkingDays()
    before, after = calendar_of_no_year.previous_on_or_before(day), calendar_of_no_year.next_on_or_after(day)
    assert before <= day <= after
    assert calendar_of_no_year.is_working(before)
    assert calendar_of_no_year.is_working(after)
    assert (before == after) == calendar_of_no_year.is_working(day)
