"""Copies of the store that can be trusted, made while it is in use, and putting one back."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time
from typing import TYPE_CHECKING, Final

from dealerdesk.db import dialect, lock, seal
from dealerdesk.db.copies import kind_of
from dealerdesk.db.failures import plainly, trouble_of
from dealerdesk.db.manifest import (
    Manifest,
    contents_of,
    forget_manifest,
    manifest_of,
    must_be_as_written,
    write_manifest,
)
from dealerdesk.db.place import may_write, settle_folder, usable_folder
from dealerdesk.db.restore_note import FILE_NAME as NOTE_FILE
from dealerdesk.db.restore_note import write_note
from dealerdesk.db.schema import SCHEMA, migrate, number_of, schema_of
from dealerdesk.db.soundness import seal_closed
from dealerdesk.db.store import BACKUPS, FILE_NAME, stamp
from dealerdesk.db.trail import KEY_FILE
from dealerdesk.domain.errors import Damaged, Refused, Trouble, WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dealerdesk.db.manifest import Contents
    from dealerdesk.db.restore_note import RestoreNote
    from dealerdesk.db.store import Store

    Progress = Callable[[int, int], None]
    Facts = tuple[int, int, dict[str, int]]

_ABANDONED: Final = 24 * 60 * 60
_OF_OURS: Final = re.compile(r"(desk|daily|before-\w+(-\d+)?)-\d{8}T\d{6,12}Z\.db\.")
"""What leftovers are called that a process which was killed left in a folder of people's own."""

_BESIDE: Final = (FILE_NAME, lock.FILE_NAME, KEY_FILE, seal.FILE_NAME, NOTE_FILE)
"""What the names of files begin with that a store's folder holds beside copies."""

_DATA: Final = ("customer", "vehicle", "visit")
_OF_A_COPY: Final = {"store.no_permission": "backup.no_permission", "store.vanished": "backup.unreachable"}
"""What is said of a copy that cannot be written, by what would be said of the store."""


@dataclass(frozen=True)
class BackupMade:
    """A verified copy: where, how many bytes, the SHA-256 of the file, and what is in it."""

    file: Path
    bytes: int
    sha256: str
    contents: Contents


@dataclass(frozen=True)
class Restored:
    """The file whose contents the store now has, and the copy of what it had before; None if it had nothing."""

    restored: Path
    kept: Path | None


def backup(store: Store, target: Path | None = None, *, progress: Progress | None = None) -> BackupMade:
    """Copy an open store into `target`, by default a new file in its backup folder, and verify the copy.

    A file that is there is replaced when the copy is whole, and only if it is a copy of a store too. Raises WrongUse
    `backup.is_folder`, `backup.is_the_store`, `backup.other_file`, `backup.not_a_file`; Refused
    `backup.nothing_to_save` for an empty store over a full copy, `backup.no_permission`, `backup.unreachable`,
    `store.disk_full`; Damaged `store.damaged`.
    """
    if target is None:
        target = store.folder / BACKUPS / f"desk-{stamp()}.db"
    target = target.expanduser().absolute()
    with copying(store.file, target):
        _may_become_a_copy(target, store)
    return copy_verified(store.file, target, key=store.key, progress=progress)


def copy_verified(
    source: Path, target: Path, *, key: bytes | None = None, progress: Progress | None = None
) -> BackupMade:
    """Copy a store's file by the engine, under another name until the copy is found to be whole."""
    growing = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with copying(source, target):
            target.parent.mkdir(parents=True, exist_ok=True)
            clear_leftovers(target.parent)
            facts = _copy(source, growing, key, progress)
            if not _is_whole(growing, key, facts):
                raise Damaged("backup.damaged", file=str(source))
            if _is_empty(facts) and _holds_data(target, key):
                raise Refused("backup.nothing_to_save", file=str(target))
            return _finish(growing, target, key)
    finally:
        with suppress(OSError):  # a disk that takes no file has none to remove, and has been told of already
            for name in ("", *dialect.COMPANIONS):
                growing.with_name(growing.name + name).unlink(missing_ok=True)


def clear_leftovers(backups: Path) -> None:
    """Remove what a process that was killed left of its copy: nobody works on one for a day."""
    everything = backups.name == BACKUPS
    for leftover in backups.glob("*.db.*.new*"):
        with suppress(OSError):
            if (everything or _OF_OURS.match(leftover.name)) and time() - leftover.stat().st_mtime > _ABANDONED:
                leftover.unlink()


