"""Drawing a call of the queue in two lines: when, who and which car; below, why now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from dealerdesk.ui.pages.calls.queue_model import ITEM, LINES

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QColor

    from dealerdesk.ui.pages.calls.queue_rows import Lines
    from dealerdesk.ui.theme import Theme

_ROW: Final = 48
_SIDE: Final = 10
_GAP: Final = 8
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class QueueDrawing(QStyledItemDelegate):
    """Two lines a call. `under_way`: the leading task of the call that was begun, marked at its edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.under_way: int | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(0, self.height)

    @property
    def height(self) -> int:
        """How tall a call is, in pixels."""
        return self._theme.px(_ROW)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        lines: Lines | None = index.data(LINES)
        if lines is None:
            return
        painter.save()
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, chosen=chosen, under_way=index.data(ITEM).id == self.under_way)
        side, half = self._theme.px(_SIDE), rect.height() // 2
        inside = rect.adjusted(side, 2, -side, -2)
        first = QRect(inside.left(), inside.top(), inside.width(), half - 1)
        second = QRect(inside.left(), inside.top() + half - 3, inside.width(), half - 1)
        self._first(painter, first, lines, chosen=chosen)
        self._second(painter, second, lines, chosen=chosen)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, *, chosen: bool, under_way: bool) -> None:
        if chosen:
            painter.fillRect(rect, self._theme.color("selection"))
        if under_way:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), self._theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line"))

    def _first(self, painter: QPainter, rect: QRect, lines: Lines, *, chosen: bool) -> None:
        plain, bold = QApplication.font(), QFont(QApplication.font())
        bold.setWeight(QFont.Weight.DemiBold)
        left, right = rect.left(), rect.right()
        plate = f"{lines.more}  {lines.plate}" if lines.more else lines.plate
        right -= self._words(
            painter, QRect(left, rect.top(), right - left, rect.height()), plate, plain, _RIGHT, chosen
        )
        if lines.when:
            painter.setPen(self._tone("bad" if lines.late else "accent", chosen=chosen))
            painter.setFont(bold)
            wide = QFontMetrics(bold).horizontalAdvance(lines.when)
            painter.drawText(QRect(left, rect.top(), wide + 2, rect.height()), _LEFT, lines.when)
            left += wide + _GAP
        who = QFontMetrics(bold).elidedText(lines.who, Qt.TextElideMode.ElideRight, max(0, right - left - _GAP))
        self._words(painter, QRect(left, rect.top(), right - left, rect.height()), who, bold, _LEFT, chosen)

    def _second(self, painter: QPainter, rect: QRect, lines: Lines, *, chosen: bool) -> None:
        small = QFont(QApplication.font())
        small.setPixelSize(self._theme.px(12))
        why = QFontMetrics(small).elidedText(lines.why, Qt.TextElideMode.ElideRight, rect.width())
        painter.setPen(self._tone("muted", chosen=chosen))
        painter.setFont(small)
        painter.drawText(rect, _LEFT, why)

    def _words(self, painter: QPainter, rect: QRect, text: str, font: QFont, side: int, chosen: Any) -> int:  # noqa: ANN401 - all of it a line
        painter.setPen(self._tone("text", chosen=bool(chosen)))
        painter.setFont(font)
        painter.drawText(rect, side, text)
        return QFontMetrics(font).horizontalAdvance(text)

    def _tone(self, name: str, *, chosen: bool) -> QColor:
        return self._theme.color("selection-text" if chosen and name in {"text", "muted"} else name)
