"""The calls of the queue as Qt asks for them: all are here, and only those that are painted are put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from dealerdesk.ui.pages.calls.queue_rows import QueueItem, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealerdesk.words import Words

LINES: Final = Qt.ItemDataRole.UserRole
"""The role under which the two lines of a call stand."""

ITEM: Final = Qt.ItemDataRole.UserRole + 1
"""The role under which the call itself stands."""

Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """Calls in the order of the queue, of which one may be under way."""

    def __init__(self, words: Words, today: date) -> None:
        super().__init__()
        self._words, self._today = words, today
        self._items: Sequence[QueueItem] = ()

    def show_items(self, items: Sequence[QueueItem]) -> None:
        """Show these calls."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def take_away(self, key: int) -> None:
        """Let a call go at once, whatever becomes of it."""
        place = self.place_of(key)
        if place is not None:
            self.beginRemoveRows(QModelIndex(), place, place)
            self._items = [item for item in self._items if item.id != key]
            self.endRemoveRows()

    def place_of(self, key: int | None) -> int | None:
        """Where a call stands, by its leading task or any other that it covers; None where it does not."""
        if key is None:
            return None
        for place, item in enumerate(self._items):
            if item.id == key:
                return place
        covering = (place for place, item in enumerate(self._items) if any(row.id == key for row in item.entry.covered))
        return next(covering, None)

    def item_at(self, place: int) -> QueueItem | None:
        """The call at a place."""
        return self._items[place] if 0 <= place < len(self._items) else None

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item_at(index.row())
        if item is None or role not in _ROLES:
            return None
        if role == ITEM:
            return item
        lines = lines_of(item, self._words, self._today)
        if role == LINES:
            return lines
        shown = [part for part in (lines.when, lines.who, lines.plate, lines.why) if part]
        return "\n".join(shown) if role == Qt.ItemDataRole.ToolTipRole else "  ".join(shown)


_ROLES: Final = frozenset(
    {
        LINES,
        ITEM,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)
