"""Reading .xlsx, .xlsm, .xlsb, .xls and .ods workbooks."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Final, cast
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from dealerdesk.domain.errors import Damaged, WrongUse
from dealerdesk.spreadsheets.ole_guard import check_ole
from dealerdesk.spreadsheets.sheet import MAX_ROWS, TOP_ROWS, Cell, Top
from dealerdesk.spreadsheets.zip_guard import check_package, error_cells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

_CELLS: Final = frozenset({str, float, int, date, datetime})


class WorkbookSource:
    """A workbook: the sheets that show, or all where none does. Cells merged downwards all hold the merged value."""

    def __init__(self, path: Path) -> None:
        self.done = self.total = 0
        with path.open("rb") as file:
            zipped = file.read(2) == b"PK"
        if zipped:
            check_package(path)
        else:
            check_ole(path)
        # calamine reads error cells as empty. It lets go of the interpreter, so looking for them costs no time.
        with ThreadPoolExecutor(1) as pool:
            search = pool.submit(_error_cells, path) if zipped else None
            self._sheets = _load(path)
            self._errors = search.result() if search else {}

    def tops(self) -> list[Top]:
        """Answer the first rows of each sheet."""
        return [Top(sheet.name, list(islice(self._filled(sheet), TOP_ROWS))) for sheet in self._sheets]

    def rows(self, sheet: int) -> Iterator[list[Cell]]:
        """Answer all rows of a sheet from its first on."""
        chosen = self._sheets[sheet]
        self.done, self.total = 0, chosen.total_height
        for row in self._filled(chosen):
            self.done += 1
            yield row

    def _filled(self, sheet: CalamineSheet) -> Iterator[list[Cell]]:
        """The rows, with the cells that a merge hides and those that hold an error."""
        left = sheet.start[1] if sheet.start else 0
        errors: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in self._errors.get(sheet.name, {}).items():
            errors.setdefault(row, []).append((column - left, text))
        merges = _merges(sheet, left)
        held: dict[int, Cell] = {}
        for number, raw in enumerate(sheet.iter_rows()):
            cells = cast("list[Cell]", raw)
            if not _CELLS.issuperset(map(type, cells)):
                cells = list(map(_plain, cells))
            for column, text in errors.get(number, ()):
                cells[column] = text
            if number in merges:
                _fill(cells, merges[number], held)
            yield cells


def _load(path: Path) -> list[CalamineSheet]:
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = [m for m in workbook.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        shown = [m for m in sheets if m.visible == SheetVisibleEnum.Visible] or sheets
        return [workbook.get_sheet_by_name(m.name) for m in shown]
    except PasswordError as error:
        raise WrongUse("import.encrypted") from error
    except CalamineError as error:
        raise Damaged("import.cut_off") from error


def _error_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    try:
        return error_cells(path)
    except (BadZipFile, zlib.error, EOFError, KeyError) as error:
        raise Damaged("import.cut_off") from error


def _plain(cell: object) -> Cell:
    """What is neither text, number nor day, as a person sees it: TRUE, 08:30:00."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell if cell is None or isinstance(cell, str | float | int | date) else str(cell)


def _merges(sheet: CalamineSheet, left: int) -> dict[int, list[tuple[int, bool]]]:
    """By row, the columns of cells that are merged downwards, and whether the merge begins there."""
    found: dict[int, list[tuple[int, bool]]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        if top == bottom or column < left:
            continue
        for row in range(top, min(bottom, sheet.total_height, MAX_ROWS) + 1):
            found.setdefault(row, []).append((column - left, row == top))
    return found


def _fill(cells: list[Cell], columns: list[tuple[int, bool]], held: dict[int, Cell]) -> None:
    for column, begins in columns:
        if column >= len(cells):
            continue
        if begins:
            held[column] = cells[column]
        else:
            cells[column] = held.get(column)
