"""Which car is meant, and which plate it bears when."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.services.customers.marks import set_do_not_call
from dealerdesk.services.importing import undo_import
from tests.exports import contents, counts, order
from tests.importing import CAR, EVER, FOREVER, OTHER, PLATE, PLATE_2, PLATE_3, THIRD, only, plates_of, visit_of


def test_where_vin_and_plate_disagree_the_vin_wins_with_a_warning(shop, desk, exports):
    exports.vehicles(desk, {"vin": CAR, "plate": PLATE}, {"vin": OTHER, "plate": PLATE_2})
    result = exports.orders(desk, order("R1", vin=CAR, plate=PLATE_2))
    assert (counts(result), result.warnings) == ((1, 0, 0, 0, 0), {"vin_plate_disagree": 1})
    cars = {row["vin"]: row["id"] for row in shop.rows("SELECT id, vin FROM vehicle")}
    assert visit_of(shop, "R1")["vehicle_id"] == cars[CAR]
    assert plates_of(shop, OTHER) == [(PLATE_2, EVER, FOREVER)]


def test_a_car_known_by_its_plate_alone_learns_its_vin(shop, desk, exports):
    exports.orders(desk, order("R1", plate=PLATE))
    assert exports.orders(desk, order("R2", plate=PLATE, vin=CAR, day="2026-04-01")).warnings == {}
    assert only(shop.rows("SELECT vin FROM vehicle"))["vin"] == CAR
    assert counts(exports.vehicles(desk, {"plate": PLATE, "model": "朗逸"})) == (0, 1, 0, 0, 0)
    assert counts(exports.vehicles(desk, {"plate": PLATE, "vin": CAR, "model": "朗逸"})) == (0, 0, 1, 0, 0)


def test_a_new_plate_in_a_vehicle_file_holds_from_the_import_day(shop, desk, exports):
    exports.vehicles(desk, {"vin": CAR, "plate": PLATE}, {"vin": OTHER, "plate": PLATE_2})
    result = exports.vehicles(desk, {"vin": CAR, "plate": PLATE_2}, {"vin": OTHER, "plate": PLATE_3})
    assert counts(result) == (0, 2, 0, 0, 0)
    assert result.warnings == {"plate_changed": 1, "vin_plate_disagree": 1}
    assert plates_of(shop, CAR) == [(PLATE, EVER, "2026-06-10"), (PLATE_2, "2026-06-10", FOREVER)]
    assert plates_of(shop, OTHER) == [(PLATE_2, EVER, "2026-06-10"), (PLATE_3, "2026-06-10", FOREVER)]
    assert PLATE.lower() in only(
        shop.rows("SELECT t.folded FROM search_text t JOIN vehicle v ON v.id = t.vehicle_id WHERE v.vin = ?", CAR)
    )["folded"]  # fmt: skip


@pytest.mark.parametrize("newest_first", [False, True])
def test_plates_of_orders_change_by_day_whatever_their_order_in_the_file(shop, desk, exports, newest_first):
    rows = [
        order("R1", vin=CAR, plate=PLATE, day="2023-01-01"),
        order("R2", vin=CAR, plate=PLATE_2, day="2024-01-01"),
        order("R3", vin=CAR, plate=PLATE_2, day="2025-01-01"),
    ]
    result = exports.orders(desk, *(reversed(rows) if newest_first else rows))
    assert plates_of(shop, CAR) == [(PLATE, EVER, "2024-01-01"), (PLATE_2, "2024-01-01", FOREVER)]
    assert result.warnings == {"plate_changed": 1}


def test_an_older_order_does_not_turn_a_plate_back(shop, desk, exports):
    exports.orders(desk, order("R2", vin=CAR, plate=PLATE_2, day="2024-01-01"))
    exports.orders(desk, order("R1", vin=CAR, plate=PLATE, day="2023-01-01"))
    exports.vehicles(desk, {"vin": OTHER, "plate": PLATE_3})
    exports.orders(desk, order("R3", vin=OTHER, plate=PLATE, day="2026-06-01"))
    assert plates_of(shop, CAR) == [(PLATE, EVER, "2023-01-02"), (PLATE_2, "2023-01-02", FOREVER)]
    assert plates_of(shop, OTHER) == [(PLATE, "2023-01-02", "2026-06-02"), (PLATE_3, "2026-06-02", FOREVER)]
    exports.orders(shop.on(date(2026, 7, 2)), order("R4", vin=OTHER, plate=PLATE, day="2026-07-01"))
    assert plates_of(shop, OTHER)[1:] == [(PLATE_3, "2026-06-02", "2026-07-01"), (PLATE, "2026-07-01", FOREVER)]


def test_a_plate_that_only_older_orders_show_is_remembered_with_a_warning(shop, desk, exports):
    exports.vehicles(desk, {"vin": CAR, "plate": PLATE_2})
    before = contents(desk)
    rows = [
        order("R1", vin=CAR, plate=PLATE, day="2023-01-01"),
        order("R2", vin=CAR, plate=PLATE, day="2024-01-01"),
        order("R3", vin=CAR, plate=PLATE_2, day="2025-01-01"),
        order("R4", vin=CAR, plate=PLATE_3, day="2025-02-01"),
    ]
    result = exports.orders(desk, *rows)
    assert result.warnings == {"plate_differs": 3}
    assert plates_of(shop, CAR) == [(PLATE, EVER, "2024-01-02"), (PLATE_2, "2024-01-02", FOREVER)]
    assert PLATE.lower() in only(shop.rows("SELECT folded FROM search_text"))["folded"]
    full = contents(desk)
    assert counts(exports.orders(desk, *rows)) == (0, 0, 4, 0, 0)
    assert contents(desk) == full
    undo_import(desk, result.batch)
    assert contents(desk) == before


def test_a_plate_passes_to_another_car_once_its_bearer_is_no_more_seen(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, plate=PLATE, day="2025-01-01"))
    exports.orders(desk, order("R2", vin=OTHER, plate=PLATE, day="2026-01-01"))
    assert plates_of(shop, CAR) == [(PLATE, EVER, "2026-01-01")]
    assert plates_of(shop, OTHER) == [(PLATE, "2026-01-01", FOREVER)]
    exports.orders(desk, order("R3", vin=THIRD, plate=PLATE, day="2025-06-01"))
    assert plates_of(shop, THIRD) == []
    result = exports.orders(desk, order("R4", plate=PLATE, day="2025-06-02"))
    assert result.added == 1
    cars = {row["vin"]: row["id"] for row in shop.rows("SELECT id, vin FROM vehicle")}
    assert visit_of(shop, "R4")["vehicle_id"] == cars[CAR]


def test_a_number_that_comes_in_for_somebody_who_wants_no_calls_is_marked_too(shop, desk, exports):
    exports.vehicles(desk, {"vin": CAR, "plate": PLATE, "no": "C1", "name": "王小明", "phone": "13812345678"})
    owner = only(shop.rows("SELECT id FROM customer"))["id"]
    set_do_not_call(desk, owner, "asked")
    told = {"vin": CAR, "plate": PLATE, "no": "C1", "name": "王小明", "phone": "13812345678/13900001111"}
    batch = exports.vehicles(desk, told).batch
    marked = "SELECT digits FROM do_not_call WHERE lifted_on IS NULL AND digits IS NOT NULL ORDER BY digits"
    assert [row["digits"] for row in shop.rows(marked)] == ["13812345678", "13900001111"]
    undo_import(desk, batch)
    assert [row["digits"] for row in shop.rows(marked)] == ["13812345678"]
