"""Taking a whole import back, its updates included, and the history of imports (PEERS 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dealerdesk.db.derive import refold
from dealerdesk.db.import_keeping import keep_whole
from dealerdesk.db.import_undoing import (
    Batch,
    batch_of,
    mark_undone,
    names_of,
    past_imports,
    records_of,
    touched_vehicles,
)
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.domain.errors import Said, WrongUse, said
from dealerdesk.services.appointments.keeping import keep_all_appointments
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.importing.outcome import PastImport, UndoResult
from dealerdesk.services.importing.rejects import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.db.undo import Undone

_SPARED: Final = frozenset({"batch", "layout"})
_RECORDS: Final = {"visits": "visit", "vehicles": "vehicle", "calls": "call"}


@use_case("undo-import", Right.IMPORT)
def undo_import(desk: Desk, batch: int) -> UndoResult:
    """Take an import back: what it added is removed, what it updated restored; what was edited since stays.

    `removed` and `restored` count orders, or vehicles. Raises WrongUse `import.unknown_batch`,
    `import.already_undone`.
    """
    with desk.store.write(desk.header("undo-import")) as writer:
        found = batch_of(writer.conn, batch)
        if found is None:
            raise WrongUse("import.unknown_batch", batch=batch)
        if found.state != "done":
            raise WrongUse("import.already_undone", batch=batch)
        vehicles = touched_vehicles(writer.conn, found)
        records = records_of(writer.conn, found)
        undone = writer.undo(found.act_id, spare=_SPARED)
        keep_whole(writer, found, undone)
        mark_undone(writer, batch)
        keep_all_appointments(writer, desk.today)
        refold(writer.conn, vehicles)
        rewrite_search_text(writer.conn, vehicles)
        removed, restored = _counts(found, undone, records)
        kept = tuple(sorted(set(names_of(writer.conn, undone.kept))))
        changed = Changed(frozenset({"vehicle", "customer", "visit", "call"}), writer.act_id)
    return UndoResult(batch, removed, restored, kept, changed)


def _counts(batch: Batch, undone: Undone, records: dict[int, int]) -> tuple[int, int]:
    """How many of the import's own records were removed, and how many restored to what they were."""
    own = _RECORDS[batch.kind]
    removed = {row.key for row in undone.removed if row.table == own}
    stay = {row.key for row in undone.kept if row.table == own}
    cells = {row.key for row in (*undone.removed, *undone.restored) if row.table == "source_row"}
    restored = {records[key] for key in cells} - removed - stay - set(batch.counts["agreed"])
    return len(removed), len(restored)


@use_case("import-history", Right.SEE)
def import_history(desk: Desk) -> tuple[PastImport, ...]:
    """All imports, the newest first."""
    with desk.store.read() as conn:
        past = [PastImport(*row) for row in past_imports(conn)]
    return tuple(replace(each, rejects_path=_rejects(desk, each), why_not=_why_not(desk, each)) for each in past)


def _rejects(desk: Desk, past: PastImport) -> Path | None:
    """The workbook of what was not taken, if it is still there."""
    path = None if past.rejects_file is None else desk.store.folder / FOLDER / past.rejects_file
    return path if path is not None and path.is_file() else None


def _why_not(desk: Desk, past: PastImport) -> Said | None:
    """Why an import cannot be taken back, or None."""
    if past.state != "done":
        return said("import.already_undone", batch=past.batch)
    if Right.IMPORT not in desk.actor.rights:
        return said("actor.no_right", who=desk.actor.name, right=said(f"label.right.{Right.IMPORT}"))
    return None
