"""What is worth saying while the customer stands there: a line each, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from typing_extensions import override

from dealerdesk.domain.conversation import Tone
from dealerdesk.ui.flow import emptied, flowing
from dealerdesk.ui.widgets import boxed, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.conversation import Line
    from dealerdesk.ui.session import Session

_TOKENS: Final = {Tone.URGENT: "bad", Tone.ASK: "warn", Tone.KNOW: "muted"}
_MARKS: Final = {Tone.URGENT: "▲", Tone.ASK: "●", Tone.KNOW: "○"}


class TalkLine(QFrame):
    """One thing worth saying; Enter, Space or a click opens what is behind it."""

    pressed = Signal(object)

    def __init__(self, session: Session, line: Line, *buttons: QPushButton) -> None:
        super().__init__()
        self.line, self.buttons = line, buttons
        text = session.say(line.said)
        tone = {
            Tone.URGENT: session.words.text("at once"),
            Tone.ASK: session.words.text("ask"),
            Tone.KNOW: session.words.text("good to know"),
        }[line.tone]
        mark = QLabel(_MARKS[line.tone])
        mark.setStyleSheet(f"color: {session.theme.color(_TOKENS[line.tone]).name()};")
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text = label(text, "strong" if line.tone is Tone.URGENT else "", wrap=True)
        told = row(mark, self.text, gap=8)
        told.setStretch(1, 1)
        whole = column(told, gap=4, margins=(8, 5, 8, 5))
        if buttons:
            whole.addLayout(row(20, boxed(flowing(*buttons, gap=6)), gap=0))
        self.setLayout(whole)
        self.setProperty("role", "talk")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{tone}: {text}")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.line)
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: self.focusNextChild, Qt.Key.Key_Up: self.focusPreviousChild}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit(self.line)
        elif event.key() in steps:
            steps[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)


class TalkPanel(QWidget):
    """The lines for the conversation, each with what can be done about it at once."""

    opened = Signal(object)
    """What is behind a line is wanted."""

    def __init__(self, session: Session, make: Callable[[str], QPushButton]) -> None:
        super().__init__()
        self._session, self._make = session, make
        self.lines: tuple[Line, ...] = ()
        self.rows: list[TalkLine] = []
        self.kept: set[int] = set()
        self.met: bool | None = None
        self._nothing = label(session.words.text("Nothing in particular: welcome them."), "muted", wrap=True)
        self._inside = column(self._nothing, gap=2, margins=(0, 0, 4, 0))
        self._inside.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._inside)
        self._area = scrolling(inside)
        whole = column(label(session.words.text("For the conversation"), "section"), self._area, gap=6)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        session.theme.changed.connect(lambda: self.show_lines(self.lines))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; tasks that are kept are not offered to be closed again."""
        at = next((place for place, made in enumerate(self.rows) if made.hasFocus()), None)
        self.lines = tuple(lines)
        emptied(self._inside)
        self._nothing = label(self._session.words.text("Nothing in particular: welcome them."), "muted", wrap=True)
        self._inside.addWidget(self._nothing)
        self._nothing.setVisible(not self.lines)
        self.rows = [self._row(line) for line in self.lines]
        for made in self.rows:
            self._inside.addWidget(made)
        self._inside.addStretch(1)
        if at is not None and self.rows:
            self.rows[min(at, len(self.rows) - 1)].setFocus()

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from a widget, and go through the lines with what each offers."""
        for made in self.rows:
            for part in (made, *made.buttons):
                QWidget.setTabOrder(before, part)
                before = part

    def begin(self) -> None:
        """Put the keyboard at the first line."""
        if self.rows:
            self.rows[0].setFocus()

    @property
    def task(self) -> int | None:
        """The task that one key closes: that of the line with the keyboard, else the first that waits."""
        waiting = [line for line in self.lines if line.about == "task" and line.key not in self.kept]
        focused = next((made.line for made in self.rows if made.hasFocus()), None)
        chosen = focused if focused in waiting else next(iter(waiting), None)
        return None if chosen is None else chosen.key

    @property
    def asks_wechat(self) -> bool:
        """Whether the customer is to be added on WeChat."""
        return any(line.about == "wechat" for line in self.lines)

    @property
    def calls_advisor(self) -> bool:
        """Whether another advisor is to be called over."""
        return any(line.about == "advisor" for line in self.lines)

    def keep(self, task: int) -> None:
        """Let a task stay open."""
        self.kept.add(task)
        self.show_lines(self.lines)

    def answer(self, met: bool | None) -> None:
        """Show whether the advisor came over."""
        if met != self.met:
            self.met = met
            self.show_lines(self.lines)

    def _row(self, line: Line) -> TalkLine:
        made = TalkLine(self._session, line, *self._buttons(line))
        made.pressed.connect(self.opened)
        return made

    def _buttons(self, line: Line) -> list[QPushButton]:
        if line.about == "wechat":
            return [self._make("reception.wechat")]
        if line.about == "advisor":
            return [
                self._answered(self._make("reception.met"), on=self.met is True),
                self._answered(self._make("reception.not_met"), on=self.met is False),
            ]
        if line.about == "task" and line.key in self.kept:
            return [self._answered(self._make("reception.keep_task"), on=True)]
        if line.about == "task" and line.key == self._first_waiting:
            return [self._make("reception.close_task"), self._make("reception.keep_task")]
        return []

    @property
    def _first_waiting(self) -> int | None:
        waiting = [line.key for line in self.lines if line.about == "task" and line.key not in self.kept]
        return waiting[0] if waiting else None

    @staticmethod
    def _answered(made: QPushButton, *, on: bool) -> QPushButton:
        """Mark the answer that was given."""
        if on:
            made.setText(f"✓ {made.text()}")
            made.setAccessibleName(made.text())
        return made
