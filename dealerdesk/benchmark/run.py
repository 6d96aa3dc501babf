"""Running measurements: one store is invented for all, and each kind is taken in a process of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dealerdesk.benchmark.ground import Ground
from dealerdesk.benchmark.measured import Measured
from dealerdesk.benchmark.plan import INVENT, PLAN, TASKS
from dealerdesk.domain.errors import Said, WrongUse, said
from dealerdesk.services.invention import MOST_VEHICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from dealerdesk.benchmark.measured import Race
    from dealerdesk.benchmark.plan import Measurement

_TO_MAKE = (INVENT, TASKS)
_MOST_A_CAR = 30

VISITS_A_CAR = 8
"""How many visits a store has for each vehicle where nobody says otherwise."""


def measure(
    vehicles: int,
    visits: int,
    only: str | None,
    today: date,
    note: Callable[[Said], None],
    *,
    keep: Path | None = None,
    apart: bool = True,
) -> list[Measured]:
    """Measure everything, or what has the name `only` (whole, or as far as its colon), on an invented store.

    The store goes when all is done, unless it is to be kept in a folder, where the next run finds it. Measurements run
    in processes of their own, unless `apart` says that they need not. Raises WrongUse for an unknown name, and for
    numbers of vehicles and visits that no store has.
    """
    chosen = _chosen(only)
    _check_size(vehicles, visits)
    with TemporaryDirectory(prefix="dealerdesk-bench-") as scratch:
        folder = Path(scratch, "store") if keep is None else keep
        ground = Ground(folder, Path(scratch, "scratch"), today, vehicles, visits)
        found = []
        for family in _families(chosen, made=folder.exists()):
            note(said("cli.bench.now", name=family[0].family))
            races = _apart(family, ground) if apart else take([m.name for m in family], ground)
            found += [
                Measured(m.name, m.unit, m.floor, m.goal_beside(race), race)
                for m, race in zip(family, races, strict=True)
            ]
        return [measured for measured in found if measured.name in {m.name for m in chosen}]


def _chosen(only: str | None) -> Sequence[Measurement]:
    chosen = [m for m in PLAN if only in {None, m.name, m.family}]
    if not chosen:
        raise WrongUse("cli.bench.unknown", name=str(only), names=tuple(dict.fromkeys(m.family for m in PLAN)))
    return chosen


def _check_size(vehicles: int, visits: int) -> None:
    """Raise WrongUse for a store that cannot be invented."""
    if not 1 <= vehicles <= MOST_VEHICLES:
        raise WrongUse("use.bad_number", value=str(vehicles), option="--vehicles", least=1, most=MOST_VEHICLES)
    if not vehicles <= visits <= vehicles * _MOST_A_CAR:
        most = vehicles * _MOST_A_CAR
        raise WrongUse("use.bad_number", value=str(visits), option="--visits", least=vehicles, most=most)


def _families(chosen: Sequence[Measurement], *, made: bool) -> Iterator[list[Measurement]]:
    """What is to be run, in order and by families: what was chosen, and what makes the store, unless it is there."""
    needed = [m for m in PLAN if m.name in _TO_MAKE and any(other.in_store for other in chosen)]
    wanted = [m for m in PLAN if m.name not in _TO_MAKE or not made if m in chosen or m in needed]
    for _, family in groupby(wanted, key=lambda m: m.family):
        yield list(family)


def _apart(family: Sequence[Measurement], ground: Ground) -> list[Race]:
    """Take the measurements of a family in a new process: none finds the memory or the warmth that others left."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(take, [m.name for m in family], ground).result()


def take(names: Sequence[str], ground: Ground) -> list[Race]:
    """Take the measurements of these names; this is what a process of its own does."""
    by_name = {m.name: m for m in PLAN}
    return [by_name[name].run(ground) for name in names]
