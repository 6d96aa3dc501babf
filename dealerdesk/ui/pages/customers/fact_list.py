"""The facts of a file as a list that the keyboard walks: a line can be edited, copied, and asked for its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from dealerdesk.ui.session import Session
    from dealerdesk.words.customer_facts import Fact

_NAME_PX = 128
_LINE_PX = 26
_SECTION_PX = 32
_PADDING_PX = 8


class FactList(QTableWidget):
    """Names on the left, values on the right, wrapped as they need."""

    opened = Signal()
    """A line was opened by Enter or a double click."""

    def __init__(self, session: Session) -> None:
        super().__init__(0, 2)
        self._session = session
        self.facts: Sequence[Fact] = ()
        self.setAccessibleName(session.words.text("File of the customer"))
        self._look()
        self.cellDoubleClicked.connect(lambda *_at: self.opened.emit())
        session.theme.changed.connect(self._paint)

    def show_facts(self, facts: Sequence[Fact], *, keep: bool) -> None:
        """Show these lines; `keep` stays at the place where the list is."""
        place, top = self.currentRow(), self.verticalScrollBar().value()
        self.facts = facts
        self.clearSpans()
        self.setRowCount(len(facts))
        for at, fact in enumerate(facts):
            name, value = QTableWidgetItem(fact.name), QTableWidgetItem(fact.value)
            value.setData(Qt.ItemDataRole.AccessibleTextRole, f"{fact.name}: {fact.value}")
            if fact.is_section:
                name.setFlags(Qt.ItemFlag.NoItemFlags)
                value.setFlags(Qt.ItemFlag.NoItemFlags)
                self.setSpan(at, 0, 1, 2)
            self.setItem(at, 0, name)
            self.setItem(at, 1, value)
        self._paint()
        self._measure()
        first = next((at for at, fact in enumerate(facts) if not fact.is_section), -1)
        kept = keep and 0 <= place < len(facts) and not facts[place].is_section
        self.setCurrentCell(place if kept else first, 1)
        self.verticalScrollBar().setValue(top if kept else 0)

    @property
    def fact(self) -> Fact | None:
        """The line that the keyboard is at."""
        place = self.currentRow()
        return self.facts[place] if 0 <= place < len(self.facts) else None

    def go_to_field(self, record: str, field: str) -> None:
        """Walk to the line of a field."""
        for at, fact in enumerate(self.facts):
            if (fact.record, fact.field) == (record, field):
                self.setCurrentCell(at, 1)
                return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.fact is not None:
            QGuiApplication.clipboard().setText(self.fact.value)
        elif event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def _look(self) -> None:
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setWordWrap(True)
        self.setProperty("role", "facts")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(20)

    def _measure(self) -> None:
        """Give every line the height that its value needs."""
        low, high = self._session.theme.px(_LINE_PX), self._session.theme.px(_SECTION_PX)
        room, metrics = max(self.columnWidth(1) - 2 * _PADDING_PX, 40), self.fontMetrics()
        for at, fact in enumerate(self.facts):
            needed = metrics.boundingRect(0, 0, room, 10_000, Qt.TextFlag.TextWrapAnywhere, fact.value).height()
            wanted = max(low, needed + 8 if needed > metrics.lineSpacing() else low)
            self.setRowHeight(at, high if fact.is_section else wanted)

    def _paint(self) -> None:
        theme = self._session.theme
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        widest = max((self.fontMetrics().horizontalAdvance(f.name) for f in self.facts if not f.is_section), default=0)
        self.setColumnWidth(0, max(widest + 22, theme.px(_NAME_PX)))
        for at, fact in enumerate(self.facts):
            name, value = self.item(at, 0), self.item(at, 1)
            if name is None or value is None:
                continue
            name.setForeground(theme.color("text" if fact.is_section else "muted"))
            value.setForeground(theme.color(fact.tone or "text"))
            if fact.is_section:
                name.setFont(bold)
