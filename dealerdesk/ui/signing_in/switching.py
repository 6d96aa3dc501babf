"""Changing places at the desk in a moment: who it is now, and their PIN, over the window that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QWidget
from typing_extensions import override

from dealerdesk.ui.signing_in.enter_presses import press_focused
from dealerdesk.ui.signing_in.screen import SignInScreen
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from dealerdesk.domain.rights import Actor
    from dealerdesk.ui.session import Session


class AnotherPerson(QDialog):
    """The people of the store; who signs in sits here from now on. Esc: nobody else came."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(session.words.text("Another person"))
        self.people = SignInScreen(session, leavable=True)
        self.people.left.connect(self.reject)
        self.people.signed_in.connect(self._came)
        inside = column(self.people)
        inside.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.setLayout(inside)

    def _came(self, actor: Actor) -> None:
        self.accept()
        self._session.person_came.emit(actor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)
