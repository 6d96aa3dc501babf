"""Rows: the first code that fits, warnings, and what is only flagged."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerdesk.spreadsheets.headings import columns_of
from dealerdesk.spreadsheets.row_cells import ROW_CODES
from dealerdesk.spreadsheets.rows import RowReader, VehicleRow, VisitRow, read_vehicle, read_visit
from dealerdesk.spreadsheets.sheet import SheetRow

if TYPE_CHECKING:
    from dealerdesk.spreadsheets.sheet import Cell

TODAY = date(2026, 11, 22)
VIN = "LSVP4BR508RZ33740"
OTHER_VIN = "LSVP4BR518RZ33740"
VISIT: dict[str, Cell] = {
    "工单号": "RO1",
    "车牌号": "琼A88888",
    "车架号": VIN,
    "客户名称": "测试甲",
    "联系电话": 13800001234.0,
    "进厂日期": "2026-11-20",
    "结算日期": "2026-11-21",
    "进厂里程": "12,345km",
    "维修类型": "常规保养",
    "工时费": 100.0,
    "应收金额": 300.0,
    "优惠金额": 0.0,
    "实收金额": 300.0,
    "付款方": "客户",
    "工单状态": "已结算",
    "备注": "",
}
VEHICLE: dict[str, Cell] = {
    "客户编号": "C1",
    "客户名称": "测试甲",
    "联系电话": "138-0000-1234",
    "车牌号": "琼A88888",
    "车架号": VIN,
    "购车日期": "2025-01-02",
    "客户来源": "自店销售",
    "是否加微信": "是",
    "储值余额": "1,000.50",
}


def visit(**cells: Cell) -> VisitRow:
    row = VISIT | cells
    return read_visit(list(row.values()), columns_of(list(row), "visits"), TODAY, line=7)


def vehicle(**cells: Cell) -> VehicleRow:
    row = VEHICLE | cells
    return read_vehicle(list(row.values()), columns_of(list(row), "vehicles"), TODAY)


def test_a_good_visit() -> None:
    row = visit()
    assert (row.code, row.warnings, row.free_plate, row.line) == (None, (), False, 7)
    assert (row.order_no, row.plate, row.vin) == ("RO1", "琼A88888", VIN)
    assert (row.date_in, row.date_settled, row.date_out) == (date(2026, 11, 20), date(2026, 11, 21), None)
    assert (row.odometer, row.labour_fen, row.parts_fen, row.paid_fen) == (12_345, 10_000, None, 30_000)
    assert (row.payer, row.state, row.kind, row.note) == ("owner", "settled", "常规保养", None)
    assert [phone.digits for phone in row.phones] == ["13800001234"]


def test_a_good_vehicle() -> None:
    row = vehicle()
    assert (row.code, row.warnings) == (None, ())
    assert (row.customer_number, row.source, row.wechat, row.stored_value_fen) == ("C1", "own", True, 100_050)
    assert [phone.digits for phone in row.phones] == ["13800001234"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"工单号": ""}, "no_order_number"),
        ({"工单号": "#N/A"}, "bad_row"),
        ({"车牌号": "", "车架号": None}, "no_vehicle"),
        ({"车牌号": "未上牌", "车架号": "-"}, "no_vehicle"),
        ({"车牌号": "???", "车架号": ""}, "bad_plate"),
        ({"车牌号": "???", "车架号": "LSV123"}, "bad_plate"),
        ({"车牌号": "", "车架号": "LSV123"}, "bad_vin"),
        ({"车牌号": "", "车架号": "LSVP4BR508RZ3374O"}, "bad_vin"),
        ({"进厂日期": "2025/13/40"}, "bad_date"),
        ({"进厂日期": None}, "bad_date"),
        ({"进厂日期": "#VALUE!"}, "bad_date"),
        ({"进厂日期": date(2026, 11, 23)}, "future_date"),
        ({"进厂日期": datetime(2031, 5, 1, 8)}, "future_date"),
        ({"实收金额": "abc"}, "bad_amount"),
        ({"优惠金额": "-"}, "bad_amount"),
        ({"应收金额": "#REF!"}, "bad_amount"),
        ({"工时费": "FALSE"}, "bad_amount"),
        ({"工时费": 1.8e306}, "bad_amount"),
        ({"工时费": date(2026, 1, 1)}, "bad_amount"),
        ({"进厂里程": "-5"}, "bad_odometer"),
        ({"进厂里程": "很多"}, "bad_odometer"),
    ],
)
def test_codes(cells: dict[str, Cell], code: str) -> None:
    row = visit(**cells)
    assert (row.code, row.warnings) == (code, ())


def test_the_first_code_of_the_order_is_said() -> None:
    wrong: dict[str, dict[str, Cell]] = {
        "bad_odometer": {"进厂里程": "x"},
        "bad_amount": {"实收金额": "x"},
        "bad_date": {"进厂日期": "x"},
        "bad_plate": {"车牌号": "???", "车架号": "x"},
        "no_order_number": {"工单号": ""},
    }
    cells: dict[str, Cell] = {}
    for code, more in wrong.items():
        cells |= more
        assert visit(**cells).code == code


@pytest.mark.parametrize(
    "cells",
    [
        {"结算日期": date(2030, 1, 1)},
        {"进厂日期": TODAY},
        {"进厂里程": ""},
        {"进厂里程": None},
        {"车牌号": ""},
        {"车架号": ""},
    ],
)
def test_what_is_legal(cells: dict[str, Cell]) -> None:
    row = visit(**cells)
    assert (row.code, row.warnings) == (None, ())


@pytest.mark.parametrize(
    ("cells", "warning"),
    [
        ({"车架号": OTHER_VIN}, "vin_check"),
        ({"车架号": "LSV123"}, "bad_vin"),
        ({"车牌号": "???"}, "bad_plate"),
        ({"车牌号": "琼A8888"}, "plate_pattern"),
        ({"联系电话": "12345"}, "odd_phone"),
        ({"结算日期": "2026-02-30"}, "bad_settled_date"),
        ({"付款方": "甲乙丙"}, "unknown_payer"),
        ({"工单状态": "甲乙丙"}, "unknown_state"),
        ({"实收金额": -300.0}, "reversal"),
        ({"应收金额": "(300.00)"}, "reversal"),
    ],
)
def test_warnings(cells: dict[str, Cell], warning: str) -> None:
    row = visit(**cells)
    assert (row.code, row.warnings) == (None, (warning,))


def test_a_warning_is_given_once_a_row() -> None:
    assert visit(应收金额=-1.0, 实收金额=-1.0).warnings == ("reversal",)
    assert visit(应收金额=-1.0, 实收金额=-1.0).paid_fen == -100


def test_a_bad_one_of_plate_and_vin_is_left_out() -> None:
    assert (visit(车架号="LSV123").vin, visit(车牌号="???").plate) == (None, None)


def test_the_dummy_plate_is_flagged_and_its_code_is_what_it_is_besides() -> None:
    known = visit(车牌号=" 免单车号 ")
    assert (known.free_plate, known.plate, known.vin, known.code) == (True, None, VIN, None)
    assert known.warnings == ()
    assert (visit(车牌号="免单车号", 车架号="").free_plate, visit(车牌号="免单车号", 车架号="").code) == (
        True,
        "no_vehicle",
    )
    assert (visit(车牌号="免单车号", 实收金额="abc").free_plate, visit(车牌号="免单车号", 实收金额="abc").code) == (
        True,
        "bad_amount",
    )
    assert vehicle(车牌号="免单车号").free_plate


@pytest.mark.parametrize("cells", [[], [None] * 16, ["", " ", "\u3000", "\u00a0"]])
def test_blank_rows(cells: list[Cell]) -> None:
    columns = columns_of(list(VISIT), "visits")
    assert read_visit(cells, columns, TODAY).code == "blank"
    assert read_vehicle(cells, columns_of(list(VEHICLE), "vehicles"), TODAY).code == "blank"


@pytest.mark.parametrize(
    "cells",
    [
        ["合计", *[None] * 11, 11254068.0],
        ["总计：", "", "", "35台"],
        ["小计"],
        ["", "", "合 计", 1.0],
        ["本页小计", 5.0],
        ["共 9152 条记录"],
        ["共35台次"],
        ["Total", 12.0],
        ["第1页/共3页"],
        ["制表人：测试乙"],
        [*VISIT],
    ],
)
def test_total_lines_footers_and_repeated_headings(cells: list[Cell]) -> None:
    reader = RowReader(VisitRow, columns_of(list(VISIT), "visits"), list(VISIT), TODAY)
    assert reader.read(SheetRow("", 1, cells)).code == "total_line"


def test_a_customer_whose_name_begins_like_a_total_is_none() -> None:
    assert visit(工单号="合计1号").code is None
    assert vehicle(客户编号="", 客户名称="共和汽车服务有限公司").code is None
    assert vehicle(客户编号="总计", 车架号="", 车牌号="").code == "total_line"


def test_more_filled_cells_than_headings_are_a_bad_row() -> None:
    cells = [*VISIT.values()]
    columns = columns_of(list(VISIT), "visits")
    assert read_visit([*cells, "", None, " "], columns, TODAY).code is None
    assert read_visit([*cells, "", "x"], columns, TODAY).code == "bad_row"
    assert read_visit(["合计", *cells[1:5], "", *cells[6:], "x"], columns, TODAY).code == "total_line"


def test_short_rows_lack_what_they_do_not_reach() -> None:
    row = read_visit([*VISIT.values()][:9], columns_of(list(VISIT), "visits"), TODAY)
    assert (row.code, row.state, row.paid_fen) == (None, None, None)


def test_vehicles_need_no_order_number_and_no_day() -> None:
    assert vehicle(购车日期="").code is None
    assert vehicle(购车日期="x").warnings == ("bad_other_date",)
    assert vehicle(车架号="", 车牌号="").code == "no_vehicle"
    assert vehicle(车架号="x", 车牌号="").code == "bad_vin"
    assert vehicle(储值余额="很多").code == "bad_amount"
    assert vehicle(客户来源="x", 是否加微信="wx_1").warnings == ("unknown_source", "unknown_value")


def test_several_phones_in_one_cell() -> None:
    row = vehicle(联系电话="13800001234/0898-66661234")
    assert [phone.digits for phone in row.phones] == ["13800001234", "089866661234"]
    assert (vehicle(联系电话="无").phones, vehicle(联系电话="无").warnings) == ((), ())


def test_true_is_never_taken_for_one() -> None:
    columns = columns_of(list(VISIT), "visits")
    reader = RowReader(VisitRow, columns, list(VISIT), TODAY)
    codes = [
        reader.read(SheetRow("", 1, [*(VISIT | {"实收金额": cell}).values()])).code for cell in ("TRUE", 1.0, "TRUE", 1)
    ]
    assert codes == ["bad_amount", None, "bad_amount", None]


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["琼A88888", VIN, "免单车号", "2026-01-02", "12.5", "合计", "在修", "客户", "#N/A"]),
)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=20))
def test_any_row_is_read_and_has_at_most_one_code(cells: list[Cell]) -> None:
    visit_row = read_visit(cells, columns_of(list(VISIT), "visits"), TODAY)
    vehicle_row = read_vehicle(cells, columns_of(list(VEHICLE), "vehicles"), TODAY)
    for row in (visit_row, vehicle_row):
        assert row.code in {None, "blank", "total_line", *ROW_CODES}
        assert not (row.code and row.warnings)
        assert row.cells is cells
    if visit_row.code is None:
        assert visit_row.order_no
        assert visit_row.date_in
        assert visit_row.date_in <= TODAY
        assert visit_row.plate or visit_row.vin


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(VISIT)), CELLS), max_size=6))
def test_a_file_s_reader_reads_as_a_fresh_one(changes: list[tuple[str, Cell]]) -> None:
    columns, headings = columns_of(list(VISIT), "visits"), list(VISIT)
    reader = RowReader(VisitRow, columns, headings, TODAY)
    for name, cell in changes:
        row = SheetRow("", 1, [*(VISIT | {name: cell}).values()])
        fresh = RowReader(VisitRow, columns, headings, TODAY).read(row)
        assert repr(reader.read(row)) == repr(fresh)
