"""A page made for tests of the window around it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from dealerdesk.ui.pages.page import Page


class PlainPage(Page):
    """Counts how often it looked anew, and remembers what it was handed."""

    kinds = frozenset({"task"})

    def __init__(self, session):
        super().__init__(session)
        self.looked = 0
        self.handed = None
        self.line = QLineEdit()
        self.line.setAccessibleName("Line")
        QVBoxLayout(self).addWidget(self.line)

    def reload(self):
        self.looked += 1

    def wanted(self, **what):
        self.handed = what

    def focus_first(self):
        self.line.setFocus()

    def state(self):
        return {"line": self.line.text()}

    def restore(self, state):
        self.line.setText(state["line"])

    def unsaved(self):
        return bool(self.line.text())
