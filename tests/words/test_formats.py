"""Numbers, money, days and months as each language writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import Month
from dealerdesk.words import Words
from dealerdesk.words.formats import FORMATS

EN, ZH = Words("en"), Words("zh_CN")


@pytest.mark.parametrize(("words", "expected"), [(EN, "28 Feb 2026"), (ZH, "2026年2月28日")])
def test_a_day(words, expected):
    assert words.day(date(2026, 2, 28)) == expected


@pytest.mark.parametrize(("words", "expected"), [(EN, "Saturday, 28 February 2026"), (ZH, "2026年2月28日（星期六）")])
def test_a_day_with_its_weekday(words, expected):
    assert words.full_day(date(2026, 2, 28)) == expected


@pytest.mark.parametrize(("words", "expected"), [(EN, "February 2026"), (ZH, "2026年2月")])
def test_a_month(words, expected):
    assert words.month(Month(2026, 2)) == expected


@pytest.mark.parametrize(("words", "expected"), [(EN, "28 Feb 2026 09:05"), (ZH, "2026年2月28日 09:05")])
def test_a_moment(words, expected):
    assert words.moment(datetime(2026, 2, 28, 9, 5)) == expected


@pytest.mark.parametrize(("words", "expected"), [(EN, "61,240 km"), (ZH, "61,240公里")])
def test_kilometres(words, expected):
    assert words.km(61240) == expected


@pytest.mark.parametrize("words", [EN, ZH])
@pytest.mark.parametrize(
    ("fen", "expected"), [(0, "¥0.00"), (5, "¥0.05"), (123450, "¥1,234.50"), (-123450, "-¥1,234.50"), (-5, "-¥0.05")]
)
def test_money_is_exact_to_the_fen(words, fen, expected):
    assert words.money(fen) == expected


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_money_can_be_read_back(fen):
    assert Decimal(EN.money(fen).replace("¥", "").replace(",", "")) * 100 == fen


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 1, "100.0%"), (1, 2000, "0.1%"), (0, 0, "—")]
)
def test_a_share(part, whole, expected):
    assert EN.share(part, whole) == ZH.share(part, whole) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 bytes"), (999, "999 bytes"), (1234, "1.2 KB"), (12_345_678, "12.3 MB")]
)
def test_the_size_of_a_file(count, expected):
    assert FORMATS["en"].size(count) == expected


@pytest.mark.parametrize(
    ("label", "inline"),
    [
        ("At risk", "at risk"),
        ("VIN", "VIN"),
        ("WeChat", "WeChat"),
        ("On WeChat", "on WeChat"),
        ("Km a day", "km a day"),
        ("", ""),
    ],
)
def test_a_label_within_an_english_sentence_begins_small_unless_it_is_a_name(label, inline):
    assert FORMATS["en"].inline(label) == inline


def test_yes_no_and_not_known():
    assert [ZH.yes_no(answer) for answer in (True, False, None)] == ["是", "否", "—"]
    assert [EN.yes_no(answer) for answer in (True, False, None)] == ["Yes", "No", "—"]


def test_a_language_that_the_desk_does_not_speak_is_our_bug():
    with pytest.raises(ValueError, match="fr"):
        Words("fr")
