"""Reading text tables: .csv and .tsv with any usual delimiter, in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, Final, TextIO

from dealerdesk.domain.errors import Damaged, Trouble, WrongUse
from dealerdesk.spreadsheets.headings import columns_of
from dealerdesk.spreadsheets.sheet import TOP_ROWS, Cell, Top, is_blank, narrowed
from dealerdesk.spreadsheets.sniff import encoding_of
from dealerdesk.spreadsheets.totals import says_total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_DELIMITERS: Final = (",", "\t", ";", "|")
_SAMPLE: Final = 1 << 16
_FIELD_LIMIT: Final = 1 << 20
_FORMULA_TEXT: Final = re.compile(r'\s*="(.*)"\s*', re.DOTALL)


class CsvSource:
    """A text file, read row by row; `done` and `total` count bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoding = encoding_of(path)
        self._delimiter = self._sniffed()
        self.done, self.total = 0, path.stat().st_size

    def tops(self) -> list[Top]:
        """Answer the first rows."""
        return [Top(self._path.name, list(islice(self._records(), TOP_ROWS)))]

    def rows(self, sheet: int) -> Iterator[list[Cell]]:  # noqa: ARG002 - a text file has one
        """Answer all rows. Raises Damaged `import.cut_off` where the file ends within a quoted cell or a row."""
        shape = _Shape()
        for cells in self._records():
            shape.see(cells)
            yield cells
        if shape.ends_short and not self._ends_with_line():
            raise Damaged("import.cut_off")

    def _records(self) -> Iterator[list[Cell]]:
        csv.field_size_limit(_FIELD_LIMIT)
        with self._open() as text:
            lines = _Lines(text)
            reader = csv.reader(lines, delimiter=self._delimiter)
            widest = 2
            while True:
                lines.taken.clear()
                try:
                    cells = narrowed(next(reader))
                except StopIteration:
                    return
                except csv.Error as error:
                    raise _unreadable(lines.taken, reader.line_num) from error
                self.done = text.buffer.tell()
                if len(lines.taken) == 1:
                    widest = max(widest, len(cells))
                    yield [_cell(cell) for cell in cells]
                else:
                    yield from self._of_several_lines(cells, lines.taken, widest)

    def _of_several_lines(self, cells: list[str], lines: list[str], widest: int) -> Iterator[list[Cell]]:
        """A record of several lines: breaks within a quoted cell, unless a stray quote swallowed whole rows."""
        if any(line.count(self._delimiter) + 1 >= widest for line in lines[1:]):
            for row in csv.reader(lines, delimiter=self._delimiter, quoting=csv.QUOTE_NONE):
                yield [_cell(cell.strip('"')) for cell in row]
            return
        if "".join(lines).count('"') % 2:
            raise Damaged("import.cut_off")
        yield [_cell(cell) for cell in cells]

    def _sniffed(self) -> str:
        """The delimiter by which the most headings are recognised, else that gives the most cells."""
        with self._open() as text:
            sample = text.read(_SAMPLE)
        return max(_DELIMITERS, key=lambda delimiter: _worth(sample, delimiter))

    def _open(self) -> TextIO:
        return self._path.open(encoding=self._encoding, errors="replace", newline="")

    def _ends_with_line(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(max(0, self.total - 4))
            return b"\n" in file.read() or b"\r" in file.read()


class _Lines:
    """The lines of a text, keeping those that the reader took for its record."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.taken.append(line)
        return line


class _Shape:
    """Whether the last row alone has fewer cells than all others since the headings."""

    def __init__(self) -> None:
        self._widest = 0
        self._ragged = False
        self.ends_short = False

    def see(self, cells: Sequence[Cell]) -> None:
        """Take the next row into account."""
        if len(cells) >= self._widest:
            self._widest = len(cells)
            short = False
        else:
            short = not is_blank(cells)
        self._ragged = self._ragged or self.ends_short
        self.ends_short = short and not self._ragged and not says_total(cells)


def _unreadable(lines: list[str], last: int) -> Trouble:
    """What to say of a cell that does not end within reason: a quote was left open, or there are no cells at all."""
    if not any('"' in line for line in lines):
        return WrongUse("import.not_a_table")
    return Damaged("import.stray_quote", line=last - len(lines) + 1)


def _worth(text: str, delimiter: str) -> tuple[int, int]:
    rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), TOP_ROWS))
    named = max((len(columns_of(row, kind)) for row in rows for kind in ("visits", "vehicles")), default=0)
    return named, max(map(len, rows), default=0)


def _cell(text: str) -> str:
    """The text of a cell, without the ="…" that keeps Excel from taking it for a number."""
    if '="' in text:
        match = _FORMULA_TEXT.fullmatch(text)
        return match[1] if match else text
    return text
