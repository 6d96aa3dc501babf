"""What every way to answer a question has: it shows an answer, tells a new one, takes keys, and says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire import Answer, Step
    from dealerdesk.ui.pages.calls.script.answer_words import Reading
    from dealerdesk.ui.session import Session


class AnswerPart(QFrame):
    """A way to answer; one that has nothing to answer is what is only said."""

    answered = Signal(object)
    """The answer is another one: an Answer, or None where there is none any more."""

    through = Signal()
    """It was answered by a key that goes on as well."""

    backwards = Signal()
    """Backspace was pressed where there is nothing to take away."""

    unreadable = ""
    """What was typed and is no answer."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.words = session, session.words

    def show_step(self, step: Step, reading: Reading, answer: Answer | None) -> None:
        """Ask for the answer to a step, with the one that it has."""

    def begin(self) -> None:
        """Put the keyboard on it."""
        self.setFocus()

    def press(self, text: str) -> bool:
        """Take a letter or digit that was pressed outside of a text; whether it means anything here."""
        del text
        return False

    def enter(self) -> None:
        """Enter was pressed: what it chooses is told first."""

    def settle(self) -> None:
        """Lay out what changed now, so that its height can be asked for."""
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def trouble(self) -> str:
        """Why what stands in it is no answer, for a person; empty where it is one, or nothing stands in it."""
        return ""

    def type_again(self, text: str) -> None:
        """Show what was typed before and was no answer."""
