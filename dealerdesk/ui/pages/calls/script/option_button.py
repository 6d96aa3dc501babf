"""An answer to choose: the key that chooses it, its words, what it does beside; the same for one and for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QAbstractButton

    from dealerdesk.ui.theme import Theme

_BADGE: Final = 20
_PAD: Final = 7
_GAP: Final = 8
_SMALL_PX: Final = 12
_WRAP: Final = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)


class Drawing:
    """How an option is measured and drawn."""

    def __init__(self, button: QAbstractButton, theme: Theme) -> None:
        self._button, self._theme = button, theme
        self.key, self.note = "", ""

    @property
    def wide(self) -> int:
        """The width in pixels at which all of it stands in one line."""
        text = self._metrics.horizontalAdvance(self._button.text())
        return self._before + text + (self._small.horizontalAdvance(self.note) + _GAP if self.note else 0) + _PAD + 2

    def tall(self, width: int) -> int:
        """The height in pixels that it needs at a width."""
        room = max(width - self._before - _PAD, 40)
        tall = self._bounds(self._metrics, self._button.text(), room)
        if self.note and self.wide > width:
            tall += self._bounds(self._small, self.note, room)
        return int(max(tall, self._theme.px(_BADGE)) + 8)

    def paint(self) -> None:
        """Draw it as it is: chosen, with the keyboard on it, under the mouse."""
        button, color = self._button, self._theme.color
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focused = button.isChecked(), button.hasFocus()
        fill = "accent-tint" if on else "hover" if button.underMouse() else "base"
        edge = QPen(color("accent" if focused or on else "line"), 2 if focused else 1)
        painter.setPen(edge)
        painter.setBrush(color(fill))
        inset = 1 if focused else 0
        painter.drawRoundedRect(button.rect().adjusted(1, 1, -1 - inset, -1 - inset), 5, 5)
        self._paint_badge(painter, on=on)
        self._paint_words(painter)
        painter.end()

    def _paint_badge(self, painter: QPainter, *, on: bool) -> None:
        side, color = self._theme.px(_BADGE), self._theme.color
        box = QRect(_PAD, (self._button.height() - side) // 2, side, side)
        painter.setPen(QPen(color("accent" if on else "strong-line"), 1))
        painter.setBrush(color("accent" if on else "window"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(color("accent-text" if on else "text"))
        font = QFont(self._button.font())
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key)

    def _paint_words(self, painter: QPainter) -> None:
        button = self._button
        room = button.rect().adjusted(self._before, 3, -_PAD, -3)
        painter.setFont(button.font())
        painter.setPen(self._theme.color("text"))
        if not self.note:
            painter.drawText(room, _WRAP, button.text())
            return
        if self.wide <= button.width():
            painter.drawText(room, _WRAP, button.text())
            room.setLeft(room.left() + self._metrics.horizontalAdvance(button.text()) + _GAP)
        else:
            tall = self._bounds(self._metrics, button.text(), room.width())
            painter.drawText(QRect(room.left(), room.top(), room.width(), tall), _WRAP, button.text())
            room.setTop(room.top() + tall)
        painter.setFont(self._small_font)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(room, _WRAP, self.note)

    @property
    def _before(self) -> int:
        """Where the words begin."""
        return _PAD + self._theme.px(_BADGE) + _GAP

    @property
    def _metrics(self) -> QFontMetrics:
        return self._button.fontMetrics()

    @property
    def _small_font(self) -> QFont:
        font = QFont(self._button.font())
        font.setPixelSize(self._theme.px(_SMALL_PX))
        return font

    @property
    def _small(self) -> QFontMetrics:
        return QFontMetrics(self._small_font)

    @staticmethod
    def _bounds(metrics: QFontMetrics, text: str, room: int) -> int:
        return metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, text).height()


class OneOption(QRadioButton):
    """One of the answers to a question that has one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.drawing = Drawing(self, theme)
        _set_up(self)
        self.setAutoExclusive(False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.drawing.wide, self.drawing.tall(self.drawing.wide))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.drawing.tall(self.drawing.wide))

    @override
    def heightForWidth(self, width: int, /) -> int:
        return self.drawing.tall(width)

    @override
    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        self.drawing.paint()


class SomeOption(QCheckBox):
    """One of the answers to a question that may have several."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.drawing = Drawing(self, theme)
        _set_up(self)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.drawing.wide, self.drawing.tall(self.drawing.wide))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.drawing.tall(self.drawing.wide))

    @override
    def heightForWidth(self, width: int, /) -> int:
        return self.drawing.tall(width)

    @override
    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        self.drawing.paint()


OptionButton = OneOption | SomeOption


def _set_up(button: QAbstractButton) -> None:
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes past them: arrows walk
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)
