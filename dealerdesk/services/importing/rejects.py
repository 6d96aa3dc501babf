"""The workbook of rows that were not taken, beside the database: there when the import is, and not otherwise."""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, Self
from zipfile import BadZipFile, ZipFile

from dealerdesk.domain.errors import Refused, said
from dealerdesk.spreadsheets.writing import Reject, write_rejects
from dealerdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from dealerdesk.domain.erasure import Known
    from dealerdesk.services.importing.outcome import NotTaken
    from dealerdesk.spreadsheets.sheet import SheetHead

FOLDER: Final = "rejects"
"""Where workbooks of rows that were not taken stand, beside the database."""

_LEFT_BEHIND: Final = 24 * 60 * 60
"""Seconds after which nobody writes a workbook any more."""

_LONGEST_NAME: Final = 60
"""How many characters of the import's name its workbook keeps: there is no room for more on every disk."""


def workbooks_naming(folder: Path, known: Known) -> tuple[str, ...]:
    """The names of those workbooks beside a store that hold a name or a phone of a person."""
    words = [word.encode() for word in known.words]
    files = sorted((folder / FOLDER).glob("*.xlsx")) if words else []
    return tuple(file.name for file in files if any(word in part for part in _parts(file) for word in words))


def _parts(file: Path) -> Iterator[bytes]:
    """The sheets and texts of a workbook as they lie in it; nothing of one that cannot be read."""
    try:
        with ZipFile(file) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    yield package.read(name)
    except (OSError, BadZipFile):
        return


class Rejects:
    """A workbook under way; use it in a `with` around the import: on any error nothing is left of it."""

    def __init__(self, folder: Path, source: Path, head: SheetHead, lang: str) -> None:
        self._folder, self._head, self._lang = folder, head, lang
        self._name = source.stem.encode(errors="ignore").decode()[:_LONGEST_NAME]
        self._staging = folder / f".{os.getpid()}.xlsx"
        self._staged: Path | None = None
        self._kept: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in (self._staged, self._kept if error is not None else None):
            if file is not None:
                with suppress(OSError):  # a folder that was closed meanwhile keeps it until the next import clears it
                    file.unlink(missing_ok=True)

    def stage(self, rows: Sequence[NotTaken]) -> None:
        """Write the rows, with the reason in words, under a name that is not yet the workbook's.

        Raises Refused `export.*` where it cannot be written.
        """
        if not rows:
            return
        words = Words(self._lang)
        places = {name: place for place, name in enumerate(self._head.sheets)}
        ordered = sorted(rows, key=lambda row: (places[row.sheet], row.line))
        with self._plainly():
            self._folder.mkdir(exist_ok=True)
        self._clear_left_behind()
        self._staged = self._staging
        with self._plainly():
            write_rejects(
                self._staging,
                self._name,
                self._head.headings,
                (Reject(row.sheet, row.line, row.cells, words.say(said(f"import.{row.code}"))) for row in ordered),
                line_heading=words.label("column.row"),
                reason_heading=words.label("column.cause"),
                sheet_heading=words.label("column.sheet_name") if len(places) > 1 else "",
            )

    def _clear_left_behind(self) -> None:
        """Delete what imports that were killed left half written: it holds people's data under a name nobody sees."""
        for file in self._folder.glob(".*.xlsx"):
            with suppress(OSError):
                if time.time() - file.stat().st_mtime > _LEFT_BEHIND:
                    file.unlink()

    def keep(self, batch: int) -> Path | None:
        """Give the workbook its name, and answer it; None where there were no rows."""
        if self._staged is None:
            return None
        self._kept = self._folder / f"{batch}-{self._name}.xlsx"
        with self._plainly():
            self._staged.replace(self._kept)
        return self._kept

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Within this, what goes wrong is told of the folder: the name that a workbook grows under says nothing."""
        try:
            yield
        except Refused as trouble:
            raise Refused(trouble.said.code, **{**trouble.said.params, "file": str(self._folder)}) from trouble
        except OSError as error:
            full = error.errno == errno.ENOSPC
            raise Refused("export.disk_full" if full else "export.no_permission", file=str(self._folder)) from error
