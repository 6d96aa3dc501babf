"""Importing a file: read it in a process of its own, plan all that it brings, then write that as one act."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.importing import layouts, next_batch, remember_layout, write, write_batch
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.exports import Existing
from dealerdesk.domain.phone import mask_within
from dealerdesk.services.appointments.keeping import keep_all_appointments
from dealerdesk.services.automatic_backups import back_up_before_import
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.importing.outcome import ImportResult, Stage, counts_of
from dealerdesk.services.importing.planning import Plan, plan_call_records, plan_orders, plan_vehicle_files
from dealerdesk.services.importing.rejects import FOLDER, Rejects
from dealerdesk.spreadsheets.files import Reading
from dealerdesk.spreadsheets.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.spreadsheets.sheet import Kind, Mapped, SheetHead

_KINDS: Final = {
    "visits": frozenset({"vehicle", "visit", "customer"}),
    "vehicles": frozenset({"vehicle", "customer"}),
    "calls": frozenset({"call", "customer"}),
}
_ATTEMPTS: Final = 3
"""How often an import is planned anew because others wrote meanwhile, before it keeps them waiting."""


@use_case("import", Right.IMPORT)
def import_file(
    desk: Desk,
    path: Path | str,
    *,
    kind: Kind | None = None,
    existing: str = "update",
    dry_run: bool = False,
    mapping: Mapped | None = None,
    sheet: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    stage: Callable[[Stage], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import a file of vehicles, orders or calls, all of it or nothing (Rulebook 2.5; INTERFACES, "Import, exactly").

    `existing` says what becomes of rows already known; a dry run changes nothing and answers the same counts.
    `mapping` (field to heading or column) is remembered for files with the same headings; a `sheet` that is named is
    read alone. `progress` is told how much of the file is read, `stage` how far the import has come; `cancelled` is
    asked until it is written. Raises WrongUse and Damaged `import.*`.
    """
    chosen = Existing(existing)
    tell = stage or _nobody
    with desk.store.read() as conn:
        remembered = layouts(conn)
    with _no_search_for_garbage():
        tell(Stage.READING)
        with Reading(
            path,
            kind=kind,
            mapping=mapping,
            remembered=remembered,
            sheet=sheet,
            progress=progress,
            cancelled=cancelled,
        ) as reading:
            rows = _Rows(rows_of(reading.rows(), reading.head, desk.today), lambda: tell(Stage.PLANNING))
            run = _Import(desk, Path(path), reading.head, rows, chosen, mapping, cancelled)
            plan = run.plan()
        if dry_run:
            return _seen_by(desk, plan.tally.result(reading.head, desk.today))
        tell(Stage.WRITING)
        back_up_before_import(desk, cancelled)
        return _seen_by(desk, run.write(plan))


def _seen_by(desk: Desk, result: ImportResult) -> ImportResult:
    """A result as the actor may see it: phones within its examples are masked without the right."""
    if Right.FULL_PHONE in desk.actor.rights:
        return result
    examples = tuple(one._replace(cells=tuple(map(mask_within, one.cells))) for one in result.examples)
    return replace(result, examples=examples)


def _nobody(_stage: Stage) -> None:
    """Nobody wants to know."""


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """A plan is a million small values that all stay: to look for garbage among them takes a tenth of the time."""
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()


class _Rows:
    """Rows that are planned while they come in, and may be gone through again; `all_here` is told after the last."""

    def __init__(self, incoming: Iterable[Any], all_here: Callable[[], object]) -> None:
        self._incoming = iter(incoming)
        self._all_here = all_here
        self._here: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        yield from self._here
        for row in self._incoming:
            self._here.append(row)
            yield row
        self._all_here()


@dataclass(frozen=True)
class _Import:
    """One file on its way into the store."""

    desk: Desk
    path: Path
    head: SheetHead
    rows: _Rows
    existing: Existing
    mapping: Mapped | None
    cancelled: Callable[[], bool] | None

    def plan(self) -> Plan:
        """Plan what the file brings into the store as it is now."""
        with self.desk.store.read() as conn:
            return self._plan(conn)

    def write(self, plan: Plan) -> ImportResult:
        """Write what was planned; plan anew if somebody wrote meanwhile, at last while others wait."""
        for _ in range(_ATTEMPTS):
            with self._rejects() as rejects:
                rejects.stage(plan.tally.not_taken)
                with self.desk.store.write(self.desk.header("import")) as writer:
                    result = self._write(writer, plan, rejects)
            if result is not None:
                return result
            plan = self.plan()
        with self._rejects() as rejects, self.desk.store.write(self.desk.header("import")) as writer:
            plan = self._plan(writer.conn)
            rejects.stage(plan.tally.not_taken)
            return self._write(writer, plan, rejects) or plan.tally.result(self.head, self.desk.today)

    def _rejects(self) -> Rejects:
        return Rejects(self.desk.store.folder / FOLDER, self.path, self.head, self.desk.lang)

    def _plan(self, conn: Connection) -> Plan:
        self._ask()
        if self.head.kind == "visits":
            return plan_orders(conn, self.rows, self.existing, self._ask, states="state" in self.head.columns)
        if self.head.kind == "calls":
            return plan_call_records(conn, self.rows, self._ask, self.desk.actor.name)
        return plan_vehicle_files(conn, self.rows, self.existing, self._ask, self.desk.today)

    def _write(self, writer: Writer, plan: Plan, rejects: Rejects) -> ImportResult | None:
        """Write what was planned; None, with nothing written, if that was before somebody else wrote."""
        self._ask()
        if not write(writer, plan.writes):
            return None
        if self.mapping is not None:
            remember_layout(writer, self.head.layout, self.head.kind, self.mapping)
        result = plan.tally.result(self.head, self.desk.today)
        batch = next_batch(writer)
        kept = rejects.keep(batch)
        row = {
            "id": batch,
            "kind": self.head.kind,
            "file_name": self.path.name.encode(errors="replace").decode(),
            "sha256": digest_of(self.path),
            "day": self.desk.today,
            "existing": self.existing.value,
            "counts": counts_of(result, plan.tally.agreed),
            "rejects_file": None if kept is None else kept.name,
        }
        write_batch(writer, row)
        keep_all_appointments(writer, self.desk.today)
        self._ask()
        changed = Changed(_KINDS[self.head.kind], writer.act_id)
        return replace(result, batch=batch, rejects_file=kept, changed=changed)

    def _ask(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise WrongUse("import.cancelled", file=self.path.name)


def digest_of(path: Path) -> str:
    """Answer the digest of a file, by which it is known again. Raises WrongUse `import.unreadable`."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WrongUse("import.unreadable", file=path.name) from error
