"""The models that the store sells and sees, and the papers of a car: registration, warranty, insurance, inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.calendar import add_months, months_between
from dealerdesk.services.invention.chance import between, deck, pick

if TYPE_CHECKING:
    from datetime import date
    from random import Random


class Model(NamedTuple):
    """A model: maker's code at the start of its VINs, its name, and what drives it."""

    maker: str
    name: str
    drive: str


_FUEL_MODELS: Final = deck(
    (Model("LSV", "朗逸", "fuel"), 26),
    (Model("LSV", "帕萨特", "fuel"), 18),
    (Model("LSV", "途观L", "fuel"), 18),
    (Model("LSV", "途岳", "fuel"), 15),
    (Model("LSV", "凌渡", "fuel"), 8),
    (Model("LSV", "途昂", "fuel"), 6),
)
_GREEN_MODELS: Final = deck(
    (Model("LSV", "ID.3", "electric"), 8),
    (Model("LSV", "ID.4 X", "electric"), 5),
    (Model("LSV", "帕萨特插电混动", "hybrid"), 4),
    (Model("LSV", "途观L插电混动", "hybrid"), 3),
)
_HIRE_MODELS: Final = deck(
    (Model("LSV", "朗逸", "fuel"), 5), (Model("LSV", "ID.3", "electric"), 4), (Model("LSV", "帕萨特", "fuel"), 1)
)
_OTHER_MODELS: Final = (
    Model("LVH", "思域", "fuel"),
    Model("LFM", "卡罗拉", "fuel"),
    Model("LGB", "轩逸", "fuel"),
    Model("LGX", "秦PLUS", "hybrid"),
    Model("LGX", "汉", "electric"),
    Model("LS5", "逸动", "fuel"),
)
_FIRST_GREEN_YEAR: Final = 2020
_INSURERS: Final[tuple[str | None, ...]] = ("安鼎财险", "恒信财险", "泰保财险", "海联财险", "众达财险", None)


def model_of(cast: Random, source: str, use: str, year: int) -> Model:
    """Answer what a customer drives: electric cars and hybrids only since there were any."""
    if source == "other-brand":
        return pick(cast, _OTHER_MODELS)
    green_share = 0.04 + 0.05 * (year - _FIRST_GREEN_YEAR)
    if year < _FIRST_GREEN_YEAR:
        return pick(cast, _FUEL_MODELS)
    if use == "operating":
        return pick(cast, _HIRE_MODELS)
    return pick(cast, _GREEN_MODELS if cast.random() < min(green_share, 0.3) else _FUEL_MODELS)


class Papers(NamedTuple):
    """The dates of a car's papers as the store has them on file."""

    registered: date | None
    warranty_end: date | None
    insurance_end: date | None
    insurance_company: str | None
    inspection_end: date | None


def papers_of(
    cast: Random, delivered: date | None, seen: date, source: str, shop_day: tuple[date, date | None]
) -> Papers:
    """Answer the papers.

    `seen` is the last day on which somebody looked at them, `shop_day` is today and the registration.
    """
    today, registered = shop_day
    warranty_end = None if delivered is None or source == "other-brand" else add_months(delivered, 36)
    basis = registered or delivered
    if basis is None or basis > today:
        return Papers(registered, warranty_end, None, None, None)
    insured = cast.random()
    insurance_end = None if insured < 0.1 else _next_every(basis, 12, today if insured < 0.75 else max(seen, basis))
    inspection_end = (
        None if cast.random() < 0.04 else _next_every(basis, 24, today if cast.random() < 0.8 else max(seen, basis))
    )
    company = pick(cast, _INSURERS) if insurance_end is not None else None
    return Papers(registered, warranty_end, insurance_end, company, inspection_end)


def _next_every(basis: date, months: int, day: date) -> date:
    """Answer the first end of a run of `months` after the day."""
    return add_months(basis, (months_between(basis, day) // months + 1) * months)


def registration_lag(cast: Random) -> int:
    """Answer the days from delivery to the plate."""
    return between(cast, 2, 20)
