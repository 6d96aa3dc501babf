"""Work beside the window."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject

from dealerdesk.domain.errors import Refused
from dealerdesk.services.desk import Changed


def test_reads_run_beside_and_answer_here(session, settled):
    found = []
    session.background.read(session, threading.current_thread, found.append)
    settled(session)
    assert found[0] is not threading.main_thread()


def test_only_the_newest_question_of_a_key_is_answered(session, settled):
    found, gate = [], threading.Event()
    session.background.read(session, lambda: gate.wait(5) and "old", found.append, key="x")
    session.background.read(session, lambda: "new", found.append, key="x")
    gate.set()
    settled(session)
    assert found == ["new"]


def test_nobody_is_answered_who_is_gone(session, settled, qtbot):
    import shiboken6

    owner, found = QObject(), []
    session.background.read(owner, lambda: 1, found.append)
    shiboken6.delete(owner)
    settled(session)
    assert found == []


def test_trouble_goes_to_who_asked_else_becomes_a_note(session, settled):
    def refuse():
        raise Refused("store.busy")

    heard, notes = [], []
    session.noted.connect(notes.append)
    session.background.read(session, refuse, lambda _: None, failed=heard.append)
    session.background.read(session, refuse, lambda _: None)
    settled(session)
    assert [said.code for said in heard] == ["store.busy"]
    assert [note.bad for note in notes] == [True]


def test_a_bug_is_logged_and_said_without_its_values(session, settled):
    notes = []
    session.noted.connect(notes.append)
    session.background.read(session, lambda: {}["王小明"], lambda _: None)
    settled(session)
    log = (session.desk.store.folder / "logs" / "dealerdesk.log").read_text(encoding="utf-8")
    assert notes[0].bad
    assert "KeyError" in log
    assert "王小明" not in log + notes[0].text


def test_writes_take_turns_and_announce_before_they_answer(session, settled):
    order = []
    session.changed.connect(order.append)
    for name in ("a", "b"):
        session.background.write(session, lambda n=name: Changed(frozenset({n}), 1), lambda c: order.append(c.kinds))
    settled(session)
    assert order == [frozenset("a"), frozenset("a"), frozenset("b"), frozenset("b")]


def test_long_work_tells_and_can_be_stopped(session, settled, qtbot):
    told, started = [], threading.Event()

    def call(progress):
        progress(1, 2)
        started.set()
        while not progress.cancelled():
            threading.Event().wait(0.01)
        raise Refused("store.busy")

    heard = []
    work = session.background.work(session, call, told.append, label="Long", failed=heard.append, reads=True)
    qtbot.waitUntil(started.is_set)
    qtbot.waitUntil(lambda: work.total == 2)
    assert session.background.works == [work]
    work.cancel()
    settled(session)
    assert (told, len(heard), session.background.works) == ([], 1, [])
