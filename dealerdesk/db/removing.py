"""Removing a store from its folder, with all that the desk itself put there: only one that is marked as invented."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from dealerdesk.db import dialect, lock, seal
from dealerdesk.db.failures import plainly
from dealerdesk.db.manifest import manifest_file
from dealerdesk.db.restore_note import FILE_NAME as NOTE_FILE
from dealerdesk.db.store import BACKUPS, FILE_NAME
from dealerdesk.db.trail import KEY_FILE
from dealerdesk.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REJECTS: Final = "rejects"
_MARK: Final = "SELECT value FROM setting WHERE name = 'invented'"


def remove_invented(folder: Path) -> None:
    """Delete the invented store of a folder, and the folder if nothing else stands in it.

    Raises Damaged `store.missing`, Refused `invented.is_real` for any other store, `invented.has_imports` where files
    were imported into it, `store.in_use` while anybody has it open.
    """
    file = folder / FILE_NAME
    if not file.is_file():
        raise Damaged("store.missing", folder=str(folder))
    with lock.take_alone(folder), plainly(file):
        ours = [*_rejects(file), *_backups(folder)]
        for path in ours:
            path.unlink(missing_ok=True)
        for ending in (*dialect.COMPANIONS, ""):  # the database last: until then it is known as invented
            file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
    with plainly(file):
        beside = [path for name in (seal.FILE_NAME, lock.FILE_NAME, NOTE_FILE) for path in folder.glob(f"{name}*")]
        for path in (*beside, folder / KEY_FILE):
            path.unlink(missing_ok=True)
    for place in (folder / _REJECTS, folder / BACKUPS, folder):  # whatever else stands there is kept
        with suppress(OSError):
            place.rmdir()


def _rejects(file: Path) -> Iterator[Path]:
    """The workbooks of rows that former imports did not take. Raises Refused where the store is not to be removed."""
    with closing(dialect.connect(file)) as connection:
        if not _is_marked(connection):
            raise Refused("invented.is_real", folder=str(file.parent))
        batches = connection.execute("SELECT state, rejects_file FROM batch").fetchall()
    standing = sum(state == "done" for state, _ in batches)
    if standing:
        raise Refused("invented.has_imports", n=standing)
    yield from (file.parent / _REJECTS / name for _, name in batches if name is not None)


def _backups(folder: Path) -> Iterator[Path]:
    """The backups that are of an invented store too."""
    for path in sorted((folder / BACKUPS).glob("*.db")):
        with suppress(dialect.DriverError), closing(dialect.connect_to_copy(path)) as connection:
            if _is_marked(connection):
                yield path
                yield manifest_file(path)


def _is_marked(connection: dialect.DriverConnection) -> bool:
    found = connection.execute(_MARK).fetchone()
    return found is not None and found[0] == "true"
