"""Measuring what keeps the store: inventing it, making its tasks, and the check of everything against everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.benchmark.ground import desk_at, side_by_side
from dealerdesk.benchmark.measured import Race
from dealerdesk.benchmark.stopwatch import Memory, seconds
from dealerdesk.services.demo import invent_store
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.upkeep import check_store

if TYPE_CHECKING:
    from sqlite3 import Connection

    from dealerdesk.benchmark.ground import Ground

_ROUNDS = 2
_AT_A_TIME = 1_000


def invention(ground: Ground) -> Race:
    """Inventing the whole store, each of its rows taken down as an act."""
    with desk_at(ground.folder, ground.today) as desk, Memory() as memory:
        made = []
        time = seconds(lambda: made.append(invent_store(desk, ground.vehicles, visits=ground.visits)))
        return Race(time, None, made[0].visits, memory.peak)


def task_making(ground: Ground) -> Race:
    """Making the tasks of all lists of the next month."""
    with desk_at(ground.folder, ground.today) as desk, Memory() as memory:
        made = []
        time = seconds(lambda: made.append(generate_tasks(desk)))
        return Race(time, None, made[0].created, memory.peak)


def check(ground: Ground) -> Race:
    """Verifying the whole store, against one pass that fetches all visits."""
    best = floor_best = float("inf")
    peak = 0
    with side_by_side(ground.folder, ground.today) as (desk, floor):
        visits = _fetch_visits(floor)
        for _ in range(_ROUNDS):
            floor_best = min(floor_best, *(seconds(lambda: _fetch_visits(floor)) for _ in range(_ROUNDS)))
            with Memory() as memory:
                best = min(best, seconds(lambda: check_store(desk)))
            peak = max(peak, memory.peak)
    return Race(best, floor_best, visits, peak)


def _fetch_visits(floor: Connection) -> int:
    """Fetch every column of every visit, in portions."""
    cursor, fetched = floor.execute("SELECT * FROM visit"), 0
    while rows := cursor.fetchmany(_AT_A_TIME):
        fetched += len(rows)
    return fetched
