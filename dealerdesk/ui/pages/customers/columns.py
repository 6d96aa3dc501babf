"""The columns of the table of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.customer_query import CustomerSort
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.words.customer_facts import coded, marks, status_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dealerdesk.domain.customer_file import CustomerRow
    from dealerdesk.words import Words

SORTS: Final[Mapping[str, tuple[CustomerSort, bool]]] = {
    "plate": (CustomerSort.PLATE, False),
    "customer": (CustomerSort.CUSTOMER, False),
    "model": (CustomerSort.MODEL, False),
    "status": (CustomerSort.STATUS, False),
    "months_since": (CustomerSort.STATUS, True),
    "last_visit": (CustomerSort.LAST_VISIT, False),
    "next_maintenance": (CustomerSort.NEXT_MAINTENANCE, False),
    "visits": (CustomerSort.VISITS, False),
    "spend": (CustomerSort.SPEND, False),
}
"""By what a column sorts, and whether its own order is the other way round."""


def columns(words: Words) -> tuple[TableColumn, ...]:
    """The columns of the table, as they stand from left to right."""

    def day(value: date | None) -> str:
        return "" if value is None else words.day(value)

    def number(value: int | None) -> str:
        return "" if value is None else words.number(value)

    def made(code: str, text: object, width: int, **more: object) -> TableColumn:
        return TableColumn(code, words.label(f"column.{code}"), text, width, sort=code in SORTS, **more)  # type: ignore[arg-type]

    return (
        made("plate", lambda row: row.plate or row.vin or "—", 96, bold=True),
        made("customer", lambda row: row.customer or words.text("no owner known"), 108),
        made("phone", lambda row: row.phone.shown if row.phone is not None else "", 112),
        made("model", lambda row: row.model or "", 100),
        made("status", lambda row: status_words(words, row), 100, tone=tone_of),
        made("last_visit", lambda row: day(row.last_visit), 126),
        made("months_since", lambda row: number(row.months_since), 108, align="right"),
        made("next_maintenance", lambda row: day(row.next_maintenance), 146),
        made("advisor", lambda row: row.advisor or "", 162),
        made("visits", lambda row: number(row.visits), 96, align="right"),
        made("spend", lambda row: words.money(row.spend_fen), 152, align="right"),
        TableColumn("marks", words.text("Marks"), lambda row: marks(words, row), 160, sort=False),
        made("source", lambda row: words.label(f"source.{row.source}") if row.source else "", 110, shown=False),
        made("customer_type", lambda row: coded(words, "customer_type", row.customer_type), 100, shown=False),
        made("district", lambda row: row.district or "", 100, shown=False),
        made("last_odometer", lambda row: number(row.last_odometer), 140, align="right", shown=False),
        made("last_kind", lambda row: row.last_kind or "", 130, shown=False),
        made("visits_12", lambda row: number(row.visits_12), 140, align="right", shown=False),
        made("spend_12", lambda row: words.money(row.spend_12_fen), 196, align="right", shown=False),
        made("vin", lambda row: row.vin or "", 150, shown=False),
    )


def tone_of(row: CustomerRow) -> str | None:
    """The colour of a row's status."""
    if row.departed:
        return "departed"
    return None if row.status is None else str(row.status)
