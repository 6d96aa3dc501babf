"""The recovery code on paper: one page for the safe, the code large enough to be typed without a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.documents.fonts import bold, regular
from dealerdesk.documents.page import BLACK, DARK, MIDDLE, TINT, Align, Frame, Paper

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.words import Words

_BAND = 92.0  # height of the code's band
_CODE = 34.0  # size of the code
_TEXT = 12.0
_LEADING = 1.5


@dataclass(frozen=True)
class RecoverySheet:
    """What the page says: the store, the code with its dashes, and the day from which it holds."""

    store: str
    code: str
    made_on: date


def recovery_sheet(sheet: RecoverySheet, words: Words) -> bytes:
    """The page as a PDF."""
    title = words.text("Recovery code")
    frame = Frame(sheet.store, title, sheet.made_on, subtitle=words.text("Keep this sheet in the safe"))
    paper = Paper(frame, words, 1, landscape=False)
    with paper.page():
        y = paper.top - 36
        y = _draw_text(
            paper,
            y,
            words.text("When every manager has forgotten the password, this code lets a manager choose a new one."),
        )
        y = _draw_code(paper, y - 14, sheet.code, words.text("It contains no 0, O, 1, I or L."))
        y = _draw_steps(paper, y - 34, words)
        _draw_warnings(paper, y - 22, words)
    return paper.finish()


def _draw_code(paper: Paper, top: float, code: str, beside: str) -> float:
    """Draw the code's groups with their numbers, which a mistype is told by; answer where the band ends."""
    room = paper.right - paper.left
    paper.fill(paper.left, top - _BAND, room, _BAND, TINT)
    groups = code.split("-")
    width = room / len(groups)
    for place, group in enumerate(groups):
        x = paper.left + place * width
        paper.text(x, top - 20, str(place + 1), 9, width, grey=MIDDLE, align=Align.CENTRE)
        paper.squeezed(x + 7, top - 62, group, _CODE, width - 14, strong=True, align=Align.CENTRE)
        if place:
            paper.line(x, top - 26, x, top - 66, thick=0.6)
    paper.text(paper.left, top - _BAND + 10, beside, 8, room, grey=DARK, align=Align.CENTRE)
    return top - _BAND


def _draw_steps(paper: Paper, top: float, words: Words) -> float:
    """Draw how the code is used; answer where the text ends."""
    paper.text(paper.left, top, words.text("How to use it"), 13, paper.right - paper.left, strong=True)
    steps = (
        words.text("On the sign-in screen choose your name, then “Forgotten password…”."),
        words.text("Type the five groups as they stand here; capitals, blanks and dashes do not matter."),
        words.text("Choose a new password, and print the new code that is then shown: this one is spent."),
    )
    y = top - 10
    for number, step in enumerate(steps, start=1):
        paper.text(paper.left, y - _TEXT, f"{number}.", _TEXT, 20, strong=True)
        y = _draw_text(paper, y, step, indent=20)
    return y


def _draw_warnings(paper: Paper, top: float, words: Words) -> None:
    y = _draw_text(
        paper,
        top,
        words.text(
            "Whoever holds this code can become a manager of this store."
            " Show it to nobody, photograph it never, and store no copy on a computer."
        ),
        strong=True,
    )
    _draw_text(
        paper,
        y - 6,
        words.text(
            "If the sheet is lost, a manager makes a new code under Settings → My account;"
            " the old one then holds no more."
        ),
    )


def _draw_text(paper: Paper, top: float, text: str, *, indent: float = 0.0, strong: bool = False) -> float:
    """Draw a text of any length below a height; answer where it ends."""
    width = paper.right - paper.left - indent
    for line in (bold() if strong else regular()).wrap(text, _TEXT, width):
        paper.text(paper.left + indent, top - _TEXT, line, _TEXT, width, strong=strong, grey=BLACK)
        top -= _TEXT * _LEADING
    return top - 4
