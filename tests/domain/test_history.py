"""Histories as they come, in any order and with any changes, against a slow reading of each day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.history import History, Owned, Told, fold, stretch_on
from dealerdesk.domain.retention import status_on
from dealerdesk.domain.rules import POLICIES, Rules
from dealerdesk.domain.visit import Visit
from tests.slow_history import slow_evident, slow_reading

RULES = Rules()
START = date(2023, 11, 20)
DAYS = 1200


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
@settings(max_examples=150, deadline=None)
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
