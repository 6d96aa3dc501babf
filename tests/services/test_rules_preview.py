"""What a change of the rules would move is what it moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealerdesk.db.store import Store
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.month_list import ListName, default_month
from dealerdesk.domain.moves import COUNTED_LISTS
from dealerdesk.domain.policies import policy_of_stages, with_policy
from dealerdesk.domain.rules import POLICIES, Interval, Rules
from dealerdesk.services.demo import invent_store
from dealerdesk.services.intervals import models_known, vehicles_by_interval
from dealerdesk.services.lists import AskFor, month_list, statuses
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.rules_preview import rules_preview
from dealerdesk.services.settings import rules_of
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop

TODAY = date(2026, 11, 22)
BASE = {"own", "other-store", "unknown"}


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    with a_shop(tmp_path_factory.mktemp("store"), TODAY) as shop:
        invent_store(shop.desk, 400)
        yield shop


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def counted(desk):
    """Counts as the rest of the desk has them: of statuses, and of the lists of next month."""
    base = [v for v in statuses(desk) if v.source in BASE and not v.departed]
    lists = {f"list.{name}": len(month_list(desk, AskFor(name)).rows) for name in COUNTED_LISTS}
    quasi = {"list.quasi-lost": sum(v.quasi_lost for v in base)}
    return {**{f"status.{k}": n for k, n in Counter(v.status for v in base).items()}, **quasi, **lists}


def told(moves, what):
    every = (*moves.statuses, moves.quasi_lost, *moves.lists)
    return {move.code: getattr(move, what) for move in every if getattr(move, what)}


@pytest.mark.parametrize(
    "wanted",
    [
        with_policy(Rules(), POLICIES["3-6-9"], TODAY),
        with_policy(Rules(), policy_of_stages(2, 5, 11)),
        Rules(second_visit_months=4, quasi_lost_months=12),
        Rules(manufacturer_counts=False, free_jobs_are_evidence=True),
        Rules(interval_months=12, interval_km=10_000, first_months=2),
        Rules(maintenance_words=("保养",), inspection_words=()),
    ],
    ids=["3-6-9", "own", "windows", "counting", "intervals", "words"],
)
def test_the_counts_are_those_that_the_desk_has_before_and_after(invented, wanted):
    desk = invented.desk
    held = rules_of(desk)
    before = {code: n for code, n in counted(desk).items() if n}
    moves = rules_preview(desk, wanted)
    assert told(moves, "before") == before
    change_rules(desk, wanted)
    try:
        assert told(moves, "after") == {code: n for code, n in counted(desk).items() if n}
        again = rules_preview(desk, wanted)
        assert again.changed == 0
        assert not again.rebuilt
    finally:
        change_rules(desk, held)
    assert moves.vehicles == sum(n for code, n in before.items() if code.startswith("status."))
    assert all(move.after - move.before == move.come - move.go for move in moves.statuses)


def test_nothing_is_written_and_progress_is_told(invented):
    beside = Store.open(invented.desk.store.folder)
    version = beside.others_version()
    heard = []
    moves = rules_preview(invented.desk, Rules(interval_km=8_000), lambda done, whole: heard.append((done, whole)))
    assert (moves.rebuilt, heard) == (True, [(1, 1)])
    assert beside.others_version() == version
    beside.close()


def test_a_policy_from_a_later_day_is_looked_at_on_that_day(shop):
    shop.car(visits=[date(2026, 5, 25)])
    day = date(2026, 11, 30)
    moves = rules_preview(shop.desk, with_policy(Rules(), POLICIES["6"], day))
    assert (moves.day, moves.month) == (day, default_month(day))
    assert told(moves, "before") == {"status.at-risk": 1}
    assert told(moves, "after") == {"status.lost": 1}
    assert moves.changed == 1


def test_departed_cars_and_those_of_other_brands_are_not_counted(shop):
    visits = [date(2026, 3, 1)]
    shop.departs(shop.car(visits=visits), date(2026, 6, 1))
    shop.car(visits=visits, source="other-brand")
    shop.car(visits=visits)
    moves = rules_preview(shop.desk, with_policy(Rules(), POLICIES["6"], TODAY))
    assert (moves.vehicles, moves.changed) == (1, 1)


def test_a_preview_can_be_stopped(shop):
    shop.car()
    with pytest.raises(WrongUse) as stopped:
        rules_preview(shop.desk, Rules(interval_km=8_000), cancelled=lambda: True)
    assert stopped.value.said.code == "rules.preview_cancelled"


def test_a_change_can_be_stopped_and_leaves_the_rules_as_they_were(shop):
    shop.car(visits=[date(2026, 9, 1)])
    with pytest.raises(WrongUse) as stopped:
        change_rules(shop.desk, Rules(manufacturer_counts=False), cancelled=lambda: True)
    assert stopped.value.said.code == "rules.change_cancelled"
    assert rules_of(shop.desk) == Rules()
    assert shop.rows("SELECT DISTINCT rules_id FROM stretch") == [{"rules_id": 1}]
    assert check_store(shop.desk).ok


@pytest.mark.parametrize("call", [rules_preview, change_rules])
def test_numbers_out_of_bounds_are_refused(shop, call):
    with pytest.raises(WrongUse) as refused:
        call(shop.desk, Rules(interval_months=0))
    assert refused.value.said.code == "rules.between"
    assert rules_of(shop.desk) == Rules()


def test_models_and_drives_are_counted_and_go_by_their_intervals(shop):
    for _ in range(2):
        shop.car(model="明锐", drive="fuel")
    shop.car(model="明锐", drive="electric")
    shop.car()
    known = models_known(shop.desk)
    assert known[0] == ("明锐", "fuel", 2)
    assert sorted(one.vehicles for one in known) == [1, 1, 2]
    rules = replace(Rules(), intervals=(Interval(6, 5_000, "明锐"), Interval(12, 20_000, drive="electric")))
    assert vehicles_by_interval(known, rules) == (3, 0, 1)
    assert vehicles_by_interval(known, Rules()) == (4,)


def test_the_month_is_that_after_the_day(invented):
    moves = rules_preview(invented.desk, with_policy(Rules(), POLICIES["6"], TODAY + timedelta(days=9)))
    assert str(moves.month) == "2027-01"
    assert {move.code for move in moves.lists} == {f"list.{name}" for name in COUNTED_LISTS}
    assert ListName.QUASI_LOST not in COUNTED_LISTS
