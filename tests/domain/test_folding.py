from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.folding import fold_text, fold_width, without_separators


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("　进厂里程（ＫＭ）　", "进厂里程(KM)"),
        ("６１，２３４ｋｍ", "61,234km"),
        (" plain ", "plain"),
        ("海南\u00a0集团", "海南 集团"),
        ("\ufeff工单号", "工单号"),
        ("", ""),
    ],
)
def test_width_is_folded_and_edges_are_trimmed(text, folded):
    assert fold_width(text) == folded


def test_separators_go_wherever_they_stand():
    assert without_separators(" 琼Ａ·８８ - 8.88 ") == "琼A88888"


def test_separators_go_though_unicode_takes_one_of_them_for_a_letter():
    for code in range(0x11000):
        char = chr(code)
        assert len(without_separators(f"琼{char}A")) in ({2} if without_separators(char) == "" else {3}), hex(code)
    assert without_separators("琼AꞏB1") == "琼AB1"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("琼a88888", "琼A·88888"), ("阿卜杜热合曼", "阿卜杜·热合曼"), ("ｗａｎｇ", "Wang"), ("138-1234", "138 1234")],
)
def test_search_finds_what_is_written_otherwise(typed, stored):
    assert fold_text(typed) == fold_text(stored)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold_width(fold_width(text)) == fold_width(text)
    assert fold_text(fold_text(text)) == fold_text(text)
