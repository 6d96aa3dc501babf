"""The queue beside the call: what it is narrowed to, the calls, and what is not offered and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.flow import FlowLayout, emptied
from dealerdesk.ui.pages.calls.queue_empty import QueueEmpty, WhyNobody
from dealerdesk.ui.pages.calls.queue_filters import Narrowed, QueueFilters
from dealerdesk.ui.pages.calls.queue_list import QueueList
from dealerdesk.ui.pages.calls.queue_rows import sifted
from dealerdesk.ui.widgets import Chip, boxed, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from dealerdesk.ui.pages.calls.queue_rows import QueueItem
    from dealerdesk.ui.session import Session

QUEUE: Final = "queue"


class QueuePanel(QFrame):
    """The calls that are offered; or, where somebody looks, those of a cause why they are not."""

    asked = Signal()
    """The queue is to be looked at anew: something else is wanted of it."""

    rows_wanted = Signal(str)
    """The rows behind a cause are wanted; `queue` for the queue itself."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, words = session, session.words
        self.words = words
        self.shown = QUEUE
        self._items: Sequence[QueueItem] = ()
        self._hidden: frozenset[int] = frozenset()
        self.title = label(words.text("Queue"), "title")
        self.filters = QueueFilters(session)
        self.search = LineEdit(hint=words.text("Search in the queue (Ctrl+F)"))
        self.search.setAccessibleName(words.text("Search in the queue"))
        self.search.setClearButtonEnabled(True)
        self.list = QueueList(session)
        self.back = Chip("", lambda: self.rows_wanted.emit(QUEUE))
        self.held = _HeldChips(session)
        self._counts: Mapping[NotOffered, int] = {}
        self.empty = QueueEmpty(session)
        self._rows = QStackedWidget()
        self._lay_out()
        self._wire()

    # what it shows

    def show_items(self, items: Sequence[QueueItem], what: str, at: int | None = None) -> None:
        """Show these calls; `what`: the queue, or a cause. `at`: the task to stand at."""
        self.shown, self._items = what, items
        self._show(at)

    def hide_calls(self, keys: frozenset[int]) -> None:
        """Leave out these calls: what came of them is being kept."""
        gone, back = keys - self._hidden, self._hidden - keys
        self._hidden = keys
        for key in gone:
            self.list.take_away(key)
        if back:
            self._show(self._current_key())
        elif gone:
            self._count()

    def tell_held(self, counts: Mapping[NotOffered, int]) -> None:
        """Say what is not offered."""
        self._counts = counts
        self.held.show_counts(counts, self.shown)
        self._tell_empty()

    def _tell_empty(self) -> None:
        """Say why nobody shows."""
        narrowed = self.narrowed != Narrowed() or self.shown != QUEUE
        held = self._counts if self.shown == QUEUE else {}
        self.empty.tell(WhyNobody(bool(self.search.value()), narrowed, held))

    def _show(self, at: int | None) -> None:
        items = sifted(self._items, self.search.value(), self._hidden)
        self.list.show_items(items, at)
        self._count()

    def _count(self) -> None:
        count = self.list.queue.rowCount()
        words, queue = self.words, self.shown == QUEUE
        self.title.setText(words.text("Queue ({n})", n=count) if queue else words.ntext("{n} call", "{n} calls", count))
        self.back.setVisible(not queue)
        self.back.setText(f"{self._name_of_rows()}  ✕")
        self.back.setAccessibleName(words.text("Back to the queue"))
        self._rows.setCurrentIndex(0 if count else 1)
        self._tell_empty()

    def _name_of_rows(self) -> str:
        return self.words.label(f"not_offered.{self.shown}") if self.shown in set(NotOffered) else ""

    def _current_key(self) -> int | None:
        return None if self.list.current is None else self.list.current.id

    # what is wanted of it

    @property
    def narrowed(self) -> Narrowed:
        """What the queue is narrowed to."""
        return self.filters.value

    def _show_all(self) -> None:
        """Show the whole queue; where something was sought, what the search was in."""
        if self.search.value():
            self.search.clear()
            self._to_list()
        else:
            self.shown = QUEUE
            self.filters.clear()

    def _show_anyway(self, cause: str) -> None:
        self.rows_wanted.emit(cause)
        self._to_list()

    def begin_search(self, text: str = "") -> None:
        """Go to the search; with what was typed in the list."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.search.setText(text)
        else:
            self.search.selectAll()

    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # parts

    def _lay_out(self) -> None:
        self._rows.addWidget(self.list)
        self._rows.addWidget(scrolling(boxed(column(self.empty, gap=0))))
        head = row(self.title, None, self.back)
        laid = column(head, self.search, self.filters, self._rows, self.held, gap=5, margins=(10, 8, 10, 8))
        laid.setStretchFactor(self._rows, 1)
        self.setLayout(laid)
        self.setProperty("role", "panel")
        self.setMinimumWidth(self.session.theme.px(230))

    def _wire(self) -> None:
        self.filters.changed.connect(self.asked)
        self.search.textChanged.connect(lambda _text: self._show(self._current_key()))
        self.search.installEventFilter(self)
        self.list.typed.connect(self.begin_search)
        self.held.pressed.connect(self.rows_wanted)
        self.empty.rows_wanted.connect(self._show_anyway)
        self.empty.whole_wanted.connect(self._show_all)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter of the search move and begin in the list, and Esc go back to it."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._to_list()
                return True
            if key.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not key.modifiers():
                self._to_list()
                if not key.isAutoRepeat() and self.list.current is not None:
                    self.list.wanted.emit(self.list.current)
                return True
        return super().eventFilter(watched, event)

    def escape(self) -> bool:
        """Leave the search, or rows that are not the queue; answers whether there was anything to leave."""
        if self.search.value():
            self.search.clear()
            self._to_list()
            return True
        if self.search.hasFocus():
            self._to_list()
            return True
        if self.shown != QUEUE:
            self.rows_wanted.emit(QUEUE)
            return True
        return False


class _HeldChip(Chip):
    """A cause with its count; in a narrow panel the cause is cut short, and told whole by its tip."""

    def __init__(self, text: str, count: str) -> None:
        super().__init__(text, checkable=True)
        self._whole, self._count = text, count
        self.setToolTip(text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        room, count = self.width() - spare, f"  {self._count}"
        metrics = self.fontMetrics()
        name = self._whole.removesuffix(count)
        left = room - metrics.horizontalAdvance(count)
        self.setText(f"{metrics.elidedText(name, Qt.TextElideMode.ElideRight, left)}{count}")


class _HeldChips(QWidget):
    """Why due calls are not offered: a chip with the count for each cause."""

    pressed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._words = session.words
        self._flow = FlowLayout(4)
        self._told = label(self._words.text("Not offered:"), "small")
        self._chips = QWidget()
        self._chips.setLayout(self._flow)
        self.setLayout(column(self._told, self._chips, gap=2))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_counts(self, counts: Mapping[NotOffered, int], shown: str) -> None:
        """Show these counts; nothing at all where every call is offered."""
        had = any(chip.hasFocus() for chip in self._chips.findChildren(Chip))
        emptied(self._flow)
        for why, count in counts.items():
            text = f"{self._words.label(f'not_offered.{why}')}  {self._words.number(count)}"
            chip = _HeldChip(text, self._words.number(count))
            chip.setChecked(why.value == shown)
            there = QUEUE if chip.isChecked() else why.value
            chip.clicked.connect(lambda _on=False, there=there: self.pressed.emit(there))
            self._flow.addWidget(chip)
            if had and chip.isChecked():
                chip.setFocus()
        self.setVisible(bool(counts))

    def begin(self) -> None:
        """Put the keyboard on the first cause."""
        chips = [chip for chip in self._chips.findChildren(Chip) if not chip.isHidden()]
        if chips:
            chips[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
