"""What the desk shows of a customer: a row of the table, and the file with person, cars, figures and timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.appointment import AppointmentEvent
from dealerdesk.domain.phone import FREE_TEXT, mask_within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time

    from dealerdesk.domain.phone import MaskedPhone
    from dealerdesk.domain.rules import Status


class CustomerRow(NamedTuple):
    """One vehicle with its latest owner as they stand on a day, or a customer without a car.

    `id` is the vehicle's, or the customer's below zero. Spend in fen, odometer in km. Where there is no vehicle its
    fields are None, and the counts 0.
    """

    id: int
    vehicle_id: int | None
    customer_id: int | None
    plate: str | None
    vin: str | None
    model: str | None
    customer: str | None
    customer_type: str | None
    district: str | None
    phone: MaskedPhone | None
    advisor: str | None
    source: str | None
    status: Status | None
    quasi_lost: bool
    departed: bool
    do_not_call: bool
    protected: bool
    needs_file: bool
    reference: date | None
    months_since: int | None
    last_visit: date | None
    last_kind: str | None
    last_odometer: int | None
    next_maintenance: date | None
    visits_12: int
    visits: int
    spend_12_fen: int
    spend_fen: int


@dataclass(frozen=True)
class PhoneOf:
    """A number of a customer; `do_not_call`: the number itself bears the mark."""

    phone: MaskedPhone
    revision: int
    kind: str
    quality: str
    preferred: bool
    do_not_call: bool


@dataclass(frozen=True)
class CallMark:
    """A mark that nobody calls, in force: for the customer, or for a number of theirs."""

    since: date
    reason: str
    number: str | None


class TieOf(NamedTuple):
    """Another customer who belongs to this one: of the same household, or of the same company."""

    id: int
    kind: str
    customer: int
    name: str


@dataclass(frozen=True)
class Person:
    """A customer as they are known today. `loyalty` is a code: after-sales, sales, both or none (Rulebook 5.4)."""

    id: int
    revision: int
    number: str | None
    name: str
    customer_type: str | None
    sex: str | None
    birthday: date | None
    address: str | None
    district: str | None
    occupation: str | None
    preferred_channel: str | None
    wechat: bool | None
    referrals: int
    note: str | None
    phones: tuple[PhoneOf, ...]
    marks: tuple[CallMark, ...]
    loyalty: str
    hobbies: str | None
    driving_since: date | None
    consent_on: date | None
    wechat_on: date | None
    wechat_by: str | None
    tags: tuple[str, ...]
    ties: tuple[TieOf, ...]

    @property
    def do_not_call(self) -> bool:
        """Whether nobody may call this customer."""
        return bool(self.marks)


class Span(NamedTuple):
    """A plate, an owner or an advisor from a day until the day on which it was another; None: from ever, or still."""

    name: str
    from_day: date | None
    until_day: date | None
    id: int | None = None


@dataclass(frozen=True)
class ProductOf:
    """A product that binds, or was declined: kind and interest as codes, balance in fen."""

    kind: str
    starts: date | None
    ends: date | None
    balance_fen: int | None
    declined_on: date | None
    declined_reason: str | None
    interest: str | None
    in_force: bool
    id: int
    revision: int


@dataclass(frozen=True)
class Departure:
    """That a vehicle left for good, and why."""

    day: date
    reason: str
    note: str | None


@dataclass(frozen=True)
class Figures:
    """Where a vehicle stands on a day. Months and km whole, spend in fen; the rate as km over days.

    `lost_from`: the first day on which it is lost if it does not come.
    """

    status: Status
    quasi_lost: bool
    reference: date | None
    months_since: int | None
    lost_from: date | None
    last_visit: date | None
    last_odometer: int | None
    last_odometer_on: date | None
    predicted_odometer: int | None
    rate_km: int | None
    rate_days: int | None
    last_maintenance: date | None
    next_maintenance: date | None
    visits_12: int
    visits: int
    spend_12_fen: int
    spend_fen: int
    protected: bool


@dataclass(frozen=True)
class Car:
    """A vehicle with its plates, owners and advisors over time, newest first.

    `present` is whether it belongs to the person of the file today; else it once did.
    """

    id: int
    revision: int
    present: bool
    plate: str | None
    vin: str | None
    model: str | None
    drive: str | None
    use: str | None
    source: str
    delivered: date | None
    registered: date | None
    warranty_end: date | None
    insurance_end: date | None
    insurance_company: str | None
    inspection_end: date | None
    needs_file: bool
    note: str | None
    advisor: str | None
    plates: tuple[Span, ...]
    owners: tuple[Span, ...]
    advisors: tuple[Span, ...]
    products: tuple[ProductOf, ...]
    departure: Departure | None
    figures: Figures
    delivered_by: int | None
    wished_service: str | None


class VisitEvent(NamedTuple):
    """A repair order on the timeline: odometer in km, charge and the owner's part of it in fen, state as a code."""

    id: int
    order_no: str | None
    kind: str | None
    items: str | None
    odometer: int | None
    charge_fen: int
    owner_paid_fen: int
    payer: str | None
    state: str
    counting: bool
    advisor: str | None
    date_out: date | None


