"""The daily call sheet 回访任务单: a cover with the script, then one row a call in queue order, worked on by pen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.documents.page import Frame, Paper
from dealerdesk.documents.sheet_cover import draw_cover, plan_cover
from dealerdesk.documents.sheet_rows import draw_rows, keep_stamps, plan_rows

if TYPE_CHECKING:
    from datetime import date, datetime

    from dealerdesk.documents.script import SheetScript
    from dealerdesk.words import Words

BLANK_ROWS = 3  # at least so many at the end, for calls that come in


@dataclass(frozen=True)
class CallEntry:
    """One call: the tasks of one customer, the most urgent leading; texts are already worded and print as they are."""

    number: int  # place in the queue, from 1
    codes: tuple[str, ...]  # of the tasks, the leading one first: its barcode is printed
    customer: str
    phone: str
    plate: str
    model: str = ""
    time: str = ""  # promised, "10:30"
    status: str = ""
    months: int | None = None  # since the reference date
    last_visit: date | None = None
    last_km: int | None = None
    why_now: str = ""
    reasons: tuple[str, ...] = ()  # the leading one first


@dataclass(frozen=True)
class CallSheet:
    """One agent's sheet of one day; without an agent it is the pool's."""

    store: str
    code: str
    day: date
    agent: str | None
    made_at: datetime  # in the store's own time, as it should print
    entries: tuple[CallEntry, ...]
    script: SheetScript
    key_in_by: date | None = None  # last day on which the sheet reserves its tasks
    opening: str = ""  # the store's own opening words; `{store}` and `{agent}` are filled
    contact: str = ""  # the store's address and phone
    logo: bytes | None = None
    printed: str = ""  # by whom, and when


@dataclass(frozen=True)
class CallSheetPaper:
    """The finished sheet."""

    pdf: bytes
    pages: int


def call_sheet(sheet: CallSheet, words: Words) -> CallSheetPaper:
    """Answer the sheet as a PDF (rulebook 6.5): cover, entries in the order given, empty rows at the end."""
    cover = plan_cover(sheet, words)
    rows = plan_rows(sheet.script)
    row_pages = -(-(len(sheet.entries) + BLANK_ROWS) // rows.per_page)
    pages = cover.pages + row_pages
    paper = Paper(_frame(sheet, words), words, pages, landscape=True)
    keep_stamps(paper, rows, words)
    draw_cover(paper, cover)
    draw_rows(paper, rows, sheet.entries, row_pages, words)
    return CallSheetPaper(paper.finish(), pages)


def _frame(sheet: CallSheet, words: Words) -> Frame:
    promised = sum(1 for entry in sheet.entries if entry.time)
    facts = [
        words.text("Agent: {name}", name=sheet.agent) if sheet.agent else words.text("Agent: not assigned"),
        words.ntext("{n} call", "{n} calls", len(sheet.entries)),
    ]
    if promised:
        facts.append(words.ntext("{n} at a promised time", "{n} at promised times", promised))
    facts.append(words.text("made {when}", when=words.moment(sheet.made_at)))
    if sheet.key_in_by:
        facts.append(words.text("key in by {day}", day=words.day(sheet.key_in_by)))
    return Frame(
        store=sheet.store,
        title=words.text("Daily call sheet"),
        day=sheet.day,
        subtitle="  ·  ".join(facts),
        note=words.text("Customers' personal data: for the calls of this day only. Do not leave it lying about."),
        code=sheet.code,
        contact=sheet.contact,
        logo=sheet.logo,
        printed=sheet.printed,
    )
