"""The customer beside the script: whom, which car, how to reach them, how they stand, and what happened last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from dealerdesk.domain.phone import group_phone
from dealerdesk.services.calling.looking import caller_panel
from dealerdesk.services.phones import open_phones
from dealerdesk.ui.flow import emptied, flowing
from dealerdesk.ui.pages.calls.customer_lines import (
    last_calls,
    last_events,
    lines_about,
    loyal_of,
    open_things,
    status_of,
)
from dealerdesk.ui.widgets import StatusChip, column, label, line, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.caller import CallerPanel
    from dealerdesk.domain.customer_file import CustomerFile
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.phone import MaskedPhone
    from dealerdesk.services.phones import Opened
    from dealerdesk.ui.pages.calls.customer_lines import Told
    from dealerdesk.ui.session import Session

_PAUSE = 60
"""Milliseconds after a step in the queue until the file is read: who steps on does not want it."""

_EVENTS = 30
_CALLS = 4


class CustomerPanel(QFrame):
    """What is known of whom one calls, or is about to call."""

    arrived = Signal(object)
    """All of it is here (CallerPanel)."""

    def __init__(self, session: Session, button: Callable[..., QPushButton]) -> None:
        super().__init__()
        self._session, self._words = session, session.words
        self.seen: CallerPanel | None = None
        self._whose: tuple[int | None, int | None] = (None, None)
        self._phone_of: MaskedPhone | None = None
        self._name, self._car = label("", "title", wrap=True), label("", "muted", wrap=True)
        self._status, self._loyal, self._phone = StatusChip(), StatusChip(), label("", "strong")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open, self._facts, self._calls, self._events = (QWidget() for _ in range(4))
        self._open_grid, self._fact_grid = _grid(self._open), _grid(self._facts)
        self._call_grid, self._event_grid = _grid(self._calls), _grid(self._events)
        self._nobody = muted(self._words.text("The customer of the call shows here."))
        self._body = QWidget()
        self._reveal = button("calls.phone", kind="quiet")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._ask)
        self._lay_out(button)
        session.theme.changed.connect(self._tell_status)
        self.show_nobody()

    # whom

    def show_nobody(self) -> None:
        """Show nobody."""
        self.seen, self._whose, self._phone_of = None, (None, None), None
        self._soon.stop()
        self._body.setVisible(False)
        self._nobody.setVisible(True)

    def show_person(
        self,
        name: str,
        car: str,
        phone: MaskedPhone | None,
        full: str | None,
        *,
        vehicle: int | None,
        customer: int | None,
    ) -> None:
        """Show somebody at once by what the queue knows, and all the rest a moment later."""
        whose = (vehicle, customer)
        if whose != self._whose or self._phone_of != phone:
            self._phone_of = phone
            shown = "" if phone is None else phone.shown
            self._phone.setText((group_phone(full) if full else shown) or self._words.text("no working phone"))
        self._name.setText(name)
        self._car.setText(car)
        self._body.setVisible(True)
        self._nobody.setVisible(False)
        if whose != self._whose:
            self._whose, self.seen = whose, None
            self._show_file()
            self._soon.start()

    def read_anew(self) -> None:
        """Look anew at whoever is shown."""
        if self._whose != (None, None):
            self._soon.start()

    def _ask(self) -> None:
        desk, (vehicle, customer) = self._session.desk, self._whose
        if vehicle is None and customer is None:
            return
        self._session.background.read(
            self,
            lambda: caller_panel(desk, customer, vehicle, calls=_CALLS, events=_EVENTS),
            self._arrived,
            key="file",
            failed=self._gone,
        )

    def _arrived(self, seen: CallerPanel) -> None:
        self.seen = seen
        self._show_file()
        self.arrived.emit(seen)

    @property
    def file(self) -> CustomerFile | None:
        """The customer's file, once it is here."""
        return None if self.seen is None else self.seen.file

    def _gone(self, why: Said) -> None:
        self.seen = None
        self._show_file()
        self._facts_told.setText(self._session.say(why))

    # what shows

    def _show_file(self) -> None:
        seen, words = self.seen, self._words
        today = self._session.desk.today
        parts = [
            (self._open_title, self._open_grid, [] if seen is None else open_things(words, seen)),
            (None, self._fact_grid, [] if seen is None else lines_about(words, seen.file, today)),
            (self._calls_title, self._call_grid, [] if seen is None else last_calls(words, seen)),
            (self._last, self._event_grid, [] if seen is None else last_events(words, seen.file)),
        ]
        for title, grid, told in parts:
            _fill(grid, told)
            if title is not None:
                title.setVisible(bool(told))
        self._facts_told.setText("" if seen is not None else "…")
        self._facts_told.setVisible(seen is None)
        self._tell_status()

    def _tell_status(self) -> None:
        file, words, theme = self.file, self._words, self._session.theme
        car = None if file is None else file.car
        if file is None or car is None:
            self._status.show_status("", "")
        else:
            color = theme.color(car.figures.status.value).name()
            told = status_of(words, car, self._session.desk.today)
            self._status.show_status(told, color, outlined=car.figures.quasi_lost)
        loyal = "" if file is None else loyal_of(words, file)
        self._loyal.show_status(loyal, theme.color("accent").name() if loyal else "")

    def reveal(self) -> None:
        """Show the whole number, for as long as this customer shows."""
        phone, desk, whose = self._phone_of, self._session.desk, self._whose
        if phone is None:
            return

        def shown(opened: Opened) -> None:
            if self._whose == whose and phone.id in opened.digits:
                self._phone.setText(group_phone(opened.digits[phone.id]))

        self._session.background.write(self, lambda: open_phones(desk, [phone]), shown)

    @property
    def can_reveal(self) -> bool:
        """Whether there is a number that shows only in part."""
        return self._phone_of is not None and self._phone.text() == self._phone_of.shown

    @property
    def car_told(self) -> str:
        """The car in a line: plate, owner, model."""
        return "   ".join(part for part in (self._car.text(), self._name.text()) if part)

    # parts

    def _lay_out(self, button: Callable[..., QPushButton]) -> None:
        self._facts_told = label("", "muted", wrap=True)
        self._open_title = label(self._words.text("To know"), "section")
        self._calls_title = label(self._words.text("Last contacts"), "section")
        self._last = label(self._words.text("What happened last"), "section")
        chips = QWidget()
        chips.setLayout(flowing(self._status, self._loyal, gap=6))
        doing = QWidget()
        doing.setLayout(flowing(button("calls.file"), gap=6))
        self._body.setLayout(
            column(
                self._name,
                self._car,
                row(self._phone, self._reveal, None, gap=4),
                chips,
                line(),
                self._facts_told,
                self._open_title,
                self._open,
                self._facts,
                self._calls_title,
                self._calls,
                self._last,
                self._events,
                doing,
                None,
                gap=6,
            )
        )
        inside = QWidget()
        inside.setLayout(column(self._nobody, self._body, None, margins=(12, 10, 12, 10)))
        self.area = scrolling(inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self._words.text("Customer"))
        self.setLayout(column(self.area))
        self.setProperty("role", "panel")
        self.setMinimumWidth(self._session.theme.px(210))


def _grid(part: QWidget) -> QGridLayout:
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    return grid


def _fill(grid: QGridLayout, told: Sequence[Told]) -> None:
    emptied(grid)
    for at, one in enumerate(told):
        about = label(one.about, "small")
        about.setAlignment(Qt.AlignmentFlag.AlignTop)
        about.setContentsMargins(0, 2, 0, 0)
        grid.addWidget(about, at, 0)
        grid.addWidget(label(one.text, one.role, wrap=True), at, 1)
