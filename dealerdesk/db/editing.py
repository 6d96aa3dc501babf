"""Changing a customer or a vehicle by hand: what is there now, what others changed meanwhile, and writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from dealerdesk.db.derive import refold
from dealerdesk.db.importing import vehicles_of
from dealerdesk.db.records import acts_of
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.shape import table_of
from dealerdesk.db.tables import Customer, Phone, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.record_fields import PhoneEdit

Row = dict[str, Any]

RECORDS: Final[Mapping[str, Any]] = {"customer": Customer, "vehicle": Vehicle, "phone": Phone}
"""What can be edited by hand, by the name of its table."""

_FOLDED: Final = frozenset({"source", "delivered", "model", "drive"})
"""Fields of a vehicle that its history is folded by."""


def row_of(conn: Connection, table: str, key: int) -> Row | None:
    """A row with its values, or None where it is gone."""
    of = table_of(RECORDS[table])
    found = conn.execute(select(of).where(of.c.id == key)).mappings().one_or_none()
    return None if found is None else dict(found)


def phone_rows(conn: Connection, customer_id: int) -> dict[int, Row]:
    """A customer's numbers by id."""
    of = table_of(Phone)
    found = conn.execute(select(of).where(of.c.customer_id == customer_id).order_by(of.c.id)).mappings()
    return {row["id"]: dict(row) for row in found}


def fields_changed_since(conn: Connection, table: str, key: int, revision: int, present: int) -> set[str]:
    """The fields of a row that were changed between two of its revisions; every change of a row is one revision."""
    later = acts_of(conn, RECORDS[table], key)[-max(present - revision, 0) :] if present > revision else []
    return {name for act in later for name in (act.before or {}).keys() | (act.after or {}).keys()}


def change_customer(writer: Writer, key: int, values: Mapping[str, Any]) -> bool:
    """Write fields of a customer; answers whether any was different."""
    changes = dict(values)
    if "birthday" in changes:
        changes["birthday_month"] = changes["birthday"] and changes["birthday"].month
    return bool(changes) and writer.update(Customer, key, changes)


def change_phones(
    writer: Writer, customer_id: int, present: Mapping[int, Mapping[str, Any]], wanted: Sequence[PhoneEdit]
) -> bool:
    """Let a customer have these numbers and no others; answers whether any number came, went or changed."""
    gone = present.keys() - {edit.id for edit in wanted}
    changed = bool(writer.delete(Phone, sorted(gone))) if gone else False
    for edit in wanted:
        fields: Row = {"preferred": edit.preferred, "quality": edit.quality}
        if edit.text is not None:
            fields["digits"] = edit.text
        if edit.id is None:
            writer.insert(Phone, [{"customer_id": customer_id, **fields}])
            changed = True
        else:
            changed = writer.update(Phone, edit.id, fields) or changed
    return changed


def change_vehicle(writer: Writer, key: int, values: Mapping[str, Any]) -> bool:
    """Write fields of a vehicle, and fold its history anew where it follows from them."""
    changed = bool(values) and writer.update(Vehicle, key, values)
    if changed and _FOLDED & values.keys():
        refold(writer.conn, [key])
    return changed


def follow_customer(writer: Writer, customer_id: int) -> None:
    """Rewrite what follows from a customer's name and numbers: how their cars are found, and who may be called."""
    cars: Iterable[int] = vehicles_of(writer.conn, [customer_id])
    refold(writer.conn, cars)
    rewrite_search_text(writer.conn, cars)
