"""The copies of the store that lie in a folder: when each was made, why, and how large it is."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dealerdesk.db import dialect
from dealerdesk.domain.errors import Refused, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = re.compile(r"(desk|before-restore|before-schema-\d+)-(\d{8}T\d{6})(\d{6})?Z(\.damaged)?\.db")
_KINDS: Final = {"desk": "backup", "before-restore": "before-restore"}


@dataclass(frozen=True)
class KeptCopy:
    """A copy in a folder. `kind`: backup, before-restore, before-upgrade. `sound`: it has the head of one of ours."""

    file: Path
    at: datetime
    kind: str
    bytes: int
    sound: bool


def copies_in(folder: Path, *, encrypted: bool = False) -> tuple[KeptCopy, ...]:
    """The copies that lie in a folder under the names that we give them, the newest first; none without a folder."""
    found = []
    try:
        for file in folder.iterdir():
            named = _NAME.fullmatch(file.name)
            if named is not None and file.is_file():
                found.append(_copy(file, named, encrypted=encrypted))
    except OSError:  # the folder is not there, or not to be looked into: then nothing in it is known
        return ()
    return tuple(sorted(found, key=lambda copy: (copy.at, copy.file.name), reverse=True))


def _copy(file: Path, named: re.Match[str], *, encrypted: bool) -> KeptCopy:
    prefix, moment, fraction, damaged = named.groups()
    at = datetime.strptime(moment + (fraction or "000000"), "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return KeptCopy(
        file,
        at,
        _KINDS.get(prefix, "before-upgrade"),
        file.stat().st_size,
        damaged is None and (encrypted or _has_head(file)),
    )


def _has_head(file: Path) -> bool:
    with file.open("rb") as opened:
        return dialect.has_our_mark(opened.read(dialect.HEADER_BYTES))


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
