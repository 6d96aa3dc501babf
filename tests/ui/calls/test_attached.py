"""What forms gave a call goes with it, also after a change of language or a crash; a slip of a key loses nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.calls import CallsPage


def attach_an_appointment(sitting, day="2026-11-24"):
    """Book an appointment in the call, which goes on."""
    sitting.begin()
    sitting.do("calls.appointment")
    booking = sitting.page.column.form.form.booking
    booking.day.setText(day)
    booking.at.setText("10:00")
    booking.purpose.set_value("保养")
    sitting.wait()
    sitting.do("calls.keep")
    assert sitting.page.flow.call.attached == ("appointment",)


def booked(sitting):
    return [row["day"] for row in sitting.shop.rows("SELECT day FROM appointment")]


def another_window(sitting, **how):
    again = CallsPage(sitting.session)
    if "state" in how:
        again.restore(how["state"])
    else:
        assert again.take_up(Begun.from_data(how["draft"].to_data()))
    again.reload()
    sitting.wait()
    return again


def test_an_attached_appointment_outlasts_a_change_of_language(two):
    attach_an_appointment(two)
    again = another_window(two, state=two.page.state())
    again.ending.finish()
    two.wait()
    assert booked(two) == ["2026-11-24"]
    again.close()


def test_what_was_attached_is_there_after_a_crash(two):
    attach_an_appointment(two)
    two.do("calls.flag")
    two.write("wants to talk to the manager")
    two.press(Qt.Key.Key_Return)
    (draft,) = two.page.drafts()
    again = another_window(two, draft=draft)
    again.flow.go_on(draft.slot.key)
    two.wait()
    again.ending.finish()
    two.wait()
    assert booked(two) == ["2026-11-24"]
    assert two.shop.rows("SELECT what FROM flag") == [{"what": "wants to talk to the manager"}]
    again.close()


def test_what_was_taken_away_stays_away(two):
    attach_an_appointment(two)
    two.page.ending.detach("appointment")
    again = another_window(two, state=two.page.state())
    again.ending.finish()
    two.wait()
    assert [call["disposition"] for call in two.calls()] == ["completed"]
    assert booked(two) == []
    again.close()


@pytest.mark.parametrize("action", ["calls.no_answer", "calls.refused"])
def test_a_slip_of_a_key_does_not_lose_a_form_that_is_half_filled(two, action):
    two.begin()
    two.do("calls.serviced_elsewhere")
    two.page.column.form.form.where.setText("路边店")
    two.do(action)
    assert not two.calls()
    assert "does not keep" in two.told
    assert two.page.column.form.form.where.text() == "路边店"
    two.do(action)
    assert len(two.calls()) == 1


def test_no_answer_asks_once_before_an_appointment_of_the_call_is_lost(two):
    attach_an_appointment(two)
    two.do("calls.no_answer")
    assert not two.calls()
    assert "2026" in two.told
    two.do("calls.no_answer")
    assert [call["disposition"] for call in two.calls()] == ["no-answer"]
    assert booked(two) == []


def test_a_form_that_was_only_opened_keeps_no_key_from_its_work(two):
    two.begin()
    two.do("calls.serviced_elsewhere")
    two.do("calls.no_answer")
    assert len(two.calls()) == 1
