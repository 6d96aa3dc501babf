"""Taking an import back: what was added and updated, and what was edited since."""

from __future__ import annotations

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.errors import WrongUse
from dealerdesk.services.importing import import_history, undo_import
from dealerdesk.services.importing import orders as orders_module
from tests.exports import contents, counts, order
from tests.importing import CAR, EVER, FOREVER, OTHER, PLATE, PLATE_2, PLATE_3, THIRD, owners_of, plates_of, visit_of


def test_undo_takes_back_what_was_added_and_what_was_updated(shop, desk, exports):
    exports.vehicles(desk, {"no": "C1", "name": "王强", "phone": "13800000001", "vin": CAR, "plate": PLATE})
    exports.orders(desk, order("R1", vin=CAR, plate=PLATE, note="a"))
    before = contents(desk)
    orders = exports.orders(
        desk,
        order("R1", vin=CAR, plate=PLATE, note="b"),
        order("R2", vin=CAR, plate=PLATE_2, advisor="李诚", day="2026-06-10"),
        order("R3", vin=OTHER),
    )
    cars = exports.vehicles(
        desk,
        {"no": "C2", "name": "李梅", "phone": "13800000002", "vin": CAR, "plate": PLATE_3, "model": "朗逸"},
        {"no": "C1", "name": "王强强", "phone": "13800000009", "vin": THIRD, "advisor": "周倩"},
    )
    undone = undo_import(desk, cars.batch)
    assert (undone.removed, undone.restored, undone.kept) == (1, 1, ())
    undone = undo_import(desk, orders.batch)
    assert (undone.removed, undone.restored, undone.kept) == (2, 1, ())
    assert contents(desk) == before
    assert [past.state for past in import_history(desk)] == ["undone", "undone", "done", "done"]


def test_undo_keeps_what_was_edited_since_and_names_it(shop, desk, exports):
    result = exports.orders(desk, order("R1", vin=CAR, plate=PLATE), order("R2", vin=OTHER, plate=PLATE_2))
    shop.change(tables.Visit, visit_of(shop, "R1")["id"], note="mine")
    undone = undo_import(desk, result.batch)
    assert (undone.removed, undone.restored) == (1, 0)
    assert undone.kept == ("R1", PLATE)
    assert visit_of(shop, "R1")["note"] == "mine"
    assert counts(exports.orders(desk, order("R1", vin=CAR, plate=PLATE, note="theirs"))) == (0, 1, 0, 0, 0)
    assert visit_of(shop, "R1")["note"] == "theirs"
    assert [plate for plate, *_ in plates_of(shop, CAR)] == [PLATE]


def test_a_car_that_was_built_on_since_stays_whole_and_is_named(shop, desk, exports):
    row = {"no": "C1", "name": "王强", "phone": "13800000001", "advisor": "李诚", "prepaid": "2026-12-31"}
    cars = exports.vehicles(desk, {**row, "vin": CAR, "plate": PLATE}, {**row, "vin": OTHER, "plate": PLATE_2})
    exports.orders(desk, order("R1", vin=CAR, plate=PLATE))
    undone = undo_import(desk, cars.batch)
    assert (undone.removed, undone.restored, undone.kept) == (1, 0, (PLATE,))
    assert owners_of(shop, CAR) == [("王强", EVER, FOREVER)]
    for table in ("vehicle", "plate", "customer", "phone", "ownership", "responsibility", "product"):
        assert len(shop.rows(f"SELECT * FROM {table}")) == 1
    assert counts(exports.vehicles(desk, {**row, "vin": CAR, "plate": PLATE})) == (0, 0, 1, 0, 0)


def test_rows_are_merged_however_they_come_in(shop, desk, exports, monkeypatch):
    monkeypatch.setattr(orders_module, "_AT_A_TIME", 1)
    rows = [order("R1", vin=CAR), order("R2", vin=CAR), order("R1", vin=CAR, note="x"), order("R2", vin=CAR)]
    assert counts(exports.orders(desk, *rows)) == (2, 1, 1, 0, 0)
    assert counts(exports.orders(desk, *rows)) == (0, 0, 4, 0, 0)


def test_an_order_that_only_came_to_agree_is_not_counted_as_restored(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, km="10000"))
    shop.change(tables.Visit, 1, odometer=12000)
    before = contents(desk)
    result = exports.orders(desk, order("R1", vin=CAR, km="12000"))
    assert undo_import(desk, result.batch).restored == 0
    assert contents(desk) == before


def test_an_import_is_taken_back_once(shop, desk, exports):
    result = exports.orders(desk, order("R1", vin=CAR))
    undo_import(desk, result.batch)
    for batch, code in ((result.batch, "import.already_undone"), (99, "import.unknown_batch")):
        with pytest.raises(WrongUse) as wrong:
            undo_import(desk, batch)
        assert wrong.value.said.code == code


def test_what_was_taken_back_can_be_imported_again(shop, desk, exports):
    row = order("R1", vin=CAR, plate=PLATE)
    undo_import(desk, exports.orders(desk, row).batch)
    assert shop.rows("SELECT * FROM vehicle") == []
    assert counts(exports.orders(desk, row)) == (1, 0, 0, 0, 0)
