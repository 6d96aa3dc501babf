"""The notes of a call: for the record, and for whoever calls next; typed at any time without leaving the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Session


class NoteBox(QPlainTextEdit):
    """Two lines of text; Esc, or the key that led here, goes back to where one was."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NextLine(LineEdit):
    """A line that Enter and Esc leave."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteFields(QWidget):
    """The note, and the line for the next caller."""

    edited = Signal()
    nowhere = Signal()
    """The notes are left, and where one was before is gone."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        words = session.words
        self.note = NoteBox()
        self.note.setPlaceholderText(words.text("Note on the call (Ctrl+M), at any time; Esc goes back"))
        self.note.setAccessibleName(words.text("Note on the call"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * 2 + 14)
        self.for_next = NextLine(hint=words.text("For whoever calls next (Ctrl+Shift+M)"))
        self.for_next.setAccessibleName(words.text("For whoever calls next"))
        self.for_next.setMaxLength(200)
        self.setLayout(column(self.note, self.for_next, gap=4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._back: QWidget | None = None
        self.note.textChanged.connect(self.edited)
        self.for_next.edited.connect(self.edited)
        self.note.left.connect(self.leave)
        self.for_next.left.connect(self.leave)

    def go_to(self, field: QWidget) -> None:
        """Put the keyboard on a field; from the field itself, back to where one was."""
        if field.hasFocus():
            self.leave()
            return
        at = self.window().focusWidget()
        if at not in {None, self.note, self.for_next}:
            self._back = at
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Go back to where one was before the note."""
        back, self._back = self._back, None
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.nowhere.emit()

    def show_notes(self, note: str, for_next: str) -> None:
        """Show what was typed, without telling anybody."""
        self.blockSignals(True)
        if self.note.toPlainText() != note:
            self.note.setPlainText(note)
        if self.for_next.text() != for_next:
            self.for_next.setText(for_next)
        self.blockSignals(False)

    @property
    def typed(self) -> dict[str, str]:
        """What stands here, by the fields of a call."""
        return {"note": self.note.toPlainText(), "for_next": self.for_next.text()}
