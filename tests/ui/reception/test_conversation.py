"""For the conversation: its lines, what one key does about them, and what is behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from dealerdesk.services.tasks import generate_tasks

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(sitting):
    """A lost car of a customer with a task, whose responsible advisor is one of two."""
    made = sitting()
    made.mine, made.other = made.shop.staff("李诚", "advisor"), made.shop.staff("孙悦", "advisor")
    made.owner = made.shop.customer("王小明", "13812345678", wechat=False, quality="doubtful")
    made.car = made.shop.car(plate="琼A88888", owner=made.owner, advisor=made.mine, visits=[date(2025, 6, 1)])
    generate_tasks(made.session.desk)
    return made.show()


def tasks(desk):
    return [row["state"] for row in desk.shop.rows("SELECT state FROM task ORDER BY id")]


def test_the_most_pressing_is_on_top(desk):
    desk.receive("A88888")
    assert desk.lines[0].startswith("Lost since")
    assert any("WeChat" in line for line in desk.lines)
    assert any("doubtful" in line for line in desk.lines)
    assert desk.page.talk.rows[0].accessibleName().startswith("at once: ")


def test_a_line_opens_what_is_behind_it(desk):
    desk.receive("A88888")
    desk.does("talk")
    desk.enter()
    assert desk.opened[-1] == ("customers", {"vehicle": desk.car, "tab": "timeline"})
    desk.does("file")
    assert desk.opened[-1] == ("customers", {"vehicle": desk.car})


def test_added_on_wechat_is_one_key(desk):
    desk.receive("A88888")
    desk.press(Qt.Key.Key_F6)
    (row,) = desk.shop.rows("SELECT wechat, wechat_on FROM customer WHERE id = ?", desk.owner)
    assert (row["wechat"], row["wechat_on"]) == (1, "2026-11-20")
    assert not any("WeChat" in line for line in desk.lines)
    assert not desk.page.action("reception.wechat").isEnabled()
    assert desk.notes[-1].undo is not None


def test_the_task_is_closed_or_kept_by_one_key(desk):
    desk.receive("A88888")
    assert tasks(desk)[0] == "open"
    desk.press(Qt.Key.Key_F7, SHIFT)
    assert tasks(desk)[0] == "open"
    assert desk.page.talk.task is None
    desk.does("cancel")
    desk.receive("A88888")
    desk.press(Qt.Key.Key_F7)
    assert tasks(desk)[0] == "done"
    assert not any("task" in line for line in desk.lines)


def test_another_advisor_is_called_over_and_the_answer_kept(desk):
    desk.receive("A88888")
    assert not desk.page.talk.calls_advisor
    desk.choose(advisor_id=desk.other)
    assert desk.lines[0].startswith("Lost since") or "李诚" in desk.lines[0]
    assert any("李诚 is the responsible advisor" in line for line in desk.lines)
    desk.press(Qt.Key.Key_F9)
    desk.put(paid_fen="10")
    desk.does("save")
    assert (desk.visits()[-1]["met_advisor"], desk.visits()[-1]["advisor_id"]) == (1, desk.other)


def test_that_the_advisor_did_not_come_is_kept_too(desk):
    desk.receive("A88888")
    desk.choose(advisor_id=desk.other)
    desk.press(Qt.Key.Key_F9, SHIFT)
    desk.put(paid_fen="10")
    desk.does("save")
    assert desk.visits()[-1]["met_advisor"] == 0


def test_a_changed_use_is_said_once_the_odometer_is_typed(desk):
    for day, km in ((date(2024, 1, 1), 1_000), (date(2025, 1, 1), 2_000), (date(2025, 6, 1), 2_400)):
        desk.shop.visit(desk.car, day, odometer=km)
    desk.receive("A88888")
    assert not any("Drives more" in line for line in desk.lines)
    desk.put(odometer="92400")
    assert any("Drives more" in line for line in desk.lines)


def test_who_comes_for_the_first_time_is_asked_what_brought_them(desk):
    desk.shop.car(plate="琼B88888", source="other-store")
    desk.receive("B88888")
    assert desk.page.form.form.shows("brought_by")
    desk.put(brought_by="a friend", paid_fen="10")
    desk.does("save")
    assert desk.visits()[-1]["brought_by"] == "a friend"


def test_one_without_anything_to_say_says_so(desk):
    owner = desk.shop.customer("赵敏", wechat=True, birthday=date(1990, 1, 1), district="秀英")
    day = date(2027, 6, 1)
    car = desk.shop.car(
        plate="琼C88888", owner=owner, source="own", vin="LSVAU2180C2183294", model="明锐", insurance_end=day,
        delivered=date(2026, 10, 1),
    )  # fmt: skip
    desk.receive("C88888")
    assert (desk.page.entry.held.arrival.car.id, desk.lines) == (car, [])
    assert desk.page.talk._nothing.text() == "Nothing in particular: welcome them."


def test_who_receives_no_cars_calls_nobody_over(sitting):
    made = sitting()
    mine = made.shop.staff("李诚", "advisor")
    made.shop.car(plate="琼A88888", advisor=mine)
    desk_clerk = made.shop.staff("前台", "receptionist")
    made.session.desk = replace(made.session.desk, actor=replace(made.session.desk.actor, staff=desk_clerk))
    desk = made.show()
    desk.receive("A88888")
    assert desk.page.form.advisor.value() == mine
    assert not desk.page.talk.calls_advisor
    desk.put(odometer="100")
    assert not desk.page.talk.calls_advisor
