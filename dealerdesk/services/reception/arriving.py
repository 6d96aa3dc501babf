"""The car that has come: whose it is, what it showed last, and what is worth saying to its customer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.db.appointments import OPEN_STATES, appointments_of_car
from dealerdesk.db.complaints import complaint_open_since
from dealerdesk.db.customer_cars import cars_with
from dealerdesk.db.customer_file import alone, owner_of, person_of
from dealerdesk.db.reception import (
    car_seen,
    contacts_since,
    last_kind,
    products_of,
    responsible_advisor,
    tasks_waiting,
    visit_inside,
)
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.standing import standing_of_vehicle
from dealerdesk.domain.appointment import KEPT_WITHIN, AppointmentState
from dealerdesk.domain.appointment_conflicts import clock
from dealerdesk.domain.conversation import Agreement, AtTheDesk, Credit, Ends, conversation
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.loyalty import Product
from dealerdesk.domain.maintenance import change_in_use
from dealerdesk.domain.retention import win_back
from dealerdesk.domain.visit_kinds import named
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.reception.balances import PRODUCTS
from dealerdesk.services.reception.kinds import kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.domain.conversation import Line
    from dealerdesk.domain.customer_file import Car, Person
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.maintenance import ChangeInUse, Reading
    from dealerdesk.domain.rules import Rules
    from dealerdesk.domain.visit_kinds import VisitKind

_OLD_ENOUGH: Final = timedelta(days=30)
_DUE_WITHIN: Final = timedelta(days=30)
"""Before its day maintenance is done with what the car came for."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Arrival:
    """A car at the desk, with its owner if one is known.

    `last`: its latest odometer reading; `advisor`: who is responsible for it, by id and name; `visit`: the open visit
    of a car that is in the workshop already; `kind`: the kind of visit that it has most likely come for; `balances`:
    what is left of stored value and vouchers in fen, by who pays.
    """

    car: Car
    person: Person | None
    advisor: tuple[int, str] | None
    last: Reading | None
    lines: tuple[Line, ...]
    visit: int | None
    kind: str | None = None
    balances: Mapping[str, int] = field(default_factory=dict)


@use_case("receive-car", Right.ENTER)
def arrival(
    desk: Desk,
    vehicle: int,
    *,
    day: date | None = None,
    odometer: int | None = None,
    receiving: int | None = None,
    without: int = 0,
) -> Arrival:
    """A car that has come, and the lines for the conversation with its customer, as of a day before its visit is kept.

    `odometer`: what it shows now, in km; `receiving`: who receives it, by the id of the member of staff; `without`: its
    visit that is kept already, of which the reading is passed over. Raises Refused `customers.gone` where there is no
    such vehicle, or none in the row scope.
    """
    day = desk.today if day is None else day
    with desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        owned = owner_of(conn, vehicle, day, desk.actor.scope.advisor_id)
        if owned is None:
            raise Refused("customers.gone")
        (car,) = cars_with(conn, [alone(vehicle)], day, rules_id, rules)
        person = None if owned[1] is None else person_of(conn, owned[1], day, rules_id, rules)
        seen = car_seen(conn, vehicle, without=without)
        advisor = responsible_advisor(conn, vehicle, day)
        eve = _stretch(conn, rules_id, day - _DAY, vehicle)
        told = _at_the_desk(car, person, eve, advisor, receiving)
        told = replace(
            told,
            tasks=tasks_waiting(conn, vehicle, None if person is None else person.id),
            appointments=tuple(_near(conn, vehicle, day, without)),
            complaint_since=complaint_open_since(conn, vehicle, None if person is None else person.id),
            credit=None if person is None else _credit(conn, person.id, day, rules),
            change=None if odometer is None else _change(conn, rules_id, vehicle, day, odometer),
        )
        inside = visit_inside(conn, vehicle)
        kind = _likely(kinds_of(conn, desk.lang), car.figures.next_maintenance, last_kind(conn, vehicle), day)
        balances = _balances(conn, vehicle)
    last = max((reading for reading in seen.readings if reading.day <= day), default=None)
    return Arrival(car, person, advisor, last, conversation(told, day, rules), inside, kind, balances)


