"""The calls of a day as the table shows them: one row a customer, with why now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.phone import group_phone
from dealerdesk.ui.tables import TableColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from dealerdesk.domain.call_queue import Entry, QueueRow
    from dealerdesk.words import Words


@dataclass(frozen=True)
class CallRow:
    """A call as a row of the table: its id there, its tasks, and the day on which it is looked at."""

    id: int
    entry: Entry
    day: date

    @property
    def leading(self) -> QueueRow:
        """The most urgent task."""
        return self.entry.leading

    @property
    def is_open(self) -> bool:
        """Whether the call is still to be made."""
        return self.leading.closed is None


def rows_of(entries: Iterable[Entry], day: date) -> list[CallRow]:
    """The rows of calls, known by their leading task; a task that comes twice is known by its place."""
    found: dict[int, CallRow] = {}
    for place, entry in enumerate(entries, start=1):
        row_id = entry.leading.id if entry.leading.id not in found else -place
        found[row_id] = CallRow(row_id, entry, day)
    return list(found.values())


def why_of(row: QueueRow, words: Words) -> str:
    """Why a task is called now, or why not any more, in a line."""
    return words.shown(row.why if row.closed is None else (row.closed, *row.why))


def due_of(row: QueueRow, words: Words, today: date) -> str:
    """When a call is due: today by its word, or by the time that was promised."""
    at = "" if row.promised_at is None else f"{row.promised_at:%H:%M}"
    if row.due == today:
        return at or words.text("today")
    return f"{words.day(row.due)} {at}".rstrip()


def _reason(row: CallRow, words: Words) -> str:
    reason = words.label(f"reason.{row.leading.reason}")
    return f"{reason} +{len(row.entry.covered)}" if row.entry.covered else reason


def _reasons(row: CallRow, words: Words) -> str:
    return words.shown(tuple(words.label(f"reason.{task.reason}") for task in row.entry.rows))


def columns(words: Words, today: date) -> tuple[TableColumn, ...]:
    """The columns of the queue; it has one order, that of the rulebook, so that no heading sorts."""

    def named(code: str, text: Callable[[CallRow], str], width: int, **more: Any) -> TableColumn:  # noqa: ANN401
        return TableColumn(code, words.label(f"column.{code}"), text, width, sort=False, **more)

    return (
        named("plate", lambda row: row.leading.plate or "—", 98, bold=True),
        named("customer", lambda row: row.leading.customer or "—", 84),
        named("why", lambda row: why_of(row.leading, words), 220),
        named("reason", lambda row: _reason(row, words), 172, tip=lambda row: _reasons(row, words)),
        named(
            "status",
            lambda row: words.label(f"status.{row.leading.status}"),
            84,
            tone=lambda row: row.leading.status.value,
        ),
        named("due", lambda row: due_of(row.leading, words, today), 96, tone=_overdue),
        named("phone", _phone, 112),
        named("agent", lambda row: row.leading.agent or "—", 72),
        named("model", lambda row: row.leading.model or "", 100, shown=False),
        named("code", lambda row: row.leading.code, 84, shown=False),
    )


def number_of(task: QueueRow) -> str:
    """The number that a task is called by: whole where the task is one's own, else masked; empty without any."""
    if task.phone is None:
        return ""
    return task.phone.shown if task.full is None else group_phone(task.full)


def _phone(row: CallRow) -> str:
    return row.leading.phone.shown if row.leading.phone is not None else "—"


def _overdue(row: CallRow) -> str | None:
    return "bad" if row.is_open and row.leading.due < row.day else None
