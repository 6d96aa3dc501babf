"""Choosing and changing the retention policy: from a day on, earlier days keeping theirs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.policies import CUSTOM, day_to_look_at, policy_of_stages, with_policy
from dealerdesk.domain.rules import POLICIES, DatedPolicy, Rules, Status

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2024, 1, 1), date(2028, 1, 1))
KNOWN = st.sampled_from(list(POLICIES.values()))


@pytest.mark.parametrize(("stages", "name"), [((None, 6, 12), "6-12"), ((None, None, 6), "6"), ((3, 6, 9), "3-6-9")])
def test_stages_that_the_rulebook_has_bear_its_name(stages, name):
    assert policy_of_stages(*stages) is POLICIES[name]


def test_other_stages_are_the_stores_own():
    policy = policy_of_stages(None, 4, 10)
    assert (policy.name, policy.stages) == (CUSTOM, ((Status.AT_RISK, 4), (Status.LOST, 10)))


@pytest.mark.parametrize("stages", [(6, 6, 12), (None, 12, 12), (3, None, 2), (0, 6, 12), (None, 13, 12)])
def test_stages_that_do_not_rise_are_no_policy(stages):
    with pytest.raises(ValueError):
        policy_of_stages(*stages)


@given(st.lists(st.tuples(KNOWN, DAYS), max_size=4), KNOWN, DAYS)
def test_from_a_day_on_another_policy_holds_and_earlier_days_keep_theirs(before, policy, day):
    rules = Rules()
    for one, since in before:
        rules = with_policy(rules, one, since)
    changed = with_policy(rules, policy, day)
    for later in range(3):
        assert changed.policy_on(day + timedelta(days=300 * later)) == policy
        earlier = day - timedelta(days=1 + 200 * later)
        assert changed.policy_on(earlier) == rules.policy_on(earlier)


def test_what_was_meant_for_later_days_is_dropped():
    rules = with_policy(Rules(), POLICIES["6"], date(2027, 1, 1))
    assert with_policy(rules, POLICIES["3-6-9"], TODAY).policies == (
        *Rules().policies,
        DatedPolicy(TODAY, POLICIES["3-6-9"]),
    )


def test_the_same_policy_takes_no_entry_of_its_own():
    assert with_policy(Rules(), POLICIES["6-12"], TODAY) == Rules()


def test_from_ever_nothing_of_the_others_stays():
    rules = with_policy(Rules(), POLICIES["6"], TODAY)
    assert with_policy(rules, POLICIES["3-6-9"]).policies == (DatedPolicy(EVER, POLICIES["3-6-9"]),)


def test_a_change_is_looked_at_on_the_day_on_which_it_shows():
    held = Rules()
    tomorrow = TODAY + timedelta(days=1)
    assert day_to_look_at(held, with_policy(held, POLICIES["6"], TODAY), TODAY) == TODAY
    assert day_to_look_at(held, with_policy(held, POLICIES["6"], date(2026, 1, 1)), TODAY) == TODAY
    assert day_to_look_at(held, with_policy(held, POLICIES["6"], tomorrow), TODAY) == tomorrow
    assert day_to_look_at(held, held, TODAY) == TODAY
