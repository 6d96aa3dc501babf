"""What becomes of a car at the store: where it comes from, the stretches in which it comes, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dealerdesk.services.invention.cars import Model, model_of
from dealerdesk.services.invention.chance import between, deck, pick

if TYPE_CHECKING:
    from random import Random

    from dealerdesk.services.invention.households import Household
    from dealerdesk.services.invention.shop_days import ShopDays

_MONTH: Final = 30.44
_FEWEST_YEARS: Final = 9.0
_MOST_YEARS: Final = 12.0
_USUAL_MEAN: Final = 6.0

_SOURCES: Final = deck(("own", 66), ("other-store", 22), ("passing", 8), ("other-brand", 4))
_CUSTOMS: Final = deck(
    ("never", 4),
    ("once", 13),
    ("twice", 11),
    ("warranty", 16),
    ("drifts", 17),
    ("returns", 11),
    ("irregular", 13),
    ("loyal", 15),
)
_HIRE_CUSTOMS: Final = deck(("once", 6), ("drifts", 72), ("loyal", 22))


@dataclass(slots=True)
class Life:
    """A car's life so far, in days by ordinal. `expected` visits; `fixed` where the story allows no others.

    `stretches` are the times in which the car comes; the last one is still open where `open_ended`. `first_service` is
    the day of its first maintenance, `goodwill` the days of visits without charge after it had stopped coming.
    """

    index: int
    cast: Random
    household: Household
    source: str
    use: str
    model: Model
    began: int
    delivered: int | None
    custom: str
    stretches: list[tuple[int, int]]
    open_ended: bool
    first_service: int | None
    goodwill: list[int]
    interval: float
    extras: float
    expected: float
    fixed: bool
    departed: tuple[int, str] | None
    replaces: bool

    @property
    def last_seen(self) -> int:
        """The end of the last stretch."""
        return self.stretches[-1][1]


def years_of(mean: float) -> float:
    """Answer how many years the store has been open, for a mean number of visits a car."""
    return min(max(_FEWEST_YEARS * mean / _USUAL_MEAN, _FEWEST_YEARS), _MOST_YEARS)


def live(index: int, cast: Random, household: Household, shop: ShopDays, years: float, before: Life | None) -> Life:
    """Answer the life of a car; `before` is the life of the car before it in the same household."""
    fleet = household.size > 1 and household.customer.kind == "company"
    replaced = before if household.replaces and before is not None and before.departed is not None else None
    source = "own" if replaced or (fleet and cast.random() < 0.9) else pick(cast, _SOURCES)
    use = "operating" if household.operating else "company" if household.customer.kind == "company" else "private"
    began = _beginning(cast, household, shop, years, replaced)
    model = model_of(cast, source, use, shop.day(began).year)
    life = Life(
        index, cast, household, source, use, model, began,
        delivered=_delivery(cast, source, began),
        custom=_custom(cast, household, source, use, first=before is None),
        stretches=[], open_ended=False, first_service=None, goodwill=[],
        interval=_interval(cast, use, model.drive), extras=0.12 + 0.45 * cast.random(),
        expected=0.0, fixed=False, departed=None, replaces=replaced is not None,
    )  # fmt: skip
    _settle_custom(life, shop)
    _depart(life, shop)
    _keep_in_touch(life, shop)
    _expect(life)
    return life


def _beginning(cast: Random, household: Household, shop: ShopDays, years: float, replaced: Life | None) -> int:
    """Answer the day on which the store first knew of the car."""
    days = int(years * 365.25)
    if replaced is not None and replaced.departed is not None:
        return shop.open_by(replaced.departed[0] + between(cast, 0, 12))
    if household.size > 2:
        return shop.open_by(shop.last - days + int(household.bought * days) + between(cast, 0, 150))
    if household.replaces:
        return shop.open_by(shop.last - days + int(cast.random() * 0.7 * days))
    return shop.open_by(shop.last - days + int(cast.random() * (days + 1)))


def _delivery(cast: Random, source: str, began: int) -> int | None:
    if source == "own":
        return began
    if source == "other-store":
        return began - between(cast, 30, 1800)
    return began - between(cast, 60, 2600) if cast.random() < 0.4 else None


def _custom(cast: Random, household: Household, source: str, use: str, *, first: bool) -> str:
    if source in {"passing", "other-brand"}:
        return "passes"
    if household.stays is not None:
        return "together"
    if household.replaces and first:
        return "sells"
    custom = pick(cast, _HIRE_CUSTOMS if use == "operating" else _CUSTOMS)
    return "once" if custom == "never" and source != "own" else custom


def _interval(cast: Random, use: str, drive: str) -> float:
    """Answer the days from one maintenance to the next."""
    if use == "operating":
        return 38 + 34 * cast.random()
    low, spread = (230, 110) if drive == "electric" else (150, 70)
    return low + spread * cast.random()


def _settle_custom(life: Life, shop: ShopDays) -> None:
    """Turn a custom into the stretches in which the car comes."""
    cast, began, last = life.cast, life.began, shop.last
    if life.source == "own":
        late = cast.random() < 0.14
        life.first_service = began + (between(cast, 125, 300) if late else between(cast, 50, 112))
    start = life.first_service or began
    ends = _end_of(life, start)
    if life.custom == "irregular":
        life.interval *= 1.75
    if life.custom == "never" or start > last:
        life.stretches, life.open_ended = [(began, began)], life.custom != "never"
        life.first_service = None
    elif ends is None or ends >= last:
        life.stretches, life.open_ended = [(start, last)], True
    else:
        life.stretches = [(start, ends)]
        if life.custom == "returns":
            _come_back(life, ends, last)


def _end_of(life: Life, start: int) -> int | None:
    """Answer the day after which the car stops coming, if it does."""
    cast = life.cast
    if life.custom in {"once", "never"}:
        return start
    if life.custom == "twice":
        return start + between(cast, 120, 250)
    if life.custom == "passes":
        return start + (between(cast, 20, 500) if cast.random() < 0.35 else 0)
    if life.custom == "warranty":
        return (life.delivered or start) + max(int(_MONTH * between(cast, 32, 41)), start - (life.delivered or start))
    if life.household.stays is not None:
        return start + int(_MONTH * life.household.stays)
    months = {"drifts": (8, 66), "returns": (6, 36), "sells": (14, 70)}.get(life.custom)
    return None if months is None else start + int(_MONTH * between(cast, *months))


def _come_back(life: Life, ends: int, last: int) -> None:
    """Let a car that was lost come again, for a while or for good."""
    cast = life.cast
    again = ends + int(_MONTH * (12.3 + 14 * cast.random()))
    if again > last:
        return
    stays = cast.random()
    until = last if stays < 0.5 else again + int(_MONTH * between(cast, 0, 30))
    life.stretches.append((again, min(until, last)))
    life.open_ended = until >= last


def _depart(life: Life, shop: ShopDays) -> None:
    """Let some of those who stopped coming have sold, scrapped or moved."""
    cast = life.cast
    chance = cast.random()
    if life.open_ended or life.source in {"passing", "other-brand"} or (life.custom != "sells" and chance > 0.07):
        return
    day = life.last_seen + between(cast, 8, 60 if life.custom == "sells" else 400)
    if day <= shop.last:
        aged = shop.last - (life.delivered or life.began) > 2200
        reason = (
            "sold" if life.custom == "sells" or chance < 0.036 else "scrapped" if aged and chance < 0.058 else "moved"
        )
        life.departed = (shop.open_by(day), reason)


def _keep_in_touch(life: Life, shop: ShopDays) -> None:
    """Give some of those who stopped coming a bulb, a fuse or a visit by our inspector, without charge."""
    cast, ends = life.cast, life.last_seen
    if life.open_ended or life.departed or life.custom == "never" or life.source in {"passing", "other-brand"}:
        return
    if ends < shop.last - 190 and cast.random() < 0.075:
        life.goodwill.append(shop.last - between(cast, 1, 115))
    if cast.random() < 0.06:
        day = ends + between(cast, 30, 330)
        if day <= shop.last:
            life.goodwill.append(day)


def _expect(life: Life) -> None:
    """Set how many visits the story makes likely, and whether the story is about that number."""
    days = sum(end - start for start, end in life.stretches)
    came = life.first_service is not None or (life.custom != "never" and life.source != "own")
    life.fixed = life.custom in {"never", "once", "twice", "passes"} or days < life.interval * 0.6
    if life.custom == "passes":
        life.expected = 1 + min(days // 120, 2)
    elif life.custom == "twice" and not life.open_ended:
        life.expected = 2
    else:
        life.expected = (1 if came else 0) + days / life.interval * (1 + life.extras) + len(life.stretches) - 1
    if life.fixed:
        life.expected = int(life.expected)
    life.expected += len(life.goodwill)
