"""The window around the pages."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from sqlalchemy import Engine, event

from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.settings import name_store
from dealerdesk.ui import navigation
from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.session import EVERYTHING
from dealerdesk.ui.window import Window
from tests.ui.pretend import PlainPage


@pytest.fixture
def window(store_session, qtbot, monkeypatch):
    """Make a window whose pages are plain ones."""
    monkeypatch.setattr("dealerdesk.ui.window.make_page", _plain)
    made = []

    def make(kind="empty", lang="en"):
        window = Window(store_session(kind, lang))
        qtbot.addWidget(window, before_close_func=_let_go)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_page("today")
        made.append(window)
        return window

    return make


def _plain(name, session):
    kind = type("Named", (PlainPage,), {"name": name})
    return kind(session)


def _let_go(window):
    for page in window.pages.values():
        page.line.clear()


def test_every_page_has_its_key(window, qtbot):
    shown = window()
    for place in navigation.PLACES:
        if place.on_rail:
            qtbot.keySequence(shown, ACTIONS[f"go.{place.name}"].shortcut)
            assert shown.page.name == place.name
            assert shown.rail.buttons[place.name].isChecked()


def test_a_shown_page_looks_anew_and_a_hidden_one_when_shown(window, qtbot):
    shown = window()
    today = shown.page
    shown.show_page("lists")
    before = today.looked
    shown.session.changed.emit(frozenset({"task"}))
    qtbot.waitUntil(lambda: shown.pages["lists"].looked == 2)
    assert today.looked == before
    shown.show_page("today")
    assert today.looked == before + 1
    shown.session.changed.emit(frozenset({"view"}))
    qtbot.wait(60)
    assert today.looked == before + 1


def test_what_another_process_writes_appears_by_itself(window, qtbot, settled):
    shown = window()
    session, heard = shown.session, []
    session.look_for_others()
    settled(session)
    session.changed.connect(heard.append)
    other = open_desk(Doorstep(session.desk.store.folder, session.desk.today, "en"))
    name_store(other, "Elsewhere Motors")
    other.store.close()
    qtbot.waitUntil(lambda: heard == [EVERYTHING], timeout=3000)
    settled(session)
    assert "Elsewhere Motors" in shown.status._store.text()


def test_own_writes_are_announced_once(window, qtbot, settled):
    session, heard = window().session, []
    session.look_for_others()
    settled(session)
    session.changed.connect(heard.append)
    session.background.write(session, lambda: name_store(session.desk, "Own Motors"))
    settled(session)
    qtbot.wait(1200)
    assert heard == [frozenset({"setting"})]


def test_the_thread_that_paints_runs_no_sql(window, settled):
    asked = []

    def note(_conn, _cursor, statement, *_rest):
        if threading.current_thread() is threading.main_thread():
            asked.append(statement)

    shown = window("invented")
    settled(shown.session)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        shown.search.begin()
        shown.search.setText("琼A")
        shown.search._ask()
        settled(shown.session)
        assert shown.search.results is not None
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert asked == []


def test_search_finds_and_opens_by_keys_alone(window, qtbot, settled):
    shown = window("invented")
    opened = []
    shown.session.opened.connect(lambda page, what: opened.append((page, what)))
    qtbot.keySequence(shown, "Ctrl+K")
    assert shown.search.hasFocus()
    qtbot.keyClicks(shown.search, "A1")
    qtbot.waitUntil(lambda: shown.search.results is not None and shown.search.results.count() > 0)
    wanted = shown.search.results.item(1).data(Qt.ItemDataRole.UserRole).id
    qtbot.keyClick(shown.search, Qt.Key.Key_Down)
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert opened == [("customers", {"vehicle": wanted})]
    assert shown.search.results is None
    assert shown.page.handed == {"vehicle": wanted}


def test_what_is_found_is_received_by_another_key(window, qtbot, settled):
    shown = window("invented")
    opened = []
    shown.session.opened.connect(lambda page, what: opened.append((page, what)))
    qtbot.keySequence(shown, "Ctrl+K")
    qtbot.keyClicks(shown.search, "A1")
    qtbot.waitUntil(lambda: shown.search.results is not None and shown.search.results.count() > 0)
    assert "Ctrl+Enter" in shown.search._nothing.text()
    wanted = shown.search.results.item(0).data(Qt.ItemDataRole.UserRole).id
    qtbot.keyClick(shown.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened == [("reception", {"vehicle": wanted})]


def test_search_says_when_there_is_nothing(window, qtbot, settled):
    shown = window()
    qtbot.keySequence(shown, "Ctrl+K")
    qtbot.keyClicks(shown.search, "zzz")
    qtbot.waitUntil(lambda: shown.search._popup is not None and shown.search._popup.isVisible())
    assert shown.search._nothing.isVisible()
    qtbot.keyClick(shown.search, Qt.Key.Key_Escape)
    assert shown.search.results is None


def test_palette_runs_an_action_by_its_name(window, qtbot):
    shown = window()
    shown.show_palette()
    palette = next(dialog for dialog in shown.findChildren(QDialog) if dialog.isVisible())
    qtbot.keyClicks(palette._line, "lists")
    qtbot.keyClick(palette, Qt.Key.Key_Return)
    assert shown.page.name == "lists"


def test_a_note_offers_its_way_on_once(window, qtbot):
    shown, done = window(), []
    shown.session.note("Something went wrong.", bad=True, act=("Copy", lambda: done.append(1)))
    assert shown.notes.text == "Something went wrong."
    shown.notes._act.click()
    shown.notes._do()
    assert done == [1]
    assert shown.notes.text == ""


def test_what_is_not_saved_keeps_the_window_open(window, monkeypatch):
    shown = window()
    shown.page.line.setText("half")
    asked = []
    monkeypatch.setattr("dealerdesk.ui.asking.leave_unsaved", lambda *_: asked.append(1))
    assert not shown.close()
    assert asked == [1]
    assert shown.isVisible()


def test_the_place_of_the_window_is_remembered(window):
    shown = window()
    shown.resize(1100, 700)
    shown.close()
    assert shown.session.memory.get("window.place")


def test_another_language_goes_on_where_one_was(window, store_session):
    shown = window()
    shown.show_page("lists")
    shown.page.line.setText("typed")
    state = shown.state()
    other = Window(shown.session)
    other.restore(state)
    assert other.page.name == "lists"
    assert other.page.line.text() == "typed"
    other.deleteLater()
    QApplication.processEvents()


def test_closing_stops_what_works_and_waits_for_it(window, qtbot):
    shown = window()
    begun = threading.Event()

    def call(progress):
        begun.set()
        while not progress.cancelled():
            threading.Event().wait(0.01)

    shown.session.background.work(shown, call, label="Long", reads=True)
    qtbot.waitUntil(begun.is_set)
    with qtbot.waitSignal(shown.closed, timeout=3000):
        shown.close()
    assert not shown.isVisible()


def test_every_action_has_words_and_no_key_means_two_things():
    for action in ACTIONS.values():
        assert action.words
    for page in {action.page for action in ACTIONS.values()}:
        keys = [a.shortcut for a in ACTIONS.values() if a.shortcut and a.page in {None, page}]
        assert len(keys) == len(set(keys)), page
