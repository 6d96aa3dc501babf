"""Exact money: whole fen inside, yuan with two places at the edges."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Final, NewType

from dealerdesk.domain.folding import fold_width

Fen = NewType("Fen", int)
"""An amount in fen, a hundredth of a yuan."""

_LARGEST: Final = 10**15
_PLAIN: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_SIGNS: Final = str.maketrans("−–—￥", "---¥")
_BEFORE: Final = re.compile(r"^([-+(]?)\s*(?:¥|RMB|CNY)\s*", re.IGNORECASE)
_AFTER: Final = re.compile(r"\s*(?:元|圆|RMB|CNY)(\)?)$", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\(([^-+]+)\)")
_NUMBER: Final = re.compile(
    r"[-+]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:E[-+]?[0-9]{1,2})?", re.IGNORECASE
)


def yuan(fen: int) -> str:
    """Answer the amount as a plain decimal string in yuan: `1234.50`."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def fen_from(value: str | float | Decimal | None) -> Fen | None:
    """Answer the amount of a cell in fen, halves of a fen away from zero; None where the cell is blank.

    Text may have ¥, 元, commas between thousands, full-width characters, a minus or brackets for negative
    ones. Raises ValueError where the value is not a number, or beyond any money there is.
    """
    if value is None:
        return None
    if isinstance(value, (str, bool)):
        return _of_text(str(value))
    if isinstance(value, int):
        return _bounded(value * 100)
    if isinstance(value, float):
        return _of_float(value)
    return _of_decimal(value)


def _of_text(text: str) -> Fen | None:
    """Read an amount as it is written; None where nothing is."""
    folded = fold_width(text)
    if not folded:
        return None
    if _PLAIN.fullmatch(folded):
        whole, _, part = folded.partition(".")
        return Fen(int(whole + part.ljust(2, "0")))
    bare = _AFTER.sub(r"\1", _BEFORE.sub(r"\1", folded.translate(_SIGNS)))
    bracketed = _BRACKETED.fullmatch(bare)
    if bracketed:
        bare = "-" + bracketed[1].strip()
    if not _NUMBER.fullmatch(bare):
        raise ValueError(text)
    return _of_decimal(Decimal(bare.replace(",", "")))


def _of_float(value: float) -> Fen:
    """Read a spreadsheet's number: nearly all are whole fen but for the last binary digits."""
    if not isfinite(value) or abs(value) > _LARGEST:
        raise ValueError(value)
    exact = value * 100
    nearest = round(exact)
    if abs(nearest) < 10**11 and abs(exact - nearest) < 1e-4:
        return Fen(nearest)
    return _of_decimal(Decimal(repr(value)))


def _of_decimal(number: Decimal) -> Fen:
    if not number.is_finite() or abs(number) > _LARGEST:
        raise ValueError(number)
    return _bounded(int((number * 100).to_integral_value(ROUND_HALF_UP)))


def _bounded(fen: int) -> Fen:
    if abs(fen) > _LARGEST:
        raise ValueError(fen)
    return Fen(fen)
