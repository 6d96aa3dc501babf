"""Putting a backup back: what it holds and what would be lost, the restore itself, and the way back from it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from dealerdesk.db.accounts import accounts_in
from dealerdesk.db.backup import Restored, restore
from dealerdesk.db.comparing import Compared, Lost, compare
from dealerdesk.db.copies import copies_in
from dealerdesk.db.drafts import forms_of_all, sittings_of_all
from dealerdesk.db.manifest import Contents, first_digest
from dealerdesk.db.restore_note import RestoreNote
from dealerdesk.db.soundness import NOT_UNDERSTOOD
from dealerdesk.db.store import BACKUPS, FILE_NAME, Store
from dealerdesk.domain.errors import Refused, Trouble, WrongUse, said
from dealerdesk.services.desk import Desk, Doorstep, Right, check_actor_in, use_case
from dealerdesk.services.opening import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from dealerdesk.db.accounts import KeptAccount
    from dealerdesk.db.drafts import DraftOf

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
    `actor.changed`, `actor.no_right`. Where it lets other people in than the store does, it takes the right over
    staff: Refused `restore.other_accounts`.
    """
    _check_copy(doorstep, file)
    done = restore(doorstep.folder, file, progress=progress, note=_note(doorstep, file))
    _take_down(doorstep)
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
    done = restore(doorstep.folder, kept, note=_note(doorstep, kept))
    _take_down(doorstep)
    return done


def _check_copy(doorstep: Doorstep, file: Path) -> None:
    """Let the accounts in a copy decide where there is no store, or none whose accounts can be read.

    Else a copy that lets other people in than the store does is for whoever may do so: nobody comes to rights by it.
    """
    present = accounts_in(doorstep.folder / FILE_NAME)
    if present is None:
        check_actor_in(file, doorstep.actor)
    elif doorstep.actor.account is not None and Right.STAFF not in doorstep.actor.rights:
        came, known = _doors(accounts_in(file) or ()), _doors(present)
        if known and not (came and came <= known):
            raise Refused("restore.other_accounts", right=said(f"label.right.{Right.STAFF}"))


def _doors(accounts: Iterable[KeptAccount]) -> set[tuple[int, frozenset[Right], int]]:
    """Which accounts let somebody in, with what they may do there, and by which of their passwords."""
    return {(account.id, account.rights, account.passwords) for account in accounts if account.closed_on is None}


def _note(doorstep: Doorstep, file: Path) -> RestoreNote:
    """What to write down of a restore before it begins, with what is half filled in where that can be read."""
    of: str | None = None
    forms: tuple[DraftOf, ...] = ()
    with suppress(Trouble, *NOT_UNDERSTOOD), Store.open(doorstep.folder) as store, store.read() as conn:
        of, forms = first_digest(store), (*forms_of_all(conn), *sittings_of_all(conn))
    return RestoreNote(doorstep.actor.name, doorstep.source, doorstep.clock(), str(file), of, forms)


def _take_down(doorstep: Doorstep) -> None:
    """Let the restored store know of it, as whoever opens it does. The restore stands even where that fails."""
    with suppress(Trouble):
        open_desk(doorstep).store.close()
