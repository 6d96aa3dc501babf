"""Any list on paper: a heading line, columns as wide as their contents ask for, and as many pages as it takes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dealerdesk.documents.fonts import bold, printable, regular
from dealerdesk.documents.page import A4, BOTTOM, DARK, FOOT, HEAD, LEFT, LOGO, RIGHT, TOP, Align, Frame, Paper

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealerdesk.words import Words

SIZES = (8.4, 8.0, 7.6, 7.2, 6.8, 6.4, 6.0)  # the largest at which nine cells of ten stand in one line
GAP = 7.0  # between columns
MOST_LINES = 3  # in one cell; what is longer ends in …
MOST_AIR = 26.0  # added to a column where there is room to spare
FACTS = 8.0
PAGE_STAMP = "list-page"


@dataclass(frozen=True)
class PaperColumn:
    """A column: its heading, and how much of the room it gets when there is too little (`weight`)."""

    heading: str
    weight: float = 1.0
    align: Align = Align.START


@dataclass(frozen=True)
class ListPaper:
    """A list to print; all texts are already worded. `facts` are the (label, value) pairs of the heading line."""

    store: str
    title: str
    day: date  # as-of day
    facts: tuple[tuple[str, str], ...]
    columns: tuple[PaperColumn, ...]
    rows: Sequence[Sequence[str]]
    landscape: bool = True
    numbered: bool = True
    note: str = ""
    contact: str = ""  # the store's address and phone
    logo: bytes | None = None
    printed: str = ""  # by whom, and when


@dataclass(frozen=True)
class PrintedList:
    """The finished list."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class _Asked:
    """The width at size 1 that nine cells of ten need, and that all need."""

    common: float
    whole: float


@dataclass(frozen=True)
class _Plan:
    """The measured table: columns as (left, width), texts in lines, pages as (first row, row after the last)."""

    size: float
    columns: tuple[PaperColumn, ...]
    places: tuple[tuple[float, float], ...]
    headings: tuple[tuple[str, ...], ...]
    facts: tuple[str, ...]  # the first line stands in the frame
    pages: tuple[tuple[int, int], ...]
    tall: dict[int, dict[int, list[str]]] = field(default_factory=dict)  # row → column → lines, of wrapped cells

    @property
    def line(self) -> float:
        return self.size * 1.3

    @property
    def head(self) -> float:
        """Answer the height of facts and headings."""
        deepest = max((len(lines) for lines in self.headings), default=0)
        return (len(self.facts) - 1) * FACTS * 1.45 + deepest * self.line + 5

    def row_height(self, row: int) -> float:
        cells = self.tall.get(row)
        lines = max(map(len, cells.values())) if cells else 1
        return lines * self.line + self.size * 0.5


def list_paper(paper: ListPaper, words: Words) -> PrintedList:
    """Answer the list as a PDF; headings repeat on every page."""
    rows = [[printable(cell) for cell in row] for row in paper.rows]
    columns = paper.columns
    if paper.numbered:
        columns = (PaperColumn(words.text("No."), 1.0, Align.END), *columns)
        rows = [[str(at), *row] for at, row in enumerate(rows, start=1)]
    plan = _plan(paper, columns, rows)
    frame = Frame(
        paper.store,
        paper.title,
        paper.day,
        subtitle=plan.facts[0],
        note=paper.note,
        contact=paper.contact,
        logo=paper.logo,
        printed=paper.printed,
    )
    sheet = Paper(frame, words, len(plan.pages), landscape=paper.landscape)
    with sheet.stamp(PAGE_STAMP):
        _headings(sheet, plan)
    for first, last in plan.pages:
        with sheet.page():
            sheet.press(PAGE_STAMP)
            _rows(sheet, plan, rows, first, last)
            if not rows:
                nobody = words.text("Nobody is in this list.")
                sheet.text(sheet.left, sheet.top - plan.head - 22, nobody, 11, 400, grey=DARK)
    return PrintedList(sheet.finish(), len(plan.pages))


# --- measuring ---------------------------------------------------------------------------------------------------


def _plan(paper: ListPaper, columns: tuple[PaperColumn, ...], rows: list[list[str]]) -> _Plan:
    width, height = A4[::-1] if paper.landscape else A4
    room = width - LEFT - RIGHT
    asked = _asked(columns, rows)
    free = room - GAP * (len(columns) - 1)
    size = _size(asked, free)
    widths = _widths(columns, asked, size, free)
    places = _places(widths)
    headings = tuple(
        tuple(_heading_lines(printable(column.heading), size, width))
        for column, width in zip(columns, widths, strict=True)
    )
    facts = "  ·  ".join(f"{label} {value}" for label, value in paper.facts)
    beside = 0.0 if paper.logo is None else LOGO[0] + 10
    lines = regular().wrap(printable(facts), FACTS, room - beside) or [""]
    plan = _Plan(size, columns, places, headings, tuple(lines), ((0, 0),), _wrapped(rows, widths, size))
    pages = _pages(plan, len(rows), height - TOP - HEAD - FOOT - BOTTOM - plan.head)
    return replace(plan, pages=pages)


