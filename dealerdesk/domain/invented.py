"""A car with everything that a store would know of it, as the inventor of stores tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time


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
class InventedInterview:
    """A script that was gone through to its end: the answers as their rows, and how many minutes it took."""

    script: str
    version: int
    minutes: int
    proposed: str
    answers: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class InventedContact:
    """One contact with the car's owner, or an attempt at one, at a time by the store's clock.

    Codes are those of the domain; `topic` is a reason, `phone` the digits that were rung, `attempt` how often nobody
    had answered by then.
    """

    day: date
    at: time
    agent: str
    disposition: str
    topic: str
    note: str | None = None
    channel: str = "call"
    incoming: bool = False
    attempt: int = 0
    phone: str | None = None
    for_next: str | None = None
    promised: tuple[date, time] | None = None
    interview: InventedInterview | None = None


@dataclass(frozen=True, slots=True)
class InventedAppointment:
    """An appointment; `contact` and `visit` point into those of its car, `agent` is who made it."""

    day: date
    at: time
    advisor: str
    purpose: str
    state: str
    booked_on: date
    agent: str
    minutes: int = 60
    offer: str | None = None
    contact: int | None = None
    visit: int | None = None
    ended_on: date | None = None
    ended_why: str | None = None


@dataclass(frozen=True, slots=True)
class InventedComplaint:
    """A complaint about the last visit, told in the `contact` that it points to; `handler` is an advisor."""

    contact: int
    category: str
    happened: str
    wanted: str
    department: str
    state: str
    handler: str | None = None
    solution: str | None = None
    solved_on: date | None = None
    told_on: date | None = None
    confirmed_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class InventedFlag:
    """What the agent of a `contact` wanted the manager to see; solved where there is a day of it."""

    contact: int
    what: str
    solved_on: date | None = None
    solution: str | None = None


@dataclass(frozen=True, slots=True)
class InventedTalk:
    """All that was spoken of with the owner of a car within the last year, oldest first, and what came of it."""

    contacts: tuple[InventedContact, ...] = ()
    appointments: tuple[InventedAppointment, ...] = ()
    complaints: tuple[InventedComplaint, ...] = ()
    flags: tuple[InventedFlag, ...] = ()


NOTHING_SAID = InventedTalk()


@dataclass(frozen=True, slots=True)
class InventedCar:
    """One vehicle with its life: `owners` point into `customers`; what is first known holds from ever (None).

    `departure` is the day and `sold`, `scrapped` or `moved`. Visits come oldest first. `talk` is with the last owner.
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
    talk: InventedTalk = NOTHING_SAID
