"""Recognising the row of headings, the kind and the columns."""

from __future__ import annotations

import pytest

from dealerdesk.domain.errors import Said, WrongUse
from dealerdesk.spreadsheets.heading_words import WORDS
from dealerdesk.spreadsheets.headings import columns_of, heading_keys, layout_of, recognise
from dealerdesk.spreadsheets.sheet import Cell, Kind, Mapped, Top

VISITS = ["工单号", "车牌号", "车架号", "客户名称", "进厂日期", "进厂里程", "实收金额", "工单状态"]
VEHICLES = ["客户编号", "客户名称", "联系电话", "车牌号", "车架号", "购车日期", "服务顾问"]


def top(*rows: list[Cell], name: str = "Sheet1") -> Top:
    return Top(name, [*rows])


def refusal(*tops: Top, kind: Kind | None = None, mapping: Mapped | None = None) -> Said:
    with pytest.raises(WrongUse) as refused:
        recognise(tops, kind=kind, mapping=mapping)
    return refused.value.said


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("order_no", "工单号 委托书号 派工单号 结算单号"),
        ("date_in", "进厂日期 开单日期 维修日期 接车时间 来厂日期 日期"),
        ("odometer", "进厂里程 行驶里程 公里数 表底里程"),
        ("advisor", "服务顾问 接车员 接待顾问 责任SA 接待人"),
        ("paid", "实收金额 实收 结算金额 收款金额"),
        ("vin", "车架号 VIN 底盘号"),
        ("customer_name", "车主 客户名称 客户姓名"),
        ("phone", "联系电话 手机 移动电话"),
        ("payer", "付款方 结算对象"),
        ("state", "工单状态 状态"),
        ("kind", "维修类型 业务类型 类型"),
    ],
)
def test_the_words_that_real_systems_use(field: str, headings: str) -> None:
    for heading in headings.split():
        assert columns_of(["甲", heading], "visits") == {field: 1}


@pytest.mark.parametrize(
    "heading",
    [
        "实收金额",
        " 实收 金额 ",
        "实收金额（元）",
        "实收金额(元)",
        "*实收金额",
        "实收金额*",
        "实收金额:",
        "实收金额\n(元)",
        "实收金额[必填]",
        "实收金额（含税）",
        "实收金额(必填)(元)",
        "实收金额元",
        "实收金额（不含卡券）",
    ],
)
def test_headings_in_any_dress(heading: str) -> None:
    assert columns_of([heading], "visits") == {"paid": 0}


def test_width_and_case_do_not_matter() -> None:
    assert columns_of(["ＶＩＮ码", "Order No.", "Date-In"], "visits") == {"vin": 0, "order_no": 1, "date_in": 2}


def test_what_only_looks_like_a_heading_is_none() -> None:
    assert columns_of(["最近进厂日期", "上次进厂里程", "客户数", "", None, 12.0], "visits") == {}
    assert heading_keys(12.0) == heading_keys("（ ）") == ()


def test_customer_number_and_name_are_not_mixed_up() -> None:
    assert columns_of(["客户编号", "客户"], "vehicles") == {"customer_number": 0, "customer_name": 1}
    assert columns_of(["编号", "姓名"], "vehicles") == {"customer_number": 0, "customer_name": 1}


def test_a_weak_word_gives_way_to_a_strong_one() -> None:
    assert columns_of(["日期", "进厂日期"], "visits") == {"date_in": 1}
    assert columns_of(["工时", "工时费"], "visits") == {"labour": 1}
    assert columns_of(["结算金额", "实收金额"], "visits") == {"paid": 1, "due": 0}


def test_no_heading_stands_for_two_fields_of_a_kind() -> None:
    for strong, weak in WORDS.values():
        words = [word for table in (strong,) for names in table.values() for word in names]
        assert len(words) == len(set(words))
        assert all(
            heading_keys(word)[0] == word for table in (strong, weak) for names in table.values() for word in names
        )


def test_title_lines_are_passed_over() -> None:
    title: list[Cell] = ["××汽车销售服务有限公司 维修记录明细", *[None] * 7]
    stamp: list[Cell] = ["导出时间：2026-11-22 18:05", *[None] * 7]
    head, picks = recognise([top(title, [], stamp, [*VISITS], ["RO1"])])
    assert (head.kind, head.headings, picks) == ("visits", tuple(VISITS), ((0, 3),))
    assert head.columns["date_in"] == 4


def test_an_order_is_a_visit_whatever_it_tells_of_the_customer() -> None:
    customer = [
        "客户编号",
        "性别",
        "生日",
        "联系电话",
        "联系地址",
        "车型",
        "购车日期",
        "客户来源",
        "质保到期日",
        "保险到期日",
    ]
    head, _ = recognise([top([*VISITS, *customer])])
    assert head.kind == "visits"


