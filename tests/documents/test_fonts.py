"""What fits is measured; what the typeface lacks is marked, never dropped, and never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.documents.fonts import MARK, bold, printable, regular

TEXTS = st.text(max_size=60)
CHINESE = st.text(alphabet="王小明琼A8 88，。(（）)x·年月日12…", max_size=60)


def test_each_weight_is_parsed_once_a_process():
    assert regular() is regular()
    assert bold() is bold()


@given(TEXTS, st.floats(1, 400))
def test_a_fitted_text_is_never_wider_than_its_room(text, width):
    shown = regular().fit(printable(text), 8, width)
    assert regular().width(shown, 8) <= width + 0.01


@given(TEXTS)
def test_a_text_with_room_enough_stays_as_it_is(text):
    shown = printable(text)
    assert regular().fit(shown, 8, regular().width(shown, 8)) == shown


def test_a_shortened_text_says_so():
    shown = bold().fit("池州顺丰达建筑工程有限公司海口分公司", 10, 84)
    assert shown.startswith("池州顺丰达")
    assert shown.endswith("…")


def test_no_room_at_all_draws_nothing():
    assert regular().fit("王小明", 8, 0) == ""


@given(CHINESE, st.floats(20, 200))
def test_wrapping_loses_no_character(text, width):
    lines = regular().wrap(text, 8, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.floats(20, 200), st.integers(1, 4))
def test_wrapped_lines_are_within_width_and_number(text, width, most):
    lines = regular().wrap(printable(text), 8, width, lines=most)
    assert len(lines) <= most
    assert all(regular().width(line, 8) <= width + 0.01 for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("再过7天满12个月即流失，近两年消费", 66, ["再过7天满12个月", "即流失，近两年消", "费"]),
        ("到店时间（2026年11月29日）", 80, ["到店时间", "（2026年11月29日）"]),
        ("车牌是琼A88888", 50, ["车牌是", "琼A88888"]),
        ("maintenance is due", 50, ["maintenance", "is due"]),
    ],
)
def test_lines_break_where_a_reader_expects(text, width, lines):
    assert regular().wrap(text, 8, width) == lines


@pytest.mark.parametrize("char", ["𠮷", "😀", "☑", "ئ"])
def test_a_character_that_the_font_lacks_gets_the_width_of_the_mark(char):
    assert regular().width(char, 10) == regular().width(MARK, 10)
    assert regular().lacking_in(f"{char}野健") == {char}


def test_a_character_that_the_font_has_lacks_nothing():
    regular().width("龘喆堃镕王", 10)
    assert regular().lacking_in("龘喆堃镕王") == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王\n小明", "王 小明"),
        ("a\tb\u3000c\xa0d", "a b c d"),
        ("王\u200b小\u200d明\ufeff", "王小明"),
        ("王\ud842明", f"王{MARK}明"),
        ("\x00王", "王"),
    ],
)
def test_breaks_and_controls_become_spaces_and_half_characters_are_marked(text, shown):
    assert printable(text) == shown
