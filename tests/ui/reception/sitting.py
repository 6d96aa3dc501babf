"""A page Reception on a store, as a person uses it: by keys, and by what stands on it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from dealerdesk.ui.pages.reception import ReceptionPage
from tests.stores import Shop

TODAY = date(2026, 11, 20)


class Sitting:
    """A page Reception on a store, as a person uses it."""

    def __init__(self, session, qtbot, settled):
        self.session, self._qtbot, self._settled = session, qtbot, settled
        self.notes, self.opened = [], []
        session.noted.connect(self.notes.append)
        session.opened.connect(lambda page, what: self.opened.append((page, what)))
        self.shop = Shop(session.desk)
        self.page = None
        self.keys = 0

    def show(self):
        """Show the page, with the keyboard where it is put at first."""
        self.page = ReceptionPage(self.session)
        self._qtbot.addWidget(self.page)
        self.page.resize(1100, 720)
        self.session.changed.connect(lambda _kinds: self.page.reload())
        self.page.show()
        self.page.activateWindow()
        self._qtbot.waitUntil(self.page.isActiveWindow)
        self.page.reload()
        self.wait()
        self.page.focus_first()
        return self

    def wait(self):
        self._settled(self.session)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, on=None):
        """Press a key, and count it."""
        self.keys += 1
        self._qtbot.keyClick(on or QApplication.focusWidget() or self.page, key, modifier)
        self.wait()

    def enter(self):
        self.press(Qt.Key.Key_Return)

    def write(self, text):
        """Type a text where the keyboard is."""
        for sign in text:  # Qt's own test keys are ASCII alone; a scanner also sends others
            key = Qt.Key(ord(sign.upper())) if sign.isascii() else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
                QApplication.sendEvent(QApplication.focusWidget(), event)
        self.wait()

    def find(self, text):
        """Look for a car."""
        self.page.plate.begin()
        self.write(text)

    def receive(self, text):
        """Look for a car and receive the first that is found."""
        self.find(text)
        self.enter()

    def does(self, action):
        """Do an action of the page, if it can be done now."""
        self.page.action(f"reception.{action}").trigger()
        self.wait()

    def put(self, **fields):
        """Fill fields of the visit."""
        for name, text in fields.items():
            self.page.form.form.fields[name].setText(text)
        self.wait()

    def choose(self, **codes):
        """Choose codes in fields of the visit, as by keys."""
        for name, code in codes.items():
            self.page.form.form.fields[name].set_value(code)
            self.page.form.form.fields[name].chosen.emit()
        self.wait()

    @property
    def mode(self):
        return self.page.entry.mode.value

    @property
    def field(self):
        """The field that the keyboard is in."""
        focused = QApplication.focusWidget()
        if focused is self.page.plate:
            return "search"
        while focused is not None and focused.property("field") is None:
            focused = focused.parentWidget()
        return None if focused is None else focused.property("field")

    def said(self, form=None):
        """What is said beside fields, by their names."""
        places = (form or self.page.form).form._errors
        return {name: place.text() for name, place in places.items() if place.text()}

    def visits(self):
        return self.shop.rows("SELECT * FROM visit ORDER BY id")

    @property
    def told(self):
        return self.notes[-1].text if self.notes else ""

    @property
    def lines(self):
        return [row.text.text() for row in self.page.talk.rows]
