"""A page Today on a store, as a person uses it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from dealerdesk.ui.pages.today import TodayPage
from tests.stores import Shop

TODAY = date(2026, 11, 20)  # a Friday
MONDAY = date(2026, 11, 23)
EVENING = datetime.combine(TODAY, time(18)).astimezone(UTC)


class Sitting:
    """A page Today on a store, as a person uses it."""

    def __init__(self, session, qtbot, settled):
        self.session, self._qtbot, self._settled = session, qtbot, settled
        self.notes, self.opened = [], []
        session.noted.connect(self.notes.append)
        session.opened.connect(lambda page, what: self.opened.append((page, what)))
        self.shop = Shop(session.desk)
        self.page = TodayPage(session)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 700)
        session.changed.connect(lambda _kinds: self.page.reload())

    def show(self):
        self.page.show()
        self._qtbot.waitExposed(self.page)
        self.page.reload()
        self.wait()
        self.page.focus_first()
        return self

    def wait(self):
        self._settled(self.session)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, on=None):
        self._qtbot.keyClick(on or QApplication.focusWidget() or self.page, key, modifier)
        self.wait()

    def write(self, text):
        self._qtbot.keyClicks(QApplication.focusWidget(), text)

    @property
    def plates(self):
        table = self.page.table
        return [table.lazy.row_at(place).leading.plate for place in range(table.lazy.rowCount())]

    def calls(self):
        return self.shop.rows("SELECT * FROM call ORDER BY id")

    def tasks(self):
        return self.shop.rows("SELECT * FROM task ORDER BY id")

    @property
    def told(self):
        return self.notes[-1].text


def buttons_of(widget):
    return [one for one in widget.findChildren(QPushButton) if one.isVisible()]
