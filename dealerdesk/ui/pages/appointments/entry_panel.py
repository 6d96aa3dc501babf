"""One appointment beside the calendar: who, when, what for, how it stands, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.pages.appointments.drawing import TONES
from dealerdesk.ui.widgets import StatusChip, boxed, button, column, label, muted, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.appointment import AppointmentLine, Standing
    from dealerdesk.ui.session import Session


class EntryPanel(QWidget):
    """What is known of the appointment that the keyboard is at; calling it off asks for the reason here."""

    called_off = Signal(str)
    """It is to be cancelled, for this reason."""

    def __init__(self, session: Session, made: Callable[..., QPushButton]) -> None:
        super().__init__()
        self._session, words = session, session.words
        self.line: AppointmentLine | None = None
        self._who, self._car = label("", "title", wrap=True), muted()
        self._chip = StatusChip()
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._nothing = muted()
        self.arrived = made("appointments.arrived")
        self.change, self.call_off = made("appointments.change"), made("appointments.call_off", kind="quiet")
        self.file = made("appointments.file", kind="quiet")
        self.why = LineEdit(hint=words.text("Why it is cancelled"))
        self.why.setAccessibleName(words.text("Why it is cancelled"))
        self._off = button(words.text("Call it off"), self._called_off, kind="primary")
        keep = button(words.text("Keep it"), self.close_asking, kind="quiet")
        self._asking = boxed(column(self.why, row(None, keep, self._off), margins=(8, 6, 8, 6)), "banner")
        self._asking.hide()
        self.why.returnPressed.connect(self._called_off)
        self._does = boxed(column(row(self.arrived, self.change, None), row(self.file, None, self.call_off), gap=6))
        head = column(row(self._who, None, self._chip), self._car, gap=2)
        self.setLayout(column(head, self._facts, self._does, self._asking, self._nothing, None, gap=12))

    def show_line(self, line: AppointmentLine | None, standing: Standing | None, *, stands: bool) -> None:
        """Tell of an appointment, and whether it still can be changed; None: what can be done where nothing stands."""
        if line is None or self.line is None or line.id != self.line.id:
            self.close_asking()
        self.line = line
        words = self._session.words
        for part in (self._who, self._car, self._does):
            part.setVisible(line is not None)
        for one in (self.arrived, self.change, self.call_off):
            one.setVisible(stands)
        self._nothing.setVisible(line is None)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        if line is None or standing is None:
            self._chip.show_status("", "")
            self._nothing.setText(
                words.text("Nothing stands here. Enter or N begins an appointment at this time; arrows move on.")
            )
            return
        self._who.setText(line.customer or words.text("no owner known"))
        self._car.setText("   ".join(part for part in (line.plate, line.model) if part))
        color = self._session.theme.color(TONES[standing]).name()
        self._chip.show_status(words.label(f"appointment.{standing}"), color, outlined=True)
        for name, told in self._told(line):
            value = label(told, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(label(name, "muted"), value)

    def ask_why(self) -> None:
        """Ask why it is called off."""
        if self.line is not None:
            self._asking.show()
            self.why.clear()
            self.why.setFocus()

    @property
    def is_asking(self) -> bool:
        """Whether the reason is asked for now."""
        return not self._asking.isHidden()

    def close_asking(self) -> None:
        """Call nothing off."""
        self._asking.hide()

    def _called_off(self) -> None:
        if self.why.value():
            self.called_off.emit(self.why.value())
        else:
            self.why.setFocus()

    def _told(self, line: AppointmentLine) -> list[tuple[str, str]]:
        words = self._session.words
        span = f"{line.at:%H:%M} – {line.ends:%H:%M}"
        found = [
            (words.text("Day"), words.full_day(line.day)),
            (words.text("Time"), words.text("{span} ({n} minutes)", span=span, n=line.minutes)),
            (words.text("Advisor"), line.advisor or words.text("whoever is free")),
            (words.text("Comes for"), line.purpose),
            (words.text("Offer"), line.offer or ""),
            (words.text("Note"), line.note or ""),
            (words.text("Moved from"), "" if line.moved_from is None else words.day(line.moved_from)),
            (words.text("Why cancelled"), line.ended_why or ""),
            (words.text("Booked on"), words.text("{day} by {who}", day=line.booked_on, who=self._name(line.booked_by))),
            (words.text("Code"), line.code),
        ]
        return [(name, told) for name, told in found if told]

    def _name(self, who: str) -> str:
        return self._session.words.label("actor.owner") if who == "owner" else who
