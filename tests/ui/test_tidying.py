"""Whoever sits down in the morning finds ended tasks ended and the new ones made."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui import tidying
from dealerdesk.ui.tidying import Tidying


def tasks(session, state):
    with session.desk.store.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM task WHERE state = ?", (state,)).scalar()


def test_what_happened_since_is_planned_soon_after_the_start(store_session, settled, qtbot, monkeypatch):
    monkeypatch.setattr(tidying, "_SOON", 1)
    session = store_session("invented")
    assert tasks(session, "open") == 0
    Tidying(session)
    qtbot.waitUntil(lambda: tasks(session, "open") > 0, timeout=5_000)
    settled(session)
    before = tasks(session, "open")
    Tidying(session).tidy()
    settled(session)
    assert tasks(session, "open") == before


def test_whoever_may_not_call_leaves_the_tasks_alone(store_session, settled, monkeypatch):
    session = store_session("invented")
    monkeypatch.setattr(session, "may", lambda right: right is not Right.CALL)
    told = []
    monkeypatch.setattr(tidying.QTimer, "singleShot", lambda *asked: told.append(asked))
    Tidying(session)
    assert told == []
