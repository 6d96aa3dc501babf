"""A stack of parts that needs no more room than the part that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtCore import QSize


class StepsStack(QStackedWidget):
    """Shows one of several parts; the others do not count for its size."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    @override
    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().sizeHint() if shown is None else shown.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        return False  # Qt would ask every part, and leave as much room as the tallest wants
