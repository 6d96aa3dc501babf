"""What is measured: each thing by name, the floor that runs beside it, and the largest ratio that is good enough."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dealerdesk.benchmark import calls, keeping, month_lists, orders, paper, reception, searching, subset, window
from dealerdesk.benchmark.measured import SCALES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dealerdesk.benchmark.ground import Ground
    from dealerdesk.benchmark.measured import Race


@dataclass(frozen=True)
class Measurement:
    """One thing to measure; `in_store`: it needs the invented store."""

    name: str
    unit: str
    run: Callable[[Ground], Race]
    floor: str | None = None
    goal: float | None = None
    in_store: bool = True
    above: float | None = None
    """How much more than the floor, in the unit, is good enough: a goal that grows with the floor."""

    def goal_beside(self, race: Race) -> float | None:
        """The largest ratio that is good enough beside this floor."""
        if self.above is None or race.floor is None:
            return self.goal
        return round(1 + self.above / (race.floor * SCALES[self.unit]), 2)

    @property
    def family(self) -> str:
        """The part of the name that measurements of one kind share."""
        return self.name.partition(":")[0]


INVENT, TASKS = "invent", "tasks-generate"
"""The two that make the store on which the others run."""


def _lists() -> Iterator[Measurement]:
    for past, when in ((False, ""), (True, "-past")):
        for name in month_lists.LISTS:
            run = partial(month_lists.page, name=name, past=past)
            yield Measurement(f"list-page{when}:{name}", "ms", run, "bare-sql-ids", 3.0)
        for name in month_lists.LISTS:
            run = partial(month_lists.columns, name=name, past=past)
            yield Measurement(f"list-columns{when}:{name}", "ms", run, "bare-sql-columns", 2.0)


PLAN: tuple[Measurement, ...] = (
    Measurement(INVENT, "s", keeping.invention),
    Measurement(TASKS, "s", keeping.task_making),
    *_lists(),
    Measurement("calls-opened", "ms", calls.opened, "bare-sql-tasks", 3.0),
    Measurement("calls-reranked", "ms", calls.reranked, "bare-sql-tasks", 3.0),
    Measurement("list-subset", "ms", subset.part_and_whole, "small-store", 1.5),
    Measurement("search", "ms", searching.keystroke, "like-scan", 2.0),
    Measurement("search-order", "ms", searching.order_number, "like-scan-orders", 0.5),
    Measurement("visit-saved", "ms", reception.visit_saved, "bare-transaction", 12.0),
    Measurement("check", "s", keeping.check, "fetch-all-visits", 10.0),
    Measurement("import", "s", orders.whole_import, "openpyxl-pass", 1.0, in_store=False),
    Measurement("import-undo", "s", orders.undo, "import", 1.0, in_store=False),
    Measurement("sheet", "s", paper.sheet, "reportlab-table", 2.0, in_store=False),
    Measurement("window-start", "s", window.start, "bare-window", 2.5),
    Measurement("window-memory", "MiB", window.memory, "bare-window", above=120),
    Measurement("visit-painted", "ms", window.visit_painted, "fsync", above=100),
    Measurement("window-holds", "ms", window.holds, "still", 1.0),
    Measurement("calls-answer", "ms", window.answers, "frame", 1.0),
)
