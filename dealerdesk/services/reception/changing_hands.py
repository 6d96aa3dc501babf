"""Plates and owners that change, from a day on: the history stays with the car, orders with who owned it then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.customer_file import is_erased, owner_of
from dealerdesk.db.derive import refold
from dealerdesk.db.forgotten import mark_again
from dealerdesk.db.new_records import (
    change_plate_on,
    give_to,
    insert_customer,
    ownerships_of,
)
from dealerdesk.db.reception import plate_spans, plates_of, present_span
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.identity import check_plate, is_free_plate, normal_plate
from dealerdesk.domain.record_fields import CUSTOMER, PhoneEdit, checked, checked_phones
from dealerdesk.domain.visit_entry import Doubt, unconfirmed
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.reception.new_car import alike
from dealerdesk.services.reception.strangers import must_be_seen, name_of_owner
from dealerdesk.services.task_ends import end_tasks_about

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.domain.errors import Said

_KINDS: Final = frozenset({"vehicle", "customer", "task"})


@dataclass(frozen=True)
class Handed:
    """What became of a plate or an owner that changes: what changed, or why nothing did; `others` as in `Added`."""

    changed: Changed = field(default_factory=Changed)
    customer: int | None = None
    errors: Mapping[str, Said] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class NewOwner:
    """Who owns a car now: a customer known, or fields of CUSTOMER and phones as they were typed."""

    customer: int | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    phones: tuple[str, ...] = ()


@use_case("look-at-new-owner", Right.ENTER)
def look_at_new_owner(desk: Desk, owner: NewOwner) -> Handed:
    """What is wrong or doubtful about a new owner as far as they were typed: said while they are being typed."""
    with desk.store.read() as conn:
        judged = _owner(conn, desk, owner)
    return Handed(errors=judged.errors, doubts=judged.doubts, others=judged.others)


@use_case("change-plate", Right.ENTER)
def change_plate(desk: Desk, vehicle: int, text: str, day: date, *, confirmed: Collection[str] = ()) -> Handed:
    """Let a car bear another plate from a day on; the old one stays findable (Rulebook 2.1).

    A plate that another car bears has changed hands if that is confirmed (`plate_taken`): that car bears it until the
    day. Raises Refused `customers.gone`.
    """
    with desk.store.write(desk.header("change-plate")) as writer:
        _must_be_ours(writer.conn, desk, vehicle)
        plate = normal_plate(text)
        borne = plates_of(writer.conn, vehicle)
        present = present_span(borne)
        errors = _wrong_plate(text, plate, present, day, desk.today)
        if errors:
            return Handed(errors=errors)
        spans = [span for span in plate_spans(writer.conn, plate) if span["vehicle_id"] != vehicle]
        taken = [span for span in spans if span["until_day"] > day]
        found = _plate_doubts(writer.conn, desk, plate, taken)
        left = unconfirmed(found, confirmed)
        if left:
            return Handed(doubts=left, others={"plate_taken": taken[0]["vehicle_id"]} if taken else {})
        change_plate_on(writer, vehicle, plate, day, present, taken, is_first=not borne and not spans)
        touched = {vehicle, *(span["vehicle_id"] for span in taken)}
        refold(writer.conn, touched)
        rewrite_search_text(writer.conn, touched)
        return Handed(Changed(_KINDS, writer.act_id))


@use_case("change-owner", Right.ENTER)
def change_owner(desk: Desk, vehicle: int, owner: NewOwner, day: date, *, confirmed: Collection[str] = ()) -> Handed:
    """Let a car belong to somebody else from a day on; orders stay with who owned it then (PEERS 4).

    The new owner starts without the old one's marks and promises: open tasks for the old one end. Raises Refused
    `customers.gone`.
    """
    with desk.store.write(desk.header("change-owner")) as writer:
        return change_owner_within(writer, desk, vehicle, owner, day, confirmed=confirmed)


def change_owner_within(
    writer: Writer, desk: Desk, vehicle: int, owner: NewOwner, day: date, *, confirmed: Collection[str] | None
) -> Handed:
    """Let a car belong to somebody else within an act, as `change_owner` does; None confirms every doubt."""
    _must_be_ours(writer.conn, desk, vehicle)
    spans = ownerships_of(writer.conn, vehicle)
    present = present_span(spans)
    judged = _owner(writer.conn, desk, owner)
    errors = {**judged.errors, **_wrong_day(present, day, desk.today)}
    left = () if confirmed is None else unconfirmed(judged.doubts, confirmed)
    if errors or left:
        return Handed(errors=errors, doubts=left, others=judged.others)
    if present is not None and present["customer_id"] == owner.customer:
        return Handed(errors={"owner": said("entry.same_owner", name=present["name"])})
    customer = owner.customer
    if customer is None:
        customer = insert_customer(writer, judged.fields, judged.phones)
        mark_again(writer, customer, desk.today)
    give_to(writer, vehicle, customer, day, spans)
    refold(writer.conn, [vehicle])
    rewrite_search_text(writer.conn, [vehicle])
    end_tasks_about(writer, desk.today, [vehicle])
    return Handed(Changed(_KINDS, writer.act_id), customer)


@dataclass(frozen=True)
class _Judged:
    fields: Mapping[str, Any]
    phones: tuple[PhoneEdit, ...]
    errors: Mapping[str, Said]
    doubts: tuple[Doubt, ...]
    others: Mapping[str, int]


def _owner(conn: Connection, desk: Desk, owner: NewOwner) -> _Judged:
    if owner.customer is not None:
        must_be_seen(conn, desk, owner.customer)
        if is_erased(conn, owner.customer):
            raise Refused("customers.erased_already")
        return _Judged({}, (), {}, (), {})
    person = checked(CUSTOMER, {"name": "", **owner.fields}, desk.today)
    phones, wrong = checked_phones([PhoneEdit(text=text) for text in owner.phones])
    errors = {**{f"customer.{name}": why for name, why in person.errors.items()}, **wrong}
    doubts, others = alike(conn, desk, str(person.values.get("name") or ""), phones)
    return _Judged(person.values, phones, errors, doubts, others)


def _must_be_ours(conn: Connection, desk: Desk, vehicle: int) -> None:
    if owner_of(conn, vehicle, desk.today, desk.actor.scope.advisor_id) is None:
        raise Refused("customers.gone")


def _wrong_plate(text: str, plate: str, present: Mapping[str, Any] | None, day: date, today: date) -> dict[str, Said]:
    if not plate:
        return {"plate": said("edit.required")}
    if is_free_plate(text):
        return {"plate": said("entry.plate_free", plate=plate)}
    if not check_plate(plate).usable:
        return {"plate": said("entry.plate_unusable")}
    if present is not None and present["plate"] == plate:
        return {"plate": said("entry.plate_already", plate=plate)}
    return _wrong_day(present, day, today)


def _wrong_day(present: Mapping[str, Any] | None, day: date, today: date) -> dict[str, Said]:
    if day > today:
        return {"day": said("edit.future_day")}
    if present is not None and day < present["from_day"]:
        return {"day": said("entry.before_change", day=present["from_day"])}
    return {}


def _plate_doubts(conn: Connection, desk: Desk, plate: str, taken: Sequence[Mapping[str, Any]]) -> tuple[Doubt, ...]:
    found = []
    if check_plate(plate).warning:
        found.append(Doubt("plate", said("entry.plate_pattern")))
    if taken:
        owner = name_of_owner(conn, desk, taken[0]["vehicle_id"])
        found.append(Doubt("plate", said("entry.plate_taken", plate=plate, owner=owner)))
    return tuple(found)
