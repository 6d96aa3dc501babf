"""Windows in tests: off screen, on real stores, with Qt's warnings as failures."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime, time

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication

from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.session import Session
from dealerdesk.ui.theme import Theme

TODAY = date(2026, 11, 20)
"""A Friday."""

HALF_PAST_TEN = datetime.combine(TODAY, time(10, 30)).astimezone(UTC)
"""When the tests sit at the window, by the clock on the wall: customers may be called."""

A_MOMENT = 60
"""Milliseconds that a widget may put off what it does; what takes longer is waited for by the test that means it."""


@pytest.fixture(scope="session")
def qapp_args():
    return ["dealerdesk"]


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    """A window with something unsaved that is closed at a test's end would ask for ever."""
    monkeypatch.setattr("dealerdesk.ui.asking.leave_unsaved", lambda *_: True)


@pytest.fixture(autouse=True)
def nothing_is_left(qapp):
    """What a test leaves on screen is no burden to the next: every widget there is costs whoever waits for one."""
    before = set(QApplication.topLevelWidgets())
    yield
    for left in set(QApplication.topLevelWidgets()) - before:
        if shiboken6.isValid(left) and left.parent() is None:
            left.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """The folder of a store that tests copy: `empty`, `invented` (120 cars) or `busy` (with the tasks of its lists)."""
    made = {}

    def folder(kind, lang, today):
        if (kind, lang, today) not in made:
            made[kind, lang, today] = place = tmp_path_factory.mktemp(kind)
            desk = open_desk(at_the_door(place, lang, today), create=True)
            if kind != "empty":
                invent_store(desk, vehicles=120, seed=7)
            if kind == "busy":
                generate_tasks(desk)
            desk.store.close()
        return made[kind, lang, today]

    return folder


@pytest.fixture
def store_session(tmp_path, filled, qtbot):
    """Make a sitting on a store of its own, filled like that; closed at the end."""
    made = []

    def make(kind: str = "empty", lang: str = "en", today: date = TODAY) -> Session:
        folder = tmp_path / f"store-{len(made)}"
        shutil.copytree(filled(kind, lang, today), folder)
        desk = open_desk(at_the_door(folder, lang, today))
        memory = Memory(tmp_path / f"window-{len(made)}.ini")
        theme = Theme(memory)
        theme.choose("light")
        session = Session(desk, memory, theme)
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()
    QApplication.processEvents()
    for session in made:
        session.theme.deleteLater()
        session.deleteLater()


def at_the_door(folder, lang, today):
    """What a window of the tests is started with."""
    return Doorstep(folder, today, lang, lambda: HALF_PAST_TEN, source="test")


@pytest.fixture
def session(store_session):
    """A sitting on an empty store."""
    return store_session("empty")


@pytest.fixture
def settled(qtbot):
    """Wait until nothing is under way in the background or put off for a moment, and what was found has been shown."""

    def wait(session: Session, timeout: int = 15_000) -> None:
        still = 0
        while still < 3:
            QApplication.processEvents()
            if session.background.busy or put_off():
                qtbot.waitUntil(lambda: not session.background.busy and not put_off(), timeout=timeout)
                still = 0
            else:
                still += 1

    return wait


def put_off() -> bool:
    """Whether a widget or the model of a table waits a moment for more of the same before it looks anew."""
    tops = QApplication.topLevelWidgets()
    views = [top for top in tops if isinstance(top, QAbstractItemView)]
    views += [view for top in tops for view in top.findChildren(QAbstractItemView)]
    models = {view.model() for view in views if view.model() is not None}
    timers = [timer for owner in (*tops, *models) for timer in owner.findChildren(QTimer)]
    return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= A_MOMENT for timer in timers)
