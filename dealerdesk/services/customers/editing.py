"""Editing a customer or a vehicle by hand: checked, kept as one act, refused where others changed it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dealerdesk.db.customer_file import cars_of, is_erased, owner_of, staff_known
from dealerdesk.db.editing import (
    change_customer,
    change_phones,
    change_vehicle,
    fields_changed_since,
    follow_customer,
    phone_rows,
    row_of,
)
from dealerdesk.db.forgotten import mark_again
from dealerdesk.db.marking import mark_new_numbers
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.errors import Refused, Said, said
from dealerdesk.domain.phone import mask_phone, normal_phone
from dealerdesk.domain.record_fields import CUSTOMER, STAFF, VEHICLE, checked, checked_phones, spoken
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.record_fields import Checked, PhoneEdit

_FOUND_BY = frozenset({"name"})
"""Fields of a customer that their cars are found by."""


@dataclass(frozen=True)
class CustomerEdit:
    """What a person entered for a customer since a revision: fields by name, and, if given, all of their numbers."""

    id: int
    revision: int
    changes: Mapping[str, object]
    phones: Sequence[PhoneEdit] | None = None


@dataclass(frozen=True)
class VehicleEdit:
    """What a person entered for a vehicle since a revision: fields by name."""

    id: int
    revision: int
    changes: Mapping[str, object]


@dataclass(frozen=True)
class Edited:
    """What an edit changed; or, with nothing changed, what is wrong with each field."""

    changed: Changed = field(default_factory=Changed)
    errors: Mapping[str, Said] = field(default_factory=dict)


@use_case("edit-customer", Right.ENTER)
def edit_customer(
    desk: Desk,
    customer: int,
    revision: int,
    changes: Mapping[str, object],
    phones: Sequence[PhoneEdit] | None = None,
) -> Edited:
    """Change fields of a customer, and their numbers if given: then those that are not named go.

    Only fields that are named change; an empty value clears one. Where anything is wrong nothing is written, and
    `errors` says what, by field (`phones.0` for the first number). Raises Refused `customers.gone`, and
    `edit.changed_meanwhile` when somebody else changed one of the same fields since the revision.
    """
    return _named(_edit(desk, "edit-customer", CustomerEdit(customer, revision, changes, phones), None))


@use_case("edit-vehicle", Right.ENTER)
def edit_vehicle(desk: Desk, vehicle: int, revision: int, changes: Mapping[str, object]) -> Edited:
    """Change fields of a vehicle; those that its history is read by change its status and lists at once.

    Works and refuses as `edit_customer` does.
    """
    return _named(_edit(desk, "edit-vehicle", None, VehicleEdit(vehicle, revision, changes)))


@use_case("edit-file", Right.ENTER)
def edit_file(desk: Desk, customer: CustomerEdit | None, vehicle: VehicleEdit | None) -> Edited:
    """Change a customer and one of their vehicles in one act, so that one Undo takes both back.

    Errors are named `customer.name`, `vehicle.model`, `phones.0`. Works and refuses as `edit_customer` does.
    """
    return _edit(desk, "edit-file", customer, vehicle)


def _edit(desk: Desk, act: str, customer: CustomerEdit | None, vehicle: VehicleEdit | None) -> Edited:
    person, car = _checked(desk, CUSTOMER, customer), _checked(desk, VEHICLE, vehicle)
    given = customer.phones if customer is not None else None
    phones, wrong = (None, {}) if given is None else checked_phones(given)
    errors = {**_of("customer", person.errors), **wrong, **_of("vehicle", car.errors)}
    if errors:
        return Edited(errors=errors)
    kinds: set[str] = set()
    with desk.store.write(desk.header(act)) as writer:
        if customer is not None:
            present = _present(writer.conn, desk, customer, person.values, phones or ())
            if twice := _twice(present, given or ()):
                return Edited(errors=twice)
            kinds |= _write_customer(writer, customer.id, person.values, present, phones)
            if phones is not None and _mark_numbers(writer, customer.id, desk.today):
                follow_customer(writer, customer.id)
        if vehicle is not None:
            _agree_on_vehicle(writer.conn, desk, vehicle, car.values)
            by = car.values.get("delivered_by")
            if by is not None and by not in {one.id for one in staff_known(writer.conn, desk.today)}:
                return Edited(errors={"vehicle.delivered_by": said("edit.bad_choice")})
            kinds |= {"vehicle"} if change_vehicle(writer, vehicle.id, car.values) else set()
        return Edited(Changed(frozenset(kinds), writer.act_id) if writer.changed else Changed())


def _checked(desk: Desk, rules: Mapping[str, Any], edit: CustomerEdit | VehicleEdit | None) -> Checked:
    return checked(rules, {} if edit is None else edit.changes, desk.today)


def _of(record: str, errors: Mapping[str, Said]) -> dict[str, Said]:
    return {f"{record}.{name}": why for name, why in errors.items()}


def _named(edited: Edited) -> Edited:
    """The errors by the names of the fields alone, where there is one record."""
    plain = {name.removeprefix("customer.").removeprefix("vehicle."): why for name, why in edited.errors.items()}
    return Edited(edited.changed, plain)


def _present(
    conn: Reading, desk: Desk, edit: CustomerEdit, values: Mapping[str, Any], phones: Sequence[PhoneEdit]
) -> dict[int, dict[str, Any]]:
    """The customer's numbers as they are, once it is sure that nobody is overwritten."""
    if not _may_see_customer(conn, desk, edit.id):
        raise Refused("customers.gone")
    if (values or phones) and is_erased(conn, edit.id):
        raise Refused("customers.erased_already")
    _agree(conn, "customer", edit.id, edit.revision, values)
    present = phone_rows(conn, edit.id)
    _agree_on_phones(present, phones)
    return present


