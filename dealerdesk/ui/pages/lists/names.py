"""The names of the month lists with how many are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from dealerdesk.domain.month_list import ListName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Session

_LISTS = tuple(ListName)


class ListNames(QTableWidget):
    """The lists, one a line, with their counts; moving to one shows it, Enter goes on to its rows."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(len(_LISTS), 2)
        self._session = session
        self.setAccessibleName(session.words.text("Lists"))
        self._look()
        self._names = [QTableWidgetItem(session.words.label(f"list.{name}")) for name in _LISTS]
        self._counts = [QTableWidgetItem("…") for _ in _LISTS]
        for place, (name, count) in enumerate(zip(self._names, self._counts, strict=True)):
            count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(place, 0, name)
            self.setItem(place, 1, count)
        self.currentCellChanged.connect(self._moved)
        self.cellDoubleClicked.connect(lambda *_at: self.entered.emit())
        session.theme.changed.connect(self._measure)
        self._measure()

    def show_counts(self, counts: Mapping[ListName, int] | None) -> None:
        """Show how many are in each list; None while nobody knows."""
        words, theme = self._session.words, self._session.theme
        for place, name in enumerate(_LISTS):
            told = "…" if counts is None else words.number(counts[name])
            item = self._counts[place]
            item.setText(told)
            item.setForeground(theme.color("faint" if told == "0" else "muted"))
            both = f"{words.label(f'list.{name}')}: {told}"
            self._names[place].setData(Qt.ItemDataRole.AccessibleTextRole, both)

    def show_name(self, name: ListName) -> None:
        """Stand on a list, without telling anybody."""
        self.blockSignals(True)
        self.selectRow(_LISTS.index(name))
        self.setCurrentCell(_LISTS.index(name), 0)
        self.blockSignals(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _moved(self, place: int, _column: int, before: int, _before_column: int) -> None:
        if place != before and place >= 0:
            self.chosen.emit(_LISTS[place].value)

    def _look(self) -> None:
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setMinimumSectionSize(20)
        self.setWordWrap(False)

    def _measure(self) -> None:
        theme = self._session.theme
        self.verticalHeader().setDefaultSectionSize(theme.px(28))
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(item.text()) for item in self._names)
        self.setMinimumWidth(widest + metrics.horizontalAdvance("100,000") + 44)
