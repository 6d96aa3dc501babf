"""The table that every page uses: dense rows, headings that sort, columns that a person chooses and the PC keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QTableView
from typing_extensions import override

from dealerdesk.ui.tables.model import LazyModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Session
    from dealerdesk.ui.tables.column import TableColumn
    from dealerdesk.ui.tables.model import Fetch

ROW_PX: Final = 32


class LazyTable(QTableView):
    """A table of ids whose rows are fetched when painted."""

    picked = Signal(object)
    """The row that is now the current one, once it is here; None where there is none."""

    opened = Signal(object)
    """A row was opened by Enter or a double click."""

    sorted = Signal(str, bool)
    """A heading was pressed: the column's code, and whether downwards."""

    def __init__(self, session: Session, columns: Sequence[TableColumn], *, name: str, title: str = "") -> None:
        super().__init__()
        self.session = session
        self.lazy = LazyModel(session, columns)
        self._name = f"table.{name}"
        self._sort: tuple[str, bool] | None = None
        self._last_picked: Any = None
        self.setModel(self.lazy)
        self.setAccessibleName(title or name)
        self._look()
        self._head()
        self._recall()
        self.lazy.fetched.connect(self._pick)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.activated.connect(lambda _index: None)
        self.doubleClicked.connect(lambda _index: self._open())
        session.theme.changed.connect(self._look)

    # what it shows

    def show_ids(
        self, ids: Sequence[int], fetch: Fetch, rows: Mapping[int, Any] | None = None, *, keep: bool = False
    ) -> None:
        """Show these ids; `keep` stays at the current row where it is still there, else goes to the first."""
        current, top = self.current_id(), self.verticalScrollBar().value()
        self._last_picked = None
        self.lazy.show_ids(ids, fetch, rows or {})
        place = self._place_of(current) if keep and current is not None else None
        if ids:
            self.selectRow(place or 0)
            if place is not None:
                self.verticalScrollBar().setValue(top)
        else:
            self._pick()

    def show_rows(self, rows: Sequence[Any], *, keep: bool = False) -> None:
        """Show rows that are all here, each with an `id`."""
        self.show_ids([row.id for row in rows], lambda _ids: {}, {row.id: row for row in rows}, keep=keep)

    def current(self) -> Any:  # noqa: ANN401 - whatever the table shows
        """The current row, or None."""
        return self.lazy.row_at(self.currentIndex().row())

    def current_id(self) -> int | None:
        """The id of the current row, or None."""
        place = self.currentIndex().row()
        return self.lazy.ids[place] if 0 <= place < len(self.lazy.ids) else None

    def selected_ids(self) -> tuple[int, ...]:
        """The ids of the selected rows, in their order."""
        return tuple(self.lazy.ids[index.row()] for index in self.selectionModel().selectedRows())

    def go_to(self, row_id: int) -> bool:
        """Make a row the current one; False where it is not in the table."""
        place = self._place_of(row_id)
        if place is not None:
            self.selectRow(place)
            self.scrollTo(self.lazy.index(place, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        return place is not None

    def show_sort(self, code: str | None, *, descending: bool = False) -> None:
        """Mark the heading by which the rows are sorted."""
        self._sort = None if code is None else (code, descending)
        section = next((at for at, column in enumerate(self.lazy.columns) if column.code == code), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)

    def shown_columns(self) -> tuple[str, ...]:
        """The codes of the columns that show, as they stand from left to right."""
        header = self.horizontalHeader()
        order = sorted(range(len(self.lazy.columns)), key=header.visualIndex)
        return tuple(self.lazy.columns[at].code for at in order if not header.isSectionHidden(at))

    def show_columns(self, codes: Sequence[str]) -> None:
        """Show these columns alone, in this order; codes that the table does not have are passed over."""
        header, columns = self.horizontalHeader(), self.lazy.columns
        places = {column.code: at for at, column in enumerate(columns)}
        wanted = [places[code] for code in codes if code in places]
        if not wanted:
            return
        self._recalling = True
        for target, at in enumerate(wanted):
            header.moveSection(header.visualIndex(at), target)
        for at in range(len(columns)):
            header.setSectionHidden(at, at not in wanted)
        self._recalling = False
        self._keep()

    def choose_columns(self) -> None:
        """Offer which columns show."""
        menu = QMenu(self)
        for at, column in enumerate(self.lazy.columns):
            entry = menu.addAction(column.title)
            entry.setCheckable(True)
            entry.setChecked(not self.horizontalHeader().isSectionHidden(at))
            entry.toggled.connect(lambda on, at=at: self._show_column(at, on=on))
        menu.addSeparator()
        menu.addAction(self.session.words.text("As at first")).triggered.connect(self._forget)
        menu.popup(self.mapToGlobal(QPoint(8, self.horizontalHeader().height())))

    # how it behaves

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open()
        elif event.key() == Qt.Key.Key_Tab or event.key() == Qt.Key.Key_Backtab:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if (row := self.current()) is not None:
            self.opened.emit(row)

    def _selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._pick()

    def _pick(self) -> None:
        """Tell of the current row when it is another one, and here."""
        row = self.current()
        if row is None and self.lazy.ids:
            self.lazy.fetch_around(self.currentIndex().row())
            return
        if row is not self._last_picked or row is None:
            self._last_picked = row
            self.picked.emit(row)

    def _place_of(self, row_id: int) -> int | None:
        ids = self.lazy.ids
        return ids.index(row_id) if row_id in ids else None

    # how it looks

    def _look(self) -> None:
        theme = self.session.theme
        bold = QFont(QApplication.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.lazy.bold = bold
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))

    def _head(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda _at: self.choose_columns())
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(lambda *_sizes: self._keep())
        header.sectionMoved.connect(lambda *_places: self._keep())

    def _sort_by(self, section: int) -> None:
        column = self.lazy.columns[section]
        if not column.sort:
            self.show_sort(*(self._sort or (None,))[:1], descending=bool(self._sort and self._sort[1]))
            return
        descending = self._sort == (column.code, False)
        self.show_sort(column.code, descending=descending)
        self.sorted.emit(column.code, descending)

    # what is remembered

    def _show_column(self, at: int, *, on: bool) -> None:
        if on or len(self.shown_columns()) > 1:
            self.horizontalHeader().setSectionHidden(at, not on)
            self._keep()

    def _recall(self) -> None:
        header = self.horizontalHeader()
        kept = self.session.memory.get(self._name, {})
        kept = kept if isinstance(kept, dict) else {}
        self._recalling = True
        for at, column in enumerate(self.lazy.columns):
            width, shown, _ = _kept_of(kept.get(column.code), column)
            header.resizeSection(at, self.session.theme.px(width))
            header.setSectionHidden(at, not shown)
        places = {column.code: _kept_of(kept.get(column.code), column)[2] for column in self.lazy.columns}
        for target, code in enumerate(sorted(places, key=lambda code: places[code])):
            at = next(at for at, column in enumerate(self.lazy.columns) if column.code == code)
            if kept:
                header.moveSection(header.visualIndex(at), target)
        self._recalling = False

    _recalling = True

    def _keep(self) -> None:
        if self._recalling:
            return
        header, px = self.horizontalHeader(), self.session.theme.px(100) / 100
        hidden = header.isSectionHidden
        last = max((at for at in range(len(self.lazy.columns)) if not hidden(at)), key=header.visualIndex)
        before = self.session.memory.get(self._name, {})
        kept = {}
        for at, column in enumerate(self.lazy.columns):
            width, _, _ = _kept_of(before.get(column.code), column)
            if not hidden(at) and at != last:  # the last one takes the room that is left
                width = round(header.sectionSize(at) / px)
            kept[column.code] = [width, not hidden(at), header.visualIndex(at)]
        self.session.memory.put(self._name, kept)

    def _forget(self) -> None:
        self.session.memory.forget(self._name)
        header = self.horizontalHeader()
        self._recalling = True
        for at in range(len(self.lazy.columns)):
            header.moveSection(header.visualIndex(at), at)
        self._recall()


def _kept_of(kept: Any, column: TableColumn) -> tuple[int, bool, int]:  # noqa: ANN401 - what a file said
    match kept:
        case [int(width), bool(shown), int(place)] if 20 <= width <= 2000:
            return width, shown, place
        case _:
            return column.width, column.shown, 10_000
