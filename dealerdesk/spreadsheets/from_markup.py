"""Reading the tables that systems save as .xls though they are HTML pages or XML spreadsheets of 2003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from lxml import etree

from dealerdesk.domain.errors import Damaged, WrongUse
from dealerdesk.spreadsheets.sheet import MAX_ROWS, TOP_ROWS, Cell, Top
from dealerdesk.spreadsheets.sniff import encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

_PIECE: Final = 1 << 18
_SUSPECT: Final = 32 << 20
_MOST_COLUMNS: Final = 1000
_UNREADABLE: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))
_NUMBER: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"


class _Spanning(NamedTuple):
    """A cell, the columns and rows that it spans, and its column counted from 0, or None for the next that is free."""

    value: Cell
    across: int = 1
    down: int = 1
    column: int | None = None


class _Table:
    """Rows under way: cells that span columns or rows are spread, the latter with their value."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[list[Cell]] = []
        self.layout = False
        self._down: dict[int, tuple[int, Cell]] = {}

    def add(self, cells: Iterable[_Spanning]) -> None:
        """Add a row. Raises WrongUse `import.too_many_rows`."""
        row: list[Cell] = []
        for value, across, down, column in cells:
            self._spread(row)
            while column is not None and len(row) < column:
                row.append(None)
                self._spread(row)
            if down > 1:
                self._down[len(row)] = (down, value)
            row.append(value)
            if across > 1:
                row.extend([None] * (min(across, _MOST_COLUMNS) - 1))
        self._spread(row)
        if self._down:
            self._down = {column: (left - 1, cell) for column, (left, cell) in self._down.items() if left > 1}
        self.rows.append(row)
        if len(self.rows) > MAX_ROWS + TOP_ROWS:
            raise WrongUse("import.too_many_rows", limit=MAX_ROWS)

    def _spread(self, row: list[Cell]) -> None:
        while self._down and len(row) in self._down:
            row.append(self._down[len(row)][1])


def _check_rows(path: Path, tags: tuple[bytes, ...]) -> None:
    """Raise WrongUse `import.too_many_rows` of a large file before it is parsed, by counting its rows' tags."""
    if path.stat().st_size < _SUSPECT:
        return
    count = 0
    with path.open("rb") as file:
        while (piece := file.read(_PIECE)) and count <= MAX_ROWS + TOP_ROWS:
            count += sum(map(piece.count, tags))
    if count > MAX_ROWS + TOP_ROWS:
        raise WrongUse("import.too_many_rows", limit=MAX_ROWS)


class _TablesSource:
    """Tables that are read as a whole, since which of them counts shows at the end."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self._tables: list[_Table] = []

    def tops(self) -> list[Top]:
        """Answer the first rows of each table."""
        return [Top(table.name, table.rows[:TOP_ROWS]) for table in self._tables]

    def rows(self, sheet: int) -> Iterator[list[Cell]]:
        """Answer all rows of a table from its first on."""
        rows = self._tables[sheet].rows
        self.done, self.total = 0, len(rows)
        for row in rows:
            self.done += 1
            yield row


class HtmlSource(_TablesSource):
    """An HTML page with one or several tables. Raises Damaged `import.cut_off` where the last one has no end."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        _check_rows(path, (b"<tr", b"<TR"))
        self._open: list[_Table] = []
        parser = etree.HTMLPullParser(
            events=("start", "end"), tag=("table", "tr"), encoding="utf-8", huge_tree=True, remove_comments=True
        )
        tail = ""
        with path.open(encoding=encoding_of(path), errors="replace") as text:
            while piece := text.read(_PIECE):
                parser.feed(piece.translate(_UNREADABLE).encode("utf-8", "replace"))
                self._take(parser)
                tail = (tail + piece)[-_PIECE:]
        if "</table" not in tail.casefold():
            raise Damaged("import.cut_off") if self._tables else WrongUse("import.not_a_table")
        parser.close()
        self._take(parser)

    def _take(self, parser: etree.HTMLPullParser) -> None:
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            if element.tag == "table":
                self._table(event)
            elif event == "end" and self._open:
                table = self._open[-1]
                if not table.layout:
                    table.add(map(_html_cell, element.iterchildren("td", "th")))
                table.layout = False
                element.clear()

    def _table(self, event: str) -> None:
        if event == "end":
            self._open.pop()
            return
        if self._open:
            self._open[-1].layout = True
        self._open.append(_Table(str(len(self._tables) + 1)))
        self._tables.append(self._open[-1])


class XmlSource(_TablesSource):
    """An XML spreadsheet of 2003 with one or several sheets. Raises Damaged `import.cut_off` where it has no end."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        _check_rows(path, (b"<Row",))
        tags = (f"{_SS}Worksheet", f"{_SS}Row")
        try:
            parse = etree.iterparse(
                str(path), events=("start", "end"), tag=tags, huge_tree=True, resolve_entities=False, no_network=True
            )
            for event, element in parse:
                if event == "start" and element.tag == tags[0]:
                    self._tables.append(_Table(element.get(f"{_SS}Name", "")))
                elif event == "end" and element.tag == tags[1] and self._tables:
                    self._row(self._tables[-1], element)
                    element.clear()
        except etree.XMLSyntaxError as error:
            raise Damaged("import.cut_off") from error

    def _row(self, table: _Table, row: Element) -> None:
        for _ in range(_number(row.get(f"{_SS}Index"), 0) - len(table.rows) - 1):
            table.add(())
        table.add(_xml_cells(row))


def _html_cell(cell: Element) -> _Spanning:
    text = cell.text
    if len(cell):
        for line_break in cell.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        text = "".join(map(str, cell.itertext()))
    return _Spanning((text or "").strip(), _number(cell.get("colspan"), 1), _number(cell.get("rowspan"), 1))


def _xml_cells(row: Element) -> Iterator[_Spanning]:
    for cell in row.iterchildren(f"{_SS}Cell"):
        index = _number(cell.get(f"{_SS}Index"), 0)
        yield _Spanning(
            value=_xml_value(cell.find(f"{_SS}Data")),
            across=_number(cell.get(f"{_SS}MergeAcross"), 0) + 1,
            down=_number(cell.get(f"{_SS}MergeDown"), 0) + 1,
            column=min(index, _MOST_COLUMNS) - 1 if index else None,
        )


def _xml_value(data: Element | None) -> Cell:
    if data is None:
        return None
    text = "".join(map(str, data.itertext())).strip()
    kind = data.get(f"{_SS}Type")
    if kind == "Number" and _NUMBER.fullmatch(text):
        return float(text)
    return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "Boolean" else text


def _number(text: str | None, otherwise: int) -> int:
    return min(int(text), MAX_ROWS) if text is not None and text.strip().isdecimal() else otherwise
