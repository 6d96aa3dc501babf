"""The filters in force as chips: press one to change it, its cross or Delete to take it away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from dealerdesk.ui.flow import FlowLayout, emptied
from dealerdesk.ui.pages.lists.columns import column_title
from dealerdesk.ui.widgets import Chip, button, row
from dealerdesk.words.list_filters import filter_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.domain.list_query import Query
    from dealerdesk.ui.session import Session


class _Removable(QFrame):
    """A chip and its cross."""

    def __init__(self, text: str, remove_words: str, press: Callable[[], object], remove: Callable[[], object]) -> None:
        super().__init__()
        self._remove = remove
        self.chip = Chip(text, press)
        self.chip.setToolTip(text)
        cross = button("✕", remove, kind="link", tip=remove_words)
        cross.setAccessibleName(remove_words)
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete on the chip does the same
        self.setLayout(row(self.chip, cross, gap=0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._remove()
        else:
            super().keyPressEvent(event)


class Chips(QWidget):
    """All that a query asks beyond the list itself."""

    pressed = Signal(str)
    """The filter of this column is to be changed."""

    removed = Signal(str)
    unsorted = Signal()
    cleared = Signal()

    def __init__(self, session: Session, add: QPushButton) -> None:
        super().__init__()
        self._session = session
        self._add = add
        self._flow = FlowLayout()
        self.setLayout(self._flow)
        self._flow.addWidget(add)

    def show_query(self, query: Query, kind: str) -> None:
        """Show the chips of a query; `kind` is the family of lists."""
        words = self._session.words
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._flow.takeAt(0)  # what adds a filter stays
        emptied(self._flow)
        self._flow.addWidget(self._add)
        for one in query.filters:
            self._chip(
                filter_words(words, one),
                words.text("Remove this filter (Delete)"),
                partial(self.pressed.emit, one.column),
                partial(self.removed.emit, one.column),
            )
        if query.sort is not None:
            by = column_title(words, query.sort.column, kind)
            down = query.sort.descending
            told = (
                words.text("Sorted by {column}, descending", column=by)
                if down
                else words.text("Sorted by {column}", column=by)
            )
            self._chip(told, words.text("Back to the list's own order"), self.unsorted.emit, self.unsorted.emit)
        if len(query.filters) + (query.sort is not None) > 1:
            self._flow.addWidget(button(words.text("Clear all"), self.cleared.emit, kind="link"))
        if had_focus:
            self._add.setFocus()
        self.updateGeometry()

    def _chip(self, text: str, remove_words: str, press: Callable[[], object], remove: Callable[[], object]) -> None:
        self._flow.addWidget(_Removable(text, remove_words, press, remove))
