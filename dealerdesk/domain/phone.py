"""Phone numbers: found in what a cell holds, kept as digits, shown grouped or masked (Rulebook 2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from dealerdesk.domain.folding import fold_width

PhoneKind = Literal["mobile", "landline", "odd"]

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"(010|02[0-9])([0-9]{8})|(0[3-9][0-9]{2})([0-9]{7,8})")
_ABROAD: Final = re.compile(r"\s*(?:\(\s*)?(?:\+|00)\s*86")
_SHOWN_AS_NUMBER: Final = re.compile(r"[0-9]+\.0+|[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}")
_NOT_DIGITS: Final = re.compile(r"[^0-9]+")
_GAP: Final = r"[\s.·()-]{0,3}"
_WITHIN: Final = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?1[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}(?![0-9])"
    rf"|(?<![0-9])\(?0(?:10|2[0-9]|[3-9][0-9]{{2}}){_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}(?![0-9])"
    rf"|\+[1-9][0-9]{{0,2}}(?:{_GAP}[0-9]{{2,5}}){{2,4}}(?![0-9])"
)
_WIDE: Final = str.maketrans("０１２３４５６７８９＋－—–．・（）", "0123456789+---.·()")
"""The signs of numbers in their narrow form, one for one, so that places within a text stay."""
FREE_TEXT: Final = frozenset(
    {
        "note", "reason", "lifted_reason", "declined_reason", "changed_why", "wished_service", "place", "items",
        "address", "hobbies", "happened", "wanted", "solution", "what", "about", "for_next", "topic", "words", "offer",
        "purpose", "ended_why",
    }
)  # fmt: skip
"""Fields of records in which people write what they like: numbers, too."""

_BETWEEN: Final = re.compile(r"[/、,;|\\\n\r]+")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as it is stored; `odd` is neither a mainland mobile nor a landline with area code."""

    digits: str
    kind: PhoneKind


def normal_phone(value: str | float | Decimal) -> Phone:
    """Answer the one phone number that a cell holds; without any digit its `digits` are empty (Rulebook 2.3).

    Country code, dashes, spaces, brackets, full width and the ".0" of numbers are taken off. A spreadsheet's
    number has lost a landline's leading zero: it is put back.
    """
    if isinstance(value, str):
        if _MOBILE.fullmatch(value):
            return Phone(value, "mobile")
        text = fold_width(value)
        if not _SHOWN_AS_NUMBER.fullmatch(text):
            return _of_text(text)
        value = Decimal(text)
    return _of_number(value)


def find_phones(value: str | float | Decimal) -> tuple[Phone, ...]:
    """Answer all phone numbers of a cell, each once, in their order; none if it holds no digit.

    Several are parted by / 、 , ; or a line, or by spaces where each part is a complete number.
    """
    if not isinstance(value, str) or _MOBILE.fullmatch(value):
        found = [normal_phone(value)]
    else:
        found = [phone for piece in _BETWEEN.split(fold_width(value)) for phone in _of_piece(piece)]
    return tuple(dict.fromkeys(phone for phone in found if phone.digits))


def group_phone(digits: str) -> str:
    """Answer stored digits as people read them: 138 1234 5678, 0898 6666 1234."""
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    area, local = _area_and_local(digits)
    return f"{area} {local[:-4]} {local[-4:]}" if area else digits


def mask_phone(digits: str) -> str:
    """Answer stored digits with the middle hidden: 138****5678, 0898****1234; of short ones nothing shows."""
    area, _ = _area_and_local(digits)
    if not area and len(digits) >= 11:
        area = digits[:3]
    tail = digits[-4:] if len(digits) > 7 else ""
    return f"{area}****{tail}" if digits else ""


def shows(digits: str, text: str) -> bool:
    """Whether a number is found by a text without telling more of it than its mask: whole, or by what shows."""
    return digits == text or any(text in part for part in mask_phone(digits).split("****"))


def mask_within(text: str) -> str:
    """Answer any text with the phone numbers in it masked, however they are written."""
    parts, done = [], 0
    for found in _WITHIN.finditer(text.translate(_WIDE)):
        parts += [text[done : found.start()], mask_phone(normal_phone(found[0]).digits)]
        done = found.end()
    return "".join((*parts, text[done:]))


def _area_and_local(digits: str) -> tuple[str, str]:
    """Part a landline; both are empty where it is none."""
    match = _LANDLINE.fullmatch(digits)
    if match is None:
        return "", ""
    return match[1] or match[3], match[2] or match[4]


def _kind(digits: str) -> PhoneKind:
    if _MOBILE.fullmatch(digits):
        return "mobile"
    return "landline" if _LANDLINE.fullmatch(digits) else "odd"


def _of_digits(digits: str, *, zero_lost: bool = False) -> Phone:
    """Judge bare digits, taking off what people put before a mobile number."""
    bare = re.sub(r"^(?:0086|86|0)(?=1[3-9][0-9]{9}$)", "", digits)
    kind = _kind(bare)
    if kind == "odd" and zero_lost and _LANDLINE.fullmatch("0" + digits):
        return Phone("0" + digits, "landline")
    return Phone(bare, kind)


def _of_text(text: str) -> Phone:
    abroad = _ABROAD.match(text)
    if abroad is None:
        return _of_digits(_NOT_DIGITS.sub("", text))
    after = _of_digits(_NOT_DIGITS.sub("", text[abroad.end() :]), zero_lost=True)
    return after if after.kind != "odd" else Phone(_NOT_DIGITS.sub("", text), "odd")


def _of_number(value: float | Decimal) -> Phone:
    """Read a spreadsheet's number; one that shows fewer digits than it has keeps only those, and is odd."""
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        return Phone("", "odd")
    if not number.is_finite() or number != number.to_integral_value():
        return Phone(_NOT_DIGITS.sub("", str(number)), "odd")
    sign, shown, exponent = number.as_tuple()
    if isinstance(exponent, int) and exponent > 0:
        return Phone("".join(map(str, shown)), "odd")
    return _of_digits(f"{abs(number):.0f}", zero_lost=not sign)


def _of_piece(piece: str) -> list[Phone]:
    """Part a piece at its spaces if complete numbers come out, else take it for one number."""
    whole = normal_phone(piece)
    tokens = piece.split()
    if whole.kind != "odd" or len(tokens) < 2:
        return [whole]
    found: list[Phone] = []
    begun = ""
    for token in tokens:
        begun = f"{begun} {token}" if begun else token
        phone = _of_text(begun)
        if phone.kind != "odd":
            found.append(phone)
            begun = ""
    return [whole] if begun else found


@dataclass(frozen=True, slots=True)
class MaskedPhone:
    """A phone that may be shown to anyone: its id in the store, and its digits with the middle hidden."""

    id: int
    shown: str

    def __str__(self) -> str:
        return self.shown
