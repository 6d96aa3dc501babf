"""Files that people asked for: written whole, or left as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.spreadsheets.replacing import replacing

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(file: Path, data: bytes, *, make_folder: bool = False) -> None:
    """Put data into a file, which gives way only when all is written. Raises Refused `export.*`."""
    with replacing(file) as growing:
        if make_folder:
            file.parent.mkdir(exist_ok=True)
        growing.write_bytes(data)
