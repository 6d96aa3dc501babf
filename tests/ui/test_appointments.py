"""The page Appointments: a day and a week by keys, making, moving, calling off, and what is half filled in."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt

from dealerdesk.db import tables
from dealerdesk.domain.appointment import NewAppointment
from dealerdesk.domain.errors import WrongUse
from dealerdesk.services.appointments.booking import book_appointment
from dealerdesk.services.appointments.hours import Receiving, receiving
from dealerdesk.services.appointments.looking import appointments_between
from dealerdesk.services.drafts import my_drafts
from dealerdesk.services.reception.looking import visit_choices
from dealerdesk.services.search import find
from dealerdesk.services.undoing import undo_act
from dealerdesk.ui.pages.appointments.fields import TimeEdit, time_of
from dealerdesk.ui.pages.appointments.form import BookingForm
from dealerdesk.ui.window import Window

TODAY = date(2026, 11, 20)
LATER = date(2027, 11, 19)


class Desk:
    """A window at the page, on the invented store."""

    def __init__(self, session, qtbot, settled):
        self.session, self.qtbot = session, qtbot
        self.notes = []
        session.noted.connect(self.notes.append)
        with session.desk.store.write(session.desk.header("fill-store")) as writer:
            kept = writer.conn.exec_driver_sql("SELECT id FROM appointment").fetchall()
            writer.delete(tables.Appointment, [row[0] for row in kept])
        with session.desk.store.read() as conn:
            rows = conn.exec_driver_sql(
                "SELECT o.vehicle_id FROM ownership o WHERE NOT EXISTS (SELECT 1 FROM departure d"
                " WHERE d.vehicle_id = o.vehicle_id) AND NOT EXISTS (SELECT 1 FROM visit n WHERE"
                " n.vehicle_id = o.vehicle_id AND n.date_in > '2026-11-10') AND o.until_day = '9999-12-31'"
                " GROUP BY o.vehicle_id ORDER BY o.vehicle_id LIMIT 9"
            ).fetchall()
        self.cars = [row[0] for row in rows]
        self.advisors = [key for key, _ in visit_choices(session.desk).advisors]
        self._settled = settled

    def booked(self, car=0, day=TODAY, at=time(10), **more):
        new = NewAppointment(self.cars[car], day, at, "保养", **more)
        return book_appointment(self.session.desk, new, confirmed=("car_twice", "inside", "past_time")).appointment

    def show(self):
        self.window = Window(self.session)
        self.qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.drafting.begin()
        self.window.show_page("appointments")
        self.settle()
        self.page = self.window.page
        return self

    def settle(self):
        self._settled(self.session)

    def key(self, widget, *keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            self.qtbot.keyClick(widget, key, modifier)
        self.settle()

    def do(self, action):
        self.page.does()[f"appointments.{action}"]()
        self.settle()

    def lines(self, day=TODAY):
        return appointments_between(self.session.desk, day, day)


@pytest.fixture
def desk(store_session, qtbot, settled):
    def make(kind="invented", **how):
        return Desk(store_session(kind, **how), qtbot, settled)

    return make


def test_an_appointment_is_made_by_keys_alone(desk):
    at = desk().show()
    page, form = at.page, at.page.booking.form
    page.calendar.setFocus()
    at.key(page.calendar, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_N)
    assert page.booking.open
    spot = page.calendar.spot
    assert (form.day.day(), form.at.at()) == (TODAY, spot.at)
    (hit, *_) = find(at.session.desk, "琼A")
    at.qtbot.keyClicks(form.car.line, hit.plate[1:])
    at.settle()
    at.key(form.car.line, Qt.Key.Key_Return)
    assert form.vehicle == hit.id
    form.purpose.set_value("保养")
    form.offer.set_value("免费检测")
    at.settle()
    at.do("save")
    if page.booking.open:
        assert form.doubts
        at.do("confirm")
    (line,) = at.lines()
    assert (line.plate, line.purpose, line.offer, line.at) == (hit.plate, "保养", "免费检测", spot.at)
    assert page.calendar.line.id == line.id, "the calendar stands at what was made"
    assert not page.booking.open
    undo_act(at.session.desk, at.notes[-1].undo)
    assert at.lines() == ()


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(desk):
    at = desk().show()
    form = at.page.booking.form
    at.do("new")
    with pytest.raises(WrongUse):
        form.value()
    form.day.clear()
    form.at.setText("25:00")
    at.do("save")
    said = {name: place.text() for name, place in form._errors.items() if place.text()}
    assert said.keys() == {"car", "day", "at", "purpose"}
    assert at.lines() == ()


def test_conflicts_are_said_while_it_is_typed(desk):
    at = desk()
    at.booked(0, at=time(15), advisor_id=at.advisors[0])
    at.show()
    form = at.page.booking.form
    at.do("new")
    form.set_car(at.cars[1], "琼A")
    form.set_time(TODAY + timedelta(days=1), time(15), at.advisors[0])
    form.purpose.set_value("保养")
    at.settle()
    assert not form.doubts
    assert not form.impossible
    assert form.free[0] == time(8)
    form.day.set_day(TODAY)
    at.settle()
    assert form.doubts == ("advisor_taken",)
    assert form._errors["at"].property("role") == "doubt"
    assert at.page.booking.asks
    form.at.set_time(time(7))
    at.settle()
    assert form.impossible
    assert not at.page.booking.asks
    at.do("save")
    assert at.page.booking.open, "what is impossible is not kept"
    form.at.set_time(time(15))
    at.settle()
    at.do("save")
    assert len(at.lines()) == 1, "what is doubtful is kept by its own key"
    at.do("confirm")
    assert len(at.lines()) == 2


def test_one_is_moved_and_another_called_off(desk):
    at = desk()
    first, second = at.booked(0), at.booked(1, at=time(14))
    at.show()
    page = at.page
    page.calendar.go_to(first)
    at.settle()
    at.key(page.calendar, Qt.Key.Key_Return)
    assert page.booking.open
    assert page.booking.form.purpose.value() == "保养"
    page.booking.form.day.set_day(TODAY + timedelta(days=3))
    at.settle()
    at.do("save")
    (moved,) = at.lines(TODAY + timedelta(days=3))
    assert (moved.id, moved.moved_from) == (first, TODAY)
    assert page.day == moved.day, "the calendar goes along"
    at.do("today")
    page.calendar.go_to(second)
    at.settle()
    at.do("call_off")
    assert page.entry.is_asking
    page.entry.why.setText("客户出差")
    at.key(page.entry.why, Qt.Key.Key_Return)
    (line,) = at.lines()
    assert (line.state, line.ended_why) == ("cancelled", "客户出差")
    assert not page.action("appointments.call_off").isEnabled()


def test_a_car_that_has_come_is_received(desk):
    at = desk()
    key = at.booked(0)
    at.show()
    opened = []
    at.session.opened.connect(lambda page, what: opened.append((page, what)))
    at.page.calendar.go_to(key)
    at.settle()
    at.do("arrived")
    assert at.lines()[0].state == "arrived"
    assert opened == [("reception", {"vehicle": at.cars[0]})]
    lines = at.window.page.talk.lines
    assert any(line.said.code.startswith("talk.appointment") for line in lines)


def test_a_week_shows_its_days_and_entries_that_overlap_stand_side_by_side(desk):
    at = desk()
    advisor = at.advisors[0]
    keys = [at.booked(0, advisor_id=advisor), at.booked(2, day=TODAY + timedelta(days=1))]
    new = NewAppointment(at.cars[1], TODAY, time(10, 30), "维修", 60, advisor)
    overlapping = book_appointment(at.session.desk, new, confirmed=("advisor_taken", "past_time")).appointment
    at.show()
    page = at.page
    page.calendar.go_to(keys[0])
    model = page.calendar.model_of_days
    spot = model.spot(model.index_of(overlapping))
    assert {piece.lane for piece in spot.pieces} == {0, 1}
    assert {piece.lanes for piece in spot.pieces} == {2}
    at.do("week")
    assert model.columnCount() == 7
    assert page.calendar.go_to(keys[1])
    assert [model.headerData(day, Qt.Orientation.Horizontal).rpartition(" ")[2] for day in range(7)] == [
        "0", "0", "0", "0", "2", "1", "0",
    ]  # fmt: skip
    at.do("after")
    assert page.day == TODAY + timedelta(days=7)
    at.do("month_after")
    assert page.day == date(2026, 12, 27)
    at.do("day")
    at.do("today")
    assert page.day == TODAY


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_what_is_half_filled_in_is_kept_and_comes_back(desk, lang):
    at = desk(lang=lang).show()
    at.do("new")
    form = at.page.booking.form
    form.set_car(at.cars[0], "琼A12345   王小明")
    form.purpose.set_value("喷漆")
    form.set_time(TODAY + timedelta(days=2), time(9))
    at.settle()
    assert at.page.unsaved()
    assert at.page.is_drafted()
    at.window.drafting.flush()
    (draft,) = my_drafts(at.session.desk)
    assert draft.content["title"].startswith("琼A12345")
    (begun,) = at.page.drafts()
    at.do("cancel")
    assert not at.page.unsaved()
    assert at.page.take_up(begun)
    at.settle()
    assert (form.vehicle, form.purpose.value(), form.at.at()) == (at.cars[0], "喷漆", time(9))
    assert form.day.day() == TODAY + timedelta(days=2)


def test_the_form_stands_alone_for_a_call(session, qtbot, settled):
    form = BookingForm(session, car_fixed=True)
    qtbot.addWidget(form)
    form.set_car(7, "琼A12345", 3)
    form.set_time(TODAY + timedelta(days=2), time(9, 30))
    form.purpose.set_value("保养")
    form.note.set_value("带机油")
    settled(session)
    new = form.value()
    assert (new.vehicle_id, new.customer_id, new.at, new.minutes, new.note) == (7, 3, time(9, 30), 60, "带机油")
    other = BookingForm(session)
    qtbot.addWidget(other)
    other.take(form.held())
    assert other.value() == new


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)), ("9:30", time(9, 30)), ("930", time(9, 30)), ("0930", time(9, 30)), ("14.15", time(14, 15)),
        ("9：30", time(9, 30)), ("9点30", time(9, 30)), ("", None),
    ],
)  # fmt: skip
def test_times_are_read_in_most_notations(typed, meant):
    assert time_of(typed) == meant


@pytest.mark.parametrize("typed", ["24", "9:60", "soon", "1:2:3", "99999"])
def test_what_is_no_time_is_said(typed):
    with pytest.raises(ValueError, match=r"."):
        time_of(typed)


def test_arrows_step_to_full_half_hours(qtbot):
    edit = TimeEdit(time(9, 10))
    qtbot.addWidget(edit)
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.at() == time(9, 30)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    assert edit.at() == time(8, 30)


def test_the_hours_are_set_on_the_page_settings(desk):
    at = desk("empty").show()
    at.window.show_page("settings")
    at.settle()
    section = at.window.page.sections["receiving"]
    section.load()
    at.settle()
    assert section.values() == {"opens": "08:00", "closes": "18:00", "places": ""}
    section.closes.setText("7")
    section.save()
    at.settle()
    assert section.unsaved()
    assert section.form._errors["closes"].text()
    section.closes.setText("17:30")
    section.places.set_number(4)
    section.save()
    at.settle()
    assert receiving(at.session.desk) == Receiving(time(8), time(17, 30), 4)
    assert not section.unsaved()
