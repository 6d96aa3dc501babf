"""When a car comes: days for as many visits as it has, spread over the stretches of its life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.services.invention.jobs import FIRST, GOODWILL, OTHER, SERVICE
from dealerdesk.services.invention.quota import shared_out

if TYPE_CHECKING:
    from random import Random

    from dealerdesk.services.invention.lives import Life
    from dealerdesk.services.invention.shop_days import ShopDays

Mark = tuple[int, int]
"""A day by ordinal, and what the visit is for: FIRST, SERVICE, OTHER or GOODWILL."""

_UNEVEN: Final = 0.3
_HERE_NOW: Final = 0.015


def marks_of(life: Life, count: int, shop: ShopDays) -> list[Mark]:
    """Answer `count` days, oldest first, each an open one, none after today."""
    goodwill = life.goodwill[:count]
    left = count - len(goodwill)
    marks: list[Mark] = [(day, GOODWILL) for day in goodwill]
    if left and life.first_service is not None:
        marks.append((life.first_service, FIRST))
        left -= 1
    stretches, open_ended = _room_for(life, count, shop)
    lengths = [end - start + 1 for start, end in stretches]
    returns = int(len(lengths) > 1 and left > 0)
    shares = shared_out(left - returns, lengths)
    shares[-1] += returns
    for nth, (start, end) in enumerate(stretches):
        open_end = open_ended and nth == len(lengths) - 1
        marks += _spread(life, start, max(start, end), shares[nth], comes_at_start=nth > 0, open_end=open_end)
    received = [(shop.received(day, life.cast.random(), life.began), purpose) for day, purpose in marks]
    received.sort()
    if life.open_ended and len(received) > 1 and life.cast.random() < _HERE_NOW:
        received[-1] = (shop.open_by(shop.last), received[-1][1])
    return received


def _room_for(life: Life, count: int, shop: ShopDays) -> tuple[list[tuple[int, int]], bool]:
    """Answer the stretches and whether the last is open.

    A car that must come more often than its story says has the whole of its life for that.
    """
    if life.fixed and count > life.expected:
        return [(life.began, life.departed[0] if life.departed else shop.last)], life.departed is None
    return life.stretches, life.open_ended


def _spread(life: Life, start: int, end: int, count: int, *, comes_at_start: bool, open_end: bool) -> list[Mark]:
    """Answer days of maintenance at even steps, and others in between; a closed stretch ends with a maintenance."""
    if count <= 0:
        return []
    cast = life.cast
    services = max(1, round(count / (1 + life.extras)))
    length = end - start
    marks = [(start + int(cast.random() * (length + 1)), OTHER) for _ in range(count - services)]
    if comes_at_start:
        marks.append((start, SERVICE))
        services -= 1
    if services:
        marks += _steps(cast, start, length, services, cast.random() if open_end else 1.0)
    return marks


def _steps(cast: Random, start: int, length: int, services: int, phase: float) -> list[Mark]:
    step = length / services
    marks = []
    for nth in range(services):
        place = step * (nth + phase + _UNEVEN * (cast.random() - 0.5))
        if place > length:
            place = length - min(place - length, length)
        marks.append((start + int(abs(place)), SERVICE))
    return marks
