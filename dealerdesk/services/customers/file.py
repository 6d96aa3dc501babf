"""The file of a customer: the person, their cars and figures, and what happened, some of it at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dealerdesk.db.customer_cars import cars_with
from dealerdesk.db.customer_file import alone, cars_of, is_in_scope, is_known, owner_of, person_of, staff_known
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.timeline import Slice, timeline_of
from dealerdesk.domain.customer_file import CustomerFile, in_hiding
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.phone import mask_within
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.db.customer_file import CarOf
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.customer_file import Event, Timeline

EVENTS = 50
"""How many events of a timeline come at a time."""

_ALL = 1_000_000
"""More visits than a car has."""


@use_case("customer-file", Right.SEE)
def customer_file(
    desk: Desk, *, vehicle: int | None = None, customer: int | None = None, events: int = EVENTS
) -> CustomerFile:
    """The file of a vehicle's latest owner, or of a customer, as it stands on the desk's day, with the newest events.

    Raises Refused `customers.gone` where there is no such vehicle or customer, or none in the row scope.
    """
    with desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        owner, cars = _whose(conn, desk, vehicle, customer, rules_id)
        person = None if owner is None else person_of(conn, owner, desk.today, rules_id, rules)
        if person is not None and desk.actor.scope.advisor_id is not None:
            person = replace(person, ties=tuple(tie for tie in person.ties if _is_seen(conn, desk, tie.customer)))
        known = cars_with(conn, cars, desk.today, rules_id, rules)
        named = {car.id: car.plate or car.vin for car in known}
        if person is not None and Right.FULL_PHONE not in desk.actor.rights:
            marks = tuple(replace(mark, reason=mask_within(mark.reason)) for mark in person.marks)
            person = replace(person, marks=marks)
        timeline = _timeline(desk, timeline_of(conn, cars, owner, desk.today, Slice(0, events), rules, named))
        staff = staff_known(conn, desk.today)
    chosen = vehicle if vehicle is not None else next((car.id for car in known if car.present), None)
    return CustomerFile(person, known, chosen, timeline, staff)


@use_case("customer-timeline", Right.SEE)
def customer_timeline(
    desk: Desk,
    *,
    vehicle: int | None = None,
    customer: int | None = None,
    start: int = 0,
    events: int = EVENTS,
    kinds: Iterable[str] = (),
) -> Timeline:
    """More of what happened, from a place on; events of these kinds alone, or of all. Raises as `customer_file`."""
    with desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        owner, cars = _whose(conn, desk, vehicle, customer, rules_id)
        named = {car.id: car.plate or car.vin for car in cars_with(conn, cars, desk.today, rules_id, rules)}
        wanted = Slice(start, events, frozenset(kinds))
        return _timeline(desk, timeline_of(conn, cars, owner, desk.today, wanted, rules, named))


@use_case("visit-history", Right.SEE)
def visit_history(desk: Desk, vehicle: int) -> tuple[Event, ...]:
    """All visits of a vehicle up to today, whoever owned it, the newest first. Raises Refused `customers.gone`."""
    with desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        if owner_of(conn, vehicle, desk.today, desk.actor.scope.advisor_id) is None:
            raise Refused("customers.gone")
        cars = [alone(vehicle)]
        named = {car.id: car.plate or car.vin for car in cars_with(conn, cars, desk.today, rules_id, rules)}
        wanted = Slice(0, _ALL, frozenset({"visit"}))
        return _timeline(desk, timeline_of(conn, cars, None, desk.today, wanted, rules, named)).events


def _timeline(desk: Desk, timeline: Timeline) -> Timeline:
    """What happened, with the numbers in its texts masked for who may not see them."""
    if Right.FULL_PHONE in desk.actor.rights:
        return timeline
    return replace(timeline, events=tuple(replace(one, detail=in_hiding(one.detail)) for one in timeline.events))


def _is_seen(conn: Reading, desk: Desk, customer: int) -> bool:
    return is_in_scope(conn, customer, desk.today, desk.actor.scope.advisor_id)


def _whose(
    conn: Reading, desk: Desk, vehicle: int | None, customer: int | None, rules_id: int
) -> tuple[int | None, list[CarOf]]:
    """Whose file it is, and the cars in it."""
    scope = desk.actor.scope.advisor_id
    if vehicle is not None:
        found = owner_of(conn, vehicle, desk.today, scope)
        if found is None:
            raise Refused("customers.gone")
        customer = found[1]
        if customer is None:
            return None, [alone(vehicle)]
    if customer is None:
        raise ValueError("a file is a vehicle's or a customer's")
    cars = cars_of(conn, customer, desk.today, rules_id, scope)
    if not cars and (scope is not None or not is_known(conn, customer)):
        raise Refused("customers.gone")
    return customer, cars
