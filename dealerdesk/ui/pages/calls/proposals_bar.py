"""What is asked after a call is kept: a question in a bar, answered by a key or left; never a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from dealerdesk.domain.calling import Next
from dealerdesk.services.customers.marks import depart, set_do_not_call
from dealerdesk.ui.widgets import column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.calling import Proposal
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand
    from dealerdesk.ui.session import Session


class Asked(NamedTuple):
    """A question about a call that was kept."""

    proposal: Proposal
    call: CallInHand


class ProposalsBar(QFrame):
    """One question at a time, in the order in which they came up."""

    changed = Signal()
    """There is another question now, or none."""

    write = Signal(object)
    """The customer of a call (CallInHand) is to be written to."""

    def __init__(self, session: Session, button: Callable[..., QPushButton]) -> None:
        super().__init__()
        self._session = session
        self._asked: list[Asked] = []
        self._text = label("", wrap=True)
        self.yes, self.no = button("calls.yes"), button("calls.no", kind="quiet")
        laid = row(self._text, self.yes, self.no, gap=8)
        laid.setStretch(0, 1)
        self.setLayout(column(laid, margins=(12, 6, 12, 6)))
        self.setProperty("role", "banner")
        self.hide()

    @property
    def current(self) -> Asked | None:
        """The question that stands here."""
        return self._asked[0] if self._asked else None

    def ask(self, call: CallInHand, proposals: tuple[Proposal, ...]) -> None:
        """Ask what follows from a call."""
        self._asked += [Asked(one, call) for one in proposals]
        self._show()

    def leave(self) -> None:
        """Leave the question; the next one is asked."""
        self._asked = self._asked[1:]
        self._show()

    def accept(self) -> None:
        """Do what is proposed."""
        asked = self.current
        if asked is None:
            return
        self.leave()
        does = {
            Next.DO_NOT_CALL: self._do_not_call,
            Next.DEPARTED: self._departs,
            Next.NEW_OWNER: self._open_file,
            Next.FIX_PHONE: self._open_file,
            Next.WRITE: self._write,
        }
        does[asked.proposal.next](asked)

    def _show(self) -> None:
        asked, words = self.current, self._session.words
        self.setVisible(asked is not None)
        if asked is not None:
            told = words.text("{name}: {why}", name=asked.call.title, why=self._session.say(asked.proposal.said))
            self._text.setText(told)
            self.setAccessibleName(told)
            self.yes.setText(self._words_of(asked.proposal.next))
            self.yes.setAccessibleName(self.yes.text())
            self.no.setText(words.text("Leave it  {keys}", keys="Alt+X"))
        self.changed.emit()

    def _words_of(self, what: Next) -> str:
        words = self._session.words
        told = {
            Next.DO_NOT_CALL: words.text("Call no more"),
            Next.DEPARTED: words.text("It departed"),
            Next.NEW_OWNER: words.text("Open the file"),
            Next.FIX_PHONE: words.text("Open the file"),
            Next.WRITE: words.text("Log what is written"),
        }[what]
        return f"{told}  Alt+Y"

    def _do_not_call(self, asked: Asked) -> None:
        customer, session = asked.call.customer, self._session
        if customer is None:
            return
        reason = session.words.text("refused twice on the phone")
        desk, told = session.desk, session.words.text("Nobody calls {name} any more.", name=asked.call.title)
        session.background.write(
            self,
            lambda: set_do_not_call(desk, customer, reason),
            lambda done: session.note(told, undo=done.changed.act),
        )

    def _departs(self, asked: Asked) -> None:
        vehicle, session = asked.call.vehicle, self._session
        if vehicle is None:
            return
        desk, reason = session.desk, asked.proposal.reason or "sold"
        told = session.words.text("{car} departed", car=asked.call.title)
        session.background.write(
            self, lambda: depart(desk, vehicle, reason), lambda done: session.note(told, undo=done.changed.act)
        )

    def _open_file(self, asked: Asked) -> None:
        call = asked.call
        if call.vehicle is not None:
            self._session.open("customers", vehicle=call.vehicle)
        elif call.customer is not None:
            self._session.open("customers", customer=call.customer)

    def _write(self, asked: Asked) -> None:
        self.write.emit(asked.call)
