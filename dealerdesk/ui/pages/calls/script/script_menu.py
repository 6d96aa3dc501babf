"""The scripts that could lead the call instead: one of them is chosen from a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from dealerdesk.services.scripts import ScriptLine, scripts

if TYPE_CHECKING:
    from dealerdesk.ui.session import Session


class ScriptMenu(QPushButton):
    """A button that offers all scripts; the one in use is ticked."""

    chosen = Signal(str)
    """Another script is wanted, by its name."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.words.text("Another script"))
        self._session, self._name = session, ""
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setAccessibleName(self.text())
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def show_current(self, name: str) -> None:
        """Offer the scripts; this one is in use."""
        self._name = name
        desk = self._session.desk
        self._session.background.read(self, lambda: scripts(desk), self._offer, key="scripts")

    def _offer(self, lines: tuple[ScriptLine, ...]) -> None:
        self._menu.clear()
        for line in lines:
            action = QAction(line.title, self._menu)
            action.setCheckable(True)
            action.setChecked(line.name == self._name)
            action.triggered.connect(lambda _on=False, name=line.name: self._choose(name))
            self._menu.addAction(action)

    def _choose(self, name: str) -> None:
        for action in self._menu.actions():
            action.setChecked(False)
        if name != self._name:
            self.chosen.emit(name)
