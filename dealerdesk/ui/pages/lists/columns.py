"""The columns of the lists on screen: what each shows of a row, how wide, in which colour, and which show at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.month_list import ENDING_LISTS, ListName
from dealerdesk.services.list_columns import COLUMNS, Column
from dealerdesk.ui.tables import TableColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.list_row import ListRow
    from dealerdesk.words import Words

_ALWAYS: Final = ("plate", "customer", "phone", "model")
_SHOWN: Final = {
    "references": (
        *_ALWAYS, "status", "quasi_lost", "reference", "months_since", "advisor", "spend_12", "open_task_reason",
    ),
    "maintenance": (
        *_ALWAYS, "overdue", "next_maintenance", "last_visit", "predicted_odometer", "advisor", "open_task_reason",
    ),
    "ends": (*_ALWAYS, "end", "status", "last_visit", "advisor", "spend_12", "open_task_reason"),
    "birthdays": ("plate", "customer", "phone", "end", "age", "sex", "status", "last_visit", "open_task_reason"),
}  # fmt: skip
_WIDTHS: Final = {
    "plate": 108, "customer": 120, "phone": 112, "model": 116, "status": 84, "quasi_lost": 92, "overdue": 84,
    "months_since": 112, "advisor": 92, "sex": 56, "age": 56, "vin": 176, "last_items": 200, "open_task_reason": 150,
}  # fmt: skip
_KIND_WIDTHS: Final = {"day": 124, "money": 108, "integer": 96, "text": 110}
_WIDEST_TITLE: Final = 200
_RIGHT: Final = frozenset({"money", "integer"})


def family(name: ListName) -> str:
    """Which lists share their columns: those that look at references, maintenance, ends, or birthdays."""
    if name is ListName.BIRTHDAYS:
        return "birthdays"
    if name in ENDING_LISTS:
        return "ends"
    maintenance = {ListName.FIRST_MAINTENANCE, ListName.MAINTENANCE_DUE, ListName.OVERDUE}
    return "maintenance" if name in maintenance else "references"


def table_columns(kind: str, words: Words) -> tuple[TableColumn, ...]:
    """The columns for a family of lists: those in front that show at first, then all others to choose."""
    shown = _SHOWN[kind]
    by_code = {column.code: column for column in COLUMNS}
    rest = (column for column in COLUMNS if column.code not in shown)
    ordered = (*(by_code[code] for code in shown), *rest)
    return tuple(_table_column(column, kind, words, shown=column.code in shown) for column in ordered)


def column_title(words: Words, code: str, kind: str) -> str:
    """What a column is called in a family of lists."""
    return words.label("column.birthday" if (code, kind) == ("end", "birthdays") else f"column.{code}")


def _table_column(column: Column, kind: str, words: Words, *, shown: bool) -> TableColumn:
    title = column_title(words, column.code, kind)
    return TableColumn(
        column.code,
        title,
        _text(column, words),
        width=max(_WIDTHS.get(column.code, _KIND_WIDTHS[column.kind]), min(_room(title), _WIDEST_TITLE)),
        align="right" if column.kind in _RIGHT else "left",
        tone=_TONES.get(column.code),
        bold=column.code == "plate",
        shown=shown,
    )


def _room(title: str) -> int:
    """The pixels that a title takes in bold letters of the base size, with the mark of sorting."""
    return sum(14 if ord(letter) > 0x2E80 else 8 for letter in title) + 26


def _text(column: Column, words: Words) -> Callable[[ListRow], str]:
    writes: dict[str, Callable[[Any], str]] = {"day": words.day, "money": words.money, "integer": words.number}
    write = writes.get(column.kind, str)

    def of(row: ListRow) -> str:
        value = column.value(row, words)
        return "" if value is None else write(value)

    return of


def _status_tone(row: ListRow) -> str | None:
    return row.status.value


def _mark_tone(tone: str) -> Callable[[ListRow], str | None]:
    return lambda _row: tone


_TONES: Final[dict[str, Callable[[Any], str | None]]] = {
    "status": _status_tone,
    "quasi_lost": _mark_tone("quasi-lost"),
    "overdue": _mark_tone("bad"),
}
