"""The window before anybody is in: the sign-in screen and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from dealerdesk.ui.signing_in.enter_presses import press_focused
from dealerdesk.ui.signing_in.screen import SignInScreen

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from dealerdesk.ui.session import Session


class Door(QMainWindow):
    """A window as large as the desk's will be, with the sign-in screen in it. `told`: why it shows."""

    closed = Signal()

    def __init__(self, session: Session, *, told: str = "", account: int | None = None) -> None:
        super().__init__()
        self.session = session
        self.people = SignInScreen(session, told=told, account=account)
        self.setCentralWidget(self.people)
        self.setWindowTitle(session.words.text("Sign in") + " — DealerDesk")
        self.setWindowIcon(session.theme.icon("desk"))
        self.setMinimumSize(640, 400)
        self._dress()
        session.theme.changed.connect(self._dress)
        kept = session.memory.get("window.place")
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            room = self.screen().availableSize()
            self.resize(min(1280, room.width()), min(800, room.height()))

    def _dress(self) -> None:
        self.setStyleSheet(self.session.theme.style_sheet())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()
