"""The rows of a list: a table for each family of lists, each with its own columns, and what stands where none is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from dealerdesk.domain.list_fields import FIELDS
from dealerdesk.domain.list_query import OneOf, of_group
from dealerdesk.services.list_view import list_rows_of
from dealerdesk.ui.pages.lists.columns import family, table_columns
from dealerdesk.ui.tables import LazyTable
from dealerdesk.ui.widgets import EmptyState, button, nothing_to_see

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.list_query import Filter
    from dealerdesk.domain.list_row import ListRow
    from dealerdesk.services.list_view import ListView
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session


class Rows(QStackedWidget):
    """The table of the list that is shown, or words where it is empty."""

    opened = Signal(object)
    sorted = Signal(str, bool)
    cleared = Signal()
    menu_asked = Signal(object)
    """Where on the screen a menu for the current row is asked for."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._tables: dict[str, LazyTable] = {}
        words = session.words
        self._clear = button(words.text("Clear all"), self.cleared.emit, kind="primary")
        self._empty = EmptyState("", "", self._clear)
        self._bare = nothing_to_see(
            session,
            words.text("No vehicle is known yet"),
            words.text("Import your export, and the lists are here: who is about to be lost, who is due, and why."),
        )
        self.addWidget(self._empty)
        self.addWidget(self._bare)
        self.table = self.table_of("references")

    def table_of(self, kind: str) -> LazyTable:
        """The table of a family of lists, made when it is first needed."""
        if kind not in self._tables:
            words = self._session.words
            table = LazyTable(
                self._session, table_columns(kind, words), name=f"lists-{kind}", title=words.text("Rows of the list")
            )
            table.opened.connect(self.opened)
            table.sorted.connect(self.sorted)
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(
                lambda at, table=table: self.menu_asked.emit(table.viewport().mapToGlobal(at))
            )
            self._tables[kind] = table
            self.addWidget(table)
        return self._tables[kind]

    def show_view(self, place: Place, view: ListView, rows: Mapping[int, ListRow], *, keep: bool) -> None:
        """Show what was found; `keep` stays at the current row."""
        self.table = self.table_of(family(place.name))
        desk, ask = place.desk(self._session.desk), place.ask(self._session.desk.today)
        self.table.show_ids(view.ids, lambda ids: list_rows_of(desk, ask, ids), rows, keep=keep)
        sort = place.query.sort
        self.table.show_sort(sort.column if sort else None, descending=sort is not None and sort.descending)
        if view.ids:
            self.setCurrentWidget(self.table)
        else:
            self._say_empty(view)

    def show_bare(self) -> None:
        """Say that the store is empty, and where to begin."""
        self.setCurrentWidget(self._bare)

    def show_trouble(self, told: str) -> None:
        """Say why no rows can be shown."""
        self._clear.hide()
        self._empty.tell(self._session.words.text("The list cannot be shown"), told)
        self.setCurrentWidget(self._empty)

    @property
    def says(self) -> str:
        """Which of its parts shows: rows, empty, bare."""
        shown = self.currentWidget()
        return "empty" if shown is self._empty else "bare" if shown is self._bare else "rows"

    def current_filter(self) -> Filter | None:
        """The filter that leaves the rows which hold what the current cell holds; None where there is no such."""
        row, at = self.table.current(), self.table.currentIndex().column()
        if row is None or at < 0:
            return None
        field = FIELDS[self.table.lazy.columns[at].code]
        value: Any = field.value(row)
        return of_group(field, value) if field.groups or value is None else OneOf(field.code, (value,))

    def focus_rows(self) -> None:
        """Put the keyboard on what shows."""
        if self.says == "rows":
            self.table.setFocus()

    def _say_empty(self, view: ListView) -> None:
        words = self._session.words
        filtered = view.why_empty is None
        self._clear.setVisible(filtered)
        if filtered:
            told = words.ntext(
                "The list has {n} row, which the filters hide.",
                "The list has {n} rows, all of which the filters hide.",
                view.members,
            )
            self._empty.tell(words.text("No row fits the filters"), told)
        elif view.why_empty is not None:
            self._empty.tell(words.text("The list is empty"), words.say(view.why_empty))
        self.setCurrentWidget(self._empty)
