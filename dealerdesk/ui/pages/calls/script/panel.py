"""The script of a call, led by keys: numbers choose, Enter goes on, Backspace goes back; no answer is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget
from typing_extensions import override

from dealerdesk.domain.errors import Trouble
from dealerdesk.domain.questionnaire import Kind, answers_to_data, is_told, proposed
from dealerdesk.ui.pages.calls.script.answer_words import Reading
from dealerdesk.ui.pages.calls.script.answers_list import Answered, AnswersList
from dealerdesk.ui.pages.calls.script.question import Question
from dealerdesk.ui.pages.calls.script.script_menu import ScriptMenu
from dealerdesk.ui.pages.calls.script.walk import Walk
from dealerdesk.ui.widgets import button, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QResizeEvent

    from dealerdesk.domain.questionnaire import Answer
    from dealerdesk.ui.pages.calls.script_run import ScriptRunning
    from dealerdesk.ui.session import Session

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_WITH: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LOW: Final = 300
"""Pixels below which the answers so far take one line."""

_SCROLLS: Final = {Qt.Key.Key_Up: -3, Qt.Key.Key_Down: 3}


class ScriptPanel(QFrame):
    """One question at a time, and all answers below. `trial`: nothing is done with the answers, it is only tried."""

    answered = Signal(dict)
    """Something was answered: all answers, as JSON can hold them."""

    ended = Signal(object)
    """The script has come to its end: what it proposes (Proposal)."""

    finish = Signal()
    """The call is to be ended as the script proposes."""

    another = Signal(str)
    """The call is to be led by another script, by its name."""

    def __init__(self, session: Session, *, trial: bool = False) -> None:
        super().__init__()
        self._session, self._words = session, session.words
        self._reading: Reading | None = None
        self.walk: Walk | None = None
        self._unread: dict[str, str] = {}
        self._cleared: tuple[str, Answer] | None = None
        words = self._words
        self.question = Question(session, trial=trial)
        self.how_far = label("", "section", wrap=True)
        self.menu = ScriptMenu(session)
        self._trial = trial
        self.answers = AnswersList(session.theme, words.text("Answers so far"))
        self.aside = label("", "small", wrap=True)
        self.back = button(words.text("← Back"), self.go_back, kind="quiet", tip=words.text("Backspace"))
        self.next = button(words.text("Next →"), self.go_on, tip=words.text("Enter"))
        self._area = scrolling(self.question)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self._wire()
        self.clear()

    # what shows

    def clear(self) -> None:
        """Show no script, until one is here."""
        self.walk, self._reading = None, None
        self._unread, self._cleared = {}, None
        had = self._has_keyboard
        self.question.show_nothing()
        self.how_far.setText("")
        self.aside.clear()
        for part in (self.answers, self.back, self.next, self.menu):
            part.hide()
        if had:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_script(self, running: ScriptRunning, answers: Mapping[str, Any]) -> None:
        """Show a script with what was answered, at what is to be asked next."""
        self._reading = Reading(self._words, running)
        self.walk = Walk.begin(running.interview(answers))
        self._unread, self._cleared = {}, None
        title = self._reading.plain(running.script.title)
        self.setAccessibleName(title)
        if not self._trial:
            self.menu.show_current(running.script.name)
        self._show()

    def begin(self) -> None:
        """Put the keyboard on the question that is asked."""
        if self.walk is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.question.begin()

    @property
    def data(self) -> dict[str, Any]:
        """All answers, those that a changed way hides as well, as JSON can hold them."""
        return {} if self.walk is None else answers_to_data(self.walk.interview.answers)

    def _show(self) -> None:
        """Show the step where the walk stands."""
        walk, reading = self.walk, self._reading
        if walk is None or reading is None:
            return
        had = self._has_keyboard
        self.question.show_step(walk, reading)
        part, text = self.question.part, self._unread.get(walk.at)
        if part is not None and text:
            part.type_again(text)
            self.question.tell_trouble(part.trouble())
        self._area.verticalScrollBar().setValue(0)
        self._show_around(walk, reading)
        self._fit()
        if had:
            self.question.begin()

    def _fit(self) -> None:
        """Let the question fit into its room."""
        room = self._area.viewport().size()
        self.question.fit(room.width(), room.height())

    def _show_around(self, walk: Walk, reading: Reading) -> None:
        """Show how far it has come, the answers so far, and those that do not count now."""
        words, step = self._words, walk.step
        needed = step is not None and step.required and not is_told(walk.answer)
        far = reading.how_far(walk)
        self.how_far.setText(f"{far}  ·  {words.text('needs an answer')}" if needed else far)
        self.answers.show_answers(_answered(walk, reading))
        self.answers.setVisible(bool(self.answers.shown))
        self._tell_aside(tuple(reading.plain(one.short) for one in walk.aside))
        self.back.setVisible(True)
        self.back.setEnabled(bool(walk.path.steps) and walk.at != walk.path.steps[0].code)
        self.next.setVisible(step is not None)
        self.menu.setVisible(not self._trial)

    def _tell_aside(self, aside: tuple[str, ...]) -> None:
        """Say how many answers the way that was taken leaves out; which, where the mouse stands on it."""
        told = self._words.ntext(
            "{n} answer is set aside, and counts again when the script comes back to it.",
            "{n} answers are set aside, and count again when the script comes back to them.",
            len(aside),
        )
        self.aside.setText(told if aside else "")
        self.aside.setToolTip(self._words.shown(aside) if aside else "")
        self.aside.setAccessibleDescription(self.aside.toolTip())

    # answering

    def _answer(self, value: Answer | None) -> None:
        """Take an answer, or that there is none any more."""
        if self.walk is None or self._reading is None:
            return
        part, code = self.question.part, self.walk.at
        if part is not None and part.unreadable:
            self._unread[code] = part.unreadable
        else:
            self._unread.pop(code, None)
        if value is not None or self.walk.answer is not None:
            try:
                self.walk = self.walk.given(value)
            except Trouble as wrong:
                self.question.tell_trouble(self._session.say(wrong.said))
                return
            self.answered.emit(self.data)
        self.question.tell_trouble("")
        self._show_around(self.walk, self._reading)
        if self.walk.step is not None:
            self.question.show_answer(self.walk, self._reading, self.walk.step)
        self._fit()

    def go_on(self) -> None:
        """Go to the next question, if this one has the answer that it needs."""
        if self.walk is None or self.walk.step is None:
            return
        QGuiApplication.inputMethod().commit()
        part, before = self.question.part, self.walk
        trouble = "" if part is None else part.trouble()
        if trouble:
            self.question.tell_trouble(trouble)
            self.question.begin()
            return
        try:
            self.walk = before.on()
        except Trouble as wrong:
            self.question.tell_trouble(self._session.say(wrong.said))
            self.question.begin()
            return
        self._moved(before)

    def go_back(self) -> None:
        """Go to the question before."""
        if self.walk is not None:
            QGuiApplication.inputMethod().commit()
            before = self.walk
            self.walk = before.back()
            self._moved(before)

    def go_to(self, code: str) -> None:
        """Go back to a question that was asked, or on to the one that is asked now."""
        if self.walk is not None:
            before = self.walk
            self.walk = before.to(code)
            self._moved(before)
            self.question.begin()

    def _moved(self, before: Walk) -> None:
        """Show another step, and tell what was passed on the way and that the end is there."""
        walk = self.walk
        if walk is None or walk == before:
            return
        self._cleared = None
        if walk.interview is not before.interview:
            self.answered.emit(self.data)
        self._show()
        if walk.step is None:
            self.ended.emit(proposed(walk.interview))

    def _clear(self) -> None:
        """Take the answer back; once more, and it is there again."""
        walk, reading = self.walk, self._reading
        if walk is None or reading is None or walk.step is None or self.question.part is None:
            return
        told = walk.answer
        if told is not None and is_told(told):
            self._cleared = (walk.at, told)
            self._put(None)
            self.question.tell_trouble(self._words.text("Cleared. Esc brings the answer back."))
        elif walk.at in self._unread:
            del self._unread[walk.at]
            self._put(None)
        elif self._cleared is not None:
            self._put(self._cleared[1])
            self._cleared = None

    def _put(self, value: Answer | None) -> None:
        """Answer the step that shows from outside of its part."""
        if self.walk is None:
            return
        self.walk = self.walk.given(value)
        self.answered.emit(self.data)
        self._show()

    @property
    def _can_clear(self) -> bool:
        """Whether Esc has something to take back, or to bring back."""
        walk = self.walk
        if walk is None or walk.step is None:
            return False
        cleared = self._cleared is not None and self._cleared[0] == walk.at
        return is_told(walk.answer) or walk.at in self._unread or cleared

    # keys

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self.answers.show_lines(2 if self.height() >= self._session.theme.px(_LOW) else 1)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            self._fit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._area:
            self.keyPressEvent(event)  # else it would scroll by the page keys
            return event.isAccepted()
        return False

    @override
    def event(self, event: QEvent, /) -> bool:
        is_early = event.type() == QEvent.Type.ShortcutOverride
        if is_early and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._can_clear:
            event.accept()  # else it would be the page's
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _SCROLLS:
            self.question.scroll_said(_SCROLLS[Qt.Key(event.key())])
        elif event.modifiers() & _WITH or not self._press(event):
            event.ignore()

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key means that nothing with the keyboard has taken; a key that is held down counts once."""
        does = self._does(event.key())
        if does is not None:
            if not event.isAutoRepeat():
                does()
            return True
        part, text = self.question.part, event.text()
        if part is None or not text.strip() or event.isAutoRepeat():
            return bool(text.strip()) and event.isAutoRepeat()
        return part.press(text)

    def _does(self, key: int) -> Callable[[], object] | None:
        if key in _ENTER:
            return self._enter
        return {
            int(Qt.Key.Key_Backspace): self.go_back,
            int(Qt.Key.Key_PageUp): self.go_back,
            int(Qt.Key.Key_PageDown): self._enter,
            int(Qt.Key.Key_Escape): self._clear,
        }.get(key)

    def _enter(self) -> None:
        """Go on, or press the button that has the keyboard."""
        at = QApplication.focusWidget()
        if isinstance(at, QPushButton):
            at.click()
            return
        if self.question.part is not None:
            self.question.part.enter()
        self.go_on()

    @property
    def _has_keyboard(self) -> bool:
        at = QApplication.focusWidget()
        return at is not None and (at is self or self.isAncestorOf(at))

    def _in_sight(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Keep what has the keyboard in sight."""
        if now is not None and self.question.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 8, 8)

    # parts

    def _lay_out(self) -> None:
        head = row(self.how_far, self.menu, gap=6)
        head.setStretchFactor(self.how_far, 1)
        foot = row(self.back, self.aside, self.next)
        foot.setStretchFactor(self.aside, 1)
        laid = column(head, self._area, self.answers, foot, gap=5, margins=(2, 0, 2, 0))
        laid.setStretchFactor(self._area, 1)
        self.setLayout(laid)
        self.setMinimumHeight(self._session.theme.px(190))
        self._area.viewport().installEventFilter(self)
        self._area.installEventFilter(self)
        for one, other in ((self.next, self.back), (self.back, self.answers), (self.answers, self.menu)):
            QWidget.setTabOrder(one, other)

    def _wire(self) -> None:
        self.question.answered.connect(self._answer)
        self.question.through.connect(self.go_on)
        self.question.backwards.connect(self.go_back)
        self.question.end.finish.connect(self.finish)
        self.answers.wanted.connect(self.go_to)
        self.menu.chosen.connect(self.another)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._in_sight)


def _answered(walk: Walk, reading: Reading) -> list[Answered]:
    """All questions that were asked, with their answers; at its end the one that is asked now."""
    return [
        Answered(
            step.code, reading.question(step), reading.answer(step, walk.path.answers.get(step.code)), step is walk.step
        )
        for step in walk.path.steps
        if step.kind is not Kind.SAY
    ]
