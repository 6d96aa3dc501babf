from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.maintenance import (
    Mileage,
    Reading,
    Readings,
    change_in_use,
    day_reached,
    kept_readings,
    next_maintenance,
    predicted_km,
    steep_rises,
)
from dealerdesk.domain.rules import Rules

RULES = Rules()
START = date(2025, 1, 1)


def on(days):
    return START + timedelta(days)


def readings(*pairs):
    return [Reading(on(days), km) for days, km in pairs]


def mileage_of(*pairs):
    taken = Readings(RULES)
    for days, km in pairs:
        taken.add(on(days), km)
    return taken.mileage()


@st.composite
def few_readings(draw):
    days = sorted(draw(st.sets(st.integers(0, 900), max_size=9)))
    return readings(*((day, draw(st.integers(1, 9)) * 1000) for day in days))


def best_by_trying(taken):
    """Of all subsets that never fall: the largest, then the newest from the latest backwards."""
    for size in range(len(taken), 0, -1):
        fitting = [
            places
            for places in combinations(range(len(taken)), size)
            if all(taken[a].km <= taken[b].km for a, b in pairwise(places))
        ]
        if fitting:
            return tuple(taken[place] for place in max(fitting, key=lambda places: places[::-1]))
    return ()


@given(few_readings())
def test_the_fewest_readings_are_dropped_and_the_newest_kept_from_the_latest_backwards(taken):
    assert kept_readings(taken, RULES) == best_by_trying(taken)


@given(few_readings())
def test_mileage_is_that_of_the_kept_readings_so_far_whenever_asked(taken):
    so_far = Readings(RULES)
    for n, reading in enumerate(taken, 1):
        so_far.add(*reading)
        kept = best_by_trying(taken[:n])
        mileage = so_far.mileage()
        assert (mileage.last_day, mileage.last_km) == kept[-1]
        assert so_far.kept() == kept


@pytest.mark.parametrize(
    ("given_km", "kept_km"),
    [
        ([10, 20, 30], [10, 20, 30]),
        ([10, 20, 20, 30], [10, 20, 20, 30]),
        ([10, 200, 20, 30], [10, 20, 30]),  # a digit too many
        ([10, 20, 3, 30], [10, 20, 30]),  # a digit too few
        ([10, 30, 20], [10, 20]),  # equal choices: the newest
        ([30, 20, 10], [10]),
        ([20, 10, 20, 10], [10, 10]),
        ([], []),
    ],
)
def test_mistyped_odometers_are_dropped(given_km, kept_km):
    taken = readings(*enumerate(given_km))
    assert [reading.km for reading in kept_readings(taken, RULES)] == kept_km


def test_without_readings_there_is_no_mileage():
    assert Readings(RULES).mileage() is None


@pytest.mark.parametrize(
    ("pairs", "rate"),
    [
        ([(0, 1000)], None),
        ([(0, 1000), (7, 1700)], (700, 7)),
        ([(0, 1000), (6, 1700)], None),  # less than 7 days apart
        ([(0, 1000), (30, 1000)], None),  # no rise
        ([(0, 1000), (100, 3000), (200, 9000)], (8000, 200)),
        ([(0, 9000), (100, 3000), (200, 4000)], (1000, 100)),
        ([(0, 1000), (545, 3000), (546, 9000)], None),  # the first is 18 months old, the rest too close
    ],
)
def test_the_rate_is_last_less_first_over_the_days_between(pairs, rate):
    mileage = mileage_of(*pairs)
    assert ((mileage.rate_km, mileage.rate_days) if mileage.rate_km else None) == rate


def test_only_readings_later_than_18_months_before_the_last_make_the_rate():
    last = date(2026, 8, 31)  # 18 months before: 2025-02-28
    for first, counted in ((date(2025, 2, 28), False), (date(2025, 3, 1), True)):
        taken = Readings(RULES)
        taken.add(first, 1000)
        taken.add(date(2026, 8, 1), 9000)
        taken.add(last, 9500)
        expected = (8500, (last - first).days) if counted else (500, 30)
        assert taken.mileage()[2:] == expected


