"""Complaints: their categories, the states that may follow on each other, and the days to solve them (Rulebook 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.contact import Channel
from dealerdesk.domain.record_fields import note_field, text_field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dealerdesk.domain.record_fields import Rule

SOON: Final = timedelta(hours=12)
"""So long before its limit a complaint is near it."""


class Category(StrEnum):
    """What a complaint is about."""

    PRODUCT = "product"
    SERVICE_QUALITY = "service-quality"
    PRICE = "price"
    PURCHASE_ADVICE = "purchase-advice"
    OTHER = "other"


class ComplaintState(StrEnum):
    """How far a complaint is."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    REOPENED = "reopened"


_AT_WORK: Final = frozenset({ComplaintState.ASSIGNED, ComplaintState.HANDLING, ComplaintState.ANSWERED})

FOLLOWING: Final[Mapping[ComplaintState, frozenset[ComplaintState]]] = MappingProxyType(
    {
        ComplaintState.RECEIVED: _AT_WORK,
        ComplaintState.ASSIGNED: _AT_WORK,
        ComplaintState.HANDLING: frozenset({ComplaintState.ASSIGNED, ComplaintState.ANSWERED}),
        ComplaintState.ANSWERED: frozenset({ComplaintState.CONFIRMED, ComplaintState.REOPENED}),
        ComplaintState.CONFIRMED: frozenset({ComplaintState.CLOSED, ComplaintState.REOPENED}),
        ComplaintState.CLOSED: frozenset({ComplaintState.REOPENED}),
        ComplaintState.REOPENED: _AT_WORK,
    }
)
"""Which states may follow on each: what is solved at once needs no handing round, but nobody closes a complaint
before its customer has confirmed the solution."""

UNSOLVED: Final = frozenset(
    {ComplaintState.RECEIVED, ComplaintState.ASSIGNED, ComplaintState.HANDLING, ComplaintState.REOPENED}
)
"""The states for which the limit runs."""

ENDED: Final = frozenset({ComplaintState.CLOSED})


class Urgency(StrEnum):
    """How near its limit a complaint is."""

    IN_TIME = "in-time"
    SOON = "soon"
    OVERDUE = "overdue"
    SOLVED = "solved"


@dataclass(frozen=True)
class NewComplaint:
    """A complaint to be opened: what happened and what the customer wants, by which channel it came."""

    happened: str
    category: Category = Category.OTHER
    wanted: str | None = None
    customer_id: int | None = None
    vehicle_id: int | None = None
    visit_id: int | None = None
    channel: Channel = Channel.CALL
    department: str | None = None


@dataclass(frozen=True)
class ComplaintStep:
    """The next step of a complaint: its new state, and what goes with it.

    None leaves what is there. `handler`: who takes it over; `told`: the customer was told of the solution today.
    """

    state: ComplaintState | None = None
    handler: int | None = None
    solution: str | None = None
    told: bool = False


@dataclass(frozen=True)
class ComplaintsQuery:
    """Which complaints: all conditions hold together, an empty one always does.

    `open`: not closed yet, or (False) closed; `near`: near the limit or over it; `overdue`: over it; `untold`: solved,
    and the customer not told.
    `handler` is the id of a member of staff, 0 for nobody.
    """

    states: frozenset[ComplaintState] = frozenset()
    open: bool | None = None
    near: bool = False
    overdue: bool = False
    untold: bool = False
    category: Category | None = None
    handler: int | None = None
    customer: int | None = None
    vehicle: int | None = None


@dataclass(frozen=True)
class Complaint:
    """A complaint with whom and what it is about; `left` are the hours until its limit, below zero those since.

    `customer` and `plate` are None where it names none, or none is known any more.
    """

    id: int
    revision: int
    code: str
    state: ComplaintState
    category: str
    channel: str
    happened: str
    wanted: str | None
    department: str | None
    customer_id: int | None
    customer: str | None
    vehicle_id: int | None
    plate: str | None
    model: str | None
    visit_id: int | None
    call_id: int | None
    received_on: date
    received_by: str
    handler_id: int | None
    handler: str | None
    solution: str | None
    solved_on: date | None
    told_on: date | None
    confirmed_on: date | None
    closed_on: date | None
    reopened: int
    urgency: Urgency
    left: int

    @property
    def untold(self) -> bool:
        """Whether a solution was found of which the customer has not heard yet (Rulebook 8)."""
        return self.state is ComplaintState.ANSWERED and self.told_on is None


FIELDS: Final[Mapping[str, Rule]] = {
    "happened": note_field(4_000),
    "wanted": note_field(2_000),
    "department": text_field(60),
    "solution": note_field(4_000),
}
"""What is written of a complaint by hand."""


def follow_up_key(complaint: int, reopened: int) -> str:
    """The key of the call that follows a complaint up: one each time that it is opened (Rulebook 6.1)."""
    return f"complaint:{complaint}:{reopened}"


def deadline(limit_from: datetime, days: int) -> datetime:
    """By when a complaint is to be solved whose days began at that moment."""
    return limit_from + timedelta(days=days)


def urgency(state: ComplaintState, limit_from: datetime, now: datetime, days: int) -> Urgency:
    """How near its limit a complaint is now; at the limit itself it is not yet over it."""
    if state not in UNSOLVED:
        return Urgency.SOLVED
    left = deadline(limit_from, days) - now
    if left < timedelta(0):
        return Urgency.OVERDUE
    return Urgency.SOON if left <= SOON else Urgency.IN_TIME


def hours_left(limit_from: datetime, now: datetime, days: int) -> int:
    """The full hours that are left to solve a complaint; below zero, those since the limit, a begun one counted."""
    return (deadline(limit_from, days) - now) // timedelta(hours=1)


def solved_in_time(received: date, solved: date | None, days: int) -> bool:
    """Whether a complaint was solved within its days, by the calendar: for figures of past days."""
    return solved is not None and (solved - received).days <= days
