"""Owners whom only orders name, and what vehicle files make of them."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db import tables
from dealerdesk.services.importing import undo_import
from tests.exports import contents, counts, order
from tests.importing import CAR, EVER, FOREVER, OTHER, THIRD, only, owners_of


def test_orders_with_name_and_phone_give_a_car_without_owner_the_one_of_the_latest(shop, desk, exports):
    rows = [
        order("R2", vin=CAR, day="2026-04-01", name="王强", phone="13800000001"),
        order("R1", vin=CAR, day="2026-03-01", name="王强", phone="13800000002"),
        order("R0", vin=CAR, day="2026-02-01", name="赵丽", phone="13800000003"),
        order("R3", vin=OTHER, name="王强", phone="13800000002"),
        order("R4", vin=THIRD, name="本店", phone="13800000009", internal="是"),
    ]
    empty = contents(desk)
    result = exports.orders(desk, *rows)
    assert (counts(result), result.changed.kinds) == ((5, 0, 0, 0, 0), {"vehicle", "visit", "customer"})
    assert owners_of(shop, CAR) == owners_of(shop, OTHER) == [("王强", EVER, FOREVER)]
    assert owners_of(shop, THIRD) == []
    phones = shop.rows("SELECT digits, preferred FROM phone ORDER BY id")
    assert [tuple(row.values()) for row in phones] == [("13800000001", 1), ("13800000002", 0)]
    assert len(shop.rows("SELECT id FROM customer")) == 1
    assert {row["owner_id"] for row in shop.rows("SELECT owner_id FROM stretch")} == {1, None}
    full = contents(desk)
    assert counts(exports.orders(desk, *rows)) == (0, 0, 5, 0, 0)
    assert contents(desk) == full
    assert undo_import(desk, result.batch).kept == ()
    assert contents(desk) == empty


def test_a_known_car_without_owner_gets_one_and_one_with_an_owner_keeps_it(shop, desk, exports):
    exports.vehicles(desk, {"no": "C1", "name": "王强", "phone": "13800000001", "vin": CAR}, {"vin": OTHER})
    exports.orders(desk, order("R1", vin=THIRD, name="王强"))
    before = contents(desk)
    result = exports.orders(
        desk,
        order("R2", vin=CAR, name="赵丽", phone="13800000003"),
        order("R3", vin=OTHER, name="王强", phone="13800000001"),
        order("R1", vin=THIRD, name="王强", phone="13800000001"),
    )
    assert counts(result) == (2, 1, 0, 0, 0)
    assert owners_of(shop, CAR) == owners_of(shop, OTHER) == owners_of(shop, THIRD) == [("王强", EVER, FOREVER)]
    assert len(shop.rows("SELECT id FROM customer")) == 1
    undone = undo_import(desk, result.batch)
    assert (undone.removed, undone.restored, undone.kept) == (2, 1, ())
    assert contents(desk) == before


def test_an_owner_by_orders_whose_number_may_not_be_called_is_not_called(shop, desk, exports):
    shop.do_not_call(shop.customer(phone="13800000001"), date(2026, 1, 1))
    shop.change(tables.DoNotCall, only(shop.rows("SELECT id FROM do_not_call"))["id"], digits="13800000001")
    exports.orders(desk, order("R1", vin=CAR, name="赵丽", phone="13800000001"))
    assert {row["do_not_call"] for row in shop.rows("SELECT do_not_call FROM stretch")} == {1}


@pytest.mark.parametrize(
    "told",
    [
        {"name": "王强", "phone": "13800000001"},
        {"name": "王强", "phone": "13800000008"},
        {"name": "王强强", "phone": "13800000001"},
    ],
)
def test_a_vehicle_file_adopts_the_owner_by_orders_who_has_its_name_or_phone(shop, desk, exports, told):
    exports.orders(desk, order("R1", vin=CAR, name="王强", phone="13800000001"))
    result = exports.vehicles(desk, {"no": "C1", **told, "vin": CAR})
    assert (counts(result), result.warnings) == ((0, 1, 0, 0, 0), {})
    assert only(shop.rows("SELECT number, name FROM customer")) == {"number": "C1", "name": told["name"]}
    assert owners_of(shop, CAR) == [(told["name"], EVER, FOREVER)]
    assert only(shop.rows("SELECT digits FROM phone WHERE preferred"))["digits"] == told["phone"]


def test_an_owner_by_orders_turns_out_to_be_a_customer_of_the_same_name(shop, desk, exports):
    exports.vehicles(desk, {"no": "C1", "name": "王强", "phone": "13800000001", "vin": OTHER})
    exports.orders(desk, order("R1", vin=CAR, name="王强", phone="13800000002"))
    before = contents(desk)
    result = exports.vehicles(desk, {"no": "C1", "name": "王强", "phone": "13800000001", "vin": CAR})
    assert result.warnings == {}
    numbers = shop.rows("SELECT DISTINCT c.number FROM ownership o JOIN customer c ON c.id = o.customer_id")
    assert [row["number"] for row in numbers] == ["C1"]
    undo_import(desk, result.batch)
    assert contents(desk) == before


def test_a_vehicle_file_that_names_another_than_the_orders_changes_the_owner(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, name="王强", phone="13800000001"))
    result = exports.vehicles(desk, {"no": "C2", "name": "李梅", "phone": "13800000002", "vin": CAR})
    assert result.warnings == {"owner_changed": 1}
    assert owners_of(shop, CAR) == [("王强", EVER, "2026-06-10"), ("李梅", "2026-06-10", FOREVER)]
