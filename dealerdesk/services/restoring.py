"""Putting a backup back: what it holds and what would be lost, the restore itself, and the way back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.backup import Restored, restore
from dealerdesk.db.comparing import Compared, Lost, compare
from dealerdesk.db.copies import copies_in
from dealerdesk.db.manifest import Contents
from dealerdesk.db.settings import set_setting
from dealerdesk.db.store import BACKUPS
from dealerdesk.domain.errors import Trouble, WrongUse
from dealerdesk.services.desk import Desk, Doorstep, Right, use_case
from dealerdesk.services.opening import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Compared", "Contents", "Lost", "Restored"]


@use_case("preview-restore", Right.RESTORE)
def restore_preview(place: Desk | Doorstep, file: Path) -> Compared:
    """What a backup holds, and what the store has that the backup has not. Raises what `compare` raises."""
    if isinstance(place, Desk):
        return compare(place.store.folder, file, key=place.store.key)
    return compare(place.folder, file)


@use_case("restore", Right.RESTORE)
def restore_backup(doorstep: Doorstep, file: Path, progress: Callable[[int, int], None] | None = None) -> Restored:
    """Put a backup into the store of the doorstep's folder and keep what was there. Raises what `restore` raises."""
    done = restore(doorstep.folder, file, progress=progress)
    _take_down(doorstep, done)
    return done


@use_case("undo-restore", Right.RESTORE)
def undo_restore(doorstep: Doorstep, kept: Path | None = None) -> Restored:
    """Bring back what a restore kept, by default the last one; what is there now is kept in its turn.

    Raises WrongUse `restore.nothing_kept`, and what `restore` raises.
    """
    if kept is None:
        copies = copies_in(doorstep.folder / BACKUPS)
        kept = next((copy.file for copy in copies if copy.kind == "before-restore" and copy.sound), None)
    if kept is None:
        raise WrongUse("restore.nothing_kept", folder=str(doorstep.folder / BACKUPS))
    done = restore(doorstep.folder, kept)
    _take_down(doorstep, done)
    return done


def _take_down(doorstep: Doorstep, done: Restored) -> None:
    """Let the restored store know of it: an act among its acts. The restore stands even where that cannot be done."""
    told = {
        "file": str(done.restored),
        "kept": None if done.kept is None else str(done.kept),
        "at": doorstep.clock().isoformat(),
    }
    try:
        desk = open_desk(doorstep)
    except Trouble:
        return
    try:
        with desk.store.write(desk.header("restore")) as writer:
            set_setting(writer, "last_restore", told)
    except Trouble:
        return
    finally:
        desk.store.close()
