"""Writing tables that Excel opens: text stays text, days are days, money is numbers, and nothing becomes a formula."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.spreadsheets.column import CSV_VALUES, Column
from dealerdesk.spreadsheets.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealerdesk.spreadsheets.new_workbook import About
    from dealerdesk.spreadsheets.sheet import Cell


class Reject(NamedTuple):
    """A row that was not taken: where it stands, its original cells, and why in words."""

    sheet: str
    line: int
    cells: Sequence[Cell]
    reason: str


def write_xlsx(
    path: Path | str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], about: About | None = None
) -> int:
    """Write a workbook of one sheet with a frozen, filtered heading row, and answer how many rows it has.

    `about`: who made it, when and what it rests on, on a sheet of its own behind the table.
    A file of that name is replaced once the new one is complete. Raises Refused `export.*` where it cannot be
    written, or where there are more rows than a sheet holds.
    """
    from dealerdesk.spreadsheets.new_workbook import NewWorkbook

    with replacing(Path(path)) as beside, NewWorkbook(title, columns, about) as book:
        for row in rows:
            book.append(row)
        book.save(beside)
        return book.count


def write_rejects(
    path: Path | str,
    title: str,
    headings: Sequence[str],
    rejects: Iterable[Reject],
    *,
    line_heading: str,
    reason_heading: str,
    sheet_heading: str = "",
) -> int:
    """Write the rows that were not taken, each with its number and the reason before its original cells.

    The workbook can be corrected and imported as it is. `sheet_heading` adds the sheet's name, for files with
    several. Raises Refused `export.*`.
    """
    before = [Column(sheet_heading, width=16)] if sheet_heading else []
    before += [Column(line_heading, "integer"), Column(reason_heading, width=50)]
    columns = [*before, *(Column(heading) for heading in headings)]
    from dealerdesk.spreadsheets.new_workbook import NewWorkbook

    with replacing(Path(path)) as beside, NewWorkbook(title, columns) as book:
        for reject in rejects:
            place = [reject.sheet] if sheet_heading else []
            book.append_original([*place, reject.line, reject.reason], reject.cells)
        book.save(beside)
        return book.count


def write_csv(path: Path | str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """Write comma-separated text that Excel opens as UTF-8, and answer how many rows it has.

    Text that Excel would take for a formula gets an apostrophe before it. Raises Refused `export.*`.
    """
    count = 0
    with replacing(Path(path)) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([CSV_VALUES["text"](column.heading) for column in columns])
        writes = [CSV_VALUES[column.kind] for column in columns]
        for row in rows:
            writer.writerow(["" if value is None else write(value) for write, value in zip(writes, row, strict=True)])
            count += 1
    return count
