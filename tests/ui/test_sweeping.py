"""No widget ends in a thread that does not paint."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from dealerdesk.ui.background import Background
from dealerdesk.ui.sweeping import Sweeping


def a_ring():
    """Something that only a look for garbage ends, and when it does, the name of the thread that looked."""
    ended = []
    one, other = QObject(), QObject()
    one.other, other.other = other, one
    weakref.finalize(one, lambda: ended.append(threading.current_thread().name))
    return ended


def test_threads_look_for_no_garbage_and_the_window_does(tmp_path, qapp):
    background = Background(tmp_path)
    try:
        ended, kept = a_ring(), []

        def allocate():
            kept.extend([] for _ in range(gc.get_threshold()[0] * 3))

        thread = threading.Thread(target=allocate)
        thread.start()
        thread.join()
        assert ended == []
        background._sweeping.sweep()
        assert ended == [threading.current_thread().name]
    finally:
        background.stop()
    assert gc.isenabled()


def test_a_sitting_that_ends_does_not_let_threads_look_while_another_goes_on(qapp):
    first, second = Sweeping(qapp), Sweeping(qapp)
    try:
        first.end()
        second.sweep()
        assert not gc.isenabled()
    finally:
        second.end()


def test_what_a_thread_was_handed_outlasts_it(tmp_path, qtbot):
    background, answered = Background(tmp_path), []
    owner = QObject()
    ended = []

    def ask():
        asker = QObject()
        weakref.finalize(asker, lambda: ended.append(threading.current_thread().name))
        background.read(owner, asker.objectName, answered.append)

    try:
        ask()
        qtbot.waitUntil(lambda: bool(answered) and bool(ended), timeout=5_000)
        assert ended == [threading.current_thread().name]
    finally:
        background.stop()
