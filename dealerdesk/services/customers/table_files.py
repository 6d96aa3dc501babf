"""The table of customers as it is shown, on paper and in Excel: its rows, its order, its columns, its filters named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from dealerdesk.domain.phone import MaskedPhone, group_phone
from dealerdesk.services.customers.table import customer_choices, customer_rows, customers_query
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.files import write_whole
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.personal.imprint import imprint, who
from dealerdesk.services.personal.readable import readable_phones
from dealerdesk.services.store_details import store_details
from dealerdesk.words import Words
from dealerdesk.words.customer_facts import coded, marks, status_words
from dealerdesk.words.customer_filters import filters_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dealerdesk.domain.customer_file import CustomerRow
    from dealerdesk.domain.customer_query import CustomersQuery

    Progress = Callable[[int, int], object]

_AT_A_TIME: Final = 1_000
Kind = Literal["text", "day", "money", "integer"]


@dataclass(frozen=True)
class TableColumn:
    """A column: its code, what kind of value it has, the value of a row, and how much room it asks for on paper."""

    code: str
    kind: Kind
    value: Callable[[CustomerRow, Words], Any]
    weight: float = 1.0


COLUMNS: Final = (
    TableColumn("plate", "text", lambda row, _words: row.plate or row.vin, 1.3),
    TableColumn("customer", "text", lambda row, words: row.customer or words.text("no owner known"), 1.6),
    TableColumn("phone", "text", lambda row, _words: row.phone, 1.4),
    TableColumn("model", "text", lambda row, _words: row.model, 1.2),
    TableColumn("status", "text", lambda row, words: status_words(words, row)),
    TableColumn("last_visit", "day", lambda row, _words: row.last_visit, 1.2),
    TableColumn("months_since", "integer", lambda row, _words: row.months_since),
    TableColumn("next_maintenance", "day", lambda row, _words: row.next_maintenance, 1.2),
    TableColumn("advisor", "text", lambda row, _words: row.advisor, 1.2),
    TableColumn("visits", "integer", lambda row, _words: row.visits),
    TableColumn("spend", "money", lambda row, _words: row.spend_fen),
    TableColumn("marks", "text", lambda row, words: marks(words, row), 1.4),
    TableColumn("source", "text", lambda row, words: coded(words, "source", row.source)),
    TableColumn("customer_type", "text", lambda row, words: coded(words, "customer_type", row.customer_type)),
    TableColumn("district", "text", lambda row, _words: row.district),
    TableColumn("last_odometer", "integer", lambda row, _words: row.last_odometer),
    TableColumn("last_kind", "text", lambda row, _words: row.last_kind),
    TableColumn("visits_12", "integer", lambda row, _words: row.visits_12),
    TableColumn("spend_12", "money", lambda row, _words: row.spend_12_fen),
    TableColumn("vin", "text", lambda row, _words: row.vin, 1.6),
)
"""All columns of the table."""


@use_case("export-customers", Right.EXPORT)
def export_customers(
    desk: Desk, query: CustomersQuery, columns: Sequence[str], file: Path, progress: Progress | None = None
) -> int:
    """Write the rows of a query to a file, by its ending .xlsx, .csv or .pdf, with these columns (none: all).

    Rows are written as they are read; whatever `progress` raises ends it and leaves no file. It is an act. Answers
    how many rows there are. Raises Refused `export.*`.
    """
    from dealerdesk.spreadsheets.column import Column
    from dealerdesk.spreadsheets.new_workbook import About
    from dealerdesk.spreadsheets.writing import write_csv, write_xlsx

    ids, ending, words = customers_query(desk, query), file.suffix.casefold(), Words(desk.lang)
    used = _named(columns)
    disclose(desk, "export-customers", "export", f"paper.customers {ending}", len(ids))
    if ending == ".pdf":
        write_whole(file, _paper(desk, query, used, ids, progress))
        return len(ids)
    out = [Column(_title(column, words), column.kind) for column in used]
    rows = _cells(desk, ids, used, progress)
    if ending == ".csv":
        made = imprint(desk)
        write_csv(file, [*out, Column(words.text("Origin of this row"))], ([*row, made] for row in rows))
    else:
        told = (*_facts(desk, query, len(ids), words), ("", imprint(desk)))
        title = words.text("Customers")
        write_xlsx(file, title, out, rows, About(words.text("About this file"), title, who(desk), desk.clock(), told))
    return len(ids)


@use_case("print-customers", Right.EXPORT)
def customers_on_paper(
    desk: Desk, query: CustomersQuery, columns: Sequence[str] = (), progress: Progress | None = None
) -> bytes:
    """The rows of a query as a PDF, with these columns (none: all); it is an act."""
    ids = customers_query(desk, query)
    pdf = _paper(desk, query, _named(columns), ids, progress)
    disclose(desk, "print-customers", "print", "paper.customers", len(ids))
    return pdf


def _named(columns: Sequence[str]) -> tuple[TableColumn, ...]:
    """The columns by their codes, in the order of the codes; those that there are not are left out."""
    by_code = {column.code: column for column in COLUMNS}
    return tuple(by_code[code] for code in columns if code in by_code) or COLUMNS


def _title(column: TableColumn, words: Words) -> str:
    return words.text("Marks") if column.code == "marks" else words.label(f"column.{column.code}")


def _facts(desk: Desk, query: CustomersQuery, rows: int, words: Words) -> tuple[tuple[str, str], ...]:
    """What the table shows: as of when, how many rows, what was searched for, and the filters."""
    advisors = customer_choices(desk).advisors if query.advisors else {}
    filters = " · ".join(one.text for one in filters_told(words, query, advisors))
    return (
        (words.text("As of"), words.day(desk.today)),
        (words.text("Rows"), words.number(rows)),
        *(((words.text("Search"), query.text.strip()),) if query.text.strip() else ()),
        *(((words.text("Filters"), filters),) if filters else ()),
    )


def _cells(
    desk: Desk, ids: Sequence[int], columns: Sequence[TableColumn], progress: Progress | None
) -> Iterator[list[Any]]:
    """The rows as values of the columns, as they are read; phones in full where the actor may see them."""
    words, with_phones = Words(desk.lang), any(column.code == "phone" for column in columns)
    for start in range(0, len(ids), _AT_A_TIME):
        some = ids[start : start + _AT_A_TIME]
        found = customer_rows(desk, some)
        rows = [found[key] for key in some if key in found]
        phones = readable_phones(desk, [row.phone for row in rows]) if with_phones else {}
        for row in rows:
            yield [_cell(column.value(row, words), phones) for column in columns]
        if progress is not None:
            progress(min(start + _AT_A_TIME, len(ids)), len(ids))


def _cell(value: Any, phones: dict[int, str]) -> Any:  # noqa: ANN401 - what a spreadsheet takes
    return phones.get(value.id, value.shown) if isinstance(value, MaskedPhone) else value


def _paper(
    desk: Desk,
    query: CustomersQuery,
    columns: Sequence[TableColumn],
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
            title=words.text("Customers"),
            day=desk.today,
            facts=_facts(desk, query, len(ids), words),
            columns=tuple(
                PaperColumn(
                    _title(column, words),
                    column.weight,
                    Align.END if column.kind in {"money", "integer"} else Align.START,
                )
                for column in columns
            ),
            rows=[
                [_shown(value, column, words) for value, column in zip(row, columns, strict=True)]
                for row in _cells(desk, ids, columns, progress)
            ],
            printed=imprint(desk),
        ),
        words,
    ).pdf


def _shown(value: Any, column: TableColumn, words: Words) -> str:  # noqa: ANN401 - what a spreadsheet takes
    if value is None:
        return ""
    if column.code == "phone":
        return group_phone(value) if value.isdigit() else str(value)
    by_kind: dict[str, Callable[[Any], str]] = {"day": words.day, "money": words.money, "integer": words.number}
    return by_kind[column.kind](value) if column.kind in by_kind else str(value)
