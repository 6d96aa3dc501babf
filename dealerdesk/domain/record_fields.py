"""What a person may enter by hand for a customer or a vehicle: each field in one form, or what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.domain.errors import Said, said
from dealerdesk.domain.folding import fold_width
from dealerdesk.domain.phone import find_phones, normal_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.errors import Param

    Rule = Callable[[object, date], Any]

SEXES: Final = ("male", "female")
CUSTOMER_TYPES: Final = ("person", "company")
CHANNELS: Final = ("call", "wechat", "message", "letter", "house-visit", "reception")
USES: Final = ("private", "company", "operating")
DRIVES: Final = ("fuel", "hybrid", "electric")
SOURCES: Final = ("own", "other-store", "passing", "other-brand", "unknown")
QUALITIES: Final = ("good", "doubtful", "bad")

CODES: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "sex": ("sex", SEXES),
    "customer_type": ("customer_type", CUSTOMER_TYPES),
    "preferred_channel": ("channel", CHANNELS),
    "use": ("use", USES),
    "drive": ("drive", DRIVES),
    "source": ("source", SOURCES),
    "quality": ("phone_quality", QUALITIES),
}
"""Fields that hold codes: the group of their names, and the codes that can be chosen."""

DAYS: Final = frozenset({
    "birthday", "driving_since", "consent_on", "delivered", "registered", "warranty_end", "insurance_end",
    "inspection_end",
})  # fmt: skip
"""Fields that hold days."""

STAFF: Final = frozenset({"delivered_by"})
"""Fields that hold a member of staff by id."""

COUNTS: Final = frozenset({"referrals"})
"""Fields that hold how many."""

FLAGS: Final = frozenset({"wechat", "needs_file", "preferred"})
_FIRST_YEAR: Final = 1900
_YEARS_AHEAD: Final = 30
_DIGITS: Final = range(5, 21)
_COUNT_DIGITS: Final = 4
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Wrong(ValueError):
    """What is entered cannot be: `said` says why."""

    def __init__(self, why: Said) -> None:
        super().__init__(why.code)
        self.said = why


class Checked(NamedTuple):
    """The values to keep, by field, and what is wrong with the others."""

    values: Mapping[str, Any]
    errors: Mapping[str, Said]


@dataclass(frozen=True)
class PhoneEdit:
    """A number as a person left it: a new one without an id; `text` None leaves the digits as they are, empty drops it.

    `revision` is that of the number when it was read.
    """

    id: int | None = None
    revision: int | None = None
    text: str | None = None
    quality: str = "good"
    preferred: bool = False

    @property
    def dropped(self) -> bool:
        """Whether the number is to go, or never came to be."""
        return self.text is not None and not self.text.strip()


def _plain(value: object) -> str:
    return _CONTROL.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else ""


def text_field(most: int, *, required: bool = False) -> Rule:
    """A line of text of at most so many characters."""

    def rule(value: object, _today: date) -> str | None:
        text = " ".join(_plain(value).split())
        if required and not text:
            raise Wrong(said("edit.required"))
        return _within(text, most)

    return rule


def note_field(most: int) -> Rule:
    """Several lines of text, of at most so many characters in all."""

    def rule(value: object, _today: date) -> str | None:
        lines = [line.rstrip() for line in _plain(value).split("\n")]
        return _within("\n".join(lines).strip("\n "), most)

    return rule


def _within(text: str, most: int) -> str | None:
    if len(text) > most:
        raise Wrong(said("edit.too_long", most=most))
    return text or None


def day_field(*, past: bool = False, required: bool = False) -> Rule:
    """A day, as such or as 2026-03-01."""

    def rule(value: object, today: date) -> date | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                raise Wrong(said("edit.required"))
            return None
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        except ValueError:
            raise Wrong(said("edit.bad_day")) from None
        if past and day > today:
            raise Wrong(said("edit.future_day"))
        first, last = date(_FIRST_YEAR, 1, 1), date(today.year + _YEARS_AHEAD, 12, 31)
        if not first <= day <= last:
            raise Wrong(said("edit.odd_year", first=first, last=last))
        return day

    return rule


def choice_field(codes: Sequence[str], *, required: bool = False) -> Rule:
    """One of these codes."""

    def rule(value: object, _today: date) -> str | None:
        if value in {None, ""} and not required:
            return None
        if value not in codes:
            raise Wrong(said("edit.bad_choice"))
        return str(value)

    return rule


def _open_choice(codes: Sequence[str], most: int) -> Rule:
    """A choice among codes, or a word of the store's own, as its exports may use."""
    free = text_field(most)
    return lambda value, today: value if value in codes else free(value, today)


