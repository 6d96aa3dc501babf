"""The calendar of a day or a week: arrows move, Enter opens what stands there or begins something new, N too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from dealerdesk.ui.pages.appointments.drawing import EntryDrawing
from dealerdesk.ui.pages.appointments.model import CalendarModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from dealerdesk.domain.appointment import AppointmentLine
    from dealerdesk.services.appointments.looking import DayOfAppointments
    from dealerdesk.ui.pages.appointments.model import Spot
    from dealerdesk.ui.session import Session

_ROW: Final = 30
_TALL: Final = 46
_NARROWEST: Final = 130
_NARROWEST_DAY: Final = 76
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Calendar(QTableView):
    """Places by time and advisor, or by days."""

    picked = Signal(object)
    """What stands in the place that the keyboard is at: an AppointmentLine, or None."""

    opened = Signal(object)
    """An entry is wanted."""

    free = Signal(object)
    """Something new is wanted in a place: its Spot."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._day_drawing, self._week_drawing = EntryDrawing(session, timed=False), EntryDrawing(session, timed=True)
        self._drawing = self._day_drawing
        self._shown: tuple[object, ...] = ()
        self.model_of_days = CalendarModel(session)
        self.setModel(self.model_of_days)
        self.setItemDelegate(self._drawing)
        self.setAccessibleName(session.words.text("Calendar"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setHighlightSections(False)
        down.setSectionsClickable(False)
        self.doubleClicked.connect(lambda _index: self._open())

    def show_day(self, seen: DayOfAppointments) -> None:
        """Show a day; the place that the keyboard is at stays."""
        self._draw_with(self._day_drawing, _ROW)
        here = (seen.day, len(seen.at_store.advisors))
        keep = self.currentIndex() if self._shown == here else None
        at = None if keep is None else (keep.row(), keep.column())
        self._shown = here
        self.model_of_days.show_day(seen)
        self.verticalHeader().setVisible(True)
        if at is None:
            at = (self.model_of_days.row_at(seen.now) if seen.now is not None and seen.day == seen.today else 0, 0)
        self._go(*at)

    def show_week(self, week: Sequence[DayOfAppointments]) -> None:
        """Show days side by side; the place that the keyboard is at stays."""
        self._draw_with(self._week_drawing, _TALL)
        here = ("week", week[0].day)
        keep = self.currentIndex() if self._shown == here else None
        today = next((place for place, seen in enumerate(week) if seen.day == seen.today), 0)
        at = (0, today) if keep is None else (keep.row(), keep.column())
        self._shown = here
        self.model_of_days.show_week(week)
        self.verticalHeader().setVisible(False)
        self._go(*at)

    def go_to(self, key: int) -> bool:
        """Put the keyboard at an appointment; answers whether it shows."""
        index = self.model_of_days.index_of(key)
        if index.isValid():
            self._chose(key)
            self.setCurrentIndex(index)
        return index.isValid()

    @property
    def spot(self) -> Spot | None:
        """The place that the keyboard is at."""
        return self.model_of_days.spot(self.currentIndex())

    @property
    def line(self) -> AppointmentLine | None:
        """The entry that is looked at: of several in one place the one that was chosen last."""
        spot = self.spot
        lines = [] if spot is None else [piece.line for piece in spot.pieces]
        return next((line for line in lines if line.id == self._drawing.chosen), lines[0] if lines else None)

    @override
    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        self._tell()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self._open()
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self._begin()
        elif event.key() == Qt.Key.Key_Space:
            self._next_lane()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._choose_lane(event.position().toPoint())

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here: nothing is looked for by them."""
        del search

    def _go(self, row: int, place: int) -> None:
        model = self.model_of_days
        row, place = min(row, model.rowCount() - 1), min(place, model.columnCount() - 1)
        self.setCurrentIndex(model.index(max(row, 0), max(place, 0)))
        self._tell()

    def _draw_with(self, drawing: EntryDrawing, tall: int) -> None:
        drawing.chosen = self._drawing.chosen
        self._drawing = drawing
        self.setItemDelegate(drawing)
        px, narrowest = self._session.theme.px, _NARROWEST_DAY if drawing.timed else _NARROWEST
        self.horizontalHeader().setMinimumSectionSize(px(narrowest))
        self.verticalHeader().setDefaultSectionSize(px(tall))

    def _open(self) -> None:
        line = self.line
        if line is not None:
            self.opened.emit(line)
        else:
            self._begin()

    def _begin(self) -> None:
        spot = self.spot
        if spot is not None:
            self.free.emit(spot)

    def _next_lane(self) -> None:
        """Of several entries in one place, look at the next."""
        spot, line = self.spot, self.line
        if spot is not None and line is not None:
            keys = [piece.line.id for piece in spot.pieces]
            self._chose(keys[(keys.index(line.id) + 1) % len(keys)])
            self._tell()

    def _choose_lane(self, at: QPoint) -> None:
        index = self.indexAt(at)
        spot, rect = self.model_of_days.spot(index), self.visualRect(index)
        for piece in () if spot is None else spot.pieces:
            wide = rect.width() // piece.lanes
            if piece.lane * wide <= at.x() - rect.left() < (piece.lane + 1) * wide:
                self._chose(piece.line.id)
                self._tell()

    def _chose(self, key: int) -> None:
        self._drawing.chosen = key
        self.viewport().update()

    def _tell(self) -> None:
        line = self.line
        self._drawing.chosen = None if line is None else line.id
        self.viewport().update()
        self.picked.emit(line)
