"""The navigation rail: icons with words, or icons alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton

from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.navigation import PLACES, places_of
from dealerdesk.ui.widgets import column, label, row

if TYPE_CHECKING:
    from dealerdesk.ui.session import Session

_WIDE: Final = 168
_NARROW: Final = 52
_CRAMPED: Final = 1000
"""The width of a window, for letters of the base size, below which the rail shows icons alone."""


class Rail(QFrame):
    """The pages of the window, of which one is shown."""

    chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QToolButton] = {}
        self._brand = label("DealerDesk", "title")
        self._mark = label()
        head = row(self._mark, self._brand, None, gap=8, margins=(14, 14, 8, 10))
        self._fold = self._tool("menu", session.words.text("Collapse or widen the navigation"))
        self._fold.setToolTip(self._fold.toolTip() + " (Ctrl+0)")
        self._fold.clicked.connect(self.toggle)
        for place in places_of(session):
            if place.on_rail:
                self.buttons[place.name] = self._place(place.name, session.words.text(place.words))
        self.setProperty("role", "rail")
        self.setLayout(column(head, *self.buttons.values(), None, self._fold, gap=2, margins=(0, 0, 0, 8)))
        self._narrow = bool(session.memory.get("rail.narrow", False))
        self._cramped = False
        self.look()
        session.theme.changed.connect(self.look)

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)
        else:
            self._group.setExclusive(False)
            for made in self.buttons.values():
                made.setChecked(False)
            self._group.setExclusive(True)

    def toggle(self) -> None:
        """Show icons alone, or with words again."""
        self._narrow = not self._narrow
        self._session.memory.put("rail.narrow", self._narrow)
        self.look()

    def fit(self, width: int) -> None:
        """Show icons alone where the window is too narrow for words."""
        cramped = width < self._session.theme.px(_CRAMPED)
        if cramped != self._cramped:
            self._cramped = cramped
            self.look()

    def look(self) -> None:
        """Draw the rail in the colours and sizes that hold now."""
        theme, narrow = self._session.theme, self._narrow or self._cramped
        self.setFixedWidth(theme.px(_NARROW if narrow else _WIDE))
        self._brand.setVisible(not narrow)
        self._mark.setPixmap(theme.icon("desk").pixmap(QSize(24, 24)))
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for name, made in self.buttons.items():
            made.setIcon(theme.icon(next(place.icon for place in PLACES if place.name == name)))
            made.setToolButtonStyle(style)
        self._fold.setIcon(theme.icon("menu"))

    def _place(self, name: str, words: str) -> QToolButton:
        made = self._tool(name, words)
        made.setCheckable(True)
        keys = QKeySequence(ACTIONS[f"go.{name}"].shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{words} ({keys})")
        made.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(made)
        return made

    def _tool(self, name: str, words: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.setObjectName(f"rail-{name}")
        made.setIconSize(QSize(20, 20))
        made.setProperty("role", "rail")
        made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
        return made
