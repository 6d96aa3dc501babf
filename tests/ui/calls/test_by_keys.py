"""A day at the call desk by keys alone: what each key keeps, and what comes next."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.errors import Refused
from dealerdesk.domain.followup import Disposition
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.reserving import take_call
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.ui.actions.calls import DISPOSITIONS
from dealerdesk.ui.actions.table import ACTIONS

AT_ONCE = [
    ("calls.no_answer", "no-answer"),
    ("calls.busy", "busy"),
    ("calls.powered_off", "powered-off"),
    ("calls.out_of_service", "out-of-service"),
    ("calls.wrong_number", "wrong-number"),
    ("calls.wrong_person", "wrong-person"),
    ("calls.interested", "interested"),
    ("calls.refused", "refused"),
    ("calls.hung_up", "hung-up"),
]


def test_no_answer_is_one_key_and_the_next_call_is_ready(two):
    first = two.plates[0]
    two.do("calls.no_answer")
    assert [call["disposition"] for call in two.calls()] == ["no-answer"]
    assert two.plates == ["琼A00001" if first == "琼A00000" else "琼A00000"]
    assert two.page.panel.list.hasFocus()
    assert two.page.entry_at_hand.leading.plate == two.plates[0]
    assert "No answer" in two.told
    assert two.notes[-1].undo is not None
    assert not two.reservations()


@pytest.mark.parametrize(("action", "disposition"), AT_ONCE)
def test_one_key_says_what_came_of_a_call(two, action, disposition):
    two.begin()
    two.do(action)
    assert [call["disposition"] for call in two.calls()] == [disposition]
    assert two.page.flow.call is None
    assert not two.reservations()


def test_enter_takes_the_call_and_shows_it(two):
    call = two.begin()
    assert [one["task_id"] for one in two.reservations()] == list(call.tasks)
    assert two.page.column.covered.isVisible() or len(call.tasks) == 1
    assert two.page.leading.running.script.name == "lost-customer"
    assert two.page.customer.file is not None
    assert not two.calls()


def test_a_second_call_is_not_begun_silently(two):
    first = two.begin()
    two.page.panel.list.setFocus()
    two.press(Qt.Key.Key_Down)
    two.press(Qt.Key.Key_Return)
    assert two.page.flow.call.key == first.key
    assert "Finish that call first" in two.told


def test_finish_keeps_the_call_as_completed(two):
    two.begin()
    two.do("calls.finish")
    assert [call["disposition"] for call in two.calls()] == ["completed"]
    assert [task["state"] for task in two.tasks()].count("done") >= 1


def test_a_note_is_typed_at_any_time_and_one_is_back_where_one_was(two):
    two.begin()
    before = QApplication.focusWidget()
    two.do("calls.note")
    two.write("spoke with his wife")
    two.do("calls.note")
    assert QApplication.focusWidget() is before
    two.do("calls.for_next")
    two.write("ask for Mrs Wang")
    two.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is before
    two.do("calls.refused")
    (call,) = two.calls()
    assert (call["note"], call["for_next"]) == ("spoke with his wife", "ask for Mrs Wang")


def test_call_later_is_typed_as_it_is_said(two):
    two.do("calls.later")
    form = two.page.column.form.form
    form.line.clear()
    two.write("mon 14:30")
    two.press(Qt.Key.Key_Return)
    (call,) = two.calls()
    assert (call["disposition"], call["promised_on"], call["promised_at"]) == ("call-later", "2026-11-23", "14:30")
    assert two.page.panel.list.hasFocus()


def test_what_is_no_time_is_said_beside_it_and_nothing_is_kept(two):
    two.do("calls.later")
    form = two.page.column.form.form
    form.line.setText("soonish")
    two.press(Qt.Key.Key_Return)
    assert not two.calls()
    assert two.page.column.form.form is form
    form.line.setText("today 9:00")
    two.press(Qt.Key.Key_Return)
    assert not two.calls()


def test_not_due_asks_for_the_odometer(two):
    two.do("calls.not_due")
    two.write("30 500")
    two.press(Qt.Key.Key_Return)
    (call,) = two.calls()
    assert call["disposition"] == "not-due"
    assert two.shop.rows("SELECT odometer FROM told")[-1]["odometer"] == 30_500


def test_serviced_elsewhere_asks_what_and_where(two):
    two.do("calls.serviced_elsewhere")
    form = two.page.column.form.form
    form.where.setText("路边店")
    two.do("calls.finish")
    assert [call["disposition"] for call in two.calls()] == ["serviced-elsewhere"]


def test_a_sold_car_departs_when_it_is_said(two):
    two.do("calls.car_sold")
    form = two.page.column.form.form
    assert form.departs.isChecked()
    form.name.setText("李四")
    form.phone.setText("13911112222")
    two.do("calls.finish")
    assert [call["disposition"] for call in two.calls()] == ["car-sold"]
    assert two.shop.rows("SELECT reason FROM departure") == [{"reason": "sold"}]


def test_do_not_call_is_one_key_with_its_reason(two):
    two.do("calls.do_not_call")
    two.press(Qt.Key.Key_Return)
    (call,) = two.calls()
    assert call["disposition"] == "refused"
    assert two.shop.rows("SELECT reason FROM do_not_call")
    assert two.offered() == 1


def test_an_appointment_is_booked_with_the_call(two):
    two.do("calls.appointment")
    form = two.page.column.form.form
    form.booking.day.setText("2026-11-24")
    form.booking.at.setText("10:00")
    form.booking.purpose.set_value("保养")
    two.wait()
    two.do("calls.finish")
    (call,) = two.calls()
    assert call["disposition"] == "appointment-made"
    (kept,) = two.shop.rows("SELECT day, at, call_id FROM appointment")
    assert (kept["day"], kept["call_id"]) == ("2026-11-24", call["id"])


def test_a_complaint_is_opened_with_the_call(two):
    two.do("calls.complaint")
    form = two.page.column.form.form
    form.fields.happened.setPlainText("等了三个小时")
    two.do("calls.finish")
    (call,) = two.calls()
    assert call["disposition"] == "complaint"
    (kept,) = two.shop.rows("SELECT happened, call_id FROM complaint")
    assert kept == {"happened": "等了三个小时", "call_id": call["id"]}


def test_a_word_to_the_manager_does_not_end_the_call(two):
    two.begin()
    two.do("calls.flag")
    two.write("wants to talk to the manager")
    two.press(Qt.Key.Key_Return)
    assert two.page.flow.call is not None
    assert not two.calls()
    two.do("calls.no_answer")
    assert two.shop.rows("SELECT what FROM flag") == [{"what": "wants to talk to the manager"}]


def test_escape_leaves_a_form_that_is_as_it_was_when_opened_again(two):
    two.do("calls.serviced_elsewhere")
    two.page.column.form.form.where.setText("路边店")
    two.do("calls.cancel")
    assert two.page.column.form.form is None
    two.do("calls.serviced_elsewhere")
    assert two.page.column.form.form.where.text() == "路边店"


def test_a_call_is_put_back_and_can_be_taken_up_again(two):
    two.begin()
    two.do("calls.note")
    two.write("half a note")
    two.do("calls.note")
    two.do("calls.put_back")
    assert two.page.flow.call is None
    assert not two.reservations()
    two.notes[-1].act[1]()
    two.wait()
    assert two.page.flow.call.note == "half a note"


def test_the_tasks_of_a_customer_are_ticked_and_may_be_unticked(sitting):
    here = sitting()
    owner = here.shop.customer("王小明", phone="13900001111")
    for at in range(2):
        here.shop.car(owner=owner, plate=f"琼B0000{at}", visits=[date(2025, 6, 1 + at)])
    generate_tasks(here.session.desk)
    here.show()
    call = here.begin()
    assert len(call.tasks) == 2
    ticks = list(here.page.column.covered.ticks.values())
    ticks[1].setChecked(False)
    here.do("calls.finish")
    assert sorted(task["state"] for task in here.tasks()) == ["done", "open"]


def test_who_has_the_call_is_said(two):
    tasks = list(two.page.entry_at_hand.rows)
    take_call(two.session.desk, [row.id for row in tasks], "somebody-else")
    two.page.panel.list.setFocus()
    two.press(Qt.Key.Key_Return)
    assert two.page.flow.call is None
    assert two.notes[-1].bad


def test_what_could_not_be_kept_comes_back_whole(two, monkeypatch):
    def refuse(*_asked):
        raise Refused("store.busy")

    two.begin()
    two.do("calls.note")
    two.write("not lost")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("dealerdesk.ui.pages.calls.flow.record_call", refuse)
        two.do("calls.no_answer")
    assert two.page.flow.call.note == "not lost"
    assert len(two.plates) == 2
    assert two.notes[-1].bad
    two.do("calls.no_answer")
    assert [call["note"] for call in two.calls()] == ["not lost"]


def test_a_task_done_meanwhile_is_said_and_the_note_stays(two):
    call = two.begin()
    two.do("calls.note")
    two.write("he comes on Friday")
    record_outcome(two.session.desk, list(call.tasks), Disposition.COMPLETED)
    two.do("calls.refused")
    assert len(two.calls()) == 1
    assert two.page.flow.call.note == "he comes on Friday"
    assert two.notes[-1].bad


def test_every_result_has_a_key_of_its_own():
    keys = [ACTIONS[name].shortcut for name in DISPOSITIONS]
    assert all(keys)
    assert len(keys) == len(set(keys))
    assert not any("F10" in key for key in keys)