def _flag(*, required: bool = False) -> Rule:
    def rule(value: object, _today: date) -> bool | None:
        if isinstance(value, bool) or (value is None and not required):
            return value
        raise Wrong(said("edit.bad_choice"))

    return rule


def _count(value: object, _today: date) -> int:
    """So many; nothing is none."""
    text = fold_width("" if value is None else str(value)).replace(",", "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= _COUNT_DIGITS):
        raise Wrong(said("edit.bad_count"))
    return int(text or 0)


def _staff(value: object, _today: date) -> int | None:
    """Who works at the store, by id; whether there is such a one is known where it is written."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise Wrong(said("edit.bad_choice"))


CUSTOMER: Final[Mapping[str, Rule]] = {
    "name": text_field(80, required=True),
    "customer_type": _open_choice(CUSTOMER_TYPES, 40),
    "sex": choice_field(SEXES),
    "birthday": day_field(past=True),
    "address": text_field(200),
    "district": text_field(60),
    "occupation": text_field(60),
    "hobbies": text_field(200),
    "driving_since": day_field(past=True),
    "preferred_channel": choice_field(CHANNELS),
    "wechat": _flag(),
    "consent_on": day_field(past=True),
    "referrals": _count,
    "note": note_field(2_000),
}
"""The fields of a customer that are entered by hand."""

VEHICLE: Final[Mapping[str, Rule]] = {
    "model": text_field(80),
    "drive": _open_choice(DRIVES, 40),
    "use": choice_field(USES),
    "source": choice_field(SOURCES, required=True),
    "delivered": day_field(),
    "delivered_by": _staff,
    "registered": day_field(),
    "warranty_end": day_field(),
    "insurance_end": day_field(),
    "insurance_company": text_field(80),
    "inspection_end": day_field(),
    "wished_service": text_field(200),
    "needs_file": _flag(required=True),
    "note": note_field(2_000),
}
"""The fields of a vehicle that are entered by hand."""


def checked(rules: Mapping[str, Rule], changes: Mapping[str, object], today: date) -> Checked:
    """Bring what was entered to the form that is kept. Raises KeyError for a field that is not entered by hand."""
    values: dict[str, Any] = {}
    errors: dict[str, Said] = {}
    for name, value in changes.items():
        try:
            values[name] = rules[name](value, today)
        except Wrong as wrong:
            errors[name] = wrong.said
    return Checked(values, errors)


def checked_phones(edits: Sequence[PhoneEdit]) -> tuple[tuple[PhoneEdit, ...], Mapping[str, Said]]:
    """The numbers that stay, as digits, the first preferred if none else is; errors by place: `phones.0`."""
    errors: dict[str, Said] = {}
    found: list[PhoneEdit] = []
    for place, edit in enumerate(edits):
        if edit.dropped:
            continue
        try:
            found.append(replace(edit, text=None if edit.text is None else _digits(edit.text)))
        except Wrong as wrong:
            errors[f"phones.{place}"] = wrong.said
    twice = {digits for digits, count in Counter(edit.text for edit in found if edit.text).items() if count > 1}
    seen: set[str] = set()
    for place, edit in enumerate(edits):
        digits = normal_phone(edit.text or "").digits
        if digits in twice and digits in seen:
            errors[f"phones.{place}"] = said("edit.phone_twice")
        seen.add(digits)
    first = next((at for at, edit in enumerate(found) if edit.preferred), 0)
    return tuple(replace(edit, preferred=at == first) for at, edit in enumerate(found)), errors


def _digits(text: str) -> str:
    phones = find_phones(fold_width(text))
    if len(phones) > 1:
        raise Wrong(said("edit.several_phones"))
    if not phones or len(phones[0].digits) not in _DIGITS:
        raise Wrong(said("edit.bad_phone"))
    return phones[0].digits


def spoken(name: str, value: Any) -> Param:  # noqa: ANN401 - whatever a field holds
    """A field's value as it is said: codes by their names, nothing as such."""
    if value is None:
        return said("edit.nothing")
    if name in CODES and value in CODES[name][1]:
        return said(f"label.{CODES[name][0]}.{value}")
    if name in FLAGS:
        return bool(value)
    return value if isinstance(value, str | int | date) else str(value)