def test_a_rise_above_1500_km_a_day_is_flagged_and_kept():
    taken = readings((0, 1000), (10, 16_000), (11, 17_501), (12, 17_000))
    assert steep_rises(taken, RULES) == (Reading(on(11), 17_501),)
    assert Reading(on(10), 16_000) in kept_readings(taken, RULES)


@given(st.integers(0, 200_000), st.integers(1, 60_000), st.integers(7, 560), st.integers(-20_000, 20_000))
def test_a_prediction_is_the_last_reading_and_the_days_rounded_up(last_km, rate_km, rate_days, ahead):
    mileage = Mileage(START, last_km, rate_km, rate_days)
    days = max(ceil(Fraction(ahead * rate_days, rate_km)), 0)
    reached = day_reached(mileage, last_km + ahead)
    assert reached == (on(days) if days < 36_500 else None)
    if reached is not None and ahead >= 0:
        assert predicted_km(mileage, reached) >= last_km + ahead
        assert reached == START or predicted_km(mileage, reached - timedelta(1)) < last_km + ahead


@given(st.integers(1, 60_000), st.integers(7, 560), st.integers(0, 4000))
def test_the_odometer_predicted_is_rounded_down(rate_km, rate_days, days):
    mileage = Mileage(START, 5000, rate_km, rate_days)
    assert predicted_km(mileage, on(days)) == 5000 + floor(Fraction(rate_km, rate_days) * days)


def test_without_a_rate_nothing_is_predicted():
    parked = Mileage(START, 8000, None, None)
    assert predicted_km(parked, on(9)) is None
    assert day_reached(parked, 8001) is None
    assert day_reached(parked, 8000) is None
    assert day_reached(Mileage(START, 8000, 50, 1), 7000) == START


@pytest.mark.parametrize(
    ("since_km", "mileage", "due"),
    [
        (10_000, None, "2025-07-01"),
        (10_000, Mileage(START, 10_000, None, None), "2025-07-01"),
        (None, Mileage(START, 10_000, 50, 1), "2025-07-01"),
        (10_000, Mileage(START, 10_000, 50, 1), "2025-04-11"),  # 100 days of 50 km
        (10_000, Mileage(START, 10_000, 49, 1), "2025-04-14"),  # 102.04 days, rounded up
        (10_000, Mileage(START, 10_000, 10, 1), "2025-07-01"),  # the months come first
        (10_000, Mileage(on(20), 15_500, 50, 1), "2025-01-21"),  # already driven: on the day it was read
        (10_000, Mileage(START, 60_000, 50, 1), "2025-07-01"),  # reached no later than the maintenance itself
        (600, Mileage(START, 60_000, 50, 1), "2025-07-01"),
    ],
)
def test_the_next_maintenance_is_the_earlier_of_months_and_km(since_km, mileage, due):
    assert next_maintenance(START, since_km, 6, 5000, mileage) == date.fromisoformat(due)


def test_months_of_maintenance_clamp():
    assert next_maintenance(date(2025, 8, 31), None, 6, 5000, None) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("days", "km", "told"),
    [
        (30, 3600, True),  # 120 a day against 60
        (30, 3599, False),
        (29, 9000, False),  # the reading before is not old enough
        (30, 900, True),  # 30 a day
        (30, 901, False),
        (60, 7200, True),
        (30, -5, False),
    ],
)
def test_a_change_in_use_is_twice_or_half_the_rate(days, km, told):
    before = Mileage(START, 50_000, 6000, 100)
    assert (change_in_use(before, on(days), 50_000 + km) is not None) is told


@pytest.mark.parametrize(("km", "told"), [(900, True), (899, False)])
def test_a_change_in_use_is_20_km_a_day_or_more(km, told):
    before = Mileage(START, 50_000, 1000, 100)  # 10 a day; 30 a day is three times as much
    found = change_in_use(before, on(30), 50_000 + km)
    assert (found is not None) is told
    if found:
        assert found == (1000, 100, 900, 30)


def test_without_a_rate_before_no_change_is_told():
    assert change_in_use(None, START, 5) is None
    assert change_in_use(Mileage(START, 5, None, None), on(99), 90_000) is None
