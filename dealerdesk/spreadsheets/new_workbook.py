"""A workbook of one sheet under way: a frozen, filtered heading row, and nothing that becomes a formula."""

from __future__ import annotations

import errno
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Self

from dealerdesk.domain.errors import Refused
from dealerdesk.spreadsheets.column import (
    FORMATS,
    WORKBOOK_VALUES,
    Column,
    ColumnKind,
    looks_like_formula,
    width_of,
    workbook_text,
)
from dealerdesk.spreadsheets.sheet import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from openpyxl.cell import Cell as WorkbookCell

    from dealerdesk.spreadsheets.sheet import Cell

_EXACT: Final = 10**15
_NOT_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FULL: Final = ("ENOSPC", "EDQUOT", "EFBIG")
_HEADING_COLOUR: Final = "1F4E79"


@dataclass(frozen=True)
class About:
    """What a workbook says of itself, on a sheet behind the table and in its properties: facts as label and value."""

    sheet: str
    title: str
    who: str
    at: datetime
    facts: Sequence[tuple[str, str]]


class NewWorkbook:
    """A workbook of one sheet under way."""

    def __init__(self, title: str, columns: Sequence[Column], about: About | None = None) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.utils import get_column_letter

        self.count = 0
        self._about = about
        self._columns = columns
        self._new_cell = WriteOnlyCell
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(_NOT_IN_TITLE.sub(" ", title)[:31].strip() or "1")
        self._sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width_of(column)
        self._last = get_column_letter(max(1, len(columns)))
        self._cells = [self._cell(column.kind) for column in columns]
        self._sheet.append([self._heading(column.heading) for column in columns])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from lxml.etree import SerialisationError

        if error is not None and not self._sheet.closed:
            with suppress(OSError, SerialisationError):
                self._sheet.close()
            self._sheet._writer.cleanup()  # noqa: SLF001 - its file would stay until the program ends
        if isinstance(error, SerialisationError):
            full = any(name in str(error) for name in _FULL)
            raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error

    def append(self, row: Sequence[Any]) -> None:
        """Write a row by its columns' kinds. Raises Refused `export.too_many_rows`."""
        columns = zip(self._columns, self._cells, row, strict=True)
        self._write([self._filled(cell, column.kind, value) for column, cell, value in columns])

    def append_original(self, row: Sequence[Any], cells: Sequence[Cell]) -> None:
        """Write a row by its columns' kinds, then imported cells as they were; raises as `append` does."""
        columns = zip(self._columns, self._cells, row, strict=False)
        written = [self._filled(cell, column.kind, value) for column, cell, value in columns]
        originals = [self._filled(self._cell(kind), kind, value) for kind, value in map(_original, cells)]
        self._write(written + originals)

    def save(self, path: Path) -> None:
        """Write the workbook to the disk, packed beforehand: a package that cannot be closed complains as it dies."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self.count + 1}"
        if self._about is not None:
            self._tell(self._about)
        packed = BytesIO()
        self._book.save(packed)
        path.write_bytes(packed.getbuffer())

    def _tell(self, about: About) -> None:
        """Add the sheet that says what the table is, by whom and when."""
        self._sheet.close()
        told = self._sheet = self._book.create_sheet(_NOT_IN_TITLE.sub(" ", about.sheet)[:31])
        told.column_dimensions["A"].width, told.column_dimensions["B"].width = 20, 60
        for fact in ((about.title, ""), *about.facts):
            told.append([self._filled(self._cell("text"), "text", text) for text in fact])
        properties = self._book.properties
        properties.title, properties.creator = workbook_text(about.title), workbook_text(about.who)
        properties.created = properties.modified = about.at.astimezone(UTC).replace(tzinfo=None)

    def _write(self, cells: list[WorkbookCell | None]) -> None:
        if self.count + 2 > MAX_ROWS:
            raise Refused("export.too_many_rows", limit=MAX_ROWS - 1)
        self.count += 1
        self._sheet.append(cells)

    def _filled(self, cell: WorkbookCell, kind: ColumnKind, value: object) -> WorkbookCell | None:
        """The column's cell with this value; text that looks like a formula has one of its own that says it is none."""
        written: Any = None if value is None else WORKBOOK_VALUES[kind](value)
        if written is None or written == "":
            return None
        if isinstance(written, str) and looks_like_formula(written):
            cell = self._cell("text")
            cell.quotePrefix = True
        cell.value = written
        if isinstance(written, str):
            cell.data_type = "s"
        return cell

    def _cell(self, kind: ColumnKind) -> WorkbookCell:
        cell = self._new_cell(self._sheet)
        cell.number_format = FORMATS[kind]
        return cell

    def _heading(self, text: str) -> WorkbookCell:
        from openpyxl.styles import Alignment, Font, PatternFill

        cell = self._cell("text")
        if shown := workbook_text(text):
            cell.value = shown
            cell.data_type = "s"
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_HEADING_COLOUR)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        return cell


def _original(cell: Cell) -> tuple[ColumnKind, object]:
    """An imported cell as it goes into a workbook: a number stays a number, a day a day."""
    if isinstance(cell, str) or cell is None:
        return "text", cell
    if isinstance(cell, date):
        return ("text", cell.isoformat(" ")) if isinstance(cell, datetime) else ("day", cell)
    if abs(cell) >= _EXACT or cell != cell:  # noqa: PLR0124 - NaN
        return "text", str(cell)
    return ("integer", int(cell)) if float(cell).is_integer() else ("number", cell)
