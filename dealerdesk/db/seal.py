"""The seal of a store: when nobody has it open, the digest of its whole file; while it is written to, that it is."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter, defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.place import settle_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

    Identity = tuple[int, int]

FILE_NAME: Final = "desk.seal"
_LARGEST: Final = 4_096
"""Bytes above which a file is no seal of ours."""

_BLOCK: Final = 4 << 20
_LOCKED: Final = 1 << 30
_LOCKED_BYTES: Final = 512
"""Where the engine takes its locks, in a page that it never uses: it cannot be read everywhere."""

_MOST_THREADS: Final = 4


class Seal(NamedTuple):
    """What stands beside a store: the digest and the bytes of its file as it was closed; `digest` None: in use."""

    digest: str | None
    bytes: int = 0


IN_USE: Final = Seal(None)
"""Somebody looked through the store and writes to it; whoever finds this alone knows that they died."""


def seal_of(folder: Path) -> Seal | None:
    """Answer what is known of a store from outside; None where nothing of ours stands there."""
    file = folder / FILE_NAME
    try:
        if file.stat().st_size > _LARGEST:
            return None
        told = json.loads(file.read_text("utf-8"))
        if told["state"] == "in use":
            return IN_USE
        return Seal(str(told["sha256"]), int(told["bytes"])) if told["state"] == "closed" else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def set_seal(folder: Path, seal: Seal) -> None:
    """Write a seal, on the disk when this ends: the whole of it or nothing. The system's errors come as they are."""
    told = {"program": "DealerDesk", "state": "in use"}
    if seal.digest is not None:
        told |= {"state": "closed", "sha256": seal.digest, "bytes": str(seal.bytes)}
    growing = folder / f"{FILE_NAME}.{os.getpid()}.new"
    try:
        with growing.open("wb") as file:
            file.write(json.dumps(told).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        growing.replace(folder / FILE_NAME)
    except OSError:
        with suppress(OSError):
            growing.unlink(missing_ok=True)
        raise
    settle_folder(folder)


def break_seal(folder: Path) -> None:
    """Forget what was known of a store, before it is replaced or because nobody vouches for it any more."""
    file = folder / FILE_NAME
    if file.exists():
        file.unlink(missing_ok=True)
        settle_folder(folder)


def digest_of_file(descriptor: int) -> Seal:
    """Answer the seal of a file that is open, over its blocks in parallel; where it is open it stays where it is."""
    size = os.fstat(descriptor).st_size
    whole = hashlib.sha256()
    if size <= 2 * _BLOCK:
        for block in _blocks(descriptor, size):
            whole.update(hashlib.sha256(block).digest())
        return Seal(whole.hexdigest(), size)
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    with ThreadPoolExecutor(threads) as pool:
        under_way: deque[Future[bytes]] = deque()
        for block in _blocks(descriptor, size):
            under_way.append(pool.submit(_digest, block))
            if len(under_way) > 2 * threads:
                whole.update(under_way.popleft().result())
        for digest in under_way:
            whole.update(digest.result())
    return Seal(whole.hexdigest(), size)


def _digest(block: bytes) -> bytes:
    return hashlib.sha256(block).digest()


def _blocks(descriptor: int, size: int) -> Iterator[bytes]:
    for start in range(0, size, _BLOCK):
        place = start + _LOCKED_BYTES if start == _LOCKED else start
        os.lseek(descriptor, place, os.SEEK_SET)
        wanted, parts = min(start + _BLOCK, size) - place, []
        while wanted > 0 and (part := os.read(descriptor, wanted)):
            parts.append(part)
            wanted -= len(part)
        yield b"".join(parts)


class _Files:
    """Files of stores that this process has open, and ours to read them by.

    On POSIX to close any descriptor of a file lets go of all locks that the process has on it, the engine's too: ours
    stay open until the last store on the file is closed.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._stores: Counter[Identity] = Counter()
        self._ours: defaultdict[Identity, list[int]] = defaultdict(list)

    def enter(self, identity: Identity) -> None:
        """A store is opened on a file."""
        with self._turn:
            self._stores[identity] += 1

    def leave(self, identity: Identity) -> None:
        """A store on a file was closed."""
        with self._turn:
            self._stores[identity] -= 1
            if self._stores[identity] <= 0:
                del self._stores[identity]
                for descriptor in self._ours.pop(identity, ()):
                    os.close(descriptor)

    @contextmanager
    def reading(self, file: Path) -> Iterator[int]:
        """Within this, a descriptor by which a file can be read."""
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            yield descriptor
        finally:
            status = os.fstat(descriptor)
            with self._turn:
                identity = status.st_dev, status.st_ino
                if self._stores[identity] > 0:
                    self._ours[identity].append(descriptor)
                else:
                    os.close(descriptor)


FILES: Final = _Files()


def measured(file: Path) -> Seal:
    """Answer the seal that a file of a store would have as it stands. The system's errors come as they are."""
    with FILES.reading(file) as descriptor:
        return digest_of_file(descriptor)
