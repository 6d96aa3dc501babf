"""One step of a script as it is asked: talking points, what is said, a hint, the way to answer, and what that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dealerdesk.domain.questionnaire import Kind, talking_points
from dealerdesk.ui.pages.calls.script.end_card import EndCard
from dealerdesk.ui.pages.calls.script.options_part import OptionsPart
from dealerdesk.ui.pages.calls.script.spoken_text import SpokenText, TalkingPoints
from dealerdesk.ui.pages.calls.script.typed_parts import DayPart, NumberPart, SaidPart, WordsPart
from dealerdesk.ui.widgets import column, label, muted, scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.questionnaire import Step
    from dealerdesk.ui.pages.calls.script.answer_part import AnswerPart
    from dealerdesk.ui.pages.calls.script.answer_words import Reading
    from dealerdesk.ui.pages.calls.script.walk import Walk
    from dealerdesk.ui.session import Session


_LEAST_SAID: Final = 44
"""Pixels that are kept for what is said where there is little room; it scrolls there."""


class Question(QWidget):
    """Shows where a walk stands; its parts are made once and used for every step."""

    answered = Signal(object)
    """The answer to the step that shows is another one, or None."""

    through = Signal()
    """It was answered by a key that goes on as well."""

    backwards = Signal()
    """Backspace was pressed where there is nothing to take away."""

    def __init__(self, session: Session, *, trial: bool) -> None:
        super().__init__()
        self._trial = trial
        self.earlier, self.spoken = TalkingPoints(session.theme), SpokenText(session.theme)
        self.hint, self.now = muted(""), TalkingPoints(session.theme)
        self.does, self.trouble = label("", "small", wrap=True), label("", "error", wrap=True)
        self.end = EndCard(session)
        one, some = OptionsPart(session, several=False), OptionsPart(session, several=True)
        self._parts: Mapping[Kind, AnswerPart] = {
            Kind.SAY: SaidPart(session),
            Kind.NUMBER: NumberPart(session),
            Kind.TEXT: WordsPart(session),
            Kind.SINGLE: one,
            Kind.YES_NO: one,
            Kind.SEVERAL: some,
            Kind.DATE: DayPart(session),
        }
        for part in {id(part): part for part in self._parts.values()}.values():
            part.answered.connect(self.answered)
            part.through.connect(self.through)
            part.backwards.connect(self.backwards)
            part.hide()
        self.part: AnswerPart | None = None
        ways = [*{id(part): part for part in self._parts.values()}.values(), self.end]
        inside = QWidget()
        inside.setLayout(column(self.earlier, self.spoken, self.hint, gap=6, margins=(0, 0, 6, 0)))
        self._inside, self.said = inside, scrolling(inside)
        self.said.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._least = session.theme.px(_LEAST_SAID)
        below = (*ways, self.trouble, self.does, self.now)
        self.setLayout(column(self.said, *below, None, gap=6, margins=(0, 0, 6, 0)))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Wait for a script."""
        self.part = None
        for part in (*self._parts.values(), self.earlier, self.spoken, self.hint, self.now, self.does, self.end):
            part.hide()
        self.tell_trouble("")

    def show_step(self, walk: Walk, reading: Reading) -> None:
        """Ask what a walk stands at."""
        step = walk.step
        part = None if step is None else self._parts[step.kind]
        if part is not self.part and self.part is not None:
            self.part.hide()
        self.part = part
        self.tell_trouble("")
        self.end.setVisible(step is None)
        self.said.setVisible(step is not None)
        self.spoken.setVisible(step is not None)
        self.said.verticalScrollBar().setValue(0)
        if step is None or part is None:
            for one in (self.earlier, self.hint, self.now, self.does):
                one.hide()
            self.end.show_end(walk, reading, trial=self._trial)
            return
        facts, language = reading.running.facts, reading.words.language
        self.spoken.show_text(step.text, language, facts)
        hint = reading.plain(step.hint)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        part.show_step(step, reading, walk.answer)
        part.show()
        earlier = [one for one in talking_points(walk.interview, step) if one.option is None]
        self.earlier.show_points(earlier, language, facts)
        self.show_answer(walk, reading, step)

    def show_answer(self, walk: Walk, reading: Reading, step: Step) -> None:
        """Show what the answer asks the agent to say, and what it does."""
        chosen = [one for one in talking_points(walk.interview, step) if one.option is not None]
        self.now.show_points(chosen, reading.words.language, reading.running.facts)
        does = reading.step_does(step, walk.answer)
        self.does.setText(f"→ {does}" if does else "")
        self.does.setVisible(bool(does))

    def fit(self, width: int, height: int) -> None:
        """Fit into a room: what there is to choose always shows, and what is said scrolls where it must."""
        layout, said = self.layout(), self._inside.layout()
        if layout is None or said is None or self.part is None:
            return
        self.said.setFixedHeight(self._least)
        self.part.settle()
        layout.activate()
        rest = layout.totalHeightForWidth(width) - self._least
        needs = said.totalHeightForWidth(width - 12) + 2
        self.said.setFixedHeight(max(min(needs, height - rest), min(needs, self._least)))

    def scroll_said(self, steps: int) -> None:
        """Scroll what is said by so many lines."""
        bar = self.said.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.fontMetrics().lineSpacing())

    def begin(self) -> None:
        """Put the keyboard on the answer, or on the end."""
        if self.part is None:
            self.end.setFocus()
        else:
            self.part.begin()

    def tell_trouble(self, text: str) -> None:
        """Say what is wrong with the answer; an empty text takes it back."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
