"""Whether a task may be called now: every row of the rulebook's offer (Rulebook 6.2)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.followup import PartOfDay
from dealerdesk.domain.offering import NotOffered, Now, Waits, not_offered
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.rules import Rules
from dealerdesk.words.labels import LABELS

RULES = Rules()
DAY = date(2026, 3, 4)
MORNING = Now(DAY, time(9, 30))
COMPLAINTS = {Reason.COMPLAINT, Reason.MESSAGE_REPLY}
CAUSES = {
    "in_workshop": NotOffered.IN_WORKSHOP,
    "expected": NotOffered.APPOINTMENT,
    "reached": NotOffered.REACHED,
    "prefers_messages": NotOffered.MESSAGES,
}


def offered(reason=Reason.SURVEY, now=MORNING, **known):
    return not_offered(Waits(Reason(reason), known.pop("due", DAY), **known), now, RULES)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("cause", CAUSES)
def test_rest_workshop_appointment_and_messages_leave_callbacks_and_complaints(reason, cause):
    stands = reason in COMPLAINTS or reason is Reason.CALLBACK
    assert offered(reason, **{cause: True}) is (None if stands else CAUSES[cause])
    assert offered(reason, promised_at=time(9), **{cause: True}) is None


@pytest.mark.parametrize("reason", Reason)
def test_an_open_complaint_leaves_complaints_callbacks_and_care_after_service(reason):
    stands = reason in COMPLAINTS | {Reason.CALLBACK, Reason.CARE}
    assert offered(reason, complaining=True) is (None if stands else NotOffered.COMPLAINT)
    assert offered(reason, complaining=True, promised_at=time(9)) is None


@pytest.mark.parametrize("reason", Reason)
def test_nobody_is_called_without_a_number_or_while_another_calls(reason):
    assert offered(reason, has_phone=False) is NotOffered.NO_PHONE
    assert offered(reason, to_be_fixed=True) is NotOffered.NO_PHONE
    assert offered(reason, reserved=True, promised_at=time(9)) is NotOffered.RESERVED


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        ("00:00", False), ("08:59", False), ("09:00", True), ("11:59", True), ("12:00", False), ("13:59", False),
        ("14:00", True), ("18:59", True), ("19:00", False), ("23:59", False),
    ],
)  # fmt: skip
def test_calls_are_made_from_nine_to_twelve_and_two_to_seven(at, open_):
    now = Now(DAY, time.fromisoformat(at))
    assert offered(now=now) is (None if open_ else NotOffered.HOURS)
    assert offered(Reason.CALLBACK, now) is (None if open_ else NotOffered.HOURS)
    assert offered(now=now, promised_at=time(0)) is None  # the customer named it


def test_the_hours_are_the_stores():
    rules = Rules(calls_from=8 * 60 + 30, calls_until=20 * 60)
    for at, why in ((time(8, 29), NotOffered.HOURS), (time(8, 30), None), (time(19, 59), None)):
        assert not_offered(Waits(Reason.SURVEY, DAY), Now(DAY, at), rules) is why


def test_on_a_closed_day_nobody_is_called_who_did_not_name_it():
    closed = Now(DAY, time(10), closed=True)
    assert offered(now=closed) is NotOffered.CLOSED
    assert offered(Reason.COMPLAINT, closed) is NotOffered.CLOSED
    assert offered(now=closed, promised_at=time(10)) is None
    assert offered(now=Now(DAY, None, closed=True)) is None  # a day that is looked at from afar


def test_what_was_put_off_waits_for_its_time_on_its_day_alone():
    for known, at in (
        ({"promised_at": time(15)}, time(15)),
        ({"part": PartOfDay.AFTERNOON}, time(14)),
        ({"part": PartOfDay.EVENING}, time(17)),
        ({"not_before": time(10, 42)}, time(10, 42)),
    ):
        before = (timedelta(hours=at.hour, minutes=at.minute) - timedelta(minutes=1)).seconds // 60
        early = Now(DAY, time(*divmod(before, 60)))
        expected = NotOffered.LATER
        assert offered(now=early, **known) is expected
        assert offered(now=Now(DAY, at), **known) is None
        assert offered(now=MORNING, due=DAY - timedelta(days=1), **known) is None  # overdue: any time
        assert offered(now=Now(DAY), **known) is None


def test_every_cause_has_its_words():
    assert {f"not_offered.{why}" for why in NotOffered} <= set(LABELS)


flags = st.booleans()
tasks = st.builds(
    Waits,
    st.sampled_from(Reason),
    st.just(DAY),
    st.none() | st.times(),
    st.none() | st.sampled_from(PartOfDay),
    st.none() | st.times(),
    flags, flags, flags, flags, flags, flags, flags, flags,
)  # fmt: skip


@given(tasks, st.times(), flags)
def test_a_task_with_fewer_obstacles_is_never_offered_less(task, at, closed):
    now = Now(DAY, at, closed)
    if not_offered(task, now, RULES) is None:
        for name in (*CAUSES, "complaining", "reserved", "to_be_fixed"):
            assert not_offered(task._replace(**{name: False}), now, RULES) is None
        assert task.has_phone
        assert not task.reserved
