"""The car that has come, and what is worth saying to its customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.visit import VisitState
from dealerdesk.domain.visit_kinds import VisitKind
from dealerdesk.services.reception.arriving import arrival
from dealerdesk.services.reception.at_hand import add_on_wechat, close_tasks
from dealerdesk.services.reception.booking import log_visit
from dealerdesk.services.reception.kinds import change_visit_kinds, visit_kinds
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.undoing import undo_act
from tests.stores import a_shop

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def lines(shop, car, **asked):
    return {line.said.code.removeprefix("talk."): line for line in arrival(shop.desk, car, **asked).lines}


def known(shop, **fields):
    """A customer of whom everything is known."""
    return shop.customer("王小明", wechat=True, birthday=date(1988, 3, 1), district="海口", **fields)


def complete(**fields):
    return {"vin": "LSVAA4187E2184321", "model": "明锐", "insurance_end": date(2027, 6, 1), **fields}


def test_a_car_of_which_all_is_known_needs_no_word(shop):
    car = shop.car(known(shop), visits=[date(2026, 8, 1)], **complete())
    assert lines(shop, car) == {}


def test_a_win_back_names_whose_call_it_was(shop):
    owner = known(shop)
    car = shop.car(owner, visits=[date(2025, 5, 1)], **complete())
    called = {"at": datetime(2026, 11, 3, 2, 0, tzinfo=UTC), "day": date(2026, 11, 3), "who": "李娜"}
    with shop.writing() as writer:
        writer.insert(tables.Call, [{**called, "customer_id": owner, "disposition": "completed"}])
    line = lines(shop, car)["won_back"]
    assert line.said.params == {"since": date(2026, 5, 1), "who": "李娜", "day": date(2026, 11, 3)}


def test_a_call_that_did_not_reach_them_has_no_credit(shop):
    owner = known(shop)
    car = shop.car(owner, visits=[date(2025, 5, 1)], **complete())
    called = {"at": datetime(2026, 11, 3, 2, 0, tzinfo=UTC), "day": date(2026, 11, 3), "who": "李娜"}
    with shop.writing() as writer:
        writer.insert(tables.Call, [{**called, "customer_id": owner, "disposition": "no-answer"}])
    assert set(lines(shop, car)) == {"returned"}


def test_what_the_odometer_says_of_the_use_is_said_once_it_is_typed(shop):
    car = shop.car(known(shop), **complete())
    shop.visit(car, date(2026, 1, 1), odometer=10_000)
    shop.visit(car, date(2026, 8, 1), odometer=16_000)
    assert "drives_more" not in lines(shop, car)
    assert "drives_more" in lines(shop, car, odometer=26_000)
    assert "drives_less" in lines(shop, car, odometer=16_060)


def test_the_responsible_advisor_is_called_over(shop):
    mine, other = shop.staff("李诚", "advisor"), shop.staff("周顾问", "advisor")
    car = shop.car(known(shop), advisor=mine, visits=[date(2026, 8, 1)], **complete())
    assert set(lines(shop, car, receiving=other)) == {"other_advisor"}
    assert lines(shop, car, receiving=mine) == {}
    assert arrival(shop.desk, car).advisor == (mine, "李诚")


def test_what_is_missing_in_the_file_is_asked_for(shop):
    car = shop.car(shop.customer("王小明", None))
    found = lines(shop, car)
    assert {"no_phone", "not_on_wechat", "file_gaps", "first_time_here"} <= found.keys()
    fields = [part.code for part in found["file_gaps"].said.params["fields"]]
    assert fields == [f"label.fact.{name}" for name in ("birthday", "district", "vin", "model", "insurance_end")]


def test_wechat_is_added_by_one_key(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner)
    add_on_wechat(shop.desk, owner)
    assert "not_on_wechat" not in lines(shop, car)
    assert shop.rows("SELECT wechat, wechat_on FROM customer") == [{"wechat": 1, "wechat_on": "2026-11-22"}]


def test_a_task_is_closed_by_one_key(shop):
    car = shop.car(known(shop), visits=[date(2025, 5, 1)], **complete())
    generate_tasks(shop.desk)
    line = lines(shop, car)["open_task"]
    close_tasks(shop.desk, [line.key])
    assert "open_task" not in lines(shop, car)
    assert shop.rows("SELECT state FROM task") == [{"state": "done"}]


def test_a_car_that_is_here_already_leads_to_its_visit(shop):
    car = shop.car()
    came = log_visit(shop.desk, car, {"date_in": TODAY, "kind": "Repair"}, VisitState.ARRIVED)
    assert arrival(shop.desk, car).visit == came.visit


def test_kinds_are_data_that_the_manager_edits(shop):
    usual = visit_kinds(shop.desk)
    assert [kind.name for kind in usual][:3] == ["Maintenance", "First maintenance", "Repair"]
    done = change_visit_kinds(shop.desk, [VisitKind("大保养", maintenance=True), VisitKind("洗车", counts=False)])
    assert not done.errors
    kept = visit_kinds(shop.desk)
    assert [(kind.name, kind.maintenance, kind.counts) for kind in kept] == [
        ("大保养", True, True),
        ("洗车", False, False),
    ]
    change_visit_kinds(shop.desk, [kept[1]])
    assert [kind.name for kind in visit_kinds(shop.desk)] == ["洗车"]
    twice = change_visit_kinds(shop.desk, [VisitKind("洗车"), VisitKind(" 洗车 "), VisitKind("")])
    assert {place: why.code for place, why in twice.errors.items()} == {"1": "kinds.twice", "2": "edit.required"}


def test_the_lines_are_of_the_day_before_the_visit(shop):
    car = shop.car(known(shop), visits=[date(2025, 5, 1)], **complete())
    log_visit(shop.desk, car, {"date_in": TODAY, "kind": "Repair", "payer": "owner", "paid_fen": "5"})
    assert "returned" in lines(shop, car)
    assert "returned" not in lines(shop, car, day=TODAY + timedelta(1))


def test_kinds_swap_their_names_or_take_one_that_was_retired(shop):
    desk = shop.desk
    change_visit_kinds(desk, [VisitKind("A", maintenance=True), VisitKind("B"), VisitKind("C")])
    first, second, _ = visit_kinds(desk)
    change_visit_kinds(desk, [replace(first, name="B"), replace(second, name="A")])
    assert [(kind.name, kind.maintenance) for kind in visit_kinds(desk)] == [("B", True), ("A", False)]
    first, second = visit_kinds(desk)
    kept = change_visit_kinds(desk, [replace(first, name="C"), second, VisitKind("B")])
    assert [(kind.name, kind.maintenance) for kind in visit_kinds(desk)] == [("C", True), ("A", False), ("B", False)]
    undo_act(desk, kept.changed.act)
    assert [kind.name for kind in visit_kinds(desk)] == ["B", "A"]
