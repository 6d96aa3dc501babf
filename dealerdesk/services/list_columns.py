"""The columns of a list as people read them: on screen, on paper and in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dealerdesk.domain.money import yuan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dealerdesk.domain.list_row import ListRow
    from dealerdesk.words import Words

Kind = Literal["text", "day", "money", "integer"]


@dataclass(frozen=True)
class Column:
    """A column: its code, which names its heading (`column.<code>`), what kind of value it has, and the value of a row.

    Values are what a spreadsheet takes: text, dates, whole numbers, and amounts in fen for `money`.
    """

    code: str
    kind: Kind
    value: Callable[[ListRow, Words], Any]
    weight: float = 1.0


def _label(group: str, field: str) -> Callable[[ListRow, Words], str | None]:
    def of(row: ListRow, words: Words) -> str | None:
        code = getattr(row, field)
        return None if code is None else words.label(f"{group}.{code}")

    return of


def _field(field: str) -> Callable[[ListRow, Words], Any]:
    return lambda row, _words: getattr(row, field)


def _yes(field: str) -> Callable[[ListRow, Words], str | None]:
    def of(row: ListRow, words: Words) -> str | None:
        value = getattr(row, field)
        return None if value is None else words.label("answer.yes" if value else "answer.no")

    return of


def _mark(field: str, label: str) -> Callable[[ListRow, Words], str | None]:
    return lambda row, words: words.label(label) if getattr(row, field) else None


def _per_year(row: ListRow, _words: Words) -> str | None:
    return None if row.visits_per_year_100 is None else yuan(row.visits_per_year_100)


COLUMNS: tuple[Column, ...] = (
    Column("plate", "text", lambda row, _words: "、".join(row.plates) or row.plate, 1.3),
    Column("customer", "text", _field("customer"), 1.6),
    Column("phone", "text", _field("phone"), 1.4),
    Column("model", "text", _field("model"), 1.2),
    Column("status", "text", _label("status", "status")),
    Column("quasi_lost", "text", _mark("quasi_lost", "mark.quasi-lost")),
    Column("overdue", "text", _mark("overdue", "mark.overdue")),
    Column("end", "day", _field("end"), 1.2),
    Column("reference", "day", _field("reference"), 1.2),
    Column("months_since", "integer", _field("months_since")),
    Column("advisor", "text", _field("advisor")),
    Column("last_visit", "day", _field("last_visit"), 1.2),
    Column("last_kind", "text", _field("last_kind"), 1.2),
    Column("last_items", "text", _field("last_items"), 1.6),
    Column("last_odometer", "integer", _field("last_odometer")),
    Column("predicted_odometer", "integer", _field("predicted_odometer")),
    Column("next_maintenance", "day", _field("next_maintenance"), 1.2),
    Column("visits_12", "integer", _field("visits_12")),
    Column("visits", "integer", _field("visits")),
    Column("visits_per_year", "text", _per_year),
    Column("spend_12", "money", _field("spend_12_fen"), 1.2),
    Column("spend", "money", _field("spend_fen"), 1.2),
    Column("protected", "text", _mark("protected", "mark.protected")),
    Column("loyal", "text", _yes("loyal")),
    Column("wechat", "text", _yes("wechat")),
    Column("open_task_reason", "text", _label("reason", "open_task_reason"), 1.4),
    Column("open_task", "text", _field("open_task")),
    Column("vin", "text", _field("vin"), 1.8),
    Column("source", "text", _label("source", "source")),
    Column("use", "text", _label("use", "use")),
    Column("delivered", "day", _field("delivered"), 1.2),
    Column("age_months", "integer", _field("age_months")),
    Column("customer_type", "text", _label("customer_type", "customer_type")),
    Column("sex", "text", _label("sex", "sex")),
    Column("age", "integer", _field("age")),
    Column("district", "text", _field("district")),
    Column("preferred_channel", "text", _label("channel", "preferred_channel")),
    Column("id", "integer", _field("id")),
)
"""Every column that a row carries, those that a caller looks at first in front."""

BY_CODE = {column.code: column for column in COLUMNS}
"""Every column by its code."""

PAPER = (
    "plate", "customer", "phone", "model", "status", "end", "reference", "months_since", "advisor", "last_visit",
    "last_odometer", "next_maintenance", "visits_12", "spend", "protected",
)  # fmt: skip
"""The columns that fit on a page."""


def columns_on_paper(name: str) -> tuple[Column, ...]:
    """The columns of a list's page: the end date only where the list is about one."""
    with_end = name in {"warranty", "insurance", "inspection", "birthdays"}
    return tuple(BY_CODE[code] for code in PAPER if with_end or code != "end")


def columns_named(codes: Iterable[str]) -> tuple[Column, ...]:
    """The columns of these codes, in this order; a code that is not known any more is passed over."""
    return tuple(BY_CODE[code] for code in codes if code in BY_CODE)
