"""The lock of a data folder: shared by everyone who has the store open, held alone by who replaces or migrates it.

It is an empty SQLite file whose read lock is the shared one and whose exclusive lock is the lone one: the operating
system lets go of both when a process dies, on every platform.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from dealerdesk.db.dialect import SPOILT, DriverError, Fault, connect, fault_of
from dealerdesk.db.failures import plainly
from dealerdesk.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.db.dialect import DriverConnection

FILE_NAME: Final = "desk.lock"
SHARED_PATIENCE: Final = 15.0
"""Seconds that an opener waits for a restore or a migration to end."""

LONE_PATIENCE: Final = 5.0
"""Seconds that who wants to be alone waits for the others to leave."""


class FolderLock:
    """A lock that is held until `release`, or until the process ends."""

    def __init__(self, connection: DriverConnection) -> None:
        self._connection = connection

    def release(self) -> None:
        """Let go; a second time does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.release()


def share(folder: Path, *, wait: float = SHARED_PATIENCE) -> FolderLock:
    """Take the folder beside others. Raises Refused `store.locked` while somebody has it alone."""
    return _take(folder, ("BEGIN", "SELECT count(*) FROM sqlite_master"), wait, "store.locked")


def take_alone(folder: Path, *, wait: float = LONE_PATIENCE) -> FolderLock:
    """Take the folder alone. Raises Refused `store.in_use` while anybody has it open."""
    return _take(folder, ("BEGIN EXCLUSIVE",), wait, "store.in_use")


def _take(folder: Path, steps: tuple[str, ...], wait: float, refusal: str) -> FolderLock:
    file = folder / FILE_NAME
    with plainly(file):
        if file.is_dir():
            raise Damaged("store.lock_spoilt", file=str(file))
        connection = connect(file, mode="rwc", wait=wait)
        try:
            for step in steps:
                connection.execute(step).fetchall()
        except DriverError as error:
            connection.close()
            if fault_of(error) is Fault.BUSY:
                raise Refused(refusal, folder=str(folder)) from error
            if fault_of(error) in SPOILT:
                raise Damaged("store.lock_spoilt", file=str(file)) from error
            raise
    return FolderLock(connection)
