"""Changing the store's numbers: windows at once, folded facts beside the old and then in their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dealerdesk.domain.errors import Refused
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.rules import POLICIES, DatedPolicy, Interval, Rules
from dealerdesk.services import rulebook
from dealerdesk.services.lists import AskFor, month_list, statuses
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.settings import rules_of
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def test_another_policy_holds_at_once_and_leaves_past_days_to_the_one_of_their_time(shop):
    shop.car(visits=[date(2026, 5, 1)])
    policies = (*Rules().policies, DatedPolicy(date(2026, 11, 1), POLICIES["6"]))
    change_rules(shop.desk, Rules(policies=policies))
    assert [v.status for v in statuses(shop.desk)] == ["lost"]
    assert [v.status for v in statuses(shop.on(date(2026, 11, 1)))] == ["lost"]
    assert [v.status for v in statuses(shop.on(date(2026, 10, 31)))] == ["active"]
    assert shop.rows("SELECT count(*) AS n FROM rule_book") == [{"n": 1}]


def test_a_number_that_histories_are_folded_by_rebuilds_them(shop):
    car = shop.car(delivered=date(2025, 1, 1), source="own", model="明锐")
    shop.visit(car, date(2026, 6, 1), kind="常规保养")
    shop.visit(car, date(2026, 9, 1), payer="manufacturer")
    told = []
    rules = Rules(manufacturer_counts=False, intervals=(Interval(4, 8_000, model="明锐"),))
    change_rules(shop.desk, rules, lambda done, whole: told.append((done, whole)))
    (seen,) = statuses(shop.desk)
    assert (seen.reference, seen.next_maintenance) == (date(2026, 6, 1), date(2026, 10, 1))
    assert told == [(1, 1)]
    assert rules_of(shop.desk) == rules
    assert check_store(shop.desk).ok
    states = [row["state"] for row in shop.rows("SELECT state FROM rule_book ORDER BY id")]
    assert states == ["cleared", "current"]
    assert shop.rows("SELECT DISTINCT rules_id FROM stretch") == [{"rules_id": 2}]


def test_visits_that_come_in_while_rules_are_built_are_folded_by_both(shop):
    car = shop.car(visits=[date(2026, 1, 1)])

    def others_write(_done, _whole):
        shop.visit(car, date(2026, 10, 1), payer="manufacturer")
        shop.visit(car, date(2026, 3, 1))
        assert [v.reference for v in statuses(shop.desk)] == [date(2026, 10, 1)]

    change_rules(shop.desk, Rules(manufacturer_counts=False), others_write)
    assert [v.reference for v in statuses(shop.desk)] == [date(2026, 3, 1)]
    assert check_store(shop.desk).ok


def test_a_rebuild_that_never_ended_leaves_the_old_rules_and_is_cleared_by_the_next(shop, monkeypatch):
    shop.car(visits=[date(2026, 9, 1)])
    old = rules_of(shop.desk)

    def dies(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rulebook, "switch_rules", dies)
        with pytest.raises(KeyboardInterrupt):
            change_rules(shop.desk, Rules(manufacturer_counts=False))
    assert rules_of(shop.desk) == old
    assert check_store(shop.desk).ok
    change_rules(shop.desk, Rules(interval_months=3))
    assert rules_of(shop.desk).interval_months == 3
    assert len(shop.rows("SELECT DISTINCT rules_id FROM stretch")) == 1
    assert check_store(shop.desk).ok


def test_of_two_changes_at_once_the_first_to_end_holds_and_the_other_is_refused(shop):
    shop.car(visits=[date(2026, 9, 1)])

    def another_change(_done, _whole):
        change_rules(shop.desk, Rules(interval_months=3))

    with pytest.raises(Refused) as refused:
        change_rules(shop.desk, Rules(manufacturer_counts=False), another_change)
    assert refused.value.said.code == "rules.changed_meanwhile"
    assert rules_of(shop.desk) == Rules(interval_months=3)
    assert len(statuses(shop.desk)) == 1
    assert check_store(shop.desk).ok


def test_a_policy_saved_while_rules_are_built_is_not_lost(shop):
    shop.car(visits=[date(2026, 9, 1)])
    policies = (DatedPolicy(date(2026, 1, 1), POLICIES["6"]),)

    def a_policy(_done, _whole):
        change_rules(shop.desk, Rules(policies=policies))

    with pytest.raises(Refused):
        change_rules(shop.desk, Rules(manufacturer_counts=False), a_policy)
    assert rules_of(shop.desk).policies == policies
    assert check_store(shop.desk).ok


def test_the_same_rules_change_nothing(shop):
    assert change_rules(shop.desk, rules_of(shop.desk)).act is None


def test_a_policy_asked_for_by_name_is_that_of_the_list_alone(shop):
    shop.car(visits=[date(2026, 6, 15)])
    ask = AskFor(ListName.ABOUT_TO_BE_LOST, policy="6")
    assert len(month_list(shop.desk, ask).rows) == 1
    assert month_list(shop.desk, replace(ask, policy=None)).rows == ()
