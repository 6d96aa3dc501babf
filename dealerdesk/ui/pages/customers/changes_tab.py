"""The history of the file: every change of a field, who made it, when, and from where; or that of one field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.field_history import ADDED
from dealerdesk.services.customers.changes import field_history
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import button, column, label, muted, row

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Param
    from dealerdesk.domain.field_history import FieldChange
    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.session import Session


@dataclass(frozen=True)
class ChangeRow:
    """A change by its place in the list, and of what record it is: customer or vehicle."""

    id: int
    record: str
    change: FieldChange


@dataclass(frozen=True)
class Asked:
    """Whose changes are looked at: records by their ids, and the one field of one of them, or all."""

    records: tuple[tuple[str, int], ...] = ()
    field: tuple[str, str] | None = None


class ChangesTab(QWidget):
    """The changes, the newest first."""

    shown = Signal()
    """The changes that were asked for are there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asked: Asked | None = None
        self._only: tuple[str, str] | None = None
        words = session.words
        self.title = label("", "section", wrap=True)
        self._all = button(words.text("All fields"), self.show_all, kind="link")
        self.table = LazyTable(session, self._columns(), name="changes", title=words.text("Changes"))
        self._empty = muted(words.text("Nothing was changed."))
        laid = column(row(self.title, None, self._all), self._empty, self.table, gap=6, margins=(0, 8, 0, 0))
        laid.setStretchFactor(self.table, 1)
        self.setLayout(laid)

    def forget(self, *, keep: bool) -> None:
        """Another file is looked at, or (`keep`) the same one anew: its changes are read when they are wanted."""
        self._asked = None
        if not keep:
            self._only = None

    def show_records(self, records: tuple[tuple[str, int], ...]) -> None:
        """Show the changes of these records, or of the one field that was asked for, unless they show already."""
        asked = Asked(records, self._only)
        if asked == self._asked:
            return
        self._asked = asked
        words, desk, field = self._session.words, self._session.desk, self._only
        told = words.text("All changes")
        if field is not None:
            told = words.text("History of “{field}”", field=self._field_name(*field))
        self.title.setText(told)
        self._all.setVisible(field is not None)
        self._session.background.read(self, lambda: _read(desk, asked), self._show, key="changes")

    def show_field(self, records: tuple[tuple[str, int], ...], field: tuple[str, str] | None) -> None:
        """Show the changes of one field (record, name) of these records; None: of all."""
        self._only = field
        self.show_records(records)

    def show_all(self) -> None:
        """Show all fields again."""
        if self._asked is not None:
            self.show_field(self._asked.records, None)
            self.table.setFocus()

    def _show(self, rows: list[ChangeRow]) -> None:
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)
        self.shown.emit()

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self._session.words
        return (
            TableColumn("when", words.text("When"), self._when, 172, sort=False),
            TableColumn("field", words.text("Field"), self._field, 112, sort=False),
            TableColumn("change", words.text("Change"), self._change, 190, sort=False),
            TableColumn("who", words.text("By"), self._who, 128, sort=False),
        )

    def _when(self, row: ChangeRow) -> str:
        return self._session.words.moment(row.change.at.astimezone())

    def _field(self, row: ChangeRow) -> str:
        return self._field_name(row.record, row.change.field)

    def _field_name(self, record: str, field: str) -> str:
        """What a field is called; a note, which both records have, with its record."""
        words = self._session.words
        of = words.text("Customer") if record == "customer" else words.text("Vehicle")
        if field == ADDED:
            return of
        name = words.label(f"fact.{field}")
        return f"{of} · {name}" if field == "note" else name

    def _change(self, row: ChangeRow) -> str:
        change = row.change
        if change.field == ADDED:
            return self._session.words.label("fact.added")
        of = f"{change.of}: " if change.of else ""
        return f"{of}{self._value(change.old)} → {self._value(change.new)}"

    def _value(self, value: Param) -> str:
        return "—" if value is None else self._session.words.shown(value).replace("\n", " ")

    def _who(self, row: ChangeRow) -> str:
        words = self._session.words
        return f"{row.change.who} · {words.label(f'origin.{row.change.origin}')}"


def _read(desk: Desk, asked: Asked) -> list[ChangeRow]:
    """The changes of all that is asked for, the newest first."""
    found = [
        (record, change)
        for record, key in asked.records
        if asked.field is None or asked.field[0] == record
        for change in field_history(desk, record, key, None if asked.field is None else asked.field[1])
    ]
    found.sort(key=lambda one: (one[1].at, one[1].act), reverse=True)
    return [ChangeRow(place, record, change) for place, (record, change) in enumerate(found)]
