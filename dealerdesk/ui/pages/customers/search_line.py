"""The line above the table of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from dealerdesk.ui.fields import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent


class SearchLine(LineEdit):
    """What is searched for; Down and Enter go on to the rows."""

    def __init__(self, hint: str, go_on: Callable[[], object]) -> None:
        super().__init__(hint=hint)
        self._go_on = go_on
        self.setClearButtonEnabled(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go_on()
        else:
            super().keyPressEvent(event)
