"""The page Appointments: a day by advisors and half hours, or a week by days, and one appointment beside it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.domain.appointment import KEPT_WITHIN, Standing, standing
from dealerdesk.domain.calendar import add_months
from dealerdesk.services.appointments.booking import appointment_arrived, cancel_appointment
from dealerdesk.services.appointments.looking import appointment_of, week_of
from dealerdesk.services.desk import Right
from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.appointments.booking_panel import BookingPanel
from dealerdesk.ui.pages.appointments.calendar import Calendar
from dealerdesk.ui.pages.appointments.entry_panel import EntryPanel
from dealerdesk.ui.pages.appointments.head import DAY, WEEK, Head
from dealerdesk.ui.pages.appointments.paper import Paper
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.widgets import Splitter, boxed, column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.appointment import AppointmentLine
    from dealerdesk.services.appointments.looking import DayOfAppointments
    from dealerdesk.ui.begun import Slot
    from dealerdesk.ui.pages.appointments.model import Spot
    from dealerdesk.ui.session import Session

_MINUTE: Final = 60_000
_SIDE: Final = 340
_WEEK: Final = 7
_STEPS: Final = (("before", "left"), ("after", "right"), ("today", "today"))
_OPEN: Final = frozenset({Standing.BOOKED, Standing.LATE, Standing.MISSED})


class AppointmentsPage(Page):
    """Who comes when. What is changed is kept at once, and can be taken back by its note."""

    name: ClassVar[str] = "appointments"
    kinds: ClassVar[frozenset[str]] = frozenset({"appointment", "visit", "vehicle", "customer", "setting", "staff"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: tuple[DayOfAppointments, ...] = ()
        self.day = session.desk.today
        self._next: int | None = None
        view = session.memory.get("appointments.view")
        self.view = view if view in {DAY, WEEK} else DAY
        self.calendar = Calendar(session)
        self.entry = EntryPanel(session, self.button)
        self.booking = BookingPanel(session, self.button)
        self.paper = Paper(session, self, self.action("appointments.print"))
        steps = [(self.action(f"appointments.{name}"), icon) for name, icon in _STEPS]
        does = (self.button("appointments.new"), self.button("appointments.print", kind="quiet"))
        self.head = Head(session, self.view, steps, *does)
        self._beside = QStackedWidget()
        self._minute = QTimer(self)
        self._lay_out()
        self._wire()
        self._show_buttons()

    # what the window asks of a page

    @override
    def reload(self) -> None:
        desk, first, days = self.session.desk, self._first(), 1 if self.view == DAY else _WEEK
        self.session.background.read(self, lambda: week_of(desk, first, days), self._arrived, key="days")

    @override
    def wanted(
        self,
        appointment: int | None = None,
        vehicle: int | None = None,
        told: str = "",
        day: date | None = None,
        **_what: Any,
    ) -> None:
        if appointment is not None:
            self._fetch(appointment, self._go_to)
        elif day is not None:
            self.go_to(day)
        if vehicle is not None and self.session.may(Right.ENTER):
            self.begin()
            self.booking.form.set_car(vehicle, told or "—")
            self.booking.form.begin()

    @override
    def focus_first(self) -> None:
        if self.booking.open:
            self.booking.form.begin()
        else:
            self.calendar.setFocus()

    @override
    def does(self) -> Mapping[str, Callable[[], object]]:
        return {
            "appointments.new": self.begin,
            "appointments.arrived": self.arrived,
            "appointments.change": self.change,
            "appointments.call_off": self._ask_why,
            "appointments.file": self._open_file,
            "appointments.save": self.booking.save,
            "appointments.confirm": lambda: self.booking.save(confirmed=True),
            "appointments.cancel": self._escape,
            "appointments.calendar": self.calendar.setFocus,
            "appointments.form": self._to_side,
            "appointments.day": lambda: self.show_view(DAY),
            "appointments.week": lambda: self.show_view(WEEK),
            "appointments.before": lambda: self._step(-1),
            "appointments.after": lambda: self._step(1),
            "appointments.month_before": lambda: self.go_to(add_months(self.day, -1)),
            "appointments.month_after": lambda: self.go_to(add_months(self.day, 1)),
            "appointments.today": lambda: self.go_to(self.session.desk.today),
            "appointments.print": lambda: self.paper.show_day(self.day),
        }

    @override
    def state(self) -> dict[str, Any]:
        line = self.calendar.line
        begun = [begun.to_data() for begun in self.booking.begun()]
        return {"day": self.day.isoformat(), "line": None if line is None else line.id, "begun": begun}

    @override
    def restore(self, state: Mapping[str, Any]) -> None:
        self._next = state.get("line")
        self.go_to(date.fromisoformat(state["day"]) if "day" in state else self.day)
        for data in state.get("begun") or ():
            self.take_up(Begun.from_data(data))

    @override
    def unsaved(self) -> bool:
        return self.booking.unsaved

    @override
    def drafts(self) -> Sequence[Begun]:
        return self.booking.begun()

    @override
    def take_up(self, begun: Begun) -> bool:
        if not self.session.may(Right.ENTER) or self.booking.unsaved:
            return False
        key = begun.held.get("line")
        if key is None:
            self._take_up(begun, None)
        else:
            self._fetch(key, lambda line: self._take_up(begun, line))
        return True

    @override
    def go_to_draft(self, slot: Slot) -> None:
        del slot
        self._to_side()

    # what is shown

    def go_to(self, day: date) -> None:
        """Show another day, or its week."""
        self.day = day
        self.head.show_day(day)
        self.reload()

    def show_view(self, view: str) -> None:
        """Show days one by one, or weeks; this PC remembers it."""
        self.view = view
        self.head.show_view(view)
        self.session.memory.put("appointments.view", view)
        self.reload()
        self.calendar.setFocus()

    def begin(self) -> None:
        """Begin an appointment where the keyboard is."""
        spot = self.calendar.spot
        if spot is None or spot.day < self.session.desk.today:
            self.booking.begin(max(self.day, self.session.desk.today))
        else:
            self._begin_at(spot)

    def change(self) -> None:
        """Change or move the one that is looked at."""
        line = self.calendar.line
        if line is not None and self._is_open(line) and self.session.may(Right.ENTER):
            self.booking.change(line)

    def arrived(self) -> None:
        """Mark that the car has come, and receive it."""
        line, desk = self.calendar.line, self.session.desk
        if line is None or not self._is_open(line):
            return
        self.session.background.write(
            self,
            lambda: appointment_arrived(desk, line.id, line.revision),
            lambda changed: self._has_come(line, changed.act),
        )

    def _has_come(self, line: AppointmentLine, act: int | None) -> None:
        words = self.words
        self.session.note(words.text("{car} has come.", car=line.plate or line.customer or line.code), undo=act)
        self.session.open("reception", vehicle=line.vehicle_id)

    def _ask_why(self) -> None:
        line = self.calendar.line
        if line is not None and self._is_open(line):
            self.entry.ask_why()

    def _call_off(self, why: str) -> None:
        line, desk = self.entry.line, self.session.desk
        if line is None:
            return
        self.entry.close_asking()
        told = self.words.text("The appointment of {car} is cancelled.", car=line.plate or line.customer or line.code)
        self.session.background.write(
            self,
            lambda: cancel_appointment(desk, line.id, line.revision, why),
            lambda changed: self.session.note(told, undo=changed.act),
        )
        self.calendar.setFocus()

    def _first(self) -> date:
        if self.view == DAY:
            return self.day
        return date.fromordinal(max(1, self.day.toordinal() - self.day.weekday()))

    def _arrived(self, seen: tuple[DayOfAppointments, ...]) -> None:
        self.seen = seen
        if self.view == DAY:
            self.calendar.show_day(seen[0])
        else:
            self.calendar.show_week(seen)
        if self._next is not None and self.calendar.go_to(self._next):
            self._next = None
        self.head.tell(seen, self.view)
        self._picked(self.calendar.line)

    def _picked(self, line: AppointmentLine | None) -> None:
        stands = line is not None and self._is_open(line) and self.session.may(Right.ENTER)
        self.entry.show_line(line, None if line is None else self._standing(line), stands=stands)
        self._show_buttons()

    def _standing(self, line: AppointmentLine) -> Standing:
        now = next((one.now for one in self.seen), None)
        return standing(line.state, line.day, line.at, self.session.desk.today, now)

    def _is_open(self, line: AppointmentLine) -> bool:
        return self._standing(line) in _OPEN

    def _show_buttons(self) -> None:
        line = self.calendar.line
        free = not self.booking.open
        stands = free and line is not None and self._is_open(line)
        near = line is not None and abs((line.day - self.session.desk.today).days) <= KEPT_WITHIN.days
        self._enable("arrived", on=stands and near)
        self._enable("change", on=stands)
        self._enable("call_off", on=stands)
        self._enable("file", on=line is not None)
        self._enable("save", on=not free)
        self._enable("confirm", on=not free and self.booking.asks)
        self._beside.setCurrentIndex(0 if free else 1)

    def _enable(self, name: str, *, on: bool) -> None:
        self.show_action(f"appointments.{name}", on=on)

    # what is done

    def _begin_at(self, spot: Spot) -> None:
        if not self.session.may(Right.ENTER):
            return
        if spot.at is None and spot.day < self.session.desk.today:
            self.booking.begin(self.session.desk.today)
        else:
            self.booking.begin(spot.day, spot.at, spot.advisor)

    def _kept(self, key: int) -> None:
        self._next = key
        self.calendar.setFocus()
        self._fetch(key, self._go_to)

    def _go_to(self, line: AppointmentLine) -> None:
        self._next = line.id
        self.go_to(line.day)

    def _fetch(self, key: int, then: Callable[[AppointmentLine], object]) -> None:
        desk = self.session.desk

        def came(line: AppointmentLine | None) -> None:
            if line is not None:
                then(line)

        self.session.background.read(self, lambda: appointment_of(desk, key), came, key="one")

    def _take_up(self, begun: Begun, line: AppointmentLine | None) -> None:
        self.booking.take_up(dict(begun.held), line)
        self._show_buttons()
        self.took_up.emit(begun.slot)

    def _step(self, steps: int) -> None:
        with suppress(OverflowError):
            self.go_to(self.day + timedelta(days=steps * (1 if self.view == DAY else _WEEK)))

    def _escape(self) -> None:
        if self.entry.is_asking:
            self.entry.close_asking()
        elif self.booking.open:
            self.booking.close_form()
        self.calendar.setFocus()

    def _to_side(self) -> None:
        if self.booking.open:
            self.booking.form.begin()
        else:
            self._beside.setFocus()
            self.entry.change.setFocus()

    def _open_file(self) -> None:
        line = self.calendar.line
        if line is not None:
            self.session.open("customers", vehicle=line.vehicle_id)

    def _time_goes_on(self) -> None:
        if self.isVisible():
            self.reload()

    # how it is laid out

    def _lay_out(self) -> None:
        for part in (self.entry, self.booking):
            self._beside.addWidget(part)
        side = boxed(column(self._beside, margins=(12, 10, 8, 10)), "panel")
        side.setMinimumWidth(self.session.theme.px(_SIDE))
        parts: tuple[QWidget, QWidget] = (self.calendar, side)
        split = Splitter(*parts)
        split.setStretchFactor(0, 1)
        whole = column(self.head, split, gap=8, margins=(16, 8, 16, 10))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        self.head.day_chosen.connect(self.go_to)
        self.head.view_chosen.connect(self.show_view)
        self.calendar.picked.connect(self._picked)
        self.calendar.opened.connect(lambda _line: self._opened())
        self.calendar.free.connect(self._begin_at)
        self.entry.called_off.connect(self._call_off)
        self.booking.kept.connect(self._kept)
        self.booking.left.connect(self.calendar.setFocus)
        self.booking.edited.connect(self.edited)
        self.booking.edited.connect(self._show_buttons)
        self._minute.setInterval(_MINUTE)
        self._minute.timeout.connect(self._time_goes_on)
        self._minute.start()

    def _opened(self) -> None:
        line = self.calendar.line
        if line is not None and self._is_open(line):
            self.change()
