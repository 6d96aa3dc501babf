"""Looking at a file before it is read: what would be taken for what, and over its first rows where that is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.errors import Said, Trouble
from dealerdesk.spreadsheets.cells import text_of
from dealerdesk.spreadsheets.headings import (
    Candidate,
    candidates,
    columns_of,
    could_be_headings,
    layout_of,
    likeliest,
    recognise,
)
from dealerdesk.spreadsheets.row_cells import TABLES
from dealerdesk.spreadsheets.rows import DAY_OF, VisitRow, rows_of
from dealerdesk.spreadsheets.sheet import SheetHead, SheetRow, is_blank, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dealerdesk.spreadsheets.headings import Remembered
    from dealerdesk.spreadsheets.rows import AnyRow
    from dealerdesk.spreadsheets.sheet import Cell, Kind, Mapped, Top

_FEW: Final = 5
"""Fewer fields than this may be met by chance: the kind is then only likely."""

_DIGIT: Final = re.compile(r"\d")
_NO_DATA: Final = frozenset({"blank", "total_line"})


class Certainty(StrEnum):
    """How sure the kind of a file's rows is."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class LookedRow(NamedTuple):
    """A row as a person sees it; `problems`: by column the code of what is wrong with its cell.

    `code`: why the row would be set aside or rejected, or None.
    """

    line: int
    cells: tuple[str, ...]
    problems: Mapping[int, str]
    code: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What a file seems to be. `head`: as it would be read, or as near as it comes where `trouble` says why it cannot.

    `line`: the row of the headings, counted from 1. `rows`: the first after them.
    """

    head: SheetHead
    certainty: Certainty
    line: int
    missing: tuple[tuple[str, ...], ...]
    rows: tuple[LookedRow, ...]
    trouble: Said | None


def look(
    tops: Sequence[Top],
    today: date,
    *,
    kind: Kind | None = None,
    mapping: Mapped | None = None,
    remembered: Remembered | None = None,
    sheet: str | None = None,
    line: int | None = None,
) -> Look:
    """Answer what a file seems to be, by the first rows of its sheets.

    `kind`, `mapping` and `sheet` as for `recognise`; `line` is the row of the headings where none is recognised.
    Raises WrongUse `import.empty` where the file holds nothing.
    """
    trouble: Said | None = None
    head: SheetHead | None = None
    try:
        head, _ = recognise(tops, kind=kind, mapping=mapping, remembered=remembered, sheet=sheet)
    except Trouble as refusal:
        if refusal.said.code == "import.empty":
            raise
        trouble = refusal.said
    found = candidates(tops, kind=kind, mapping=mapping, remembered=remembered)
    chosen = likeliest([each for each in found if sheet in {None, tops[each.sheet].name}])
    if chosen is None:
        chosen = _guess(tops, kind, sheet, line)
    if head is None:
        others = tuple(tops[each.sheet].name for each in found if each.sheet != chosen.sheet and not each.missing)
        name = tops[chosen.sheet].name
        head = SheetHead(chosen.kind, chosen.layout, chosen.headings, chosen.columns, chosen.mapping, (name,), others)
    rows = _looked(tops[chosen.sheet], chosen, head, today)
    certainty = _certainty(chosen, trouble, named=kind is not None)
    return Look(head, certainty, chosen.row + 1, chosen.missing, tuple(rows), trouble)


def shown(cell: Cell) -> str:
    """Answer a cell as a person reads it: a day without the midnight that workbooks give it."""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return text_of(cell) or ""


def problems_of(cells: Sequence[Cell], columns: Mapping[str, int], kind: Kind, today: date) -> dict[int, str]:
    """Answer by column the code of what is wrong with a cell, each read by itself."""
    found: dict[int, str] = {}
    for field, column in columns.items():
        value, flaw = TABLES[kind][field](cells[column] if column < len(cells) else None)
        if field == DAY_OF.get(kind) and value is not None and value > today:
            flaw = "future_date"
        if flaw is not None:
            found[column] = flaw
    return found


def _certainty(chosen: Candidate, trouble: Said | None, *, named: bool) -> Certainty:
    if chosen.missing or trouble is not None:
        return Certainty.UNSURE
    return Certainty.SURE if named or len(chosen.columns) >= _FEW else Certainty.LIKELY


def _guess(tops: Sequence[Top], kind: Kind | None, sheet: str | None, line: int | None) -> Candidate:
    """The row that may be the headings of a file in which none are known: the first of those with the most words."""
    asked = [(place, top) for place, top in enumerate(tops) if sheet in {None, top.name}]
    place, top = max(asked, key=lambda each: sum(not is_blank(cells) for cells in each[1].rows))
    likely = [row for row, cells in enumerate(top.rows) if could_be_headings(cells)]
    row = max(likely, key=lambda each: _words(top.rows[each]), default=0)
    if line is not None and 1 <= line <= len(top.rows):
        row = line - 1
    cells = top.rows[row] if top.rows else []
    kinds: tuple[Kind, ...] = (kind,) if kind else ("visits", "vehicles", "calls")
    best = max(kinds, key=lambda each: len(columns_of(cells, each)))
    headings = tuple(shown(cell) for cell in cells)
    return Candidate(best, place, row, layout_of(cells, best), headings, columns_of(cells, best), {})


def _words(cells: Sequence[Cell]) -> int:
    """How many cells are words without digits, as headings are and data are not."""
    return sum(isinstance(cell, str) and not is_empty(cell) and not _DIGIT.search(cell) for cell in cells)


def _looked(top: Top, chosen: Candidate, head: SheetHead, today: date) -> Iterator[LookedRow]:
    cells = top.rows[chosen.row + 1 :]
    while cells and is_blank(cells[-1]):
        cells = cells[:-1]
    rows = [SheetRow(top.name, line, row) for line, row in enumerate(cells, chosen.row + 2)]
    codes = [None] * len(rows) if chosen.missing else [_code_of(row) for row in rows_of(rows, head, today)]
    for row, code in zip(rows, codes, strict=True):
        flaws = {} if code in _NO_DATA else problems_of(row.cells, head.columns, head.kind, today)
        yield LookedRow(row.line, tuple(map(shown, row.cells)), flaws, code)


def _code_of(row: AnyRow) -> str | None:
    """Why a row is not taken, as far as it alone says: an order with the dummy plate may be of a known car."""
    return "free_plate" if row.free_plate and not isinstance(row, VisitRow) else row.code
