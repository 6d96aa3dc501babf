"""Planning what an export of customers with their vehicles brings (Rulebook 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.forgotten import Forgotten
from dealerdesk.db.importing import rows_by, sources_by_key, sources_by_record, staff_names
from dealerdesk.domain.exports import Existing, merged, news_of
from dealerdesk.services.importing.cells import VEHICLE_FILE, without_person
from dealerdesk.services.importing.draft import Spans
from dealerdesk.services.importing.garage import Garage
from dealerdesk.services.importing.outcome import Outcome
from dealerdesk.services.importing.ownership import Ownership
from dealerdesk.services.importing.people import People
from dealerdesk.services.importing.products import Products
from dealerdesk.services.importing.staffing import Staffing
from dealerdesk.services.importing.stopping import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from dealerdesk.db.importing import Source
    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.services.importing.draft import Draft, Row
    from dealerdesk.services.importing.outcome import Tally
    from dealerdesk.spreadsheets.rows import VehicleRow

KIND: Final = "vehicles"
_OF_CAR: Final = (
    "model", "drive", "delivered", "registered", "source", "use", "warranty_end", "insurance_end", "insurance_company",
    "inspection_end", "note",
)  # fmt: skip
_FOLDED: Final = frozenset({"source", "delivered", "model", "drive"})


class VehicleFiles:
    """The plan of one file of vehicles."""

    def __init__(self, conn: Connection, draft: Draft, tally: Tally, existing: Existing, today: date) -> None:
        self._conn, self._draft, self._tally, self._existing, self._today = conn, draft, tally, existing, today
        self._staff = Staffing(draft, staff_names(conn))
        self._forgotten = Forgotten(conn)
        self._advisors = Spans(draft, "responsibility", "staff_id")
        self._products = Products(draft, existing)
        self._sources: dict[int, Source] = {}
        self._by_key: dict[str, Source] = {}
        self._cells: dict[int, Row] = {}
        self._keys: dict[int, str] = {}
        self.garage = Garage(conn, draft)
        self.owners = Spans(draft, "ownership", "customer_id")
        self.people = People(conn, draft)
        self._ownership = Ownership(self.owners, self.people, tally, existing, today)
        self.refolded: set[int] = set()
        """Cars of which a field has changed that their history is folded by."""

    def plan(self, rows: Iterable[VehicleRow], ask: Callable[[], object]) -> None:
        """Plan what rows bring; those that cannot be taken are noted.

        `ask` is called all the while, and raises where this is not wanted any more.
        """
        usable: list[VehicleRow] = []
        for row in rows:
            code = "free_plate" if row.free_plate else row.code
            if code is None:
                usable.append(row)
            else:
                self._tally.leave(row, code)
        changed = self._changed(usable)
        self._look_up(changed)
        for row, given in asking(changed, ask):
            self._tally.take([row], [self._bring(row, given)])
        self._remember()

    def _changed(self, rows: Iterable[VehicleRow]) -> list[tuple[VehicleRow, Row]]:
        """The rows that say anything new, with what they give; the others are counted."""
        groups: dict[str, list[tuple[VehicleRow, Row]]] = {}
        for row in rows:
            given = self._without_forgotten(_given(row)) if self._forgotten else _given(row)
            groups.setdefault(str(given.get("vin") or given["plate"]), []).append((row, given))
        self._by_key = sources_by_key(self._conn, KIND, groups)
        changed = []
        for key, group in groups.items():
            source = self._by_key.get(key)
            told = {name: value for _, given in group for name, value in given.items()}
            if source is None:
                changed += group
                continue
            passed = group
            if news_of(told, VEHICLE_FILE.read(source.cells)):
                changed.append(_last_word(group))
                passed = group[:-1]
            self._tally.take([row for row, _ in passed], [Outcome.UNCHANGED] * len(passed))
        return changed

    def _without_forgotten(self, given: Row) -> Row:
        """What a row gives without whom it names, if that is somebody who was erased."""
        if not self._forgotten.is_one(
            number=None if given.get("customer_number") is None else str(given["customer_number"]),
            name=given.get("customer_name"),
            digits=given.get("phones", ()),
            cars=(given.get("vin"), given.get("plate")),
        ):
            return given
        self._tally.warn("erased_person")
        return without_person(KIND, given)

    def _look_up(self, rows: Sequence[tuple[VehicleRow, Row]]) -> None:
        def named(field: str) -> set[Any]:
            return {given[field] for _, given in rows if field in given}

        conn, draft = self._conn, self._draft
        vehicles = self.garage.load(named("vin"), named("plate"))
        self._sources = sources_by_record(conn, KIND, vehicles)
        self.owners.learn(vehicles, rows_by(conn, "ownership", "vehicle_id", vehicles))
        self._advisors.learn(vehicles, rows_by(conn, "responsibility", "vehicle_id", vehicles))
        self._products.learn(draft.learn("product", rows_by(conn, "product", "vehicle_id", vehicles)))
        self.people.load(named("customer_number"), named("customer_name"))
        self.people.load_ids(row["customer_id"] for vehicle in vehicles for row in self.owners.of(vehicle))

    def _bring(self, row: VehicleRow, given: Row) -> Outcome:
        vehicle, disagree = self.garage.find(given.get("vin"), given.get("plate"), self._today)
        if disagree:
            self._tally.warn("vin_plate_disagree")
        is_new = vehicle is None
        if vehicle is None:
            vehicle = self.garage.create({"vin": given.get("vin"), "source": "unknown", "needs_file": False})
        elif self._existing is Existing.SKIP:
            return Outcome.UNCHANGED
        last = self._last(vehicle)
        cells = {**last}
        changed = self._tell(vehicle, row, given, last, cells, is_new=is_new)
        self._cells[vehicle], self._keys[vehicle] = cells, str(given.get("vin") or given["plate"])
        if is_new:
            return Outcome.ADDED
        if not changed and cells != last:
            self._tally.agreed.append(vehicle)
        return Outcome.UPDATED if changed else Outcome.UNCHANGED

    def _tell(self, vehicle: int, row: VehicleRow, given: Row, last: Row, cells: Row, *, is_new: bool) -> bool:
        """Bring what a row gives to its car; answer whether anything changed. `cells` take in what was heard."""
        news = news_of(given, last)
        changed = self._identify(vehicle, news, cells)
        changed = self._describe(vehicle, given, last, cells) or changed
        changed = self._ownership.tell(vehicle, row.phones, given, news, last, cells, is_new=is_new) or changed
        changed = self._advise(vehicle, news, cells) or changed
        return self._products.tell(vehicle, news, cells) or changed

    def _identify(self, vehicle: int, news: Row, cells: Row) -> bool:
        changed = False
        if "vin" in news:
            changed = self.garage.identify(vehicle, news["vin"])
            cells["vin"] = news["vin"]
        plate = news.get("plate")
        if plate is None:
            return changed
        borne = self.garage.plate_of(vehicle)
        if borne is None or borne == plate or self._existing is Existing.UPDATE:
            cells["plate"] = plate
            if self.garage.bear(vehicle, plate, self._today):
                self._tally.warn("plate_changed")
            changed = changed or borne != plate
        return changed

    def _describe(self, vehicle: int, given: Row, last: Row, cells: Row) -> bool:
        present = self._draft.row("vehicle", vehicle)
        merge = merged(present, last, {name: given[name] for name in _OF_CAR if name in given}, self._existing)
        changes = merge.changes
        cells.update((name, merge.cells[name]) for name in _OF_CAR if name in merge.cells)
        if present["needs_file"]:
            changes["needs_file"] = False
        if changes:
            self._draft.change("vehicle", vehicle, changes)
        if _FOLDED & changes.keys():
            self.refolded.add(vehicle)
        return bool(changes)

    def _advise(self, vehicle: int, news: Row, cells: Row) -> bool:
        name = news.get("advisor")
        if name is None or (self._existing is Existing.FILL and self._advisors.current(vehicle) is not None):
            return False
        cells["advisor"] = name
        return self._advisors.give(vehicle, self._staff.named(name), self._today) is not None

    def _last(self, vehicle: int) -> Row:
        """The cells as last imported, by this file or an earlier one."""
        if vehicle in self._cells:
            return self._cells[vehicle]
        source = self._sources.get(vehicle)
        return {} if source is None else VEHICLE_FILE.read(source.cells)

    def _remember(self) -> None:
        """Keep the cells as last imported; a key that was another car's stays there unless this car has no other."""
        for vehicle, cells in self._cells.items():
            key = self._keys[vehicle]
            taken, own = self._by_key.get(key), self._sources.get(vehicle)
            source = own or taken
            text = VEHICLE_FILE.text_of(cells)
            row = {"key": key, "record_id": vehicle, "cells": text}
            if source is None:
                self._draft.add("source_row", {"kind": KIND, **row})
                continue
            if own is not None and (taken is not None or own.cells == text):
                del row["key"]
            if (source.record_id, source.cells) != (vehicle, text):
                self._draft.know("source_row", source.id)
                self._draft.change("source_row", source.id, row)


def _given(row: VehicleRow) -> Row:
    """What a row gives, without blank fields; phones by their digits."""
    values = zip(VEHICLE_FILE.fields, VEHICLE_FILE.values(row), strict=True)
    given = {name: value for name, value in values if value not in {None, ()}}
    if "phones" in given:
        given["phones"] = tuple(phone.digits for phone in row.phones)
    return given


def _last_word(group: Sequence[tuple[VehicleRow, Row]]) -> tuple[VehicleRow, Row]:
    """What several rows of a car say in the end: the last one, with what others of the same customer give beside it."""
    row, last = group[-1]
    merged: Row = {}
    phones = row.phones
    for other, given in group:
        if all(given.get(name) == last.get(name) for name in ("customer_number", "customer_name")):
            merged.update(given)
            phones = other.phones or phones
    return row._replace(phones=phones), merged
