"""The numbers that a store may set: all of them, with unit, bounds and default, and what is said of wrong ones."""

from __future__ import annotations

from dataclasses import fields

import pytest

from dealerdesk.domain.policies import policy_of_stages, with_policy
from dealerdesk.domain.rule_numbers import INTERVAL_KM, INTERVAL_MONTHS, NUMBERS, Unit, rule_problems
from dealerdesk.domain.rules import Interval, Rules
from dealerdesk.words.labels import LABELS

ALL = (*NUMBERS, INTERVAL_MONTHS, INTERVAL_KM)


def codes(rules):
    return {name: wrong.code for name, wrong in rule_problems(rules).items()}


def test_every_field_of_the_rules_is_a_number_a_policy_or_an_interval():
    assert {number.name for number in ALL} | {"policies", "intervals"} == {field.name for field in fields(Rules)}


def test_every_number_has_a_name_and_its_unit_and_group_too():
    for number in ALL:
        assert f"rule.{number.name}" in LABELS
        assert f"rule_group.{number.group}" in LABELS
        assert number.unit in {Unit.SWITCH, Unit.WORDS} or f"rule_unit.{number.unit}" in LABELS


def test_the_defaults_are_in_order():
    assert rule_problems(Rules()) == {}


@pytest.mark.parametrize("number", [n for n in ALL if n.unit not in {Unit.SWITCH, Unit.WORDS}], ids=lambda n: n.name)
def test_a_number_beyond_its_bounds_is_told_where_it_stands(number):
    for value, wrong in (
        (number.least, False),
        (number.most, False),
        (number.least - 1, True),
        (number.most + 1, True),
    ):
        assert (number.name in codes(Rules(**{number.name: value}))) is wrong


def test_words_are_there_not_empty_and_not_endless():
    assert codes(Rules(maintenance_words=())) == {"maintenance_words": "rules.needs_a_word"}
    assert codes(Rules(inspection_words=())) == {}
    assert codes(Rules(counter_words=("精品", " "))) == {"counter_words": "rules.bad_word"}
    assert codes(Rules(counter_words=("词" * 41,))) == {"counter_words": "rules.bad_word"}
    assert codes(Rules(internal_words=tuple(map(str, range(41))))) == {"internal_words": "rules.too_many_words"}


def test_intervals_are_told_by_their_place():
    good = Interval(12, 10_000, model="明锐")
    wrong = (good, Interval(0, 10_000, drive="electric"), Interval(6, 5_000), Interval(9, 9_000, model="明锐"))
    assert codes(Rules(intervals=wrong)) == {
        "intervals.1": "rules.between",
        "intervals.2": "rules.interval_for_whom",
        "intervals.3": "rules.interval_twice",
    }
    assert codes(Rules(intervals=(Interval(6, 499, model="A"),))) == {"intervals.0": "rules.between"}
    assert codes(Rules(intervals=(Interval(61, 500, model="A"),))) == {"intervals.0": "rules.between"}


def test_a_policy_of_ten_years_is_none():
    assert codes(with_policy(Rules(), policy_of_stages(None, 6, 61))) == {"policies": "rules.policy_too_long"}


def test_which_numbers_fold_histories_again():
    folded = {number.name for number in ALL if number.folded}
    assert {"manufacturer_counts", "maintenance_words", "interval_km", "reading_months"} <= folded
    assert not {"quasi_lost_months", "loyal_visits", "tasks_per_agent_day"} & folded