class TaskEvent(NamedTuple):
    """A task on the timeline: for which reason, due when, and what became of it, as codes."""

    id: int
    code: str
    reason: str
    due: date
    state: str
    ended_on: date | None
    ended_why: str | None
    agent: str | None


class SheetEvent(NamedTuple):
    """A sheet of calls that a task stood on."""

    id: int
    code: str
    task: str
    reason: str
    agent: str | None


class ComplaintEvent(NamedTuple):
    """A complaint, on the day it was received: what happened, what is wanted, and how far it is, as codes."""

    id: int
    code: str
    category: str
    state: str
    happened: str
    wanted: str | None
    handler: str | None
    solution: str | None
    closed_on: date | None


class CallEvent(NamedTuple):
    """A call: by whom, what came of it as a code, for which reasons, and for when another was promised."""

    who: str
    disposition: str
    reasons: tuple[str, ...]
    promised_on: date | None
    promised_at: time | None
    note: str | None


class ChangeEvent(NamedTuple):
    """Another plate, owner or advisor from the day on."""

    before: str | None
    after: str


class DepartureEvent(NamedTuple):
    """The vehicle left for good; `undone_on`: taken back that day."""

    reason: str
    note: str | None
    undone_on: date | None


class ToldEvent(NamedTuple):
    """What the customer told: an odometer in km, a maintenance done elsewhere."""

    odometer: int | None
    maintenance: bool
    place: str | None
    note: str | None


class MarkEvent(NamedTuple):
    """A do-not-call mark that was set, or lifted."""

    lifted: bool
    reason: str
    number: str | None


Detail = (
    VisitEvent
    | TaskEvent
    | SheetEvent
    | AppointmentEvent
    | ComplaintEvent
    | CallEvent
    | ChangeEvent
    | DepartureEvent
    | ToldEvent
    | MarkEvent
)


def in_hiding(detail: Detail) -> Detail:
    """What happened, with the numbers masked that people wrote into its texts."""
    texts = {name: mask_within(text) for name in FREE_TEXT if isinstance(text := getattr(detail, name, None), str)}
    return detail._replace(**texts) if texts else detail  # type: ignore[arg-type]


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    `kind` is visit, task, sheet, call, appointment, complaint, plate, owner, advisor, departure, told or mark.
    """

    day: date
    kind: str
    vehicle_id: int | None
    plate: str | None
    detail: Detail


@dataclass(frozen=True)
class Timeline:
    """Events, the newest first, from a place on; `total` is how many there are in all."""

    events: tuple[Event, ...]
    start: int
    total: int

    @property
    def more(self) -> int:
        """How many come after these."""
        return self.total - self.start - len(self.events)


class StaffOf(NamedTuple):
    """A member of staff as the file offers them: whether they are or were responsible for cars, and work here today."""

    id: int
    name: str
    advises: bool
    here: bool


@dataclass(frozen=True)
class CustomerFile:
    """A customer's file: the person, their cars (those of today first), and what happened, newest first.

    `chosen` is the car that was asked for, or the first one. A vehicle that nobody is known to own has no person.
    """

    person: Person | None
    cars: tuple[Car, ...]
    chosen: int | None
    timeline: Timeline
    staff: tuple[StaffOf, ...] = ()

    @property
    def car(self) -> Car | None:
        """The car that was asked for."""
        return next((car for car in self.cars if car.id == self.chosen), None)

    @property
    def by_id(self) -> Mapping[int, Car]:
        """The cars by their id."""
        return {car.id: car for car in self.cars}
