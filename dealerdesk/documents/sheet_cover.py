"""The call sheet's cover: what to say, what to ask, and what each code means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.documents.blocks import LEADING, Block, columns, draw_column
from dealerdesk.documents.fonts import bold, printable, regular
from dealerdesk.documents.page import A4, BOTTOM, DARK, FOOT, HEAD, LEFT, MIDDLE, RIGHT, TOP
from dealerdesk.documents.script import Opener

if TYPE_CHECKING:
    from dealerdesk.documents.call_sheet import CallSheet
    from dealerdesk.documents.page import Paper
    from dealerdesk.documents.script import ResultGroup, ScriptQuestion, SheetScript
    from dealerdesk.words import Words

SIZES = (9.6, 9.2, 8.8, 8.4, 8.0, 7.6)  # the largest at which the cover is one page; long scripts take more pages
GUTTER = 22.0
SCRIPT_WIDTH = 478.0
CODES_WIDTH = A4[1] - LEFT - RIGHT - GUTTER - SCRIPT_WIDTH
HEIGHT = A4[0] - TOP - HEAD - FOOT - BOTTOM - 4
GAP = 4.5
LABEL = 62.0  # width of the labels before openers and talking points
BOX = 10.4


@dataclass(frozen=True)
class CoverPlan:
    """The cover's pages, each as the blocks of its left and of its right column."""

    sheets: tuple[tuple[tuple[Block, ...], tuple[Block, ...]], ...]

    @property
    def pages(self) -> int:
        """Answer how many pages the cover takes."""
        return len(self.sheets)


def plan_cover(sheet: CallSheet, words: Words) -> CoverPlan:
    """Answer the cover in the largest size that keeps it on one page."""
    for size in SIZES:
        left = columns(_script(sheet, words, size), HEIGHT, gap=GAP)
        right = columns(_codes(sheet.script, words, size), HEIGHT, gap=GAP)
        if len(left) == len(right) == 1:
            break
    pages = max(len(left), len(right))
    left += [[]] * (pages - len(left))
    right += [[]] * (pages - len(right))
    return CoverPlan(tuple((tuple(one), tuple(other)) for one, other in zip(left, right, strict=True)))


def draw_cover(paper: Paper, plan: CoverPlan) -> None:
    """Draw the cover's pages."""
    for left, right in plan.sheets:
        with paper.page():
            draw_column(paper, left, paper.left, paper.top, gap=GAP)
            at = paper.left + SCRIPT_WIDTH + GUTTER
            paper.line(at - GUTTER / 2, paper.bottom + 4, at - GUTTER / 2, paper.top)
            draw_column(paper, right, at, paper.top, gap=GAP)


# --- left: the script ------------------------------------------------------------------------------------------


def _script(sheet: CallSheet, words: Words, size: float) -> list[Block]:
    script = sheet.script
    blocks = [_heading(script.title, SCRIPT_WIDTH, size)]
    names = {
        "{store}": sheet.store or words.text("[store]"),
        "{agent}": sheet.agent or words.text("[your name]"),
    }
    own = (Opener(words.text("Our opening"), sheet.opening),) if sheet.opening else ()
    blocks += [_opener(opener, names, size) for opener in (*own, *script.openers)]
    if script.convenience:
        blocks.append(_plain(script.convenience, SCRIPT_WIDTH, size, x=LABEL))
    blocks += [_question(question, words, size) for question in script.questions]
    if script.talking_points:
        blocks.append(_talking_points(script, words, size))
    if script.closing:
        blocks.append(_beside(words.text("Goodbye"), script.closing, size))
    return blocks


def _heading(text: str, width: float, size: float) -> Block:
    block = Block()
    block.write(0, printable(text), size + 1.6, width, strong=True)
    block.height += 1.5
    block.rules.append((0, width, block.height))
    block.height += 1.5
    return block


def _plain(text: str, width: float, size: float, *, x: float = 0.0) -> Block:
    block = Block()
    block.write(x, printable(text), size, width - x, strong=True)
    return block


def _beside(label: str, text: str, size: float) -> Block:
    block = Block()
    block.write(0, printable(label), size - 0.6, LABEL - 6, strong=True)
    tall, block.height = block.height, 0.0
    block.write(LABEL, printable(text), size, SCRIPT_WIDTH - LABEL)
    block.height = max(tall, block.height)
    return block


def _opener(opener: Opener, names: dict[str, str], size: float) -> Block:
    text = opener.text
    for key, name in names.items():
        text = text.replace(key, name)
    return _beside(opener.occasion, text, size)


