"""The groups that the rows fall into, with how many they are and what they spent; a group pressed filters to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.list_fields import FIELDS
from dealerdesk.ui.forms import Choice
from dealerdesk.ui.pages.lists.columns import column_title, family
from dealerdesk.ui.tables import LazyTable, TableColumn
from dealerdesk.ui.widgets import column, label, muted, row
from dealerdesk.words.list_filters import group_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.list_sieve import Group
    from dealerdesk.services.list_view import ListView
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session

_USUAL = ("model", "customer_type", "district", "predicted_odometer", "age_months", "advisor", "spend_12")
"""What activities are planned by: offered first."""


@dataclass(frozen=True)
class _Line:
    id: int
    group: Group
    name: str
    chosen: bool


class GroupsPanel(QWidget):
    """By which column the rows are grouped, and the groups."""

    grouped = Signal(object)
    """Group by the column of this code; None: not at all."""

    pressed = Signal(object)
    """The filter of a group was pressed: to hold, or to go where it holds."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        words = session.words
        self.by = Choice()
        self.by.setAccessibleName(words.text("Group by"))
        self.by.setMaxVisibleItems(20)
        name = label(words.text("Group by"), "muted")
        name.setBuddy(self.by)
        self.table = LazyTable(session, self._columns(), name="list-groups", title=words.text("Groups"))
        self.total = muted()
        self.setLayout(column(row(name, self.by, None), self.table, self.total, gap=8))
        self.by.chosen.connect(lambda: self.grouped.emit(self.by.value()))
        self.table.opened.connect(lambda line: self.pressed.emit(line.group.key))

    def show_view(self, place: Place, view: ListView) -> None:
        """Show the groups of what is shown."""
        words, query = self._session.words, place.query
        self._offer(place)
        holds = query.filter_of(query.group) if query.group is not None else None
        lines = [
            _Line(at, group, group_words(words, group.key), group.key == holds) for at, group in enumerate(view.groups)
        ]
        self.table.show_rows(lines, keep=True)
        self.total.setText(self._summary(view))

    def _summary(self, view: ListView) -> str:
        words = self._session.words
        if view.spend_fen is None or view.spend_12_fen is None:
            return ""
        return words.text(
            "In all {rows} rows: {year:money} in 12 months, {ever:money} ever.",
            rows=len(view.ids), year=view.spend_12_fen, ever=view.spend_fen,
        )  # fmt: skip

    def _offer(self, place: Place) -> None:
        words, kind = self._session.words, family(place.name)
        rest = (code for code, field in FIELDS.items() if field.groups and code not in _USUAL)
        choices = [(code, column_title(words, code, kind)) for code in (*_USUAL, *rest)]
        self.by.offer([(None, words.text("No groups")), *choices], place.query.group)

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self._session.words

        def name(line: _Line) -> str:
            return f"✓ {line.name}" if line.chosen else line.name

        def amount(code: str, title: str, text: Callable[[_Line], str], width: int) -> TableColumn:
            return TableColumn(code, title, text, width=width, align="right", sort=False)

        return (
            TableColumn("group", words.text("Group"), name, width=100, sort=False),
            amount("rows", words.text("Count"), lambda line: words.number(line.group.rows), 66),
            amount("spend_12", words.text("¥ 12 months"), lambda line: _yuan(line.group.spend_12_fen), 106),
            amount("spend", words.text("¥ ever"), lambda line: _yuan(line.group.spend_fen), 92),
        )


def _yuan(fen: int) -> str:
    """An amount in whole yuan: groups are compared, not settled."""
    return f"{(fen + 50) // 100:,}"
