"""After a call of our own its customer is ranked anew; whatever else changes, the whole queue is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from dealerdesk.db import tables
from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_desk import QueueAsk, call_desk
from dealerdesk.services.event_tasks import plan_task
from dealerdesk.services.reserving import take_call
from dealerdesk.services.tasks import generate_tasks
from tests.services.test_outcomes import lost_car
from tests.ui.calls.sitting import TODAY

EVENING = datetime(2026, 11, 20, 20, 0).astimezone().astimezone(UTC)


def is_the_whole(here):
    """Whether what shows is what a look at the whole queue would show."""
    desk, seen = here.session.desk, here.page.watch.seen
    at = desk.clock().astimezone().time()
    whole = call_desk(desk, QueueAsk(at=at, holder=here.page.flow.holder))
    assert list(seen.queue.entries) == list(whole.entries)
    assert {why: list(rows) for why, rows in seen.held.items()} == {why: list(rows) for why, rows in whole.held.items()}
    return True


def test_calls_of_our_own_rank_only_their_customers_anew(sitting):
    here = sitting(None, None, None, None).show()
    assert not here.page.watch.seen.ranked
    for action in ("calls.no_answer", "calls.busy", "calls.powered_off"):
        here.page.panel.list.setFocus()
        here.do(action)
        assert here.page.watch.seen.ranked
        assert is_the_whole(here)
    assert len(here.calls()) == 3


def test_whatever_else_changes_is_looked_at_whole(two):
    two.do("calls.no_answer")
    assert two.page.watch.seen.ranked
    done = plan_task(two.session.desk, NewTask(Reason.CALLBACK, TODAY, two.shop.customer("周婷")))
    two.session.announce(done)
    two.wait()
    assert not two.page.watch.seen.ranked
    assert is_the_whole(two)


def test_time_that_passed_is_looked_at_whole(two):
    two.do("calls.no_answer")
    two.page.watch.look_anew()
    two.wait()
    assert not two.page.watch.seen.ranked


def test_every_agent_can_be_chosen_with_or_without_calls(sitting):
    here = sitting(None)
    here.shop.staff("李娜")
    here.shop.staff("周敏")
    here.show()
    agent = here.page.panel.filters.agent
    assert [agent.itemText(place) for place in range(agent.count())][1:] == ["周敏", "李娜"]


# --- nobody to call


def test_a_search_that_finds_nobody_says_so_and_is_cleared(two):
    panel = two.page.panel
    panel.begin_search("zzz")
    assert panel.empty.clear.isVisible()
    assert not panel.empty.whole.isVisible()
    panel.empty.clear.click()
    assert len(two.plates) == 2
    assert panel.list.hasFocus()


@pytest.fixture
def evening(sitting):
    here = sitting(None, None)
    here.session.desk = replace(here.session.desk, clock=lambda: EVENING)
    return here.show()


def test_outside_the_hours_calls_are_shown_anyway_and_can_be_made(evening):
    panel = evening.page.panel
    assert evening.plates == []
    assert panel.empty.anyway.isVisible()
    panel.empty.anyway.click()
    evening.wait()
    assert panel.shown == NotOffered.HOURS
    assert len(evening.plates) == 2
    assert evening.begin() is not None
    evening.do("calls.refused")
    assert [call["disposition"] for call in evening.calls()] == ["refused"]


def test_the_buttons_are_whole_in_a_narrow_queue(evening):
    empty = evening.page.panel.empty
    for each in (empty.anyway, empty.whole, empty.clear):
        assert each.sizeHint().width() <= evening.page.panel.minimumWidth()
    assert empty.anyway.width() >= empty.anyway.sizeHint().width()


# --- an agent can always pick another (Rulebook 6.4)


def held(here, why):
    """Open the calls behind a cause."""
    here.page.panel.rows_wanted.emit(why.value)
    here.wait()
    assert here.page.panel.shown == why
    return here


def a_held_call(here, why):
    """One more lost car whose call is not offered, for that cause."""
    fields = {"preferred_channel": "wechat"} if why is NotOffered.MESSAGES else {}
    owner = here.shop.customer("赵敏", phone=None if why is NotOffered.NO_PHONE else "", **fields)
    car = lost_car(here.shop, date(2025, 6, 9), owner=owner, plate="琼C11111")
    generate_tasks(here.session.desk)
    (task,) = here.shop.rows("SELECT id FROM task WHERE vehicle_id = ?", car)
    changes = {NotOffered.LATER: {"part_of_day": "evening", "due": TODAY}}.get(why)
    if changes is not None:
        here.shop.change(tables.Task, task["id"], **changes)
    return car, owner, task["id"]


@pytest.mark.parametrize("why", [NotOffered.MESSAGES, NotOffered.NO_PHONE, NotOffered.LATER])
def test_a_call_that_is_not_offered_can_be_made(sitting, why):
    here = sitting(None)
    _car, _owner, task = a_held_call(here, why)
    held(here.show(), why)
    assert here.begin().tasks.keys() == {task}
    here.do("calls.refused")
    assert [call["disposition"] for call in here.calls()] == ["refused"]


def test_without_a_number_a_call_says_that_there_is_none(sitting):
    here = sitting(None)
    _car, _owner, task = a_held_call(here, NotOffered.NO_PHONE)
    held(here.show(), NotOffered.NO_PHONE)
    here.do("calls.wrong_number")
    assert [(call["disposition"], call["phone_id"]) for call in here.calls()] == [("wrong-number", None)]
    assert next(row for row in here.tasks() if row["id"] == task)["last_try"] is not None


def test_a_call_that_somebody_else_is_at_is_refused(sitting):
    here = sitting(None, None)
    task = here.tasks()[0]["id"]
    take_call(here.session.desk, [task], "somebody else")
    held(here.show(), NotOffered.RESERVED)
    here.begin()
    assert here.page.flow.call is None
    assert here.notes[-1].bad


def test_tasks_of_one_customer_that_are_held_are_one_call(sitting):
    here = sitting(None)
    owner = here.shop.customer("赵敏", preferred_channel="wechat")
    for plate in ("琼C11111", "琼C22222"):
        lost_car(here.shop, date(2025, 6, 9), owner=owner, plate=plate)
    generate_tasks(here.session.desk)
    held(here.show(), NotOffered.MESSAGES)
    assert len(here.plates) == 1
    assert len(here.begin().tasks) == 2


# --- calls that wait, and scripts that led before


def test_many_calls_that_wait_scroll_and_do_not_stretch_the_page(two):
    column, call = two.page.column, two.begin()
    before = two.page.minimumSizeHint().height()
    two.do("calls.put_back")
    two.wait()
    column.idle.show_waiting({f"desk:{n}": call for n in range(30)})
    two.wait()
    assert len(column.idle.buttons) == 30
    assert two.page.minimumSizeHint().height() <= before
    column.idle.begin()
    assert column.idle.buttons[0].hasFocus()
    assert not column.idle.buttons[0].visibleRegion().isEmpty()


def test_answers_to_another_script_are_in_the_draft(two):
    two.begin()
    two.wait()
    two.press(Qt.Key.Key_1)
    before = two.page.flow.call.script.answers
    assert before
    two.page.leading.another("general")
    two.wait()
    (draft,) = two.page.drafts()
    two.do("calls.put_back")
    assert two.page.take_up(draft)
    (waiting,) = two.page.flow.waiting.values()
    again = waiting.led_by("lost-customer", waiting.others[0].version)
    assert again.answers == before
    assert again.is_touched
