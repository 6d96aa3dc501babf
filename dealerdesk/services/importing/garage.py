"""Which car a row is about: by VIN, else by the plate's holder; and how plates pass on (Rulebook 2.1, 2.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.importing import filed_on, latest_days, rows_by
from dealerdesk.domain.calendar import EVER
from dealerdesk.services.importing.draft import Draft, Row, Spans

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from dealerdesk.db.reading import Reading as Connection


_DAY: Final = timedelta(days=1)


class Found(NamedTuple):
    """The car that a row names, or None for one that is not known; and whether VIN and plate name different ones."""

    vehicle: int | None
    disagree: bool = False


class Garage:
    """The cars that a file names, as they will be."""

    def __init__(self, conn: Connection, draft: Draft) -> None:
        self._conn, self._draft = conn, draft
        self._by_vin: dict[str, int] = {}
        self._bearers: dict[str, list[Row]] = {}
        self._latest: dict[int, date] = {}
        self._filed: dict[int, date | None] = {}
        self._plates = Spans(draft, "plate", "plate")
        self._shown: dict[int, date] = {}
        self._recalled: dict[int, str] = {}
        self.renamed: set[int] = set()
        """Cars that will be found by another plate or VIN than now."""

    def load(self, vins: Collection[str], plates: Collection[str]) -> set[int]:
        """Look up the cars that bear these VINs or ever bore these plates; answer their ids."""
        borne = list(rows_by(self._conn, "plate", "plate", plates))
        vehicles = list(rows_by(self._conn, "vehicle", "vin", vins))
        vehicles += rows_by(self._conn, "vehicle", "id", {row["vehicle_id"] for row in borne})
        return self._take_in(vehicles)

    def load_ids(self, vehicles: Iterable[int]) -> None:
        """Look up cars by their ids."""
        self._take_in(list(rows_by(self._conn, "vehicle", "id", vehicles)))

    def _take_in(self, rows: list[Row]) -> set[int]:
        known = {row["id"] for row in self._draft.learn("vehicle", rows)}
        self._by_vin.update((row["vin"], row["id"]) for row in rows if row["vin"] is not None)
        self._plates.learn(known, rows_by(self._conn, "plate", "vehicle_id", known))
        for vehicle in known:
            for row in self._plates.of(vehicle):
                bearers = self._bearers.setdefault(row["plate"], [])
                if row not in bearers:
                    bearers.append(row)
        self._latest.update(latest_days(self._conn, known))
        return known

    def find(self, vin: str | None, plate: str | None, day: date) -> Found:
        """Answer the car with this VIN, else the plate's holder on the day; where they disagree the VIN wins."""
        holder = None if plate is None else self._holder(plate, day)
        if vin is None:
            return Found(holder)
        by_vin = self._by_vin.get(vin)
        if by_vin is not None:
            return Found(by_vin, holder is not None and holder != by_vin)
        if holder is not None and self._draft.row("vehicle", holder)["vin"] is None:
            return Found(holder)
        return Found(None, holder is not None)

    def knows(self, vin: str | None) -> int | None:
        """Answer the car with this VIN, or None."""
        return None if vin is None else self._by_vin.get(vin)

    def create(self, fields: Row) -> int:
        """Plan a new car; answer its id."""
        row = self._draft.add("vehicle", {"vin": None, **fields})
        if row["vin"] is not None:
            self._by_vin[row["vin"]] = row["id"]
        self.renamed.add(row["id"])
        key: int = row["id"]
        return key

    def identify(self, vehicle: int, vin: str | None) -> bool:
        """Give a car that was known by its plate alone its VIN; answer whether that is new."""
        if vin is None or self._draft.row("vehicle", vehicle)["vin"] is not None:
            return False
        self._draft.change("vehicle", vehicle, {"vin": vin})
        self._by_vin[vin] = vehicle
        self.renamed.add(vehicle)
        return True

    def plate_of(self, vehicle: int) -> str | None:
        """Answer the plate that the car bears now."""
        row = self._plates.current(vehicle)
        return None if row is None else row["plate"]

    def bear(self, vehicle: int, plate: str, day: date) -> bool:
        """Let a car bear a plate from a day on, the first it bears from ever; who bore it till then bears it no more.

        Answers whether it bore another one until then.
        """
        others = self._others(vehicle, plate)
        for row in others:
            if row["until_day"] > day:
                self._plates.end(row, day)
                self.renamed.add(row["vehicle_id"])
        before = self._plates.current(vehicle)
        if before is not None and before["plate"] == plate:
            return False
        if before is not None:
            self._plates.end(before, day)
        first = not self._plates.of(vehicle) and not others
        row = self._plates.begin(vehicle, plate, EVER if first else day)
        self._bearers.setdefault(plate, []).append(row)
        self.renamed.add(vehicle)
        return before is not None

    def may_bear(self, vehicle: int, plate: str, day: date) -> bool:
        """Answer whether an order of that day is word enough that the car bears the plate.

        It is newer than all that is known of the car, and of the car that bears the plate now.
        """
        current = self._plates.current(vehicle)
        if current is not None and (current["from_day"] >= day or not self._is_news(vehicle, day)):
            return False
        return all(
            row["from_day"] < day and self._is_news(row["vehicle_id"], day)
            for row in self._others(vehicle, plate)
            if row["until_day"] > day
        )

    def show(self, vehicle: int, day: date) -> None:
        """Note that the car bore the plate that it bears now on a day already."""
        self._shown[vehicle] = min(day, self._shown.get(vehicle, day))

    def recall(self, vehicle: int, plate: str, day: date) -> bool:
        """Let a car have borne another plate before its first known one, to the day of an order that says so.

        Answers whether that agrees with all else that is known of both.
        """
        spans, until = self._plates.of(vehicle), day + _DAY
        others = self._others(vehicle, plate)
        shown = self._shown.get(vehicle)
        if (shown is not None and shown <= day) or any(row["until_day"] > day for row in others):
            return False
        if self._recalled.get(vehicle) == plate:
            if spans[1]["until_day"] <= until:
                return False
            self._plates.yield_until(vehicle, until)
            return True
        first = spans[0]
        if first["from_day"] != EVER or first["until_day"] <= until or self._bore(vehicle, plate):
            return False
        row = self._plates.precede(vehicle, plate, max((row["until_day"] for row in others), default=EVER), until)
        self._bearers.setdefault(plate, []).append(row)
        self._recalled[vehicle] = plate
        self.renamed.add(vehicle)
        return True

    def bore_on(self, vehicle: int, plate: str, day: date) -> bool:
        """Answer whether the car is known to have borne the plate on a day."""
        return any(
            row["plate"] == plate and row["from_day"] <= day < row["until_day"] for row in self._plates.of(vehicle)
        )

    def _bore(self, vehicle: int, plate: str) -> bool:
        return any(row["plate"] == plate for row in self._plates.of(vehicle))

    def seen(self, vehicle: int, day: date) -> None:
        """Note that the car was here on a day."""
        latest = self._latest.get(vehicle)
        if latest is None or latest < day:
            self._latest[vehicle] = day

    def _is_news(self, vehicle: int, day: date) -> bool:
        latest = self._latest.get(vehicle)
        if latest is not None and latest >= day:
            return False
        if self._draft.is_new("vehicle", vehicle):
            return True
        if vehicle not in self._filed:
            self._filed[vehicle] = filed_on(self._conn, vehicle)
        filed = self._filed[vehicle]
        return filed is None or filed <= day

    def _holder(self, plate: str, day: date) -> int | None:
        """Who bears the plate on the day, or comes to bear it next; None if nobody does."""
        held = [row for row in self._bearers.get(plate, ()) if row["until_day"] > day]
        if not held:
            return None
        return int(min(held, key=lambda row: max(row["from_day"], day))["vehicle_id"])

    def _others(self, vehicle: int, plate: str) -> list[Row]:
        return [row for row in self._bearers.get(plate, ()) if row["vehicle_id"] != vehicle]
