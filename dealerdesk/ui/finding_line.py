"""A line that is typed into, with what it finds below it as somebody types; Enter takes the best, arrows choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QToolButton, QWidget
from typing_extensions import override

from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.widgets import column, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Session

_POPUP: Final = 560
_PAUSE: Final = 60
"""Milliseconds after a key until the store is asked: fast typists ask once."""


class FindingLine(LineEdit):
    """A line and its list. Subclasses say what to look for, how it is told, and what becomes of what is taken."""

    def __init__(self, session: Session, *, hint: str, name: str) -> None:
        super().__init__(hint=hint)
        self._session = session
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self._glass = self.addAction(session.theme.icon("search"), LineEdit.ActionPosition.LeadingPosition)
        for part in self.findChildren(QToolButton):
            part.setAccessibleName(name)
        session.theme.changed.connect(lambda: self._glass.setIcon(session.theme.icon("search")))
        self._popup: QFrame | None = None
        self._found_for = ""
        self._goes_in: str | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(lambda text: None if text.strip() else self.close_results())

    def look_for(self, text: str) -> Sequence[Any]:
        """What a text leads to, best first; asked beside the thread that paints."""
        raise NotImplementedError

    def told(self, found: Any) -> str:  # noqa: ANN401 - whatever is looked for
        """One line about what was found."""
        raise NotImplementedError

    def take(self, found: Any) -> None:  # noqa: ANN401
        """What was found is wanted."""
        raise NotImplementedError

    def missed(self, text: str) -> None:
        """A text that leads to nothing was meant all the same."""

    def nothing(self, text: str) -> str:
        """What to say of a text that leads to nothing."""
        del text
        return self._session.words.text("Nothing found.")

    def keys_of_results(self) -> str:
        """Which keys do something with what was found, where that needs saying."""
        return ""

    def begin(self) -> None:
        """Take the keyboard, with what stands here selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self.value():
            self._ask()

    @property
    def results(self) -> QListWidget | None:
        """The list of what was found, while it shows."""
        return self._list if self._popup is not None and self._popup.isVisible() else None

    def close_results(self) -> None:
        """Take away what was found."""
        if self._popup is not None:
            self._popup.hide()

    def _typed(self, _text: str) -> None:
        self._goes_in = None
        self._soon.start()

    def _ask(self) -> None:
        self._soon.stop()
        text = self.value()
        if text:
            self._session.background.read(
                self, lambda: (text, self.look_for(text)), lambda found: self._show(*found), key="find"
            )

    def _show(self, text: str, hits: Sequence[Any]) -> None:
        if text != self.value() or not self.hasFocus():
            return
        popup = self._made()
        self._list.clear()
        for hit in hits:
            item = QListWidgetItem(self.told(hit))
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(hits))
        below = self.keys_of_results() if hits else self.nothing(text)
        self._nothing.setText(below)
        self._nothing.setVisible(bool(below))
        row_height = self._list.sizeHintForRow(0) if hits else 0
        self._list.setFixedHeight(len(hits) * row_height + 8)
        corner = self.mapTo(self.window(), self.rect().bottomLeft())
        popup.setFixedWidth(max(self.width(), self._session.theme.px(_POPUP)))
        popup.adjustSize()
        popup.move(min(corner.x(), self.window().width() - popup.width() - 8), corner.y() + 4)
        popup.show()
        popup.raise_()
        self._found_for = text
        if self._goes_in == text:
            self._open()

    def _open(self) -> None:
        self._goes_in = None
        item = self._list.currentItem() if self.results is not None else None
        if item is not None:
            hit = item.data(Qt.ItemDataRole.UserRole)
            self.close_results()
            self.clear()
            self.take(hit)
        elif self.results is not None and self.value():
            self.missed(self.value())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self.results is not None:
            place = self._list.currentRow() + steps[Qt.Key(event.key())]
            self._list.setCurrentRow(max(0, min(place, self._list.count() - 1)))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._go_in()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def escape(self) -> bool:
        """Close what was found, else clear the line; answers whether there was anything."""
        if self.results is not None:
            self.close_results()
            return True
        held = bool(self.text())
        self.clear()
        return held

    def _go_in(self) -> None:
        """Open what is chosen; where what was typed is still being looked for, the best of it once it is found."""
        if self.results is not None and self._found_for == self.value():
            self._open()
        else:
            self._goes_in = self.value()
            self._ask()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self.close_results()
        return super().eventFilter(watched, event)

    def _made(self) -> QFrame:
        if self._popup is None:
            window: QWidget = self.window()
            self._list, self._nothing = QListWidget(), label("", "muted", wrap=True)
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setAccessibleName(self._session.words.text("What was found"))
            self._list.setFrameShape(QFrame.Shape.NoFrame)
            self._list.itemClicked.connect(lambda _item: self._open())
            self._popup = QFrame(window)
            self._popup.setProperty("role", "popup")
            self._popup.setLayout(column(self._list, self._nothing, gap=0, margins=(6, 6, 6, 6)))
            window.installEventFilter(self)
            self.editingFinished.connect(self._left)
        return self._popup

    def _left(self) -> None:
        if not self.hasFocus():
            self.close_results()
