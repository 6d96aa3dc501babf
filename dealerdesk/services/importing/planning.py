"""Planning an import from beginning to end: what its rows bring, and what the histories will say then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.importing import Writes, latest_act, next_ids, rows_by, vehicles_of
from dealerdesk.services.importing.call_records import CallRecords
from dealerdesk.services.importing.draft import Draft
from dealerdesk.services.importing.folding import Histories, Owners, falls, fold_all
from dealerdesk.services.importing.orders import Orders
from dealerdesk.services.importing.outcome import Tally
from dealerdesk.services.importing.stopping import asking
from dealerdesk.services.importing.vehicle_files import VehicleFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from dealerdesk.db.derive import Derived
    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.domain.exports import Existing
    from dealerdesk.domain.history import History
    from dealerdesk.spreadsheets.rows import CallRow, VehicleRow, VisitRow


class Plan(NamedTuple):
    """What an import is going to write, and what becomes of its rows."""

    writes: Writes
    tally: Tally


def plan_orders(
    conn: Connection, rows: Iterable[VisitRow], existing: Existing, ask: Callable[[], object], *, states: bool
) -> Plan:
    """Plan the import of rows of orders; `ask` raises where it is not wanted any more."""
    base, draft, tally = latest_act(conn), Draft(next_ids(conn)), Tally()
    orders = Orders(conn, draft, tally, existing, states=states)
    orders.plan(rows, ask)
    owners = orders.owners.spans
    histories = Histories(conn, draft, Owners(owners, orders.owners.people))
    wanted = histories.visited | owners.changed | set(draft.inserts["vehicle"])
    fresh, refolded, seen = fold_all(conn, draft, asking(histories.of(wanted), ask))
    _warn_of_falls(tally, seen, draft, orders.read)
    return Plan(_writes(base, draft, fresh, refolded, orders.garage.renamed | owners.changed), tally)


def plan_vehicle_files(
    conn: Connection, rows: Iterable[VehicleRow], existing: Existing, ask: Callable[[], object], today: date
) -> Plan:
    """Plan the import of rows of vehicles; `ask` raises where it is not wanted any more."""
    base, draft, tally = latest_act(conn), Draft(next_ids(conn)), Tally()
    files = VehicleFiles(conn, draft, tally, existing, today)
    files.plan(rows, ask)
    owners, people = files.owners, files.people
    remarked = vehicles_of(conn, people.remarked)
    owners.learn(remarked, rows_by(conn, "ownership", "vehicle_id", remarked))
    people.load_ids(row["customer_id"] for vehicle in remarked for row in owners.of(vehicle))
    wanted = files.refolded | owners.changed | remarked | set(draft.inserts["vehicle"])
    histories = Histories(conn, draft, Owners(owners, people))
    fresh, refolded, _ = fold_all(conn, draft, asking(histories.of(wanted), ask))
    searched = files.garage.renamed | owners.changed | vehicles_of(conn, people.renamed)
    return Plan(_writes(base, draft, fresh, refolded, searched), tally)


def plan_call_records(conn: Connection, rows: Iterable[CallRow], ask: Callable[[], object], author: str) -> Plan:
    """Plan the import of rows of old calls, brought in by `author`; `ask` raises where it is not wanted any more."""
    base, draft, tally = latest_act(conn), Draft(next_ids(conn)), Tally()
    CallRecords(conn, draft, tally, author).plan(rows, ask)
    fresh, refolded, _ = fold_all(conn, draft, ())
    return Plan(_writes(base, draft, fresh, refolded, ()), tally)


def _writes(base: int, draft: Draft, fresh: Derived, refolded: Derived, searched: Iterable[int]) -> Writes:
    return Writes(base, draft.inserts, draft.updates, fresh, refolded, sorted(searched))


def _warn_of_falls(tally: Tally, histories: dict[int, History], draft: Draft, read: set[int]) -> None:
    by_vehicle: dict[int, list[int]] = {}
    for visit in read:
        by_vehicle.setdefault(draft.row("visit", visit)["vehicle_id"], []).append(visit)
    fallen = sum(falls(histories[vehicle], visits) for vehicle, visits in by_vehicle.items())
    if fallen:
        tally.warnings["odometer_fell"] += fallen
