"""The states of a complaint, and the days within which it is to be solved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.complaint import (
    FOLLOWING,
    UNSOLVED,
    ComplaintState,
    Urgency,
    deadline,
    follow_up_key,
    hours_left,
    solved_in_time,
    urgency,
)

BEGUN = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
S = ComplaintState


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (S.RECEIVED, {S.ASSIGNED, S.HANDLING, S.ANSWERED}),
        (S.ASSIGNED, {S.ASSIGNED, S.HANDLING, S.ANSWERED}),
        (S.HANDLING, {S.ASSIGNED, S.ANSWERED}),
        (S.ANSWERED, {S.CONFIRMED, S.REOPENED}),
        (S.CONFIRMED, {S.CLOSED, S.REOPENED}),
        (S.CLOSED, {S.REOPENED}),
        (S.REOPENED, {S.ASSIGNED, S.HANDLING, S.ANSWERED}),
    ],
)
def test_which_states_follow(state, following):
    assert FOLLOWING[state] == following


def test_nobody_closes_what_the_customer_has_not_confirmed():
    assert [state for state, following in FOLLOWING.items() if S.CLOSED in following] == [S.CONFIRMED]
    assert set(FOLLOWING) == set(S)


def test_every_state_can_be_left_and_every_one_but_the_first_is_reached():
    assert all(FOLLOWING.values())
    assert set().union(*FOLLOWING.values()) == set(S) - {S.RECEIVED}


@pytest.mark.parametrize(
    ("after", "days", "left", "how"),
    [
        (timedelta(0), 2, 48, Urgency.IN_TIME),
        (timedelta(hours=35, minutes=59), 2, 12, Urgency.IN_TIME),
        (timedelta(hours=36), 2, 12, Urgency.SOON),
        (timedelta(hours=47, minutes=30), 2, 0, Urgency.SOON),
        (timedelta(hours=48), 2, 0, Urgency.SOON),
        (timedelta(hours=48, minutes=1), 2, -1, Urgency.OVERDUE),
        (timedelta(hours=50), 2, -2, Urgency.OVERDUE),
        (timedelta(days=3), 5, 48, Urgency.IN_TIME),
        (-timedelta(hours=1), 2, 49, Urgency.IN_TIME),
    ],
)
def test_the_limit(after, days, left, how):
    assert hours_left(BEGUN, BEGUN + after, days) == left
    assert urgency(S.RECEIVED, BEGUN, BEGUN + after, days) is how


@pytest.mark.parametrize("state", sorted(set(S) - UNSOLVED))
def test_what_is_solved_is_never_late(state):
    assert urgency(state, BEGUN, BEGUN + timedelta(days=90), 2) is Urgency.SOLVED


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=90)), st.integers(1, 30))
def test_red_is_what_has_less_than_nothing_left(after, days):
    now = BEGUN + after
    overdue = urgency(S.HANDLING, BEGUN, now, days) is Urgency.OVERDUE
    assert overdue == (hours_left(BEGUN, now, days) < 0) == (now > deadline(BEGUN, days))


def test_in_time_for_the_figures():
    received = date(2026, 11, 20)
    assert solved_in_time(received, date(2026, 11, 22), 2)
    assert not solved_in_time(received, date(2026, 11, 23), 2)
    assert not solved_in_time(received, None, 2)


def test_a_reopened_complaint_gets_a_call_of_its_own():
    assert (follow_up_key(7, 0), follow_up_key(7, 1)) == ("complaint:7:0", "complaint:7:1")
