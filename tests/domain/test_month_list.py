from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.calendar import Month, Span
from dealerdesk.domain.month_list import ENDING_LISTS, ListName, criteria, default_month
from dealerdesk.domain.rules import POLICIES, Rules

RULES = Rules()
STANDARD = POLICIES["6-12"]
AS_OF = date(2026, 1, 20)
FEBRUARY = Month(2026, 2)


def day(text):
    return date.fromisoformat(text)


def asked(name, month=FEBRUARY, as_of=AS_OF, policy=STANDARD, rules=RULES):
    return criteria(name, month, as_of, policy, rules)


def span(first, last):
    return Span(first and day(first), last and day(last))


def test_the_target_month_is_the_next_one_unless_named():
    assert default_month(date(2026, 12, 31)) == Month(2027, 1)
    assert default_month(date(2026, 1, 31)) == FEBRUARY


@pytest.mark.parametrize(
    ("policy", "base", "first", "last"),
    [
        ("6-12", Month(2025, 2), "2025-02-01", "2025-02-28"),
        ("6", Month(2025, 8), "2025-08-01", "2025-08-31"),
        ("3-6-9", Month(2025, 5), "2025-05-01", "2025-05-31"),
    ],
)
def test_about_to_be_lost_last_came_the_lost_stage_before(policy, base, first, last):
    found = asked(ListName.ABOUT_TO_BE_LOST, policy=POLICIES[policy])
    assert (found.base_month, found.references) == (base, span(first, last))


def test_a_second_visit_is_due_half_a_year_after_the_last():
    found = asked(ListName.SECOND_VISIT, Month(2026, 1))
    assert (found.base_month, found.references) == (Month(2025, 7), span("2025-07-01", "2025-07-31"))
    assert asked(ListName.SECOND_VISIT, Month(2026, 1), policy=POLICIES["3-6-9"]).base_month == Month(2025, 7)


@pytest.mark.parametrize(
    ("name", "policy", "first", "last"),
    [
        (ListName.AT_RISK, "6-12", "2025-03-01", "2025-08-31"),  # 31 August + 6 months is 28 February
        (ListName.LOST, "6-12", None, "2025-02-28"),
        (ListName.LOST, "6", None, "2025-08-31"),
        (ListName.WATCH, "3-6-9", "2025-09-01", "2025-11-30"),
        (ListName.AT_RISK, "3-6-9", "2025-06-01", "2025-08-31"),
        (ListName.LOST, "3-6-9", None, "2025-05-31"),
    ],
)
def test_a_list_of_a_status_is_that_of_the_months_last_day(name, policy, first, last):
    assert asked(name, policy=POLICIES[policy]).references == span(first, last)


@pytest.mark.parametrize(
    ("name", "policy", "empty"),
    [
        (ListName.WATCH, "6-12", True),
        (ListName.WATCH, "6", True),
        (ListName.AT_RISK, "6", True),
        (ListName.WATCH, "3-6-9", False),
        (ListName.QUASI_LOST, "6", False),
        (ListName.ABOUT_TO_BE_LOST, "6", False),
    ],
)
def test_a_status_that_the_policy_has_no_stage_for_is_an_empty_list(name, policy, empty):
    assert asked(name, policy=POLICIES[policy]).empty is empty


def test_the_quasi_lost_are_at_risk_or_lost_and_seen_without_charge():
    found = asked(ListName.QUASI_LOST, Month(2026, 2), day("2026-02-10"))
    assert found.references == span(None, "2025-08-31")
    assert found.evidence_days == span("2025-08-29", "2026-02-10")
    assert asked(ListName.QUASI_LOST, Month(2025, 8)).evidence_days == span("2025-03-01", "2025-08-31")
    assert asked(ListName.QUASI_LOST, policy=POLICIES["6"]).references == span(None, "2025-08-31")


def test_first_maintenance_looks_at_deliveries():
    found = asked(ListName.FIRST_MAINTENANCE)
    assert found.awaiting_first
    assert found.fresh == span("2025-01-21", "2026-01-20")
    assert found.first_due == span(None, "2025-11-30")
    assert found.overdue_until == day("2025-10-31")
    assert found.references == span("2025-01-21", None)
    assert asked(ListName.FIRST_MAINTENANCE, as_of=day("2026-02-28")).fresh == span("2025-03-01", "2026-02-28")


def test_maintenance_due_and_overdue_look_at_the_next_maintenance():
    due, overdue = asked(ListName.MAINTENANCE_DUE), asked(ListName.OVERDUE)
    assert due.maintenance == span("2026-02-01", "2026-02-28")
    assert overdue.maintenance == span(None, "2026-01-31")
    for found in (due, overdue):
        assert found.awaiting_first is False
        assert found.or_no_history
        assert found.references == span("2025-01-21", None)


@pytest.mark.parametrize("name", ListName)
def test_passing_and_other_brand_vehicles_are_only_in_lists_of_ends(name):
    found = asked(name)
    assert found.outside_too is (name in ENDING_LISTS)
    assert found.ends == (span("2026-02-01", "2026-02-28") if name in ENDING_LISTS else None)
    assert found.birthdays == (FEBRUARY if name is ListName.BIRTHDAYS else None)


def test_there_are_thirteen_lists():
    assert len(ListName) == 13


def test_the_months_of_lists_are_settings():
    rules = Rules(second_visit_months=4, quasi_lost_months=3, first_months=2, first_within_months=6)
    assert asked(ListName.SECOND_VISIT, rules=rules).base_month == Month(2025, 10)
    assert asked(ListName.QUASI_LOST, rules=rules).evidence_days.first == day("2025-11-29")
    assert asked(ListName.FIRST_MAINTENANCE, rules=rules).fresh.first == day("2025-07-21")
    assert asked(ListName.FIRST_MAINTENANCE, rules=rules).first_due.last == day("2025-12-31")
