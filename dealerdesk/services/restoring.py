"""Putting a backup back: what it holds and what would be lost, the restore itself, and the way back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.accounts import accounts_in
from dealerdesk.db.backup import Restored, restore
from dealerdesk.db.comparing import Compared, Lost, compare
from dealerdesk.db.copies import copies_in
from dealerdesk.db.drafts import DraftOf, drop_sittings, forms_of_all, put_in_place
from dealerdesk.db.manifest import Contents, first_digest
from dealerdesk.db.settings import set_setting
from dealerdesk.db.store import BACKUPS, FILE_NAME, Store
from dealerdesk.domain.errors import Trouble, WrongUse
from dealerdesk.services.desk import Desk, Doorstep, Right, check_actor_in, use_case
from dealerdesk.services.opening import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dealerdesk.db.reading import Reading as Connection

__all__ = ["Compared", "Contents", "Lost", "Restored"]


@use_case("preview-restore", Right.RESTORE)
def restore_preview(place: Desk | Doorstep, file: Path) -> Compared:
    """What a backup holds, and what the store has that the backup has not. Raises what `compare` raises."""
    if isinstance(place, Desk):
        return compare(place.store.folder, file, key=place.store.key)
    return compare(place.folder, file)


@use_case("restore", Right.RESTORE)
def restore_backup(doorstep: Doorstep, file: Path, progress: Callable[[int, int], None] | None = None) -> Restored:
    """Put a backup into the store of the doorstep's folder and keep what was there. Raises what `restore` raises.

    Where nobody can read the accounts of what is there, those in the backup say who may: Refused `actor.sign_in`,
    `actor.changed`, `actor.no_right`.
    """
    _check_copy(doorstep, file)
    forms = _half_filled(doorstep.folder)
    done = restore(doorstep.folder, file, progress=progress)
    _take_down(doorstep, done, forms)
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
    _check_copy(doorstep, kept)
    forms = _half_filled(doorstep.folder)
    done = restore(doorstep.folder, kept)
    _take_down(doorstep, done, forms)
    return done


def _check_copy(doorstep: Doorstep, file: Path) -> None:
    """Let the accounts in a copy decide where there is no store, or none whose accounts can be read."""
    if accounts_in(doorstep.folder / FILE_NAME) is None:
        check_actor_in(file, doorstep.actor)


class _HalfFilled(NamedTuple):
    """Everybody's half-filled forms, and the digest by which the store that they are of is known."""

    of: str | None
    forms: tuple[DraftOf, ...]


def _half_filled(folder: Path) -> _HalfFilled | None:
    """What is half filled in now, to come along; None where the store is not there or cannot be read."""
    try:
        with Store.open(folder) as store, store.read() as conn:
            return _HalfFilled(first_digest(store), forms_of_all(conn))
    except Trouble:
        return None


def _bring_along(store: Store, conn: Connection, forms: _HalfFilled | None) -> None:
    """Let today's half-filled forms take the place of those in the copy, unless it is another store's."""
    if forms is not None and forms.of == first_digest(store):
        put_in_place(conn, forms.forms)
    else:
        drop_sittings(conn)


def _take_down(doorstep: Doorstep, done: Restored, forms: _HalfFilled | None) -> None:
    """Let the restored store know of it: an act among its acts, and the forms that were half filled in when it came.

    The restore stands even where that cannot be done.
    """
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
        with desk.store.write(desk.own_header("restore", doorstep.actor.name)) as writer:
            set_setting(writer, "last_restore", told)
            _bring_along(desk.store, writer.conn, forms)
    except Trouble:
        return
    finally:
        desk.store.close()
