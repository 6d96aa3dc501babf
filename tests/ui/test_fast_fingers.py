"""Keys faster than the store, and keys that are held: nothing is kept twice, nothing is lost, the right file opens."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.errors import Refused
from dealerdesk.services import today as today_service
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.settings import name_store, store_name
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.background import Background
from dealerdesk.ui.window import Window
from tests.services.test_outcomes import lost_car
from tests.stores import Shop


@pytest.fixture
def window(store_session, qtbot, settled):
    """Make a window on a store, its first page shown."""

    def make(kind="empty", cars=0):
        session = store_session(kind)
        shop = Shop(session.desk)
        for at in range(cars):
            lost_car(shop, date(2025, 6, 1 + at), owner=None, plate=f"琼A0000{at}")
        if cars:
            generate_tasks(session.desk)
        made = Window(session)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        made.show_page("today")
        settled(session)
        return made, shop

    return make


def calls(shop):
    rows = shop.rows("SELECT y.disposition, x.task_id FROM call y JOIN call_task x ON x.call_id = y.id ORDER BY y.id")
    return [(row["disposition"], row["task_id"]) for row in rows]


def test_a_key_means_no_call_until_the_rows_that_follow_show(window, qtbot, settled, monkeypatch):
    shown, shop = window(cars=3)
    page, look, slowly = shown.page, today_service.day_at_the_desk, threading.Event()

    def later(*asked, **how):
        slowly.wait(10)
        return look(*asked, **how)

    monkeypatch.setattr("dealerdesk.ui.pages.today.page.day_at_the_desk", later)
    page.action("today.no_answer").trigger()
    qtbot.waitUntil(lambda: len(calls(shop)) == 1)
    QTest.qWait(150)
    page.action("today.no_answer").trigger()
    page.action("today.done").trigger()
    QTest.qWait(150)
    slowly.set()
    settled(shown.session)
    assert len(calls(shop)) == 1
    page.action("today.no_answer").trigger()
    settled(shown.session)
    assert len({task for _, task in calls(shop)}) == 2


def test_a_look_that_failed_lets_go_on(window, settled, monkeypatch):
    shown, shop = window(cars=2)

    def refuse(*_asked, **_how):
        raise Refused("store.busy")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("dealerdesk.ui.pages.today.page.day_at_the_desk", refuse)
        shown.page.action("today.no_answer").trigger()
        settled(shown.session)
    shown.page.reload()
    settled(shown.session)
    shown.page.action("today.done").trigger()
    settled(shown.session)
    assert [disposition for disposition, _ in calls(shop)] == ["no-answer", "completed"]


def test_a_held_key_keeps_nothing_twice(window):
    shown, _ = window()
    page = shown.page
    assert not any(page.action(name).autoRepeat() for name in ("today.done", "today.no_answer", "today.sheet"))
    assert page.action("today.day_after").autoRepeat()
    assert not any(action.autoRepeat() for action in shown.actions_everywhere.values())
    assert ACTIONS["today.day_after"].shortcut


def test_enter_with_control_keeps_the_time_that_is_being_asked_for(window, qtbot, settled):
    shown, shop = window(cars=1)
    qtbot.keySequence(shown, "F9")
    assert shown.page.call.asking
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(shown.session)
    assert [disposition for disposition, _ in calls(shop)] == ["call-later"]


def test_enter_at_once_opens_what_was_typed(window, qtbot, settled):
    shown, shop = window("invented")
    opened = []
    shown.session.opened.connect(lambda page, what: opened.append((page, what)))
    first, other = shop.rows("SELECT vehicle_id, plate FROM plate WHERE until_day > '2026-11-20' LIMIT 2")
    qtbot.keySequence(shown, "Ctrl+K")
    for plate in (first["plate"], other["plate"]):
        shown.search.clear()
        shown.search.insert(plate)
        shown.search.textEdited.emit(plate)
        qtbot.keyClick(shown.search, Qt.Key.Key_Return)
        if plate == first["plate"]:
            qtbot.waitUntil(lambda: len(opened) == 1)
            qtbot.keySequence(shown, "Ctrl+K")
    qtbot.waitUntil(lambda: len(opened) == 2)
    assert [what["vehicle"] for _, what in opened] == [first["vehicle_id"], other["vehicle_id"]]


def test_enter_never_opens_what_was_found_for_less(window, qtbot, settled):
    shown, shop = window("invented")
    opened = []
    shown.session.opened.connect(lambda _page, what: opened.append(what["vehicle"]))
    (wanted,) = shop.rows("SELECT vehicle_id, plate FROM plate WHERE until_day > '2026-11-20' ORDER BY id DESC LIMIT 1")
    qtbot.keySequence(shown, "Ctrl+K")
    qtbot.keyClicks(shown.search, "A")
    qtbot.waitUntil(lambda: shown.search.results is not None)
    shown.search.selectAll()
    shown.search.insert(wanted["plate"])
    shown.search.textEdited.emit(wanted["plate"])
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened == [wanted["vehicle_id"]])


def test_what_waits_for_its_turn_is_written_before_the_window_is_gone(session, tmp_path):
    background, slowly = Background(tmp_path), threading.Event()
    background.write(session, lambda: slowly.wait(10))
    background.write(session, lambda: name_store(session.desk, "Kept Motors"))
    threading.Timer(0.2, slowly.set).start()
    background.stop()
    assert store_name(session.desk) == "Kept Motors"


def test_what_others_write_during_an_own_write_is_seen(window, qtbot, settled):
    shown, _ = window()
    session, heard = shown.session, []
    session.look_for_others()
    settled(session)
    session.changed.connect(heard.append)

    def write():
        other = open_desk(Doorstep(session.desk.store.folder, session.desk.today, "en"))
        name_store(other, "Elsewhere Motors")
        other.store.close()
        return name_store(session.desk, "Own Motors")

    session.background.write(session, write)
    qtbot.waitUntil(lambda: frozenset({"*"}) in heard, timeout=4000)
