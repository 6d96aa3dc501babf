"""Loyal customers and what binds them: counting over all their cars, and products in force (Rulebook 3.8, 5.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.calendar import Span, add_months

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dealerdesk.domain.rules import Rules

BINDING_PRODUCTS = frozenset({"prepaid-maintenance", "stored-value", "extended-warranty"})


class Product(NamedTuple):
    """A product that binds a customer; a stored value also ends when nothing of it is left."""

    kind: str
    starts: date | None = None
    ends: date | None = None
    balance_fen: int | None = None


_SPENT: Final = frozenset({"stored-value", "voucher"})
"""The products that are used up when nothing is left of their balance."""


def loyalty_span(day: date, rules: Rules) -> Span:
    """The days whose visits make a customer loyal on `day`: later than 12 months before it."""
    return Span(add_months(day, -rules.loyal_months) + timedelta(days=1), day)


def is_after_sales_loyal(counting_visits: int, owner_paid_fen: int, rules: Rules) -> bool:
    """Whether that many counting visits, or that much paid by the owner, within 12 months over all cars is loyal."""
    return counting_visits >= rules.loyal_visits or owner_paid_fen >= rules.loyal_paid_fen


def is_sales_loyal(*, bought_here: bool, referrals: int) -> bool:
    """Whether a customer is loyal to the sales side: bought here and referred one, or elsewhere and referred three."""
    return referrals >= (1 if bought_here else 3)


def in_force(product: Product, day: date) -> bool:
    """Whether a product binds on a day; a start that nobody knows is from ever."""
    return product.kind in BINDING_PRODUCTS and is_held(product, day)


def is_held(product: Product, day: date) -> bool:
    """Whether a product can be used on a day, a voucher too, which binds nobody."""
    started = product.starts is None or product.starts <= day
    running = product.ends is None or day <= product.ends
    left = product.kind not in _SPENT or product.balance_fen is None or product.balance_fen > 0
    known = product.ends is not None or product.balance_fen is not None
    return known and started and running and left


def is_protected(products: Iterable[Product], day: date) -> bool:
    """Whether a vehicle is protected on a day, so that it ranks after the others of its band (Rulebook 3.8)."""
    return any(in_force(product, day) for product in products)


def ending_soon(products: Iterable[Product], day: date, rules: Rules) -> tuple[Product, ...]:
    """The products in force that end within 60 days of `day`: each is a reason to call."""
    until = day + timedelta(days=rules.protected_ending_days)
    return tuple(p for p in products if p.ends is not None and in_force(p, day) and p.ends <= until)