def _question(question: ScriptQuestion, words: Words, size: float) -> Block:
    block = Block()
    block.height += 1.5
    block.rules.append((0, SCRIPT_WIDTH, 0))
    block.height += 1.0
    start = block.height
    block.write(0, question.label, size + 1, 24, strong=True)
    block.height = start
    asked = printable(question.text)
    if question.several:
        asked += " " + words.text("(several)")
    block.write(24, asked, size, SCRIPT_WIDTH - 24, strong=True)
    block.height += 1.5
    x = _answers(block, question, size)
    _hint(block, printable(question.hint), x, size)
    return block


def _answers(block: Block, question: ScriptQuestion, size: float) -> float:
    """Set the answers with their boxes; answer where the last one ends, its line still open."""
    x = 24.0
    for code, text in question.answers or (("", question.unit),):
        box = BOX if code else 60.0
        taken = box + 3 + regular().width(printable(text), size)
        if x > 24 and x + taken > SCRIPT_WIDTH:
            block.height += size * LEADING + 1.5
            x = 24.0
        block.boxes.append((x, block.height, box, BOX, code))
        mark = block.height
        block.write(x + box + 3, printable(text), size, SCRIPT_WIDTH - x - box - 3)
        block.height = mark
        x += taken + 12
    return x


def _hint(block: Block, hint: str, x: float, size: float) -> None:
    """Set the hint beside the answers where it fits, else below them."""
    if x + regular().width(hint, size - 1) > SCRIPT_WIDTH:
        block.height += size * LEADING + 1
        x = 24.0
    if hint:
        block.write(x, hint, size - 1, SCRIPT_WIDTH - x, grey=MIDDLE)
    else:
        block.height += size * LEADING


def _talking_points(script: SheetScript, words: Words, size: float) -> Block:
    block = Block()
    block.rules.append((0, SCRIPT_WIDTH, 0))
    block.height += 2.5
    block.write(0, words.text("Talking points, by question and answer"), size - 0.6, SCRIPT_WIDTH, strong=True)
    for reason, say in script.talking_points:
        mark = block.height
        block.write(0, printable(reason), size - 1, LABEL + 16, strong=True, grey=DARK)
        tall, block.height = block.height, mark
        block.write(LABEL + 18, printable(say), size - 1, SCRIPT_WIDTH - LABEL - 18, grey=DARK)
        block.height = max(tall, block.height)
    return block


# --- right: codes, use, summary ----------------------------------------------------------------------------------


def _codes(script: SheetScript, words: Words, size: float) -> list[Block]:
    blocks = [_heading(words.text("Results: cross one a call"), CODES_WIDTH, size)]
    blocks += [_group(group, size) for group in script.groups]
    blocks.append(_heading(words.text("How the sheet works"), CODES_WIDTH, size))
    blocks += [_point(text, size) for text in _use(words)]
    blocks.append(_heading(words.text("At the end of the day"), CODES_WIDTH, size))
    blocks.append(_summary(words, size))
    return blocks


def _group(group: ResultGroup, size: float) -> Block:
    block = Block()
    block.write(0, printable(group.name), size - 0.6, CODES_WIDTH, strong=True)
    block.height += 1
    for result in group.results:
        block.boxes.append((0, block.height, BOX + 2, BOX, result.code))
        start = block.height
        name = printable(result.words)
        block.write(BOX + 6, name, size - 0.4, CODES_WIDTH - BOX - 6)
        x = max(BOX + 6 + bold().width(name, size - 0.4) + 8, 96.0)
        block.height = start
        block.write(x, printable(result.hint), size - 1.2, CODES_WIDTH - x, grey=MIDDLE)
        block.height = max(start + BOX + 2.2, block.height)
    return block


def _use(words: Words) -> list[str]:
    return [
        words.text("Ring from the top. A time on black is a promise: ring at that time."),
        words.text("Cross one result and the answers given; dates, readings and remarks go into the note."),
        words.text("Not reached: cross it and go on. The desk plans the next attempt."),
        words.text("Somebody rings back or calls in: use the rows marked + at the end."),
        words.text("Keying in: scan or type the row's code, or follow the same order on the screen."),
    ]


def _point(text: str, size: float) -> Block:
    block = Block()
    block.write(0, "•", size - 0.4, 2 * size)
    block.height = 0.0
    block.write(size + 2, text, size - 0.4, CODES_WIDTH - size - 2)
    return block


def _summary(words: Words, size: float) -> Block:
    """Answer the fields that the agent fills in by hand, two in a line."""
    fields = [
        words.text("Calls made"),
        words.text("Reached"),
        words.text("Appointments"),
        words.text("Complaints"),
        words.text("Signature"),
        words.text("Handed back at"),
    ]
    block = Block()
    half = CODES_WIDTH / 2
    for at in range(0, len(fields), 2):
        block.height += 9
        start = block.height
        for side, field in enumerate(fields[at : at + 2]):
            block.height = start
            taken = block.write(side * half, field, size - 0.8, half)
            block.rules.append((side * half + taken + 4, (side + 1) * half - 6, start + size + 1.5))
    return block
