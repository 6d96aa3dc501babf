"""Code 128 bars as plain rectangles: what a scanner reads beside the code that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.graphics.barcode.code128 import Code128

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIET = 10  # modules of white that a scanner needs on either side
WIDEST_MODULE = 0.62  # points; narrower where the room is narrow


def bars(code: str) -> Iterator[tuple[int, int]]:
    """Answer the bars of a code in modules, as (from, width), white gaps left out."""
    at = 0
    for sign in _pattern(code):
        width = ord(sign.lower()) - ord("a") + 1
        if sign.isupper():
            yield at, width
        at += width


def barcode_path(code: str, x: float, y: float, width: float, height: float) -> str:
    """Answer the bars of a code, centred in the width given in points, as a page's path operators, not yet filled."""
    pattern = list(bars(code))
    whole = pattern[-1][0] + pattern[-1][1] + 2 * QUIET
    module = min(WIDEST_MODULE, width / whole)
    left = x + (width - whole * module) / 2 + QUIET * module
    return " ".join(f"{left + start * module:.3f} {y:.2f} {bar * module:.3f} {height:.2f} re" for start, bar in pattern)


def _pattern(code: str) -> str:
    symbol = Code128(code, quiet=0)
    symbol.validate()
    symbol.encode()
    return str(symbol.decompose())
