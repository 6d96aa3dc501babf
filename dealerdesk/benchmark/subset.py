"""Measuring that a list costs what it shows: the same list in the large store and in a small one that is part of it."""

from __future__ import annotations

from bisect import bisect_left
from contextlib import closing
from itertools import accumulate
from typing import TYPE_CHECKING

from dealerdesk.benchmark.ground import bare, desk_at
from dealerdesk.benchmark.stopwatch import Contest
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.lists import AskFor, month_list
from dealerdesk.services.upkeep import repair_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from dealerdesk.benchmark.ground import Ground
    from dealerdesk.benchmark.measured import Race

VEHICLES, VISITS = 5_000, 40_000
_SHARE = 20
_ASK = AskFor(ListName.ABOUT_TO_BE_LOST)

_BY_VEHICLE = ("plate", "ownership", "responsibility", "departure", "product", "visit", "told", "task")
_BY_CUSTOMER = ("phone", "do_not_call")
_ALL_CARS_OF_MEMBERS = """SELECT vehicle_id FROM ownership WHERE customer_id IN (
    SELECT customer_id FROM ownership WHERE vehicle_id IN (SELECT id FROM named))"""
_VISITS_OF_EACH = "SELECT v.id, (SELECT count(*) FROM visit w WHERE w.vehicle_id = v.id) FROM vehicle v"


def part_and_whole(ground: Ground) -> Race:
    """A list of the large store, against the same list, equal in every row, of a store that has a part of it."""
    with desk_at(ground.folder, ground.today) as large, desk_at(ground.scratch / "part", ground.today) as small:
        rows = month_list(large, _ASK).rows
        _copy(large.store.file, small.store.file, _chosen(large.store.file, [row.id for row in rows], ground.vehicles))
        repair_store(small)
        if month_list(small, _ASK).rows != rows:
            raise AssertionError("the same list differs between a store and its part")
        return Contest(lambda: month_list(large, _ASK).rows, lambda: month_list(small, _ASK).rows).race()


def _chosen(file: Path, members: Iterable[int], vehicles: int) -> list[int]:
    """The list's members, all cars of their owners, and others besides: so many vehicles with so many visits in all."""
    wanted = VEHICLES if vehicles >= 2 * VEHICLES else max(1, vehicles // _SHARE)
    with closing(bare(file)) as conn:
        _name(conn, members)
        needed = {key for (key,) in conn.execute(f"{_ALL_CARS_OF_MEMBERS} UNION SELECT id FROM named")}
        counts = dict(conn.execute(_VISITS_OF_EACH).fetchall())
    visits = wanted * VISITS // VEHICLES - sum(counts[key] for key in needed)
    others = sorted(counts.keys() - needed, key=lambda key: (counts[key], key))
    return sorted(needed.union(_with_sum(others, counts, wanted - len(needed), visits)))


def _with_sum(keys: Sequence[int], counts: dict[int, int], how_many: int, total: int) -> Sequence[int]:
    """So many of the keys, which come by rising count, whose counts add up to the total as nearly as neighbours can."""
    if how_many <= 0:
        return ()
    sums = [0, *accumulate(counts[key] for key in keys)]
    starts = range(max(1, len(keys) - how_many + 1))
    start = bisect_left(starts, total, key=lambda at: sums[min(at + how_many, len(keys))] - sums[at])
    start = min(start, starts[-1])
    return keys[start : start + how_many]


def _copy(whole: Path, part: Path, vehicles: Iterable[int]) -> None:
    """Put vehicles, and all that belongs to them, from one store's file into another's that has none."""
    with closing(bare(part)) as conn:
        conn.execute("ATTACH ? AS whole", (str(whole),))
        _name(conn, vehicles)
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO staff SELECT * FROM whole.staff")
        conn.execute("INSERT INTO vehicle SELECT * FROM whole.vehicle WHERE id IN (SELECT id FROM named)")
        for table in _BY_VEHICLE:
            conn.execute(f"INSERT INTO {table} SELECT * FROM whole.{table} WHERE vehicle_id IN (SELECT id FROM named)")
        conn.execute(
            "INSERT INTO customer SELECT * FROM whole.customer WHERE id IN (SELECT customer_id FROM ownership)"
        )
        for table in _BY_CUSTOMER:
            conn.execute(
                f"INSERT INTO {table} SELECT * FROM whole.{table} WHERE customer_id IN (SELECT id FROM customer)"
            )
        conn.execute("COMMIT")


def _name(conn: Connection, vehicles: Iterable[int]) -> None:
    conn.execute("CREATE TEMP TABLE named (id INTEGER PRIMARY KEY)")
    conn.executemany("INSERT INTO temp.named (id) VALUES (?)", [(key,) for key in sorted(set(vehicles))])
