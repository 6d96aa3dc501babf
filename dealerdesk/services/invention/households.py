"""Who lives next to whom: blocks of cars divided into single owners, families with two cars, and fleets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dealerdesk.services.invention.chance import BLOCKS, between, dice
from dealerdesk.services.invention.people import invent_company, invent_person

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.invented import InventedCustomer

BLOCK: Final = 20
"""Cars that are planned together: a customer's cars never lie in two blocks."""


@dataclass(frozen=True, slots=True)
class Household:
    """A customer and the cars that are theirs. `bought` is a share of the store's years, 0 first and 1 today.

    `stays` are the months after which the whole fleet goes elsewhere, None where each car has its own story.
    """

    first: int
    size: int
    customer: InventedCustomer
    operating: bool
    bought: float
    stays: int | None
    replaces: bool


def households(seed: int, block: int, today: date) -> list[Household]:
    """Answer the household of each car of a block, in the order of the cars."""
    cast = dice(seed, BLOCKS, block)
    start = block * BLOCK
    found: list[Household] = []
    while len(found) < BLOCK:
        size, company, operating = _shape(cast.random(), between(cast, 3, 8))
        size = min(size, BLOCK - len(found))
        first = start + len(found)
        customer = (
            invent_company(cast, first, today, operating=operating) if company else invent_person(cast, first, 0, today)
        )
        household = Household(
            first,
            size,
            customer,
            operating,
            bought=cast.random(),
            stays=between(cast, 8, 60) if company and size > 1 and cast.random() < 0.4 else None,
            replaces=size == 2 and not company and cast.random() < 0.4,
        )
        found.extend([household] * size)
    return found


def _shape(chance: float, fleet: int) -> tuple[int, bool, bool]:
    """Answer the number of cars, whether a company owns them, and whether they are hired out."""
    if chance < 0.05:
        return 2, False, False
    if chance < 0.065:
        return fleet, True, False
    if chance < 0.07:
        return fleet, True, True
    if chance < 0.09:
        return 1, True, False
    return 1, False, chance > 0.989
