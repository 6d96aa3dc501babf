"""How the call sheet's boxes and their legend are set: which box stands where, in as few lines as the room allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.documents.fonts import bold, regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.documents.page import Paper
    from dealerdesk.documents.script import ScriptQuestion, SheetScript

BOX = 11.0  # points
PITCH = 12.3  # from box to box
LINE = 15.4  # from line to line
NUMBER_BOX = 70.0  # room for six digits by hand
GROUP_GAP = 6.0
MOST_BOXES = 9  # in one line of results
LABEL = 6.4
LEGEND = 6.6
LEGEND_LINE = 8.6


@dataclass(frozen=True)
class Box:
    """A box to cross, or to write a number in, at x from the column's left and in line 0, 1, 2 … from the top."""

    x: float
    line: int
    code: str
    width: float = BOX


@dataclass(frozen=True)
class Boxes:
    """The boxes of a column with the small words beside them, as (x, line, text)."""

    boxes: tuple[Box, ...] = ()
    labels: tuple[tuple[float, int, str], ...] = ()

    @property
    def lines(self) -> int:
        """Answer how many lines there are."""
        return 1 + max((box.line for box in self.boxes), default=-1)

    @property
    def width(self) -> float:
        """Answer the width in points."""
        return max((box.x + box.width for box in self.boxes), default=0.0)


@dataclass(frozen=True)
class Legend:
    """Lines of pieces, each as (x, text, strong)."""

    lines: tuple[tuple[tuple[float, str, bool], ...], ...]


def result_boxes(script: SheetScript) -> Boxes:
    """Answer the boxes of the dispositions: a line for each bucket."""
    boxes: list[Box] = []
    line = 0
    for group in script.groups:
        for at, result in enumerate(group.results):
            boxes.append(Box(at % MOST_BOXES * PITCH, line + at // MOST_BOXES, result.code))
        line += -(-len(group.results) // MOST_BOXES)
    return Boxes(tuple(boxes))


def answer_boxes(script: SheetScript, width: float) -> Boxes:
    """Answer the boxes of the questions in their order, packed into lines of at most so many points."""
    boxes: list[Box] = []
    labels: list[tuple[float, int, str]] = []
    x, line = 0.0, 0
    for question in script.questions:
        indent = regular().width(question.label, LABEL + 0.6) + 3.5
        if x and x + indent + _room(question) > width:
            x, line = 0.0, line + 1
        labels.append((x, line, question.label))
        x += indent
        start = x
        for code in [answer for answer, _ in question.answers] or [""]:
            taken = BOX if code else NUMBER_BOX
            if x + taken > width:
                x, line = start, line + 1
            boxes.append(Box(x, line, code, taken))
            x += taken + PITCH - BOX
        x += GROUP_GAP
    return Boxes(tuple(boxes), tuple(labels))


def legend(script: SheetScript, width: float) -> Legend:
    """Answer the words of all codes, for the foot of each page."""
    lines: list[tuple[tuple[float, str, bool], ...]] = []
    for heads in (_result_pieces(script), _answer_pieces(script)):
        lines += _flow(heads, width)
    return Legend(tuple(lines))


def draw_boxes(paper: Paper, boxes: Boxes, x: float, top: float) -> None:
    """Draw the boxes with their column's left at x and their first line's top at so many points."""
    for box in boxes.boxes:
        paper.box(x + box.x, top - box.line * LINE - BOX, box.width, BOX, box.code)
    for at, line, text in boxes.labels:
        paper.text(x + at, top - line * LINE - BOX + 3, text, LABEL + 0.6, 30, strong=True)


def draw_legend(paper: Paper, legend: Legend, top: float) -> None:
    """Draw the legend downwards from so many points."""
    for at, line in enumerate(legend.lines, start=1):
        for x, text, strong in line:
            paper.text(paper.left + x, top - at * LEGEND_LINE, text, LEGEND, paper.width, strong=strong)


def _room(question: ScriptQuestion) -> float:
    return PITCH * len(question.answers) if question.answers else NUMBER_BOX


def _result_pieces(script: SheetScript) -> Iterable[tuple[str, bool]]:
    for group in script.groups:
        yield group.name, True
        for result in group.results:
            yield f"{result.code} {result.words}", False


def _answer_pieces(script: SheetScript) -> Iterable[tuple[str, bool]]:
    for question in script.questions:
        if question.answers:
            yield f"{question.label} {question.short}", True
        for code, words in question.answers:
            yield f"{code} {words}", False


def _flow(pieces: Iterable[tuple[str, bool]], width: float) -> list[tuple[tuple[float, str, bool], ...]]:
    """Set the pieces one after the other; a heading has more room before it and never ends a line."""
    lines: list[list[tuple[float, str, bool]]] = [[]]
    x = 0.0
    for text, strong in pieces:
        taken = (bold() if strong else regular()).width(text, LEGEND)
        if lines[-1] and strong:
            x += 5
        if lines[-1] and x + taken + (40 if strong else 0) > width:
            lines.append([])
            x = 0.0
        lines[-1].append((x, text, strong))
        x += taken + 5
    return [tuple(line) for line in lines if line]
