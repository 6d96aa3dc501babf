"""What follows when a call is ended: the next at once, proposals by keys, and what the script gave."""

from __future__ import annotations

import threading
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dealerdesk.db.tables import Task
from dealerdesk.domain.calling import CallMade, Departing
from dealerdesk.domain.errors import Trouble
from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire import (
    Choice,
    EffectName,
    Passed,
    YesNo,
    answer,
    answers_to_data,
    begin,
    path,
)
from dealerdesk.services.calling import recording
from dealerdesk.services.scripts import shipped_scripts
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.undoing import undo_act
from dealerdesk.ui.pages.calls.script_run import ScriptRunning, come_words
from dealerdesk.words import Words
from tests.ui.calls.sitting import TODAY


def test_the_next_call_is_ready_while_the_last_is_still_being_kept(two, monkeypatch):
    slowly, keep = threading.Event(), recording.record_call

    def later(*asked):
        slowly.wait(10)
        return keep(*asked)

    monkeypatch.setattr("dealerdesk.ui.pages.calls.flow.record_call", later)
    first = two.page.entry_at_hand.leading.id
    two.page.action("calls.no_answer").trigger()
    QTest.qWait(80)
    assert two.page.entry_at_hand.leading.id != first
    assert len(two.plates) == 1
    assert len(two.page.drafts()) == 1
    two.page.reload()
    QTest.qWait(150)
    assert len(two.plates) == 1
    two.page.action("calls.busy").trigger()
    QTest.qWait(80)
    assert two.plates == []
    slowly.set()
    two.wait()
    assert [call["disposition"] for call in two.calls()] == ["no-answer", "busy"]
    assert not two.page.drafts()
    assert two.plates == []


def test_the_same_call_is_not_kept_twice_by_a_second_press(sitting):
    here = sitting(None).show()
    here.page.action("calls.no_answer").trigger()
    here.page.action("calls.no_answer").trigger()
    here.wait()
    assert len(here.calls()) == 1


def test_what_was_kept_is_taken_back_by_the_note(two):
    two.do("calls.no_answer")
    done = undo_act(two.session.desk, two.notes[-1].undo)
    two.session.announce(done)
    two.wait()
    assert len(two.plates) == 2
    assert not two.calls()


def test_the_second_refusal_offers_do_not_call_by_a_key(sitting):
    here = sitting()
    owner = here.shop.customer("王小明", phone="13900001111")
    here.shop.car(owner=owner, plate="琼B00001", visits=[date(2025, 6, 1)])
    recording.record_call(here.session.desk, CallMade(Disposition.REFUSED, customer_id=owner))
    generate_tasks(here.session.desk)
    here.show()
    here.do("calls.refused")
    assert here.page.proposals.isVisible()
    assert here.page.action("calls.yes").isEnabled()
    here.do("calls.yes")
    assert not here.page.proposals.isVisible()
    assert here.shop.rows("SELECT customer_id FROM do_not_call WHERE customer_id IS NOT NULL") == [
        {"customer_id": owner}
    ]
    assert here.notes[-1].undo is not None


def test_a_proposal_is_left_by_a_key(two):
    two.do("calls.wrong_number")
    assert two.page.proposals.isVisible()
    two.do("calls.no")
    assert not two.page.proposals.isVisible()
    assert two.opened == []


def test_writing_instead_is_logged_as_a_message(two):
    two.shop.change(Task, two.tasks()[0]["id"], attempts=2)
    two.page.reload()
    two.wait()
    two.page.panel.list.go_to(two.tasks()[0]["id"])
    two.do("calls.no_answer")
    assert two.page.proposals.isVisible()
    two.do("calls.yes")
    assert two.page.flow.call.channel == "message"
    two.do("calls.finish")
    assert two.calls()[-1]["channel"] == "message"


def test_the_interview_is_kept_with_the_call(two):
    two.begin()
    running = two.page.leading.running
    first = running.script.steps[0]
    two.page.column.script.answered.emit({first.code: {"chosen": [first.options[0].code]}})
    two.do("calls.no_answer")
    (kept,) = two.shop.rows("SELECT script, complete FROM interview")
    assert kept == {"script": "lost-customer", "complete": 0}


def running(name, **facts):
    return ScriptRunning(shipped_scripts()[name], facts, TODAY, "en")


def path_to(script, code):
    """Answers that reach a step, by its name; found by walking every option."""

    def walk(interview, left):
        at = path(interview)
        if at.current is None or left == 0:
            return None
        step = at.current
        if step.code == code:
            return interview
        if step.kind in {"single", "several"}:
            values = [Choice((option.code,)) for option in step.options]
        elif step.kind == "yes-no":
            values = [YesNo(True), YesNo(False)]
        else:
            values = [Passed()]
        for value in values:
            try:
                found = walk(answer(interview, step.code, value), left - 1)
            except Trouble:  # a value that does not fit is not the way
                continue
            if found is not None:
                return found
        return None

    found = walk(begin(script, (), TODAY), 14)
    assert found is not None
    return answers_to_data(found.answers)


def test_a_told_odometer_goes_with_the_call_and_is_named_before():
    run = running("maintenance")
    answers = {**path_to(run.script, "odometer"), "odometer": {"number": 61_240}}
    come = run.come(answers)
    assert come.given["reading"] == 61_240
    assert EffectName.READING in come.does
    assert "61,240 km" in come_words(Words("en"), come)


def test_a_day_for_an_appointment_opens_the_form_with_it():
    run = running("maintenance")
    answers = {**path_to(run.script, "day"), "day": {"day": "2026-11-24"}}
    come = run.come(answers)
    assert come.disposition == Disposition.APPOINTMENT
    assert come.forms["appointment"]["day"] == "2026-11-24"


def test_a_car_that_was_scrapped_departs_and_a_sold_one_asks_who_has_it():
    run = running("maintenance")
    before = path_to(run.script, "gone")
    assert run.come({**before, "gone": {"chosen": ["scrapped"]}}).given["departed"] == Departing("scrapped")
    assert run.come({**before, "gone": {"chosen": ["sold"]}}).forms["sold"] == {"departs": True}


def test_nothing_answered_is_a_completed_call_without_an_interview():
    run = running("maintenance")
    assert run.come({}).disposition == Disposition.COMPLETED
    assert run.done({}, datetime(2026, 11, 20)) is None


def test_a_booking_of_the_script_opens_its_form_at_the_finishing_key(two):
    two.begin()
    run = two.page.leading.running
    answers = {**path_to(run.script, "day"), "day": {"day": "2026-11-24"}}
    two.page.column.script.answered.emit(answers)
    assert "Appointment made" in two.page.strip.finish.text()
    two.do("calls.finish")
    booking = two.page.column.form.form.booking
    assert booking.day.text() == "2026-11-24"
    booking.at.setText("10:00")
    booking.purpose.set_value("保养")
    two.wait()
    two.do("calls.finish")
    (call,) = two.calls()
    assert call["disposition"] == "appointment-made"
    assert two.shop.rows("SELECT day, call_id FROM appointment") == [{"day": "2026-11-24", "call_id": call["id"]}]
    assert two.shop.rows("SELECT proposed FROM interview") == [{"proposed": "appointment-made"}]
    assert not two.page.panel.list.isHidden()
    two.press(Qt.Key.Key_Return)
    assert two.page.flow.call is not None
