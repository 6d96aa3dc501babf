from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import WorkingDays
from dealerdesk.domain.ending import Ended
from dealerdesk.domain.followup import (
    CONNECTED,
    CONSEQUENCES,
    CONTACTS,
    Attempt,
    Bucket,
    Disposition,
    FollowUp,
    PartOfDay,
    PhoneQuality,
    Promise,
    TaskState,
    follow_up,
    inherited,
    part_of,
)
from dealerdesk.domain.rules import Rules
from dealerdesk.services.working_days import published_days

RULES = Rules()
MORNING, AFTERNOON, EVENING = PartOfDay
DAYS = published_days()


UNKNOWN = WorkingDays()  # no year of it is published
D = Disposition
OPEN, DONE, ENDED = TaskState

WORKED_AFTER = [
    ("2026-11-20", 1, "2026-11-23"),  # a Friday
    ("2026-11-21", 1, "2026-11-23"),  # called on a Saturday
    ("2026-02-13", 1, "2026-02-14"),  # the Saturday before Spring Festival is worked
    ("2026-02-14", 1, "2026-02-24"),  # after Spring Festival
    ("2026-02-27", 1, "2026-02-28"),  # the Saturday after it is worked too
    ("2026-09-30", 1, "2026-10-08"),  # after National Day
    ("2026-10-09", 1, "2026-10-10"),  # a make-up Saturday
    ("2026-11-19", 2, "2026-11-23"),
    ("2026-02-13", 2, "2026-02-24"),
    ("2026-02-26", 2, "2026-02-28"),
    ("2026-09-29", 2, "2026-10-08"),
    ("2026-10-08", 2, "2026-10-10"),
    ("2026-11-19", 3, "2026-11-24"),
    ("2026-02-13", 3, "2026-02-25"),
    ("2026-09-30", 3, "2026-10-10"),
    ("2026-10-01", 3, "2026-10-10"),
]
"""A day, and so many working days later."""


def after(disposition, day, at="10:00", attempts=0, promise=None, days=DAYS, **known):
    attempt = Attempt(date.fromisoformat(day), time.fromisoformat(at), attempts, promise, **known)
    return follow_up(disposition, attempt, days, RULES)


# ---- not reached ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("called", "again"), [(day, again) for day, count, again in WORKED_AFTER if count == 1])
@pytest.mark.parametrize("what", [D.NO_ANSWER, D.POWERED_OFF])
def test_without_an_answer_it_is_tried_again_on_the_next_working_day(what, called, again):
    follows = after(what, called)
    assert (follows.due, follows.attempts, follows.last_try) == (date.fromisoformat(again), 1, what)


def test_in_a_year_that_the_calendar_does_not_know_weekends_are_free():
    assert after(D.NO_ANSWER, "2026-02-13", days=UNKNOWN).due == date(2026, 2, 16)
    assert after(D.OUT_OF_SERVICE, "2041-02-14", days=DAYS).due == date(2041, 2, 18)  # a Thursday; Monday after next
    assert after(D.INTERESTED, "2041-10-01", days=DAYS).due == date(2041, 10, 4)  # no National Day is published yet
    assert after(D.BUSY, "2041-02-15", "18:30", days=DAYS).due == date(2041, 2, 18)


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
    assert third == FollowUp(TaskState.ENDED, 3, ended=Ended.UNREACHABLE)


@pytest.mark.parametrize(
    ("at", "again"),
    [
        ("08:10", "09:10"),
        ("07:30", "09:00"),  # before anybody may be called
        ("09:00", "10:00"),
        ("10:30", "11:30"),
        ("10:59", "11:59"),
        ("11:00", "14:00"),  # noon is not a calling hour
        ("12:59", "14:00"),
        ("13:20", "14:20"),
        ("17:59", "18:59"),
    ],
)
def test_a_busy_line_is_rung_again_after_an_hour_and_no_attempt_is_counted(at, again):
    follows = after(D.BUSY, "2026-11-20", at, attempts=1)
    assert follows == FollowUp(OPEN, 1, date(2026, 11, 20), not_before=time.fromisoformat(again), last_try=D.BUSY)


@pytest.mark.parametrize("at", ["18:00", "19:30", "23:30"])
@pytest.mark.parametrize(("called", "again"), [(day, again) for day, count, again in WORKED_AFTER if count == 1])
def test_a_line_that_is_busy_in_the_evening_is_rung_on_the_next_working_day(at, called, again):
    assert after(D.BUSY, called, at) == FollowUp(OPEN, 0, date.fromisoformat(again), last_try=D.BUSY)


def test_the_hour_is_a_whole_one():
    assert after(D.BUSY, "2026-11-20", "10:00:30").not_before == time(11, 1)
    assert after(D.BUSY, "2026-11-20", "10:59:30").not_before == time(14)


