"""Notes: a line at the bottom about what was done or went wrong, with its way back; dialogs are rare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from dealerdesk.ui.widgets import button, column, label, restyled, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Note, Session

_STAYS: Final = 9_000
"""Milliseconds for which a good note stays; a bad or lasting one stays until it is closed or another comes."""

_WIDEST: Final = 640


class NoteBar(QFrame):
    """The note that shows now, over the lower edge of the window."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._note: Note | None = None
        self._held = False
        self._waiting: Note | None = None
        words = session.words
        self._text = label("", wrap=True)
        self._undo = button(words.text("Undo (Ctrl+Z)"), self.undo)
        self._act = button("", self._do)
        self._close = button("✕", self.hide)
        self._close.setAccessibleName(words.text("Close the note"))
        self.setProperty("role", "note")
        self._inside = column(row(self._text, self._act, self._undo, self._close, gap=4), margins=(14, 8, 8, 8))
        self.setLayout(self._inside)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()
        over.installEventFilter(self)
        session.noted.connect(self.show_note)

    def show_note(self, note: Note) -> None:
        """Show a note in the place of the one before."""
        if self._held:
            self._waiting = note
            return
        self._note = note
        self._text.setText(note.text)
        self._undo.setVisible(note.undo is not None)
        self._act.setVisible(note.act is not None)
        if note.act is not None:
            self._act.setText(note.act[0])
            self._act.setAccessibleName(note.act[0])
        self.setProperty("bad", "true" if note.bad else "false")
        restyled(self)
        self.setAccessibleName(note.text)
        self._place()
        self.show()
        self.raise_()
        if note.stays:
            self._timer.stop()
        else:
            self._timer.start(_STAYS)

    def hold(self) -> None:
        """Show no note until it is released: nobody may read along on a locked screen."""
        self._waiting = self._note if self.isVisible() else None
        self._held = True
        self._timer.stop()
        self.hide()

    def release(self) -> None:
        """Show the note that waited, if any."""
        self._held = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_note(waiting)

    @property
    def text(self) -> str:
        """What the note says, empty where none shows."""
        return self._text.text() if self.isVisible() else ""

    def undo(self) -> None:
        """Take back what the note says, if it can be; a second press does nothing."""
        if self._note is None or self._note.undo is None:
            return
        from dealerdesk.services.undoing import undo_act

        act, self._note = self._note.undo, None
        self.hide()
        session = self._session
        session.background.write(
            session, lambda: undo_act(session.desk, act), lambda _done: session.note(session.words.text("Taken back."))
        )

    def _do(self) -> None:
        note, self._note = self._note, None
        self.hide()
        if note is not None and note.act is not None:
            note.act[1]()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over
        width = min(over.width() - 32, self._session.theme.px(_WIDEST))
        self._text.setMinimumWidth(0)
        self.setFixedWidth(min(width, max(self.sizeHint().width(), self._wanted_width())))
        self._inside.activate()
        height = max(self.heightForWidth(self.width()), self.minimumSizeHint().height())
        self.setGeometry((over.width() - self.width()) // 2, over.height() - height - 44, self.width(), height)

    def _wanted_width(self) -> int:
        """The width at which the text needs one line."""
        buttons = [part for part in (self._act, self._undo, self._close) if not part.isHidden()]
        for part in (self._text, *buttons):
            part.ensurePolished()  # the style sheet widens what is shown for the first time
        text = self._text.fontMetrics().horizontalAdvance(self._text.text())
        return text + sum(part.sizeHint().width() + 4 for part in buttons) + 32

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
