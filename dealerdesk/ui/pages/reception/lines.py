"""The lines for the conversation follow what is typed: day, odometer, and who receives the car."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from dealerdesk.domain.record_fields import Wrong
from dealerdesk.domain.visit_fields import km_of
from dealerdesk.services.reception.arriving import arrival

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.ui.pages.reception.held import Held
    from dealerdesk.ui.pages.reception.visit_form import VisitForm
    from dealerdesk.ui.session import Session

_PAUSE: Final = 60


class Lines(QObject):
    """Asks anew what is worth saying of the car that is held."""

    found = Signal(object)
    """The Arrival as of what is typed now."""

    def __init__(self, session: Session, form: VisitForm, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self._held: Held | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._ask)

    def ask_soon(self, held: Held) -> None:
        """Ask when whoever types pauses."""
        self._held = held
        self._soon.start()

    def ask(self, held: Held) -> None:
        """Ask now."""
        self._held = held
        self._ask()

    def _ask(self) -> None:
        held, desk = self._held, self._session.desk
        if held is None or held.arrival is None:
            return
        vehicle, day, km = held.arrival.car.id, self._day(), self._km()
        kept = 0 if held.kept is None else held.kept.id
        advisor = self._form.typed("advisor_id")
        receiving = advisor if isinstance(advisor, int) else None
        self._session.background.read(
            self,
            lambda: arrival(desk, vehicle, day=day, odometer=km, receiving=receiving, without=kept),
            self.found.emit,
            key="lines",
        )

    def _day(self) -> date | None:
        """The day that is typed, where it is one that has been."""
        try:
            day = self._form.date.day()
        except ValueError:
            return None
        return day if day is not None and day <= self._session.desk.today else None

    def _km(self) -> int | None:
        try:
            return km_of(self._form.typed("odometer"), self._session.desk.today)
        except Wrong:
            return None
