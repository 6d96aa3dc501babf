"""A call desk on a store, as a person uses it: by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from dealerdesk.services.call_desk import call_desk
from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.pages.calls import CallsPage
from tests.stores import Shop

TODAY = date(2026, 11, 20)  # a Friday
MONDAY = date(2026, 11, 23)
MORNING = datetime.combine(TODAY, time(10, 30)).astimezone(UTC)


class Sitting:
    """A page Calls on a store."""

    def __init__(self, session, qtbot, settled):
        session.desk = replace(session.desk, clock=lambda: MORNING)
        self.session, self._qtbot, self._settled = session, qtbot, settled
        self.notes, self.opened = [], []
        session.noted.connect(self.notes.append)
        session.opened.connect(lambda page, what: self.opened.append((page, what)))
        self.shop = Shop(session.desk)
        self.page = CallsPage(session)
        qtbot.addWidget(self.page)
        self.page.resize(1200, 760)
        session.changed.connect(lambda _kinds: self.page.reload())

    def show(self):
        self.page.show()
        self._qtbot.waitExposed(self.page)
        self.page.activateWindow()
        self._qtbot.waitUntil(self.page.isActiveWindow)
        self.page.reload()
        self.wait()
        self.page.focus_first()
        return self

    def wait(self):
        self._settled(self.session)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self._qtbot.keyClick(QApplication.focusWidget() or self.page, key, modifier)
        self.wait()

    def do(self, action):
        """Press the keys of an action."""
        self._qtbot.keySequence(QApplication.focusWidget() or self.page, QKeySequence(ACTIONS[action].shortcut))
        self.wait()

    def write(self, text):
        self._qtbot.keyClicks(QApplication.focusWidget(), text)
        self.wait()

    def begin(self):
        """Begin the call that stands out in the queue."""
        self.page.panel.list.setFocus()
        self.press(Qt.Key.Key_Return)
        return self.page.flow.call

    @property
    def plates(self):
        queue = self.page.panel.list.queue
        return [queue.item_at(place).leading.plate for place in range(queue.rowCount())]

    def calls(self):
        return self.shop.rows("SELECT * FROM call ORDER BY id")

    def tasks(self):
        return self.shop.rows("SELECT * FROM task ORDER BY id")

    def offered(self):
        return len(call_desk(self.session.desk).entries)

    def reservations(self):
        return self.shop.rows("SELECT * FROM reservation ORDER BY task_id")

    @property
    def told(self):
        return self.notes[-1].text