def test_the_second_busy_in_a_row_is_an_attempt_like_no_answer():
    assert after(D.BUSY, "2026-11-20", last=D.BUSY) == FollowUp(
        OPEN, 1, date(2026, 11, 23), PartOfDay.AFTERNOON, last_try=D.BUSY
    )
    assert after(D.BUSY, "2026-11-20", attempts=2, last=D.BUSY) == FollowUp(ENDED, 3, ended=Ended.UNREACHABLE)
    assert after(D.BUSY, "2026-11-20", attempts=2, last=D.NO_ANSWER).state is OPEN


@pytest.mark.parametrize(("called", "again"), [(day, again) for day, count, again in WORKED_AFTER if count == 2])
def test_a_number_out_of_service_is_tried_again_in_two_working_days(called, again):
    assert after(D.OUT_OF_SERVICE, called) == FollowUp(OPEN, 1, date.fromisoformat(again), last_try=D.OUT_OF_SERVICE)


def test_out_of_service_twice_in_a_row_is_a_wrong_number():
    day = "2026-11-20"
    assert after(D.OUT_OF_SERVICE, day, attempts=1, last=D.OUT_OF_SERVICE) == after(D.WRONG_NUMBER, day, attempts=1)
    assert after(D.OUT_OF_SERVICE, day, attempts=2) == FollowUp(ENDED, 3, ended=Ended.UNREACHABLE)


@pytest.mark.parametrize(
    ("what", "quality"), [(D.WRONG_NUMBER, PhoneQuality.BAD), (D.WRONG_PERSON, PhoneQuality.DOUBTFUL)]
)
def test_the_wrong_number_or_person_is_tried_at_once_under_another_number_or_waits_for_one(what, quality):
    today = date(2026, 11, 20)
    other = after(what, "2026-11-20", attempts=2, last=D.NO_ANSWER, other_phone=True)
    assert other == FollowUp(OPEN, 2, today, phone=quality)
    none_left = after(what, "2026-11-20", attempts=2)
    assert none_left == FollowUp(OPEN, 2, today, last_try=what, phone=quality)
    assert (other.is_phone_to_be_fixed, none_left.is_phone_to_be_fixed) == (False, True)


# ---- reached --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "what", [D.COMPLETED, D.APPOINTMENT, D.COMPLAINT, D.SERVICED_ELSEWHERE, D.USED_ELSEWHERE, D.CAR_SOLD]
)
def test_what_is_settled_is_done(what):
    assert after(what, "2026-11-20", attempts=2) == FollowUp(DONE)


@pytest.mark.parametrize(("called", "again"), [(day, again) for day, count, again in WORKED_AFTER if count == 3])
def test_who_is_interested_is_called_again_in_three_working_days(called, again):
    assert after(D.INTERESTED, called, attempts=2) == FollowUp(
        OPEN, due=date.fromisoformat(again), last_try=D.INTERESTED
    )


@pytest.mark.parametrize("what", [D.REFUSED, D.HUNG_UP])
def test_who_refuses_is_left_alone(what):
    assert after(what, "2026-11-20") == FollowUp(ENDED, ended=Ended.REFUSED)


@pytest.mark.parametrize(
    ("predicted", "again"),
    [
        ("2026-12-16", "2026-12-16"),
        ("2026-12-19", "2026-12-21"),  # a Saturday
        ("2027-02-20", "2027-02-20"),  # a make-up Saturday or not: whatever the calendar says
        ("2026-11-20", "2026-11-23"),  # today: never before the next working day
        ("2026-03-01", "2026-11-23"),  # long past
        (None, "2026-12-21"),  # 30 days on is a Sunday
    ],
)
def test_what_is_not_due_yet_waits_for_the_day_that_is_predicted(predicted, again):
    day = None if predicted is None else date.fromisoformat(predicted)
    due = DAYS.next_on_or_after(date.fromisoformat(again))
    assert after(D.NOT_DUE, "2026-11-20", attempts=1, next_maintenance=day) == FollowUp(OPEN, due=due)


def test_a_predicted_day_within_a_festival_moves_to_the_first_day_after_it():
    assert after(D.NOT_DUE, "2026-01-20", next_maintenance=date(2026, 2, 17)).due == date(2026, 2, 24)
    assert after(D.NOT_DUE, "2026-09-01", next_maintenance=date(2026, 10, 3)).due == date(2026, 10, 8)
    assert after(D.NOT_DUE, "2026-09-01", next_maintenance=date(2026, 10, 10)).due == date(2026, 10, 10)
    assert after(D.NOT_DUE, "2026-09-01", next_maintenance=date(2026, 10, 3), days=UNKNOWN).due == date(2026, 10, 5)


def test_a_promised_call_is_made_at_the_day_and_time_named_even_on_a_closed_day():
    promise = Promise(date(2026, 11, 21), time(20, 15))
    assert after(Disposition.CALL_LATER, "2026-11-20", attempts=2, promise=promise) == FollowUp(
        TaskState.OPEN, due=promise.day, promised_at=promise.at
    )
    with pytest.raises(ValueError, match="promise"):
        after(Disposition.CALL_LATER, "2026-11-20")


