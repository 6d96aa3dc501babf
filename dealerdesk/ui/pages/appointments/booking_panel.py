"""An appointment being made or changed beside the calendar: its form, what is doubtful, and keeping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.errors import Trouble
from dealerdesk.services.appointments.booking import Appointed, book_appointment, move_appointment
from dealerdesk.services.desk import Right
from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.ui.pages.appointments.form import BookingForm
from dealerdesk.ui.widgets import boxed, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.appointment import AppointmentLine, NewAppointment
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session

KIND = "appointment"


class BookingPanel(QWidget):
    """Keeps nothing that was not looked at: doubts are confirmed by a key of their own."""

    kept = Signal(int)
    """An appointment was kept, by its id."""

    left = Signal()
    """Nobody wants it any more."""

    edited = Signal()

    def __init__(self, session: Session, made: Callable[..., QPushButton]) -> None:
        super().__init__()
        self._session, words = session, session.words
        self.form = BookingForm(session)
        self.open = False
        """Whether something is being made or changed."""
        self._line: AppointmentLine | None = None
        self._busy = False
        self._title = label("", "title")
        doubtful = label(words.text("Look at what is marked. Is it right?"), wrap=True)
        self.confirm_button = made("appointments.confirm")
        self._doubtful = boxed(column(doubtful, row(None, self.confirm_button), margins=(8, 6, 8, 6)), "banner")
        self._doubtful.hide()
        self._save, cancel = made("appointments.save"), made("appointments.cancel", kind="quiet")
        inside = QWidget()
        inside.setLayout(column(self.form, None, margins=(0, 0, 8, 0)))
        whole = column(self._title, scrolling(inside), self._doubtful, row(None, cancel, self._save), gap=8)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.form.changed.connect(self._changed)
        self.form.judged.connect(self._tell)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not kept."""
        return self.open and self.form.is_begun

    def begin(self, day: date, at: time | None = None, advisor: int | None = None) -> None:
        """Begin an appointment; what was half filled in of a new one goes on, at the time that is asked for now."""
        if not self.open or self._line is not None:
            self._line = None
            self.form.clear()
        self.open = True
        self.form.set_time(day, at, advisor)
        self._title.setText(self._session.words.text("New appointment"))
        self._doubtful.hide()
        self.form.begin()
        self.edited.emit()

    def change(self, line: AppointmentLine) -> None:
        """Change one that stands, or move it."""
        self._line, self.open = line, True
        self.form.clear()
        self.form.show_line(line)
        self._title.setText(self._session.words.text("Change the appointment"))
        self._doubtful.hide()
        self.form.day.setFocus()
        self.form.day.selectAll()
        self.edited.emit()

    def close_form(self) -> None:
        """Leave it."""
        self.open, self._line = False, None
        self.form.clear()
        self._doubtful.hide()
        self.edited.emit()
        self.left.emit()

    def save(self, *, confirmed: bool = False) -> None:
        """Keep it, unless something is missing or speaks against it; `confirmed`: what is doubtful is right."""
        if self._busy or not self.open or self.form.show_problems():
            return
        try:
            new = self.form.value()
        except Trouble as trouble:
            self._session.note(self._session.say(trouble.said), bad=True)
            return
        desk, line = self._session.desk, self._line
        codes = self.form.doubts if confirmed else ()

        def keep() -> Appointed:
            if line is None:
                return book_appointment(desk, new, confirmed=codes)
            return move_appointment(desk, line.id, line.revision, new, confirmed=codes)

        self._busy = True
        self._save.setEnabled(False)
        self._session.background.write(self, keep, lambda found: self._kept(found, new), failed=self._failed)

    # what comes back after a language was changed or the program died

    def begun(self) -> tuple[Begun, ...]:
        """What is half filled in."""
        if not self.unsaved:
            return ()
        key, held = ("new", {}) if self._line is None else (str(self._line.id), {"line": self._line.id})
        customer = self.form.held().get("customer")
        about = (customer,) if isinstance(customer, int) else ()
        title = self.form.car.told or self.form.purpose.value() or "—"
        return (Begun(Slot(KIND, key), title, {**held, **self.form.held()}, about),)

    def take_up(self, held: dict[str, Any], line: AppointmentLine | None) -> None:
        """Be filled in again as it was."""
        if line is not None:
            self.change(line)
        else:
            self.begin(self._session.desk.today)
        self.form.take(held)
        if line is not None:
            self.form.car.fix(on=True)
        self.edited.emit()

    def _kept(self, found: Appointed, new: NewAppointment) -> None:
        self._done()
        if found.against:
            self.form.show_conflicts(found.against)
            self._tell()
            return
        words, moved = self._session.words, self._line is not None
        at, car = new.at.isoformat("minutes"), self.form.car.told.split("   ")[0]
        if found.changed.act is not None:
            told = (
                words.text("{car}: the appointment is on {day:full} at {at} now.", car=car, day=new.day, at=at)
                if moved
                else words.text("{car} has an appointment on {day:full} at {at}.", car=car, day=new.day, at=at)
            )
            self._session.note(told, undo=found.changed.act)
        self.close_form()
        if found.appointment is not None:
            self.kept.emit(found.appointment)

    def _failed(self, why: Said) -> None:
        self._done()
        self._session.note(self._session.say(why), bad=True)

    def _done(self) -> None:
        self._busy = False
        self._save.setEnabled(self._session.may(Right.ENTER))

    def _changed(self) -> None:
        self._doubtful.hide()
        self.edited.emit()

    def _tell(self) -> None:
        asked = self.open and bool(self.form.doubts) and not self.form.impossible and not self.form.problems()
        self._doubtful.setVisible(asked)
        self.edited.emit()

    @property
    def asks(self) -> bool:
        """Whether something doubtful waits to be confirmed."""
        return not self._doubtful.isHidden()
