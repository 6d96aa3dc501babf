"""A day of reception, and the export of the same day that comes in at night."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.visit import VisitState
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.reception.booking import change_visit, log_first_visit, log_visit, void_visit
from dealerdesk.services.reception.new_car import NewCar
from dealerdesk.services.upkeep import check_store
from tests.exports import Exports, order, vin
from tests.stores import a_shop

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


@pytest.fixture
def exports(tmp_path, monkeypatch):
    return Exports(tmp_path, monkeypatch)


def entered(**fields):
    return {"date_in": TODAY, "kind": "保养", "odometer": 61_240, "payer": "owner", "paid_fen": "520", **fields}


def test_no_visit_is_there_twice_and_what_was_corrected_stays(shop, exports):
    desk = shop.desk
    known = shop.car(plate="琼A11111", vin=vin(1), visits=[date(2026, 5, 1)])
    numbered = shop.car(plate="琼A22222", vin=vin(2))
    first = log_visit(desk, known, entered(note="customer waits"))
    log_visit(desk, numbered, entered(order_no="RO2"))
    new = log_first_visit(desk, NewCar("琼A33333", customer={"name": "王小明"}), entered(paid_fen="99"))
    change_visit(desk, first.visit, 1, {"odometer": 61_300}, why="read again")
    day = TODAY.isoformat()
    result = exports.orders(
        desk,
        order("RO1", day, plate="琼A11111", vin=vin(1), km="61240", paid="520.00"),
        order("RO2", day, plate="琼A22222", vin=vin(2), km="61240", paid="520.00"),
        order("RO3", day, plate="琼A33333", vin=vin(3), name="王小明", paid="99.00"),
    )
    rows = shop.rows("SELECT vehicle_id, order_no, odometer, note FROM visit WHERE date_in = ? ORDER BY order_no", day)
    assert [(row["vehicle_id"], row["order_no"]) for row in rows] == [
        (known, "RO1"),
        (numbered, "RO2"),
        (new.vehicle, "RO3"),
    ]
    assert (rows[0]["odometer"], rows[0]["note"]) == (61_300, "customer waits")
    assert sorted(linked.order_no for linked in result.linked) == ["RO1", "RO3"]
    assert customer_file(desk, vehicle=new.vehicle).person.name == "王小明"
    again = exports.orders(desk, order("RO1", day, plate="琼A11111", vin=vin(1), km="61240", paid="520.00"))
    assert again.unchanged == 1
    assert check_store(desk).ok


def test_an_order_does_not_meet_a_visit_that_was_voided(shop, exports):
    desk, day = shop.desk, TODAY.isoformat()
    car = shop.car(plate="琼A11111", vin=vin(1))
    wrong = log_visit(desk, car, entered())
    void_visit(desk, wrong.visit, 1, "wrong car")
    result = exports.orders(desk, order("RO1", day, plate="琼A11111", vin=vin(1), paid="520.00"))
    assert (result.added, result.linked) == (1, ())
    rows = shop.rows("SELECT order_no, state FROM visit ORDER BY id")
    assert [(row["order_no"], row["state"]) for row in rows] == [(None, "void"), ("RO1", "settled")]
    assert check_store(desk).ok


def test_two_visits_of_one_day_each_meet_the_order_that_was_paid_alike(shop, exports):
    desk, day = shop.desk, TODAY.isoformat()
    car = shop.car(plate="琼A11111", vin=vin(1))
    log_visit(desk, car, entered())
    log_visit(desk, car, entered(kind="机修", paid_fen="80"), confirmed=("second_that_day",))
    which = {"plate": "琼A11111", "vin": vin(1)}
    exports.orders(desk, order("RO1", day, paid="80", **which), order("RO2", day, paid="520", **which))
    rows = shop.rows("SELECT order_no, paid_fen FROM visit ORDER BY order_no")
    assert [(row["order_no"], row["paid_fen"]) for row in rows] == [("RO1", 8_000), ("RO2", 52_000)]


def test_a_car_that_is_still_in_the_workshop_is_settled_by_the_order(shop, exports):
    desk, day = shop.desk, TODAY.isoformat()
    car = shop.car(plate="琼A11111", vin=vin(1))
    live = log_visit(desk, car, {"date_in": TODAY, "kind": "保养", "odometer": 61_240}, VisitState.ARRIVED)
    exports.orders(desk, order("RO1", day, plate="琼A11111", vin=vin(1), paid="520.00"))
    (row,) = shop.rows("SELECT id, state, paid_fen FROM visit")
    assert (row["id"], row["state"], row["paid_fen"]) == (live.visit, "settled", 52_000)


def test_what_was_redeemed_is_not_charged_once_more_as_paid(shop, exports):
    desk, day = shop.desk, TODAY.isoformat()
    car = shop.car(plate="琼A11111", vin=vin(1))
    log_visit(desk, car, entered(payer="stored-value", paid_fen="", redeemed_fen="520"))
    cells = {"plate": "琼A11111", "vin": vin(1), "paid": "520.00"}
    assert len(exports.orders(desk, order("RO1", day, **cells)).linked) == 1
    assert customer_file(desk, vehicle=car).car.figures.spend_fen == 52_000
    assert exports.orders(desk, order("RO1", day, **cells)).unchanged == 1
    assert customer_file(desk, vehicle=car).car.figures.spend_fen == 52_000
