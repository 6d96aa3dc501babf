"""First steps: an invented store in its own folder, an import, or an empty desk; in either language."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from dealerdesk.paths import demo_dir
from dealerdesk.services import demo
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.trial import is_invented
from dealerdesk.ui.pages.first_run import FirstRunPage


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(demo.invent_store.__wrapped__, "__defaults__", (60, demo.SEED, None, None, None))


@pytest.fixture
def page(session, qtbot):
    made = FirstRunPage(session)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_the_invented_store_stands_in_a_folder_of_its_own(page, session, qtbot):
    with qtbot.waitSignal(session.store_chosen, timeout=20_000) as chosen:
        page.action("first.invented").trigger()
        assert page.inventing.isVisible()
        assert not page.action("first.import").isEnabled()
    folder = demo_dir(session.desk.store.folder)
    assert chosen.args == [folder]
    desk = open_desk(Doorstep(folder, session.desk.today, "en"))
    assert is_invented(desk)
    assert not is_invented(session.desk)
    desk.store.close()


def test_stopped_nothing_is_left_of_it(page, session, settled, qtbot, monkeypatch):
    page.action("first.invented").trigger()
    page.action("first.cancel").trigger()
    settled(session)
    assert page.trouble.text() == "The store was not invented; nothing of it was kept."
    assert not demo_dir(session.desk.store.folder).exists()
    assert page.action("first.invented").isEnabled()
    assert not page.action("first.cancel").isEnabled()


def test_pressed_twice_it_is_not_stopped(page, session, qtbot):
    with qtbot.waitSignal(session.store_chosen, timeout=20_000):
        page.action("first.invented").trigger()
        assert page.bar.hasFocus() or not page.window().isActiveWindow()
        qtbot.keyClick(page.bar, Qt.Key.Key_Return)


def test_other_work_is_not_broken_off_when_it_is_ready(page, session, settled, qtbot):
    gate, notes, chosen = threading.Event(), [], []
    session.noted.connect(notes.append)
    session.store_chosen.connect(chosen.append)
    page.action("first.invented").trigger()
    session.background.work(page, lambda _progress: gate.wait(20), label="An import", reads=True)
    qtbot.waitUntil(lambda: bool(notes), timeout=20_000)
    assert chosen == []
    gate.set()
    settled(session)
    notes[0].act[1]()
    assert chosen == [demo_dir(session.desk.store.folder)]


def test_the_program_started_for_it_invents_in_place(page, session, qtbot):
    with qtbot.waitSignal(session.store_chosen, timeout=20_000) as chosen:
        page.wanted(invent=True)
    assert chosen.args == [session.desk.store.folder]
    assert is_invented(session.desk)


def test_an_export_or_an_empty_desk(page, session, qtbot):
    with qtbot.waitSignal(session.opened) as asked:
        page.action("first.import").trigger()
    assert asked.args[0] == "import"
    with qtbot.waitSignal(session.opened) as asked:
        page.action("first.empty").trigger()
    assert asked.args[0] == "reception"


def test_the_language_is_chosen_here(page, session, qtbot):
    assert {button.text() for button in page.language._buttons.values()} == {"English", "中文"}
    with qtbot.waitSignal(session.language_chosen, timeout=10_000) as chosen:
        page.language._buttons["zh_CN"].click()
    assert chosen.args == ["zh_CN"]
