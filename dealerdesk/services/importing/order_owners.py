"""Who owns the cars of which only orders tell: whom their latest order names, with a phone (Rulebook 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.importing import rows_by
from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.phone import normal_phone
from dealerdesk.services.importing.draft import Spans
from dealerdesk.services.importing.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.services.importing.draft import Draft, Row


class _Named(NamedTuple):
    """Whom an order names, and the numbers, the latest first."""

    day: date
    name: str
    digits: tuple[str, ...]


class OrderOwners:
    """Owners for cars that never had one; what is known of an owner no order changes."""

    def __init__(self, conn: Connection, draft: Draft) -> None:
        self._conn, self._draft = conn, draft
        self._owned: set[int] = set()
        self._named: dict[int, _Named] = {}
        self.spans = Spans(draft, "ownership", "customer_id")
        self.people = People(conn, draft)

    def look_up(self, vehicles: Iterable[int]) -> None:
        """Look up which of these cars have or had an owner."""
        self._owned |= {row["vehicle_id"] for row in rows_by(self._conn, "ownership", "vehicle_id", vehicles)}

    def hear(self, vehicle: int, told: Row, day: date) -> bool:
        """Take in whom an order of that day names; answer whether it can be the owner: a name alone cannot."""
        name, digits = told.get("customer_name"), told.get("phones")
        if not name or not digits or told.get("payer") == "internal" or vehicle in self._owned:
            return False
        heard = _Named(day, name, tuple(digits))
        before = self._named.get(vehicle)
        if before is not None:
            later, earlier = (heard, before) if day >= before.day else (before, heard)
            if later.name == earlier.name:
                later = later._replace(digits=tuple(dict.fromkeys((*later.digits, *earlier.digits))))
            heard = later
        self._named[vehicle] = heard
        return True

    def settle(self) -> None:
        """Plan the owners: known customers by name and phone, else new ones without number, from ever."""
        if not self._named:
            return
        self.people.load((), {named.name for named in self._named.values()})
        for vehicle, named in self._named.items():
            phones = [normal_phone(digits) for digits in named.digits]
            customer = self.people.with_phone(named.name, phones, numbered=True, before=None)
            if customer is None:
                customer = self.people.create({"name": named.name})
                self.people.give_phones(customer, phones)
            elif self._draft.is_new("customer", customer):
                self.people.add_phones(customer, phones)
            self.spans.begin(vehicle, customer, EVER)