@contextmanager
def copying(source: Path, target: Path) -> Iterator[None]:
    """Within this, errors are told of the file that they concern: damage of the source's, all others of the copy's."""
    try:
        yield
    except (dialect.DriverError, OSError) as error:
        trouble = trouble_of(error, source if dialect.fault_of(error) in dialect.SPOILT else target)
        if trouble is None:
            raise
        code = _OF_A_COPY.get(trouble.said.code)
        raise (trouble if code is None else Refused(code, file=str(target), folder=str(target.parent))) from error


def restore(
    folder: Path,
    file: Path,
    *,
    key: bytes | None = None,
    progress: Progress | None = None,
    note: RestoreNote | None = None,
) -> Restored:
    """Put the contents of a copy into the store of a folder, keeping what was there; an older copy is migrated.

    The copy is verified first, and copied into the live database within one transaction: killed, the store is what
    it was. A `note` lies beside it from before that on, for whoever opens it then.

    Raises Damaged `restore.missing`, `restore.not_a_copy`, `restore.damaged`, `restore.altered`, and `store.not_ours`
    where another program's database is in the store's place; Refused `restore.no_permission`, `store.newer` (the copy),
    `store.in_use`, `store.busy` while another program has the database locked, `store.disk_full`,
    `store.no_permission`.
    """
    file = file.expanduser().absolute()
    verify_copy(file, key=key)
    with plainly(file):
        must_be_as_written(file)
    folder = usable_folder(folder, create=True)
    live = folder / FILE_NAME
    may_write(live)
    if live.exists() and live.samefile(file):
        raise WrongUse("backup.is_the_store", file=str(file))
    with lock.take_alone(folder):
        _may_be_replaced(live, key)
        kept = _keep(live, folder / BACKUPS, key)
        with plainly(live):
            seal.break_seal(folder)
            if note is not None:
                write_note(folder, _completed(note, kept, file, key))
        _fill(live, file, key, progress)
        if schema_of(live, key=key) < SCHEMA:
            migrate(live, key=key)
        elif manifest_of(file) is not None:  # it was as written: any other is looked through before the first write
            with suppress(OSError):
                seal_closed(folder)
    return Restored(file, kept)


def _completed(note: RestoreNote, kept: Path | None, file: Path, key: bytes | None) -> RestoreNote:
    """A note that says what is kept, and by which acts what was there and what comes are told apart."""
    before = None if kept is None else manifest_of(kept)
    with closing(dialect.connect_to_copy(file, key=key)) as connection:
        restored = contents_of(connection).last_digest
    return note._replace(
        kept=None if kept is None else str(kept),
        before="" if before is None else before.contents.last_digest,
        restored=restored,
    )


def verify_copy(file: Path, *, key: bytes | None = None) -> int:
    """Answer the schema number of a copy that is whole; nothing is changed.

    Raises Damaged `restore.missing`, `restore.not_a_copy`, `restore.damaged`; Refused `restore.no_permission`,
    `store.newer`.
    """
    _may_be_read(file)
    try:
        with plainly(file), closing(dialect.connect_to_copy(file, key=key)) as connection:
            number = number_of(connection, file)
            whole = not dialect.integrity_problems(connection, most=1)
    except Damaged as trouble:
        code = "restore.damaged" if _has_our_mark(file, key) else "restore.not_a_copy"
        raise Damaged(code, file=str(file)) from trouble
    if not whole:
        raise Damaged("restore.damaged", file=str(file))
    return number


def _may_be_read(file: Path) -> None:
    """Raise Damaged `restore.missing` where there is no such file, Refused `restore.no_permission`."""
    try:
        with plainly(file):
            if not file.is_file():
                raise Damaged("restore.missing", file=str(file))
            file.open("rb").close()
    except Refused as trouble:
        if trouble.said.code != "store.no_permission":
            raise
        raise Refused("restore.no_permission", file=str(file)) from trouble


def _copy(source: Path, growing: Path, key: bytes | None, progress: Progress | None) -> Facts:
    """Copy what `source` holds at one moment into a new file and answer the facts of that moment."""
    with (
        closing(dialect.connect(source, key=key)) as giving,
        closing(dialect.connect(growing, key=key, mode="rwc")) as taking,
    ):
        with dialect.one_moment(giving):
            facts = _facts(giving)
            dialect.copy(giving, taking, progress)
        dialect.single_file(taking)
    return facts


def _facts(connection: dialect.DriverConnection) -> Facts:
    """Answer whose file it is, its schema, and how many rows each table has."""
    return (
        dialect.application_of(connection),
        dialect.schema_number(connection),
        dialect.row_counts(connection),
    )


def _is_whole(growing: Path, key: bytes | None, facts: Facts) -> bool:
    with closing(dialect.connect(growing, key=key)) as connection:
        return _facts(connection) == facts and not dialect.integrity_problems(connection, most=1)


