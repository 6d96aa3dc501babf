from __future__ import annotations

import calendar
import math
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.history import Folded, History, Owned, Stretch, Told, fold, stretch_on
from dealerdesk.domain.retention import status_on
from dealerdesk.domain.rules import POLICIES, Interval, Rules
from dealerdesk.domain.visit import Visit

RULES = Rules()
START = date(2023, 11, 20)
DAYS = 1200


def day(text):
    return date.fromisoformat(text)


# An independent reading of the rulebook, one day at a time: slow, and without any of the fold's shortcuts.


def months_later(start, n):
    years, month = divmod(start.month - 1 + n, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def slow_charge(visit):
    if visit.due_fen is not None and visit.discount_fen is not None:
        return max(visit.due_fen - visit.discount_fen, visit.redeemed_fen or 0)
    return (visit.paid_fen or 0) + (visit.redeemed_fen or 0)


def slow_counts(visit):
    settled = visit.state in ("settled", "handed-over")
    return settled and slow_charge(visit) > 0 and "内部" not in visit.kind and visit.payer != "internal"


def slow_evident(visit):
    settled = visit.state in ("settled", "handed-over")
    return settled and slow_charge(visit) == 0 and visit.kind == "上门检测" and visit.payer != "internal"


def slow_maintains(visit):
    return "保养" in visit.kind and slow_charge(visit) >= 0


def slow_kept(taken):
    for size in range(len(taken), 0, -1):
        fitting = [
            places
            for places in combinations(range(len(taken)), size)
            if all(taken[a][1] <= taken[b][1] for a, b in pairwise(places))
        ]
        if fitting:
            return [taken[place] for place in max(fitting, key=lambda places: places[::-1])]
    return []


def slow_rate(kept):
    recent = [(on, km) for on, km in kept if on > months_later(kept[-1][0], -18)] if kept else []
    if len(recent) < 2:
        return None, None
    (first_on, first_km), (last_on, last_km) = recent[0], recent[-1]
    if (last_on - first_on).days < 7 or last_km <= first_km:
        return None, None
    return last_km - first_km, (last_on - first_on).days


def slow_next(since, since_km, months, km, kept, rate):
    by_month = months_later(since, months)
    if since_km is None or not kept or rate[0] is None:
        return by_month
    missing = since_km + km - kept[-1][1]
    days = math.ceil(Fraction(missing * rate[1], rate[0])) if missing > 0 else 0
    by_km = kept[-1][0] + timedelta(min(days, 40_000))
    return min(by_month, by_km) if by_km > since else by_month


def slow_reading(history, on):
    """What a stretch says on a day, from nothing but what had happened by then."""
    visits = sorted(
        (v for v in history.visits if v.day <= on and v.state != "void"), key=lambda v: (v.day, v.order_no or "", v.id)
    )
    settled = [v for v in visits if v.state in ("settled", "handed-over")]
    counting = [v for v in visits if slow_counts(v)]
    told = [t for t in history.told if t.day <= on]
    own = history.source == "own" and history.delivered is not None and history.delivered <= on
    reference = max([v.day for v in counting] + ([history.delivered] if own else []), default=None)
    left = max((d for d in history.departed if d <= on), default=None)
    came_back = left is not None and (any(v.day > left for v in counting) or (own and history.delivered > left))
    by_day = defaultdict(int)
    for at, km in chain(((v.day, v.odometer) for v in settled), ((t.day, t.odometer) for t in told)):
        by_day[at] = max(by_day[at], km or 0)
    kept = slow_kept(sorted((at, km) for at, km in by_day.items() if km > 0))
    rate = slow_rate(kept)
    services = [(t.day, 0, "", 0, t.odometer or 0) for t in told if t.maintenance]
    services += [(v.day, 1, v.order_no or "", v.id, v.odometer or 0) for v in settled if slow_maintains(v)]
    following = maintained = maintained_km = None
    if services:
        last = max(services)
        if last[1] == 0:  # of several tellings of a day the highest odometer
            last = max(s for s in services if s[:2] == last[:2])
        maintained, maintained_km = last[0], last[4] or None
        following = slow_next(maintained, maintained_km, 6, 5000, kept, rate)
    elif own:
        following = slow_next(history.delivered, 0, 3, 5000, kept, rate)
    owner = max((o for o in history.owners if o.from_day <= on), key=lambda o: o.from_day, default=None)
    return {
        "reference": reference,
        "departed": left is not None and not came_back,
        "owner_id": owner.owner_id if owner else None,
        "do_not_call": owner.do_not_call if owner else False,
        "source": history.source,
        "delivered": history.delivered,
        "last_day": kept[-1][0] if kept else None,
        "last_km": kept[-1][1] if kept else None,
        "rate_km": rate[0],
        "rate_days": rate[1],
        "maintained": maintained,
        "maintained_km": maintained_km,
        "next_maintenance": following,
        "visits": len(counting),
        "spend_fen": sum(slow_charge(v) for v in counting),
        "owner_paid_fen": sum(slow_charge(v) - (v.redeemed_fen or 0) for v in counting if v.payer in (None, "owner")),
        "first_seen": visits[0].day if visits else None,
        "last_visit": visits[-1].id if visits else None,
        "first_visit": counting[0].id if counting else None,
    }


def said_on(folded, on):
    said = stretch_on(folded.stretches, on)._asdict()
    del said["from_day"], said["until_day"]
    return said


# Histories

days = st.integers(0, DAYS).map(lambda n: START + timedelta(n))
near_days = st.sampled_from([START + timedelta(n) for n in (0, 6, 7, 102, 465, 466, 800)])
some_days = days | near_days | near_days
odometers = st.none() | st.integers(0, 12).map(lambda n: n * 3000)
money = {
    "due_fen": st.none() | st.sampled_from([0, 38_000, 50_000]),
    "discount_fen": st.none() | st.sampled_from([0, 38_000]),
    "paid_fen": st.none() | st.sampled_from([0, 25_000]),
    "redeemed_fen": st.none() | st.sampled_from([0, 12_000]),
}


@st.composite
def visits_of(draw, max_size, min_size=0):
    return tuple(draw_visit(draw, number) for number in range(1, draw(st.integers(min_size, max_size)) + 1))


def draw_visit(draw, number):
    on = draw(some_days)
    driven = (on - START).days * 30
    return Visit(
        number,
        on,
        draw(st.sampled_from([None, "RO1", "RO2", "RO3"])),
        draw(st.just(driven) | st.just(driven) | st.just(driven + 900) | odometers),
        draw(st.sampled_from(["常规保养", "一般维修", "上门检测", "内部维修", "首次保养"])),
        draw(st.sampled_from(["settled"] * 6 + ["handed-over", "in-workshop", "arrived", "void"])),
        draw(st.sampled_from([None, "owner", "owner", "insurer", "package", "internal"])),
        **{name: draw(amount) for name, amount in money.items()},
    )


def is_plain(visit):
    """Neither a reversal nor an order of which only the due amount is known."""
    due, discount = visit.due_fen, visit.discount_fen
    if due is not None and discount is not None:
        return due >= discount
    return visit.paid_fen is not None or due is None


@st.composite
def histories(draw, max_visits=7):
    owners = draw(
        st.lists(
            st.tuples(some_days, st.none() | st.integers(1, 3), st.booleans()), max_size=3, unique_by=lambda o: o[0]
        )
    )
    return History(
        draw(st.sampled_from(["own", "own", "own", "other-store", "unknown", "passing"])),
        draw(st.none() | some_days | some_days),
        "明锐",
        None,
        tuple(filter(is_plain, draw(visits_of(max_visits, min_size=2)))),
        tuple(draw(st.lists(st.builds(Told, some_days, odometers, st.booleans()), max_size=2))),
        tuple(Owned(*owner) for owner in owners),
        tuple(draw(st.lists(some_days, max_size=2))),
    )


def telling_days(history, folded):
    """The days that matter: each turn, the days around it, and all that happened."""
    turns = {s.from_day for s in folded.stretches if s.from_day > EVER}
    turns |= {v.day for v in history.visits} | {t.day for t in history.told} | set(history.departed)
    return (
        {START - timedelta(1)}
        | turns
        | {turn - timedelta(1) for turn in turns}
        | {turn + timedelta(1) for turn in turns}
    )


@given(histories(), st.lists(some_days, max_size=3))
@settings(max_examples=250, deadline=None)
def test_a_stretch_says_what_a_slow_reading_of_that_day_says(history, random_days):
    folded = fold(history, RULES)
    for on in sorted(telling_days(history, folded).union(random_days)):
        assert said_on(folded, on) == slow_reading(history, on), on
    assert folded.evidence == tuple(sorted({v.day for v in history.visits if slow_evident(v)}))


@given(histories(max_visits=8))
@settings(max_examples=80, deadline=None)
def test_stretches_tile_all_days_and_each_says_something_new(history):
    stretches = fold(history, RULES).stretches
    assert stretches[0].from_day == EVER
    assert stretches[-1].until_day == FOREVER
    for before, after in pairwise(stretches):
        assert before.from_day < before.until_day == after.from_day
        assert before[2:] != after[2:]


@given(histories(max_visits=8), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_in_which_a_history_is_told_is_of_no_account(history, chance):
    def shuffled(rows):
        rows = list(rows)
        chance.shuffle(rows)
        return tuple(rows)

    other = history._replace(
        visits=shuffled(history.visits),
        told=shuffled(history.told),
        owners=shuffled(history.owners),
        departed=shuffled(history.departed),
    )
    assert fold(other, RULES) == fold(history, RULES)


changes = st.lists(
    st.tuples(st.sampled_from(["insert", "correct", "void", "delete"]), st.integers(0, 9), visits_of(1, min_size=1)),
    max_size=6,
)


@given(histories(max_visits=4), changes)
@settings(max_examples=80, deadline=None)
def test_after_any_inserts_corrections_voids_and_deletions_it_is_as_folded_afresh(history, sequence):
    kept = {visit.id: visit for visit in history.visits}
    for number, (act, place, other) in enumerate(sequence, 100):
        chosen = sorted(kept)[place % len(kept)] if kept else None
        if act == "insert" and is_plain(other[0]):
            kept[number] = other[0]._replace(id=number)
        elif act == "correct" and chosen is not None and is_plain(other[0]):
            kept[chosen] = other[0]._replace(id=chosen)
        elif act == "void" and chosen is not None:
            kept[chosen] = kept[chosen]._replace(state="void")
        elif act == "delete" and chosen is not None:
            del kept[chosen]
        changed = history._replace(visits=tuple(kept.values()))
        fold(changed, RULES)
    last = history._replace(visits=tuple(kept.values()))
    afresh = last._replace(visits=tuple(v for _, v in sorted(kept.items()) if v.state != "void"))
    folded = fold(last, RULES)
    assert folded == fold(afresh, RULES)
    for on in telling_days(last, folded):
        assert said_on(folded, on)["reference"] == slow_reading(afresh, on)["reference"]


not_counting = st.sampled_from(
    [
        {"kind": "维修", "paid_fen": 0},
        {"kind": "上门检测"},
        {"kind": "一般维修", "paid_fen": 90_000, "state": "void"},
        {"kind": "一般维修", "paid_fen": 90_000, "state": "in-workshop"},
        {"kind": "内部维修", "paid_fen": 90_000},
        {"kind": "一般维修", "paid_fen": -90_000},
        {"kind": "精品销售", "paid_fen": 90_000},
        {"kind": "常规保养", "due_fen": 9_000, "discount_fen": 9_000},
    ]
)


@given(histories(), some_days, not_counting, odometers, st.lists(days, max_size=4))
@settings(max_examples=80, deadline=None)
def test_a_visit_that_does_not_count_changes_no_status_on_any_day(history, on, cells, km, random_days):
    before = fold(history, RULES)
    more = history._replace(visits=(*history.visits, Visit(99, on, "RO9", km, **cells)))
    after = fold(more, RULES)

    def said(folded):
        told = []
        for stretch in folded.stretches:
            says = (stretch.reference, stretch.departed, stretch.visits, stretch.spend_fen)
            if not told or told[-1][1:] != says:
                told.append((stretch.from_day, *says))
        return told

    assert said(after) == said(before)
    for then in random_days:
        for policy in POLICIES.values():
            one, other = (stretch_on(folded.stretches, then).reference for folded in (before, after))
            assert status_on(one, then, policy) is status_on(other, then, policy)


# Examples, by rule


def paid(number, on, order_no=None, **cells):
    return Visit(number, day(on), order_no or f"RO{number:04d}", **{"kind": "一般维修", "paid_fen": 50_000, **cells})


def on_day(history, on, rules=RULES):
    return stretch_on(fold(history, rules).stretches, day(on))


def test_an_empty_history_is_one_stretch_that_says_nothing():
    assert fold(History(), RULES) == Folded((Stretch(EVER, FOREVER),), ())


def test_the_reference_is_the_latest_of_counting_visit_and_own_delivery():
    history = History("own", day("2026-01-10"), visits=(paid(1, "2026-04-02"),))
    assert on_day(history, "2026-01-09").reference is None
    assert on_day(history, "2026-01-10").reference == day("2026-01-10")
    assert on_day(history, "2026-04-01").reference == day("2026-01-10")
    assert on_day(history, "2026-04-02").reference == day("2026-04-02")


@pytest.mark.parametrize("source", ["other-store", "unknown", "passing", "other-brand"])
def test_what_another_store_delivered_is_counted_from_its_first_visit_with_us(source):
    history = History(source, day("2026-01-10"), visits=(paid(1, "2026-04-02"),))
    assert on_day(history, "2026-04-01").reference is None
    assert on_day(history, "2026-04-01").next_maintenance is None
    assert on_day(history, "2026-04-02").reference == day("2026-04-02")


def test_an_order_counts_from_its_date_in_whenever_it_was_settled():
    waiting = History(visits=(paid(1, "2026-02-27", state="in-workshop"),))
    assert on_day(waiting, "2026-02-28").reference is None
    assert on_day(waiting, "2026-02-28").last_visit == 1
    settled = History(visits=(paid(1, "2026-02-27"),))
    assert on_day(settled, "2026-02-28").reference == day("2026-02-27")


def test_a_departure_lasts_until_a_counting_visit_after_it():
    history = History(departed=(day("2026-03-01"),), visits=(paid(1, "2026-03-01"), paid(2, "2026-05-05")))
    assert not on_day(history, "2026-02-28").departed
    assert on_day(history, "2026-03-01").departed
    assert on_day(history, "2026-05-04").departed
    assert not on_day(history, "2026-05-05").departed


def test_a_free_job_does_not_end_a_departure_and_neither_does_it_erase_the_history():
    history = History(departed=(day("2026-03-01"),), visits=(paid(1, "2026-01-01"), paid(2, "2026-05-05", paid_fen=0)))
    assert on_day(history, "2026-06-01").departed
    assert on_day(history, "2026-06-01").reference == day("2026-01-01")


def test_a_car_that_we_took_back_and_sold_again_is_no_longer_departed():
    history = History("own", day("2026-06-01"), departed=(day("2026-03-01"),))
    assert on_day(history, "2026-05-31").departed
    assert not on_day(history, "2026-06-01").departed


def test_owners_follow_each_other_and_carry_their_mark():
    history = History(
        owners=(Owned(day("2026-02-01"), 8, do_not_call=True), Owned(EVER, 7), Owned(day("2026-09-01"), None))
    )
    assert on_day(history, "2026-01-31")[4:6] == (7, False)
    assert on_day(history, "2026-02-01")[4:6] == (8, True)
    assert on_day(history, "2026-09-01")[4:6] == (None, False)


def test_of_two_owners_from_one_day_the_later_entered_one_stays():
    owners = (Owned(day("2026-02-01"), 7), Owned(day("2026-02-01"), 8), Owned(day("2026-02-01"), None))
    for told in (owners, owners[::-1]):
        assert on_day(History(owners=told), "2026-02-01").owner_id == 8


def test_the_highest_odometer_of_a_day_is_its_reading():
    history = History(
        visits=(
            paid(1, "2026-02-01", odometer=900),
            paid(2, "2026-02-01", odometer=950),
            paid(3, "2026-02-01", odometer=940),
            paid(4, "2026-02-01", odometer=2_000, state="in-workshop"),
        ),
        told=(Told(day("2026-02-01"), 945),),
    )
    assert on_day(history, "2026-02-01").last_km == 950
    assert on_day(history._replace(told=(Told(day("2026-02-01"), 960),)), "2026-02-01").last_km == 960


def test_the_last_maintenance_is_the_latest_settled_one_by_date_then_order_number_charged_or_not():
    history = History(
        visits=(
            Visit(5, day("2026-02-01"), "RO2", 9_000, "常规保养", paid_fen=0),
            Visit(6, day("2026-02-01"), "RO1", 9_100, "常规保养", paid_fen=100),
            Visit(7, day("2026-03-01"), "RO3", 9_900, "常规保养", state="in-workshop"),
            Visit(8, day("2026-03-02"), "RO4", 9_950, "常规保养", state="void"),
            Visit(9, day("2026-03-03"), "RO5", 9_960, "一般维修", paid_fen=100),
        )
    )
    stretch = on_day(history, "2026-04-01")
    assert (stretch.maintained, stretch.maintained_km) == (day("2026-02-01"), 9_000)
    assert (stretch.last_day, stretch.last_km) == (day("2026-03-03"), 9_960)


def test_a_service_that_was_told_counts_for_maintenance_and_is_no_visit():
    history = History(
        "own",
        day("2025-12-01"),
        told=(Told(day("2026-02-01"), 6_000, maintenance=True), Told(day("2026-02-20"), 7_000)),
    )
    stretch = on_day(history, "2026-03-01")
    assert (stretch.maintained, stretch.maintained_km, stretch.visits) == (day("2026-02-01"), 6_000, 0)
    assert stretch.reference == day("2025-12-01")
    assert stretch.next_maintenance < day("2026-08-01")  # 1,000 km in 19 days: 5,000 km come first
    assert stretch.first_seen is None


def test_our_own_maintenance_outweighs_what_was_told_that_day():
    visit = Visit(1, day("2026-02-01"), "RO1", None, "常规保养", paid_fen=100)
    history = History(visits=(visit,), told=(Told(day("2026-02-01"), 6_000, maintenance=True),))
    stretch = on_day(history, "2026-02-01")
    assert (stretch.maintained, stretch.maintained_km, stretch.last_km) == (day("2026-02-01"), None, 6_000)
    assert stretch.next_maintenance == day("2026-08-01")


def test_before_the_first_maintenance_an_own_sale_counts_from_delivery():
    history = History("own", day("2025-11-30"))
    assert on_day(history, "2025-11-29").next_maintenance is None
    assert on_day(history, "2025-11-30").next_maintenance == day("2026-02-28")
    driven = history._replace(visits=(paid(1, "2025-12-10", odometer=2000), paid(2, "2025-12-20", odometer=4000)))
    assert on_day(driven, "2025-12-10").next_maintenance == day("2026-02-28")
    assert on_day(driven, "2025-12-20").next_maintenance == day("2025-12-25")  # 200 km a day from 4,000 to 5,000


def test_the_odometer_of_the_last_maintenance_is_as_entered_even_where_it_is_dropped():
    visits = (
        paid(1, "2025-01-01", odometer=10_000),
        paid(2, "2025-04-11", odometer=15_000),
        Visit(3, day("2025-07-20"), "RO0003", 2_000, "常规保养", paid_fen=100),  # a digit too few
        paid(4, "2025-07-30", odometer=20_500),
    )
    stretch = on_day(History(visits=visits), "2025-08-01")
    assert (stretch.maintained_km, stretch.last_km) == (2_000, 20_500)
    assert stretch.next_maintenance == day("2025-07-30")  # 7,000 km were over when the odometer was read


def test_intervals_are_those_of_the_model_and_drive():
    rules = Rules(intervals=(Interval(12, 20_000, drive="electric"),))
    visit = Visit(1, day("2026-02-01"), "RO1", 9_000, "常规保养")
    assert on_day(History(drive="electric", visits=(visit,)), "2026-02-01", rules).next_maintenance == day("2027-02-01")
    assert on_day(History(drive="fuel", visits=(visit,)), "2026-02-01", rules).next_maintenance == day("2026-08-01")


def test_evidence_is_kept_by_day_with_free_jobs_by_setting():
    history = History(
        visits=(
            Visit(1, day("2026-02-01"), "RO1", kind="上门检测"),
            Visit(2, day("2026-02-01"), "RO2", kind="上门检测"),
            Visit(3, day("2026-01-01"), "RO3", kind="维修"),
        )
    )
    assert fold(history, RULES).evidence == (day("2026-02-01"),)
    assert fold(history, Rules(free_jobs_are_evidence=True)).evidence == (day("2026-01-01"), day("2026-02-01"))


def test_first_and_last_visit_are_by_date_then_order_number():
    history = History(
        visits=(
            paid(3, "2026-02-01", order_no="B"),
            paid(4, "2026-02-01", order_no="A"),
            paid(5, "2026-01-01", paid_fen=0),
            paid(6, "2026-03-01", state="void"),
        )
    )
    stretch = on_day(history, "2026-04-01")
    assert (stretch.first_seen, stretch.first_visit, stretch.last_visit) == (day("2026-01-01"), 4, 3)


def test_the_mileage_of_a_stretch_is_its_last_reading_and_rate():
    assert on_day(History(), "2026-01-01").mileage is None
    visits = (paid(1, "2025-12-10", odometer=2000), paid(2, "2025-12-20", odometer=4000))
    assert on_day(History(visits=visits), "2026-01-01").mileage == (day("2025-12-20"), 4000, 2000, 10)
