"""What a car is known by: its plate, which may change, and its VIN, which does not (Rulebook 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import Final, Literal

from dealerdesk.domain.folding import without_separators

PlateKind = Literal[
    "fuel",
    "new-energy",
    "learner",
    "police",
    "trailer",
    "hong-kong",
    "macau",
    "consulate",
    "embassy",
    "temporary",
    "unusual",
]

FREE_PLATE: Final = "免单车号"
"""The store's dummy plate for jobs that were not charged (Rulebook 2.4)."""

_PROVINCES: Final = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_SPECIAL: Final = "学警挂港澳使领临试超民航"
_PLACE: Final = rf"[{_PROVINCES}][A-HJ-Z]"
_SERIAL: Final = "[A-HJ-NP-Z0-9]"
_KINDS: Final[tuple[tuple[PlateKind, re.Pattern[str]], ...]] = (
    ("fuel", re.compile(rf"{_PLACE}{_SERIAL}{{5}}")),
    ("new-energy", re.compile(rf"{_PLACE}{_SERIAL}{{6}}")),
    ("learner", re.compile(rf"{_PLACE}{_SERIAL}{{4,5}}学")),
    ("police", re.compile(rf"{_PLACE}{_SERIAL}{{4,5}}警")),
    ("trailer", re.compile(rf"{_PLACE}{_SERIAL}{{4,5}}挂")),
    ("hong-kong", re.compile(rf"粤Z{_SERIAL}{{4}}港")),
    ("macau", re.compile(rf"粤Z{_SERIAL}{{4}}澳")),
    ("consulate", re.compile(rf"{_PLACE}{_SERIAL}{{4,5}}领|领[0-9]{{5,6}}|[0-9]{{6}}领")),
    ("embassy", re.compile(rf"{_PLACE}{_SERIAL}{{4,5}}使|使[0-9]{{5,6}}|[0-9]{{6}}使")),
    (
        "temporary",
        re.compile(rf"临{_PLACE}{_SERIAL}{{4,6}}|{_PLACE}临{_SERIAL}{{4,6}}|{_PLACE}{_SERIAL}{{4,6}}临"),
    ),
)
_CLEAN: Final = re.compile(rf"[{_PROVINCES}][A-Z0-9]+")
_UNUSUAL_BUT_USABLE: Final = re.compile(rf"(?=.*[0-9])(?=.*[^0-9])[A-Z0-9{_PROVINCES}{_SPECIAL}]{{4,12}}")

_VIN: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_LETTERS: Final = b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES: Final = bytes.maketrans(
    _VIN_LETTERS,
    bytes((*range(1, 9), *range(1, 6), 7, 9, *range(2, 10), *range(10))),
)
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class PlateVerdict:
    """What a normalised plate is; a warning may be accepted, an unusable one names no car."""

    kind: PlateKind
    usable: bool
    warning: Literal["plate_pattern"] | None = None


@dataclass(frozen=True, slots=True)
class VinVerdict:
    """What is wrong with a normalised VIN, if anything: a warning may be accepted, a problem may not."""

    usable: bool
    warning: Literal["vin_check"] | None = None
    problem: Literal["length", "alphabet"] | None = None


def normal_plate(text: str) -> str:
    """Answer the plate as it is stored: upper case, ASCII, without spaces, dots and dashes (Rulebook 2.1)."""
    if _CLEAN.fullmatch(text):
        return text
    return without_separators(text).upper()


@lru_cache(maxsize=1 << 16)
def check_plate(plate: str) -> PlateVerdict:
    """Judge a normalised plate (Rulebook 2.1).

    A serial outside the usual patterns only warns. Unusable is what no plate can be: fewer than 4 or more
    than 12 characters, characters that no plate has, or none that tells it from a plain number or word.
    """
    for kind, pattern in _KINDS:
        if pattern.fullmatch(plate):
            return PlateVerdict(kind, usable=True)
    if _UNUSUAL_BUT_USABLE.fullmatch(plate):
        return PlateVerdict("unusual", usable=True, warning="plate_pattern")
    return PlateVerdict("unusual", usable=False, warning="plate_pattern")


def is_free_plate(text: str) -> bool:
    """Answer whether this is the store's dummy plate (Rulebook 2.4)."""
    return "免" in text and without_separators(text) == FREE_PLATE


def normal_vin(text: str) -> str:
    """Answer the VIN as it is stored: upper case, ASCII, without spaces, dots and dashes (Rulebook 2.2)."""
    if _VIN.fullmatch(text):
        return text
    return without_separators(text).upper()


@lru_cache(maxsize=1 << 16)
def check_vin(vin: str) -> VinVerdict:
    """Judge a normalised VIN (Rulebook 2.2): 17 characters, no I, O or Q, check digit by ISO 3779 / GB 16735."""
    if len(vin) != 17:
        return VinVerdict(usable=False, problem="length")
    if not _VIN.fullmatch(vin):
        return VinVerdict(usable=False, problem="alphabet")
    return VinVerdict(usable=True, warning=None if vin[8] == vin_check_digit(vin) else "vin_check")


def vin_check_digit(vin: str) -> str:
    """Answer what the ninth of the 17 characters should be: a digit or X. The alphabet must be right."""
    values = vin.encode("ascii").translate(_VIN_VALUES)
    return "0123456789X"[sum(map(mul, values, _VIN_WEIGHTS)) % 11]
