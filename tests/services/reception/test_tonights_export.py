"""A day of reception, and the export of the same day that comes in at night."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.reception.booking import change_visit, log_first_visit, log_visit
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
