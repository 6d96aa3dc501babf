"""The call sheet's rows: what is known on the left, boxes to cross on the right, a strip for the pen below."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from dealerdesk.documents.fonts import bold, regular
from dealerdesk.documents.page import A4, BLACK, BOTTOM, DARK, FOOT, HEAD, LEFT, MIDDLE, RIGHT, TOP, WHITE, Align
from dealerdesk.documents.sheet_boxes import (
    BOX,
    LEGEND_LINE,
    LINE,
    Boxes,
    Legend,
    answer_boxes,
    draw_boxes,
    draw_legend,
    legend,
    result_boxes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.documents.call_sheet import CallEntry
    from dealerdesk.documents.page import Paper
    from dealerdesk.documents.script import SheetScript
    from dealerdesk.words import Words

NUMBER, CODE, CUSTOMER, CAR, STATUS = 32.0, 78.0, 88.0, 79.0, 101.0  # widths of the columns, in points
ANSWERS = 174.0
PAD = 4.0
ROW = 50.0
HEADINGS = 13.0
WHY_LINES = 3  # at most
REASON_LINES = 5  # of reasons and why now, together
NOTE = 20.0  # height of the strip for handwriting
PAPER_ROW, PAPER_BLANK, PAPER_PAGE = "call-row", "blank-row", "call-page"


@dataclass(frozen=True)
class RowPlan:
    """Where everything stands: the left of each column, the boxes, the legend, and how many rows a page holds."""

    number: float
    code: float
    customer: float
    car: float
    status: float
    why: float
    results: float
    answers: float
    right: float
    height: float
    per_page: int
    result_boxes: Boxes
    answer_boxes: Boxes
    legend: Legend


def plan_rows(script: SheetScript) -> RowPlan:
    """Answer the plan for a script's boxes."""
    right = A4[1] - RIGHT
    results = result_boxes(script)
    answers = answer_boxes(script, ANSWERS)
    at_answers = right - (answers.width + PAD if script.questions else 0.0)
    at_results = at_answers - results.width - 2 * PAD
    number, code, customer, car, status, why = accumulate((NUMBER, CODE, CUSTOMER, CAR, STATUS), initial=LEFT)
    height = max(ROW, LINE * max(results.lines, answers.lines) + PAD)
    words = legend(script, right - LEFT)
    room = A4[0] - TOP - HEAD - HEADINGS - LEGEND_LINE * len(words.lines) - 2 - FOOT - BOTTOM
    per_page = max(1, int(room // height))
    return RowPlan(
        number=number,
        code=code,
        customer=customer,
        car=car,
        status=status,
        why=why,
        results=at_results,
        answers=at_answers,
        right=right,
        height=room / per_page,
        per_page=per_page,
        result_boxes=results,
        answer_boxes=answers,
        legend=words,
    )


def keep_stamps(paper: Paper, plan: RowPlan, words: Words) -> None:
    """Draw once what every page and every row shows."""
    with paper.stamp(PAPER_ROW):
        _row_rules(paper, plan)
        _note_strip(paper, plan, words)
        _boxes(paper, plan)
    with paper.stamp(PAPER_BLANK):
        _row_rules(paper, plan)
        _blank_fields(paper, plan, words)
        _note_strip(paper, plan, words)
        _boxes(paper, plan)
    with paper.stamp(PAPER_PAGE):
        _headings(paper, plan, words)
        draw_legend(paper, plan.legend, paper.bottom + LEGEND_LINE * len(plan.legend.lines))


def draw_rows(paper: Paper, plan: RowPlan, entries: Sequence[CallEntry], pages: int, words: Words) -> None:
    """Draw the pages of rows: the entries in their order, then empty rows to the end of the last page."""
    for first in range(0, pages * plan.per_page, plan.per_page):
        with paper.page():
            paper.press(PAPER_PAGE)
            shown = entries[first : first + plan.per_page]
            feet = [paper.top - HEADINGS - (at + 1) * plan.height for at in range(plan.per_page)]
            paper.barcodes(
                [_barcode(plan, entry, foot) for entry, foot in zip(shown, feet, strict=False) if entry.codes]
            )
            for entry, foot in zip(shown, feet, strict=False):
                paper.press(PAPER_ROW, 0, foot)
                _entry(paper, plan, entry, foot, words)
            for at, foot in enumerate(feet[len(shown) :], start=first + len(shown) - len(entries) + 1):
                paper.press(PAPER_BLANK, 0, foot)
                paper.text(plan.number, foot + plan.height - 18, f"+{at}", 12, NUMBER - PAD, grey=MIDDLE)


# --- stamps ----------------------------------------------------------------------------------------------------


def _headings(paper: Paper, plan: RowPlan, words: Words) -> None:
    foot = paper.top - HEADINGS
    paper.fill(paper.left, foot, paper.right - paper.left, HEADINGS)
    headings = [
        (plan.number, NUMBER, words.text("No.")),
        (plan.code, CODE, words.text("Code")),
        (plan.customer, CUSTOMER, words.text("Customer, phone")),
        (plan.car, CAR, words.text("Plate, model")),
        (plan.status, STATUS, words.text("Status, last visit")),
        (plan.why, plan.results - plan.why, words.text("Reason, why now")),
        (plan.results, plan.answers - plan.results, words.text("Result")),
        (plan.answers, plan.right - plan.answers, words.text("Answers")),
    ]
    for x, width, text in headings:
        paper.text(x + PAD / 2, foot + 3.6, text, 7.2, max(width - PAD, 0), strong=True)


def _row_rules(paper: Paper, plan: RowPlan) -> None:
    paper.line(plan.number, 0, plan.right, 0, thick=0.6, grey=MIDDLE)
    for x in (plan.customer, plan.why, plan.results, plan.answers):
        if x < plan.right:
            paper.line(x - PAD / 2, 4, x - PAD / 2, plan.height - 4, thick=0.3)


def _note_strip(paper: Paper, plan: RowPlan, words: Words) -> None:
    paper.line(plan.customer + PAD / 2, NOTE, plan.why - PAD - PAD / 2, NOTE, thick=0.3)
    paper.text(plan.customer + PAD / 2, NOTE - 6.5, words.text("Note"), 5.6, 60, grey=MIDDLE)


def _boxes(paper: Paper, plan: RowPlan) -> None:
    for boxes, x in ((plan.result_boxes, plan.results), (plan.answer_boxes, plan.answers)):
        block = LINE * (boxes.lines - 1) + BOX
        draw_boxes(paper, boxes, x + PAD / 2, plan.height - (plan.height - block) / 2)


def _blank_fields(paper: Paper, plan: RowPlan, words: Words) -> None:
    fields = [
        (plan.code, CODE, words.text("Code or time")),
        (plan.customer, CUSTOMER, words.text("Customer, phone")),
        (plan.car, CAR, words.text("Plate, model")),
        (plan.status, STATUS, words.text("Status, last visit")),
        (plan.why, plan.results - plan.why, words.text("What it was about")),
    ]
    for x, width, text in fields:
        paper.text(x + PAD / 2, plan.height - 8, text, 5.6, width - PAD, grey=MIDDLE)


# --- one entry -------------------------------------------------------------------------------------------------


def _barcode(plan: RowPlan, entry: CallEntry, foot: float) -> tuple[str, float, float, float, float]:
    return (entry.codes[0], plan.code, foot + 17, CODE - PAD, plan.height - 22)


def _entry(paper: Paper, plan: RowPlan, entry: CallEntry, foot: float, words: Words) -> None:
    first, second = foot + plan.height - 13, foot + plan.height - 25.5
    _number(paper, plan, entry, foot)
    code = "".join(entry.codes[:1]) + (f"  +{len(entry.codes) - 1}" if len(entry.codes) > 1 else "")
    paper.squeezed(plan.code, foot + 6.5, code, 8, CODE - PAD, align=Align.CENTRE)
    x, width = plan.customer + PAD / 2, CUSTOMER - PAD
    paper.squeezed(x, first, entry.customer, 10, width, strong=True)
    paper.squeezed(x, second, entry.phone, 10, width)
    x, width = plan.car + PAD / 2, CAR - PAD
    paper.squeezed(x, first, entry.plate, 10, width, strong=True)
    paper.text(x, second, entry.model, 8, width, grey=DARK)
    _status(paper, plan, entry, first, second, words)
    _why(paper, plan, entry, foot)


def _number(paper: Paper, plan: RowPlan, entry: CallEntry, foot: float) -> None:
    paper.squeezed(plan.number, foot + plan.height - 18, str(entry.number), 14, NUMBER - PAD, strong=True)
    if entry.time:
        width = NUMBER - 2
        paper.fill(plan.number, foot + 7, width, 13, BLACK)
        paper.squeezed(plan.number, foot + 10.2, entry.time, 9.5, width, strong=True, grey=WHITE, align=Align.CENTRE)


def _status(paper: Paper, plan: RowPlan, entry: CallEntry, first: float, second: float, words: Words) -> None:
    x, width = plan.status + PAD / 2, STATUS - PAD
    months = "" if entry.months is None else words.ntext("{n} month", "{n} months", entry.months)
    kept = regular().width(months, 8.5) + 5 if months else 0.0
    taken = paper.text(x, first, entry.status, 9, width - kept, strong=True)
    paper.text(x + taken + 5, first, months, 8.5, width - taken)
    facts = [entry.last_visit.isoformat()] if entry.last_visit else []
    if entry.last_km is not None:
        facts.append(words.km(entry.last_km))
    paper.squeezed(x, second, "  ".join(facts), 8, width, grey=DARK)


def _why(paper: Paper, plan: RowPlan, entry: CallEntry, foot: float) -> None:
    x, width = plan.why + PAD / 2, plan.results - plan.why - PAD - PAD / 2
    top = foot + plan.height
    needed = len(regular().wrap(entry.why_now, 8, width, lines=WHY_LINES))
    others = _other_reasons(entry.reasons, width, max(3, REASON_LINES - needed))
    first, pitch = (11.5, 9.0) if len(others) > 1 else (12.5, 10.0)
    if entry.reasons:
        taken = paper.text(x, top - first, entry.reasons[0], 8.6, width, strong=True)
        paper.text(x + taken, top - first, others[0], 7.2, max(width - taken, 0), grey=DARK)
    for at, line in enumerate(others[1:], start=1):
        paper.squeezed(x, top - first - at * 8.6, line, 7.2, width, grey=DARK)
    below = top - first - (len(others) - 1) * 8.6 - pitch - 1
    most = min(WHY_LINES, REASON_LINES - len(others))
    for at, line in enumerate(regular().wrap(entry.why_now, 8, width, lines=most)):
        paper.text(x, below - at * pitch, line, 8, width)


def _other_reasons(reasons: Sequence[str], width: float, most: int) -> list[str]:
    """Answer the covered reasons in lines: the first goes on behind the leading reason, the last may be too long."""
    lines, room = [""], width - bold().width("".join(reasons[:1]), 8.6)
    for reason in reasons[1:]:
        longer = f"{lines[-1]} + {reason}"
        if len(lines) == most or regular().width(longer, 7.2) <= room:
            lines[-1] = longer
        else:
            lines.append(f"+ {reason}")
            room = width
    return lines