# ---- the table ------------------------------------------------------------------------------------------------------


def test_every_disposition_has_its_row_in_its_bucket():
    assert CONSEQUENCES.keys() == set(D)
    buckets = {bucket: {name for name, one in CONSEQUENCES.items() if one.bucket is bucket} for bucket in Bucket}
    assert buckets == {
        Bucket.REACHED: {D.COMPLETED, D.INTERESTED, D.APPOINTMENT, D.CALL_LATER, D.COMPLAINT},
        Bucket.IN_VAIN: {
            D.NOT_DUE,
            D.SERVICED_ELSEWHERE,
            D.USED_ELSEWHERE,
            D.CAR_SOLD,
            D.REFUSED,
            D.HUNG_UP,
            D.WRONG_PERSON,
        },
        Bucket.NOT_REACHED: {D.NO_ANSWER, D.POWERED_OFF, D.BUSY, D.OUT_OF_SERVICE, D.WRONG_NUMBER},
    }


def test_contacts_are_those_reached_and_those_in_vain_who_spoke_for_the_customer():
    in_vain = {D.NOT_DUE, D.SERVICED_ELSEWHERE, D.USED_ELSEWHERE, D.CAR_SOLD}
    assert {name for name, one in CONSEQUENCES.items() if one.bucket is Bucket.REACHED} | in_vain == CONTACTS
    assert {name for name, one in CONSEQUENCES.items() if one.bucket is not Bucket.NOT_REACHED} == CONNECTED


def test_who_was_not_reached_or_asked_to_be_called_later_is_not_rung_for_the_other_tasks_either():
    not_reached = {name for name, one in CONSEQUENCES.items() if one.bucket is Bucket.NOT_REACHED}
    moving = {name for name, one in CONSEQUENCES.items() if one.moves_all}
    assert moving == not_reached | {D.CALL_LATER, D.WRONG_PERSON}


COUNTED = {D.NO_ANSWER, D.POWERED_OFF, D.OUT_OF_SERVICE, D.BUSY}
STARTED = st.builds(
    Attempt,
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.integers(0, 9),
    last=st.sampled_from([None, *D]),
    other_phone=st.booleans(),
    next_maintenance=st.none() | st.dates(date(2019, 1, 1), date(2031, 12, 31)),
)


@given(st.sampled_from(list(D)), STARTED, st.sampled_from([DAYS, UNKNOWN]))
def test_an_open_task_always_has_its_next_day_and_one_that_is_not_has_none(disposition, attempt, days):
    attempt = attempt._replace(promise=Promise(attempt.day + timedelta(days=3), time(10)))
    follows = follow_up(disposition, attempt, days, RULES)
    assert (follows.due is not None) is (follows.state is OPEN)
    assert follows.due is None or follows.due >= attempt.day
    assert follows.due != attempt.day or follows.not_before is not None or follows.phone is not None
    assert (follows.ended is not None) is (follows.state is ENDED)
    assert follows.part is None or follows.promised_at is None
    assert follows.attempts in {0, attempt.attempts, attempt.attempts + 1}
    if follows.attempts > attempt.attempts:
        assert disposition in COUNTED
        assert follows.attempts < RULES.call_attempts or follows.state is not OPEN
    if CONSEQUENCES[disposition].contact:
        assert follows.attempts == 0
        assert follows.last_try is (D.INTERESTED if disposition is D.INTERESTED else None)


@given(STARTED)
def test_nobody_is_rung_again_outside_the_hours_unless_they_named_the_time(attempt):
    follows = follow_up(D.BUSY, attempt._replace(last=None), DAYS, RULES)
    assert follows.attempts == attempt.attempts
    if follows.not_before is None:
        assert DAYS.is_working(follows.due)
    else:
        assert any(first <= follows.not_before < until for first, until in RULES.calling_hours)
        assert follows.not_before > attempt.at


@given(st.lists(st.sampled_from(sorted(COUNTED)), min_size=6, max_size=12), STARTED)
def test_nobody_is_rung_for_ever(tries, attempt):
    """Whatever comes of them, six attempts under one number end a task, or ask for another number."""
    attempt = attempt._replace(attempts=0, last=None, other_phone=False)
    for what in tries:
        follows = follow_up(what, attempt, DAYS, RULES)
        if follows.state is ENDED or follows.is_phone_to_be_fixed:
            return
        attempt = attempt._replace(day=follows.due, attempts=follows.attempts, last=follows.last_try)
    raise AssertionError(tries)


@pytest.mark.parametrize(("days", "attempts"), [(0, 2), (30, 2), (31, 0)])
def test_a_new_task_inherits_attempts_for_30_days(days, attempts):
    assert inherited(date(2026, 11, 1), 2, date(2026, 11, 1) + timedelta(days), RULES) == attempts
