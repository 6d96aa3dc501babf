"""Erasing a customer: the person goes, the figures stay, and no import brings them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.customer_file import is_in_scope
from dealerdesk.db.drafts import drop_drafts_about
from dealerdesk.db.editing import row_of
from dealerdesk.db.erasing_person import erase_person
from dealerdesk.db.person_rows import cars_ever, known_of, marks_of, visits_of
from dealerdesk.db.store import BACKUPS
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.erasure import ERASED_NAME
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rotation import MONTHLY
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.importing.cells import erased_cells
from dealerdesk.services.importing.rejects import workbooks_naming

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from dealerdesk.db.reading import Reading


@dataclass(frozen=True)
class ErasingAhead:
    """What erasing a customer does: how much goes, and what stays where.

    `workbooks`: those of rows that imports did not take, which name them and stay. `copies`: how many copies of the
    store there are beside it; `copies_until`: when the last of those that are rotated is gone, if one is made every
    month. `do_not_call`: their wish not to be called holds on.
    """

    customer: int
    name: str
    phones: int
    cars: int
    visits: int
    do_not_call: bool
    workbooks: tuple[str, ...]
    copies: int
    copies_until: date


@dataclass(frozen=True)
class Erased:
    """What became of it. `swept`: the store's file was written anew at once, so that nothing of them is in it.

    `workbooks`: those of rows that imports did not take, which still name them.
    """

    changed: Changed
    workbooks: tuple[str, ...]
    copies_until: date
    swept: bool


@use_case("look-at-erasing", Right.ERASE)
def look_at_erasing(desk: Desk, customer: int) -> ErasingAhead:
    """What erasing a customer would do. Raises Refused `customers.gone`, `customers.erased_already`."""
    with desk.store.read() as conn:
        row = _present(conn, desk, customer)
        known, cars = known_of(conn, customer), cars_ever(conn, customer)
        visits = sum(visit.theirs for visit in visits_of(conn, customer, cars))
        marked = any(lifted is None for *_, lifted in marks_of(conn, customer, known.digits))
    folder = desk.store.folder
    return ErasingAhead(
        customer,
        str(row["name"]),
        len(known.digits),
        len(cars),
        visits,
        marked,
        workbooks_naming(folder, known),
        len(list((folder / BACKUPS).glob("*.db"))),
        add_months(desk.today, MONTHLY),
    )


@use_case("erase-customer", Right.ERASE)
def erase_customer(desk: Desk, customer: int) -> Erased:
    """Erase a customer for good, in the store and in what its acts took down; nothing brings them back.

    Name, number, phones, birthday, address, notes, and the words of their visits and calls go; visits, amounts, cars
    with plate and VIN, tasks and statuses stay. What they are known again by stays as keyed hashes, so that no import
    brings them back; so does their wish not to be called. Copies made before still hold them. Raises Refused
    `customers.gone`, `customers.erased_already`.
    """
    with desk.store.write(desk.header("erase-customer")) as writer:
        _present(writer.conn, desk, customer)
        known = erase_person(writer, customer, desk.today, erased_cells)
        drop_drafts_about(writer.conn, customer)
        changed = Changed(frozenset({"customer", "vehicle", "visit", "call"}), writer.act_id)
    swept = desk.store.sweep()
    return Erased(changed, workbooks_naming(desk.store.folder, known), add_months(desk.today, MONTHLY), swept)


def _present(conn: Reading, desk: Desk, customer: int) -> Mapping[str, Any]:
    row = row_of(conn, "customer", customer)
    if row is None or not is_in_scope(conn, customer, desk.today, desk.actor.scope.advisor_id):
        raise Refused("customers.gone")
    if row["name"] == ERASED_NAME:
        raise Refused("customers.erased_already")
    return row
