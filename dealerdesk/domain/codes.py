"""The public codes of tasks, sheets, appointments and complaints: short, typed or scanned, refused when mistyped."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from dealerdesk.domain.folding import without_separators

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""Without 0, 1, I, O and U, which the eye confuses. Their number, 31, is prime, and the check needs that."""

_DIGITS: Final = {sign: value for value, sign in enumerate(ALPHABET)}
_SHORTEST: Final = 4  # signs between the kind and the check: enough for 900,000 of a kind
_LONGEST: Final = 12  # signs there: all ids that a store can have


class CodeKind(StrEnum):
    """What a code stands for: the sign that it begins with."""

    TASK = "T"
    SHEET = "S"
    APPOINTMENT = "A"
    COMPLAINT = "C"


class PublicCode(NamedTuple):
    """A code that was read: of what, and which."""

    kind: CodeKind
    id: int


def code_of(kind: CodeKind, number: int) -> str:
    """The code of what has this id: kind, id, check sign. Raises ValueError for an id below 1."""
    if number < 1:
        raise ValueError(number)
    body = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        body = ALPHABET[digit] + body
    unchecked = kind + body.rjust(_SHORTEST, ALPHABET[0])
    return unchecked + ALPHABET[-_sum(unchecked + ALPHABET[0]) % len(ALPHABET)]


def read_code(text: str) -> PublicCode | None:
    """What a typed or scanned code stands for, or None where it is none.

    Small letters, gaps and full width are no matter. One wrong sign, or any two exchanged, is always noticed.
    """
    code = without_separators(text).upper()
    kind, body = code[:1], code[1:-1]
    if kind not in set(CodeKind) or not _SHORTEST <= len(body) <= _LONGEST or not _DIGITS.keys() >= set(code):
        return None
    if _sum(code) % len(ALPHABET) or (len(body) > _SHORTEST and body.startswith(ALPHABET[0])):
        return None
    number = 0
    for sign in body:
        number = number * len(ALPHABET) + _DIGITS[sign]
    return PublicCode(CodeKind(kind), number) if number else None


def _sum(code: str) -> int:
    """The weighted sum of a code's signs, the check sign, at the end, weighing one."""
    return sum(weight * _DIGITS[sign] for weight, sign in enumerate(reversed(code), start=1))
