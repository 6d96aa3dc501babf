"""A store that is open: many readers that each see one moment, one writer at a time, and a word when others wrote."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self

from dealerdesk.db import dialect, lock
from dealerdesk.db.acts import ActHeader, Writer
from dealerdesk.db.failures import plainly, speak_plainly
from dealerdesk.db.place import STORE_FILE, may_write, usable_folder
from dealerdesk.db.schema import SCHEMA, create, migrate, schema_of
from dealerdesk.db.seal import FILES, IN_USE, break_seal, set_seal
from dealerdesk.db.signatures import check_signature
from dealerdesk.db.soundness import Soundness, close_by_seal, notice_death
from dealerdesk.db.tables import Base
from dealerdesk.db.trail import key_of
from dealerdesk.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from dealerdesk.domain.errors import Trouble

FILE_NAME: Final = STORE_FILE
BACKUPS: Final = "backups"


class Store:
    """The data of one dealership, open in this process. Any thread may read and write; close it when done."""

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, key: bytes | None = None) -> Store:
        """Open the store in a folder, made new if there is none and `create` says so; an older one is migrated.

        Raises Damaged `store.missing`, `store.damaged`, `store.not_ours`; Refused `store.newer`, `store.locked` (being
        restored or migrated), `store.in_use` (to be migrated while others have it open), `store.network_drive`,
        `store.no_permission`, `store.disk_full`, `store.wrong_key`, `store.key_closed`; WrongUse
        `store.folder_is_file`.
        """
        folder = usable_folder(folder, create=create)
        file = folder / FILE_NAME
        may_write(file)
        if not file.exists():
            if not create:
                raise Damaged("store.missing", folder=str(folder))
            _make(folder, key)
        else:
            notice_death(folder)
        held = lock.share(folder)
        try:
            if schema_of(file, key=key) < SCHEMA:
                held.release()
                _bring_up_to_date(folder, key)
                held = lock.share(folder)
                schema_of(file, key=key)
            return cls(folder, held, key)
        except BaseException:
            held.release()
            raise

    def __init__(self, folder: Path, held: lock.FolderLock, key: bytes | None) -> None:
        self.folder = folder
        self.file = folder / FILE_NAME
        self.key = key
        self.trail = key_of(folder)
        self._held = held
        self._identity = self._seen()
        self._spoilt = self._closed = False
        self.soundness = Soundness(self)
        self._readers = dialect.make_engine(self.file, key=key, read_only=True)
        self._writer = dialect.make_engine(self.file, key=key, read_only=False)
        self._turn = threading.Lock()
        self._others = 0
        FILES.enter(self._identity)
        for engine in (self._readers, self._writer):
            speak_plainly(engine, self.file, self._hear)

    def close(self) -> None:
        """Close every connection and leave the folder to others, sealed if written to; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self._readers.dispose()
        self._writer.dispose()
        FILES.leave(self._identity)
        self._held.release()
        if not self._spoilt:
            close_by_seal(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read within one moment of the store: what others write meanwhile is not seen. Nothing can be written."""
        self._make_sure_of_file()
        with self._readers.connect() as conn:
            conn.begin()  # ended by closing: there is nothing to commit
            yield conn

    @contextmanager
    def write(self, header: ActHeader) -> Iterator[Writer]:
        """Write one act: all of it is there when this ends, on the disk, or none of it. Writers take turns.

        The first write waits until the store is known to be sound. Raises Damaged `store.found_damaged`; Refused
        `store.busy` when another writer does not end within a minute, `store.disk_full`; `actor.changed` and
        `actor.sign_in` where the header's actor is no longer who they were.
        """
        with self.derive() as conn:
            if header.actor is not None:
                check_signature(conn, header.actor)
            writer = Writer(conn, header, Base.metadata, self.trail)
            yield writer
            writer.close()

    @contextmanager
    def derive(self) -> Iterator[Connection]:
        """Write what follows from the acts, which is no act itself: derived tables only. Raises what `write` raises."""
        self._make_sure_of_file()
        self.soundness.must_be_sound()
        with self.mend() as conn:
            yield conn

    @contextmanager
    def mend(self) -> Iterator[Connection]:
        """Rebuild what is derived in a store that is not known to be sound. Raises Refused `store.busy`."""
        if not self._turn.acquire(timeout=dialect.PATIENCE):
            raise Refused("store.busy")
        try:
            if self._closed:  # its seal would not be that of the file any more: a bug of ours, not damage
                raise ValueError("a closed store is written to")
            with self._writer.connect() as conn, conn.begin():
                yield conn
        finally:
            self._turn.release()

    def sweep(self) -> bool:
        """Write the file anew, so that nothing can be read in it that was deleted; answers whether nothing is left.

        Not where others keep reading what was: then the log goes when the last of them closes.
        """
        self._make_sure_of_file()
        if not self._turn.acquire(timeout=dialect.PATIENCE):
            raise Refused("store.busy")
        try:
            with plainly(self.file), closing(self._writer.raw_connection()) as conn:
                driver: Any = conn.driver_connection
                return dialect.rewrite(driver)
        finally:
            self._turn.release()

    def others_version(self) -> int:
        """Answer a number that changes whenever anybody else wrote: the one writer's connection knows its own writes.

        While this store writes itself, the answer is the last one that is known.
        """
        self._make_sure_of_file()
        if self._turn.acquire(blocking=False):
            try:
                with plainly(self.file), closing(self._writer.raw_connection()) as conn:
                    driver: Any = conn.driver_connection
                    self._others = dialect.data_version(driver)
            finally:
                self._turn.release()
        return self._others

    def _hear(self, trouble: Trouble) -> None:
        """A store in which damage was met is not sealed: all of it is looked through before the next write."""
        if isinstance(trouble, Damaged) and trouble.said.code == "store.damaged":
            self._spoilt = True

    def _seen(self) -> tuple[int, int]:
        with plainly(self.file):
            status = self.file.stat()
        return status.st_dev, status.st_ino

    def _make_sure_of_file(self) -> None:
        """Raise Damaged `store.vanished` when the file is no longer the one that was opened."""
        if self._seen() != self._identity:
            raise Damaged("store.vanished", file=str(self.file))


def stamp(moment: datetime | None = None) -> str:
    """Answer a moment, by default this one, in UTC for a file's name."""
    return (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _make(folder: Path, key: bytes | None) -> None:
    """Make a new store, unless somebody else makes it first."""
    file = folder / FILE_NAME
    try:
        with lock.take_alone(folder, wait=lock.SHARED_PATIENCE):
            if not file.exists():
                with plainly(file):
                    break_seal(folder)
                create(file, key=key)
                with plainly(file):
                    set_seal(folder, IN_USE)
    except Refused:
        if not file.exists():
            raise


def _bring_up_to_date(folder: Path, key: bytes | None) -> None:
    """Migrate an older store, alone, with a backup of what it was."""
    from dealerdesk.db.backup import copy_verified

    file = folder / FILE_NAME
    with lock.take_alone(folder):
        number = schema_of(file, key=key)
        if number < SCHEMA:
            copy_verified(file, folder / BACKUPS / f"before-schema-{SCHEMA}-{stamp()}.db", key=key)
            with plainly(file):
                break_seal(folder)
            migrate(file, key=key)
