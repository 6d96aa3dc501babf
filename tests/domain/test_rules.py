from __future__ import annotations

import json
from datetime import date

import pytest

from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.rules import (
    POLICIES,
    DatedPolicy,
    Interval,
    Policy,
    Rules,
    Status,
    needs_refolding,
    rules_from_data,
    rules_to_data,
)


def test_the_numbers_of_the_rulebook_are_the_defaults():
    rules = Rules()
    assert rules.policy_on(date(2026, 1, 1)).stages == ((Status.AT_RISK, 6), (Status.LOST, 12))
    assert (rules.interval_months, rules.interval_km, rules.first_months, rules.first_km) == (6, 5000, 3, 5000)
    assert (rules.reading_months, rules.reading_min_days, rules.steep_km_per_day) == (18, 7, 1500)
    assert (rules.quasi_lost_months, rules.second_visit_months, rules.win_back_days) == (6, 6, 90)
    assert (rules.loyal_visits, rules.loyal_paid_fen, rules.protected_ending_days) == (2, 300_000, 60)
    assert (rules.dormant_months, rules.survey_again_months, rules.survey_days) == (24, 12, 60)
    assert (rules.ending_days, rules.tasks_per_agent_day) == (15, 40)
    assert rules.manufacturer_counts
    assert not rules.free_jobs_are_evidence
    assert not rules.operating_in_rates


@pytest.mark.parametrize(
    ("name", "watch", "at_risk", "lost"), [("6-12", None, 6, 12), ("6", None, None, 6), ("3-6-9", 3, 6, 9)]
)
def test_policies_name_their_stages(name, watch, at_risk, lost):
    policy = POLICIES[name]
    assert policy.months_of(Status.WATCH) == watch
    assert policy.months_of(Status.AT_RISK) == at_risk
    assert policy.months_of(Status.LOST) == policy.lost_months == lost
    assert policy.end_of(Status.LOST) is None
    assert policy.end_of(Status.ACTIVE) == policy.stages[0][1]


@pytest.mark.parametrize(
    "stages",
    [
        (),
        ((Status.AT_RISK, 6),),
        ((Status.LOST, 6), (Status.AT_RISK, 12)),
        ((Status.AT_RISK, 12), (Status.LOST, 6)),
        ((Status.AT_RISK, 6), (Status.LOST, 6)),
        ((Status.LOST, 0),),
        ((Status.AT_RISK, 3), (Status.WATCH, 6), (Status.LOST, 9)),
        ((Status.ACTIVE, 3), (Status.LOST, 9)),
    ],
)
def test_a_policy_gets_worse_by_stages_and_ends_with_lost(stages):
    with pytest.raises(ValueError):
        Policy("own", stages)


def test_a_policy_is_dated_and_the_first_one_holds_from_ever():
    dated = (DatedPolicy(date(2026, 3, 1), POLICIES["6"]), DatedPolicy(date(2025, 1, 1), POLICIES["3-6-9"]))
    for policies in (dated, dated[::-1]):
        rules = Rules(policies=policies)
        assert rules.policy_on(EVER).name == "3-6-9"
        assert rules.policy_on(date(2026, 2, 28)).name == "3-6-9"
        assert rules.policy_on(date(2026, 3, 1)).name == "6"


def test_the_most_specific_interval_is_taken_and_the_default_where_none_fits():
    rules = Rules(
        intervals=(
            Interval(12, 20_000, drive="electric"),
            Interval(12, 15_000, model="明锐"),
            Interval(24, 30_000, model="明锐", drive="electric"),
        )
    )
    assert rules.interval_for("明锐", "electric").km == 30_000
    assert rules.interval_for("明锐", "fuel").km == 15_000
    assert rules.interval_for("速派", "electric").km == 20_000
    assert rules.interval_for("速派", "fuel") == Interval(6, 5000)
    assert rules.interval_for(None, None) == Interval(6, 5000)


def test_an_interval_for_all_replaces_the_default():
    assert Rules(intervals=(Interval(9, 9_000),)).interval_for("速派", None).km == 9_000


@pytest.mark.parametrize(
    "rules",
    [
        Rules(),
        Rules(
            policies=(DatedPolicy(EVER, POLICIES["6-12"]), DatedPolicy(date(2026, 1, 1), POLICIES["3-6-9"])),
            intervals=(Interval(12, 10_000, "明锐"), Interval(24, 30_000, drive="electric")),
            manufacturer_counts=False,
            internal_words=("内部",),
            tasks_per_agent_day=25,
        ),
    ],
)
def test_rules_survive_json(rules):
    again = rules_from_data(json.loads(json.dumps(rules_to_data(rules))))
    assert again == rules
    assert hash(again) == hash(rules)


def test_numbers_that_data_do_not_name_keep_their_defaults_and_unknown_ones_are_passed_over():
    assert rules_from_data({"survey_days": 30, "of_a_later_version": 1}) == Rules(survey_days=30)


def test_histories_are_folded_again_only_for_numbers_that_they_depend_on():
    assert not needs_refolding(Rules(), Rules(policies=(DatedPolicy(EVER, POLICIES["6"]),), survey_days=3))
    assert not needs_refolding(Rules(), Rules(quasi_lost_months=3, second_visit_months=5, first_within_months=9))
    assert needs_refolding(Rules(), Rules(manufacturer_counts=False))
    assert needs_refolding(Rules(), Rules(intervals=(Interval(12, 10_000),)))
    assert needs_refolding(Rules(), Rules(maintenance_words=("保养",)))
