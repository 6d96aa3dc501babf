"""Options in columns, read downwards: as many columns as their words leave room for."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP: Final = 5
_WIDEST: Final = 480
_MOST_ROWS: Final = 6
"""With more options there are two columns, even where words have to wrap."""

_COLUMNS: Final = ((3, 6), (2, 4))
"""So many columns from so many options on."""


class OptionLayout(QLayout):
    """Lays out those options that show."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(2, 2, 2, 2)

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
        return Qt.Orientation.Horizontal

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        low = max((rect.bottom() + 1 for _, rect in self._places(QRect(0, 0, width, 0))), default=0)
        return low + self.contentsMargins().bottom()

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in list(self._places(rect)):
            item.setGeometry(place)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.geometry().width(), 200)))

    @override
    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._shown), default=0)
        return QSize(widest + 4, 0)

    def rows(self) -> int:
        """How many options stand below each other in the first column."""
        return self._rows(max(self.geometry().width() - 4, 1))

    @property
    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, room: int) -> int:
        shown = self._shown
        widest = max((item.sizeHint().width() for item in shown), default=0)
        for columns, least in _COLUMNS:
            if len(shown) >= least and widest <= (room - _GAP * (columns - 1)) // columns:
                return ceil(len(shown) / columns)
        return len(shown) if len(shown) <= _MOST_ROWS else ceil(len(shown) / 2)

    def _places(self, rect: QRect) -> Iterator[tuple[QLayoutItem, QRect]]:
        inside, shown = rect.marginsRemoved(self.contentsMargins()), self._shown
        rows = self._rows(max(inside.width(), 1))
        if not rows:
            return
        columns = ceil(len(shown) / rows)
        width = min((inside.width() - _GAP * (columns - 1)) // columns, max(_WIDEST, inside.width() // 2))
        y = inside.y()
        for row in range(rows):
            line = shown[row::rows]
            tall = max(item.heightForWidth(width) for item in line)
            for column, item in enumerate(line):
                yield item, QRect(inside.x() + column * (width + _GAP), y, width, tall)
            y += tall + _GAP
