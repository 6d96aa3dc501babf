"""What stands in the queue where it shows nobody: why, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.ui.widgets import button, column, label, muted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.ui.session import Session

_OUTSIDE = (NotOffered.CLOSED, NotOffered.HOURS)
"""Causes that lie in the hour alone: whoever calls may do so all the same (Rulebook 6.4)."""


class WhyNobody(NamedTuple):
    """What the queue is looked through for while it shows nobody, and why due tasks are not offered."""

    sought: bool
    narrowed: bool
    held: Mapping[NotOffered, int]


class QueueEmpty(QWidget):
    """A title, a line of text and the ways on, below each other: the queue is narrow."""

    whole_wanted = Signal()
    """The whole queue is wanted."""

    rows_wanted = Signal(str)
    """The calls behind a cause are wanted all the same."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        words = session.words
        self._words = words
        self._title, self._text = label("", "title", wrap=True), muted("")
        self._cause = NotOffered.HOURS
        self.clear = button(words.text("Clear the search"), self.whole_wanted.emit)
        self.whole = button(words.text("Show the whole queue"), self.whole_wanted.emit)
        self.anyway = button(words.text("Show them anyway"), self._want, kind="primary")
        self.today = button(words.text("Go to Today"), lambda: session.open("today"))
        buttons = (self.anyway, self.clear, self.whole, self.today)
        laid = column(None, self._title, self._text, *buttons, None, gap=10, margins=(12, 16, 12, 16))
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            part.setMinimumWidth(0)
        for each in buttons:
            each.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            laid.setAlignment(each, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(laid)

    def tell(self, why: WhyNobody) -> None:
        """Say why nobody shows."""
        words = self._words
        outside = next((cause for cause in _OUTSIDE if why.held.get(cause)), None)
        if why.sought:
            self._say(
                words.text("Nobody fits the search"), words.text("It looks in names, plates, models and numbers.")
            )
        elif outside is not None:
            closed = outside is NotOffered.CLOSED
            title = words.text("The store is closed today") if closed else words.text("Outside the calling hours")
            self._say(title, words.text("Nobody is offered now. You can still choose a call yourself."))
        elif why.held:
            text = words.text("What is due cannot be called now: the causes stand below, each opens its calls.")
            self._say(words.text("Nobody to call now"), text)
        elif why.narrowed:
            self._say(words.text("No call fits"), words.text("Others may wait: show the whole queue."))
        else:
            text = words.text("Tasks are made on Today, from the month lists. A call can be logged without one.")
            self._say(words.text("Nobody to call"), text)
        self._cause = outside or NotOffered.HOURS
        self.clear.setVisible(why.sought)
        self.anyway.setVisible(outside is not None and not why.sought)
        self.whole.setVisible(why.narrowed and not why.sought)
        self.today.setVisible(not (why.sought or why.narrowed or why.held))

    def _say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)

    def _want(self) -> None:
        self.rows_wanted.emit(self._cause.value)
