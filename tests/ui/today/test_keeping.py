"""What the page Today keeps: its place, who may do what, and the thread that paints free of SQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from dealerdesk.ui.actions.today import ACTIONS
from dealerdesk.ui.pages.today import TodayPage
from dealerdesk.ui.pages.today.later import time_of
from tests.stores import clerk


def test_state_survives_a_change_of_language(sitting, store_session):
    here = sitting(None, None).show()
    here.press(Qt.Key.Key_Down, on=here.page.table)
    here.page.call.note.setText("备注")
    state = here.page.state()
    again = TodayPage(here.session)
    again.restore(state)
    again.reload()
    here.wait()
    assert again.call.call.leading.plate == here.page.call.call.leading.plate
    assert again.call.note.text() == "备注"


def test_who_may_not_call_sees_the_queue_alone(sitting):
    here = sitting(None)
    here.session.desk = replace(here.session.desk, actor=clerk("see"))
    page = TodayPage(here.session)
    page.reload()
    here.wait()
    assert page.table.lazy.rowCount() == 1
    for action in ACTIONS:
        if action.right is not None and action.right != "see":
            assert not page.action(action.id).isVisible()
            assert not page.action(action.id).isEnabled(), action.id


def test_the_thread_that_paints_runs_no_sql(sitting, monkeypatch):
    here = sitting(None, None).show()
    store = type(here.session.desk.store)
    inside = []
    for name in ("read", "write"):
        whole = getattr(store, name)

        def watched(*args, whole=whole, **named):
            inside.append(threading.current_thread() is threading.main_thread())
            return whole(*args, **named)

        monkeypatch.setattr(store, name, watched)
    here.press(Qt.Key.Key_F2)
    here.press(Qt.Key.Key_F5)
    here.page.bar.step(1)
    here.wait()
    assert inside
    assert not any(inside)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_control_has_a_name(sitting, lang):
    here = sitting(None, None, lang=lang).show()
    for control in here.page.findChildren(QPushButton):
        assert control.accessibleName()
    assert here.page.table.accessibleName()
    assert here.page.call.note.accessibleName()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("930", time(9, 30)),
        ("9", time(9)),
        ("9:5", time(9, 5)),
        ("９：３０", time(9, 30)),
        ("9点", time(9)),
        ("24:00", None),
        ("14:60", None),
        ("-1:30", None),
        ("morning", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(text, at):
    assert time_of(text) == at