def _near(conn: Connection, vehicle: int, day: date, visit: int) -> Iterator[Agreement]:
    """The car's appointments that its visit of the day may keep, or keeps: the day's own, and those around it."""
    for line in appointments_of_car(conn, vehicle, day):
        free = line.state in OPEN_STATES or (line.state == AppointmentState.ARRIVED and line.visit_id in {None, visit})
        if free and abs(line.day - day) <= KEPT_WITHIN:
            yield Agreement(line.id, line.day, clock(line.at), line.purpose, line.advisor, line.day < day)


def _likely(kinds: Sequence[VisitKind], due: date | None, before: str | None, day: date) -> str | None:
    """What a car has come for: maintenance where that is due, else what it came for last, else a repair."""
    if due is not None and due <= day + _DUE_WITHIN:
        return next((kind.name for kind in kinds if kind.maintenance), None)
    if before is not None and (known := named(before, kinds)) is not None:
        return known.name
    return next((kind.name for kind in kinds if kind.counts and not kind.maintenance), None)


def _balances(conn: Connection, vehicle: int) -> dict[str, int]:
    held = {payer: products_of(conn, vehicle, kind) for payer, kind in PRODUCTS.items()}
    return {payer: sum(product["balance_fen"] for product in some) for payer, some in held.items() if some}


def _stretch(conn: Connection, rules_id: int, day: date, vehicle: int) -> Stretch | None:
    standing = standing_of_vehicle(conn, rules_id, day, vehicle, None)
    return None if standing is None else standing.seen.stretch


def _change(conn: Connection, rules_id: int, vehicle: int, day: date, odometer: int) -> ChangeInUse | None:
    """Whether the odometer shows a changed use, against what was known 30 days ago (Rulebook 5.3)."""
    before = _stretch(conn, rules_id, day - _OLD_ENOUGH, vehicle)
    return None if before is None else change_in_use(before.mileage, day, odometer)


def _credit(conn: Connection, customer: int, day: date, rules: Rules) -> Credit | None:
    """Whose call brought the customer, if any did within the days that count."""
    called = contacts_since(conn, customer, day - timedelta(days=rules.win_back_days))
    found = win_back(day, [contact for contact, _ in called], rules)
    if found is None:
        return None
    return Credit(next(who for contact, who in called if contact.id == found.id), found.day)


def _at_the_desk(
    car: Car, person: Person | None, eve: Stretch | None, advisor: tuple[int, str] | None, receiving: int | None
) -> AtTheDesk:
    held = [
        Product(product.kind, product.starts, product.ends, product.balance_fen)
        for product in car.products
        if product.declined_on is None
    ]
    about_car = AtTheDesk(
        source=car.source,
        reference=None if eve is None else eve.reference,
        visits=0 if eve is None else eve.visits,
        departed=car.departure is not None and eve is not None and eve.departed,
        next_maintenance=None if eve is None else eve.next_maintenance,
        ends=Ends(car.warranty_end, car.insurance_end, car.inspection_end),
        products=held,
        advisor=advisor,
        receiving=receiving,
        owner=person is not None,
        missing=_missing(car, person),
    )
    if person is None:
        return about_car
    return replace(
        about_car,
        wechat=person.wechat,
        phones=tuple(phone.quality for phone in person.phones),
        do_not_call=person.do_not_call,
        loyal=person.loyalty,
        birthday=person.birthday,
    )


def _missing(car: Car, person: Person | None) -> tuple[str, ...]:
    """The fields of the file that everybody should have and this one has not."""
    of_car = [name for name in ("vin", "model", "insurance_end") if getattr(car, name) is None]
    if person is None:
        return tuple(of_car)
    wanted = ("district",) if person.customer_type == "company" else ("birthday", "district")
    return (*(name for name in wanted if getattr(person, name) is None), *of_car)
