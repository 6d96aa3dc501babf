"""Backups by themselves: one a day, one before imports, once more in a second folder, the old ones rotated out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dealerdesk.db.backup import backup
from dealerdesk.db.copies import KeptCopy, copies_in, folder_for_copies, remove_copy
from dealerdesk.db.manifest import first_digest, last_digest, worth_saving
from dealerdesk.db.second_copy import copy_again
from dealerdesk.db.settings import set_setting, setting
from dealerdesk.db.store import BACKUPS, stamp
from dealerdesk.domain.errors import Refused, Said, Trouble, WrongUse
from dealerdesk.domain.rotation import DatedCopy, to_drop
from dealerdesk.services.backups import backup_folder, heard, take_down
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    Progress = Callable[[int, int], None]
    Cancelled = Callable[[], bool]

_ON, _SECOND = "automatic_backups", "second_backup_folder"
_ONE_RUN: Final = timedelta(minutes=15)
"""Imports that follow each other within this time are one run: the copy before the first is before them all."""

_REST_DAYS: Final = {"before-import": 1, "before-restore": 30, "before-upgrade": 30}
"""For how many days every copy stays, by its kind: the way back from a restore is not the newest one alone."""


@dataclass(frozen=True)
class AutomaticBackups:
    """Whether backups are made by themselves, and the second folder that they go into, if any."""

    on: bool
    second: Path | None


@dataclass(frozen=True)
class AutomaticDone:
    """What was made by itself: the copy, the one in the second folder, and what could not be done, each a sentence.

    `file` is None where the day's copy was there already; `dropped`: how many old ones were rotated out.
    """

    file: Path | None
    second: Path | None
    problems: tuple[Said, ...] = ()
    dropped: int = 0
    changed: Changed = field(default_factory=lambda: Changed(frozenset({"backup"})))


@use_case("read-automatic-backups", Right.SEE)
def automatic_backups(desk: Desk) -> AutomaticBackups:
    """Whether backups are made by themselves, and into which second folder."""
    with desk.store.read() as conn:
        on, second = setting(conn, _ON), setting(conn, _SECOND)
    return AutomaticBackups(on is not False, Path(second) if second else None)


@use_case("choose-automatic-backups", Right.POLICIES)
def choose_automatic_backups(desk: Desk, wanted: AutomaticBackups) -> Changed:
    """Let backups be made by themselves or not, and into a second folder too, which is made if need be.

    Raises WrongUse `backup.folder_not_whole`, `backup.second_is_first`; Refused `backup.folder_unusable`.
    """
    before = automatic_backups(desk)
    if wanted == before:
        return Changed()
    second = wanted.second
    if second is not None and second != before.second:
        second = folder_for_copies(second)
        folder = backup_folder(desk)
        if any(place.is_dir() and place.samefile(second) for place in (folder.folder, folder.beside)):
            raise WrongUse("backup.second_is_first", folder=str(second))
    with desk.store.write(desk.header("choose-automatic-backups")) as writer:
        set_setting(writer, _ON, wanted.on)
        set_setting(writer, _SECOND, "" if second is None else str(second))
        return Changed(frozenset({"setting"}), writer.act_id if writer.changed else None)


@use_case("backup-due", Right.SEE)
def backup_due(desk: Desk) -> bool:
    """Whether a copy is to be made by itself: none was made today, or the second folder has not got today's."""
    wanted = automatic_backups(desk)
    if not (wanted.on and worth_saving(desk.store)):
        return False
    todays = _todays(desk)
    return todays is None or _lacks(wanted.second, todays)


