"""Pieces of a page that know their height: set in columns, carried over to the next page where a column is full."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dealerdesk.documents.fonts import bold, regular
from dealerdesk.documents.page import BLACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.documents.page import Paper

LEADING = 1.42  # line height by size


@dataclass(frozen=True)
class Line:
    """One line of text, `down` points below its block's top."""

    x: float
    down: float
    text: str
    size: float
    width: float
    strong: bool = False
    grey: float = BLACK


@dataclass
class Block:
    """Texts, boxes as (x, down, width, height, code) and rules as (x from, x to, down) that stay together."""

    height: float = 0.0
    lines: list[Line] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)

    def write(
        self, x: float, text: str, size: float, width: float, *, strong: bool = False, grey: float = BLACK
    ) -> float:
        """Write a text of any length below what stands in the block; answer how wide its last line is."""
        face = bold() if strong else regular()
        shown = face.wrap(text, size, width)
        for line in shown:
            self.lines.append(Line(x, self.height + size, line, size, width, strong, grey))
            self.height += size * LEADING
        return face.width(shown[-1], size) if shown else 0.0


def columns(blocks: Sequence[Block], height: float, *, gap: float) -> list[list[Block]]:
    """Answer the blocks shared out over columns of so many points; a block that is too tall stands alone."""
    done: list[list[Block]] = [[]]
    used = 0.0
    for block in blocks:
        if done[-1] and used + block.height > height:
            done.append([])
            used = 0.0
        done[-1].append(block)
        used += block.height + gap
    return done


def draw_column(paper: Paper, blocks: Sequence[Block], x: float, top: float, *, gap: float) -> None:
    """Draw the blocks one under the other."""
    for block in blocks:
        for line in block.lines:
            paper.text(
                x + line.x, top - line.down, line.text, line.size, line.width, strong=line.strong, grey=line.grey
            )
        for at, down, width, height, code in block.boxes:
            paper.box(x + at, top - down - height, width, height, code)
        for start, end, down in block.rules:
            paper.line(x + start, top - down, x + end, top - down)
        top -= block.height + gap
