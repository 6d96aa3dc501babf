"""Windows on one store, one after the other, as when a program dies and is started again."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from dealerdesk.services.desk import Doorstep
from dealerdesk.services.drafts import my_drafts
from dealerdesk.services.opening import open_desk
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.session import Session
from dealerdesk.ui.theme import Theme
from dealerdesk.ui.window import Window
from tests.ui.conftest import TODAY


class Started:
    """A window on the store, as a person uses it."""

    def __init__(self, session, qtbot, settled):
        self.session, self._qtbot, self._settled = session, qtbot, settled
        self.window = Window(session)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.drafting.begin()
        self.rest()

    def rest(self):
        """Wait until nothing is under way."""
        self._settled(self.session)
        self._settled(self.session)

    def page(self, name, **what):
        """Go to a page."""
        self.window.show_page(name, what)
        self.rest()
        return self.window.page

    def kept(self, many=1, within=2_500):
        """Wait, as long as a draft may take, until so many are in the store; answers them."""
        self._qtbot.waitUntil(lambda: len(my_drafts(self.session.desk)) == many, timeout=within)
        return my_drafts(self.session.desk)

    def press_note(self):
        """Press what the note offers."""
        self.window.notes._do()
        self.rest()

    @property
    def told(self):
        return self.window.notes.text


@pytest.fixture
def start(store_session, tmp_path, qtbot, settled):
    """Start the program: the first time on a store of a kind, then again on the same one, as after a death."""
    sessions = []

    def begin(kind="invented", lang="en"):
        if not sessions:
            session = store_session(kind, lang)
        else:
            folder, clock = sessions[0].desk.store.folder, sessions[0].desk.clock
            desk = open_desk(Doorstep(folder, TODAY, lang, clock, source="test"))
            memory = Memory(tmp_path / f"again-{len(sessions)}.ini")
            session = Session(desk, memory, Theme(memory))
        sessions.append(session)
        return Started(session, qtbot, settled)

    yield begin
    for session in sessions[1:]:
        session.close()


@pytest.fixture
def dies():
    """Let a window be that of a process that is not there any more, last heard of at a time."""

    def kill(started, at=datetime(2026, 11, 20, 2, 42, tzinfo=UTC)):
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        with started.session.desk.store.derive() as conn:
            found = conn.exec_driver_sql("SELECT id, content FROM draft WHERE kind = 'sitting'").fetchone()
            content = json.loads(found[1]) | {"process": ended.pid, "started": 1.0}
            moment = at.isoformat().replace("+00:00", ".000000Z")
            conn.exec_driver_sql(
                "UPDATE draft SET content = ?, key = 'gone', at = ? WHERE id = ?",
                (json.dumps(content), moment, found[0]),
            )
        started.window.drafting._ended = True

    return kill
