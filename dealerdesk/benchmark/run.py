"""Running measurements: one store is invented for all, and each is taken in a process of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dealerdesk.benchmark.ground import Ground
from dealerdesk.benchmark.measured import Measured
from dealerdesk.benchmark.plan import INVENT, PLAN, TASKS
from dealerdesk.domain.errors import Said, WrongUse, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from dealerdesk.benchmark.measured import Race
    from dealerdesk.benchmark.plan import Measurement

_TO_MAKE = (INVENT, TASKS)


def measure(
    vehicles: int,
    visits: int,
    only: str | None,
    today: date,
    note: Callable[[Said], None],
    *,
    keep: Path | None = None,
) -> list[Measured]:
    """Measure everything, or what has the name `only` (whole, or as far as its colon), on an invented store.

    The store goes when all is done, unless it is to be kept in a folder, where the next run finds it. Raises WrongUse
    for an unknown name, and what inventing a store raises.
    """
    chosen = _chosen(only)
    with TemporaryDirectory(prefix="dealerdesk-bench-") as scratch:
        folder = Path(scratch, "store") if keep is None else keep
        ground = Ground(folder, Path(scratch, "scratch"), today, vehicles, visits)
        wanted = [m for m in PLAN if m in chosen or (m.name in _TO_MAKE and any(c.in_store for c in chosen))]
        if keep is not None and keep.exists():
            wanted = [m for m in wanted if m.name not in _TO_MAKE]
        found = []
        for measurement in wanted:
            note(said("cli.bench.now", name=measurement.name))
            measured = _measured(measurement, ground)
            if measurement in chosen:
                found.append(measured)
        return found


def _chosen(only: str | None) -> Sequence[Measurement]:
    chosen = [m for m in PLAN if only in {None, m.name, m.family}]
    if not chosen:
        raise WrongUse("cli.bench.unknown", name=str(only), names=tuple(dict.fromkeys(m.family for m in PLAN)))
    return chosen


def _measured(measurement: Measurement, ground: Ground) -> Measured:
    """Take one measurement in a new process: none finds the memory or the warmth that another left."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        race = apart.submit(take, measurement.name, ground).result()
    return Measured(measurement.name, measurement.unit, measurement.floor, measurement.goal, race)


def take(name: str, ground: Ground) -> Race:
    """Take the measurement of this name; this is what the process of its own does."""
    return next(m for m in PLAN if m.name == name).run(ground)
