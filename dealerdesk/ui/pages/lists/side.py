"""The panel beside the rows: one thing at a time, with a title and a way to close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.ui.widgets import button, column, label, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Session


_WIDTH: Final = 330
_WIDTHS: Final = {"groups": 400}


class SidePanel(QFrame):
    """Holds the parts that open beside the rows."""

    closed = Signal(str)
    """A part was closed by its reader."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setProperty("role", "panel")
        self._title = label("", "title")
        self._stack = QStackedWidget()
        self._names: dict[str, tuple[QWidget, str]] = {}
        self.shown = ""
        close = button("✕", self.close_part, kind="quiet", tip=session.words.text("Close (Esc)"))
        close.setAccessibleName(session.words.text("Close (Esc)"))
        self.setLayout(column(row(self._title, None, close), self._stack, gap=8, margins=(12, 8, 8, 12)))
        self.setMinimumWidth(session.theme.px(280))
        self.hide()

    def add(self, name: str, title: str, part: QWidget) -> None:
        """Take a part in by its name."""
        self._names[name] = (part, title)
        self._stack.addWidget(part)

    def open_part(self, name: str) -> None:
        """Show a part."""
        part, title = self._names[name]
        self.shown = name
        self._title.setText(title)
        self._stack.setCurrentWidget(part)
        self.show()
        self._fit()

    def close_part(self) -> None:
        """Close what shows."""
        name, self.shown = self.shown, ""
        self.hide()
        self.closed.emit(name)

    def keep_width(self) -> None:
        """Remember for this part how wide its reader made the panel."""
        if self.shown:
            px = self._session.theme.px(100) / 100
            self._session.memory.put(f"lists.side.{self.shown}", round(self.width() / px))

    def _fit(self) -> None:
        """Take the width that this part was last given, else the one it asks for."""
        splitter = self.parentWidget()
        kept = self._session.memory.get(f"lists.side.{self.shown}")
        width = self._session.theme.px(kept if isinstance(kept, int) else _WIDTHS.get(self.shown, _WIDTH))
        if isinstance(splitter, QSplitter):
            splitter.setSizes([max(splitter.width() - width - splitter.handleWidth(), 1), width])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_part()
        else:
            super().keyPressEvent(event)
