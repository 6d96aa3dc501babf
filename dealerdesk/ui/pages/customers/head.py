"""The head of a file: whose it is, which car is looked at, where it stands, how to reach them, and the figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dealerdesk.domain.phone import mask_within
from dealerdesk.domain.rights import Right
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.flow import emptied, flowing
from dealerdesk.ui.widgets import StatusChip, boxed, button, column, label, row
from dealerdesk.words.customer_facts import named, said_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.customer_file import Car, CustomerFile, Figures, Person
    from dealerdesk.ui.session import Session

_FIGURES = 6
_ACROSS = 3


class FileHead(QWidget):
    """What a person sees first of a file."""

    car_chosen = Signal(int)
    """Another car of the customer is to be looked at."""

    customer_chosen = Signal(int)
    """Another customer is to be looked at, who belongs to this one."""

    def __init__(self, session: Session, buttons: Sequence[QPushButton], phone_buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._session = session
        self._edit, self._save, self._cancel, self._more = buttons
        self._editing = self._has_car = False
        self.name = label("", "title", wrap=True)
        self.cars = Choice()
        self.cars.setAccessibleName(session.words.text("Car of this customer"))
        self.cars.chosen.connect(lambda: self.car_chosen.emit(self.cars.value()))
        self._car = label("", "strong")
        self._status, self._loyal, self._blocked = StatusChip(), StatusChip(), StatusChip()
        self._stands = label("", wrap=True)
        self.phone = label("", "strong")
        self.phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        phones = row(self.phone, *phone_buttons, None, gap=4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._figures = [self._figure(place) for place in range(_FIGURES)]
        self._figure_box = QWidget()
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._figure_box.setLayout(self._grid)
        self._kin = flowing(gap=4)
        chips = row(self._car, self._status, self._blocked, self._loyal, None, gap=6)
        top = row(self.name, *buttons, gap=4)
        top.setStretchFactor(self.name, 1)
        self._kin_box = boxed(self._kin)
        self.setLayout(column(top, self.cars, chips, self._kin_box, self._stands, phones, self._figure_box, gap=4))

    def show_file(self, file: CustomerFile, phone: str) -> None:
        """Show the head of a file, with the number by which its customer is best reached."""
        words, person, car = self._session.words, file.person, file.car
        self.name.setText(self._named(person))
        self.phone.setText(phone or words.text("No phone number"))
        self._offer(file)
        theme = self._session.theme
        blocked = person is not None and person.do_not_call
        self._blocked.show_status(words.label("mark.do-not-call") if blocked else "", theme.color("bad").name())
        loyal = person is not None and person.loyalty != "none"
        told = words.label(f"loyalty.{person.loyalty}") if person is not None and loyal else ""
        self._loyal.show_status(told, theme.color("muted").name(), outlined=True)
        self._show_kin(person)
        self._has_car = car is not None
        self._show_figures()
        self._show_car(car)

    def _show_kin(self, person: Person | None) -> None:
        """Show the tags, and who belongs to the customer: their files are one press away."""
        emptied(self._kin)
        for tag in () if person is None else person.tags:
            chip = StatusChip()
            self._kin.addWidget(chip)
            told = tag if Right.FULL_PHONE in self._session.desk.actor.rights else mask_within(tag)
            chip.show_status(told, self._session.theme.color("muted").name(), outlined=True)
        for tie in () if person is None else person.ties:
            kin = f"{self._session.words.label(f'tie.{tie.kind}')}: {tie.name}"
            self._kin.addWidget(button(kin, partial(self.customer_chosen.emit, tie.customer), kind="link"))
        self._kin_box.setVisible(self._kin.count() > 0)

    def _named(self, person: Person | None) -> str:
        words = self._session.words
        return words.text("No owner known") if person is None else named(words, person.name)

    def show_buttons(self, *, editing: bool, form: bool = True) -> None:
        """Offer to save and to cancel while the file is edited, unless a panel does (not `form`); else to edit it."""
        self._edit.setVisible(not editing and self._edit.isEnabled())
        self._more.setVisible(not editing)
        self._save.setVisible(editing and form)
        self._cancel.setVisible(editing and form)
        self.cars.setEnabled(not editing and self.cars.count() > 1)
        self._editing = editing
        self._show_figures()

    @property
    def menu_place(self) -> QPoint:
        """Where a menu of all that can be done opens, on the screen."""
        return self._more.mapToGlobal(self._more.rect().bottomLeft())

    def next_car(self) -> None:
        """Look at the next car of the customer."""
        if self.cars.isEnabled():
            self.cars.setCurrentIndex((self.cars.currentIndex() + 1) % self.cars.count())
            self.car_chosen.emit(self.cars.value())

    def _show_figures(self) -> None:
        """Figures give room to the form while the file is edited."""
        self._figure_box.setVisible(self._has_car and not self._editing)

    def _offer(self, file: CustomerFile) -> None:
        """Offer the cars of the customer; one alone is told."""
        self.cars.offer([(car.id, self._car_words(car)) for car in file.cars], file.chosen)
        several, car = len(file.cars) > 1, file.car
        self.cars.setVisible(several)
        self.cars.setEnabled(several)
        told = "" if several or car is None else "   ".join(filter(None, (car.plate or car.vin, car.model)))
        self._car.setText(told)
        self._car.setVisible(bool(told))

    def _car_words(self, car: Car) -> str:
        words = self._session.words
        status = said_status(words, car.figures.status, quasi_lost=False, departed=car.departure is not None)
        former = "" if car.present else words.text("formerly theirs")
        return "   ".join(filter(None, (car.plate or car.vin or "—", car.model, status, former)))

    def _show_car(self, car: Car | None) -> None:
        words, theme = self._session.words, self._session.theme
        if car is None:
            self._status.show_status("", "")
            self._stands.setText(words.text("No vehicle"))
            return
        figures, departed = car.figures, car.departure is not None
        tone = "departed" if departed else str(figures.status)
        told = said_status(words, figures.status, quasi_lost=figures.quasi_lost, departed=departed)
        self._status.show_status(told, theme.color(tone).name(), outlined=figures.quasi_lost)
        self._stands.setText(self._standing(car))
        for (value, name), (number, text) in zip(self._figures, self._told(figures), strict=True):
            value.setText(number)
            name.setText(text)

    def _standing(self, car: Car) -> str:
        """A sentence on where the car stands and why."""
        words, figures = self._session.words, car.figures
        if car.departure is not None:
            return words.text("Departed on {day}", day=car.departure.day)
        if figures.reference is None or figures.months_since is None or figures.lost_from is None:
            return words.text("Never here, and not sold by us")
        since = words.ntext(
            "{n} month since {day}", "{n} months since {day}", figures.months_since, day=figures.reference
        )
        if figures.status == "lost":
            return words.text("{since}; lost since {lost}", since=since, lost=figures.lost_from)
        return words.text("{since}; lost from {lost}", since=since, lost=figures.lost_from)

    def _told(self, figures: Figures) -> list[tuple[str, str]]:
        words = self._session.words
        following, km = figures.next_maintenance, figures.predicted_odometer or figures.last_odometer
        rate = "—"
        if figures.rate_km is not None and figures.rate_days:
            rate = words.number(round(figures.rate_km / figures.rate_days))
        return [
            (
                f"{words.number(figures.visits_12)} / {words.number(figures.visits)}",
                words.text("Visits: 12 months / ever"),
            ),
            (words.money(figures.spend_12_fen), words.text("Spend in 12 months")),
            (words.money(figures.spend_fen), words.text("Spend ever")),
            ("—" if following is None else words.day(following), words.label("column.next_maintenance")),
            ("—" if km is None else words.number(km), words.text("Km today, about")),
            (rate, words.label("column.km_per_day")),
        ]

    def _figure(self, place: int) -> tuple[QLabel, QLabel]:
        value, name = label("", "strong"), label("", "small", wrap=True)
        name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        across, down = place % _ACROSS, place // _ACROSS
        self._grid.addWidget(value, down * 3, across)
        self._grid.addWidget(name, down * 3 + 1, across)
        self._grid.setRowMinimumHeight(down * 3 + 2, 4)
        self._grid.setColumnStretch(across, 1)
        return value, name
