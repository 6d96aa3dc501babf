"""A customer's file on paper: person, cars and last visits; what is missing is a line to write on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dealerdesk.documents.blocks import Block, Line, columns, draw_column
from dealerdesk.documents.fonts import bold, printable, regular
from dealerdesk.documents.page import A4, BLACK, BOTTOM, DARK, FOOT, HEAD, LEFT, RIGHT, TOP, Frame, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dealerdesk.words import Words

_SIZE: Final = 8.6
_LEADING: Final = 1.35
_HEADING: Final = 11.0
_NAME: Final = 88.0  # width of a field's name
_GAP: Final = 14.0  # between the two halves
_MOST_LINES: Final = 8  # of one value
_BETWEEN: Final = 2.0  # points between rows


@dataclass(frozen=True)
class Part:
    """A part of the file: its heading, and its fields as (name, value); an empty value is a line to write on."""

    heading: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rows:
    """A table in the file: its heading, its columns as (heading, share of the width), and its rows."""

    heading: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str = ""  # what stands there without rows


@dataclass(frozen=True)
class CustomerPaper:
    """A customer's file to print; all texts are already worded."""

    store: str
    title: str
    subtitle: str
    day: date
    parts: tuple[Part | Rows, ...]
    contact: str = ""
    logo: bytes | None = None
    printed: str = ""


def customer_file_paper(paper: CustomerPaper, words: Words) -> bytes:
    """The file as a PDF, upright on A4, on as many pages as it takes."""
    width, height = A4
    room = width - LEFT - RIGHT
    blocks = [block for part in paper.parts for block in _blocks(part, room)]
    pages = columns(blocks, height - TOP - HEAD - BOTTOM - FOOT - 12, gap=_BETWEEN)
    frame = Frame(
        paper.store,
        paper.title,
        paper.day,
        subtitle=paper.subtitle,
        contact=paper.contact,
        logo=paper.logo,
        printed=paper.printed,
    )
    sheet = Paper(frame, words, len(pages), landscape=False)
    for page in pages:
        with sheet.page():
            draw_column(sheet, page, sheet.left, sheet.top - 2, gap=_BETWEEN)
    return sheet.finish()


def _blocks(part: Part | Rows, room: float) -> Iterator[Block]:
    """The part in pieces that stay together: the heading with its first row, then row by row."""
    block = Block()
    block.height += 7
    block.write(0, printable(part.heading), _HEADING, room, strong=True)
    block.rules.append((0, room, block.height + 1))
    block.height += 4
    for row in _fields(part.fields, room) if isinstance(part, Part) else _lines(part, room):
        _write(block, row)
        yield block
        block = Block()
    if block.height:
        yield block


_Cell = tuple[float, float, str, bool, float]
"""Where a text stands, how wide it may be, the text, whether it is strong, and its grey."""


def _fields(fields: Sequence[tuple[str, str]], room: float) -> Iterator[tuple[list[_Cell], list[tuple[float, float]]]]:
    """Fields two by two; a long value has a whole row."""
    half = (room - _GAP) / 2
    waiting: tuple[str, str] | None = None
    for name, value in fields:
        wide = regular().width(printable(value), _SIZE) > half - _NAME
        if not wide and waiting is None:
            waiting = (name, value)
        elif not wide and waiting is not None:
            yield _pair((waiting, (name, value)), half)
            waiting = None
        else:
            if waiting is not None:
                yield _pair((waiting,), half)
            waiting = None
            yield _pair(((name, value),), room)
    if waiting is not None:
        yield _pair((waiting,), half)


def _pair(pair: Sequence[tuple[str, str]], width: float) -> tuple[list[_Cell], list[tuple[float, float]]]:
    cells: list[_Cell] = []
    rules: list[tuple[float, float]] = []
    for at, (name, value) in enumerate(pair):
        x = at * (width + _GAP)
        cells.append((x, _NAME - 6, name, False, DARK))
        cells.append((x + _NAME, width - _NAME, value, False, BLACK))
        rules.append((x + _NAME, x + width))
    return cells, rules


def _lines(part: Rows, room: float) -> Iterator[tuple[list[_Cell], list[tuple[float, float]]]]:
    """The heading row and the rows of a table."""
    if not part.rows:
        yield [(0, room, part.nothing, False, DARK)], []
        return
    shares = sum(share for _, share in part.columns)
    gaps = 6.0 * (len(part.columns) - 1)
    places: list[tuple[float, float]] = []
    x = 0.0
    for _, share in part.columns:
        width = (room - gaps) * share / shares
        places.append((x, width))
        x += width + 6
    headings = [(at, width, name, True, DARK) for (at, width), (name, _) in zip(places, part.columns, strict=True)]
    yield headings, []
    for row in part.rows:
        yield (
            [(at, width, text, False, BLACK) for (at, width), text in zip(places, row, strict=True)],
            [(0, room)],
        )


def _write(block: Block, row: tuple[list[_Cell], list[tuple[float, float]]]) -> None:
    """Write cells side by side below what stands in the block, and a rule below them."""
    cells, rules = row
    deepest = 1
    for x, width, text, strong, grey in cells:
        face = bold() if strong else regular()
        lines = face.wrap(printable(text), _SIZE, width, lines=_MOST_LINES)
        for at, line in enumerate(lines):
            down = block.height + _SIZE + at * _SIZE * _LEADING
            block.lines.append(Line(x, down, line, _SIZE, width, strong, grey))
        deepest = max(deepest, len(lines))
    block.height += deepest * _SIZE * _LEADING + 1
    block.rules += [(start, end, block.height) for start, end in rules]
    block.height += 1