def _asked(columns: tuple[PaperColumn, ...], rows: list[list[str]]) -> list[_Asked]:
    """Answer what each column asks for; codes, dates and amounts are of even width and never give way first."""
    measure = regular().width
    asked = []
    for at, column in enumerate(columns):
        heading = _heading_width(printable(column.heading))
        cells = sorted(measure(row[at], 1) for row in rows) or [0.0]
        whole, common = cells[-1], cells[len(cells) * 9 // 10]
        common = whole if whole <= 1.5 * common else common + 0.35 * (whole - common)
        asked.append(_Asked(max(heading, common) + 0.1, max(heading, whole) + 0.1))
    return asked


def _heading_width(heading: str) -> float:
    """Answer the width at size 1 in which a heading stands on two lines."""
    return max(bold().width(line, 1) for line in _halves(heading))


def _halves(heading: str) -> list[str]:
    """Answer a heading in two lines as even as its words allow; one of up to four Chinese characters stays whole."""
    cuts: Sequence[int] = range(2, len(heading) - 1) if len(heading) > 4 else ()
    if " " in heading or heading.isascii():
        cuts = [at for at, char in enumerate(heading) if char == " "]
    cut = min(cuts, key=lambda at: max(bold().width(heading[:at], 1), bold().width(heading[at:], 1)), default=None)
    return [heading] if cut is None else [heading[:cut], heading[cut:].strip()]


def _heading_lines(heading: str, size: float, width: float) -> list[str]:
    """Answer a heading in one line if it fits, else in two, else as it breaks."""
    for lines in ([heading], _halves(heading)):
        if max(bold().width(line, size) for line in lines) <= width:
            return lines
    return bold().wrap(heading, size, width, lines=MOST_LINES)


def _size(asked: list[_Asked], free: float) -> float:
    return next((size for size in SIZES if sum(one.common for one in asked) * size <= free), SIZES[-1])


def _widths(columns: tuple[PaperColumn, ...], asked: list[_Asked], size: float, free: float) -> list[float]:
    """Answer the columns' widths in points: what most of their cells need, and of what is left what the rest need."""
    common = [one.common * size for one in asked]
    spare = free - sum(common)
    if spare < 0:
        return _narrowed(columns, common, free)
    more = [one.whole * size - one.common * size for one in asked]
    given = min(1.0, spare / sum(more)) if sum(more) else 0.0
    air = min((spare - given * sum(more)) / len(asked), MOST_AIR)
    return [one + given * other + air for one, other in zip(common, more, strict=True)]


def _narrowed(columns: tuple[PaperColumn, ...], asked: list[float], free: float) -> list[float]:
    """Answer widths for too little room: narrow columns keep theirs, the wide ones share the rest by their weights."""
    settled: dict[int, float] = {}
    waiting = set(range(len(columns)))
    while waiting:
        share = (free - sum(settled.values())) / sum(columns[at].weight for at in waiting)
        content = {at for at in waiting if asked[at] <= share * columns[at].weight}
        settled |= {at: asked[at] if content else share * columns[at].weight for at in content or waiting}
        waiting -= content or waiting
    return [settled[at] for at in range(len(columns))]


def _places(widths: list[float]) -> tuple[tuple[float, float], ...]:
    at = LEFT
    places = []
    for width in widths:
        places.append((at, width))
        at += width + GAP
    return tuple(places)


def _wrapped(rows: list[list[str]], widths: list[float], size: float) -> dict[int, dict[int, list[str]]]:
    """Answer the cells that need more than one line."""
    face = regular()
    tall: dict[int, dict[int, list[str]]] = {}
    for at, row in enumerate(rows):
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            if cell and face.width(cell, size) > width:
                tall.setdefault(at, {})[column] = face.wrap(cell, size, width, lines=MOST_LINES)
    return tall


def _pages(plan: _Plan, count: int, room: float) -> tuple[tuple[int, int], ...]:
    pages: list[tuple[int, int]] = []
    first, used = 0, 0.0
    for row in range(count):
        height = plan.row_height(row)
        if row > first and used + height > room:
            pages.append((first, row))
            first, used = row, 0.0
        used += height
    return (*pages, (first, count))


# --- drawing -----------------------------------------------------------------------------------------------------


def _headings(sheet: Paper, plan: _Plan) -> None:
    top = sheet.top
    for line in plan.facts[1:]:
        top -= FACTS * 1.45
        sheet.text(sheet.left, top + 4, line, FACTS, sheet.right - sheet.left, grey=DARK)
    foot = sheet.top - plan.head
    sheet.fill(sheet.left - 3, foot, sheet.right - sheet.left + 6, top - foot)
    for column, (x, width), lines in zip(plan.columns, plan.places, plan.headings, strict=True):
        for at, line in enumerate(lines, start=1):
            sheet.text(
                x, foot + 4 + (len(lines) - at) * plan.line, line, plan.size, width, strong=True, align=column.align
            )


def _rows(sheet: Paper, plan: _Plan, rows: list[list[str]], first: int, last: int) -> None:
    y = sheet.top - plan.head
    columns = list(zip(plan.columns, plan.places, strict=True))
    for at in range(first, last):
        base = y - plan.size * 1.2
        wrapped = plan.tall.get(at, {})
        for number, (column, (x, width)) in enumerate(columns):
            for down, line in enumerate(wrapped.get(number) or [rows[at][number]]):
                if line:
                    sheet.text(x, base - down * plan.line, line, plan.size, width, align=column.align)
        y -= plan.row_height(at)
        sheet.line(sheet.left - 3, y, sheet.right + 3, y, thick=0.25)
