"""What histories will say once an import is written, folded before: the store is held for the writing alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dealerdesk.db.derive import Derived
from dealerdesk.db.histories import histories_of
from dealerdesk.db.importing import rows_by
from dealerdesk.db.rulebooks import live_rules
from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.history import History, Owned, fold
from dealerdesk.domain.visit import SETTLED_STATES, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.services.importing.draft import Draft, Row, Spans
    from dealerdesk.services.importing.people import People

_VOID = "void"


class Owners:
    """Who owns cars, as it will be, and whether they may be called."""

    def __init__(self, spans: Spans, people: People) -> None:
        self._spans, self._people = spans, people

    def of(self, vehicle: int, known: tuple[Owned, ...]) -> tuple[Owned, ...]:
        """Answer a car's owners; those `known` already where nothing was looked up."""
        rows = self._spans.of(vehicle)
        if not rows:
            return known
        owners: list[Owned] = []
        for row in rows:
            if owners and owners[-1].from_day == row["from_day"]:
                owners.pop()
            owners.append(Owned(row["from_day"], row["customer_id"], self._people.is_marked(row["customer_id"])))
            if row["until_day"] < FOREVER:
                owners.append(Owned(row["until_day"], None))
        return tuple(owners)


class Histories:
    """The histories of cars as an import will leave them."""

    def __init__(self, conn: Connection, draft: Draft, owners: Owners | None = None) -> None:
        self._conn, self._draft, self._owners = conn, draft, owners
        self._visits: defaultdict[int, dict[int, Visit | None]] = defaultdict(dict)
        self._gather()

    @property
    def visited(self) -> set[int]:
        """The cars whose visits will be others than they were."""
        return set(self._visits)

    def of(self, vehicles: Iterable[int]) -> Iterator[tuple[int, History]]:
        """Answer the histories of these cars, new ones first."""
        wanted = sorted(vehicles)
        known = [vehicle for vehicle in wanted if not self._draft.is_new("vehicle", vehicle)]
        for vehicle in wanted:
            if self._draft.is_new("vehicle", vehicle):
                yield vehicle, self._as_it_will_be(vehicle, History())
        for vehicle, history in histories_of(self._conn, known):
            yield vehicle, self._as_it_will_be(vehicle, history)

    def _as_it_will_be(self, vehicle: int, history: History) -> History:
        row = self._draft.find("vehicle", vehicle)
        if row is not None:
            history = history._replace(
                source=row.get("source") or "unknown",
                delivered=row.get("delivered"),
                model=row.get("model"),
                drive=row.get("drive"),
            )
        mine = self._visits.get(vehicle)
        if mine:
            kept = [visit for visit in history.visits if visit.id not in mine]
            history = history._replace(visits=(*kept, *(visit for visit in mine.values() if visit is not None)))
        if self._owners is not None:
            history = history._replace(owners=self._owners.of(vehicle, history.owners))
        return history

    def _gather(self) -> None:
        draft = self._draft
        for row in draft.inserts["visit"].values():
            self._visits[row["vehicle_id"]][row["id"]] = _visit(row)
        moved = [key for key, changes in draft.updates["visit"].items() if "vehicle_id" in changes]
        for row in rows_by(self._conn, "visit", "id", moved):
            self._visits[row["vehicle_id"]][row["id"]] = None
        for key in draft.updates["visit"]:
            row = draft.row("visit", key)
            self._visits[row["vehicle_id"]][key] = _visit(row)


def _visit(row: Row) -> Visit | None:
    if row["state"] == _VOID:
        return None
    return Visit(
        row["id"], row["date_in"], row.get("order_no"), row.get("odometer"), row.get("kind"), row["state"],
        row.get("payer"), row.get("due_fen"), row.get("discount_fen"), row.get("paid_fen"), row.get("redeemed_fen"),
        row.get("maintenance"), row.get("counts"),
    )  # fmt: skip


def fold_all(
    conn: Connection, draft: Draft, histories: Iterable[tuple[int, History]]
) -> tuple[Derived, Derived, dict[int, History]]:
    """Fold histories by every live set of rules; answer what new cars say, what known ones say, and the histories."""
    rule_sets = live_rules(conn)
    fresh, refolded = Derived(), Derived()
    seen: dict[int, History] = {}
    for vehicle, history in histories:
        seen[vehicle] = history
        derived = fresh if draft.is_new("vehicle", vehicle) else refolded
        for rules_id, rules in rule_sets:
            derived.add(rules_id, vehicle, fold(history, rules))
    return fresh, refolded, seen


def falls(history: History, visits: Iterable[int]) -> int:
    """Count those of the visits whose odometer is lower than the latest reading of a day before (Rulebook 10)."""
    asked = set(visits)
    read = sorted(
        (visit for visit in history.visits if visit.odometer and visit.state in SETTLED_STATES),
        key=lambda visit: visit.day,
    )
    fallen, before, today, day = 0, 0, 0, EVER
    for visit in read:
        if visit.day != day:
            before, today, day = today or before, 0, visit.day
        fallen += visit.id in asked and _km(visit) < before
        today = max(today, _km(visit))
    return fallen


def _km(visit: Visit) -> int:
    return visit.odometer or 0
