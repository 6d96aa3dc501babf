"""The log: what went wrong on our side, without names, phones or plates."""

from __future__ import annotations

import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

NAME = "dealerdesk.log"

_VALUES = re.compile(r"[^\x00-\x7f]+[A-Za-z0-9]*|\b[A-HJ-NPR-Z0-9]{17}\b|[0-9][0-9 -]{3,}[0-9]")


def log_bug(folder: Path, error: BaseException | None = None) -> Path:
    """Append an exception, by default the one being handled, to the log in a folder, and answer the file.

    A folder that cannot be written gives way to the platform's temporary one.
    """
    return _append(folder, _without_values(error or sys.exc_info()[1]))


def log_line(folder: Path, text: str) -> Path:
    """Append a line of ours, which names nobody, to the log in a folder, and answer the file."""
    return _append(folder, f"{datetime.now(UTC).isoformat(timespec='seconds')} {text}\n")


def without_values(text: str) -> str:
    """Another program's words without what people may have entered: only ASCII, no VIN, no long number."""
    return _VALUES.sub("…", text)


def _append(folder: Path, text: str) -> Path:
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            place.mkdir(parents=True, exist_ok=True)
            with (place / NAME).open("a", encoding="utf-8") as log:
                log.write(text)
        except OSError:
            continue
        return place / NAME
    return folder / NAME


def _without_values(error: BaseException | None) -> str:
    """The places and kinds of an exception and its causes: messages may hold what people entered, so they stay out."""
    lines = [f"{datetime.now(UTC).isoformat(timespec='seconds')}\n"]
    while error is not None:
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)
        ]
        lines.append(f"{type(error).__name__}\n")
        error = error.__cause__ or error.__context__
    return "".join(lines)
