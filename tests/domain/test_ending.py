"""How tasks end that come from events or are planned by hand: every row of the table (Rulebook 6.1)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.ending import WITHOUT_CAR, Ended, Open, ending
from dealerdesk.domain.event_days import care_due, left_on, new_owner_day
from dealerdesk.domain.history import Stretch
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.rules import POLICIES, Rules

RULES = Rules()
DAY = date(2026, 3, 4)
CAR = Stretch(EVER, FOREVER, owner_id=7, delivered=DAY)


def why(reason, on, stretch=CAR, *, due=DAY, **known):
    task = Open(Reason(reason), known.pop("cause", DAY), EVER, due, customer_id=7, **known)
    return ending(task, stretch, on, POLICIES["6-12"], RULES)


def after(days):
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("reason", "last", "known"),
    [
        ("care-after-service", after(14), {"step": 1}),
        ("care-after-service", after(21), {"step": 2}),
        ("new-owner-care", after(15 + 14), {"step": 0}),
        ("new-owner-care", date(2026, 4, 18), {"step": 1}),
        ("new-owner-care", date(2026, 5, 18), {"step": 2}),
        ("new-owner-care", date(2026, 6, 18), {"step": 3}),
        ("package", after(15), {"end": DAY}),
        ("campaign", after(7), {}),
        ("callback", after(7), {}),
        ("no-show", after(7), {}),
        ("other", after(7), {}),
        ("festival", DAY, {}),
        ("weather", DAY, {}),
    ],
)
def test_its_time_ends_it(reason, last, known):
    assert why(reason, last, **known) is None
    assert why(reason, last + timedelta(days=1), **known) is Ended.EXPIRED


def test_a_greeting_made_earlier_lasts_until_its_day():
    assert why("festival", DAY, due=after(-3)) is None
    assert why("festival", after(1), due=after(-3)) is Ended.EXPIRED


def test_calls_in_vain_do_not_make_it_last_longer():
    moved = {"due": after(6), "first_due": DAY, "cause": None}
    assert why("other", after(7), **moved) is None
    assert why("other", after(8), **moved) is Ended.EXPIRED


def test_a_promise_is_kept_whatever_time_ran_out():
    assert why("callback", after(20), due=after(20), promised=True) is None
    assert why("care-after-service", after(20), due=after(20), promised=True, step=1) is None
    assert why("callback", after(28), due=after(20), promised=True) is Ended.EXPIRED


@pytest.mark.parametrize("reason", ["complaint", "message-reply"])
def test_a_complaint_and_a_message_last_until_they_are_closed(reason):
    assert why(reason, date(2036, 1, 1)) is None
    assert why(reason, DAY, over=True) is Ended.CLOSED


def test_care_for_a_visit_that_is_none_any_more_ends():
    assert why("care-after-service", DAY, over=True, step=1) is Ended.CAUSE_GONE


def test_a_package_that_is_gone_or_ends_another_day_ends():
    assert why("package", DAY, end=EVER) is Ended.CAUSE_GONE
    assert why("package", DAY, end=after(9)) is Ended.CAUSE_GONE


def test_who_came_after_all_is_not_asked_why_they_did_not():
    assert why("no-show", after(2), CAR._replace(reference=after(1))) is Ended.VISIT
    assert why("no-show", after(2), CAR._replace(reference=after(-1))) is None


def test_another_delivery_ends_the_care_for_the_new_owner():
    assert why("new-owner-care", DAY, CAR._replace(delivered=after(1)), step=1) is Ended.CORRECTED


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.COMPLAINT])
def test_do_not_call_ends_everything_but_a_complaint(reason):
    assert why(reason, DAY, CAR._replace(do_not_call=True)) is Ended.DO_NOT_CALL
    assert why(reason, DAY, None, marked=True) is Ended.DO_NOT_CALL


def test_who_complained_is_answered_all_the_same():
    for stretch in (CAR._replace(do_not_call=True), CAR._replace(departed=True), CAR._replace(owner_id=8), None):
        assert why("complaint", DAY, stretch, marked=stretch is None) is None


@pytest.mark.parametrize("reason", Reason)
def test_a_departure_ends_what_nobody_asked_for(reason):
    asked_for = {Reason.COMPLAINT, Reason.MESSAGE_REPLY, Reason.CALLBACK, Reason.OTHER}
    told = why(reason, DAY, CAR._replace(departed=True))
    assert told is (None if reason in asked_for else Ended.DEPARTED)


def test_reasons_without_a_car_are_of_the_customer():
    assert Reason.BIRTHDAY not in WITHOUT_CAR
    assert Reason.CARE not in WITHOUT_CAR
    assert all(why(reason, DAY, None) is None for reason in WITHOUT_CAR)


def test_a_car_left_when_it_was_handed_over_else_settled_else_brought_in():
    first, second, third = after(0), after(1), after(2)
    assert left_on(first, second, third) == third
    assert left_on(first, second, None) == second
    assert left_on(first, None, None) == first


def test_care_and_new_owner_calls_have_their_days():
    assert care_due(DAY, 1, RULES) == after(3)
    assert care_due(DAY, 2, RULES) == after(8)
    assert new_owner_day(date(2026, 1, 31), 0, RULES) == date(2026, 2, 15)
    assert [new_owner_day(date(2026, 1, 31), step, RULES) for step in (1, 2, 3)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_the_hours_of_the_rules_are_times():
    assert RULES.calling_hours == ((time(9), time(12)), (time(14), time(19)))
