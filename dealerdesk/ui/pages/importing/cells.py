"""Rows of a file as they stand there, with what is wrong with their cells marked and said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView
from typing_extensions import override

from dealerdesk.domain.errors import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QWidget

    from dealerdesk.ui.session import Session

Index = QModelIndex | QPersistentModelIndex

_REJECTS: Final = frozenset(
    {
        "bad_row",
        "no_order_number",
        "no_vehicle",
        "bad_plate",
        "bad_vin",
        "bad_date",
        "future_date",
        "bad_amount",
        "bad_odometer",
    }
)
"""Codes of cells that may reject their row; the others only warn."""


class FileRow(Protocol):
    """A row of a file: its number there, its cells as a person reads them, and by column what is wrong with one."""

    @property
    def line(self) -> int:
        """The row's number, counted from 1."""
        ...

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells."""
        ...

    @property
    def problems(self) -> Mapping[int, str]:
        """By column the code of what is wrong."""
        ...

    @property
    def code(self) -> str | None:
        """Why the row is not taken, or None."""
        ...


class CellsModel(QAbstractTableModel):
    """Some rows of a file under its headings."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.headings: Sequence[str] = ()
        self.rows: Sequence[FileRow] = ()

    def show(self, headings: Sequence[str], rows: Sequence[FileRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        width = max((len(row.cells) for row in rows), default=0)
        self.headings = [*headings, *[""] * (width - len(headings))]
        self.rows = rows
        self.endResetModel()

    def about(self, row: int, column: int) -> str:
        """What is to be said of a cell, and of its row."""
        if not 0 <= row < len(self.rows):
            return ""
        shown = self.rows[row]
        codes = [code for code in (shown.problems.get(column), shown.code) if code is not None]
        return " ".join(self._session.say(said(f"import.{code}")) for code in dict.fromkeys(codes))

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.headings)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.headings[section] if across else str(self.rows[section].line)
        if across:
            return self.headings[section] if role == Qt.ItemDataRole.ToolTipRole else None
        code = self.rows[section].code
        if code is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._session.say(said(f"import.{code}"))
        return self._color("bad" if code in _REJECTS else "warn") if role == Qt.ItemDataRole.ForegroundRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[column] if column < len(row.cells) else ""
        code = row.problems.get(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.about(index.row(), column) or None
        if code is None:
            return None
        tone = "bad" if code in _REJECTS and row.code is not None else "warn"
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(tone)
        return self._color(f"{tone}-tint") if role == Qt.ItemDataRole.BackgroundRole else None

    def _color(self, name: str) -> QColor:
        return self._session.theme.color(name)


class CellsTable(QTableView):
    """A table of such rows; `about` says what is wrong where the keyboard is."""

    about = Signal(str)

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cells = CellsModel(session)
        self.setModel(self.cells)
        self.setAccessibleName(title)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setMinimumSectionSize(session.theme.px(72))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))
        session.theme.changed.connect(self._look)
        self._look()

    def show_cells(self, headings: Sequence[str], rows: Sequence[FileRow]) -> None:
        """Show other rows; their columns become as wide as their first rows need."""
        self.cells.show(headings, rows)
        for column in range(len(self.cells.headings)):
            self.setColumnWidth(column, self.width_for(column))
        self.about.emit("")

    def width_for(self, column: int) -> int:
        """The width that a column needs, within reason."""
        metrics, px = self.fontMetrics(), self._session.theme.px
        texts = [
            self.cells.headings[column],
            *(row.cells[column] for row in self.cells.rows if column < len(row.cells)),
        ]
        widest = max((metrics.horizontalAdvance(text[:40]) for text in texts), default=0)
        return min(max(widest + px(22), px(88)), px(240))

    def _tell(self, now: Index) -> None:
        self.about.emit(self.cells.about(now.row(), now.column()))

    def _look(self) -> None:
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setDefaultSectionSize(self._session.theme.px(28))
