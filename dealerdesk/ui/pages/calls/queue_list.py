"""The list of the queue: arrows move, Enter or Space begins a call, and letters go to the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from dealerdesk.ui.pages.calls.queue_drawing import QueueDrawing
from dealerdesk.ui.pages.calls.queue_model import QueueModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.pages.calls.queue_rows import QueueItem
    from dealerdesk.ui.session import Session


class QueueList(QTableView):
    """The calls that are offered, as many as there are."""

    picked = Signal(object)
    """Another call is the current one (QueueItem), or none."""

    wanted = Signal(object)
    """A call is to be begun."""

    typed = Signal(str)
    """Letters were typed that mean a search."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        words = session.words
        self.queue = QueueModel(words, session.desk.today)
        self.drawing = QueueDrawing(session.theme)
        self._last: QueueItem | None = None
        self.setModel(self.queue)
        self.setItemDelegate(self.drawing)
        self.setAccessibleName(words.text("Queue of calls"))
        self._lay_out()
        session.theme.changed.connect(self._lay_out)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.doubleClicked.connect(lambda _index: self._want())

    def _lay_out(self) -> None:
        """One column over the whole width, rows of one height: Qt measures none of them, as many as there are."""
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self.drawing.height)
        for header in (across, down):
            header.hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)

    def show_items(self, items: Sequence[QueueItem], at: int | None = None) -> None:
        """Show these calls, standing at one by its task; where it is gone, at the place where the current one stood."""
        before, top = self.currentIndex().row(), self.verticalScrollBar().value()
        self.queue.show_items(items)
        place = self.queue.place_of(at)
        if place is None and items:
            place = min(max(before, 0), len(items) - 1)
        if place is not None:
            self._stand(place)
            self.verticalScrollBar().setValue(top)
            self.scrollTo(self.queue.index(place))
        self._pick()

    def take_away(self, key: int) -> None:
        """Let a call go; the next one is the current one then."""
        place = self.queue.place_of(key)
        self.queue.take_away(key)
        if place is not None and self.queue.rowCount():
            self._stand(min(place, self.queue.rowCount() - 1))
        self._pick()

    def go_to(self, key: int) -> bool:
        """Make a call the current one; False where it is not there."""
        place = self.queue.place_of(key)
        if place is not None:
            self._stand(place)
            self.scrollTo(self.queue.index(place), QAbstractItemView.ScrollHint.EnsureVisible)
        return place is not None

    def mark(self, key: int | None) -> None:
        """Mark the call that is under way."""
        self.drawing.under_way = key
        self.viewport().update()

    @property
    def current(self) -> QueueItem | None:
        """The current call."""
        return self.queue.item_at(self.currentIndex().row())

    def _stand(self, place: int) -> None:
        self.setCurrentIndex(self.queue.index(place))

    def _selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._pick()

    def _pick(self) -> None:
        item = self.current
        if item is not self._last:
            self._last = item
            self.picked.emit(item)

    def _want(self) -> None:
        if (item := self.current) is not None:
            self.wanted.emit(item)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not event.modifiers():
            if not event.isAutoRepeat():
                self._want()
        elif plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        if query == Qt.InputMethodQuery.ImEnabled:
            return False  # the attribute alone would let it in
        return super().inputMethodQuery(query)

    @override
    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        self._pick()
