"""Trying to open an account, by many at once and in any order: never sooner than the delays allow."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.domain.accounts import delay_after
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rights import Role
from dealerdesk.services.staff.accounts import add_account
from dealerdesk.services.staff.own_secrets import choose_pin
from dealerdesk.services.staff.signing_in import sign_in, sign_in_by_pin
from tests.people import MANAGER, PASSWORD, PIN

STEPS = st.lists(
    st.one_of(
        st.sampled_from(["wrong", "wrong", "wrong", "right", "restart"]),
        st.integers(-2_000, 2_000).map(lambda seconds: timedelta(seconds=seconds)),
    ),
    max_size=40,
)


def answer(call, *args):
    """Whether somebody was let in, or the code of what was said."""
    try:
        call(*args)
    except Refused as refused:
        return refused.said.code.removesuffix("_minutes")
    return "in"


@given(steps=STEPS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_happens_nobody_is_let_in_sooner_and_nobody_is_kept_out_longer(team, steps):
    team.clock.move(days=1)
    assert team.manager.actor.name == MANAGER
    failures, since = 0, team.clock.now
    for step in steps:
        if step == "restart":
            team.restart()
        elif isinstance(step, timedelta):
            team.clock.now += step
        else:
            since = min(since, team.clock.now)
            waits = team.clock.now < since + delay_after(failures)
            found = answer(sign_in, team.desk, MANAGER, PASSWORD if step == "right" else "wrong password")
            if waits:
                assert found == "accounts.wait"
            elif step == "right":
                assert found == "in"
                failures = 0
            else:
                assert found == "accounts.wrong_password"
                failures, since = failures + 1, team.clock.now
    team.clock.now = max(team.clock.now, since)
    team.clock.move(minutes=15)
    assert team.manager.actor.name == MANAGER


def test_many_who_try_at_once_have_three_tries_between_them(team):
    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(lambda n: answer(sign_in, team.desk, MANAGER, f"wrong password {n}"), range(24)))
    assert found == {"accounts.wrong_password": 3, "accounts.wait": 21}


def test_many_who_are_right_at_once_are_all_let_in_but_for_those_who_came_too_close(team):
    choose_pin(team.manager, PASSWORD, PIN)
    account = team.manager.actor.account
    with ThreadPoolExecutor(2) as pool:
        found = Counter(pool.map(lambda _n: answer(sign_in_by_pin, team.desk, account, PIN), range(2)))
    assert found == {"in": 2}


def test_two_managers_who_give_the_same_name_an_account_at_once(team):
    desks = [team.manager, team.manager]
    with ThreadPoolExecutor(2) as pool:
        found = Counter(pool.map(lambda desk: answer(add_account, desk, "周接待", Role.RECEPTIONIST, PASSWORD), desks))
    assert found == {"in": 1, "accounts.has_one": 1}
