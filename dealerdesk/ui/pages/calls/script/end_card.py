"""The end of a script: what the answers propose and why, what will follow, and the key that finishes the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from dealerdesk.domain.questionnaire import proposed
from dealerdesk.ui.pages.calls.results import will
from dealerdesk.ui.widgets import button, column, label, muted, row

if TYPE_CHECKING:
    from dealerdesk.ui.pages.calls.script.answer_words import Reading
    from dealerdesk.ui.pages.calls.script.walk import Walk
    from dealerdesk.ui.session import Session


class EndCard(QFrame):
    """Shows when nothing is left to ask."""

    finish = Signal()
    """The call is to be ended as it is proposed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._words = session.words
        self.result, self.because = label("", "title", wrap=True), muted("")
        self.follows, self.does = label("", wrap=True), label("", wrap=True)
        self.ends = button("", self.finish.emit, kind="primary")
        thanks = muted(self._words.text("That was the last question: thank you."))
        self.setLayout(
            column(
                thanks,
                self.result,
                self.because,
                self.follows,
                self.does,
                row(self.ends, None),
                gap=5,
                margins=(8, 6, 8, 6),
            )
        )
        self.setProperty("role", "options")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_end(self, walk: Walk, reading: Reading, *, trial: bool) -> None:
        """Show what an interview comes to."""
        words, proposal = self._words, proposed(walk.interview)
        result = words.label(f"disposition.{proposal.disposition}")
        self.result.setText(words.text("Proposed result: {result}", result=result))
        steps, answers = walk.interview.script.by_code, walk.path.answers
        why = tuple(
            f"{reading.plain(steps[c].short)}: {reading.answer(steps[c], answers[c])}" for c in proposal.because
        )
        self.because.setText(words.text("Because of: {why}", why=why) if why else "")
        self.because.setVisible(bool(why))
        self.follows.setText(will(words, proposal.disposition))
        does = reading.all_does(walk)
        self.does.setText(words.text("The answers also do this: {does}.", does=does) if does else "")
        self.does.setVisible(bool(does))
        finish = words.text("Finish: {result}  Ctrl+Enter", result=result)
        self.ends.setText(finish)
        self.ends.setAccessibleName(finish)
        self.ends.setVisible(not trial)
        self.setAccessibleName(self.result.text())
