"""Switches of a file that take a customer or a car out of every list: do not call, and departed (Rulebook 2.3, 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.db.customer_file import is_erased, is_in_scope, owner_of
from dealerdesk.db.derive import refold
from dealerdesk.db.marking import (
    departure_in_force,
    insert_departure,
    lift_marks,
    mark_do_not_call,
    marks_in_force,
    reference_of,
    take_departure_back,
    vehicles_marked_with,
)
from dealerdesk.domain.errors import Refused, Said, said
from dealerdesk.services.customers.editing import Edited
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.task_ends import end_tasks_about

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealerdesk.db.acts import Writer

DEPARTED_REASONS: Final = ("sold", "scrapped", "moved")
_LONGEST: Final = 200
_KINDS: Final = frozenset({"customer", "vehicle", "task"})


@use_case("set-do-not-call", Right.CALL)
def set_do_not_call(desk: Desk, customer: int, reason: str, day: date | None = None) -> Edited:
    """Let nobody call a customer, nor any of their numbers, from a day on; open tasks end.

    What is marked already stays as it is. Raises Refused `customers.gone`.
    """
    since, why = day or desk.today, " ".join(reason.split())[:_LONGEST]
    errors = {**_required("reason", why), **_not_ahead(since, desk.today)}
    if errors:
        return Edited(errors=errors)
    with desk.store.write(desk.header("set-do-not-call")) as writer:
        _must_be_seen(writer, desk, customer)
        if not mark_do_not_call(writer, customer, since, why):
            return Edited()
        _follow(writer, desk, vehicles_marked_with(writer.conn, customer), (customer,))
        return Edited(Changed(_KINDS, writer.act_id))


@use_case("lift-do-not-call", Right.ENTER)
def lift_do_not_call(desk: Desk, customer: int, reason: str) -> Edited:
    """Lift every mark that holds for a customer or a number of theirs. Raises Refused `customers.gone`."""
    why = " ".join(reason.split())[:_LONGEST]
    if errors := _required("reason", why):
        return Edited(errors=errors)
    with desk.store.write(desk.header("lift-do-not-call")) as writer:
        _must_be_seen(writer, desk, customer)
        marks = [mark["id"] for mark in marks_in_force(writer.conn, customer)]
        if not marks:
            return Edited()
        lift_marks(writer, marks, desk.today, why)
        refold(writer.conn, vehicles_marked_with(writer.conn, customer))
        return Edited(Changed(_KINDS, writer.act_id))


@use_case("depart-vehicle", Right.ENTER)
def depart(desk: Desk, vehicle: int, reason: str, day: date | None = None, note: str = "") -> Edited:
    """Take a vehicle that was sold, scrapped or moved away out of every list from a day on; its history stays.

    A visit that counts, or the delivery, ends a departure: its day is not before either.

    Raises Refused `customers.gone`, `departure.already`.
    """
    left = day or desk.today
    errors = _not_ahead(left, desk.today)
    if reason not in DEPARTED_REASONS:
        errors["reason"] = said("edit.bad_choice")
    if errors:
        return Edited(errors=errors)
    with desk.store.write(desk.header("depart-vehicle")) as writer:
        _must_be_ours(writer, desk, vehicle)
        if departure_in_force(writer.conn, vehicle, desk.today) is not None:
            raise Refused("departure.already")
        came = reference_of(writer.conn, vehicle, desk.today)
        if came is not None and came > left:
            return Edited(errors={"day": said("departure.came_since", day=came)})
        insert_departure(writer, vehicle, left, reason, " ".join(note.split())[:_LONGEST] or None)
        _follow(writer, desk, (vehicle,), ())
        return Edited(Changed(_KINDS, writer.act_id))


@use_case("take-departure-back", Right.ENTER)
def take_back_departure(desk: Desk, vehicle: int) -> Edited:
    """Let a vehicle that was taken for departed be among the others again. Raises Refused `customers.gone`."""
    with desk.store.write(desk.header("take-departure-back")) as writer:
        _must_be_ours(writer, desk, vehicle)
        departure = departure_in_force(writer.conn, vehicle, desk.today)
        if departure is None:
            return Edited()
        take_departure_back(writer, departure["id"], desk.today)
        refold(writer.conn, (vehicle,))
        return Edited(Changed(_KINDS, writer.act_id))


def _required(name: str, text: str) -> dict[str, Said]:
    return {} if text else {name: said("edit.required")}


def _not_ahead(day: date, today: date) -> dict[str, Said]:
    return {"day": said("edit.future_day")} if day > today else {}


def _must_be_seen(writer: Writer, desk: Desk, customer: int) -> None:
    if not is_in_scope(writer.conn, customer, desk.today, desk.actor.scope.advisor_id):
        raise Refused("customers.gone")
    if is_erased(writer.conn, customer):
        raise Refused("customers.erased_already")


def _must_be_ours(writer: Writer, desk: Desk, vehicle: int) -> None:
    if owner_of(writer.conn, vehicle, desk.today, desk.actor.scope.advisor_id) is None:
        raise Refused("customers.gone")


def _follow(writer: Writer, desk: Desk, vehicles: Sequence[int], customers: Sequence[int]) -> None:
    refold(writer.conn, vehicles)
    end_tasks_about(writer, desk.today, vehicles, customers)
