"""What the columns of a written table hold, and how each kind looks in Excel and in comma-separated text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from dealerdesk.domain.money import yuan

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.calendar import Month

ColumnKind: TypeAlias = Literal["text", "day", "money", "integer", "number", "month"]
"""What a column holds: text, a date, fen as an integer, an integer, any number, a Month."""

FORMATS: Final[dict[ColumnKind, str]] = {
    "text": "@",
    "day": "yyyy-mm-dd",
    "money": "#,##0.00",
    "integer": "0",
    "number": "General",
    "month": "yyyy-mm",
}
"""The number format of each kind in Excel."""

_WIDTHS: Final[dict[ColumnKind, float]] = {"text": 16, "day": 12, "money": 12, "integer": 10, "number": 10, "month": 10}
_FORMULA_LIKE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PASSED_OVER: Final = " \u00a0\u3000\u200b\u200e\u200f\u2060\ufeff\0'\""
"""Blanks, unseen signs and quotes that a program may pass over before it looks for a formula."""

_LONGEST: Final = 32_767
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is written; `width` in characters, None for what its kind and heading need."""

    heading: str
    kind: ColumnKind = "text"
    width: float | None = None


def width_of(column: Column) -> float:
    """Answer the width in characters: a Chinese one takes two places, the filter button four."""
    if column.width is not None:
        return column.width
    heading = sum(2 if ord(character) > 0x2E7F else 1 for character in column.heading) + 4
    return max(_WIDTHS[column.kind], min(heading, 30))


def looks_like_formula(text: str) -> bool:
    """Answer whether Excel, or a program like it, would take the text for a formula: also behind blanks."""
    return text.startswith(_FORMULA_LIKE) or text.lstrip(_PASSED_OVER).startswith(_FORMULA_LIKE)


def workbook_text(value: object) -> str:
    """Answer text that a workbook can hold: no control characters, at most as long as a cell takes."""
    text = _UNWRITABLE.sub("", str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _decimal(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def _day(day: date) -> date:
    return day


def _first(month: Month) -> date:
    return month.first


def _guarded(value: object) -> str:
    text = str(value)
    return f"'{text}" if looks_like_formula(text) else text


WORKBOOK_VALUES: Final[dict[ColumnKind, Callable[[Any], object]]] = {
    "text": workbook_text,
    "day": _day,
    "money": _decimal,
    "integer": int,
    "number": float,
    "month": _first,
}
"""How a value of each kind goes into a workbook."""

CSV_VALUES: Final[dict[ColumnKind, Callable[[Any], str]]] = {
    "text": _guarded,
    "day": date.isoformat,
    "money": yuan,
    "integer": str,
    "number": str,
    "month": str,
}
"""How a value of each kind is written as text; what looks like a formula gets an apostrophe before it."""
