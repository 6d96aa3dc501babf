"""The store's own working days over the published calendar, and who is away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import WorkingDays
from dealerdesk.domain.errors import Trouble, WrongUse
from dealerdesk.services.sheets import call_sheet
from dealerdesk.services.store_days import (
    close_day,
    drop_absence,
    forget_day,
    keep_absence,
    open_day,
    store_days,
)
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.today import day_at_the_desk
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.working_days import published_days, working_days
from tests.stores import a_shop

TODAY = date(2026, 2, 12)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def days_of(shop):
    with shop.desk.store.read() as conn:
        return working_days(conn)


def test_without_own_days_it_is_the_published_calendar(shop):
    assert days_of(shop) == published_days()


@pytest.mark.parametrize("day", ["2026-02-13", "2026-02-14", "2026-10-10"])
def test_a_worked_day_can_be_closed_a_make_up_saturday_too(shop, day):
    day = date.fromisoformat(day)
    assert days_of(shop).is_working(day)
    close_day(shop.desk, day, "inventory")
    assert not days_of(shop).is_working(day)
    forget_day(shop.desk, day)
    assert days_of(shop).is_working(day)


@pytest.mark.parametrize("day", ["2026-02-18", "2026-10-05", "2026-02-15"])
def test_a_holiday_can_be_worked(shop, day):
    day = date.fromisoformat(day)
    open_day(shop.desk, day)
    assert days_of(shop).is_working(day)


def test_a_year_that_the_calendar_does_not_know_takes_own_days_too(shop):
    monday = date(2031, 1, 27)
    assert not store_days(shop.desk, 2031).known
    close_day(shop.desk, monday, "Spring Festival")
    days = days_of(shop)
    assert days.next_on_or_after(monday) == monday + timedelta(days=1)
    assert days.known(monday)
    assert not days.known(monday + timedelta(days=1))


def test_what_is_set_twice_is_the_last(shop):
    day = date(2026, 2, 13)
    close_day(shop.desk, day, "a")
    assert close_day(shop.desk, day, "a").act is None
    act = open_day(shop.desk, day).act
    (own,) = store_days(shop.desk, 2026).own
    assert (own.day, own.open, own.note) == (day, True, None)
    undo_act(shop.desk, act)
    assert not days_of(shop).is_working(day)
    assert forget_day(shop.desk, date(2026, 2, 14)).act is None


def test_a_year_as_it_was_published(shop):
    found = store_days(shop.desk, 2026)
    assert found.known
    festival = next(off for off in found.published if off.first == date(2026, 2, 16))
    assert (festival.last, festival.worked) == (date(2026, 2, 23), False)
    assert [off.first for off in found.published if off.worked][1:3] == [date(2026, 2, 14), date(2026, 2, 28)]


def test_tasks_sheets_and_the_day_follow_the_stores_days(shop):
    for _ in range(2):
        shop.car(visits=[date(2024, 7, 10)])
    close_day(shop.desk, TODAY)
    open_day(shop.desk, date(2026, 2, 16))
    generate_tasks(shop.desk)
    assert {row["due"] for row in shop.rows("SELECT due FROM task")} == {"2026-02-13"}
    assert not day_at_the_desk(shop.desk).working
    with pytest.raises(WrongUse) as wrong:
        call_sheet(shop.desk, TODAY)
    assert wrong.value.said.params["next_day"] == date(2026, 2, 13)
    made = call_sheet(shop.desk, date(2026, 2, 16))
    assert made.entries == 2


def test_absences_are_kept_told_and_taken_back(shop):
    staff = shop.staff("周敏")
    keep_absence(shop.desk, staff, date(2026, 3, 2), date(2026, 3, 6), "leave")
    (away,) = store_days(shop.desk, 2026).absences
    assert (away.name, away.first, away.last, away.note) == ("周敏", date(2026, 3, 2), date(2026, 3, 6), "leave")
    assert store_days(shop.desk, 2025).absences == ()
    drop_absence(shop.desk, away.id)
    assert store_days(shop.desk, 2026).absences == ()
    assert drop_absence(shop.desk, away.id).act is None


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-03-06", "2026-03-02", "days.backwards"),
        ("2026-03-02", "2028-03-02", "days.too_long"),
        ("1999-12-31", "2000-01-02", "days.out_of_range"),
        ("2026-03-06", "2026-03-09", "days.away_already"),
    ],
)
def test_what_cannot_be_is_told(shop, first, last, code):
    staff = shop.staff("周敏")
    keep_absence(shop.desk, staff, date(2026, 3, 3), date(2026, 3, 6))
    with pytest.raises(Trouble) as wrong:
        keep_absence(shop.desk, staff, date.fromisoformat(first), date.fromisoformat(last))
    assert wrong.value.said.code == code
    with pytest.raises(Trouble) as nobody:
        keep_absence(shop.desk, 99, date(2026, 4, 3), date(2026, 4, 6))
    assert nobody.value.said.code == "days.nobody"
    with pytest.raises(WrongUse):
        close_day(shop.desk, date(1980, 1, 1))


some_days = st.dates(date(2025, 12, 1), date(2028, 3, 1))


@given(st.dictionaries(some_days, st.booleans(), max_size=30), some_days)
def test_the_next_working_day_is_the_first_that_is(own, day):
    published = published_days()
    days = WorkingDays(published.known_years, published.holidays, published.makeup, own)
    after, before = days.next_on_or_after(day), days.previous_on_or_before(day)
    assert before <= day <= after
    assert days.is_working(after)
    assert days.is_working(before)
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    assert before == after == day or not any(days.is_working(one) for one in between)
    assert all(days.is_working(one) is is_open for one, is_open in own.items())
