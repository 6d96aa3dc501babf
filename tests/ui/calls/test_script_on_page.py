"""The panel of the script on the page of the calls: what is answered goes with the call, by whichever script."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dealerdesk.services.scripts import shipped_scripts
from dealerdesk.ui.pages.calls.script.trial import ScriptTrial


@pytest.fixture
def calling(two):
    two.begin()
    return two


def press(*keys):
    for key in keys:
        press_one = QTest.keyClick if isinstance(key, Qt.Key) else QTest.keyClicks
        press_one(QApplication.focusWidget(), key)
        QApplication.processEvents()


def test_every_answer_goes_with_the_call_at_once(calling):
    press("1", "1", "61240")
    run = calling.page.flow.call.script
    assert run.name == "lost-customer"
    assert run.answers["odometer"] == {"number": 61_240}


def test_another_script_takes_over_and_back_again_nothing_is_lost(calling):
    panel, leading = calling.page.column.script, calling.page.leading
    calling.wait()
    press("1", "1", "61240")
    before = dict(calling.page.flow.call.script.answers)
    leading.another("general")
    calling.wait()
    assert calling.page.flow.call.script.name == "general"
    assert panel.walk.at == "occasion"
    assert panel.isAncestorOf(QApplication.focusWidget())
    press("8")
    leading.another("lost-customer")
    calling.wait()
    assert panel.data == before
    assert calling.page.flow.call.script.answers == before
    leading.another("general")
    calling.wait()
    assert panel.data == {"occasion": {"chosen": ["callback"]}}


def test_the_menu_offers_every_script_and_ticks_the_one_in_use(calling):
    calling.wait()
    menu = calling.page.column.script.menu
    actions = menu.menu().actions()
    assert len(actions) == len(shipped_scripts())
    assert [one.text() for one in actions if one.isChecked()] == ["Lost-customer survey"]
    next(one for one in actions if one.text() == "General call").trigger()
    calling.wait()
    assert calling.page.flow.call.script.name == "general"
    assert [one.text() for one in menu.menu().actions() if one.isChecked()] == ["General call"]


def test_a_note_is_typed_without_leaving_the_script(calling):
    press("1", "1")
    calling.do("calls.note")
    press("12 at night")
    assert calling.page.flow.call.note == "12 at night"
    assert calling.page.column.script.walk.at == "odometer"
    calling.do("calls.script")
    press("500")
    assert calling.page.flow.call.script.answers["odometer"] == {"number": 500}


def test_the_next_call_begins_without_the_answers_of_the_last(calling):
    press("1", "1", "61240")
    calling.do("calls.put_back")
    calling.wait()
    assert calling.page.column.script.data == {}
    calling.begin()
    calling.wait()
    assert calling.page.column.script.walk is not None


def test_a_script_is_tried_out_with_the_names_of_its_fields(session, qtbot):
    over = QWidget()
    qtbot.addWidget(over)
    trial = ScriptTrial(session, over, shipped_scripts()["lost-customer"])
    trial.show()
    trial.activateWindow()
    qtbot.waitUntil(trial.isActiveWindow)
    assert "…" not in trial.panel.question.spoken.plain
    trial.panel.begin()
    press("1", "1")
    assert trial.panel.walk.at == "odometer"
    assert not trial.panel.menu.isVisible()