def _is_empty(facts: Facts) -> bool:
    return not any(facts[2].get(table) for table in _DATA)


def _holds_data(target: Path, key: bytes | None) -> bool:
    """Answer whether a file is a whole copy of a store with anything in it."""
    try:
        verify_copy(target, key=key)
    except Trouble:
        return False
    with closing(dialect.connect_to_copy(target, key=key)) as connection:
        return not _is_empty(_facts(connection))


def _finish(growing: Path, target: Path, key: bytes | None) -> BackupMade:
    """Bring the copy to the disk and under its name, and say beside it what it is."""
    with closing(dialect.connect_to_copy(growing, key=key)) as connection:
        contents = contents_of(connection)
    with growing.open("rb+") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = growing.stat().st_size
    forget_manifest(target)
    growing.replace(target)
    write_manifest(target, Manifest(datetime.now(UTC), kind_of(target), contents, size, digest))
    settle_folder(target.parent)
    return BackupMade(target, size, digest, contents)


def _may_become_a_copy(target: Path, store: Store) -> None:
    """Raise WrongUse when a copy must not take the place of what is there."""
    if target.is_dir():
        raise WrongUse("backup.is_folder", file=str(target))
    if target.exists() and not target.is_file():
        raise WrongUse("backup.not_a_file", file=str(target))
    beside = target.parent.is_dir() and target.parent.samefile(store.folder)
    if beside and target.name.casefold().startswith(_BESIDE):
        raise WrongUse("backup.is_the_store", file=str(target))
    if target.exists() and target.samefile(store.file):
        raise WrongUse("backup.is_the_store", file=str(target))
    if target.exists() and target.stat().st_size and not _has_our_mark(target, store.key):
        raise WrongUse("backup.other_file", file=str(target))


def _has_our_mark(file: Path, key: bytes | None) -> bool:
    """Answer whether a file was one of ours, whole or not: by its header, which an encrypted one hides."""
    if key is not None:
        with closing(dialect.connect_to_copy(file, key=key)) as connection:
            try:
                return dialect.application_of(connection) == dialect.APPLICATION_ID
            except dialect.DriverError:
                return False
    with file.open("rb") as opened:
        return dialect.has_our_mark(opened.read(dialect.HEADER_BYTES))


def _may_be_replaced(live: Path, key: bytes | None) -> None:
    """Raise Damaged `store.not_ours` for another program's database; one of ours gives way, damaged or newer."""
    if not live.exists():
        return
    with plainly(live), closing(dialect.connect(live, key=key)) as connection:
        try:
            tables = dialect.table_names(connection)
        except dialect.DriverError as error:
            if dialect.fault_of(error) not in dialect.SPOILT:
                raise
            return
    if tables and not set(_DATA).issubset(tables):
        raise Damaged("store.not_ours", file=str(live))


def _keep(live: Path, backups: Path, key: bytes | None) -> Path | None:
    """Keep what the store holds before it is replaced: a verified copy, or, where it is damaged, the files."""
    if not live.exists():
        return None
    target = backups / f"before-restore-{stamp()}.db"
    try:
        return copy_verified(live, target, key=key).file
    except Damaged:
        target = target.with_suffix(".damaged.db")
    with plainly(target):
        for name in ("", *dialect.COMPANIONS):
            if (source := live.with_name(live.name + name)).exists():
                shutil.copyfile(source, target.with_name(target.name + name))
    return target


def _fill(live: Path, file: Path, key: bytes | None, progress: Progress | None) -> None:
    """Copy a file's contents into the live database; where that is too damaged to take them, into a new one."""
    with plainly(live), closing(dialect.connect_to_copy(file, key=key)) as giving:
        try:
            if live.exists():
                _pour(giving, live, key, progress)
                return
        except dialect.DriverError as error:
            if dialect.fault_of(error) not in dialect.SPOILT:
                raise
        growing = live.with_name(f"{live.name}.new")
        for name in ("", *dialect.COMPANIONS):
            growing.with_name(growing.name + name).unlink(missing_ok=True)
        _pour(giving, growing, key, progress)
        for name in dialect.COMPANIONS:
            live.with_name(live.name + name).unlink(missing_ok=True)
        growing.replace(live)


def _pour(giving: dialect.DriverConnection, into: Path, key: bytes | None, progress: Progress | None) -> None:
    with closing(dialect.connect(into, key=key, mode="rwc")) as taking:
        dialect.use_log(taking)
        with dialect.one_moment(giving):
            dialect.copy(giving, taking, progress)
        dialect.use_log(taking)
