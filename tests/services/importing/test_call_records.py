"""Old records of calls: they come in with their day and author, and go again with their import."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db import tables
from dealerdesk.services.importing import import_history, undo_import
from dealerdesk.services.personal.erasing import erase_customer
from tests.exports import contents, counts
from tests.importing import CAR, OTHER, PLATE, PLATE_2, found_by_search, only

CALL = {"day": "2026-03-02 10:35", "plate": PLATE, "agent": "陈晓", "result": "无人接听", "note": "响了很久"}


@pytest.fixture
def owner(shop):
    """王小明, whose car bears PLATE, and who is called under one number."""
    customer = shop.customer("王小明", phone="13800000001")
    shop.car(customer, PLATE, vin=CAR)
    return customer


def kept(shop):
    return shop.rows('SELECT * FROM "call" ORDER BY id')


def test_a_call_comes_in_with_its_day_its_hour_and_its_author(shop, desk, exports, owner):
    agent = shop.staff("陈晓")
    result = exports.calls(desk, {**CALL, "channel": "微信", "incoming": "呼入", "topic": "流失回访"})
    assert (result.kind, counts(result), dict(result.warnings)) == ("calls", (1, 0, 0, 0, 0), {})
    assert result.changed.kinds == {"call", "customer"}
    row = only(kept(shop))
    assert (row["day"], row["who"], row["agent_id"], row["customer_id"]) == ("2026-03-02", "陈晓", agent, owner)
    assert (row["disposition"], row["channel"], row["incoming"], row["topic"]) == ("no-answer", "wechat", 1, "流失回访")
    assert (row["note"], row["timed"]) == ("响了很久", 1)


def test_an_author_who_is_no_member_of_staff_stays_a_name(shop, desk, exports, owner):
    exports.calls(desk, {**CALL, "day": "2026-03-02"}, {**CALL, "agent": ""})
    first, second = kept(shop)
    assert (first["who"], first["agent_id"], first["timed"]) == ("陈晓", None, 0)
    assert second["who"] == desk.actor.name
    assert shop.rows("SELECT id FROM staff") == []


def test_the_same_file_twice_brings_each_call_once_and_can_be_taken_back(shop, desk, exports, owner):
    empty = contents(desk)
    rows = [CALL, {**CALL, "day": "2026-03-09", "result": "已预约", "note": ""}, CALL]
    result = exports.calls(desk, *rows)
    assert counts(result) == (2, 0, 1, 0, 0)
    full = contents(desk)
    assert counts(exports.calls(desk, *rows)) == (0, 0, 3, 0, 0)
    assert contents(desk) == full
    undone = undo_import(desk, result.batch)
    assert (undone.removed, undone.restored, undone.kept) == (2, 0, ())
    assert contents(desk) == empty
    assert [each.kind for each in import_history(desk)] == ["calls", "calls"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"plate": PLATE_2}, "unknown_customer"),
        ({"plate": "", "phone": "13900000009"}, "unknown_customer"),
        ({"plate": ""}, "no_vehicle"),
        ({"day": ""}, "bad_date"),
        ({"day": "2026-06-11"}, "future_date"),
        ({"result": "", "note": ""}, "no_result"),
        ({"result": "不知所云", "note": ""}, "no_result"),
    ],
)
def test_what_cannot_be_a_call_to_somebody_known_is_rejected(shop, desk, exports, owner, cells, code):
    result = exports.calls(desk, {**CALL, **cells}, only=("day", "plate", "phone", "agent", "result", "note"))
    assert (counts(result), dict(result.reasons)) == ((0, 0, 0, 0, 1), {code: 1})
    assert kept(shop) == []
    assert result.rejects_file.is_file()


@pytest.mark.parametrize(("result", "warning"), [("", "result_taken_as_completed"), ("说好了", "unknown_result")])
def test_a_note_without_a_result_we_know_is_a_call_that_was_completed(shop, desk, exports, owner, result, warning):
    made = exports.calls(desk, {**CALL, "result": result})
    assert warning in made.warnings
    assert only(kept(shop))["disposition"] == "completed"


def test_a_call_belongs_to_who_owned_the_car_then(shop, desk, exports, owner):
    buyer = shop.customer("李四", phone="13800000002")
    (car,) = (row["id"] for row in shop.rows("SELECT id FROM vehicle"))
    shop.sold_to(car, buyer, date(2026, 3, 5))
    found_by_search(shop)
    exports.calls(desk, CALL, {**CALL, "day": "2026-03-06"})
    assert [row["customer_id"] for row in kept(shop)] == [owner, buyer]


def test_a_number_finds_its_customer_and_of_several_the_one_named(shop, desk, exports, owner):
    other = shop.customer("李四", phone="13800000001")
    by_number = {"day": "2026-03-02", "phone": "138-0000-0001", "result": "关机"}
    result = exports.calls(desk, {**by_number, "name": "李四"}, by_number, {**by_number, "name": "赵敏"})
    assert (counts(result), dict(result.reasons)) == ((1, 0, 0, 0, 2), {"unknown_customer": 2})
    row = only(kept(shop))
    assert (row["customer_id"], row["vehicle_id"], row["disposition"]) == (other, None, "powered-off")


def test_a_dry_run_says_the_same_and_keeps_nothing(shop, desk, exports, owner):
    before = contents(desk)
    assert counts(exports.calls(desk, CALL, {**CALL, "plate": PLATE_2}, dry_run=True)) == (1, 0, 0, 0, 1)
    assert contents(desk) == before


def test_whoever_was_erased_does_not_come_back_with_an_old_call(shop, desk, exports, owner):
    shop.fold()
    erase_customer(desk, owner)
    result = exports.calls(desk, {**CALL, "name": "王小明", "phone": "13800000001"})
    assert (counts(result), dict(result.reasons)) == ((0, 0, 0, 0, 1), {"unknown_customer": 1})


def test_a_call_that_was_edited_since_stays_when_the_import_is_taken_back(shop, desk, exports, owner):
    shop.car(shop.customer("李四"), PLATE_2, vin=OTHER)
    result = exports.calls(desk, CALL, {**CALL, "plate": PLATE_2})
    first, _ = kept(shop)
    shop.change(tables.Call, first["id"], note="他说下周来")
    undone = undo_import(desk, result.batch)
    assert undone.removed == 1
    assert [row["note"] for row in kept(shop)] == ["他说下周来"]
    assert counts(exports.calls(desk, CALL)) == (0, 0, 1, 0, 0)
