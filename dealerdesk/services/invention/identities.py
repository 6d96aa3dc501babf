"""Numbers that never meet: VIN, plates, phones, customer and order numbers that follow from a car's index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.identity import vin_check_digit
from dealerdesk.services.invention.chance import deck, pick

if TYPE_CHECKING:
    from random import Random

MOST_VEHICLES: Final = 850_000
"""As many cars as have two plates each of their own."""

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_VIN_ALPHABET: Final = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_MODEL_YEARS: Final = "ABCDEFGHJKLMNPRSTVWXY123456789"
_FUEL_SERIALS: Final = 1_876_000
_GREEN_SERIALS: Final = 340_000
_GREEN_LETTERS: Final = {"electric": "DABCE", "hybrid": "FGHJK"}
_GREEN_SECONDS: Final = _LETTERS + "0123456789"
_PLACES: Final = deck(
    ("琼A", 70),
    ("琼B", 8),
    ("琼C", 6),
    ("琼D", 4),
    ("琼E", 4),
    ("粤A", 2),
    ("湘A", 2),
    ("桂A", 2),
    ("川A", 1),
    ("黑A", 1),
)
_MOBILES: Final = (
    "130", "131", "132", "133", "135", "136", "137", "138", "139", "147", "150", "151", "152", "157", "158", "159",
    "166", "173", "176", "177", "178", "180", "181", "182", "183", "185", "186", "187", "188", "189", "191", "199",
)  # fmt: skip
_STEP: Final = 387_420_489  # a power of three: it meets every number of each of the spaces above once


def vin(cast: Random, index: int, maker: str, year: int) -> str:
    """Answer a VIN with a valid check digit; its last six digits are this car's own, up to a million cars."""
    body = "".join([pick(cast, _VIN_ALPHABET) for _ in range(5)])
    tail = f"{_MODEL_YEARS[(year - 2010) % 30]}{pick(cast, '2456N')}{(index * _STEP + 271_828) % 1_000_000:06d}"
    return f"{maker}{body}{vin_check_digit(f'{maker}{body}0{tail}')}{tail}"


def plate(cast: Random, index: int, which: int, drive: str) -> str:
    """Answer the car's first (0) or second (1) plate: no other car has it."""
    number = 2 * index + which
    serial = (
        _fuel_serial((number * _STEP + 1_234_567) % _FUEL_SERIALS) if drive == "fuel" else _green_serial(number, drive)
    )
    return pick(cast, _PLACES) + serial


def _fuel_serial(number: int) -> str:
    if number < 100_000:
        return f"{number:05d}"
    number -= 100_000
    if number >= 1_200_000:
        first, rest = divmod(number - 1_200_000, 24_000)
        second, digits = divmod(rest, 1000)
        return f"{_LETTERS[first]}{_LETTERS[second]}{digits:03d}"
    place, rest = divmod(number, 240_000)
    letter, tail = divmod(rest, 10_000)
    digits_text = f"{tail:04d}"
    return digits_text[:place] + _LETTERS[letter] + digits_text[place:]


def _green_serial(number: int, drive: str) -> str:
    letter, rest = divmod(number, _GREEN_SERIALS)
    second, digits = divmod((rest * _STEP + 54_321) % _GREEN_SERIALS, 10_000)
    return f"{_GREEN_LETTERS[drive][letter]}{_GREEN_SECONDS[second]}{digits:04d}"


def mobile(cast: Random, number: int) -> str:
    """Answer the mobile phone of this number: eleven digits."""
    return f"{pick(cast, _MOBILES)}{_phone_tail(number)}"


def short_mobile(cast: Random, number: int) -> str:
    """Answer a mobile phone that lacks a digit, as clerks type them."""
    return f"{pick(cast, _MOBILES)[:2]}{_phone_tail(number)}"


def landline(number: int) -> str:
    """Answer the landline of this number, with the area code."""
    return f"08986{number * _STEP % 10_000_000:07d}"


def _phone_tail(number: int) -> str:
    return f"{(number * _STEP + 31_415_926) % 100_000_000:08d}"


def customer_number(index: int, which: int) -> str:
    """Answer the store's number of the customer who was this car's first (0) or second (1) owner."""
    return f"C{1_000_000 + 2 * index + which}"


def order_number(month_code: str, index: int, nth: int) -> str:
    """Answer the number of a car's nth order of a month (from 0): `RO`, year and month, serial."""
    more, tenth = divmod(nth, 10)
    era, place = divmod(index, 100_000)
    start = int(month_code[2:]) * 60_077
    serial = f"{era or ''}{((place * 10 + tenth) * _STEP + start) % 1_000_000:06d}"
    return f"{month_code}{serial}-{more}" if more else month_code + serial
