"""The day's appointments on paper: made beside the window's thread, and shown before they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.services.appointments.papers import appointments_on_paper
from dealerdesk.ui.preview import show_preview

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session


class Paper(QObject):
    """Shows the paper of a day."""

    def __init__(self, session: Session, page: QWidget, action: QAction) -> None:
        super().__init__(page)
        self._session, self._page, self._action = session, page, action

    def show_day(self, day: date) -> None:
        """Make the paper of a day, and show it."""
        session, title = self._session, self._session.words.text("Appointments of {day:full}", day=day)
        self._action.setEnabled(False)
        session.background.work(
            self,
            lambda _progress: appointments_on_paper(session.desk, day),
            lambda pdf: self._show(pdf, title, day),
            label=title,
            failed=self._failed,
            cancellable=False,
        )

    def _show(self, pdf: bytes, title: str, day: date) -> None:
        self._action.setEnabled(True)
        show_preview(self._session, self._page, pdf, title, f"{day.isoformat()}-appointments.pdf")

    def _failed(self, why: Said) -> None:
        self._action.setEnabled(True)
        self._session.note(self._session.say(why), bad=True)
