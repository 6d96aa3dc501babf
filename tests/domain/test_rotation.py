"""Which copies stay: the newest of days, weeks and months, and never the last good one away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.rotation import DAILY, MONTHLY, WEEKLY, DatedCopy, to_drop

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def copy(days_ago, hour=12, series="daily", **fields):
    at = NOON - timedelta(days=days_ago) + timedelta(hours=hour - 12)
    return DatedCopy(f"{series}-{at:%Y%m%dT%H}", at, at.date(), series, **fields)


@st.composite
def heaps(draw):
    """Copies of all kinds over some years, no two of one name."""
    found = {}
    kinds = st.sampled_from([None, "daily", "before-import", "before-restore"])
    for _ in range(draw(st.integers(0, 60))):
        made = copy(draw(st.integers(-30, 800)), draw(st.integers(0, 23)), draw(kinds))
        rest = 30 if made.series == "before-restore" else 0
        found[made.name] = DatedCopy(made.name, made.at, made.day, made.series, draw(st.booleans()), rest)
    return list(found.values())


def test_a_copy_a_day_for_three_years_leaves_days_weeks_and_months():
    copies = [copy(ago) for ago in range(1_000)]
    kept = {one.name for one in copies} - to_drop(copies)
    days = sorted({(NOON.date() - one.day).days for one in copies if one.name in kept})
    assert days[:DAILY] == list(range(7))
    assert days[DAILY : DAILY + 2] == [12, 19]
    assert len(days) <= DAILY + WEEKLY + MONTHLY
    assert len({(one.day.year, one.day.month) for one in copies if one.name in kept}) == MONTHLY


def test_of_one_day_the_newest_stays():
    morning, evening = copy(1, 8), copy(1, 20)
    assert to_drop([morning, evening, copy(0)]) == {morning.name}


def test_a_desk_that_was_closed_for_a_year_keeps_its_last_days():
    old = [copy(400 + ago) for ago in range(7)]
    assert to_drop([*old, copy(0)]) <= {old[-1].name}


def test_what_was_made_with_the_clock_set_back_is_spared():
    future = [copy(-ago) for ago in range(1, 8)]
    fresh = copy(40)
    assert fresh.name not in to_drop([*future, copy(39), fresh], {fresh.name})


def test_every_copy_before_a_restore_rests():
    first, second = (copy(1, hour, "before-restore", rest_days=30) for hour in (8, 9))
    assert to_drop([first, second, copy(0)]) == frozenset()


@given(heaps(), st.data())
def test_what_must_stay_stays(copies, data):
    spared = data.draw(st.sets(st.sampled_from([one.name for one in copies]))) if copies else set()
    dropped = to_drop(copies, spared)
    assert not dropped & spared
    for one in copies:
        assert one.name not in dropped or (one.series is not None and one.sound)
    sound = [one for one in copies if one.sound]
    if sound:
        assert max(sound, key=lambda one: (one.at, one.name)).name not in dropped
    for series in {one.series for one in sound}:
        assert max((one for one in sound if one.series == series), key=lambda one: one.at).name not in dropped


@given(heaps())
def test_no_more_stay_than_days_weeks_and_months(copies):
    dropped = to_drop(copies)
    for series in ("daily", "before-import"):
        stay = [one for one in copies if one.series == series and one.sound and one.name not in dropped]
        assert len(stay) <= DAILY + WEEKLY + MONTHLY + 1


@given(heaps())
def test_rotating_again_drops_nothing_more(copies):
    dropped = to_drop(copies)
    assert to_drop([one for one in copies if one.name not in dropped]) == frozenset()
