"""A layout that goes on in the next line where the first is full: chips and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator


class FlowLayout(QLayout):
    """Items side by side, as many lines as they need."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return max((rect.bottom() + 1 for _, rect in self._places(QRect(0, 0, width, 0))), default=0)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in list(self._places(rect)):
            item.setGeometry(place)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _places(self, rect: QRect) -> Iterator[tuple[QLayoutItem, QRect]]:
        """Where each item stands: lines from the top, items upright in the middle of their line."""
        y = rect.y()
        for line in self._lines(max(rect.width(), 1)):
            x, tallest = rect.x(), max(size.height() for _, size in line)
            for item, size in line:
                yield item, QRect(QPoint(x, y + (tallest - size.height()) // 2), size)
                x += size.width() + self._gap
            y += tallest + self._gap

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():  # what is hidden takes no room, and no gap
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), room), hint.height())
            if not lines or size.width() > left:
                lines.append([])
                left = room
            lines[-1].append((item, size))
            left -= size.width() + self._gap
        return lines


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def flowing(*parts: QWidget, gap: int = 8) -> FlowLayout:
    """Lay parts side by side, in as many lines as they need."""
    layout = FlowLayout(gap)
    for part in parts:
        layout.addWidget(part)
    return layout
