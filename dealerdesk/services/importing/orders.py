"""Planning what an export of orders brings: visits, the cars that they make known, and what becomes of each row."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.forgotten import Forgotten
from dealerdesk.db.importing import rows_by, sources_by_key, staff_names, unnumbered_visits
from dealerdesk.domain.exports import Existing, filled, merged, news_of
from dealerdesk.domain.visit import OPEN_STATES
from dealerdesk.services.importing.cells import ORDER, without_person
from dealerdesk.services.importing.garage import Garage
from dealerdesk.services.importing.order_owners import OrderOwners
from dealerdesk.services.importing.order_rows import OrderRows, values_of
from dealerdesk.services.importing.outcome import Linked, Outcome
from dealerdesk.services.importing.staffing import Staffing
from dealerdesk.services.importing.stopping import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date

    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.services.importing.draft import Draft, Row
    from dealerdesk.services.importing.outcome import Tally
    from dealerdesk.spreadsheets.rows import VisitRow

KIND: Final = "visits"
_IDENTITY: Final[tuple[str, ...]] = ("plate", "vin")
_CUSTOMER: Final[tuple[str, ...]] = ("customer_name", "phones")
_AT_A_TIME: Final = 2_000
_LINKED_WITHIN: Final = 1
"""Days between the date in of a visit without number and that of the order that it may be (Rulebook 2.5)."""


class Orders:
    """The plan of one file of orders.

    `states`: whether the file has a column for how far orders have come; without one those that have no settlement
    date are open where any has one, else all are settled.
    """

    def __init__(self, conn: Connection, draft: Draft, tally: Tally, existing: Existing, *, states: bool) -> None:
        self._conn, self._draft, self._tally, self._existing = conn, draft, tally, existing
        self._states = states
        self._staff = Staffing(draft, staff_names(conn))
        self._forgotten = Forgotten(conn)
        self._waiting: dict[int, list[Row]] = {}
        self.garage = Garage(conn, draft)
        self.owners = OrderOwners(conn, draft)
        self.read: set[int] = set()
        """Visits whose odometer is new."""

    def plan(self, rows: Iterable[VisitRow], ask: Callable[[], object]) -> None:
        """Plan what rows bring, as they come in; those that cannot be taken are noted.

        `ask` is called all the while, and raises where this is not wanted any more.
        """
        incoming = iter(rows)
        orders: dict[str, OrderRows] = {}
        doubtful: list[VisitRow] = []
        while part := list(islice(incoming, _AT_A_TIME)):
            usable = [row for row in part if row.code is None]
            self._states = self._states or any(row.date_settled is not None for row in usable)
            self._merge(orders, usable)
            for row in part:
                if row.code is not None and row.free_plate:
                    doubtful.append(row)
                elif row.code is not None:
                    self._tally.leave(row, row.code)
        self._bring(orders, {row.vin for row in doubtful if row.vin is not None}, ask)
        for row in doubtful:
            known = self.garage.knows(row.vin) is not None
            self._tally.leave(row, str(row.code) if known else "free_plate")

    def _bring(self, orders: dict[str, OrderRows], vins: set[str], ask: Callable[[], object]) -> None:
        """Bring orders to their cars, those of the same car by day, whatever their order in the file."""
        stored = self._draft.learn("visit", rows_by(self._conn, "visit", "order_no", orders))
        visits = {row["order_no"]: row for row in stored}
        self._look_up(orders.values(), vins, {row["vehicle_id"] for row in visits.values()})
        for number, visit in asking(visits.items(), ask):
            self._meet(orders.pop(number), visit)
        for order in asking(sorted(orders.values(), key=_turn), ask):
            self._welcome(order)
        self.owners.settle()

    def _merge(self, orders: dict[str, OrderRows], rows: list[VisitRow]) -> None:
        """Gather the orders of which the file says anything new; rows that say nothing new are counted."""
        sources = sources_by_key(self._conn, KIND, (str(row.order_no) for row in rows))
        for row in rows:
            number = str(row.order_no)
            values = self._without_forgotten(values_of(row)) if self._forgotten else values_of(row)
            text = ORDER.text(values)
            order, source = orders.get(number), sources.get(number)
            if order is None and source is not None and source.cells == text:
                self._tally.take([row], [Outcome.UNCHANGED])
                continue
            if order is None:
                orders[number] = OrderRows(values, text, row, source)
            else:
                order.repeat(values, row, self._existing)

    def _without_forgotten(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """What a row says without whom it names, if that is somebody who was erased."""
        told = dict(zip(ORDER.fields, values, strict=True))
        cars = (told["vin"], told["plate"])
        if not self._forgotten.is_one(number=None, name=told["customer_name"], digits=told["phones"] or (), cars=cars):
            return values
        self._tally.warn("erased_person")
        return tuple(map(without_person(KIND, told).get, ORDER.fields))

    def _look_up(self, orders: Collection[OrderRows], vins: set[str], visited: set[int]) -> None:
        vins |= {order.vin for order in orders if order.vin is not None}
        vehicles = self.garage.load(vins, {order.plate for order in orders if order.plate is not None})
        for row in self._draft.learn("visit", unnumbered_visits(self._conn, vehicles)):
            self._waiting.setdefault(row["vehicle_id"], []).append(row)
        if any(order.names_a_phone for order in orders):
            self.owners.look_up(vehicles | visited)

    def _meet(self, order: OrderRows, visit: Row) -> None:
        """Bring an order to a visit that has its number."""
        if self._existing is Existing.SKIP:
            self._tally.take(order.rows, [Outcome.UNCHANGED] * len(order.rows))
            return
        present = {**visit, "advisor": self._staff.name_of(visit["advisor_id"])}
        given = order.given()
        named = {name: given.pop(name) for name in _IDENTITY if name in given}
        changes, cells = merged(present, order.last, given, self._existing)
        changes = self._columns(changes)
        if "date_settled" in changes and self._closes(order, visit):
            changes["state"] = "settled"
        vehicle = self._moved(order, named, visit)
        if vehicle is not None:
            changes["vehicle_id"] = vehicle
        if self._existing is Existing.UPDATE:
            cells.update(named)
        self._change(visit["id"], changes)
        owns = self._owner_heard(order, visit, given, is_moved=vehicle is not None)
        noted = self._remember(order, visit["id"], ORDER.text_of(cells))
        if noted and not changes and not owns:
            self._tally.agreed.append(visit["id"])
        unchanged = [Outcome.UNCHANGED] * len(order.rows)
        self._tally.take(order.rows, [Outcome.UPDATED, *order.outcomes] if changes or owns else unchanged)

    def _owner_heard(self, order: OrderRows, visit: Row, given: Row, *, is_moved: bool) -> bool:
        """Hear whom a known order names, if the export names another one than before, or another car."""
        if not (is_moved or news_of({name: given.get(name) for name in _CUSTOMER if name in given}, order.last)):
            return False
        return self._hear(order, visit["vehicle_id"], given, visit["date_in"])

    def _hear(self, order: OrderRows, vehicle: int, told: Row, day: date) -> bool:
        return not order.rows[0].free_plate and self.owners.hear(vehicle, told, day)

    def _closes(self, order: OrderRows, visit: Row) -> bool:
        """Whether a settlement date that came in settles an open order of which the export says nothing else."""
        return visit["state"] in OPEN_STATES and order.given().get("state") is None and self._state(order) == "settled"

    def _moved(self, order: OrderRows, named: Row, visit: Row) -> int | None:
        """The other car that the export now says it was, or None."""
        if self._existing is Existing.FILL or not news_of(named, order.last):
            return None
        told = {**order.last, **named}
        vehicle = self._car(told.get("vin"), told.get("plate"), visit["date_in"])
        return None if vehicle == visit["vehicle_id"] else vehicle

    def _welcome(self, order: OrderRows) -> None:
        """Bring in an order whose number is not known."""
        if order.rows[0].free_plate:
            known = self.garage.knows(order.vin)
            if known is None:
                for row in order.rows:
                    self._tally.leave(row, "free_plate")
                return
            vehicle = known
        else:
            vehicle = self._car(order.vin, order.plate, order.day)
        waiting = self._awaited(vehicle, order) if vehicle in self._waiting else None
        if waiting is None:
            self._add(order, vehicle)
        else:
            self._link(order, waiting)

    def _car(self, vin: str | None, plate: str | None, day: date) -> int:
        """The car that an order of that day names; made known if it is not."""
        garage = self.garage
        vehicle, disagree = garage.find(vin, plate, day)
        if disagree:
            self._tally.warn("vin_plate_disagree")
        if vehicle is None:
            vehicle = garage.create({"vin": vin, "source": "unknown", "needs_file": True})
            if plate is not None and garage.may_bear(vehicle, plate, day):
                garage.bear(vehicle, plate, day)
        else:
            garage.identify(vehicle, vin)
            if plate is not None:
                self._replate(vehicle, plate, day, disagree=disagree)
        garage.seen(vehicle, day)
        return vehicle

    def _replate(self, vehicle: int, plate: str, day: date, *, disagree: bool) -> None:
        garage = self.garage
        borne = garage.plate_of(vehicle)
        if borne == plate:
            garage.show(vehicle, day)
            return
        may_change = borne is None or self._existing is Existing.UPDATE
        if may_change and garage.may_bear(vehicle, plate, day):
            if garage.bear(vehicle, plate, day):
                self._tally.warn("plate_changed")
        elif borne is not None and not disagree and not garage.bore_on(vehicle, plate, day):
            if may_change:
                garage.recall(vehicle, plate, day)
            self._tally.warn("plate_differs")

    def _add(self, order: OrderRows, vehicle: int) -> None:
        told = dict(zip(ORDER.fields, order.values, strict=True))
        self._hear(order, vehicle, told, order.day)
        row = self._columns(told)
        del row["plate"], row["vin"]
        row["vehicle_id"], row["order_tail"] = vehicle, order.number[::-1]
        if row["state"] is None:
            row["state"] = self._state(order)
        if order.rows[0].free_plate:
            row["counts"] = False
        key = self._draft.add("visit", row)["id"]
        if row["odometer"]:
            self.read.add(key)
        self._remember(order, key, order.text)
        self._tally.take(order.rows, [Outcome.ADDED, *order.outcomes])

    def _state(self, order: OrderRows) -> str:
        """How far an order has come of which the export does not say it in words that are known."""
        warnings = order.rows[0].warnings
        blank = "bad_settled_date" not in warnings and order.given().get("date_settled") is None
        is_open = "unknown_state" in warnings or (self._states and blank)
        return "in-workshop" if is_open else "settled"

    def _awaited(self, vehicle: int, order: OrderRows) -> Row | None:
        """The visit without number that an order may be: the nearest, then one that was paid alike, then the first."""
        day, paid = order.day, order.given().get("paid_fen")
        near = [
            row
            for row in self._waiting[vehicle]
            if abs((row["date_in"] - day).days) <= _LINKED_WITHIN and row["order_no"] is None
        ]
        return min(
            near, key=lambda row: (abs((row["date_in"] - day).days), row["paid_fen"] != paid, row["id"]), default=None
        )

    def _link(self, order: OrderRows, visit: Row) -> None:
        if self._existing is Existing.SKIP:
            self._tally.take(order.rows, [Outcome.UNCHANGED] * len(order.rows))
            return
        number = order.number
        given = {name: value for name, value in order.given().items() if name not in _IDENTITY}
        self._hear(order, visit["vehicle_id"], given, order.day)
        given.pop("phones", None)
        given.setdefault("state", self._state(order))
        if visit["redeemed_fen"] and given.get("paid_fen") == visit["redeemed_fen"]:
            del given["paid_fen"]  # the same money under two names: it would be charged twice
        present = {**visit, "advisor": self._staff.name_of(visit["advisor_id"])}
        changes = {**self._columns(filled(present, given)), "order_no": number, "order_tail": number[::-1]}
        if order.rows[0].free_plate:
            changes["counts"] = False
        self._change(visit["id"], changes)
        self._remember(order, visit["id"], order.text)
        self._tally.linked.append(Linked(number, visit["id"], visit["vehicle_id"]))
        self._tally.take(order.rows, [Outcome.UPDATED, *order.outcomes])

    def _change(self, visit: int, changes: Row) -> None:
        if changes:
            self._draft.change("visit", visit, changes)
        if "odometer" in changes:
            self.read.add(visit)

    def _columns(self, fields: Row) -> Row:
        """The visit's columns for the fields of an order; its phones are the customer's."""
        fields.pop("phones", None)
        if "advisor" in fields:
            advisor = fields.pop("advisor")
            fields["advisor_id"] = None if advisor is None else self._staff.named(advisor)
        return fields

    def _remember(self, order: OrderRows, visit: int, cells: str) -> bool:
        """Keep the cells as last imported; answer whether they are others than before."""
        source = order.source
        if source is None:
            row = {"kind": KIND, "key": order.number, "record_id": visit, "cells": cells}
            self._draft.add("source_row", row)
            return True
        if (source.record_id, source.cells) == (visit, cells):
            return False
        self._draft.know("source_row", source.id)
        self._draft.change("source_row", source.id, {"record_id": visit, "cells": cells})
        return True


def _turn(order: OrderRows) -> tuple[bool, date, str]:
    """When an order's turn comes: by day, those with the dummy plate once all cars are known."""
    return order.rows[0].free_plate, order.day, order.number
