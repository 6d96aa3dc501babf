"""The values that reading a spreadsheet yields: cells, the rows at the top of a sheet, and the chosen sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell: TypeAlias = str | float | date | datetime | None
"""What a cell holds; integers count as floats. An empty cell is None or blank text."""

C = TypeVar("C", bound=Cell)

Kind: TypeAlias = Literal["vehicles", "visits", "calls"]
"""What the rows of a file are: customers with their vehicles, repair orders, or calls of old."""

Mapped: TypeAlias = Mapping[str, str | int | None]
"""A mapping by hand: field to heading, or to a column counted from 0; None leaves the field out."""

TOP_ROWS: Final = 50
"""How many rows of a sheet are searched for its headings."""

MAX_ROWS: Final = 1_048_576
"""The most data rows that are read: what one Excel sheet can hold."""

MAX_COLUMNS: Final = 1000
"""The most columns that are read of a row."""


class Top(NamedTuple):
    """A sheet's name and its first rows, which are searched for headings."""

    name: str
    rows: list[list[Cell]]


class Pick(NamedTuple):
    """A sheet that is to be read, by its place in the file, and the row of its headings, counted from 0."""

    sheet: int
    heading_row: int


class SheetRow(NamedTuple):
    """One row as it stands in the file: the sheet's name, the row's number counted from 1, and its cells."""

    sheet: str
    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What was recognised of a file before its rows are read.

    `columns`: field to column counted from 0. `layout`: the same for files with the same headings of the same
    kind. `mapping`: the mapping by hand in force, to be remembered for that layout. `sheets`: those that are
    read, one after another; `unread`: others whose headings were recognised as well.
    """

    kind: Kind
    layout: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    mapping: Mapped
    sheets: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's head and all rows after its headings, up to the last that is not empty."""

    head: SheetHead
    rows: tuple[SheetRow, ...]


def is_empty(cell: Cell) -> bool:
    """Answer whether a cell holds nothing that shows."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u00a0\u3000\u200b\ufeff"))


def is_blank(cells: Sequence[Cell]) -> bool:
    """Answer whether a row holds nothing that shows."""
    return all(map(is_empty, cells))


def narrowed(cells: list[C]) -> list[C]:
    """Answer the cells that are read of a row, and after them the first that stands beyond, so that it is noticed."""
    if len(cells) <= MAX_COLUMNS:
        return cells
    beyond = next((cell for cell in cells[MAX_COLUMNS:] if cell and not is_empty(cell)), None)
    return cells[:MAX_COLUMNS] if beyond is None else [*cells[:MAX_COLUMNS], beyond]
