"""What an import is going to write, gathered while it is planned: new rows with ids, and changes of known ones."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.calendar import EVER, FOREVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

Row = dict[str, Any]


class Draft:
    """Rows by table and id as they will be; nothing is written yet."""

    def __init__(self, first_ids: Mapping[str, int]) -> None:
        self._next = dict(first_ids)
        self._known: defaultdict[str, dict[int, Row]] = defaultdict(dict)
        self.inserts: defaultdict[str, dict[int, Row]] = defaultdict(dict)
        self.updates: defaultdict[str, dict[int, Row]] = defaultdict(dict)

    def learn(self, table: str, rows: Iterable[Row]) -> Iterator[Row]:
        """Take in rows of the store; answer each as it will be. What is known already stays as it is."""
        known = self._known[table]
        for row in rows:
            yield known.setdefault(row["id"], row)

    def know(self, table: str, key: int) -> None:
        """Take in that there is such a row, whatever it holds."""
        self._known[table].setdefault(key, {"id": key})

    def add(self, table: str, row: Row) -> Row:
        """Plan a new row; answer it with its id."""
        key = self._next[table]
        self._next[table] = key + 1
        row["id"] = key
        self.inserts[table][key] = row
        return row

    def change(self, table: str, key: int, changes: Mapping[str, Any]) -> None:
        """Plan new values for some fields of a row."""
        new = self.inserts[table].get(key)
        if new is not None:
            new.update(changes)
            return
        self._known[table][key].update(changes)
        self.updates[table].setdefault(key, {}).update(changes)

    def row(self, table: str, key: int) -> Row:
        """Answer a row as it will be. Raises KeyError for one that was neither learned nor added."""
        new = self.inserts[table].get(key)
        return new if new is not None else self._known[table][key]

    def find(self, table: str, key: int) -> Row | None:
        """Answer a row as it will be, or None for one that was neither learned nor added."""
        return self.inserts[table].get(key) or self._known[table].get(key)

    def is_new(self, table: str, key: int) -> bool:
        """Answer whether the row is not in the store yet."""
        return key in self.inserts[table]


_BEGINS: Final = itemgetter("from_day", "id")


class Spans:
    """What a vehicle has from a day until another takes its place: its plates, owners or responsible advisors."""

    def __init__(self, draft: Draft, table: str, column: str) -> None:
        self._draft, self._table, self._column = draft, table, column
        self._spans: dict[int, list[Row]] = {}
        self.changed: set[int] = set()
        """The vehicles whose spans will be others than they were."""

    def learn(self, vehicles: Iterable[int], rows: Iterable[Row]) -> None:
        """Take in all the rows of vehicles that are not known yet."""
        new = set(vehicles) - self._spans.keys()
        for row in self._draft.learn(self._table, rows):
            if row["vehicle_id"] in new:
                self._spans.setdefault(row["vehicle_id"], []).append(row)
        for vehicle in new & self._spans.keys():
            self._spans[vehicle].sort(key=_BEGINS)

    def of(self, vehicle: int) -> list[Row]:
        """Answer the rows of a vehicle, oldest first."""
        return self._spans.get(vehicle, [])

    def current(self, vehicle: int) -> Row | None:
        """Answer the row that has no end, or None."""
        spans = self._spans.get(vehicle)
        return spans[-1] if spans and spans[-1]["until_day"] == FOREVER else None

    def give(self, vehicle: int, value: object, day: date) -> Row | None:
        """Give a vehicle something from a day on, the first it ever had from ever.

        Answers the new row, None if the vehicle has it already.
        """
        current = self.current(vehicle)
        if current is not None and current[self._column] == value:
            return None
        if current is not None:
            self.end(current, day)
        first = not self._spans.get(vehicle)
        return self.begin(vehicle, value, EVER if first else day)

    def begin(self, vehicle: int, value: object, day: date) -> Row:
        """Plan a new row without end."""
        row = self._draft.add(
            self._table, {"vehicle_id": vehicle, self._column: value, "from_day": day, "until_day": FOREVER}
        )
        self._spans.setdefault(vehicle, []).append(row)
        self.changed.add(vehicle)
        return row

    def correct(self, vehicle: int, value: object) -> None:
        """Let what a vehicle has now have been something else, for as long."""
        self._draft.change(self._table, self._spans[vehicle][-1]["id"], {self._column: value})
        self.changed.add(vehicle)

    def precede(self, vehicle: int, value: object, day: date, until: date) -> Row:
        """Plan a row before all others; the next one begins where it ends."""
        spans = self._spans[vehicle]
        row = self._draft.add(
            self._table, {"vehicle_id": vehicle, self._column: value, "from_day": day, "until_day": until}
        )
        spans.insert(0, row)
        self.yield_until(vehicle, until)
        return row

    def yield_until(self, vehicle: int, day: date) -> None:
        """Let the first row end, and the next one begin, on a day."""
        first, following = self._spans[vehicle][:2]
        self._draft.change(self._table, first["id"], {"until_day": day})
        self._draft.change(self._table, following["id"], {"from_day": day})
        self.changed.add(vehicle)

    def end(self, row: Row, day: date) -> None:
        """End a row on a day; it then never holds if it began later."""
        self._draft.change(self._table, row["id"], {"until_day": max(day, row["from_day"])})
        self.changed.add(row["vehicle_id"])
