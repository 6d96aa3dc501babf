"""The outcomes of the page Today: one key each, for the call that is current and the tasks that are ticked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.phone import group_phone
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.phones import open_phones
from dealerdesk.services.staff.first_manager import set_up
from dealerdesk.services.tasks import generate_tasks, task_queue
from tests.people import CHEAP
from tests.services.test_outcomes import lost_car
from tests.ui.today.sitting import EVENING, buttons_of


def test_no_answer_is_one_key_and_the_next_call_follows(sitting):
    here = sitting(None, None, None).show()
    first, second, _ = here.plates
    here.press(Qt.Key.Key_F5)
    assert first not in here.plates
    assert here.page.call.call.leading.plate == second
    assert here.told.endswith("No answer. Again on 23 Nov 2026, afternoon.")
    assert here.notes[-1].undo is not None
    (call,) = here.calls()
    assert (call["disposition"], call["attempt"]) == ("no-answer", 1)


def test_done_is_one_key_and_takes_the_note_along(sitting):
    here = sitting(None, None).show()
    here.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    here.write("comes on Friday")
    assert here.page.unsaved()
    here.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(call["disposition"], call["note"]) for call in here.calls()] == [("completed", "comes on Friday")]
    assert not here.page.unsaved()
    assert here.page.call.note.text() == ""
    assert len(here.plates) == 1


def test_the_last_undone_call_comes_back(sitting):
    from dealerdesk.services.undoing import undo_act

    here = sitting(None, None).show()
    before = here.plates
    here.press(Qt.Key.Key_F5)
    act = here.notes[-1].undo
    here.session.background.write(here.page, lambda: undo_act(here.session.desk, act))
    here.wait()
    assert here.plates == before
    assert here.calls() == []


def test_call_later_asks_for_day_and_time_in_the_panel(sitting):
    here = sitting(None, None).show()
    here.press(Qt.Key.Key_F9)
    later = here.page.call.later
    assert here.page.call.asking
    assert (later.day.text(), QApplication.focusWidget()) == ("2026-11-21", later.day)
    assert later.at.text() in {"09:00", "14:00", "17:00"}
    later.day.setText("")
    later.at.setText("25:00")
    here.press(Qt.Key.Key_Return)
    assert here.calls() == []
    later.day.setText("2026-11-23")
    later.at.setText("1530")
    here.press(Qt.Key.Key_Return)
    (call,) = here.calls()
    assert (call["disposition"], call["promised_on"], call["promised_at"]) == ("call-later", "2026-11-23", "15:30")
    assert not here.page.call.asking
    assert "promised for 23 Nov 2026 15:30" in here.told


def test_call_later_is_left_by_escape_and_a_past_time_is_refused(sitting):
    here = sitting(None).show()
    here.press(Qt.Key.Key_F9)
    here.press(Qt.Key.Key_Escape)
    assert not here.page.call.asking
    here.press(Qt.Key.Key_F9)
    here.page.call.later.day.setText("2026-11-19")
    here.press(Qt.Key.Key_Return)
    assert here.notes == []
    assert "is past" in here.page.call.later.day.accessibleDescription()
    assert here.page.call.later.day.hasFocus()
    assert here.calls() == []
    assert here.page.action("today.no_answer").isEnabled()


def test_tasks_of_one_customer_are_one_call_and_may_be_unticked_when_done(sitting):
    here = sitting()
    fleet = here.shop.customer("海口物流公司")
    for at in range(3):
        lost_car(here.shop, date(2025, 6, 1 + at), owner=fleet, plate=f"琼A0000{at}")
    generate_tasks(here.session.desk)
    here.show()
    assert len(here.plates) == 1
    ticks = list(here.page.call._ticks.values())
    assert all(tick.isChecked() and tick.isVisible() for tick in ticks)
    ticks[1].click()
    here.page.action("today.done").trigger()
    here.wait()
    assert sorted(task["state"] for task in here.tasks()) == ["done", "done", "open"]
    assert here.plates == []
    (chip,) = buttons_of(here.page.held)
    assert chip.text() == "Reached within the last 7 days  1"


def test_no_answer_moves_all_tasks_whatever_is_ticked(sitting):
    here = sitting()
    fleet = here.shop.customer("海口物流公司")
    for at in range(2):
        lost_car(here.shop, owner=fleet, plate=f"琼A0000{at}")
    generate_tasks(here.session.desk)
    here.show()
    list(here.page.call._ticks.values())[1].click()
    here.press(Qt.Key.Key_F5)
    assert {task["due"] for task in here.tasks()} == {"2026-11-23"}


def test_with_nothing_ticked_it_says_what_to_do(sitting):
    here = sitting()
    fleet = here.shop.customer("海口物流公司")
    for at in range(2):
        lost_car(here.shop, owner=fleet, plate=f"琼A0000{at}")
    generate_tasks(here.session.desk)
    here.show()
    for tick in here.page.call._ticks.values():
        tick.click()
    here.page.action("today.done").trigger()
    here.wait()
    assert here.told == "Tick at least one task of the call."


def test_the_last_attempt_says_that_nobody_tries_again(sitting):
    here = sitting(None)
    (task,) = [row.id for row in task_queue(here.session.desk).rows]
    for day in (date(2026, 11, 18), date(2026, 11, 19)):
        record_outcome(here.shop.on(day), [task], Disposition.NO_ANSWER)
    here.session.desk = replace(here.session.desk, clock=lambda: EVENING)
    here.show()
    here.press(Qt.Key.Key_F5)
    assert here.told.endswith("After 3 attempts without an answer nobody tries again: write instead.")


def test_a_task_that_was_done_meanwhile_by_another_is_said(sitting):
    here = sitting(None, None).show()
    first = here.page.call.call.leading
    record_outcome(here.session.desk, [first.id], Disposition.COMPLETED)
    here.press(Qt.Key.Key_F5)
    assert here.notes[-1].bad
    assert first.code in here.told
    assert first.plate not in here.plates


def test_two_presses_keep_one_outcome(sitting):
    here = sitting(None, None).show()
    for _ in range(2):
        here.page.action("today.no_answer").trigger()
    here.wait()
    assert len(here.calls()) == 1


def test_a_note_stays_with_its_call_while_looking_at_others(sitting):
    here = sitting(None, None).show()
    here.page.call.note.setText("asks for a price")
    here.page.table.setFocus()
    here.press(Qt.Key.Key_Down)
    assert here.page.call.note.text() == ""
    here.press(Qt.Key.Key_Up)
    assert here.page.call.note.text() == "asks for a price"


def test_the_one_owner_sees_the_number_of_the_call_and_no_other(sitting):
    here = sitting(None).show()
    leading = here.page.call.call.leading
    assert here.page.call._phone.text() == group_phone(leading.full)
    assert "****" in here.page.table.model().index(0, 6).data()
    assert not here.page.action("today.phone").isEnabled()


def test_the_number_of_anothers_task_shows_by_one_key_and_that_is_an_act(sitting):
    here = sitting(None)
    manager = set_up(replace(here.session.desk, hashing=CHEAP), "王经理", "a long password").actor
    here.session.desk = here.session.desk.by(manager)
    here.show()
    phone = here.page.call.call.leading.phone
    assert here.page.call._phone.text() == phone.shown
    here.press(Qt.Key.Key_F2)
    shown = here.page.call._phone.text().replace(" ", "")
    again = open_phones(here.session.desk, [phone])
    assert shown == again.digits[phone.id]
    assert again.changed.act is None


def test_enter_leads_to_the_call_desk(sitting):
    here = sitting(None).show()
    here.press(Qt.Key.Key_Return, on=here.page.table)
    assert here.opened == [("calls", {"task": here.page.call.call.leading.id})]