def test_vehicles_are_recognised_and_kind_can_be_forced() -> None:
    assert recognise([top([*VEHICLES])])[0].kind == "vehicles"
    assert recognise([top([*VEHICLES])], kind="vehicles")[0].kind == "vehicles"
    unclear = top(["工单号", "车牌号", "车架号", "客户名称"])
    assert recognise([unclear], kind="vehicles")[0].kind == "vehicles"


def test_a_kind_that_the_file_plainly_is_not_is_refused() -> None:
    for rows, kind in ((VISITS, "vehicles"), (VEHICLES, "visits")):
        said = refusal(top([*rows]), kind=kind)  # type: ignore[arg-type]
        assert (said.code, said.params["wanted"]) == ("import.wrong_kind", Said(f"label.import_kind.{kind}"))


def test_the_best_sheet_is_read_and_those_like_it_after_it() -> None:
    cover = top(["说明", "导出"], name="说明")
    others = top(["车牌号", "车架号", "备注"], name="其他")
    first, second = top([*VISITS], name="一"), top(["续"], [*VISITS], name="二")
    head, picks = recognise([cover, first, others, second])
    assert (head.sheets, head.unread) == (("一", "二"), ("其他",))
    assert picks == ((1, 0), (3, 1))


def test_no_headings() -> None:
    assert refusal(top(["甲", "乙"], ["丙", "丁"])).code == "import.no_headings"
    assert refusal(top([], [None, " "])).code == "import.empty"
    assert refusal().code == "import.empty"


def test_a_missing_column_is_named_with_the_headings_there_are() -> None:
    said = refusal(top(["工单号", "车牌号", "客户名称", "实收金额"]), kind="visits")
    assert said.code == "import.missing_column"
    assert said.params["field"] == Said("label.field.date_in")
    assert said.params["headings"] == "工单号 | 车牌号 | 客户名称 | 实收金额"
    assert refusal(top(["工单号", "进厂日期", "客户名称"])).params["field"] == Said("label.field.plate_or_vin")


def test_a_mapping_by_hand_overrides_and_is_handed_back() -> None:
    rows = top(["单据", "牌", "何时", "实收金额", "服务顾问"], ["RO1", "琼A88888", "2026-01-02", 1.0, "甲"])
    by_hand: Mapped = {"order_no": "单据", "plate": 1, "date_in": "何时", "advisor": None}
    head, _ = recognise([rows], kind="visits", mapping=by_hand)
    assert head.columns == {"order_no": 0, "plate": 1, "date_in": 2, "paid": 3}
    assert head.mapping == by_hand


def test_a_remembered_mapping_is_found_by_its_layout() -> None:
    headings: list[Cell] = ["单据", "牌", "何时"]
    by_hand: Mapped = {"order_no": "单据", "plate": "牌", "date_in": "何时"}
    remembered = {layout_of(headings, "visits"): by_hand}
    for memory in (remembered, remembered.get):
        head, picks = recognise([top(["标题"], headings)], remembered=memory)
        assert (head.kind, head.mapping, picks) == ("visits", by_hand, ((0, 1),))


def test_a_column_taken_by_hand_is_no_other_field_s() -> None:
    head, _ = recognise([top([*VISITS])], mapping={"due": "实收金额"})
    assert head.columns["due"] == 6
    assert "paid" not in head.columns


def test_what_a_mapping_may_not_name() -> None:
    said = refusal(top([*VISITS]), mapping={"plate": "没有的列"})
    assert (said.code, said.params["heading"]) == ("import.unknown_column", "没有的列")
    said = refusal(top([*VISITS]), kind="visits", mapping={"colour": "车牌号"})
    assert (said.code, said.params["field"]) == ("import.unknown_field", "colour")


def test_the_layout_is_that_of_the_headings_and_the_kind() -> None:
    assert layout_of(VISITS, "visits") == layout_of([f" {h}（元） " for h in VISITS] + ["", None], "visits")
    assert layout_of(VISITS, "visits") != layout_of(VISITS, "vehicles")
    assert layout_of(VISITS, "visits") != layout_of(VISITS[::-1], "visits")


CALLS = ["回访日期", "车牌号", "客户姓名", "联系电话", "回访人", "回访结果", "回访内容", "备注"]


def test_calls_are_known_by_their_day_and_what_came_of_them():
    head, _ = recognise([top(CALLS)])
    assert (head.kind, head.columns["called"], head.columns["note"]) == ("calls", 0, 6)
    assert recognise([top(["Call date", "Plate", "Agent", "Result", "Remarks"])])[0].kind == "calls"
    assert recognise([top([*VEHICLES])])[0].kind == "vehicles"
    assert recognise([top([*VISITS])])[0].kind == "visits"
