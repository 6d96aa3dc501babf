"""Orders as other systems export them: merged, updated, corrected by hand, rejected, counted."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from dealerdesk.db import tables
from dealerdesk.domain.errors import Refused
from tests.exports import ORDER_HEADINGS, contents, counts, order
from tests.importing import CAR, EVER, FOREVER, OTHER, PLATE, found_by_search, only, owners_of, plates_of, visit_of


def test_an_order_of_an_unknown_car_makes_it_known_without_an_owner_by_a_name_alone(shop, desk, exports):
    result = exports.orders(desk, order("R1", plate=PLATE, vin=CAR, name="王强"))
    assert counts(result) == (1, 0, 0, 0, 0)
    car = only(shop.rows("SELECT * FROM vehicle"))
    assert (car["vin"], car["source"], car["needs_file"]) == (CAR, "unknown", 1)
    assert plates_of(shop, CAR) == [(PLATE, EVER, FOREVER)]
    assert shop.rows("SELECT * FROM customer") == []
    assert visit_of(shop, "R1")["customer_name"] == "王强"


def test_a_visit_holds_what_its_order_says(shop, desk, exports):
    told = order(
        "R1", "2026/3/1", vin=CAR, settled="2026-03-02", km="61,234km", advisor="李诚", items="换机油", due="600.5",
        off="100", paid="500.50", payer="厂家", note="备注一",
    )  # fmt: skip
    exports.orders(desk, told)
    visit = visit_of(shop, "R1")
    assert visit["order_tail"] == "1R"
    assert (visit["date_in"], visit["date_settled"]) == ("2026-03-01", "2026-03-02")
    assert (visit["odometer"], visit["kind"], visit["items"]) == (61234, "一般维修", "换机油")
    assert (visit["due_fen"], visit["discount_fen"], visit["paid_fen"]) == (60050, 10000, 50050)
    assert (visit["payer"], visit["state"], visit["note"]) == ("manufacturer", "settled", "备注一")
    assert only(shop.rows("SELECT name FROM staff WHERE id = ?", visit["advisor_id"]))["name"] == "李诚"


def test_void_and_open_orders_are_added_with_their_state(shop, desk, exports):
    result = exports.orders(
        desk,
        order("R1", vin=CAR, state="作废"),
        order("R2", vin=CAR, state="在修"),
        order("R3", vin=CAR, state="已出厂"),
        order("R4", vin=CAR, state=""),
        order("R5", vin=CAR, state="", settled="2026-03-01"),
        order("R6", vin=CAR, state="不知道"),
    )
    assert result.added == 6
    assert result.warnings["unknown_state"] == 1
    states = [visit_of(shop, f"R{n}")["state"] for n in range(1, 7)]
    assert states == ["void", "in-workshop", "handed-over", "in-workshop", "settled", "in-workshop"]


def test_without_a_column_of_states_all_orders_are_settled(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR), only=["no", "vin", "day", "paid"])
    assert visit_of(shop, "R1")["state"] == "settled"


def test_an_internal_order_is_paid_by_the_store_itself(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, payer="客户", internal="是"))
    assert visit_of(shop, "R1")["payer"] == "internal"


def test_an_open_order_is_updated_when_it_is_settled(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, state="在修", paid=""))
    result = exports.orders(desk, order("R1", vin=CAR, settled="2026-03-03"))
    assert counts(result) == (0, 1, 0, 0, 0)
    assert (visit_of(shop, "R1")["state"], visit_of(shop, "R1")["paid_fen"]) == ("settled", 50000)
    assert only(shop.rows("SELECT * FROM stretch WHERE until_day = ?", FOREVER))["reference"] == "2026-03-01"


def test_a_second_import_changes_nothing(shop, desk, exports):
    rows = [order("R1", vin=CAR, plate=PLATE, km="100"), order("R2", vin=OTHER, note="x")]
    exports.orders(desk, *rows)
    before = contents(desk)
    assert counts(exports.orders(desk, *rows)) == (0, 0, 2, 0, 0)
    assert contents(desk) == before


def test_a_repetition_in_the_same_file_is_unchanged_and_other_cells_update(shop, desk, exports):
    result = exports.orders(
        desk, order("R1", vin=CAR), order("R1", "2026.03.01", vin=CAR.lower()), order("R1", vin=CAR, note="x")
    )
    assert counts(result) == (1, 1, 1, 0, 0)
    assert visit_of(shop, "R1")["note"] == "x"


def test_rows_that_contradict_each_other_are_settled_once(shop, desk, exports):
    rows = [order("R1", vin=CAR, note="a"), order("R1", vin=CAR, note="b")]
    assert counts(exports.orders(desk, *rows)) == (1, 1, 0, 0, 0)
    before = contents(desk)
    assert counts(exports.orders(desk, *rows)) == (0, 0, 2, 0, 0)
    assert contents(desk) == before


def test_a_car_listed_under_its_old_and_its_new_owner_changes_hands_once(shop, desk, exports):
    old = {"no": "C1", "name": "王强", "phone": "13800000001", "address": "甲路1号", "vin": CAR, "plate": PLATE}
    new = {"no": "C2", "name": "李梅", "phone": "13800000002", "vin": CAR, "plate": PLATE}
    result = exports.vehicles(desk, old, new)
    assert (counts(result), result.warnings) == ((1, 1, 0, 0, 0), {"owner_changed": 1})
    before = contents(desk)
    assert counts(exports.vehicles(desk, old, new)) == (0, 0, 2, 0, 0)
    assert contents(desk) == before
    result = exports.vehicles(desk, {**old, "phone": "13800000003"}, {**new, "phone": "13800000004"})
    assert (counts(result), result.warnings) == ((0, 1, 1, 0, 0), {})
    assert owners_of(shop, CAR) == [("王强", EVER, "2026-06-10"), ("李梅", "2026-06-10", FOREVER)]
    assert len(shop.rows("SELECT * FROM phone")) == 3


def test_blank_cells_erase_nothing(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, note="x", km="100"))
    assert counts(exports.orders(desk, order("R1", vin=CAR, note="", km=""))) == (0, 0, 1, 0, 0)
    assert (visit_of(shop, "R1")["note"], visit_of(shop, "R1")["odometer"]) == ("x", 100)


def test_a_hand_correction_yields_only_when_the_export_changes(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, km="10000", note="a"))
    visit = visit_of(shop, "R1")["id"]
    shop.change(tables.Visit, visit, odometer=12000)
    assert counts(exports.orders(desk, order("R1", vin=CAR, km="10000", note="a"))) == (0, 0, 1, 0, 0)
    assert counts(exports.orders(desk, order("R1", vin=CAR, km="10000", note="b"))) == (0, 1, 0, 0, 0)
    assert (visit_of(shop, "R1")["odometer"], visit_of(shop, "R1")["note"]) == (12000, "b")
    assert counts(exports.orders(desk, order("R1", vin=CAR, km="13000", note="b"))) == (0, 1, 0, 0, 0)
    assert visit_of(shop, "R1")["odometer"] == 13000


def test_an_export_that_comes_to_agree_with_a_correction_changes_nothing(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, km="10000"))
    visit = visit_of(shop, "R1")["id"]
    shop.change(tables.Visit, visit, odometer=12000)
    agreed = exports.orders(desk, order("R1", vin=CAR, km="12000"))
    assert counts(agreed) == (0, 0, 1, 0, 0)
    shop.change(tables.Visit, visit, odometer=12500)
    assert counts(exports.orders(desk, order("R1", vin=CAR, km="12000"))) == (0, 0, 1, 0, 0)
    assert visit_of(shop, "R1")["odometer"] == 12500


def test_rows_already_known_may_be_passed_over_or_only_filled(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR, note="a"))
    changed = order("R1", vin=CAR, note="b", km="100")
    assert counts(exports.orders(desk, changed, order("R2", vin=CAR), existing="skip")) == (1, 0, 1, 0, 0)
    assert visit_of(shop, "R1")["odometer"] is None
    assert counts(exports.orders(desk, changed, existing="fill")) == (0, 1, 0, 0, 0)
    assert (visit_of(shop, "R1")["odometer"], visit_of(shop, "R1")["note"]) == (100, "a")
    assert counts(exports.orders(desk, changed, existing="fill")) == (0, 0, 1, 0, 0)
    assert counts(exports.orders(desk, changed)) == (0, 1, 0, 0, 0)
    assert visit_of(shop, "R1")["note"] == "b"


def test_an_order_that_names_another_car_than_before_moves_to_it(shop, desk, exports):
    exports.orders(desk, order("R1", vin=CAR), order("R2", vin=OTHER, day="2026-04-01"))
    assert counts(exports.orders(desk, order("R1", vin=OTHER))) == (0, 1, 0, 0, 0)
    cars = {row["vin"]: row["id"] for row in shop.rows("SELECT id, vin FROM vehicle")}
    assert visit_of(shop, "R1")["vehicle_id"] == cars[OTHER]
    now = shop.rows("SELECT vehicle_id, visits FROM stretch WHERE until_day = ? ORDER BY vehicle_id", FOREVER)
    assert [row["visits"] for row in now] == [0, 2]


def test_rows_that_cannot_be_taken_are_counted_by_their_first_code(shop, desk, exports):
    result = exports.orders(
        desk,
        order("R1", vin=CAR),
        order("", vin=CAR),
        order("R2"),
        order("R3", plate="x"),
        order("R4", vin="123"),
        order("R5", day="", vin=CAR),
        order("R6", day="2026-06-11", vin=CAR),
        order("R7", vin=CAR, paid="abc"),
        order("R8", vin=CAR, km="-1"),
        order("R9", plate="免单车号", vin=OTHER, paid="abc"),
        {},
        {"no": "合计:9"},
    )
    assert counts(result) == (1, 0, 0, 3, 8)
    assert result.rows == 12
    assert result.reasons == {
        "bad_amount": 1, "bad_date": 1, "bad_odometer": 1, "bad_plate": 1, "bad_vin": 1, "blank": 1, "free_plate": 1,
        "future_date": 1, "no_order_number": 1, "no_vehicle": 1, "total_line": 1,
    }  # fmt: skip


def test_what_was_not_taken_stands_in_a_workbook_with_reasons(shop, desk, exports):
    result = exports.orders(desk, order("R1", vin=CAR), order("R2", note="=1+1"), order("R3", day="", vin=CAR))
    assert result.rejects_file == desk.store.folder / "rejects" / f"{result.batch}-export-1.xlsx"
    rows = list(load_workbook(result.rejects_file).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Row", "Why it was not taken", ORDER_HEADINGS["no"])
    assert [(row[0], row[2]) for row in rows[1:]] == [(3, "R2"), (4, "R3")]
    assert rows[1][1].startswith("Neither plate nor VIN")
    assert [path.name for path in result.rejects_file.parent.iterdir()] == [result.rejects_file.name]


def test_without_rejects_there_is_no_workbook(shop, desk, exports):
    result = exports.orders(desk, order("R1", vin=CAR))
    assert result.rejects_file is None
    assert not (desk.store.folder / "rejects").exists()


def test_rejects_that_cannot_be_written_keep_the_import_from_being_made(shop, desk, exports):
    (desk.store.folder / "rejects").write_text("in the way")
    with pytest.raises(Refused) as refused:
        exports.orders(desk, order("R1", vin=CAR), order("R2"))
    assert refused.value.said.code == "export.no_permission"
    assert shop.rows("SELECT * FROM visit") == []


def test_a_dry_run_changes_nothing_and_counts_the_same(shop, desk, exports):
    rows = [order("R1", vin=CAR, plate=PLATE), order("R2"), order("R3", vin=CAR, paid="-5", day="2026-04-01")]
    before = contents(desk)
    dry = exports.orders(desk, *rows, dry_run=True)
    assert (dry.batch, dry.rejects_file, contents(desk)) == (None, None, before)
    assert not (desk.store.folder / "rejects").exists()
    real = exports.orders(desk, *rows)
    assert counts(dry) == counts(real) == (2, 0, 0, 0, 1)
    assert dry.warnings == real.warnings == {"reversal": 1}
    assert dry.reasons == real.reasons


def test_a_fallen_odometer_warns_once(shop, desk, exports):
    result = exports.orders(
        desk,
        order("R3", vin=CAR, day="2026-03-01", km="9000"),
        order("R1", vin=CAR, day="2026-01-01", km="8000"),
        order("R2", vin=CAR, day="2026-02-01", km="80000"),
        order("R4", vin=CAR, day="2026-04-01", km="9500"),
    )
    assert result.warnings == {"odometer_fell": 1}
    assert exports.orders(desk, order("R5", vin=CAR, day="2026-05-01", km="9400")).warnings == {"odometer_fell": 1}


def test_a_row_with_the_dummy_plate_is_the_visit_of_a_known_car_and_never_counts(shop, desk, exports):
    free = [order("F1", plate="免单车号", vin=CAR, day="2026-05-01"), order("F2", plate="免单车号", vin=OTHER)]
    result = exports.orders(desk, *free, order("R1", vin=CAR, plate=PLATE), order("F3", plate="免单车号"))
    assert counts(result) == (2, 0, 0, 2, 0)
    assert visit_of(shop, "F1")["counts"] == 0
    assert plates_of(shop, CAR) == [(PLATE, EVER, FOREVER)]
    assert only(shop.rows("SELECT * FROM stretch WHERE until_day = ?", FOREVER))["reference"] == "2026-03-01"
    assert counts(exports.orders(desk, *free)) == (0, 0, 1, 1, 0)


def test_an_order_meets_the_visit_that_reception_logged_without_a_number(shop, desk, exports):
    car = shop.car(plate=PLATE, vin=CAR)
    found_by_search(shop)
    visit = shop.visit(car, date(2026, 3, 2), kind="机修", paid_fen=None, state="arrived", odometer=7000)
    far = shop.visit(car, date(2026, 3, 5), state="arrived")
    result = exports.orders(desk, order("R1", plate=PLATE, km="6990", note="x"))
    assert counts(result) == (0, 1, 0, 0, 0)
    assert [(linked.order_no, linked.visit_id, linked.vehicle_id) for linked in result.linked] == [("R1", visit, car)]
    met = visit_of(shop, "R1")
    assert (met["id"], met["date_in"], met["kind"], met["odometer"]) == (visit, "2026-03-02", "机修", 7000)
    assert (met["paid_fen"], met["state"], met["note"], met["order_tail"]) == (50000, "settled", "x", "1R")
    assert only(shop.rows("SELECT order_no FROM visit WHERE id = ?", far))["order_no"] is None
    assert counts(exports.orders(desk, order("R1", plate=PLATE, km="6990", note="x"))) == (0, 0, 1, 0, 0)
    assert counts(exports.orders(desk, order("R2", plate=PLATE, day="2026-03-03"))) == (1, 0, 0, 0, 0)


def test_a_blank_settlement_date_means_open_where_any_is_filled_and_no_state_is_given(shop, desk, exports):
    columns = ["no", "vin", "day", "settled", "paid"]
    rows = [order("R1", vin=CAR), order("R2", vin=CAR, day="2026-03-05", settled="2026-03-06")]
    exports.orders(desk, *rows, only=columns)
    assert [visit_of(shop, number)["state"] for number in ("R1", "R2")] == ["in-workshop", "settled"]
    exports.orders(desk, order("R3", vin=CAR, settled=""), only=columns)
    assert visit_of(shop, "R3")["state"] == "settled"
    result = exports.orders(desk, order("R1", vin=CAR, settled="2026-03-07"), only=columns)
    assert (counts(result), visit_of(shop, "R1")["state"]) == ((0, 1, 0, 0, 0), "settled")
