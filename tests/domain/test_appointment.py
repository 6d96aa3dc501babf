"""Appointments: how they stand, what keeps them, and what speaks against a new one."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.appointment import (
    Agreed,
    AppointmentState,
    Came,
    NewAppointment,
    Standing,
    judged,
    keeps,
    over_at,
    standing,
)
from dealerdesk.domain.appointment_conflicts import CarNow, DayAtStore, Taken, conflicts, times_offered

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
LI, ZHOU = 1, 2
STORE = DayAtStore(advisors={LI: "李诚", ZHOU: "周倩"})


@pytest.mark.parametrize(
    ("state", "day", "now", "stands"),
    [
        ("booked", TODAY, time(9, 59), "booked"),
        ("booked", TODAY, time(10, 15), "booked"),
        ("booked", TODAY, time(10, 16), "late"),
        ("booked", TODAY, None, "booked"),
        ("booked", TODAY + DAY, time(23), "booked"),
        ("booked", TODAY - DAY, time(1), "missed"),
        ("arrived", TODAY, time(23), "arrived"),
        ("cancelled", TODAY - DAY, time(23), "cancelled"),
        ("missed", TODAY - DAY, None, "missed"),
    ],
)
def test_how_it_stands_is_said_by_the_clock(state, day, now, stands):
    assert standing(state, day, time(10), TODAY, now) is Standing(stands)


def agreed(key, day, state="booked", visit=None, booked_on=TODAY - 30 * DAY):
    return Agreed(key, day, time(10), booked_on, state, visit)


@pytest.mark.parametrize("off", range(-5, 6))
def test_a_visit_of_its_day_or_three_before_or_after_keeps_it(off):
    found = judged([agreed(1, TODAY)], [Came(7, TODAY + off * DAY)], TODAY + 9 * DAY)
    kept = abs(off) <= 3
    assert found[1] == ((AppointmentState.ARRIVED, 7) if kept else (AppointmentState.MISSED, None))


def test_it_is_missed_only_when_its_day_is_over():
    assert judged([agreed(1, TODAY)], [], TODAY)[1].state is AppointmentState.BOOKED
    assert judged([agreed(1, TODAY)], [], TODAY + DAY)[1].state is AppointmentState.MISSED


def test_a_visit_before_anybody_agreed_on_it_keeps_nothing():
    early = agreed(1, TODAY, booked_on=TODAY - DAY)
    assert not keeps(Came(7, TODAY - DAY), early)
    assert not keeps(Came(7, TODAY - 2 * DAY), early)
    assert keeps(Came(7, TODAY), agreed(1, TODAY, booked_on=TODAY))


def test_a_visit_keeps_the_nearest_and_the_other_stays_ahead():
    two = [agreed(1, TODAY), agreed(2, TODAY + 2 * DAY)]
    found = judged(two, [Came(7, TODAY)], TODAY)
    assert found == {1: (AppointmentState.ARRIVED, 7), 2: (AppointmentState.BOOKED, None)}
    later = judged(two, [Came(7, TODAY)], TODAY + 9 * DAY)
    assert later[2] == (AppointmentState.ARRIVED, 7), "by the rulebook, a visit that day ± 3 keeps it"


def test_what_was_marked_by_hand_stays_until_its_visit_is_known_and_goes_with_it():
    by_hand = agreed(1, TODAY, "arrived")
    assert judged([by_hand], [], TODAY)[1] == (AppointmentState.ARRIVED, None)
    assert judged([by_hand], [Came(7, TODAY)], TODAY)[1] == (AppointmentState.ARRIVED, 7)
    assert judged([agreed(1, TODAY, "arrived", 7)], [], TODAY)[1] == (AppointmentState.BOOKED, None)


DAYS = st.integers(-8, 8).map(lambda n: TODAY + n * DAY)


@given(st.lists(DAYS, max_size=5), st.lists(DAYS, max_size=5), DAYS)
def test_judging_again_changes_nothing_and_each_visit_ahead_keeps_one(days, visits, today):
    some = [agreed(key, day) for key, day in enumerate(days)]
    came = [Came(key, day) for key, day in enumerate(visits)]
    found = judged(some, came, today)
    again = [one._replace(state=found[one.id].state, visit_id=found[one.id].visit_id) for one in some]
    assert judged(again, came, today) == found
    ahead = [found[one.id].visit_id for one in some if one.day >= today and found[one.id].visit_id is not None]
    assert len(ahead) == len(set(ahead))
    for one in some:
        reached = any(abs(day - one.day) <= 3 * DAY for day in visits)
        if one.day < today:
            assert (found[one.id].state is AppointmentState.ARRIVED) == reached


def new(day=TODAY, at=time(10), minutes=60, advisor=LI, car=1, purpose="保养"):
    return NewAppointment(car, day, at, purpose, minutes, advisor)


def codes(appointment, store=STORE, taken=(), car=None, now=None):
    return [one.code for one in conflicts(appointment, store, taken, car or CarNow(), TODAY, now)]


def taken(car=2, at=time(10), day=TODAY, advisor=LI, minutes=60, key=9):
    return Taken(key, car, day, at, minutes, advisor)


@pytest.mark.parametrize(
    ("appointment", "store", "against"),
    [
        (new(), STORE, []),
        (new(day=TODAY - DAY), STORE, ["past_day"]),
        (new(day=date(2027, 11, 23)), STORE, []),
        (new(day=date(2027, 11, 24)), STORE, ["too_far"]),
        (new(day=date.max), STORE, ["too_far"]),
        (new(), DayAtStore(advisors={LI: "李诚"}, closed=True), ["closed_day"]),
        (new(), DayAtStore(advisors={LI: "李诚"}, closed=True, note="盘点"), ["closed_for"]),
        (new(at=time(7, 59)), STORE, ["outside_hours"]),
        (new(at=time(8)), STORE, []),
        (new(at=time(18)), STORE, ["outside_hours"]),
        (new(minutes=4), STORE, ["bad_minutes"]),
        (new(minutes=601), STORE, ["bad_minutes"]),
        (new(advisor=7), STORE, ["no_advisor"]),
        (new(purpose=" "), STORE, ["no_purpose"]),
        (new(at=time(17, 30)), STORE, ["after_closing"]),
        (new(at=time(17, 30), minutes=30), STORE, []),
        (new(), DayAtStore(advisors={LI: "李诚"}, holiday=True), ["holiday"]),
        (new(), DayAtStore(advisors={LI: "李诚", ZHOU: "周倩"}, absent={LI}), ["absent"]),
    ],
)
def test_what_speaks_against_a_day_and_time(appointment, store, against):
    found = conflicts(appointment, store, [], CarNow(), TODAY, None)
    assert [one.code for one in found] == against
    impossible = {
        "past_day", "too_far", "closed_day", "closed_for", "outside_hours", "bad_minutes", "no_advisor", "no_purpose",
    }  # fmt: skip
    assert all(one.impossible == (one.code in impossible) for one in found)


def test_what_stands_already_is_said():
    assert codes(new(), taken=[taken()]) == ["advisor_taken"]
    assert codes(new(), taken=[taken(at=time(11))]) == []
    assert codes(new(), taken=[taken(at=time(9, 30))]) == ["advisor_taken"]
    assert codes(new(), taken=[taken(advisor=ZHOU)]) == []
    assert codes(new(advisor=None), taken=[taken(), taken(3, advisor=ZHOU)]) == ["full"]
    assert codes(new(advisor=None), taken=[taken(), taken(3, time(11))]) == []
    roomy = DayAtStore(advisors=STORE.advisors, places=3)
    assert codes(new(advisor=None), roomy, [taken(), taken(3, advisor=ZHOU)]) == []
    assert codes(new(advisor=None), DayAtStore(), [taken()]) == [], "nobody said how many there is room for"


def test_cars_one_after_the_other_are_not_at_one_time():
    after = [taken(2, time(9, 30), minutes=45), taken(3, time(10, 30), minutes=45, advisor=ZHOU)]
    assert codes(new(advisor=None), taken=after) == []


@pytest.mark.parametrize("off", range(-4, 5))
def test_the_same_car_twice_within_three_days(off):
    same = taken(1, time(15), TODAY + 4 * DAY + off * DAY, ZHOU)
    expected = ["car_twice"] if abs(off) <= 3 else []
    assert codes(new(day=TODAY + 4 * DAY), taken=[same]) == expected


def test_the_car_itself_may_speak_against_it():
    assert codes(new(), car=CarNow(departed=True, inside=True)) == ["departed", "inside"]
    assert codes(new(day=TODAY + DAY), car=CarNow(inside=True)) == []
    assert codes(new(), now=time(10, 1)) == ["past_time"]
    assert codes(new(), now=time(10)) == []


def test_times_are_offered_while_the_store_is_open():
    offered = times_offered(DayAtStore(opens=time(8, 30), closes=time(10)))
    assert offered == (time(8, 30), time(9), time(9, 30))
    assert times_offered(DayAtStore(closed=True)) == ()
    assert times_offered(DayAtStore(opens=time(23), closes=time(23, 59)))[-1] == time(23, 30)


def test_nothing_ends_after_its_day():
    assert over_at(TODAY, time(23, 30), 60) == time(23, 59)
    assert over_at(TODAY, time(9, 30), 45) == time(10, 15)
