"""What every reader of a file offers to the reading process: the tops of its sheets, then the rows of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dealerdesk.spreadsheets.sheet import Cell, Top


class Source(Protocol):
    """A file that is being read. `done` of `total`: how far the rows have come, in whatever the reader counts."""

    done: int
    total: int

    def tops(self) -> list[Top]:
        """Answer the first rows of each sheet."""

    def rows(self, sheet: int) -> Iterator[list[Cell]]:
        """Answer all rows of a sheet from its first on."""


def open_source(path: Path) -> Source:
    """Answer the reader that fits the file's content.

    Raises WrongUse or Damaged (`import.*`) where it cannot be read.
    """
    from dealerdesk.spreadsheets.sniff import form_of

    form = form_of(path)
    if form == "workbook":
        from dealerdesk.spreadsheets.from_workbook import WorkbookSource

        return WorkbookSource(path)
    if form == "csv":
        from dealerdesk.spreadsheets.from_csv import CsvSource

        return CsvSource(path)
    from dealerdesk.spreadsheets.from_markup import HtmlSource, XmlSource

    return HtmlSource(path) if form == "html" else XmlSource(path)
