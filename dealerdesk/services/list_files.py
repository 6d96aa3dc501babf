"""Month lists as files: Excel, CSV, and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.list_query import AS_IT_IS, Query
from dealerdesk.domain.phone import MaskedPhone, group_phone
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.files import write_whole
from dealerdesk.services.list_columns import COLUMNS, Column, columns_named, columns_on_paper
from dealerdesk.services.list_view import shown_rows
from dealerdesk.services.lists import AskFor, asking
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.personal.imprint import imprint, who
from dealerdesk.services.personal.readable import readable_phones
from dealerdesk.services.store_details import store_details
from dealerdesk.words import Words
from dealerdesk.words.list_filters import filters_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from dealerdesk.domain.list_row import ListRow, MonthList
    from dealerdesk.domain.month_list import Criteria

    Progress = Callable[[int, int], object]

_AT_A_TIME: Final = 1_000


@dataclass(frozen=True)
class Shown:
    """A list as it goes out: what it asks, how many rows it has, the rows as they are read, and under which query.

    `columns`: none are the usual ones. `progress` is told of the rows that are done, and of all.
    """

    asked: Criteria
    count: int
    rows: Iterable[ListRow]
    query: Query = AS_IT_IS
    columns: tuple[Column, ...] = ()
    progress: Progress | None = None


@use_case("export-list", Right.EXPORT)
def export_list(desk: Desk, listed: MonthList, file: Path) -> Changed:
    """Write a list to a file, by its ending .xlsx, .csv or .pdf; one that is there gives way when all is written."""
    changed = _take_down(desk, "export", listed.asked, len(listed.rows), file.suffix)
    _write(desk, Shown(listed.asked, len(listed.rows), listed.rows), file)
    return changed


@use_case("export-list", Right.EXPORT)
def exported_phones(desk: Desk, listed: MonthList) -> dict[int, str]:
    """The phones of a list by their id, in full where the actor may see them, for a list that goes out as data."""
    _take_down(desk, "export", listed.asked, len(listed.rows), ".json")
    return readable_phones(desk, [row.phone for row in listed.rows])


@use_case("export-shown-list", Right.EXPORT)
def export_shown(
    desk: Desk, ask: AskFor, query: Query, columns: Sequence[str], file: Path, progress: Progress | None = None
) -> int:
    """Write a list as it is shown, with its filters, order and columns (none: all), and answer how many rows it has.

    Rows are written as they are read; whatever `progress` raises ends it and leaves no file. Raises Refused `export.*`.
    """
    with desk.store.read() as conn:
        asked = asking(conn, desk, ask)
        ids, rows = shown_rows(conn, asked, query)
        _take_down(desk, "export", asked.asked, len(ids), file.suffix)
        _write(desk, Shown(asked.asked, len(ids), rows, query, columns_named(columns), progress), file)
    return len(ids)


@use_case("print-list", Right.EXPORT)
def list_on_paper(desk: Desk, listed: MonthList) -> bytes:
    """A list as a PDF with the facts that it rests on: target month, as-of day, base month, policy."""
    _take_down(desk, "print", listed.asked, len(listed.rows))
    return _on_paper(desk, Shown(listed.asked, len(listed.rows), listed.rows))


@use_case("print-shown-list", Right.EXPORT)
def shown_on_paper(
    desk: Desk, ask: AskFor, query: Query, columns: Sequence[str] = (), progress: Progress | None = None
) -> bytes:
    """A list as it is shown, as a PDF: with its filters, order and columns (none: those that fit on a page)."""
    with desk.store.read() as conn:
        asked = asking(conn, desk, ask)
        ids, rows = shown_rows(conn, asked, query)
        _take_down(desk, "print", asked.asked, len(ids))
        return _on_paper(desk, Shown(asked.asked, len(ids), rows, query, columns_named(columns), progress))


def _take_down(desk: Desk, kind: str, asked: Criteria, rows: int, ending: str = "") -> Changed:
    """Take down that a list leaves the desk: which one, of which month, as which kind of file."""
    what = " ".join(filter(None, (f"list.{asked.name}", str(asked.month), ending.casefold())))
    return disclose(desk, f"{kind}-list", kind, what, rows)


def _write(desk: Desk, shown: Shown, file: Path) -> None:
    writers: dict[str, Callable[[Desk, Shown, Path], None]] = {".xlsx": _xlsx, ".csv": _csv, ".pdf": _pdf}
    writers[file.suffix.casefold()](desk, shown, file)


def cells_of(shown: Shown, columns: Iterable[Column], desk: Desk) -> Iterator[list[Any]]:
    """The rows as values of these columns, as they are read; phones in full where the actor may see them."""
    rows, columns, words, done = iter(shown.rows), list(columns), Words(desk.lang), 0
    with_phones = any(column.code == "phone" for column in columns)
    while some := list(islice(rows, _AT_A_TIME)):
        phones = readable_phones(desk, [row.phone for row in some]) if with_phones else {}
        for row in some:
            yield [_cell(column.value(row, words), phones) for column in columns]
        done += len(some)
        if shown.progress is not None:
            shown.progress(done, shown.count)


def _cell(value: Any, phones: dict[int, str]) -> Any:  # noqa: ANN401
    return phones.get(value.id, value.shown) if isinstance(value, MaskedPhone) else value


def _xlsx(desk: Desk, shown: Shown, file: Path) -> None:
    from dealerdesk.spreadsheets.column import Column as OutColumn
    from dealerdesk.spreadsheets.new_workbook import About
    from dealerdesk.spreadsheets.writing import write_xlsx

    words, used = Words(desk.lang), shown.columns or COLUMNS
    columns = [OutColumn(words.label(f"column.{column.code}"), column.kind) for column in used]
    title, told = title_of(shown.asked, words), facts_of(shown.asked, shown.count, words, shown.query)
    about = About(words.text("About this file"), title, who(desk), desk.clock(), (*told, ("", imprint(desk))))
    write_xlsx(file, title, columns, cells_of(shown, used, desk), about)


def _csv(desk: Desk, shown: Shown, file: Path) -> None:
    from dealerdesk.spreadsheets.column import Column as OutColumn
    from dealerdesk.spreadsheets.writing import write_csv

    words, used = Words(desk.lang), shown.columns or COLUMNS
    columns = [OutColumn(words.label(f"column.{column.code}"), column.kind) for column in used]
    columns.append(OutColumn(words.text("Origin of this row")))
    made = imprint(desk)
    write_csv(file, columns, ([*cells, made] for cells in cells_of(shown, used, desk)))


def title_of(asked: Criteria, words: Words) -> str:
    """The list's name and target month."""
    return f"{words.label(f'list.{asked.name}')} {asked.month}"


