"""The inventor: one car after the other, each following from the seed and its index."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.invented import NOTHING_SAID, InventedCar
from dealerdesk.services.invention.cars import papers_of
from dealerdesk.services.invention.chance import CARS, dice
from dealerdesk.services.invention.errands import Errands
from dealerdesk.services.invention.holdings import owners_of, plates_of, products_of, terms_of
from dealerdesk.services.invention.households import BLOCK, households
from dealerdesk.services.invention.identities import MOST_VEHICLES, vin
from dealerdesk.services.invention.lives import live, years_of
from dealerdesk.services.invention.phone_days import PhoneDays
from dealerdesk.services.invention.quota import exact_counts, natural_counts
from dealerdesk.services.invention.shop_days import ShopDays
from dealerdesk.services.invention.staff import CARS_A_TEAM, Team, handed_over
from dealerdesk.services.invention.talks import talk_about
from dealerdesk.services.invention.telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dealerdesk.services.invention.lives import Life

__all__ = ["MOST_VEHICLES", "invent"]

_USUAL_MEAN: Final = 6.0


def invent(vehicles: int, seed: int, today: date, visits: int | None = None) -> Iterator[InventedCar]:
    """Answer an invented store, car by car; nothing in it but ends and expiries is later than `today`.

    A car follows from the seed, its index, today and `visits / vehicles`; what the desk is busy with today follows from
    the cars before it too. A smaller store of the same mean is the beginning of a larger one. With `visits` (else about
    six a car) there are exactly so many; then the cars of a last block of fewer than twenty share what is left, and
    only these may differ from the larger store's.
    Raises ValueError for a count that no store has.
    """
    if not 0 <= vehicles <= MOST_VEHICLES:
        msg = f"vehicles must be from 0 to {MOST_VEHICLES}, not {vehicles}"
        raise ValueError(msg)
    if visits is not None and (visits < 0 or (visits and not vehicles)):
        msg = f"{visits} visits cannot be shared by {vehicles} vehicles"
        raise ValueError(msg)
    return _cars(_Store(seed, today, vehicles, visits), vehicles)


def _cars(store: _Store, vehicles: int) -> Iterator[InventedCar]:
    for block in range(-(-vehicles // BLOCK)):
        yield from store.block(block, min(BLOCK, vehicles - block * BLOCK))


class _Store:
    """What all cars of an invented store have in common."""

    def __init__(self, seed: int, today: date, vehicles: int, visits: int | None) -> None:
        self._seed, self._vehicles, self._visits = seed, vehicles, visits
        self._phone_days, self._errands = PhoneDays(today), Errands()
        self._shop = ShopDays(today)
        self._years = years_of(_USUAL_MEAN if visits is None else visits / vehicles if vehicles else 0.0)
        self._team_number, self._team = 0, Team(seed, 0, self._shop.last)

    def block(self, block: int, size: int) -> list[InventedCar]:
        """Answer the first `size` cars of a block."""
        lives = self._lives(block)[:size]
        counts = natural_counts(lives) if self._visits is None else exact_counts(lives, self._total(block, size))
        cars: list[InventedCar] = []
        for life, visits in zip(lives, counts, strict=True):
            before = lives[len(cars) - 1]
            takes_over = life.replaces and life.model.drive == before.model.drive
            cars.append(self._car(life, visits, cars[-1].plates[0][0] if takes_over else None))
        return cars

    def _total(self, block: int, size: int) -> int:
        visits, first = self._visits or 0, block * BLOCK
        return (first + size) * visits // self._vehicles - first * visits // self._vehicles

    def _lives(self, block: int) -> list[Life]:
        lives: list[Life] = []
        for index, household in zip(
            count(block * BLOCK), households(self._seed, block, self._shop.today), strict=False
        ):
            before = lives[-1] if index > household.first else None
            lives.append(live(index, dice(self._seed, CARS, index), household, self._shop, self._years, before))
        return lives

    def _team_of(self, index: int) -> Team:
        if index // CARS_A_TEAM != self._team_number:
            self._team_number = index // CARS_A_TEAM
            self._team = Team(self._seed, self._team_number, self._shop.last)
        return self._team

    def _car(self, life: Life, visits: int, taken_over: str | None) -> InventedCar:
        shop, team = self._shop, self._team_of(life.index)
        customers, owners = owners_of(life, shop)
        plates, registered = plates_of(life, taken_over, owners, shop)
        products = products_of(life, shop)
        received_by, orders = tell(life, visits, terms_of(life, products, shop), shop, team)
        delivered = None if life.delivered is None else shop.day(life.delivered)
        papers = papers_of(life.cast, delivered, shop.day(life.last_seen), life.source, (shop.today, registered))
        car = InventedCar(
            vin=vin(life.cast, life.index, life.model.maker, (delivered or shop.day(life.began)).year),
            model=life.model.name,
            drive=life.model.drive,
            use=life.use,
            source=life.source,
            delivered=delivered,
            registered=registered,
            warranty_end=papers.warranty_end,
            insurance_end=papers.insurance_end,
            insurance_company=papers.insurance_company,
            inspection_end=papers.inspection_end,
            advisor=handed_over(life.cast, received_by, team),
            customers=customers,
            owners=owners,
            plates=plates,
            departure=None if life.departed is None else (shop.day(life.departed[0]), life.departed[1]),
            products=products,
            visits=orders,
        )
        talk = talk_about(life.cast, life.index, car, self._phone_days, team, self._errands)
        return replace(car, talk=talk) if talk is not NOTHING_SAID else car
