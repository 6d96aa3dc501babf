"""A call that is begun is never lost: it is a draft at every key, and is offered again after a crash."""

from __future__ import annotations

from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.ui.pages.calls import CallsPage
from dealerdesk.ui.pages.calls.call_in_hand import call_of


def test_a_call_under_way_is_a_draft_with_all_that_was_entered(two):
    call = two.begin()
    two.do("calls.note")
    two.write("lost keys")
    two.do("calls.note")
    two.do("calls.serviced_elsewhere")
    two.page.column.form.form.where.setText("路边店")
    (draft,) = two.page.drafts()
    held = call_of(Begun.from_data(draft.to_data()))
    assert held == two.page.flow.call
    assert held.note == "lost keys"
    assert held.forms["outside"]["where"] == "路边店"
    assert held.script.name == "lost-customer"
    assert draft.about == (call.customer,)


def test_answers_are_in_the_draft_at_once(two):
    two.begin()
    first = two.page.leading.running.script.steps[0]
    two.page.column.script.answered.emit({first.code: {"chosen": [first.options[0].code]}})
    (draft,) = two.page.drafts()
    assert first.code in call_of(draft).script.answers


def test_after_a_crash_the_call_is_offered_again_and_goes_on(two):
    two.begin()
    two.do("calls.note")
    two.write("half a sentence")
    two.do("calls.serviced_elsewhere")
    two.page.column.form.form.where.setText("路边店")
    (draft,) = two.page.drafts()
    again = CallsPage(two.session)
    again.show()
    again.reload()
    assert again.take_up(draft)
    two.wait()
    assert again.flow.call is None
    assert "You were talking to" in str([one.text() for one in again.column.idle.findChildren(type(again.panel.title))])
    again.column.idle.buttons[0].click()
    two.wait()
    assert again.flow.call.note == "half a sentence"
    assert again.column.form.form.where.text() == "路边店"
    again.ending.finish()
    two.wait()
    assert [(call["disposition"], call["note"]) for call in two.calls()] == [("serviced-elsewhere", "half a sentence")]
    assert not again.drafts()
    again.close()


def test_a_call_of_before_can_be_forgotten(two):
    two.begin()
    two.do("calls.note")
    two.write("never mind")
    (draft,) = two.page.drafts()
    two.page.flow.put_back()
    two.page.take_up(draft)
    two.page.column.idle.dropped.emit(draft.slot.key)
    two.wait()
    assert not two.page.drafts()
    assert not two.page.flow.waiting


def test_a_change_of_language_is_no_end_of_the_call(two):
    two.begin()
    two.do("calls.note")
    two.write("still here")
    state = two.page.state()
    again = CallsPage(two.session)
    again.restore(state)
    again.reload()
    two.wait()
    assert again.flow.call.note == "still here"
    again.close()


def test_leaving_the_page_keeps_the_call(two):
    two.begin()
    two.page.hide()
    assert two.page.flow.call is not None
    two.page.show()
    two.page.focus_first()
    assert two.page.unsaved()


def test_closing_lets_others_take_the_call(two):
    two.begin()
    assert two.reservations()
    two.session.ending.emit()
    two.wait()
    assert not two.reservations()
    assert two.page.drafts()


def test_what_is_none_of_this_page_is_not_taken_up(two):
    assert not two.page.take_up(Begun(Slot("call", "task:1"), "x", {"note": "", "later": None, "customer": None}))