@use_case("automatic-backup", Right.SEE)
def back_up_if_due(
    desk: Desk, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> AutomaticDone | None:
    """Make the day's copy if it is not there, and the one in the second folder; None where there was nothing to do.

    A folder that cannot be written to is a problem that is told, and the copy then goes beside the store; so is a
    second folder that is not there. Old copies are rotated out when one was made. Nothing is copied of a store that is
    damaged: that would pass for the last good copy. Raises what `backup` raises where no copy could be made, and
    WrongUse `backup.cancelled`.
    """
    wanted = automatic_backups(desk)
    if not (wanted.on and worth_saving(desk.store)) or desk.store.soundness.verdict().problems:
        return None
    problems: list[Said] = []
    telling = heard(progress, cancelled)
    made, todays = None, _todays(desk)
    if todays is None:
        made = todays = _made(desk, telling, problems)
    second = None
    if wanted.second is not None and _lacks(wanted.second, todays):
        second = _again(todays, wanted.second, telling, problems)
    if made is None and second is None and not problems:
        return None
    dropped = _rotate(desk, wanted.second, todays.name) if made or second else 0
    changed = Changed(frozenset({"backup"})) if made or second else Changed()
    return AutomaticDone(made, second, tuple(problems), dropped, changed)


@use_case("back-up-before-import", Right.IMPORT)
def back_up_before_import(desk: Desk, cancelled: Cancelled | None = None) -> Path | None:
    """Keep a copy beside the store of what it is before an import; None where there is one already, or nothing to keep.

    Raises what `backup` raises: what cannot be kept is not written over; Damaged `store.found_damaged`.
    """
    if not (automatic_backups(desk).on and worth_saving(desk.store)):
        return None
    desk.store.soundness.must_be_sound()
    now, head = desk.clock(), last_digest(desk.store)
    for copy in _ours(desk, desk.store.folder / BACKUPS):
        same = copy.manifest is not None and copy.manifest.contents.last_digest == head
        if same or (copy.kind == "before-import" and timedelta(0) <= now - copy.at <= _ONE_RUN):
            return None
    target = desk.store.folder / BACKUPS / f"before-import-{stamp(now)}.db"
    made = backup(desk.store, target, progress=heard(None, cancelled))
    _rotate(desk, None, made.file.name)
    return made.file


def _ours(desk: Desk, folder: Path) -> list[KeptCopy]:
    """The whole copies of this store in a folder, the newest first."""
    ours = first_digest(desk.store)
    return [
        copy
        for copy in copies_in(folder, encrypted=desk.store.key is not None)
        if copy.sound and copy.manifest is not None and copy.manifest.contents.first_digest == ours
    ]


def _day(moment: datetime) -> date:
    """The day of a moment where the desk stands."""
    return moment.astimezone().date()


def _todays(desk: Desk) -> Path | None:
    """The copy that was made by itself today."""
    folder, today = backup_folder(desk), _day(desk.clock())
    for place in dict.fromkeys((folder.folder, folder.beside)):
        for copy in _ours(desk, place):
            if copy.kind == "daily" and _day(copy.at) == today:
                return copy.file
    return None


def _lacks(second: Path | None, todays: Path) -> bool:
    return second is not None and not (second / todays.name).is_file()


def _made(desk: Desk, telling: Progress, problems: list[Said]) -> Path:
    """Make the day's copy in the backup folder, or beside the store where that one takes none."""
    folder, name = backup_folder(desk), f"daily-{stamp(desk.clock())}.db"
    try:
        made = backup(desk.store, folder_for_copies(folder.folder) / name, progress=telling)
    except Refused as refused:
        if folder.folder == folder.beside:
            raise
        problems.append(refused.said)
        made = backup(desk.store, folder.beside / name, progress=telling)
    take_down(desk.store, made, desk.clock(), desk.header("automatic-backup"))
    return made.file


def _again(todays: Path, second: Path, telling: Progress, problems: list[Said]) -> Path | None:
    try:
        return copy_again(todays, second, telling)
    except WrongUse:
        raise
    except Trouble as trouble:
        problems.append(trouble.said)
        return None


def _rotate(desk: Desk, second: Path | None, spared: str) -> int:
    """Remove from every folder the copies of this store that need not be kept; answers how many."""
    folder = backup_folder(desk)
    dropped = 0
    for place in dict.fromkeys(found for found in (folder.folder, folder.beside, second) if found is not None):
        copies = {copy.file.name: copy for copy in _ours(desk, place)}
        names = to_drop([_dated(copy) for copy in copies.values()], {spared})
        dropped += sum(remove_copy(copies[name]) for name in sorted(names))
    return dropped


def _dated(copy: KeptCopy) -> DatedCopy:
    series = None if copy.kind == "backup" else copy.kind
    return DatedCopy(copy.file.name, copy.at, _day(copy.at), series, copy.sound, _REST_DAYS.get(copy.kind, 0))
