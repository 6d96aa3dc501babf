"""What stands in the middle while nobody is called: how to begin, and the calls of before that were not ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.ui.flow import emptied
from dealerdesk.ui.widgets import boxed, button, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand
    from dealerdesk.ui.session import Session


class Idle(QWidget):
    """Between two calls."""

    went_on = Signal(str)
    """A call of before goes on, or is ended now: the key of its draft."""

    dropped = Signal(str)

    def __init__(self, session: Session, start: QPushButton, log: QPushButton) -> None:
        super().__init__()
        self._session = session
        self._waiting = column(gap=8)
        words = session.words
        self._told = label(words.text("Nobody is being called"), "title")
        self._how = muted(words.text("Choose a call with the arrow keys. Enter begins it; F5 says at once: no answer."))
        self.buttons: list[QPushButton] = []
        inside = column(
            None, self._waiting, self._told, self._how, row(start, log, None), None, gap=10, margins=(28, 12, 28, 12)
        )
        self.area = scrolling(boxed(inside))
        self.setLayout(column(self.area, gap=0))

    def show_waiting(self, waiting: Mapping[str, CallInHand]) -> None:
        """Show the calls that were begun before and are not ended."""
        emptied(self._waiting)
        self.buttons = []
        for key, call in waiting.items():
            self._waiting.addWidget(self._card(key, call))

    def begin(self) -> None:
        """Put the keyboard on the first call that waits."""
        if self.buttons:
            self.buttons[0].setFocus()
            self.area.ensureWidgetVisible(self.buttons[0], 0, 60)

    def _card(self, key: str, call: CallInHand) -> QWidget:
        words = self._session.words
        at = f"{call.began_at.astimezone():%H:%M}"
        on = call.began_at.astimezone().date()
        told = words.text("You were talking to {name} at {at}.", name=call.title, at=at)
        if on != self._session.desk.today:
            told = words.text("You were talking to {name} on {day} at {at}.", name=call.title, day=on, at=at)
        on_with_it = button(words.text("Go on, or choose the result"), lambda: self.went_on.emit(key), kind="primary")
        drop = button(words.text("Forget it"), lambda: self.dropped.emit(key), kind="quiet")
        self.buttons.append(on_with_it)
        said = label(told, "strong", wrap=True)
        kept = muted(words.text("What was answered and noted is there."))
        return boxed(column(said, kept, row(on_with_it, drop, None), margins=(12, 10, 12, 10)), "card")
