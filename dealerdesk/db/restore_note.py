"""What lies beside a store while it is restored: whoever opens it after a kill ends the restore by it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.drafts import Draft, DraftOf
from dealerdesk.db.place import settle_folder

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "desk.restore"


class RestoreNote(NamedTuple):
    """A restore under way: who does it from where, and since when; what was half filled in, and in which store.

    `of`: the digest of that store's first act. `kept`: the copy of what was there. `before`, `restored`: the digests of
    the last act of what was there, empty where nobody knows, and of what is put in its place.
    """

    who: str
    source: str
    at: datetime
    file: str
    of: str | None
    forms: tuple[DraftOf, ...]
    kept: str | None = None
    before: str = ""
    restored: str = ""


def write_note(folder: Path, note: RestoreNote) -> None:
    """Write a note, on the disk when this ends. The system's errors come as they are."""
    told = {**note._asdict(), "at": note.at.isoformat(), "forms": [_told(form) for form in note.forms]}
    growing = folder / f"{FILE_NAME}.{os.getpid()}.new"
    try:
        with os.fdopen(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(json.dumps(told).encode())
            file.flush()
            os.fsync(file.fileno())
        growing.replace(folder / FILE_NAME)
    except OSError:
        with suppress(OSError):
            growing.unlink(missing_ok=True)
        raise
    settle_folder(folder)


def note_of(folder: Path) -> RestoreNote | None:
    """Answer the note that lies beside a store; None where none of ours does."""
    try:
        told = json.loads((folder / FILE_NAME).read_bytes())
        forms = tuple(_form(form) for form in told["forms"])
        texts = {name: str(told[name]) for name in ("who", "source", "file", "before", "restored")}
        others = {name: None if told[name] is None else str(told[name]) for name in ("of", "kept")}
        return RestoreNote(at=datetime.fromisoformat(told["at"]), forms=forms, **texts, **others)  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def drop_note(folder: Path) -> None:
    """Forget a restore that has ended. The system's errors come as they are."""
    (folder / FILE_NAME).unlink(missing_ok=True)


def _told(form: DraftOf) -> dict[str, Any]:
    return {"who": form.who, **form.draft._asdict(), "at": form.draft.at.isoformat()}


def _form(told: dict[str, Any]) -> DraftOf:
    at = datetime.fromisoformat(told["at"])
    return DraftOf(str(told["who"]), Draft(str(told["kind"]), str(told["key"]), at, dict(told["content"])))
