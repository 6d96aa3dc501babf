"""The form of an appointment: car, day, time, advisor, what for; what speaks against it is said while it is typed."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from dealerdesk.domain.appointment import MINUTES, NewAppointment
from dealerdesk.domain.errors import WrongUse, said
from dealerdesk.services.appointments.judging import Beside, beside
from dealerdesk.services.reception.looking import visit_choices
from dealerdesk.ui.forms import Choice, DateEdit, Form, LineEdit, NumberEdit
from dealerdesk.ui.pages.appointments.fields import CarLine, Purpose, TimeEdit, car_told
from dealerdesk.ui.widgets import button, column, label, restyled, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.appointment import AppointmentLine
    from dealerdesk.domain.appointment_conflicts import Conflict
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.reception.looking import Choices
    from dealerdesk.services.search import Hit
    from dealerdesk.ui.session import Session

_PAUSE: Final = 60
"""Milliseconds after a key until the store is asked what speaks against it."""

_FREE: Final = 6
"""How many free times are named."""


class BookingForm(Form):
    """Fields of an appointment, for a page of its own and for a call; it keeps nothing by itself.

    `value()` is the appointment as typed; `conflicts` is what the store last said of it, `impossible` whether it can
    not be kept so, `doubts` the codes that `book_appointment` takes as confirmed where a person keeps it all the same.
    """

    changed = Signal()
    """Something was typed or chosen."""

    judged = Signal()
    """What speaks against it was asked of the store: `conflicts` is of what stands here now."""

    def __init__(self, session: Session, *, car_fixed: bool = False) -> None:
        super().__init__()
        self._session, words = session, session.words
        self._vehicle = self._moved = 0
        self._customer: int | None = None
        self._advisor: int | None = None
        self.conflicts: tuple[Conflict, ...] = ()
        self.free: tuple[time, ...] = ()
        self._missed: set[str] = set()
        self.car = _CarField(session, fixed=car_fixed)
        self.add("car", words.text("Car"), self.car)
        self.day = self.add("day", words.text("Day"), DateEdit(today=session.desk.today, theme=session.theme))
        self.at = self.add("at", words.text("Time"), TimeEdit())
        self._free_line = label("", "small", wrap=True)
        self._grid.addWidget(self._free_line, self._grid.rowCount(), 1)
        self.minutes = self.add("minutes", words.text("Takes"), NumberEdit(MINUTES), unit=words.text("minutes"))
        self.minutes.setFixedWidth(self.minutes.fontMetrics().horizontalAdvance("0000") + 24)
        self.advisor = self.add("advisor_id", words.text("Advisor"), Choice())
        self.purpose = self.add("purpose", words.text("Comes for"), Purpose())
        self.offer = self.add("offer", words.text("Offer"), LineEdit(hint=words.text("What was promised, if anything")))
        self.note = self.add("note", words.text("Note"), LineEdit())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.judge)
        self.car.chosen.connect(self._car_chosen)
        self.car.dropped.connect(lambda: self.set_car(0))
        self.on_change(self._typed)
        self._offer(None)
        session.background.read(self, lambda: visit_choices(session.desk), self._offer, key="choices")

    # what stands here

    def value(self) -> NewAppointment:
        """The appointment as it was typed. Raises WrongUse for the first field that is empty or cannot be read."""
        for name, why in self.problems().items():
            raise WrongUse(why.code, field=name)
        day, at = self.day.day(), self.at.at()
        if day is None or at is None:  # problems() has said so
            raise WrongUse("appointment.no_day")
        return self._new(day, at)

    def problems(self) -> dict[str, Said]:
        """What is missing or cannot be read, by field."""
        found: dict[str, Said] = {}
        if not self._vehicle:
            found["car"] = said("appointment.no_car")
        for name, read, code in (
            ("day", self.day.day, "appointment.no_day"),
            ("at", self.at.at, "appointment.no_time"),
            ("minutes", self.minutes.number, "appointment.no_minutes"),
        ):
            try:
                if read() is None and name != "minutes":
                    found[name] = said(code)
            except ValueError:
                found[name] = said(code)
        if not self.purpose.value():
            found["purpose"] = said("appointment.no_purpose")
        return found

    @property
    def impossible(self) -> bool:
        """Whether the store said that it cannot be so."""
        return any(one.impossible for one in self.conflicts)

    @property
    def doubts(self) -> tuple[str, ...]:
        """The codes of what is doubtful and was said beside its field."""
        return tuple(one.code for one in self.conflicts if not one.impossible)

    @property
    def vehicle(self) -> int:
        """The car, 0 while nobody has chosen one."""
        return self._vehicle

    @property
    def is_begun(self) -> bool:
        """Whether anything stands here that would be missed."""
        return bool(self._vehicle or self.purpose.value() or self.offer.value() or self.note.value())

    def held(self) -> dict[str, Any]:
        """All that was typed, as JSON can hold it: for drafts."""
        return {
            "vehicle": self._vehicle,
            "customer": self._customer,
            "told": self.car.told,
            "advisor": self._advisor,
            **{name: self._line(name).text() for name in ("day", "at", "minutes", "offer", "note")},
            "purpose": self.purpose.currentText(),
        }

    # filling it

    def set_car(self, vehicle: int, told: str = "", customer: int | None = None) -> None:
        """Have it about a car, told in one line (plate, owner, model); 0: about none yet."""
        self._vehicle, self._customer = vehicle, customer
        self.car.show_car(told if vehicle else "")
        self._is_other()

    def set_time(self, day: date | None, at: time | None = None, advisor: int | None = None) -> None:
        """Have it at a day and time, with an advisor."""
        self.day.set_day(day)
        if at is not None:
            self.at.set_time(at)
        if advisor is not None:
            self._take_advisor(advisor)

    def take(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told."""
        self.set_car(held.get("vehicle") or 0, held.get("told") or "", held.get("customer"))
        for name in ("day", "at", "minutes", "offer", "note"):
            self._line(name).setText(held.get(name) or "")
        self.purpose.set_value(held.get("purpose") or "")
        self._take_advisor(held.get("advisor"))

    def show_line(self, line: AppointmentLine) -> None:
        """Be filled in with an appointment that stands, to be changed; its car stays."""
        self._moved = line.id
        told = "   ".join(part for part in (line.plate, line.customer, line.model) if part)
        self.set_car(line.vehicle_id, told or "—", line.customer_id)
        self.car.fix(on=True)
        self.set_time(line.day, line.at)
        self.minutes.set_number(line.minutes)
        self._take_advisor(line.advisor_id)
        self.purpose.set_value(line.purpose)
        self.offer.set_value(line.offer)
        self.note.set_value(line.note)

    def clear(self) -> None:
        """Be empty again, for another car."""
        self._moved = 0
        self.car.fix(on=False)
        self.take({"minutes": str(MINUTES)})
        self.conflicts, self._missed = (), set()
        self.clear_errors()

    def begin(self) -> None:
        """Put the keyboard where something is missing."""
        if not self._vehicle:
            self.car.line.begin()
        elif not self.day.value():
            self.day.setFocus()
        elif not self.at.value():
            self.at.setFocus()
        else:
            self.purpose.setFocus()

    # what the store says of it

    def judge(self) -> None:
        """Ask what speaks against what stands here, and which times of its day are free."""
        self._soon.stop()
        try:
            day, at = self.day.day(), self.at.at()
            minutes = self.minutes.number()
        except ValueError:
            day = None
        if day is None:
            self._judged(Beside())
            return
        new, moved, desk = self._new(day, at or time(0)), self._moved, self._session.desk
        timed = at is not None and minutes is not None
        self._session.background.read(
            self, lambda: beside(desk, new, moved=moved, timed=timed), self._judged, key="judge"
        )

    def show_conflicts(self, found: tuple[Conflict, ...]) -> None:
        """Say beside the fields what speaks against it."""
        self.conflicts = found
        self.clear_errors()
        self._missed &= self.problems().keys()
        for name, why in self.problems().items():
            if name in self._missed:
                self.error(name, self._session.say(why))
        seen: dict[str, list[Conflict]] = {}
        for one in found:
            seen.setdefault(one.field, []).append(one)
        for name, some in seen.items():
            text = "\n".join(self._session.say(one.said) for one in some)
            if any(one.impossible for one in some):
                self.error(name, text)
            else:
                self._doubt(name, text)

    def show_problems(self) -> bool:
        """Say beside the fields what is missing, and go to the first; answers whether anything is."""
        found = self.problems()
        self._missed = set(found)
        self.show_errors({name: self._session.say(why) for name, why in found.items()})
        if "car" in found:
            self.car.line.begin()
        return bool(found)

    @override
    def error(self, name: str, text: str) -> None:
        self._errors[name].setProperty("role", "error")
        restyled(self._errors[name])
        super().error(name, text)

    def _judged(self, found: Beside) -> None:
        self.free = found.free
        at = self._readable_time()
        later = [one for one in found.free if at is None or one >= at] or list(found.free)
        shown = "  ".join(one.isoformat("minutes") for one in later[:_FREE])
        words = self._session.words
        self._free_line.setText(words.text("Free: {times}", times=shown) if shown else "")
        typed = set(self.problems())
        self.show_conflicts(tuple(one for one in found.conflicts if one.field not in typed))
        self.judged.emit()

    def _doubt(self, name: str, text: str) -> None:
        self.error(name, text)
        self._errors[name].setProperty("role", "doubt")
        restyled(self._errors[name])
        field = self.fields[name]
        field.setProperty("wrong", "false")
        restyled(field)

    def _new(self, day: date, at: time) -> NewAppointment:
        return NewAppointment(
            self._vehicle,
            day,
            at,
            self.purpose.value() or "-",
            self._minutes(),
            self._advisor,
            self._customer,
            self.offer.value() or None,
            self.note.value() or None,
        )

    def _minutes(self) -> int:
        try:
            return self.minutes.number() or MINUTES
        except ValueError:
            return MINUTES

    def _readable_time(self) -> time | None:
        try:
            return self.at.at()
        except ValueError:
            return None

    def _line(self, name: str) -> LineEdit:
        lines = {"day": self.day, "at": self.at, "minutes": self.minutes, "offer": self.offer, "note": self.note}
        return lines[name]

    def _offer(self, choices: Choices | None) -> None:
        words, advisors = self._session.words, () if choices is None else choices.advisors
        self.advisor.blockSignals(True)
        self.advisor.offer([(None, words.text("Whoever is free")), *advisors], self._advisor)
        self.advisor.blockSignals(False)
        if choices is not None:
            self.purpose.offer([kind.name for kind in choices.kinds])

    def _take_advisor(self, advisor: int | None) -> None:
        self._advisor = advisor
        self.advisor.setCurrentIndex(0)
        self.advisor.set_value(advisor)

    def _car_chosen(self, hit: Hit) -> None:
        self.set_car(hit.id, car_told(self._session, hit), hit.customer_id)
        self.begin()

    def _typed(self) -> None:
        value = self.advisor.value()
        if self.advisor.count() > 1:
            self._advisor = value if isinstance(value, int) else None
        self._is_other()

    def _is_other(self) -> None:
        self._soon.start()
        self.changed.emit()


class _CarField(QWidget):
    """The car: looked for until one is chosen, and then told in a line that can be taken back."""

    chosen = Signal(object)
    dropped = Signal()
    edited = Signal()

    def __init__(self, session: Session, *, fixed: bool = False) -> None:
        super().__init__()
        words = session.words
        self.told = ""
        self._fixed = fixed
        self.line = CarLine(session)
        self._told = label("", "strong", wrap=True)
        self._other = button(words.text("Another car"), self._drop, kind="link")
        self.setLayout(column(self.line, row(self._told, None, self._other), gap=0))
        self.setFocusProxy(self.line)
        self.line.chosen.connect(self.chosen)
        self.show_car("")

    def show_car(self, told: str) -> None:
        """Tell which car it is; nothing: it is looked for."""
        self.told = told
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self.line.setVisible(not told and not self._fixed)
        self._other.setVisible(bool(told) and not self._fixed)
        self.edited.emit()

    def fix(self, *, on: bool) -> None:
        """Let the car be what it is, or let another one be chosen."""
        self._fixed = on
        self.show_car(self.told)

    def _drop(self) -> None:
        self.dropped.emit()
        self.line.begin()
