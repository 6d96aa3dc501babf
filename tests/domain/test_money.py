from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dealerdesk.domain.money import fen_from, yuan


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(123450, "1234.50"), (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (-123456, "-1234.56"), (100, "1.00")],
)
def test_yuan_has_two_places_and_no_grouping(fen, shown):
    assert yuan(fen) == shown


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("1234.50", 123450),
        ("1,234.5", 123450),
        ("¥1,234.50", 123450),
        ("￥ 1234.5", 123450),
        ("1234.5元", 123450),
        ("1234.5 元", 123450),
        ("１２３４．５０", 123450),
        ("１，２３４．５元", 123450),
        ("RMB 88", 8800),
        ("88 CNY", 8800),
        ("-88.8", -8880),
        ("−88.8", -8880),
        ("-¥88.8", -8880),
        ("¥-88.8", -8880),
        ("(88.80)", -8880),
        ("（88.80）", -8880),
        ("(¥1,088.80元)", -108880),
        ("+88", 8800),
        (".5", 50),
        ("-.5", -50),
        ("-0.50", -50),
        ("88.", 8800),
        ("1.2E+05", 12000000),
        ("0", 0),
        ("0.005", 1),
        ("-0.005", -1),
        ("0.0049", 0),
        (380, 38000),
        (380.0, 38000),
        (0.1 + 0.2, 30),
        (1.005, 101),
        (-12.3, -1230),
        (Decimal("12.345"), 1235),
    ],
)
def test_amounts_are_read_as_people_and_systems_write_them(cell, fen):
    assert fen_from(cell) == fen


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", "\u00a0"])
def test_a_blank_cell_has_no_amount(blank):
    assert fen_from(blank) is None


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "-",
        "¥",
        "元",
        "1元2",
        "12,34",
        "1,2345",
        "1.2.3",
        "--5",
        "(-5)",
        "(5",
        "5)",
        "12 34",
        "#N/A",
        "nan",
        "inf",
        "1E99",
        "9" * 30,
        "٣",
        True,
        False,
        float("nan"),
        float("inf"),
        1e300,
        10**20,
        Decimal("NaN"),
        Decimal("Infinity"),
    ],
)
def test_what_is_not_a_number_is_refused(cell):
    with pytest.raises(ValueError):
        fen_from(cell)


@given(st.integers(-(10**15), 10**15))
def test_reading_back_what_is_shown_changes_nothing(fen):
    assert fen_from(yuan(fen)) == fen
    assert fen_from(Decimal(yuan(fen))) == fen


@given(st.integers(-(10**11), 10**11))
@example(29)
@example(57)
def test_a_spreadsheets_float_is_the_amount_that_was_typed(fen):
    assert fen_from(fen / 100) == fen


@given(st.floats(-1e9, 1e9))
def test_a_float_is_rounded_to_the_nearest_fen(value):
    fen = fen_from(value)
    assert fen is not None
    assert abs(Decimal(fen) - Decimal(repr(value)) * 100) <= Decimal("0.5001")


@given(st.integers(-(10**13), 10**13))
def test_thousands_currency_and_brackets_say_the_same(fen):
    grouped = f"{Decimal(abs(fen)) / 100:,.2f}"
    assert fen_from(f"¥{grouped}元") == abs(fen)
    assert fen_from(f"({grouped})") == -abs(fen)


@given(st.text())
def test_any_text_is_an_amount_or_blank_or_refused(text):
    try:
        fen = fen_from(text)
    except ValueError:
        return
    assert fen is None or isinstance(fen, int)
