"""Measuring reception: a visit that is saved, against a bare transaction of the same rows that is as safe."""

from __future__ import annotations

from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.benchmark.ground import bare, side_by_side
from dealerdesk.benchmark.stopwatch import Contest
from dealerdesk.services.reception.booking import log_visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from sqlite3 import Connection

    from dealerdesk.benchmark.ground import Ground
    from dealerdesk.benchmark.measured import Race
    from dealerdesk.services.desk import Desk

_DOUBTS: Final = ("second_that_day", "odometer_fell", "odometer_steep", "odometer_above_later", "before_delivery")
_CARS: Final = 40


def visit_saved(ground: Ground) -> Race:
    """A visit of a known car kept with all that follows from it, against its rows in one bare transaction."""
    with side_by_side(ground.folder, ground.today) as (desk, store):
        cars = _cars(store)
        with closing(_scratch(store, ground.scratch)) as floor:
            _log(desk, cars)
            rows = _rows_of_last_act(store)
            return Contest(lambda: _log(desk, cars), lambda: _write(floor, rows)).race()


def _cars(store: Connection) -> Iterator[int]:
    """Cars from the middle of the store, again and again."""
    found = [
        row[0]
        for row in store.execute(f"SELECT id FROM vehicle WHERE id >= (SELECT max(id) / 2 FROM vehicle) LIMIT {_CARS}")
    ]
    return (found[place % len(found)] for place in count())


def _log(desk: Desk, cars: Iterator[int]) -> tuple[int]:
    entered = {"date_in": desk.today, "kind": "保养", "odometer": 61_240, "payer": "owner", "paid_fen": 52_000}
    kept = log_visit(desk, next(cars), entered, confirmed=_DOUBTS)
    if kept.visit is None:
        raise ValueError(kept.errors, kept.doubts)
    return (kept.visit,)


def _rows_of_last_act(store: Connection) -> Mapping[str, list[tuple[Any, ...]]]:
    """The rows that the last visit wrote: itself, its act, and what its car's history says."""
    (act, first, many) = store.execute("SELECT id, first_row, rows FROM act ORDER BY id DESC LIMIT 1").fetchone()
    vehicle, visit = store.execute("SELECT vehicle_id, id FROM visit ORDER BY id DESC LIMIT 1").fetchone()
    return {
        "visit": store.execute("SELECT * FROM visit WHERE id = ?", (visit,)).fetchall(),
        "act": store.execute("SELECT * FROM act WHERE id = ?", (act,)).fetchall(),
        "act_row": store.execute(
            "SELECT * FROM act_row WHERE id BETWEEN ? AND ?", (first, first + many - 1)
        ).fetchall(),
        "stretch": store.execute("SELECT * FROM stretch WHERE vehicle_id = ?", (vehicle,)).fetchall(),
    }


def _scratch(store: Connection, folder: Path) -> Connection:
    """A bare store with the same tables and indexes, and the same promise that what is written is on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    made = bare(folder / "floor.db")
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("PRAGMA synchronous = FULL")
    for (sql,) in store.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"):
        made.execute(sql)
    return made


def _write(floor: Connection, rows: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """Write the rows in one transaction, in the place of those of the round before."""
    floor.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        marks = ", ".join("?" * len(found[0]))
        floor.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", found)
    floor.execute("COMMIT")
