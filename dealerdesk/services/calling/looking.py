"""What an agent sees of whom they call, and who it may be that rings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from dealerdesk.db.caller import (
    cars_of_customers,
    customers_with_number,
    last_calls,
    names_of,
    next_appointment,
    note_for_next,
    open_flags,
    waiting_tasks,
)
from dealerdesk.db.complaints import complaints_of
from dealerdesk.db.customer_file import is_in_scope
from dealerdesk.db.phones import digits_of
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.caller import Caller, CallerPanel, CarOfCaller, NumberToCall
from dealerdesk.domain.complaint import ComplaintsQuery
from dealerdesk.domain.phone import mask_within, normal_phone
from dealerdesk.services.complaints import now_of
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.personal.readable import of_others
from dealerdesk.services.search import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.caller import WaitingTask
    from dealerdesk.domain.customer_file import Person

CALLS: Final = 8
"""How many of the last contacts are shown."""

EVENTS: Final = 12
"""How many events of the file are shown."""

_SHORTEST_NUMBER: Final = 7
"""Digits from which on a text may be a whole number."""

_T = TypeVar("_T")


@use_case("look-at-caller", Right.SEE)
def caller_panel(
    desk: Desk, customer: int | None = None, vehicle: int | None = None, *, calls: int = CALLS, events: int = EVENTS
) -> CallerPanel:
    """What is known of a customer who is called, `vehicle` leading among the cars; else of a vehicle's owner.

    Raises Refused `customers.gone` where there is no such customer or vehicle, or none in the row scope.
    """
    if customer is None:
        file = customer_file(desk, vehicle=vehicle, events=events)
    else:
        file = customer_file(desk, customer=customer, events=events)
        if any(car.id == vehicle for car in file.cars):
            file = replace(file, chosen=vehicle)
    person, scope = file.person, desk.actor.scope.advisor_id
    with desk.store.read() as conn:
        cars = [car.id for car in file.cars if car.present]
        who = [] if person is None else [person.id]
        tasks = waiting_tasks(conn, who, cars, desk.today, scope, desk.actor.staff)
        ahead = next_appointment(conn, None if person is None else person.id, file.chosen, desk.today, scope)
        if person is None:
            return CallerPanel(file, tasks=_veiled(desk, tasks), appointment=ahead)
        asked = ComplaintsQuery(open=True, customer=person.id)
        note = note_for_next(conn, person.id)
        return CallerPanel(
            file,
            _numbers(conn, desk, person),
            _veiled(desk, last_calls(conn, person.id, calls)),
            None if note is None else _veiled(desk, [note])[0],
            _veiled(desk, tasks),
            ahead,
            tuple(complaints_of(conn, asked, now_of(conn, desk))),
            _veiled(desk, open_flags(conn, person.id)),
        )


@use_case("find-for-call", Right.SEE)
def find_for_call(desk: Desk, text: str) -> tuple[Caller, ...]:
    """Who it may be that rings: by a number, a plate, a name; with their cars and their open tasks, due or not.

    Everybody who has the number comes first. A number is found whole, or as `find` finds it.
    """
    digits = normal_phone(text).digits if text.strip() else ""
    hits = find(desk, text)
    scope = desk.actor.scope.advisor_id
    with desk.store.read() as conn:
        rules_id, _ = current_rules(conn)
        known = customers_with_number(conn, digits) if len(digits) >= _SHORTEST_NUMBER else []
        seen = [one for one in known if is_in_scope(conn, one, desk.today, scope)]
        customers = list(dict.fromkeys([*seen, *(hit.customer_id for hit in hits if hit.customer_id is not None)]))
        nobodys = [hit for hit in hits if hit.customer_id is None]
        names = names_of(conn, customers, digits)
        cars = cars_of_customers(conn, customers, rules_id, desk.today, scope)
        tasks = _veiled(
            desk,
            waiting_tasks(conn, customers, [hit.id for hit in nobodys], desk.today, scope, desk.actor.staff),
        )
    first = {hit.customer_id: hit.id for hit in reversed(hits)}
    people = [
        Caller(
            one,
            names[one][0],
            names[one][1],
            tuple(sorted(cars.get(one, ()), key=lambda car: car.vehicle_id != first.get(one))),
            tuple(task for task in tasks if task.customer_id == one),
        )
        for one in customers
        if one in names
    ]
    return (*people, *(_of_nobody(hit.id, hit.plate, hit.model, tasks) for hit in nobodys))


def _of_nobody(vehicle: int, plate: str | None, model: str | None, tasks: Iterable[WaitingTask]) -> Caller:
    about = tuple(task for task in tasks if task.customer_id is None and task.vehicle_id == vehicle)
    return Caller(None, None, None, (CarOfCaller(vehicle, plate, model),), about)


def _numbers(conn: Reading, desk: Desk, person: Person) -> tuple[NumberToCall, ...]:
    """The numbers of a person: masked, and in full where the calls are one's own."""
    digits = digits_of(conn, [one.phone.id for one in person.phones], desk.today, desk.actor.scope.advisor_id)
    alone = desk.actor.account is None and Right.FULL_PHONE in desk.actor.rights
    hidden = {} if alone else of_others(conn, desk, digits)
    return tuple(
        NumberToCall(
            one.phone,
            None if one.phone.id in hidden else digits.get(one.phone.id),
            one.quality,
            one.preferred,
            one.do_not_call,
        )
        for one in person.phones
    )


_WRITTEN: Final = ("note", "topic", "text", "about", "what")


def _veiled(desk: Desk, rows: Iterable[_T]) -> tuple[_T, ...]:
    """The rows with the numbers in what people wrote masked for who may not see them."""
    if Right.FULL_PHONE in desk.actor.rights:
        return tuple(rows)
    return tuple(_with_masks(row) for row in rows)


def _with_masks(row: _T) -> _T:
    written = {name: getattr(row, name, None) for name in _WRITTEN}
    masked = {name: mask_within(text) for name, text in written.items() if isinstance(text, str)}
    return row._replace(**masked) if masked else row  # type: ignore[attr-defined]
