"""Somebody rings back, or is met without a task: finding the right call by customer or car, or logging a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from dealerdesk.services.calling.looking import find_for_call
from dealerdesk.ui.finding_line import FindingLine
from dealerdesk.ui.widgets import button, column, label, muted, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.domain.caller import Caller
    from dealerdesk.ui.pages.calls.queue_rows import QueueItem
    from dealerdesk.ui.session import Session

_MOST = 12
_CARS = 2


def item_about(items: Iterable[QueueItem], customer: int | None, vehicle: int | None) -> QueueItem | None:
    """The first call that is about a customer, or else about a car; the queue's order is kept."""
    about_car = None
    for item in items:
        if customer is not None and customer in item.customers:
            return item
        if about_car is None and vehicle is not None and vehicle in item.vehicles:
            about_car = item
    return about_car


class ContactFinder(QFrame):
    """A line in which whoever rang or was met is looked for."""

    chosen = Signal(object)
    """Who it was (Caller)."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        words = session.words
        self.line = _WhoLine(session)
        self.line.taken.connect(self.chosen)
        self.line.escaped.connect(self.left)
        self._told = muted(words.text("Found by number, plate, or name. An open task of theirs is opened with them."))
        leave = button(words.text("Close  Esc"), self.left.emit, kind="quiet")
        title = label(words.text("Log a call: who was it?"), "title")
        self.setLayout(column(row(title, None, leave), self.line, self._told, gap=6, margins=(12, 8, 12, 8)))
        self.setProperty("role", "card")
        self.hide()

    def begin(self) -> None:
        """Show, and take the keyboard."""
        self.show()
        self.line.clear()
        self.line.begin()


class _WhoLine(FindingLine):
    """Plate, phone, name."""

    taken = Signal(object)
    escaped = Signal()

    def __init__(self, session: Session) -> None:
        words = session.words
        super().__init__(session, hint=words.text("Phone, plate or its tail, name"), name=words.text("Who was it?"))

    @override
    def look_for(self, text: str) -> tuple[Caller, ...]:
        return find_for_call(self._session.desk, text)[:_MOST]

    @override
    def told(self, found: Caller) -> str:
        words = self._session.words
        shown = None if found.phone is None else found.phone.shown
        cars = words.shown(tuple(car.plate or "—" for car in found.cars[:_CARS]))
        asked = words.shown(tuple(words.label(f"reason.{task.reason}") for task in found.tasks[:_CARS]))
        told = words.text("rings about {reasons}?", reasons=asked) if asked and found.tasks else None
        parts = [found.name or words.text("no owner known"), shown, cars if found.cars else None, told]
        return "   ".join(part for part in parts if part)

    @override
    def take(self, found: Caller) -> None:
        self.taken.emit(found)

    @override
    def escape(self) -> bool:
        held = super().escape()
        if not held:
            self.escaped.emit()
        return held
