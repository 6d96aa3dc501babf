"""The columns of the complaints, and of what the manager should see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.complaint import ComplaintState, Urgency
from dealerdesk.domain.phone import mask_within
from dealerdesk.services.desk import Right
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.words.audit import who_name
from dealerdesk.words.complaints import car_line, left_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.complaint import Complaint
    from dealerdesk.domain.flag import Flag
    from dealerdesk.ui.session import Session
    from dealerdesk.words import Words

_TONES: Final[Mapping[Urgency, str]] = {Urgency.OVERDUE: "bad", Urgency.SOON: "watch"}


def tone_of(complaint: Complaint) -> str | None:
    """Red over the limit, and while the customer waits to be told; yellow near the limit."""
    return "bad" if complaint.untold else _TONES.get(complaint.urgency)


def reading_of(session: Session) -> Callable[[str], str]:
    """How what people wrote is read by who sits here: with the numbers in it masked, but for who may see numbers."""
    return str if session.may(Right.FULL_PHONE) else mask_within


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def complaint_columns(words: Words, read: Callable[[str], str]) -> tuple[TableColumn, ...]:
    """What a row of the table says of a complaint; `read`: how what people wrote is read here."""
    title = {
        name: words.label(f"complaint_field.{name}")
        for name in ("code", "state", "left", "category", "happened", "received_on", "handler", "department")
    }

    def column(code: str, name: str, text: object, width: int, **more: object) -> TableColumn:
        return TableColumn(code, title.get(code, name), text, width, sort=False, **more)  # type: ignore[arg-type]

    return (
        column("left", "", lambda row: left_line(words, row), 144, tone=tone_of, bold=True),
        column("state", "", lambda row: words.label(f"complaint_state.{row.state}"), 96, tone=_state_tone),
        column("customer", words.label("column.customer"), lambda row: row.customer or "", 84),
        column("plate", words.label("column.plate"), car_line, 140),
        column("happened", "", lambda row: _plain(read(row.happened)), 220, tip=lambda row: read(row.happened)),
        column("category", "", lambda row: words.label(f"category.{row.category}"), 104),
        column("handler", "", lambda row: row.handler or "", 88),
        column("received_on", "", lambda row: words.day(row.received_on), 124),
        column("department", "", lambda row: row.department or "", 96, shown=False),
        column("code", "", lambda row: row.code, 84),
    )


def _state_tone(complaint: Complaint) -> str | None:
    return "muted" if complaint.state is ComplaintState.CLOSED else None


def flag_columns(words: Words, read: Callable[[str], str]) -> tuple[TableColumn, ...]:
    """What a row of the table says of a flag; `read`: how what people wrote is read here."""

    def when(row: Flag) -> str:
        return words.day(row.raised_on)

    return (
        TableColumn("raised_on", words.label("flag_field.raised_on"), when, 124, sort=False),
        TableColumn(
            "raised_by", words.label("flag_field.raised_by"), lambda row: who_name(words, row.raised_by), 92, sort=False
        ),
        TableColumn("customer", words.label("column.customer"), lambda row: row.customer or "", 92, sort=False),
        TableColumn("plate", words.label("column.plate"), lambda row: row.plate or "", 96, sort=False),
        TableColumn(
            "what",
            words.label("flag_field.what"),
            lambda row: _plain(read(row.what)),
            300,
            sort=False,
            tip=lambda row: read(row.what),
        ),
        TableColumn(
            "solved",
            words.label("flag_field.solution"),
            lambda row: _plain(read(row.solution or "")),
            160,
            sort=False,
        ),
    )
