"""Deleting a customer, a car or a visit that was entered by mistake: one act each, which can be taken back whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dealerdesk.db.customer_file import cars_of, is_known, owner_of
from dealerdesk.db.deleting import (
    cars_ever,
    delete_customer,
    delete_vehicle,
    delete_visit,
    held_cars,
    vehicle_of_visit,
)
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.standing import plates_on
from dealerdesk.domain.errors import Refused
from dealerdesk.services.appointments.keeping import keep_appointments
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from dealerdesk.db.deleting import Gone
    from dealerdesk.db.reading import Reading

_KINDS: Final = frozenset({"customer", "vehicle", "visit", "task", "call", "sheet", "complaint", "flag", "appointment"})
_NAMED: Final = 5
"""How many cars a refusal names."""


@dataclass(frozen=True)
class Deleted:
    """What was deleted: how many cars and visits went along."""

    vehicles: int
    visits: int
    changed: Changed = field(default_factory=Changed)


@use_case("delete-customer", Right.DELETE)
def remove_customer(desk: Desk, customer: int) -> Deleted:
    """Delete a customer with numbers, tasks, calls, and their cars that nobody brought in yet.

    Raises Refused `customers.gone`, and `delete.has_cars` where a car of theirs has visits or another owner.
    """
    with desk.store.write(desk.header("delete-customer")) as writer:
        if not _may_see(writer.conn, desk, customer):
            raise Refused("customers.gone")
        held = held_cars(writer.conn, customer, cars_ever(writer.conn, customer))
        if held:
            plates = plates_on(writer.conn, desk.today, held)
            names = tuple(plates.get(car) or f"#{car}" for car in held[:_NAMED])
            raise Refused("delete.has_cars", n=len(held), names=names)
        gone = delete_customer(writer, customer)
        return _deleted(gone, writer.act_id)


@use_case("delete-vehicle", Right.DELETE)
def remove_vehicle(desk: Desk, vehicle: int) -> Deleted:
    """Delete a car with its plates, visits and tasks; its owner stays. Raises Refused `customers.gone`."""
    with desk.store.write(desk.header("delete-vehicle")) as writer:
        _must_see_vehicle(writer.conn, desk, vehicle)
        gone = delete_vehicle(writer, vehicle)
        return _deleted(gone, writer.act_id)


@use_case("delete-visit", Right.DELETE)
def remove_visit(desk: Desk, visit: int) -> Deleted:
    """Delete a visit; the car's history is told without it. Raises Refused `customers.gone`."""
    with desk.store.write(desk.header("delete-visit")) as writer:
        vehicle = vehicle_of_visit(writer.conn, visit)
        if vehicle is None:
            raise Refused("customers.gone")
        _must_see_vehicle(writer.conn, desk, vehicle)
        gone = delete_visit(writer, visit, vehicle)
        keep_appointments(writer, desk.today, [vehicle])
        return _deleted(gone, writer.act_id)


def _deleted(gone: Gone, act: int) -> Deleted:
    return Deleted(gone.count("vehicle"), gone.count("visit"), Changed(_KINDS, act))


def _must_see_vehicle(conn: Reading, desk: Desk, vehicle: int) -> None:
    if owner_of(conn, vehicle, desk.today, desk.actor.scope.advisor_id) is None:
        raise Refused("customers.gone")


def _may_see(conn: Reading, desk: Desk, customer: int) -> bool:
    scope = desk.actor.scope.advisor_id
    if scope is None:
        return is_known(conn, customer)
    rules_id, _ = current_rules(conn)
    return bool(cars_of(conn, customer, desk.today, rules_id, scope))
