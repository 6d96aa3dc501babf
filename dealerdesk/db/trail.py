"""The head of the chain of acts, vouched for by a key that lies beside the store: who has not got it forges nothing."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.failures import is_allowed, plainly
from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

KEY_FILE: Final = "desk.key"
RENEWED: Final = "renew-trail-key"
"""The act by which another key takes over; it stays in sight for ever."""

_BYTES: Final = 32
_ID_LENGTH: Final = 16
_READ: Final = "SELECT acts, digest, key_id, mac FROM chain_head WHERE id = 1"
_WRITE: Final = "INSERT OR REPLACE INTO chain_head (id, acts, digest, key_id, mac) VALUES (1, ?, ?, ?, ?)"
_LAST: Final = "SELECT id, digest FROM act ORDER BY id DESC LIMIT 1"


class Head(NamedTuple):
    """Where the chain ended when it was vouched for: how many acts, the last digest, by which key, and its proof."""

    acts: int
    digest: str
    key_id: str
    mac: str


class TrailKey:
    """The key of a folder. Where the head names another one the file is read anew: another process may have made it."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder = folder
        self._secret = secret
        self.id = _id_of(secret)
        """A short fingerprint, which tells nothing of the key."""

    def mac(self, acts: int, digest: str) -> str:
        """What only this key says of a chain of so many acts that ends with this digest."""
        return hmac.new(self._secret, f"head|{acts}|{digest}".encode(), hashlib.sha256).hexdigest()

    def knows(self, key_id: str) -> bool:
        """Answer whether a head that names this key can be looked at."""
        if key_id != self.id:
            with suppress(OSError):
                secret = (self._folder / KEY_FILE).read_bytes()
                if len(secret) == _BYTES:
                    self._secret, self.id = secret, _id_of(secret)
        return key_id == self.id

    def proves(self, head: Head) -> bool:
        """Answer whether a head was made with this key."""
        return self.knows(head.key_id) and hmac.compare_digest(
            self.mac(head.acts, head.digest).encode(), head.mac.encode()
        )

    def head(self, acts: int, digest: str) -> Head:
        """The head of a chain."""
        return Head(acts, digest, self.id, self.mac(acts, digest))


def key_of(folder: Path) -> TrailKey:
    """Answer the key of a data folder, made if there is none; of two who make one at once both get the first.

    Raises Refused `store.key_closed` where it may not be read, and what else keeps a file from being written.
    """
    file = folder / KEY_FILE
    with plainly(file):
        for _ in range(2):
            if file.is_dir() or (file.exists() and not is_allowed(file, os.R_OK)):
                raise Refused("store.key_closed", file=str(file))
            if not file.exists():
                _make(file)
            secret = file.read_bytes()
            if len(secret) == _BYTES:
                return TrailKey(folder, secret)
            file.replace(file.with_name(f"{KEY_FILE}.{time.time_ns()}.left"))
    raise Refused("store.key_closed", file=str(file))


def head_of(conn: Connection) -> Head | None:
    """Answer the head that is kept in the store."""
    found = conn.exec_driver_sql(_READ).fetchone()
    return None if found is None else Head(*found)


def follow(conn: Connection, key: TrailKey, act_id: int, previous: str, digest: str) -> None:
    """Let the head follow the chain by one act; a head that does not fit the act before stays, for `check` to find."""
    head = head_of(conn)
    fits = act_id == 1 if head is None else head[:2] == (act_id - 1, previous) and key.proves(head)
    if fits:
        vouch(conn, key, act_id, digest)


def vouch(conn: Connection, key: TrailKey, acts: int, digest: str) -> None:
    """Write the head of a chain."""
    conn.exec_driver_sql(_WRITE, tuple(key.head(acts, digest)))


def vouch_for_migrated(conn: Connection, folder: Path) -> None:
    """Give a chain that was written before there were heads its first one."""
    last = conn.exec_driver_sql(_LAST).fetchone()
    if last is not None and head_of(conn) is None:
        vouch(conn, key_of(folder), *last)


def _id_of(secret: bytes) -> str:
    return hashlib.sha256(secret).hexdigest()[:_ID_LENGTH]


def _make(file: Path) -> None:
    """Write a new key under another name and give it the right one, unless somebody else did first."""
    growing = file.with_name(f"{file.name}.{os.getpid()}.{time.time_ns()}.new")
    try:
        with os.fdopen(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(os.urandom(_BYTES))
            opened.flush()
            os.fsync(opened.fileno())
        try:
            os.link(growing, file)
        except FileExistsError:
            return
        except OSError:  # a drive without links: the name alone decides, where it is not taken meanwhile
            if not file.exists():
                growing.replace(file)
    finally:
        growing.unlink(missing_ok=True)