def facts_of(asked: Criteria, rows: int, words: Words, query: Query = AS_IT_IS) -> tuple[tuple[str, str], ...]:
    """What a list rests on, as its heading prints it: target and base month, as-of day, policy, rows, filters."""
    base = () if asked.base_month is None else ((words.text("Base month"), words.month(asked.base_month)),)
    filters = ((words.text("Filters"), filters_words(words, query)),) if query.filters else ()
    return (
        (words.label("column.month"), words.month(asked.month)),
        *base,
        (words.text("As of"), words.day(asked.as_of)),
        (words.text("Policy"), words.label(f"policy.{asked.policy.name}")),
        (words.text("Rows"), words.number(rows)),
        *filters,
    )


def _pdf(desk: Desk, shown: Shown, file: Path) -> None:
    write_whole(file, _on_paper(desk, shown))


def _on_paper(desk: Desk, shown: Shown) -> bytes:
    from dealerdesk.documents.list_paper import ListPaper, PaperColumn, list_paper
    from dealerdesk.documents.page import Align

    words, asked, details = Words(desk.lang), shown.asked, store_details(desk)
    columns = shown.columns or columns_on_paper(asked.name)
    return list_paper(
        ListPaper(
            store=details.name,
            contact=details.contact,
            logo=details.logo,
            title=words.label(f"list.{asked.name}"),
            printed=imprint(desk),
            day=asked.as_of,
            facts=facts_of(asked, shown.count, words, shown.query),
            columns=tuple(
                PaperColumn(
                    words.label(f"column.{column.code}"),
                    column.weight,
                    Align.END if column.kind in {"money", "integer"} else Align.START,
                )
                for column in columns
            ),
            rows=[
                [_shown(value, column, words) for value, column in zip(row, columns, strict=True)]
                for row in cells_of(shown, columns, desk)
            ],
        ),
        words,
    ).pdf


def _shown(value: Any, column: Column, words: Words) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if column.code == "phone":
        return group_phone(value) if value.isdigit() else str(value)
    by_kind: dict[str, Callable[[Any], str]] = {
        "day": words.day,
        "money": words.money,
        "integer": words.number,
    }
    return by_kind[column.kind](value) if column.kind in by_kind else str(value)
