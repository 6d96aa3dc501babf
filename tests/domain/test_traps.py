"""Traps in others' rules for lost customers, which ours must pass (by name)."""

from __future__ import annotations

from datetime import date, timedelta

from dealerdesk.domain.calendar import Month, WorkingDays, add_months
from dealerdesk.domain.history import History, fold, stretch_on
from dealerdesk.domain.month_list import ListName, criteria
from dealerdesk.domain.reminder import Candidate, plan, spread
from dealerdesk.domain.retention import is_base, is_quasi_lost, new_on, returns, status_on
from dealerdesk.domain.rules import POLICIES, Rules, Status
from dealerdesk.domain.visit import Visit
from dealerdesk.domain.why import Seen, why

RULES = Rules()
POLICY = POLICIES["6-12"]
TODAY = date(2026, 11, 22)


def paid(number, on, **cells):
    return Visit(number, on, f"RO{number:04d}", **{"kind": "常规保养", "paid_fen": 50_000, **cells})


def reference_on(history, on):
    return stretch_on(fold(history, RULES).stretches, on).reference


def members(name, histories, month, as_of):
    asked = criteria(name, month, as_of, POLICY, RULES)
    found = []
    for number, history in enumerate(histories):
        folded = fold(history, RULES)
        seen = Seen(stretch_on(folded.stretches, as_of), tuple(day for day in folded.evidence if day <= as_of))
        if why(asked, seen).member:
            found.append(number)
    return found


def test_180_days_are_not_taken_for_6_months():
    came = date(2026, 1, 15)
    reference = reference_on(History(visits=(paid(1, came),)), TODAY)
    after_180_days = came + timedelta(180)
    assert after_180_days == date(2026, 7, 14)
    assert status_on(reference, after_180_days, POLICY) is Status.ACTIVE
    assert status_on(reference, date(2026, 7, 15), POLICY) is Status.AT_RISK
    short = date(2025, 8, 31)  # six months later are 181 days, and twelve are 365
    assert status_on(short, short + timedelta(180), POLICY) is Status.ACTIVE
    assert status_on(short, date(2026, 2, 28), POLICY) is Status.AT_RISK


def test_vehicles_that_never_came_are_not_mixed_into_the_lost():
    never = History("other-store", date(2020, 1, 1))
    only_looked_at = History(visits=(paid(1, date(2024, 1, 1), paid_fen=0),))
    lost = History(visits=(paid(1, date(2024, 1, 1)),))
    assert status_on(reference_on(never, TODAY), TODAY, POLICY) is Status.NO_HISTORY
    for name in (ListName.LOST, ListName.AT_RISK, ListName.ABOUT_TO_BE_LOST, ListName.QUASI_LOST):
        found = members(name, [never, only_looked_at, lost], Month(2026, 12), TODAY)
        assert found == ([2] if name is ListName.LOST else [])


def test_a_goodwill_visit_20_days_ago_does_not_hide_a_customer_lost_for_13_months():
    came, goodwill = add_months(TODAY, -25), TODAY - timedelta(20)
    history = History(
        visits=(paid(1, came), Visit(2, goodwill, "RO0002", kind="维修", due_fen=3_000, discount_fen=3_000, paid_fen=0))
    )
    assert reference_on(history, TODAY) == came
    assert status_on(came, TODAY, POLICY) is Status.LOST
    assert members(ListName.LOST, [history], Month.of(TODAY), TODAY) == [0]
    inspected = history._replace(visits=(history.visits[0], Visit(2, goodwill, "RO0002", kind="上门检测")))
    assert status_on(reference_on(inspected, TODAY), TODAY, POLICY) is Status.LOST
    assert is_quasi_lost(came, fold(inspected, RULES).evidence, TODAY, POLICY, RULES)
    assert members(ListName.LOST, [inspected], Month.of(TODAY), TODAY) == [0]


def test_a_list_is_not_silently_cut_at_5000_rows():
    lost = [History(visits=(paid(1, date(2025, 1, 1) + timedelta(n % 300)),)) for n in range(6_001)]
    assert len(members(ListName.LOST, lost, Month(2026, 12), TODAY)) == 6_001
    stretch = stretch_on(fold(lost[0], RULES).stretches, TODAY)
    planned = [
        plan(Candidate(ListName.LOST, number, number, stretch), Month(2026, 12), TODAY, POLICY, RULES)
        for number in range(6_001)
    ]
    assert len({task.key for task in planned}) == 6_001
    dues = spread(planned, {}, TODAY, WorkingDays(), RULES.tasks_per_agent_day)
    assert len(dues) == 6_001


def test_a_loyal_five_year_customer_with_one_visit_in_the_window_is_not_new():
    came = [date(2021, 10, 5) + timedelta(170 * n) for n in range(11)]
    history = History("other-store", visits=tuple(paid(n, day) for n, day in enumerate(came)))
    month = Month.of(came[-1])
    stretches = fold(history, RULES).stretches
    assert [day for day in came if day in month] == [came[-1]]
    assert new_on(stretches, RULES) == came[0]
    assert new_on(stretches, RULES) not in month
    assert is_base(stretch_on(stretches, month.first), month.first, POLICY)


def test_rework_in_the_same_week_is_not_returning():
    history = History(visits=(paid(1, date(2026, 11, 2)), paid(2, date(2026, 11, 5), kind="一般维修")))
    assert returns(fold(history, RULES).stretches, RULES) == ()
    came_back = History(visits=(paid(0, date(2025, 1, 1)), *history.visits))
    assert [found.day for found in returns(fold(came_back, RULES).stretches, RULES)] == [date(2026, 11, 2)]


def test_two_cars_of_one_owner_on_one_day_are_no_return():
    garage = [
        History("own", date(2026, 1, 1), visits=(paid(1, date(2026, 11, 5)),)),
        History("own", date(2026, 3, 1), visits=(paid(2, date(2026, 11, 5)),)),
    ]
    assert [returns(fold(car, RULES).stretches, RULES) for car in garage] == [(), ()]
    lost_car = History("own", date(2024, 1, 1), visits=(paid(3, date(2026, 11, 5)),))
    assert len(returns(fold(lost_car, RULES).stretches, RULES)) == 1
