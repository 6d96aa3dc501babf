"""Reading one cell: days, amounts, odometers, identities and plain text in every notation that exports use."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.folding import fold_width

if TYPE_CHECKING:
    from dealerdesk.spreadsheets.sheet import Cell

_DAY: Final = re.compile(
    r"(\d{4})\s?(?:[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)|年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号])(.*)",
    re.ASCII | re.DOTALL,
)
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6}|\s(.*))?", re.ASCII | re.DOTALL)
_TIME: Final = re.compile(
    r"[\sT]*(?:(?:星期|周)[一二三四五六日天])?\s*(?:上午|下午|[AP]M)?\s*"
    r"(?:\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒]?\s*(?:[AP]M|Z|[+-]\d{2}:?\d{2})?)?\s*",
    re.ASCII | re.IGNORECASE,
)
_HOUR: Final = re.compile(r"(?<!\d)(\d{1,2})[:时点](\d{2})(?!\d)", re.ASCII)
_AFTERNOON: Final = re.compile("下午|晚上|pm", re.IGNORECASE)
_NOON: Final = 12
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_FIRST_SERIAL, _LAST_SERIAL = 15_000, 110_000
_SERIAL_EPOCH: Final = date(1899, 12, 30)
_NO_DAY: Final = re.compile(r"(?:0000\D?00\D?00|1900\D0?1\D0?0)(?:\D.*)?|[-/—]+", re.ASCII | re.DOTALL)
_ZERO_DAYS: Final = frozenset({date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)})
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_ODOMETER: Final = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?)(万)?(?:公里|千米|kms?)?", re.ASCII | re.IGNORECASE
)
_LARGEST_ODOMETER: Final = 10**9
_SAYS_NONE: Final = frozenset("无 暂无 没有 无牌 无车牌 未上牌 待上牌 新车 未知 / - -- — —— n/a na null none".split())  # noqa: SIM905
_EXCEL_ERRORS: Final = frozenset("#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #CALC!".split())  # noqa: SIM905
_NOT_SHOWN: Final = " \t\r\n\u00a0\u3000\u200b\ufeff"


def text_of(cell: Cell) -> str | None:
    """Answer what a person reads in the cell, trimmed; None where that is nothing.

    A whole number has no decimal point, a day is YYYY-MM-DD.
    """
    if cell is None:
        return None
    if isinstance(cell, str):
        return (cell.strip() if cell.isascii() else cell.strip(_NOT_SHOWN)) or None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return str(cell)


def identity_of(cell: Cell) -> str | None:
    """Answer the text of a plate or VIN; None where the cell is empty or says that there is none (无, 未上牌, -)."""
    text = text_of(cell)
    return None if text is None or fold_width(text).casefold() in _SAYS_NONE else text


def number_of(cell: Cell) -> str | None:
    """Answer an order or customer number as text: width folded, without the apostrophe that keeps it text in Excel."""
    text = text_of(cell)
    return None if text is None else fold_width(text).removeprefix("'").strip() or None


def is_excel_error(cell: Cell) -> bool:
    """Answer whether the cell holds an error of Excel in place of a value."""
    return isinstance(cell, str) and cell.startswith("#") and cell.strip() in _EXCEL_ERRORS


def day_of(cell: Cell) -> date | None:
    """Answer the day that a cell holds, any time of day left off; None where it is empty or holds a zero day.

    Year, month and day in this order with any separator or none, 2026年1月2日, or an Excel serial number. Raises
    ValueError for all else: a year of two digits or a day before its month can be read in more than one way.
    """
    if cell is None:
        return None
    if isinstance(cell, date):
        return _in_years(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, str):
        return _day_of_text(fold_width(cell))
    return _day_of_number(cell)


def _day_of_text(text: str) -> date | None:
    if not text or _NO_DAY.fullmatch(text):
        return None
    match = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if match is None:
        if _SERIAL.fullmatch(text):
            return _day_of_number(float(text))
        raise ValueError(text)
    *parts, rest = match.groups()
    if rest and not _TIME.fullmatch(rest):
        raise ValueError(text)
    year, month, day = (int(part) for part in parts if part)
    return _in_years(date(year, month, day))


def _day_of_number(number: float) -> date | None:
    if number in {0, 1}:
        return None
    if _FIRST_SERIAL <= number < _LAST_SERIAL:
        return _SERIAL_EPOCH + timedelta(days=int(number))
    if not 10**7 <= number < 10**8 or number != int(number):
        raise ValueError(number)
    whole = int(number)
    return _in_years(date(whole // 10_000, whole // 100 % 100, whole % 100))


def _in_years(day: date) -> date | None:
    if day in _ZERO_DAYS:
        return None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(day)
    return day


def hour_of(cell: Cell) -> time | None:
    """Answer the time of day that stands in a cell, alone or after a day; None where there is none, or midnight.

    Exports write midnight where they know the day alone.
    """
    if isinstance(cell, datetime):
        found: time | None = cell.time().replace(second=0, microsecond=0)
    elif isinstance(cell, float):
        found = _hour_of_fraction(cell % 1)
    else:
        found = _hour_of_text(fold_width(text_of(cell) or ""))
    return found if found != time() else None


def _hour_of_fraction(fraction: float) -> time:
    minutes = round(fraction * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def _hour_of_text(text: str) -> time | None:
    match = _HOUR.search(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if hour < _NOON and _AFTERNOON.search(text):
        hour += _NOON
    return time(hour, minute) if hour < 24 and minute < 60 else None


def odometer_of(cell: Cell) -> int | None:
    """Answer an odometer in whole km, fractions left off: 61,234km, 6.1万公里; None where the cell is empty.

    Raises ValueError below zero, and where the cell is no number.
    """
    if cell is None:
        return None
    if isinstance(cell, float | int):
        return _in_range(cell)
    text = "".join(fold_width(str(cell)).replace("，", ",").split())
    if not text:
        return None
    match = _ODOMETER.fullmatch(text)
    if match is None:
        raise ValueError(cell)
    return _in_range(Decimal(match[1].replace(",", "")) * (10_000 if match[2] else 1))


def _in_range(km: Decimal | float) -> int:
    if not 0 <= km < _LARGEST_ODOMETER:
        raise ValueError(km)
    return int(km)
