"""The same copy once more in another place: a USB stick, or a folder on the network."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from dealerdesk.db.backup import clear_leftovers, copying
from dealerdesk.db.manifest import forget_manifest, manifest_of, write_manifest
from dealerdesk.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_AT_A_TIME: Final = 1 << 20


def copy_again(copy: Path, folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Copy a verified copy, as its manifest knows it, into a folder that is there; read back before it has its name.

    Raises Refused `backup.second_missing`, `backup.no_permission`, `backup.unreachable`, `store.disk_full`; Damaged
    `backup.damaged` where what was written is not what was to be.
    """
    if not folder.is_dir():
        raise Refused("backup.second_missing", folder=str(folder))
    target, known = folder / copy.name, manifest_of(copy)
    growing = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with copying(copy, target):
            clear_leftovers(folder)
            _write(copy, growing, progress)
            if known is None or _digest(growing) != known.sha256:
                raise Damaged("backup.damaged", file=str(copy))
            forget_manifest(target)
            growing.replace(target)
    finally:
        with suppress(OSError):
            growing.unlink(missing_ok=True)
    write_manifest(target, known)
    return target


def _write(copy: Path, growing: Path, progress: Callable[[int, int], None] | None) -> None:
    done, whole = 0, copy.stat().st_size
    with copy.open("rb") as source, growing.open("wb") as target:
        while part := source.read(_AT_A_TIME):
            target.write(part)
            done += len(part)
            if progress is not None:
                progress(done, whole)
        target.flush()
        os.fsync(target.fileno())


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
