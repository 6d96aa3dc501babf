"""Text folded to one form: what people and systems write in many widths, cases and spacings."""

from __future__ import annotations

import re
from typing import Final

_TO_ASCII: Final[dict[int, str | None]] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x00A0: " ",
    0x3000: " ",
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
}
_WIDE: Final = re.compile("[" + "".join(map(chr, _TO_ASCII)) + "]")
_DOTS: Final = ".·•․‧∙⋅●・･。｡﹒ꞏ˙"
_LETTER_DOT: Final = "ꞏ"  # the one of them that is a letter to Unicode
_DASHES: Final = "-‐‑‒–—―−﹣"
_SEPARATORS: Final = re.compile(rf"[\s{_DOTS}{re.escape(_DASHES)}]+")


def fold_width(text: str) -> str:
    """Answer the text with full-width characters as ASCII, without what does not show, trimmed."""
    if not text.isascii() and _WIDE.search(text):
        text = text.translate(_TO_ASCII)
    return text.strip()


def without_separators(text: str) -> str:
    """Answer the text, width folded, without any spaces, dots, middle dots and dashes."""
    folded = fold_width(text)
    return folded if folded.isalnum() and _LETTER_DOT not in folded else _SEPARATORS.sub("", folded)


def fold_text(text: str) -> str:
    """Answer the form that search compares: width and case folded, no spaces, dots or dashes."""
    return without_separators(text).casefold()
