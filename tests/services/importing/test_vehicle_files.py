"""Vehicle files: cars, their owners, and all that belongs to them."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db import tables
from tests.exports import contents, counts, order
from tests.importing import (
    CAR,
    EVER,
    FOREVER,
    OTHER,
    PLATE,
    PLATE_2,
    THIRD,
    found_by_search,
    only,
    owners_of,
    plates_of,
)


def test_a_vehicle_file_tells_of_a_car_its_owner_and_all_that_belongs_to_it(shop, desk, exports):
    result = exports.vehicles(
        desk,
        {
            "no": "C1", "name": "王强", "phone": "138-0000-0001 / 0898-66661234", "birthday": "1990-02-28",
            "address": "海府路1号", "plate": "琼a·12345", "vin": CAR, "model": "朗逸", "delivered": "2024年5月1日",
            "source": "自店销售", "advisor": "李诚", "warranty": "2027-05-01", "extended": "2028-05-01",
            "prepaid": "2026-12-31", "stored": "1,000.50",
        },
    )  # fmt: skip
    assert counts(result) == (1, 0, 0, 0, 0)
    car = only(shop.rows("SELECT * FROM vehicle"))
    assert (car["model"], car["delivered"], car["source"], car["needs_file"]) == ("朗逸", "2024-05-01", "own", 0)
    assert plates_of(shop, CAR) == [("琼A12345", EVER, FOREVER)]
    assert owners_of(shop, CAR) == [("王强", EVER, FOREVER)]
    owner = only(shop.rows("SELECT * FROM customer"))
    assert (owner["number"], owner["birthday"], owner["birthday_month"]) == ("C1", "1990-02-28", 2)
    phones = shop.rows("SELECT digits, preferred FROM phone ORDER BY id")
    assert [tuple(row.values()) for row in phones] == [("13800000001", 1), ("089866661234", 0)]
    products = shop.rows("SELECT kind, ends, balance_fen FROM product ORDER BY kind")
    assert [tuple(row.values()) for row in products] == [
        ("extended-warranty", "2028-05-01", None),
        ("prepaid-maintenance", "2026-12-31", None),
        ("stored-value", None, 100050),
    ]
    advisor = only(shop.rows("SELECT s.name, r.from_day FROM responsibility r JOIN staff s ON s.id = r.staff_id"))
    assert tuple(advisor.values()) == ("李诚", EVER)
    found = only(shop.rows("SELECT * FROM search_text"))
    assert all(word in found["folded"].split() for word in ("琼a12345", CAR.lower(), "王强", "wangqiang", "wq"))


def test_a_later_vehicle_file_gives_a_car_known_by_orders_its_owner_from_ever(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, plate=PLATE, name="王强"))
    result = exports.vehicles(desk, {"no": "C1", "name": "王强", "vin": CAR, "plate": PLATE, "source": "过路车"})
    assert counts(result) == (0, 1, 0, 0, 0)
    assert owners_of(shop, CAR) == [("王强", EVER, FOREVER)]
    car = only(shop.rows("SELECT * FROM vehicle"))
    assert (car["needs_file"], car["source"]) == (0, "passing")
    assert {row["owner_id"] for row in shop.rows("SELECT owner_id FROM stretch")} == {1}


def test_a_customer_with_two_cars_is_one_customer(shop, desk, exports):
    row = {"no": "C1", "name": "王强", "phone": "13800000001"}
    exports.vehicles(desk, {**row, "vin": CAR}, {**row, "vin": OTHER})
    nameless = {"name": "李梅", "phone": "13800000002"}
    exports.vehicles(desk, {**nameless, "plate": PLATE}, {**nameless, "phone": "+86 138 0000 0002", "plate": PLATE_2})
    assert [row["name"] for row in shop.rows("SELECT name FROM customer ORDER BY id")] == ["王强", "李梅"]
    assert len(shop.rows("SELECT * FROM phone")) == 2
    assert len(shop.rows("SELECT DISTINCT customer_id, vehicle_id FROM ownership")) == 4


def test_another_customer_number_is_a_change_of_owner_with_a_warning(shop, desk, exports):
    exports.vehicles(desk, {"no": "C1", "name": "王强", "vin": CAR})
    result = exports.vehicles(desk, {"no": "C2", "name": "李梅", "vin": CAR})
    assert (counts(result), result.warnings) == ((0, 1, 0, 0, 0), {"owner_changed": 1})
    assert owners_of(shop, CAR) == [("王强", EVER, "2026-06-10"), ("李梅", "2026-06-10", FOREVER)]
    found = shop.rows("SELECT from_day, owner_id FROM stretch ORDER BY from_day")
    assert [tuple(row.values()) for row in found] == [(EVER, 1), ("2026-06-10", 2)]


@pytest.mark.parametrize("car", [{"vin": CAR}, {"plate": PLATE}])
def test_a_name_alone_never_makes_or_changes_the_owner_of_a_known_car(shop, desk, exports, car):
    exports.vehicles(desk, {"no": "C1", "name": "王强", "vin": CAR, "plate": PLATE})
    result = exports.vehicles(desk, {"name": "李梅", "address": "某路1号", **car})
    assert (counts(result), result.warnings) == ((0, 0, 1, 0, 0), {"name_alone": 1})
    exports.orders(desk, order("R1", vin=OTHER), order("R2", name="赵丽", **car))
    exports.vehicles(desk, {"name": "赵丽", "vin": OTHER})
    assert [row["name"] for row in shop.rows("SELECT name FROM customer")] == ["王强"]
    assert owners_of(shop, CAR) == [("王强", EVER, FOREVER)]
    assert owners_of(shop, OTHER) == []


def test_the_owner_of_the_same_name_is_meant_where_no_numbers_are_kept(shop, desk, exports):
    exports.vehicles(desk, {"name": "王强", "phone": "13800000001", "vin": CAR})
    result = exports.vehicles(desk, {"name": "王强", "phone": "13800000009", "vin": CAR})
    assert (counts(result), result.warnings) == ((0, 1, 0, 0, 0), {})
    phones = shop.rows("SELECT digits, preferred FROM phone ORDER BY id")
    assert [tuple(row.values()) for row in phones] == [("13800000001", 0), ("13800000009", 1)]
    result = exports.vehicles(desk, {"no": "C7", "name": "王强", "phone": "13800000009", "vin": CAR})
    assert counts(result) == (0, 1, 0, 0, 0)
    assert only(shop.rows("SELECT number FROM customer"))["number"] == "C7"


def test_a_customer_who_may_not_be_called_stays_so_under_a_new_number(shop, desk, exports):
    shop.do_not_call(shop.customer(phone="13800000001"), date(2026, 1, 1))
    marked = shop.rows("SELECT id FROM do_not_call")
    shop.change(tables.DoNotCall, marked[0]["id"], digits="13800000001")
    exports.vehicles(desk, {"no": "C9", "name": "王强", "phone": "13800000001", "vin": CAR})
    assert only(shop.rows("SELECT do_not_call FROM stretch"))["do_not_call"] == 1
    exports.vehicles(desk, {"no": "C8", "name": "李梅", "phone": "13800000008", "vin": OTHER})
    exports.vehicles(desk, {"no": "C8", "name": "李梅", "phone": "13800000001", "vin": THIRD})
    assert {row["do_not_call"] for row in shop.rows("SELECT do_not_call FROM stretch")} == {1}


def test_hand_corrections_of_vehicle_files_survive_the_next_export(shop, desk, exports):
    row = {"no": "C1", "name": "王强", "phone": "13800000001", "vin": CAR, "plate": PLATE, "model": "朗逸"}
    row |= {"advisor": "李诚", "prepaid": "2026-12-31", "address": "甲路1号"}
    exports.vehicles(desk, row)
    shop.change(tables.Vehicle, 1, model="速派")
    shop.change(tables.Customer, 1, name="王强强", address="乙路2号")
    shop.change(tables.Product, 1, ends=date(2027, 1, 31))
    shop.sold_to(1, shop.customer("李梅"), date(2026, 6, 1))
    found_by_search(shop)
    before = contents(desk)
    assert counts(exports.vehicles(desk, row)) == (0, 0, 1, 0, 0)
    assert contents(desk) == before
    assert counts(exports.vehicles(desk, {**row, "source": "自店销售"})) == (0, 1, 0, 0, 0)
    assert only(shop.rows("SELECT model, source FROM vehicle")) == {"model": "速派", "source": "own"}
    assert [name for name, *_ in owners_of(shop, CAR)] == ["王强强", "李梅"]
    assert counts(exports.vehicles(desk, {**row, "source": "自店销售", "model": "明锐"})) == (0, 1, 0, 0, 0)
    assert only(shop.rows("SELECT model FROM vehicle"))["model"] == "明锐"
    assert only(shop.rows("SELECT ends FROM product"))["ends"] == "2027-01-31"


def test_a_source_that_becomes_known_is_taken_and_gaps_may_be_filled_alone(shop, desk, exports):
    exports.vehicles(desk, {"no": "C1", "name": "王强", "vin": CAR, "plate": PLATE, "model": "朗逸"})
    told = {"no": "C1", "name": "王强二", "vin": CAR, "plate": PLATE_2, "model": "速派", "source": "他店销售"}
    told |= {"phone": "13800000001", "advisor": "李诚"}
    assert counts(exports.vehicles(desk, told, existing="skip")) == (0, 0, 1, 0, 0)
    assert counts(exports.vehicles(desk, told, existing="fill")) == (0, 1, 0, 0, 0)
    assert only(shop.rows("SELECT model, source FROM vehicle")) == {"model": "朗逸", "source": "other-store"}
    assert only(shop.rows("SELECT name FROM customer"))["name"] == "王强"
    assert [plate for plate, *_ in plates_of(shop, CAR)] == [PLATE]
    assert len(shop.rows("SELECT * FROM phone")) == 1
    assert counts(exports.vehicles(desk, told, existing="fill")) == (0, 0, 1, 0, 0)
    assert counts(exports.vehicles(desk, told)) == (0, 1, 0, 0, 0)
    assert only(shop.rows("SELECT name FROM customer"))["name"] == "王强二"


def test_an_advisor_who_changes_in_the_export_is_handed_over_on_the_import_day(shop, desk, exports):
    exports.vehicles(desk, {"vin": CAR, "advisor": "李诚", "model": "朗逸"})
    exports.vehicles(shop.on(date(2026, 7, 1)), {"vin": CAR, "advisor": "周倩", "model": "朗逸"})
    found = shop.rows("SELECT s.name, r.from_day FROM responsibility r JOIN staff s ON s.id = r.staff_id ORDER BY r.id")
    assert [tuple(row.values()) for row in found] == [("李诚", EVER), ("周倩", "2026-07-01")]


def test_unusable_plates_and_vins_warn_beside_a_usable_one(shop, desk, exports):
    wrong_check = CAR[:8] + ("1" if CAR[8] != "1" else "2") + CAR[9:]
    result = exports.vehicles(
        desk,
        {"vin": wrong_check, "plate": "琼A1"},
        {"vin": "123", "plate": PLATE},
        {"vin": OTHER, "plate": "??", "phone": "1234", "no": "C1"},
        {"vin": THIRD, "plate": "免单车号"},
    )
    assert counts(result) == (2, 0, 0, 1, 1) or counts(result) == (3, 0, 0, 1, 0)
    assert result.reasons["free_plate"] == 1
    assert {"vin_check", "bad_vin", "bad_plate", "odd_phone"} <= result.warnings.keys()
