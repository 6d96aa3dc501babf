"""Importing what other systems export: identities, merging, counts, and what is kept when a person corrected it."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from dealerdesk.db import tables
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.importing import import_file, import_history, running, undo_import
from dealerdesk.services.importing import orders as orders_module
from dealerdesk.services.upkeep import check_store
from tests.exports import ORDER_HEADINGS, Exports, contents, counts, order, vin
from tests.stores import a_shop, clerk

TODAY = date(2026, 6, 10)
CAR, OTHER, THIRD = vin(1), vin(2), vin(3)
PLATE, PLATE_2, PLATE_3 = "琼A12345", "琼B23456", "琼C34567"


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "data").mkdir()
    with a_shop(tmp_path / "data", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


@pytest.fixture
def desk(shop):
    return shop.desk


@pytest.fixture
def exports(tmp_path, monkeypatch):
    return Exports(tmp_path, monkeypatch)


def only(rows):
    (row,) = rows
    return row


def found_by_search(shop):
    """What was filled in by hand is found by what it says."""
    with shop.desk.store.derive() as conn:
        rewrite_search_text(conn, [row["id"] for row in shop.rows("SELECT id FROM vehicle")])


def visit_of(shop, number):
    return only(shop.rows("SELECT * FROM visit WHERE order_no = ?", number))


def plates_of(shop, car_vin):
    found = shop.rows(
        "SELECT p.plate, p.from_day, p.until_day FROM plate p JOIN vehicle v ON v.id = p.vehicle_id"
        " WHERE v.vin = ? ORDER BY p.from_day, p.id",
        car_vin,
    )
    return [tuple(row.values()) for row in found]


def owners_of(shop, car_vin):
    found = shop.rows(
        "SELECT c.name, o.from_day, o.until_day FROM ownership o JOIN vehicle v ON v.id = o.vehicle_id"
        " JOIN customer c ON c.id = o.customer_id WHERE v.vin = ? ORDER BY o.from_day, o.id",
        car_vin,
    )
    return [tuple(row.values()) for row in found]


EVER, FOREVER = "0001-01-01", "9999-12-31"


# Orders


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


# Owners by orders


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


# Vehicles


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


# Identities


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


# The act


def test_an_import_is_one_act_with_a_batch(shop, desk, exports):
    result = exports.orders(desk, order("R1", vin=CAR))
    batch = only(shop.rows("SELECT * FROM batch"))
    assert (batch["id"], batch["kind"], batch["state"]) == (result.batch, "visits", "done")
    assert batch["act_id"] == result.changed.act
    act = only(shop.rows("SELECT * FROM act WHERE id = ?", result.changed.act))
    assert (act["use_case"], act["day"]) == ("import", "2026-06-10")
    past = only(import_history(desk))
    assert (past.batch, past.file_name, past.counts["added"]) == (result.batch, "export-1.csv", 1)


def test_an_import_needs_its_right(shop, exports):
    with pytest.raises(Refused):
        exports.orders(shop.on(TODAY, clerk("see")), order("R1", vin=CAR))


def test_a_mapping_given_by_hand_is_remembered_for_its_layout(shop, desk, exports):
    headings = {**ORDER_HEADINGS, "no": "甲", "day": "乙"}
    rows = [order("R1", vin=CAR)]
    with pytest.raises(WrongUse):
        import_file(desk, exports.file(headings, rows))
    import_file(desk, exports.file(headings, rows), kind="visits", mapping={"order_no": "甲", "date_in": "乙"})
    assert counts(import_file(desk, exports.file(headings, [order("R2", vin=CAR)]))) == (1, 0, 0, 0, 0)


def test_a_cancelled_import_leaves_the_store_as_it_was(shop, desk, exports):
    before = contents(desk)
    for asked in range(1, 4):
        answers = iter([False] * (asked - 1))
        with pytest.raises(WrongUse) as cancelled:
            exports.orders(
                desk, order("R1", vin=CAR), order("R2"), cancelled=lambda answers=answers: next(answers, True)
            )
        assert cancelled.value.said.code == "import.cancelled"
        assert contents(desk) == before
        assert import_history(desk) == ()
        assert list((desk.store.folder / "rejects").glob("*")) == []


@pytest.mark.parametrize("writers", [1, 3])
def test_an_import_is_planned_again_when_somebody_wrote_meanwhile(shop, desk, exports, monkeypatch, writers):
    shop.car(plate=PLATE, vin=CAR)
    found_by_search(shop)
    names = ["张三", "李四", "王五", "赵六"][:writers]
    plan = running.plan_orders

    def planned_too_long_ago(conn, *args, **kwargs):
        planned = plan(conn, *args, **kwargs)
        if names:
            shop.staff(names.pop(0))
        return planned

    monkeypatch.setattr(running, "plan_orders", planned_too_long_ago)
    result = exports.orders(desk, order("R1", vin=CAR, advisor="张三"), order("R2"))
    assert (result.added, result.rejected, result.rejects_file.exists()) == (1, 1, True)
    assert len(shop.rows("SELECT * FROM staff WHERE name = '张三'")) == 1


# Taking back


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
