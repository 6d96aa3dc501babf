"""Answering by typing: a number, a day, or what the customer said; and what is only said, which Enter passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

from dealerdesk.domain.questionnaire import Day, Number, Text, misfit
from dealerdesk.ui.fields import DateEdit, LineEdit, NumberEdit
from dealerdesk.ui.pages.calls.script.answer_part import AnswerPart
from dealerdesk.ui.widgets import column, label, row

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire import Answer, Step
    from dealerdesk.ui.pages.calls.script.answer_words import Reading
    from dealerdesk.ui.session import Session

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TURNS: Final = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_LINES: Final = 3


class SaidPart(AnswerPart):
    """Nothing is asked: the keyboard is here, and Enter goes on."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("role", "options")
        self.setLayout(column(label(self.words.text("Enter goes on."), "small"), margins=(6, 2, 6, 2)))

    @override
    def show_step(self, step: Step, reading: Reading, answer: Answer | None) -> None:
        self.setAccessibleName(reading.plain(step.text))


class _FieldPart(AnswerPart):
    """An answer that is typed into one line without an input method; what is none is kept as it was typed."""

    def __init__(self, session: Session, field: LineEdit) -> None:
        super().__init__(session)
        self._line = field
        self._step: Step | None = None
        self._reading: Reading | None = None
        self._asks = False
        self._is_new = True
        field.type_plainly()
        field.setFixedWidth(session.theme.px(170))
        field.installEventFilter(self)
        field.edited.connect(self._edited)
        self._told = label("", "muted", wrap=True)
        line = row(field, self._told)
        line.setStretchFactor(self._told, 1)
        self.setLayout(column(line, margins=(2, 2, 2, 2)))
        self.setFocusProxy(field)

    @override
    def show_step(self, step: Step, reading: Reading, answer: Answer | None) -> None:
        self._asks = False
        self._step, self._reading, self.unreadable, self._is_new = step, reading, "", True
        self._line.setAccessibleName(reading.plain(step.text))
        self._show(answer)
        self._asks = True
        self._told.setText(self._beside(answer))

    @override
    def begin(self) -> None:
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    @override
    def trouble(self) -> str:
        if not self._line.value() or self._step is None or self._reading is None:
            return ""
        answer = self._read()
        if answer is None:
            return self._unreadable()
        wrong = misfit(self._step, answer, self._reading.running.day)
        return "" if wrong is None else self.session.say(wrong)

    @override
    def type_again(self, text: str) -> None:
        self._asks = False
        self._line.setText(text)
        self._asks = True
        self.unreadable = text

    def _edited(self) -> None:
        if not self._asks:
            return
        self._is_new = False
        answer = None if self.trouble() else self._read()
        self.unreadable = self._line.text() if answer is None else ""
        self._told.setText(self._beside(answer))
        self.answered.emit(answer)

    def _show(self, answer: Answer | None) -> None:
        raise NotImplementedError

    def _read(self) -> Answer | None:
        raise NotImplementedError

    def _unreadable(self) -> str:
        raise NotImplementedError

    def _beside(self, answer: Answer | None) -> str:
        raise NotImplementedError

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._takes(event)
        return False

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key is not for the field: Backspace goes back where nothing was typed yet, or nothing is left."""
        if event.key() != Qt.Key.Key_Backspace or (self._line.text() and not self._is_new):
            return False
        if not event.isAutoRepeat():
            self.backwards.emit()
        return True


class NumberPart(_FieldPart):
    """A whole number with its unit."""

    def __init__(self, session: Session) -> None:
        self.field = NumberEdit()
        super().__init__(session, self.field)

    @override
    def _show(self, answer: Answer | None) -> None:
        self.field.set_number(answer.value if isinstance(answer, Number) else None)

    @override
    def _read(self) -> Answer | None:
        try:
            number = self.field.number()
        except ValueError:
            return None
        return None if number is None else Number(number)

    @override
    def _unreadable(self) -> str:
        return self.words.text("This is no whole number. Write digits only, such as 61240.")

    @override
    def _beside(self, answer: Answer | None) -> str:
        """The unit, and the number as it is read."""
        if self._reading is None or self._step is None:
            return ""
        unit = self._reading.plain(self._step.unit)
        if not isinstance(answer, Number) or abs(answer.value) < 1_000:
            return unit
        return f"{unit}   {self.words.number(answer.value)}".strip()


class DayPart(_FieldPart):
    """A day: typed, stepped by arrows from the day of the call on, or picked."""

    def __init__(self, session: Session) -> None:
        self.field = DateEdit(today=session.desk.today, theme=session.theme)
        super().__init__(session, self.field)
        self.field.chosen.connect(self._edited)

    @override
    def _show(self, answer: Answer | None) -> None:
        self.field.set_day(answer.value if isinstance(answer, Day) else None)

    @override
    def _read(self) -> Answer | None:
        try:
            day = self.field.day()
        except ValueError:
            return None
        return None if day is None else Day(day)

    @override
    def _unreadable(self) -> str:
        return self.words.text("This is no day. Write it as 2026-11-25, or as 11.25 for this year.")

    @override
    def _beside(self, answer: Answer | None) -> str:
        """The day with its day of the week."""
        if isinstance(answer, Day):
            return self.words.full_day(answer.value)
        return self.words.text("↑ ↓ step by days, from today")

    @override
    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not self.field.text() and self._reading is not None:
            self.field.set_day(self._reading.running.day)
            return True
        return super()._takes(event)


class WordsPart(AnswerPart):
    """What the customer said, typed as one likes; Enter goes on, Shift+Enter begins a new line."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.field = _Words()
        self.field.setPlaceholderText(self.words.text("In the customer’s own words. Shift+Enter begins a new line."))
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * _LINES + session.theme.px(16))
        self.field.textChanged.connect(self._edited)
        self.field.left.connect(self.backwards)
        self._step: Step | None = None
        self._asks = False
        self.setLayout(column(self.field, margins=(2, 2, 2, 2)))
        self.setFocusProxy(self.field)

    @override
    def show_step(self, step: Step, reading: Reading, answer: Answer | None) -> None:
        self._asks = False
        self._step = step
        self.field.setAccessibleName(reading.plain(step.text))
        self.field.setPlainText(answer.value if isinstance(answer, Text) else "")
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self._asks = True

    @override
    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def trouble(self) -> str:
        text = self.field.toPlainText()
        wrong = misfit(self._step, Text(text)) if self._step is not None and text.strip() else None
        return "" if wrong is None else self.session.say(wrong)

    def _edited(self) -> None:
        if self._asks:
            text = self.field.toPlainText()
            self.answered.emit(Text(text) if text.strip() and not self.trouble() else None)


class _Words(QPlainTextEdit):
    """A text box that leaves Enter and the page keys to the script."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and (event.key() in _ENTER or event.key() in _TURNS):
            event.ignore()
        elif event.key() == Qt.Key.Key_Backspace and not self.toPlainText():
            if not event.isAutoRepeat():
                self.left.emit()
        else:
            super().keyPressEvent(event)
