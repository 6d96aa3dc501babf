"""Backups as a person keeps them: into which folder, which are there, when the last one was made, and one now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dealerdesk.db.backup import BackupMade, backup
from dealerdesk.db.copies import KeptCopy, copies_in, folder_for_copies
from dealerdesk.db.manifest import first_digest
from dealerdesk.db.settings import set_setting, setting
from dealerdesk.db.store import BACKUPS, stamp
from dealerdesk.domain.errors import Trouble, WrongUse
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.db.acts import ActHeader
    from dealerdesk.db.store import Store

__all__ = ["KeptCopy"]

_OLD: Final = timedelta(days=3)
_FOLDER, _LAST = "backup_folder", "last_backup"


@dataclass(frozen=True)
class BackupFolder:
    """Where backups go, and the folder beside the store, where they go unless another was `chosen`."""

    folder: Path
    chosen: bool
    beside: Path


@dataclass(frozen=True)
class LastBackup:
    """The last copy that was made of the store: when (UTC), where, its size; `ok`: it is still there and ours."""

    at: datetime
    file: Path
    bytes: int
    ok: bool

    def is_old(self, now: datetime) -> bool:
        """Whether it is time that there were a newer one: three days after it was made."""
        return now - self.at >= _OLD


@dataclass(frozen=True)
class BackupDone:
    """A verified copy that was just made: where, how many bytes, and the SHA-256 of the file."""

    file: Path
    bytes: int
    sha256: str
    changed: Changed = field(default_factory=lambda: Changed(frozenset({"backup"})))


@use_case("read-backup-folder", Right.SEE)
def backup_folder(desk: Desk) -> BackupFolder:
    """The folder into which backups go."""
    return _folder(desk)


@use_case("choose-backup-folder", Right.POLICIES)
def choose_backup_folder(desk: Desk, folder: Path | None) -> Changed:
    """Let backups go into another folder, which is made if need be; None: the one beside the store.

    Raises WrongUse `backup.folder_not_whole`, Refused `backup.folder_unusable`.
    """
    value = ""
    if folder is not None and (chosen := folder_for_copies(folder)) != desk.store.folder / BACKUPS:
        value = str(chosen)
    with desk.store.write(desk.header("choose-backup-folder")) as writer:
        if (setting(writer.conn, _FOLDER) or "") == value:
            return Changed()
        set_setting(writer, _FOLDER, value)
        return Changed(frozenset({"setting"}), writer.act_id)


@use_case("back-up", Right.BACKUP)
def back_up(
    desk: Desk,
    target: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BackupDone:
    """Make a verified copy of the store while it is in use, by default a new file in the store's backup folder.

    That it was made is taken down in the store itself. Raises what `backup` raises, `backup.folder_unusable` for a
    folder that is not there any more, and WrongUse `backup.cancelled`; Damaged `store.found_damaged`: a copy of damage
    would pass for the last good one.
    """
    desk.store.soundness.must_be_sound()
    if target is None:
        target = folder_for_copies(_folder(desk).folder) / f"desk-{stamp()}.db"
    made = backup(desk.store, target, progress=heard(progress, cancelled))
    take_down(desk.store, made, desk.clock(), desk.header("back-up"))
    return BackupDone(made.file, made.bytes, made.sha256)


def heard(
    progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
) -> Callable[[int, int], None]:
    """A progress that tells another, and raises WrongUse `backup.cancelled` where a person wants to stop."""

    def told(done: int, whole: int) -> None:
        if cancelled is not None and cancelled():
            raise WrongUse("backup.cancelled")
        if progress is not None:
            progress(done, whole)

    return told


def take_down(store: Store, made: BackupMade, at: datetime, header: ActHeader) -> None:
    """Let the store itself know of its last copy, as an act; without that the copy is whole and stays too."""
    told = {"file": str(made.file), "at": at.isoformat(), "bytes": made.bytes, "sha256": made.sha256}
    with suppress(Trouble), store.write(header) as writer:
        set_setting(writer, _LAST, told)


@use_case("backups-kept", Right.SEE)
def backups_kept(desk: Desk) -> tuple[KeptCopy, ...]:
    """The copies in the backup folder and in the one beside the store, the newest first.

    What is known to be another store's is left out of a folder that people chose.
    """
    folder, ours = _folder(desk), first_digest(desk.store)
    encrypted = _encrypted(desk.store)
    found = [*copies_in(folder.beside, encrypted=encrypted)]
    if folder.folder != folder.beside:
        chosen = copies_in(folder.folder, encrypted=encrypted)
        found += [copy for copy in chosen if copy.manifest is None or copy.manifest.contents.first_digest == ours]
    return tuple(sorted(found, key=lambda copy: copy.at, reverse=True))


@use_case("last-backup", Right.SEE)
def last_backup(desk: Desk) -> LastBackup | None:
    """The last backup that was made, wherever it went; None if there never was one."""
    taken_down = _taken_down(desk)
    kept = [LastBackup(copy.at, copy.file, copy.bytes, copy.sound) for copy in backups_kept(desk) if _is_backup(copy)]
    return max([*kept, *([taken_down] if taken_down else [])], key=lambda last: (last.at, last.ok), default=None)


def _taken_down(desk: Desk) -> LastBackup | None:
    with desk.store.read() as conn:
        told = setting(conn, _LAST)
    if told is None:
        return None
    file, size = Path(told["file"]), int(told["bytes"])
    try:
        there = file.stat().st_size == size
    except OSError:
        there = False
    return LastBackup(datetime.fromisoformat(told["at"]), file, size, there)


def _is_backup(copy: KeptCopy) -> bool:
    return copy.kind in {"backup", "daily"}


def _encrypted(store: Store) -> bool:
    return store.key is not None


def _folder(desk: Desk) -> BackupFolder:
    with desk.store.read() as conn:
        chosen = setting(conn, _FOLDER)
    beside = desk.store.folder / BACKUPS
    return BackupFolder(Path(chosen) if chosen else beside, bool(chosen), beside)
