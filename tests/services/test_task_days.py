"""When tasks fall due, and who makes the calls: spread over working days, most urgent first, level among agents."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dealerdesk.domain.errors import said
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.rules import Rules
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.working_days import published_days
from tests.stores import a_shop

TODAY = date(2026, 1, 5)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def lost_car(shop, **fields):
    return shop.car(visits=[date(2024, 7, 10)], **fields)


def at_risk_car(shop, **fields):
    return shop.car(visits=[date(2025, 7, 10)], **fields)


def tasks_of(shop):
    return shop.rows("SELECT * FROM task WHERE state = 'open' ORDER BY id")


# ---- due days -------------------------------------------------------------------------------------------------------


def dues_of(shop):
    return [date.fromisoformat(task["due"]) for task in tasks_of(shop)]


def a_day(shop, number):
    change_rules(shop.desk, Rules(tasks_per_agent_day=number))


def test_tasks_are_spread_over_working_days_around_spring_festival(shop):
    a_day(shop, 1)
    for _ in range(5):
        at_risk_car(shop)
    made = generate_tasks(shop.on(date(2026, 2, 12)))
    assert dues_of(shop) == [date(2026, 2, day) for day in (12, 13, 14, 24, 25)]  # Saturday the 14th is worked
    assert made.notes == ()


def test_tasks_are_spread_over_working_days_around_national_day(shop):
    a_day(shop, 2)
    for _ in range(7):
        shop.car(visits=[date(2026, 2, 20)])
    generate_tasks(shop.on(date(2026, 9, 30)), lists=[ListName.AT_RISK])
    assert Counter(dues_of(shop)) == {
        date(2026, 9, 30): 2,
        date(2026, 10, 8): 2,
        date(2026, 10, 9): 2,
        date(2026, 10, 10): 1,  # a Saturday, worked for the holiday
    }


def test_from_a_closed_day_tasks_begin_on_the_next_working_day(shop):
    lost_car(shop)
    generate_tasks(shop.on(date(2026, 2, 16)))
    assert dues_of(shop) == [date(2026, 2, 24)]


def test_beyond_the_published_calendar_there_is_a_note(shop):
    unknown = max(published_days().known_years) + 1
    new_year = date(unknown, 1, 1)
    a_day(shop, 1)
    shop.car(visits=[date(unknown - 2, 10, 5)])
    shop.car(visits=[date(unknown - 2, 10, 6)])
    made = generate_tasks(shop.on(new_year))
    dues = dues_of(shop)
    assert all(day.weekday() < 5 for day in dues)
    assert len(set(dues)) == 2
    assert made.notes == (said("tasks.calendar_unknown", year=unknown),)


def test_a_greeting_on_a_closed_day_moves_to_the_working_day_before(shop):
    shop.car(shop.customer(birthday=date(1990, 2, 18)))
    shop.car(shop.customer(birthday=date(1990, 2, 25)))
    shop.car(shop.customer(birthday=date(1992, 2, 29)))
    generate_tasks(shop.desk)
    assert sorted(dues_of(shop)) == [date(2026, 2, 14), date(2026, 2, 25), date(2026, 2, 28)]


def test_the_most_urgent_come_first(shop):
    a_day(shop, 1)
    long_lost, near, protected = (
        shop.car(visits=[day]) for day in (date(2024, 3, 1), date(2025, 1, 7), date(2025, 1, 6))
    )
    shop.product(protected, ends=date(2026, 12, 31))
    generate_tasks(shop.on(date(2026, 1, 12)))
    assert [task["vehicle_id"] for task in sorted(tasks_of(shop), key=lambda task: task["due"])] == [
        near,
        protected,
        long_lost,
    ]


def test_what_is_already_due_on_a_day_is_counted(shop):
    a_day(shop, 2)
    for _ in range(3):
        at_risk_car(shop)
    generate_tasks(shop.desk)
    for _ in range(3):
        lost_car(shop)
    generate_tasks(shop.desk)
    assert sorted(Counter(dues_of(shop)).values()) == [2, 2, 2]


def test_what_is_overdue_takes_the_first_day(shop):
    a_day(shop, 2)
    for _ in range(2):
        at_risk_car(shop)
    generate_tasks(shop.desk)
    for _ in range(2):
        lost_car(shop)
    generate_tasks(shop.on(date(2026, 1, 8)))
    assert dues_of(shop)[2:] == [date(2026, 1, 9), date(2026, 1, 9)]


def test_nobody_is_asked_why_they_were_lost_before_they_are(shop):
    shop.car(visits=[date(2025, 2, 15)])
    shop.car(visits=[date(2025, 2, 25)])
    generate_tasks(shop.desk)
    dues = {(task["reason"], task["vehicle_id"]): task["due"] for task in tasks_of(shop)}
    assert dues == {
        ("at-risk", 1): "2026-01-05",
        ("at-risk", 2): "2026-01-05",
        ("survey", 1): "2026-02-24",  # lost in the holidays
        ("survey", 2): "2026-02-25",
    }


# ---- agents ---------------------------------------------------------------------------------------------------------


def test_unassigned_until_there_are_agents(shop):
    shop.staff("李诚", "advisor")
    shop.staff("周敏", left_on=TODAY)
    lost_car(shop)
    generate_tasks(shop.desk)
    assert [task["agent_id"] for task in tasks_of(shop)] == [None]


def test_agents_get_level_shares_of_every_day(shop):
    a_day(shop, 2)
    agents = [shop.staff("周敏"), shop.staff("吴倩")]
    for _ in range(8):
        lost_car(shop)
    generate_tasks(shop.desk)
    loads = Counter((task["due"], task["agent_id"]) for task in tasks_of(shop))
    assert set(loads.values()) == {2}
    assert {agent for _, agent in loads} == set(agents)
    assert len(loads) == 4


def test_all_calls_of_a_customer_go_to_one_agent(shop):
    for name in ("周敏", "吴倩", "郑丽"):
        shop.staff(name)
    customers = [shop.customer() for _ in range(4)]
    for customer in customers:
        lost_car(shop, owner=customer)
        at_risk_car(shop, owner=customer)
    generate_tasks(shop.desk)
    for customer in customers:
        at_risk_car(shop, owner=customer)
    generate_tasks(shop.desk)
    tasks = tasks_of(shop)
    assert len({(task["customer_id"], task["agent_id"]) for task in tasks}) == len(customers)
    assert len({task["agent_id"] for task in tasks}) == 3
