"""Words of exports for coded values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dealerdesk.domain.visit import Payer, VisitState
from dealerdesk.spreadsheets import coded
from dealerdesk.spreadsheets.coded import customer_type_of, payer_of, sex_of, source_of, state_of, use_of, yes_no_of

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *((word, "settled") for word in ("已结算", "已完工结算", " 已结算 ", "挂账", "Closed")),
        ("已出厂", "handed-over"),
        *((word, "in-workshop") for word in ("在修", "未结算", "待结算", "已完工", "在 修")),
        *((word, "void") for word in ("作废", "已取消", "已红冲", "VOID")),
        ("已接车", "arrived"),
    ],
)
def test_states_of_the_rulebook(word: str, state: str) -> None:
    assert state_of(word) == state


@pytest.mark.parametrize(
    ("word", "payer"),
    [
        *((word, "owner") for word in ("客户", "车主", "自费")),
        *((word, "manufacturer") for word in ("厂家", "主机厂", "索赔")),
        *((word, "insurer") for word in ("保险", "保险公司", "中国人保财险", "平安产险海南分公司")),
        *((word, "package") for word in ("套餐", "定保")),
        ("储值", "stored-value"),
        *((word, "voucher") for word in ("券", "代金券")),
        ("内部", "internal"),
    ],
)
def test_payers(word: str, payer: str) -> None:
    assert payer_of(word) == payer


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("自店销售", "own"),
        ("本店", "own"),
        ("他店销售", "other-store"),
        ("过路车", "passing"),
        ("外品牌", "other-brand"),
    ],
)
def test_sources(word: str, source: str) -> None:
    assert source_of(word) == source


@pytest.mark.parametrize(
    ("word", "use"),
    [
        ("家用", "private"),
        ("非营运", "private"),
        ("公务", "company"),
        ("营运", "operating"),
        ("滴滴网约车", "operating"),
    ],
)
def test_uses(word: str, use: str) -> None:
    assert use_of(word) == use


def test_a_customer_type_of_the_store_s_own_stays() -> None:
    assert [customer_type_of(word) for word in ("个人", "单位", "VIP客户", "")] == [
        "person",
        "company",
        "VIP客户",
        None,
    ]


def test_sex_and_yes_and_no() -> None:
    assert [sex_of(word) for word in ("男", "女士", "未知", None, "F")] == ["male", "female", None, None, "female"]
    answers = [yes_no_of(cell) for cell in ("是", "否", "√", 1.0, 0.0, "TRUE", "未添加", "")]
    assert answers == [True, False, True, True, False, True, False, None]


@pytest.mark.parametrize("read", [state_of, payer_of, source_of, use_of, sex_of, yes_no_of])
def test_unknown_words_are_refused_and_nothing_is_none(read: Callable[[object], object]) -> None:
    with pytest.raises(ValueError):
        read("甲乙丙丁")
    assert read("") is None
    assert read(None) is None


def test_every_code_is_one_of_the_domain_s() -> None:
    assert set(coded._STATES.values()) <= {str(state) for state in VisitState}
    assert set(coded._PAYERS.values()) == {str(payer) for payer in Payer}


@pytest.mark.parametrize("name", ["_STATES", "_PAYERS", "_SOURCES", "_USES", "_CUSTOMER_TYPES", "_SEXES", "_YES_NO"])
def test_no_table_has_an_empty_word(name: str) -> None:
    assert "" not in getattr(coded, name)