def _write_customer(
    writer: Writer,
    key: int,
    values: Mapping[str, Any],
    present: Mapping[int, Mapping[str, Any]],
    phones: Sequence[PhoneEdit] | None,
) -> set[str]:
    """Write a customer and what follows; answers the kinds of records that changed."""
    changed = change_customer(writer, key, values)
    followed = changed and bool(_FOUND_BY & values.keys())
    if phones is not None:
        followed = change_phones(writer, key, present, phones) or followed
    if followed:
        follow_customer(writer, key)
        return {"customer", "vehicle"}
    return {"customer"} if changed else set()


def _mark_numbers(writer: Writer, customer: int, day: date) -> bool:
    """Mark those numbers of a customer that nobody is to call; answers whether any."""
    again = mark_again(writer, customer, day)
    return mark_new_numbers(writer, customer) or again


def _agree_on_vehicle(conn: Reading, desk: Desk, edit: VehicleEdit, values: Mapping[str, Any]) -> None:
    if owner_of(conn, edit.id, desk.today, desk.actor.scope.advisor_id) is None:
        raise Refused("customers.gone")
    _agree(conn, "vehicle", edit.id, edit.revision, values)


def _may_see_customer(conn: Reading, desk: Desk, customer: int) -> bool:
    scope = desk.actor.scope.advisor_id
    if scope is None:
        return row_of(conn, "customer", customer) is not None
    rules_id, _ = current_rules(conn)
    return bool(cars_of(conn, customer, desk.today, rules_id, scope))


def _agree(conn: Reading, table: str, key: int, revision: int, values: Mapping[str, Any]) -> None:
    """Make sure that nobody else changed the same fields to something else since the revision."""
    present = row_of(conn, table, key)
    if present is None:
        raise Refused("customers.gone")
    theirs = fields_changed_since(conn, table, key, revision, present["revision"]) & values.keys()
    staff = {one.id: one.name for one in staff_known(conn, date.max)}
    both = {name: (values[name], present[name]) for name in values if name in theirs}
    _refuse_differing(
        {
            name: (staff.get(one, one), staff.get(two, two)) if name in STAFF else (one, two)
            for name, (one, two) in both.items()
        }
    )


def _refuse_differing(both: Mapping[str, tuple[Any, Any]]) -> None:
    differences = tuple(
        said("edit.difference", field=said(f"label.fact.{name}"), mine=spoken(name, mine), theirs=spoken(name, theirs))
        for name, (mine, theirs) in both.items()
        if mine != theirs
    )
    if differences:
        raise Refused("edit.changed_meanwhile", differences=differences)


def _agree_on_phones(present: Mapping[int, Mapping[str, Any]], wanted: Sequence[PhoneEdit]) -> None:
    """Make sure that nobody else changed or removed a number since it was read."""
    for edit in wanted:
        row = None if edit.id is None else present.get(edit.id)
        if edit.id is not None and (row is None or edit.revision not in {None, row["revision"]}):
            theirs = None if row is None else mask_phone(row["digits"])
            mine = None if edit.text is None else mask_phone(edit.text)
            _refuse_differing({"phone": (mine, theirs)})
            raise Refused("record.changed_meanwhile")


def _twice(present: Mapping[int, Mapping[str, Any]], phones: Sequence[PhoneEdit]) -> dict[str, Said]:
    """The numbers that were entered beside one that stays and has the same digits, by place."""
    untouched = {edit.id for edit in phones if edit.text is None}
    staying = {key: row["digits"] for key, row in present.items() if key in untouched}
    return {
        f"phones.{place}": said("edit.phone_twice")
        for place, edit in enumerate(phones)
        if edit.text is not None
        and normal_phone(edit.text).digits in {digits for key, digits in staying.items() if key != edit.id}
    }
