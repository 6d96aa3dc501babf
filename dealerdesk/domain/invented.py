"""A car with everything that a store would know of it, as the inventor of stores tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class InventedCustomer:
    """A person or company. Cars of one fleet or family carry an equal value with the same number.

    `phones` are digits, the preferred one first; `bad_phones` are those of them known to be wrong.
    `do_not_call` is the day and the reason. Sex `male` or `female`; channel `call`, `wechat` or `message`.
    """

    number: str
    name: str
    kind: str
    sex: str | None
    birthday: date | None
    phones: tuple[str, ...]
    bad_phones: tuple[str, ...]
    address: str
    district: str
    customer_type: str
    preferred_channel: str | None
    occupation: str | None
    wechat: bool
    referrals: int
    do_not_call: tuple[date, str] | None


@dataclass(frozen=True, slots=True)
class InventedProduct:
    """A product that binds: `prepaid-maintenance`, `stored-value`, `extended-warranty` or `voucher`."""

    kind: str
    starts: date
    ends: date | None
    balance_fen: int | None


@dataclass(frozen=True, slots=True)
class InventedVisit:
    """One repair order. Amounts in fen, odometer in km as entered; state and payer by the codes of the domain."""

    order_no: str
    date_in: date
    date_settled: date | None
    date_out: date | None
    odometer: int | None
    kind: str
    items: str
    labour_fen: int
    parts_fen: int
    due_fen: int
    discount_fen: int
    paid_fen: int
    redeemed_fen: int | None
    payer: str
    state: str
    advisor: str
    note: str


@dataclass(frozen=True, slots=True)
class InventedCar:
    """One vehicle with its life: `owners` point into `customers`; what is first known holds from ever (None).

    `departure` is the day and `sold`, `scrapped` or `moved`. Visits come oldest first.
    """

    vin: str
    model: str
    drive: str
    use: str
    source: str
    delivered: date | None
    registered: date | None
    warranty_end: date | None
    insurance_end: date | None
    insurance_company: str | None
    inspection_end: date | None
    advisor: str
    customers: tuple[InventedCustomer, ...]
    owners: tuple[tuple[int, date | None], ...]
    plates: tuple[tuple[str, date | None], ...]
    departure: tuple[date, str] | None
    products: tuple[InventedProduct, ...]
    visits: tuple[InventedVisit, ...]
