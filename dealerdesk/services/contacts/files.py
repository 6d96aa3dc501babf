"""The history of contacts as it is shown, in Excel, as text and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.services.contacts.table import contact_rows, contacts
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.files import write_whole
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.personal.imprint import imprint, who
from dealerdesk.services.store_details import store_details
from dealerdesk.words import Words
from dealerdesk.words.contact_facts import about_words, channel_words, filters_told, when_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dealerdesk.domain.contact_query import ContactRow, ContactsQuery

    Progress = Callable[[int, int], object]

_AT_A_TIME: Final = 1_000


@dataclass(frozen=True)
class ContactColumn:
    """A column of the history: its code, what it says of a row, and how much room it asks for on paper."""

    code: str
    told: Callable[[ContactRow, Words], str]
    weight: float = 1.0


COLUMNS: Final = (
    ContactColumn("when", lambda row, words: when_words(words, row, row.at.astimezone()), 1.5),
    ContactColumn("channel", lambda row, words: channel_words(words, row), 1.1),
    ContactColumn("customer", lambda row, _words: row.customer or ""),
    ContactColumn("plate", lambda row, _words: row.plate or ""),
    ContactColumn("result", lambda row, words: words.label(f"disposition.{row.result}"), 1.1),
    ContactColumn("about", lambda row, words: about_words(words, row), 1.4),
    ContactColumn("who", lambda row, _words: row.who),
    ContactColumn("note", lambda row, _words: row.note or "", 3.0),
    ContactColumn("for_next", lambda row, _words: row.for_next or "", 1.6),
)
"""All columns of the history."""

_SORTABLE: Final = {
    "when": ContactColumn(
        "when", lambda row, _words: f"{row.day} {row.at.astimezone():%H:%M}"[: 16 if row.timed else 10]
    )
}
"""How a column is written where a program sorts it."""


def title_of(column: ContactColumn, words: Words) -> str:
    """What stands over a column."""
    return words.label(f"contact_column.{column.code}")


@use_case("export-contacts", Right.EXPORT)
def export_contacts(
    desk: Desk, query: ContactsQuery, columns: Sequence[str], file: Path, progress: Progress | None = None
) -> int:
    """Write the contacts of a query to a file, by its ending .xlsx, .csv or .pdf, with these columns (none: all).

    Rows are written as they are read; whatever `progress` raises ends it and leaves no file. It is an act. Answers
    how many rows there are. Raises Refused `export.*`.
    """
    from dealerdesk.spreadsheets.column import Column
    from dealerdesk.spreadsheets.new_workbook import About
    from dealerdesk.spreadsheets.writing import write_csv, write_xlsx

    ids, ending, words, used = contacts(desk, query), file.suffix.casefold(), Words(desk.lang), _named(columns)
    disclose(desk, "export-contacts", "export", f"paper.contacts {ending}", len(ids))
    if ending == ".pdf":
        write_whole(file, _paper(desk, query, used, ids, progress))
        return len(ids)
    out = [Column(title_of(column, words)) for column in used]
    rows = _cells(desk, ids, [_SORTABLE.get(column.code, column) for column in used], progress)
    if ending == ".csv":
        made = imprint(desk)
        write_csv(file, [*out, Column(words.text("Origin of this row"))], ([*row, made] for row in rows))
    else:
        told = (*_facts(desk, query, len(ids), words), ("", imprint(desk)))
        title = words.text("Contacts")
        write_xlsx(file, title, out, rows, About(words.text("About this file"), title, who(desk), desk.clock(), told))
    return len(ids)


@use_case("print-contacts", Right.EXPORT)
def contacts_on_paper(
    desk: Desk, query: ContactsQuery, columns: Sequence[str] = (), progress: Progress | None = None
) -> bytes:
    """The contacts of a query as a PDF, with these columns (none: all): the register of calls. It is an act."""
    ids = contacts(desk, query)
    pdf = _paper(desk, query, _named(columns), ids, progress)
    disclose(desk, "print-contacts", "print", "paper.contacts", len(ids))
    return pdf


def _named(columns: Sequence[str]) -> tuple[ContactColumn, ...]:
    """The columns by their codes, in the order of the codes; those that there are not are left out."""
    by_code = {column.code: column for column in COLUMNS}
    return tuple(by_code[code] for code in columns if code in by_code) or COLUMNS


def _facts(desk: Desk, query: ContactsQuery, rows: int, words: Words) -> tuple[tuple[str, str], ...]:
    filters = " · ".join(filters_told(words, query))
    return (
        (words.text("As of"), words.day(desk.today)),
        (words.text("Rows"), words.number(rows)),
        *(((words.text("Search"), query.text.strip()),) if query.text.strip() else ()),
        *(((words.text("Filters"), filters),) if filters else ()),
    )


def _cells(
    desk: Desk, ids: Sequence[int], columns: Sequence[ContactColumn], progress: Progress | None
) -> Iterator[list[Any]]:
    words = Words(desk.lang)
    for start in range(0, len(ids), _AT_A_TIME):
        some = ids[start : start + _AT_A_TIME]
        found = contact_rows(desk, some)
        for key in some:
            if key in found:
                yield [column.told(found[key], words) for column in columns]
        if progress is not None:
            progress(min(start + _AT_A_TIME, len(ids)), len(ids))


def _paper(
    desk: Desk,
    query: ContactsQuery,
    columns: Sequence[ContactColumn],
    ids: Sequence[int],
    progress: Progress | None,
) -> bytes:
    from dealerdesk.documents.list_paper import ListPaper, PaperColumn, list_paper
    from dealerdesk.documents.page import Align

    words, details = Words(desk.lang), store_details(desk)
    return list_paper(
        ListPaper(
            store=details.name,
            contact=details.contact,
            logo=details.logo,
            title=words.text("Contacts"),
            day=desk.today,
            facts=_facts(desk, query, len(ids), words),
            columns=tuple(PaperColumn(title_of(column, words), column.weight, Align.START) for column in columns),
            rows=list(_cells(desk, ids, columns, progress)),
            printed=imprint(desk),
        ),
        words,
    ).pdf
