"""The history of a field, or of a whole customer or vehicle, as the acts tell it (who, when, from what to what)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.customer_file import is_in_scope, owner_of, staff_known
from dealerdesk.db.editing import RECORDS
from dealerdesk.db.phone_keys import phones_ever
from dealerdesk.db.records import acts_of
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.field_history import ADDED, FieldChange
from dealerdesk.domain.phone import FREE_TEXT, mask_phone, mask_within
from dealerdesk.domain.record_fields import CUSTOMER, DAYS, STAFF, VEHICLE, spoken
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dealerdesk.db.reading import Reading
    from dealerdesk.db.records import ActOf
    from dealerdesk.domain.errors import Param

_TOLD: Final[Mapping[str, frozenset[str]]] = {
    "customer": frozenset({*CUSTOMER, "number"}),
    "vehicle": frozenset({*VEHICLE, "vin"}),
}
_OF_PHONE: Final = frozenset({"phone", "quality", "preferred"})
_ORIGINS: Final[Mapping[str, str]] = {
    "import": "import",
    "undo-import": "undo",
    "undo": "undo",
    "invent-store": "program",
}


@use_case("field-history", Right.SEE)
def field_history(desk: Desk, record: str, key: int, field: str | None = None) -> tuple[FieldChange, ...]:
    """How a field of a `customer` or `vehicle` came to be what it is, or all of them, the newest change first.

    Of a field the first value is a change from nothing; of a whole record, that it was added. A customer's numbers
    are the fields phone, quality and preferred; they are told masked. Raises Refused `customers.gone` for a record
    outside the row scope.
    """
    with desk.store.read() as conn:
        _check_sight(conn, desk, record, key)
        found = [] if field in _OF_PHONE else list(_of_record(conn, record, key, field))
        if record == "customer" and (field is None or field in _OF_PHONE):
            for phone in phones_ever(conn, key):
                found += _of_phone(conn, phone, field)
    return tuple(sorted(found, key=lambda change: (change.at, change.act), reverse=True))


def _check_sight(conn: Reading, desk: Desk, record: str, key: int) -> None:
    """Let who sees some rows alone look at nothing beyond them, not even at what it once was."""
    scope = desk.actor.scope.advisor_id
    if scope is None:
        return
    vehicle = record == "vehicle"
    seen = owner_of(conn, key, desk.today, scope) is not None if vehicle else is_in_scope(conn, key, desk.today, scope)
    if not seen:
        raise Refused("customers.gone")


def _of_record(conn: Reading, record: str, key: int, field: str | None) -> Iterator[FieldChange]:
    staff = {one.id: one.name for one in staff_known(conn, date.max)}
    for act in acts_of(conn, RECORDS[record], key):
        before, after = _by_name(act.before or {}, staff), _by_name(act.after or {}, staff)
        if act.erased or act.use_case == "erase-customer":
            continue
        if act.before is None and field is None:
            yield _change(act, ADDED, None, None)
            continue
        for name in sorted(_TOLD[record] & (before.keys() | after.keys())):
            old, new = before.get(name), after.get(name)
            if old != new and field in {None, name}:
                yield _change(act, name, _said(name, old), _said(name, new))


def _by_name(values: Mapping[str, Any], staff: Mapping[int, str]) -> dict[str, Any]:
    """Values as they were taken down, with the names of staff in the place of their ids."""
    return {name: staff.get(value, value) if name in STAFF else value for name, value in values.items()}


def _of_phone(conn: Reading, key: int, field: str | None) -> Iterator[FieldChange]:
    digits: str | None = None
    for act in acts_of(conn, RECORDS["phone"], key):
        before, after = act.before or {}, act.after or {}
        was, digits = before.get("digits", digits), after.get("digits", digits)
        made_or_gone = act.before is None or act.after is None
        if was != digits or made_or_gone:
            yield from _wanted(act, "phone", field, _masked(before.get("digits")), _masked(after.get("digits")))
        if made_or_gone:
            continue
        for name in ("quality", "preferred"):
            if before.get(name) != after.get(name):
                old, new = _said(name, before.get(name)), _said(name, after.get(name))
                yield from _wanted(act, name, field, old, new, _masked(digits))


def _wanted(
    act: ActOf, name: str, field: str | None, old: Param, new: Param, of: str | None = None
) -> Iterator[FieldChange]:
    if field in {None, name}:
        yield _change(act, name, old, new, of)


def _change(act: ActOf, name: str, old: Param, new: Param, of: str | None = None) -> FieldChange:
    origin = "undo" if act.undoes is not None else _ORIGINS.get(act.use_case, "hand")
    return FieldChange(act.at, act.act_id, act.who, act.source, origin, name, old, new, of)


def _masked(digits: str | None) -> str | None:
    return None if digits is None else mask_phone(digits)


def _said(name: str, value: Any) -> Param:  # noqa: ANN401 - as it was taken down
    """A value as it was taken down, as it is said; None where there is none."""
    if value is None:
        return None
    if name in DAYS:
        return date.fromisoformat(value)
    return spoken(name, mask_within(value) if name in FREE_TEXT and isinstance(value, str) else value)
