from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import WorkingDays
from dealerdesk.domain.followup import (
    CONSEQUENCES,
    CONTACTS,
    Attempt,
    Bucket,
    Disposition,
    FollowUp,
    PartOfDay,
    Promise,
    TaskState,
    follow_up,
    inherited,
    part_of,
)
from dealerdesk.domain.rules import Rules
from dealerdesk.services.working_days import working_days

RULES = Rules()
MORNING, AFTERNOON, EVENING = PartOfDay
DAYS = working_days()


def after(disposition, day, at="10:00", attempts=0, promise=None, days=DAYS):
    return follow_up(
        disposition, Attempt(date.fromisoformat(day), time.fromisoformat(at), attempts, promise), days, RULES
    )


@pytest.mark.parametrize(
    ("called", "again"),
    [
        ("2026-11-20", "2026-11-23"),  # a Friday
        ("2026-11-21", "2026-11-23"),  # called on a Saturday
        ("2026-02-13", "2026-02-14"),  # the Saturday before Spring Festival is worked
        ("2026-02-14", "2026-02-24"),  # after Spring Festival
        ("2026-02-27", "2026-02-28"),  # the Saturday after it is worked too
        ("2026-09-30", "2026-10-08"),  # after National Day
        ("2026-10-09", "2026-10-10"),  # a make-up Saturday
    ],
)
def test_without_an_answer_it_is_tried_again_on_the_next_working_day(called, again):
    assert after(Disposition.NO_ANSWER, called).due == date.fromisoformat(again)


def test_in_a_year_that_the_calendar_does_not_know_weekends_are_free():
    unknown = WorkingDays()
    assert after(Disposition.NO_ANSWER, "2026-02-13", days=unknown).due == date(2026, 2, 16)


@pytest.mark.parametrize(
    ("at", "part", "again"),
    [
        ("08:59", MORNING, AFTERNOON),
        ("09:00", MORNING, AFTERNOON),
        ("11:59", MORNING, AFTERNOON),
        ("12:00", AFTERNOON, EVENING),
        ("16:59", AFTERNOON, EVENING),
        ("17:00", EVENING, MORNING),
        ("20:30", EVENING, MORNING),
    ],
)
def test_it_is_tried_in_another_part_of_the_day(at, part, again):
    assert part_of(time.fromisoformat(at)) is part
    assert after(Disposition.NO_ANSWER, "2026-11-20", at).part is again


def test_parts_of_the_day_begin_when_people_may_be_called():
    assert [part.begins for part in PartOfDay] == [time(9), time(14), time(17)]


def test_the_third_attempt_is_the_last():
    first = after(Disposition.NO_ANSWER, "2026-11-16")
    second = after(Disposition.NO_ANSWER, "2026-11-17", attempts=first.attempts)
    third = after(Disposition.NO_ANSWER, "2026-11-18", attempts=second.attempts)
    assert [one.attempts for one in (first, second, third)] == [1, 2, 3]
    assert [one.state for one in (first, second, third)] == [TaskState.OPEN, TaskState.OPEN, TaskState.ENDED]
    assert third == FollowUp(TaskState.ENDED, 3)


def test_completed_is_done():
    assert after(Disposition.COMPLETED, "2026-11-20", attempts=2) == FollowUp(TaskState.DONE)


def test_a_promised_call_is_made_at_the_day_and_time_named_even_on_a_closed_day():
    promise = Promise(date(2026, 11, 21), time(20, 15))
    assert after(Disposition.CALL_LATER, "2026-11-20", attempts=2, promise=promise) == FollowUp(
        TaskState.OPEN, due=promise.day, promised_at=promise.at
    )
    with pytest.raises(ValueError, match="promise"):
        after(Disposition.CALL_LATER, "2026-11-20")


def test_only_calls_that_reached_somebody_are_contacts():
    assert {Disposition.COMPLETED, Disposition.CALL_LATER} == CONTACTS
    assert {one.bucket for name, one in CONSEQUENCES.items() if name in CONTACTS} == {Bucket.REACHED}
    assert CONSEQUENCES.keys() == set(Disposition)


def test_who_was_not_reached_or_asked_to_be_called_later_is_not_rung_for_the_other_tasks_either():
    assert {name for name, one in CONSEQUENCES.items() if one.moves_all} == {
        Disposition.NO_ANSWER,
        Disposition.CALL_LATER,
    }


@given(
    st.sampled_from(list(Disposition)),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.integers(0, 9),
)
def test_an_open_task_always_has_its_next_day_and_one_that_is_not_has_none(disposition, day, at, attempts):
    promise = Promise(day + timedelta(days=3), time(10))
    follows = follow_up(disposition, Attempt(day, at, attempts, promise), DAYS, RULES)
    assert (follows.due is not None) is (follows.state is TaskState.OPEN)
    assert follows.due is None or follows.due > day
    assert follows.part is None or follows.promised_at is None
    assert follows.attempts < RULES.call_attempts or follows.state is not TaskState.OPEN


@pytest.mark.parametrize(("days", "attempts"), [(0, 2), (30, 2), (31, 0)])
def test_a_new_task_inherits_attempts_for_30_days(days, attempts):
    assert inherited(date(2026, 11, 1), 2, date(2026, 11, 1) + timedelta(days), RULES) == attempts
