"""Rows of a store as Qt asks for them: known by id, fetched in chunks when first painted."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QFont

    from dealerdesk.ui.session import Session
    from dealerdesk.ui.tables.column import TableColumn

    Fetch = Callable[[Sequence[int]], Mapping[int, Any]]

CHUNK: Final = 100
"""Rows that are fetched together."""

_KEPT: Final = 5_000
"""Rows that stay in memory, the longest unseen go first."""

Index = QModelIndex | QPersistentModelIndex


class LazyModel(QAbstractTableModel):
    """An ordered list of ids; a row that is painted and not here yet is asked for, and shows a moment later."""

    fetched = Signal()

    def __init__(self, session: Session, columns: Sequence[TableColumn]) -> None:
        super().__init__()
        self._session = session
        self.columns = tuple(columns)
        self.ids: Sequence[int] = ()
        self.bold: QFont | None = None
        self._rows: OrderedDict[int, Any] = OrderedDict()
        self._fetch: Fetch | None = None
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._generation = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(5)
        self._soon.timeout.connect(self._ask)

    def show_ids(self, ids: Sequence[int], fetch: Fetch | None, rows: Mapping[int, Any]) -> None:
        """Show these ids, of which some rows are here already; the others are fetched."""
        self.beginResetModel()
        self.ids, self._fetch = ids, fetch
        self._rows = OrderedDict(rows)
        self._wanted.clear()
        self._asked.clear()
        self._generation += 1
        self.endResetModel()

    def row_at(self, place: int) -> Any:  # noqa: ANN401 - whatever the table shows
        """The row at a place, or None while it is not here."""
        return self._rows.get(self.ids[place]) if 0 <= place < len(self.ids) else None

    def fetch_around(self, place: int) -> None:
        """Ask for the rows around a place."""
        if 0 <= place < len(self.ids) and self.ids[place] not in self._rows:
            self._want(place)

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.ids)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return column.title
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, place = self.columns[index.column()], index.row()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role not in _ROLES:
            return None
        row = self._rows.get(self.ids[place])
        if row is None:
            self._want(place)
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        return self._shown(column, row, role)

    def _shown(self, column: TableColumn, row: Any, role: int) -> Any:  # noqa: ANN401
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = column.tone(row) if column.tone is not None else None
            return self._session.theme.color(tone) if tone else None
        if role == Qt.ItemDataRole.FontRole:
            return self.bold if column.bold else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.text)(row) or None
        return column.text(row)

    def _want(self, place: int) -> None:
        chunk = place // CHUNK
        if chunk not in self._asked and self._fetch is not None:
            self._wanted.add(chunk)
            if not self._soon.isActive():
                self._soon.start()

    def _ask(self) -> None:
        """Ask for the chunks that were painted last: who drags the bar past the others does not want them."""
        chunks, self._wanted = sorted(self._wanted)[-3:], set()
        fetch, generation = self._fetch, self._generation
        for chunk in chunks if fetch is not None else ():
            ids = self.ids[chunk * CHUNK : (chunk + 1) * CHUNK]
            self._asked.add(chunk)
            self._session.background.read(
                self,
                lambda ids=ids, fetch=fetch: fetch(ids),  # type: ignore[misc]
                lambda rows, chunk=chunk: self._take(generation, chunk, rows),  # type: ignore[misc]
                failed=lambda why, chunk=chunk: self._give_up(generation, chunk, why),  # type: ignore[misc]
            )

    def _take(self, generation: int, chunk: int, rows: Mapping[int, Any]) -> None:
        if generation != self._generation:
            return
        self._rows.update(rows)
        self._asked.discard(chunk)
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        first, last = chunk * CHUNK, min((chunk + 1) * CHUNK, len(self.ids)) - 1
        self._missing_is_gone(first, last)
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.fetched.emit()

    def _missing_is_gone(self, first: int, last: int) -> None:
        """A row that was asked for and is not there any more stays unasked until the table is shown anew."""
        if any(self.ids[place] not in self._rows for place in range(first, last + 1)):
            self._asked.add(first // CHUNK)

    def _give_up(self, generation: int, chunk: int, why: Any) -> None:  # noqa: ANN401
        if generation == self._generation:
            self._asked.add(chunk)
            self._session.note(self._session.say(why), bad=True)


_ROLES: Final = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)


def _alignment(column: TableColumn) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
