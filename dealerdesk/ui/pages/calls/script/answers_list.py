"""All that was answered so far, in as few lines as it needs: click or Enter goes back to a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from dealerdesk.ui.theme import Theme

_TALL: Final = 24
_PAD: Final = 7
_GAP: Final = 6
_LONGEST: Final = 30
"""Signs of an answer that show; all of it shows when the mouse stands on it."""

_LINE: Final = Qt.ItemDataRole.UserRole


class Answered(NamedTuple):
    """A question on the path, what was answered, and whether it is the one that is looked at."""

    code: str
    question: str
    answer: str
    here: bool = False


class AnswersList(QListWidget):
    """Questions and answers side by side."""

    wanted = Signal(str)
    """A question is to be looked at, by its code."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Answered, ...] = ()
        self._most = 2
        self.setAccessibleName(name)
        self.setProperty("role", "answers")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(_Drawn(self, theme))
        self.itemClicked.connect(self._go)

    def show_answers(self, answers: Sequence[Answered]) -> None:
        """Show these; only what is another one is drawn anew."""
        answers = tuple(answers)
        if answers == self._shown:
            return
        at = max(self.currentRow(), 0)
        for place, answered in enumerate(answers):
            if place >= self.count():
                self.addItem(QListWidgetItem())
            if place >= len(self._shown) or self._shown[place] != answered:
                self._fill(self.item(place), answered)
        while self.count() > len(answers):
            self.takeItem(self.count() - 1)
        self._shown = answers
        here = next((place for place, one in enumerate(answers) if one.here), len(answers) - 1)
        self.setCurrentRow(min(at, len(answers) - 1) if self.hasFocus() else here)
        self._fit()
        if (item := self.item(here)) is not None:
            self.scrollToItem(item)

    def show_lines(self, most: int) -> None:
        """Take so many lines at most; the others are scrolled to."""
        if most != self._most:
            self._most = most
            self._fit()

    @property
    def shown(self) -> tuple[Answered, ...]:
        """What shows."""
        return self._shown

    def _fill(self, item: QListWidgetItem, answered: Answered) -> None:
        item.setData(_LINE, answered)
        whole = f"{answered.question}: {answered.answer}" if answered.answer else answered.question
        item.setData(Qt.ItemDataRole.AccessibleTextRole, whole)
        item.setToolTip(whole)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not event.modifiers():
            self._go(self.currentItem())
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        else:
            event.ignore()  # digits and letters are answers, not a search

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.wanted.emit(item.data(_LINE)[0])

    def _fit(self) -> None:
        """Be as tall as the lines that the answers need, up to some; beyond, it scrolls."""
        room, lines, left = max(self.viewport().width(), 1), 1, 0
        for place in range(self.count()):
            wide = self.sizeHintForIndex(self.model().index(place, 0)).width()
            if left + wide > room and left:
                lines, left = lines + 1, 0
            left += wide
        tall = min(lines, self._most) * self._theme.px(_TALL) if self.count() else 0
        if tall != self.height():
            self.setFixedHeight(tall)


class _Drawn(QStyledItemDelegate):
    """An answer: the question standing back, the answer standing out."""

    def __init__(self, parent: AnswersList, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        question, answer = _texts(index)
        metrics = option.fontMetrics
        wide = metrics.horizontalAdvance(question) + (metrics.horizontalAdvance(answer) + _GAP if answer else 0)
        return QSize(wide + 2 * _PAD + 4, self._theme.px(_TALL))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        question, answer = _texts(index)
        here, color = bool(index.data(_LINE)[3]), self._theme.color
        state, rect = option.state, option.rect.adjusted(1, 2, -3, -2)
        has_keyboard = bool(state & QStyle.StateFlag.State_HasFocus)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("accent" if here or has_keyboard else "line"), 2 if has_keyboard else 1))
        painter.setBrush(color("accent-tint" if here else "hover" if hover else "window"))
        painter.drawRoundedRect(rect, 4, 4)
        inside = rect.adjusted(_PAD, 0, -_PAD + 4, 0)
        painter.setPen(color("muted"))
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), question)
        if answer:
            before = option.fontMetrics.horizontalAdvance(question) + _GAP
            painter.setPen(color("text"))
            room = QRect(inside.left() + before, inside.top(), inside.width() - before, inside.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), answer)
        painter.restore()


def _texts(index: QModelIndex | QPersistentModelIndex) -> tuple[str, str]:
    _code, question, answer, _here = index.data(_LINE)
    return question, answer if len(answer) <= _LONGEST else answer[:_LONGEST] + "…"
