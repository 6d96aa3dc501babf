"""Month lists as files: Excel, CSV, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.domain.phone import MaskedPhone, group_phone
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.files import write_whole
from dealerdesk.services.list_columns import COLUMNS, Column, columns_on_paper
from dealerdesk.services.phones import open_phones
from dealerdesk.services.settings import store_name
from dealerdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from dealerdesk.domain.list_row import ListRow, MonthList


@use_case("export-list", Right.EXPORT)
def export_list(desk: Desk, listed: MonthList, file: Path) -> Changed:
    """Write a list to a file, by its ending .xlsx, .csv or .pdf; one that is there gives way when all is written."""
    writers: dict[str, Callable[[Desk, MonthList, Path], None]] = {".xlsx": _xlsx, ".csv": _csv, ".pdf": _pdf}
    writers[file.suffix.casefold()](desk, listed, file)
    return Changed()


def cells_of(rows: Iterable[ListRow], columns: Iterable[Column], desk: Desk) -> list[list[Any]]:
    """The rows as values of these columns, phones in full where the actor may see them."""
    rows, columns, words = list(rows), list(columns), Words(desk.lang)
    phones = open_phones(desk, [row.phone for row in rows]) if Right.FULL_PHONE in desk.actor.rights else {}

    def cell(value: Any) -> Any:  # noqa: ANN401
        return phones.get(value.id, value.shown) if isinstance(value, MaskedPhone) else value

    return [[cell(column.value(row, words)) for column in columns] for row in rows]


def _xlsx(desk: Desk, listed: MonthList, file: Path) -> None:
    from dealerdesk.spreadsheets.column import Column as OutColumn
    from dealerdesk.spreadsheets.writing import write_xlsx

    words = Words(desk.lang)
    columns = [OutColumn(words.label(f"column.{column.code}"), column.kind) for column in COLUMNS]
    write_xlsx(file, title_of(listed, words), columns, cells_of(listed.rows, COLUMNS, desk))


def _csv(desk: Desk, listed: MonthList, file: Path) -> None:
    from dealerdesk.spreadsheets.column import Column as OutColumn
    from dealerdesk.spreadsheets.writing import write_csv

    words = Words(desk.lang)
    columns = [OutColumn(words.label(f"column.{column.code}"), column.kind) for column in COLUMNS]
    write_csv(file, columns, cells_of(listed.rows, COLUMNS, desk))


def title_of(listed: MonthList, words: Words) -> str:
    """The list's name and target month."""
    return f"{words.label(f'list.{listed.asked.name}')} {listed.asked.month}"


def facts_of(listed: MonthList, words: Words) -> tuple[tuple[str, str], ...]:
    """What a list rests on, as its heading prints it: target month, base month, as-of day, policy, rows."""
    asked = listed.asked
    base = () if asked.base_month is None else ((words.text("Base month"), words.month(asked.base_month)),)
    return (
        (words.label("column.month"), words.month(asked.month)),
        *base,
        (words.text("As of"), words.day(asked.as_of)),
        (words.text("Policy"), words.label(f"policy.{asked.policy.name}")),
        (words.text("Rows"), words.number(len(listed.rows))),
    )


def _pdf(desk: Desk, listed: MonthList, file: Path) -> None:
    write_whole(file, list_on_paper(desk, listed))


@use_case("print-list", Right.EXPORT)
def list_on_paper(desk: Desk, listed: MonthList) -> bytes:
    """A list as a PDF with the facts that it rests on: target month, as-of day, base month, policy."""
    from dealerdesk.documents.list_paper import ListPaper, PaperColumn, list_paper
    from dealerdesk.documents.page import Align

    words, asked = Words(desk.lang), listed.asked
    columns = columns_on_paper(asked.name)
    return list_paper(
        ListPaper(
            store=store_name(desk),
            title=words.label(f"list.{asked.name}"),
            day=asked.as_of,
            facts=facts_of(listed, words),
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
                for row in cells_of(listed.rows, columns, desk)
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
