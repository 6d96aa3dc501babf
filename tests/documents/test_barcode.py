"""The bars are those of Code 128, and stay within their room."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.barcode.code128 import _patterns

from dealerdesk.documents.barcode import barcode_path, bars

CODES = st.text(alphabet="ABCDEFGHJKMNPQRSTUVWXYZ0123456789-", min_size=1, max_size=12)
START_A, START_B, START_C, STOP = 103, 104, 105, 106


def symbols_of(code):
    """Read the bars back as a scanner does: six widths a symbol, seven for the stop."""
    drawn = list(bars(code))
    widths = []
    for (start, bar), following in zip(drawn, [*drawn[1:], None], strict=True):
        widths.append(bar)
        if following is not None:
            widths.append(following[0] - start - bar)
    by_widths = {tuple(ord(sign.lower()) - 96 for sign in pattern): value for value, pattern in _patterns.items()}
    symbols = [by_widths[tuple(widths[at : at + 6])] for at in range(0, len(widths) - 7, 6)]
    return [*symbols, by_widths[tuple(widths[-7:])]]


def text_of(symbols):
    start, *values, _check, _stop = symbols
    coded = {START_B: "B", START_C: "C"}[start]
    text = ""
    for value in values:
        if coded == "C" and value < 100:
            text += f"{value:02d}"
        elif value in {99, 100}:
            coded = "C" if value == 99 else "B"
        else:
            text += chr(value + 32)
    return text


@given(CODES)
def test_a_scanner_reads_the_code_back(code):
    symbols = symbols_of(code)
    assert text_of(symbols) == code
    assert symbols[-1] == STOP
    weighed = symbols[0] + sum(at * value for at, value in enumerate(symbols[1:-2], start=1))
    assert symbols[-2] == weighed % 103


@given(CODES, st.floats(40, 200))
def test_bars_and_their_quiet_zones_stay_within_their_room(code, width):
    spans = [
        (float(x), float(w)) for x, w in re.findall(r"(\S+) \S+ (\S+) \S+ re", barcode_path(code, 100, 50, width, 20))
    ]
    module = min(w for _, w in spans)
    assert spans[0][0] >= 100 + 10 * module - 0.1
    assert spans[-1][0] + spans[-1][1] <= 100 + width - 10 * module + 0.1


@pytest.mark.parametrize("code", ["T00007", "S26B3K", "K7Q2M9XD"])
def test_bars_are_wide_enough_for_a_laser_printer(code):
    widths = [float(w) for w in re.findall(r"\S+ \S+ (\S+) \S+ re", barcode_path(code, 0, 0, 74, 20))]
    assert min(widths) >= 0.5  # points: 0.18 mm
