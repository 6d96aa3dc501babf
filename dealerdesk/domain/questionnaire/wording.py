"""What an agent reads out, in every language: text with fields such as `{name}` or `{advisor|our advisor}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("en", "zh_CN")
"""The languages that every text of a script is given in."""

FIELDS: Final = frozenset(
    {
        "name",
        "title",
        "plate",
        "model",
        "months",
        "visits",
        "last_visit",
        "last_km",
        "last_work",
        "delivery",
        "next_maintenance",
        "next_km",
        "ends",
        "product",
        "advisor",
        "receiving_advisor",
        "store",
        "store_phone",
        "store_address",
        "agent",
        "offer",
        "activity",
        "festival",
        "weather",
        "appointment",
        "complaint",
        "solution",
        "reason_detail",
        "today",
        "hours",
    }
)
"""The fields that a text may have; each is filled with what is known of the customer, the car and the store.

`title`: Mr or Ms, 先生 or 女士. `months`: since the last visit. `last_work`: what was done then. `ends`: the day on
which `product`, or what else the call is about, ends. `hours`: of the store. `reason_detail`: what the task says of
itself.
"""

_UNKNOWN: Final = {"en": "…", "zh_CN": "……"}
_PARTS: Final = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_FIELD: Final = re.compile(r"\s*([a-z_]+)\s*(?:\|(.*))?", re.DOTALL)


class Field(NamedTuple):
    """A place in a text that is filled in; `fallback` stands there where the field is not known."""

    name: str
    fallback: str | None = None


Wording = tuple["str | Field", ...]
"""A text taken apart: what is said as it stands, and the fields between."""

Texts = dict[str, Wording]
"""A text in every language of `LANGUAGES`; nobody changes it once it is made."""


class Piece(NamedTuple):
    """A part of a filled text: as it stands where `field` is None, else what stands for that field.

    `known`: whether the field is; where it is not, its fallback or dots stand there.
    """

    text: str
    field: str | None = None
    known: bool = True


class NoSuchField(ValueError):
    """A text has a field that there is not; the argument names it."""


def wording(text: str) -> Wording:
    """Take a text apart. Raises NoSuchField, and ValueError where a brace stands alone."""
    parts: list[str | Field] = []
    for inside, plain, stray in _PARTS.findall(text):
        if stray:
            raise ValueError(text)
        parts.append(plain or _field(inside))
    return tuple(parts)


def _field(inside: str) -> Field:
    found = _FIELD.fullmatch(inside)
    if found is None or found[1] not in FIELDS:
        raise NoSuchField(inside.partition("|")[0].strip())
    return Field(found[1], found[2])


def pieces(texts: Texts, language: str, facts: Mapping[str, str | None]) -> tuple[Piece, ...]:
    """A text of a script in a language, in parts, so that what was filled in can be shown as such."""
    return tuple(
        Piece(part) if isinstance(part, str) else _filled(part, facts.get(part.name), language)
        for part in texts[language]
    )


def _filled(field: Field, fact: str | None, language: str) -> Piece:
    if fact:
        return Piece(fact, field.name)
    return Piece(_UNKNOWN[language] if field.fallback is None else field.fallback, field.name, known=False)


def spoken(texts: Texts, language: str, facts: Mapping[str, str | None]) -> str:
    """A text of a script in a language, its fields filled from `facts`: field to what is said for it, None unknown."""
    return "".join(piece.text for piece in pieces(texts, language, facts))


def gaps(texts: Texts, language: str, facts: Mapping[str, str | None]) -> tuple[str, ...]:
    """The fields of a text that show as dots: not known, and without a fallback."""
    return tuple(
        part.name
        for part in texts[language]
        if isinstance(part, Field) and part.fallback is None and not facts.get(part.name)
    )


def fields_of(texts: Texts) -> frozenset[str]:
    """The fields that a text has in any language."""
    return frozenset(part.name for text in texts.values() for part in text if isinstance(part, Field))
