"""Windows in tests: off screen, on real stores, with Qt's warnings as failures."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.importing.running import import_file
from dealerdesk.services.opening import open_desk
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.session import Session
from dealerdesk.ui.theme import Theme

TODAY = date(2026, 11, 20)
"""A Friday, after the sample stores' last visits."""

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="session")
def qapp_args():
    return ["dealerdesk"]


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    """A window with something unsaved that is closed at a test's end would ask for ever."""
    monkeypatch.setattr("dealerdesk.ui.asking.leave_unsaved", lambda *_: True)


@pytest.fixture
def store_session(tmp_path, qtbot):
    """Make a sitting on a store: `empty`, `invented` (120 cars) or `sample` (store_a); closed at the end."""
    made = []

    def make(kind: str = "empty", lang: str = "en", today: date = TODAY) -> Session:
        folder = tmp_path / f"store-{len(made)}"
        desk = open_desk(
            Doorstep(folder, today, lang, lambda: datetime(2026, 11, 20, 2, 30, tzinfo=UTC), source="test"), create=True
        )
        fill(desk, kind)
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


def fill(desk, kind: str) -> None:
    """Put into a store what a test wants to see there."""
    if kind == "invented":
        invent_store(desk, vehicles=120, seed=7)
    elif kind == "sample":
        folder = DATA / "store_a"
        for file in sorted(folder.iterdir()):
            if file.suffix in {".xlsx", ".xls", ".csv"}:
                import_file(desk, file)


@pytest.fixture
def session(store_session):
    """A sitting on an empty store."""
    return store_session("empty")


@pytest.fixture
def settled(qtbot):
    """Wait until nothing is under way in the background, and what was found has been shown."""

    def wait(session: Session, timeout: int = 15_000) -> None:
        for _ in range(3):
            QApplication.processEvents()
            qtbot.waitUntil(lambda: not session.background.busy, timeout=timeout)
            QApplication.processEvents()
        qtbot.wait(40)
        qtbot.waitUntil(lambda: not session.background.busy, timeout=timeout)

    return wait
