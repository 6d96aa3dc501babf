"""The copies of the store that lie in a folder: when each was made, why, and how large it is."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dealerdesk.db import dialect
from dealerdesk.db.manifest import manifest_file, manifest_of
from dealerdesk.domain.errors import Refused, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.db.manifest import Manifest

_NAME: Final = re.compile(
    r"(desk|daily|before-import|before-restore|before-schema-\d+)-(\d{8}T\d{6})(\d{6})?Z(\.damaged)?\.db"
)
_KINDS: Final = {"desk": "backup"}


@dataclass(frozen=True)
class KeptCopy:
    """A copy in a folder. `kind`: backup (by hand), daily, before-import, before-restore, before-upgrade.

    `sound`: it has the head of one of ours, the size that this says, and the one that its `manifest` says, if any.
    """

    file: Path
    at: datetime
    kind: str
    bytes: int
    sound: bool
    manifest: Manifest | None = None


def copies_in(folder: Path, *, encrypted: bool = False) -> tuple[KeptCopy, ...]:
    """The copies that lie in a folder under the names that we give them, the newest first; none without a folder."""
    found = []
    try:
        for file in folder.iterdir():
            named = _NAME.fullmatch(file.name)
            at = moment_of(file)
            if named is not None and at is not None and file.is_file():
                found.append(_copy(file, at, named, encrypted=encrypted))
    except OSError:  # the folder is not there, or not to be looked into: then nothing in it is known
        return ()
    return tuple(sorted(found, key=lambda copy: (copy.at, copy.file.name), reverse=True))


def _copy(file: Path, at: datetime, named: re.Match[str], *, encrypted: bool) -> KeptCopy:
    prefix, damaged = named[1], named[4]
    manifest, size = manifest_of(file), file.stat().st_size
    whole = damaged is None and (encrypted or _looks_whole(file, size)) and (manifest is None or manifest.bytes == size)
    return KeptCopy(file, at, _kind(prefix), size, whole, manifest)


def moment_of(file: Path) -> datetime | None:
    """When a copy of this name was made; None where the name does not say."""
    named = _NAME.fullmatch(file.name)
    if named is None:
        return None
    try:
        return datetime.strptime(named[2] + (named[3] or "000000"), "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:  # a name that a person wrote: there is no such moment
        return None


def _kind(prefix: str) -> str:
    return "before-upgrade" if prefix.startswith("before-schema") else _KINDS.get(prefix, prefix)


def kind_of(file: Path) -> str:
    """Why a copy of this name is made: as it says; any other is one that a person makes."""
    named = _NAME.fullmatch(file.name)
    return "backup" if named is None else _kind(named[1])


def remove_copy(copy: KeptCopy) -> bool:
    """Remove a copy and what lies beside it; answers whether it could be done."""
    try:
        copy.file.unlink()
        manifest_file(copy.file).unlink(missing_ok=True)
    except OSError:  # a drive that is gone, or takes no changes: then it stays
        return False
    return True


def _looks_whole(file: Path, size: int) -> bool:
    with file.open("rb") as opened:
        header = opened.read(dialect.HEADER_BYTES)
    return dialect.has_our_mark(header) and not dialect.is_cut_short(header, size)


def folder_for_copies(folder: Path) -> Path:
    """Answer the folder, made if it may be, into which copies can be written.

    Raises WrongUse `backup.folder_not_whole` for a name without its drive, Refused `backup.folder_unusable`.
    """
    folder = folder.expanduser()
    if not folder.is_absolute():
        raise WrongUse("backup.folder_not_whole", folder=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise Refused("backup.folder_unusable", folder=str(folder)) from error
    return folder
