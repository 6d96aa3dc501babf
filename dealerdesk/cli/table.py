"""Columns for people: aligned under their headings, a Chinese character as wide as two Latin ones."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = "  "


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table: its headings, then its rows, each column as wide as its widest cell."""
    lines = [headings, *rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    return [
        GAP.join(cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
