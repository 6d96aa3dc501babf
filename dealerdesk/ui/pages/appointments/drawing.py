"""Drawing the places of the calendar: entries as blocks with how they stand in colour and word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from dealerdesk.domain.appointment import Standing
from dealerdesk.ui.pages.appointments.model import PLACE

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from dealerdesk.ui.pages.appointments.model import Piece, Spot
    from dealerdesk.ui.session import Session

TONES: Final = {
    Standing.BOOKED: "accent",
    Standing.ARRIVED: "good",
    Standing.LATE: "warn",
    Standing.MISSED: "bad",
    Standing.CANCELLED: "departed",
}
"""The colour of how an appointment stands; the word always stands beside it."""

_EDGE: Final = 3
_PAD: Final = 7
_TINT: Final = 0.14
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EntryDrawing(QStyledItemDelegate):
    """A place, and as much of its entries as stands in it. `chosen`: the entry that is looked at."""

    def __init__(self, session: Session, *, timed: bool) -> None:
        super().__init__()
        self._session, self._theme = session, session.theme
        self.timed = timed
        """Whether each entry tells its time: where no row does."""
        self.chosen: int | None = None

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        spot: Spot | None = index.data(PLACE)
        if spot is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._ground(painter, rect, spot)
        for piece in spot.pieces:
            wide = (rect.width() - 6) // piece.lanes
            self._block(painter, QRect(rect.left() + 2 + piece.lane * wide, rect.top(), wide, rect.height()), piece)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, spot: Spot) -> None:
        ground = "window" if spot.shut else "stripe" if spot.past else "base"
        painter.fillRect(rect, self._theme.color(ground))
        line = self._theme.color("line")
        faint = QColor(line)
        faint.setAlphaF(0.45)
        full = spot.at is not None and spot.at.minute
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), line if full else faint)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), line)

    def _block(self, painter: QPainter, rect: QRect, piece: Piece) -> None:
        color = self._theme.color(TONES[piece.standing])
        top, bottom = (2 if piece.row == 0 else 0), (3 if self._ends(piece) else 0)
        block = rect.adjusted(1, top, -2, -bottom)
        tint = QColor(color)
        tint.setAlphaF(_TINT * (1.8 if piece.line.id == self.chosen else 1.0))
        painter.fillRect(block, self._theme.color("base"))
        painter.fillRect(block, tint)
        painter.fillRect(QRect(block.left(), block.top(), _EDGE, block.height()), color)
        inside = block.adjusted(_PAD, 1, -4, 0)
        if self.timed:
            half = inside.height() // 2
            self._first(painter, QRect(inside.left(), inside.top(), inside.width(), half), piece)
            self._second(painter, QRect(inside.left(), inside.top() + half, inside.width(), half - 1), piece)
        elif piece.row == 0:
            self._first(painter, inside, piece, alone=piece.rows == 1)
        elif piece.row == 1:
            self._second(painter, inside, piece)

    def _ends(self, piece: Piece) -> bool:
        return self.timed or piece.row == piece.rows - 1

    def _first(self, painter: QPainter, rect: QRect, piece: Piece, *, alone: bool = False) -> None:
        """Who comes; in a block of one row also how it stands."""
        line, room = piece.line, rect
        if alone:
            room = self._standing(painter, rect, piece)
        bold = self._font(strong=True, struck=piece.standing is Standing.CANCELLED)
        at = f"{line.at:%H:%M}  " if self.timed or line.at.minute % 30 else ""
        parts = (line.customer or line.plate,) if self.timed else (line.plate, line.customer)
        self._text(painter, room, at + ("  ".join(filter(None, parts)) or "—"), bold, "text")

    def _second(self, painter: QPainter, rect: QRect, piece: Piece) -> None:
        """What for, and how it stands."""
        line = piece.line
        room = self._standing(painter, rect, piece)
        told = (line.plate if line.customer else None, line.purpose) if self.timed else (line.purpose,)
        self._text(painter, room, "  ".join(filter(None, told)), self._font(small=True), "muted")

    def _standing(self, painter: QPainter, rect: QRect, piece: Piece) -> QRect:
        """The word for how it stands at the right; answers the room that is left of it."""
        if piece.standing is Standing.BOOKED:
            return rect
        font = self._font(small=True, strong=True)
        word = self._session.words.label(f"appointment.{piece.standing}")
        wide = QFontMetrics(font).horizontalAdvance(word)
        painter.setFont(font)
        painter.setPen(self._theme.color(TONES[piece.standing]))
        painter.drawText(rect, _RIGHT, word)
        return rect.adjusted(0, 0, -wide - 6, 0)

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        told = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.drawText(rect, _LEFT, told)

    def _font(self, *, strong: bool = False, small: bool = False, struck: bool = False) -> QFont:
        font = QFont(QApplication.font())
        font.setPixelSize(self._theme.px(12 if small else 13))
        font.setStrikeOut(struck)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font
