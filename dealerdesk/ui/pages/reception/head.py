"""Whose car stands at the desk: plate, owner, model, number and advisor in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dealerdesk.ui.flow import flowing
from dealerdesk.ui.widgets import StatusChip, label

if TYPE_CHECKING:
    from dealerdesk.domain.customer_file import Person
    from dealerdesk.services.reception.arriving import Arrival
    from dealerdesk.ui.session import Session


class CarHead(QWidget):
    """The car that is received, or the visit of it that is changed."""

    def __init__(self, session: Session, *buttons: QWidget) -> None:
        super().__init__()
        self._session = session
        self.plate, self.owner = label("", "title"), label("", "strong")
        self.model, self.phone, self.advisor = label(), label(), label("", "muted")
        self.state = StatusChip()
        self.setLayout(
            flowing(self.plate, self.owner, self.model, self.phone, self.advisor, self.state, *buttons, gap=14)
        )

    def show_car(self, arrival: Arrival, state: str = "") -> None:
        """Show a car; `state`: of its visit that is kept, as a code."""
        words, car, person = self._session.words, arrival.car, arrival.person
        self.plate.setText(car.plate or car.vin or "—")
        self.owner.setText(words.text("no owner known") if person is None else person.name)
        self._show(self.model, car.model)
        self._show(self.phone, _number(person))
        advisor = arrival.advisor
        self._show(self.advisor, words.text("advisor {name}", name=advisor[1]) if advisor is not None else None)
        self._show_state(state)

    def show_new(self) -> None:
        """Show that the car is not known yet."""
        self.plate.setText(self._session.words.text("New car"))
        self.owner.setText("")
        for part in (self.model, self.phone, self.advisor):
            self._show(part, None)
        self._show_state("")

    def _show_state(self, state: str) -> None:
        words = self._session.words
        token = "departed" if state == "void" else "active" if state in {"settled", "handed-over"} else "watch"
        color = self._session.theme.color(token).name()
        self.state.show_status(words.label(f"visit_state.{state}") if state else "", color)

    @staticmethod
    def _show(part: QWidget, text: str | None) -> None:
        part.setText(text or "")  # type: ignore[attr-defined]
        part.setVisible(bool(text))


def _number(person: Person | None) -> str | None:
    """The number that is rung first, masked."""
    if person is None or not person.phones:
        return None
    return next((phone for phone in person.phones if phone.preferred), person.phones[0]).phone.shown
