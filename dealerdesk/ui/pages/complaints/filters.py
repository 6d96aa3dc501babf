"""Which complaints show: the views of a day as chips, and choices of state, category and who is in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.complaint import Category, ComplaintsQuery, ComplaintState
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.widgets import Chip
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.ui.session import Session

VIEWS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "open": (N_("Open complaints"), {"open": True}),
    "near": (N_("Near the limit"), {"near": True}),
    "overdue": (N_("Over the limit"), {"overdue": True}),
    "untold": (N_("Customer to be told"), {"untold": True}),
    "mine": (N_("In my charge"), {"open": True}),
    "closed": (N_("Closed complaints"), {"open": False}),
    "all": (N_("Every complaint"), {}),
}
"""The views of a day: their words, and what they ask for."""


_WIDEST: Final = 150
"""Pixels that a choice may take, whatever can be chosen."""


class Filters(QWidget):
    """A line of chips, of which one holds, and three choices."""

    asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        words = session.words
        self._me, self._widest = session.desk.actor.staff, session.theme.px(_WIDEST)
        names = [name for name in VIEWS if name != "mine" or self._me is not None]
        self.chips = {name: Chip(words.text(VIEWS[name][0]), checkable=True) for name in names}
        for name, chip in self.chips.items():
            chip.setAutoExclusive(True)
            chip.setChecked(name == "open")
            chip.clicked.connect(self.asked)
        states = [(state.value, words.label(f"complaint_state.{state}")) for state in ComplaintState]
        self.state = self._choice(words.text("Any state"), states, words.label("complaint_field.state"))
        categories = [(one.value, words.label(f"category.{one}")) for one in Category]
        self.category = self._choice(words.text("Any category"), categories, words.label("complaint_field.category"))
        self._anybody, self._nobody = words.text("Anybody in charge"), words.text("Nobody in charge")
        self.handler = self._choice(self._anybody, [(0, self._nobody)], words.label("complaint_field.handler"))
        laid = flowing()
        for part in (*self.chips.values(), self.state, self.category, self.handler):
            laid.addWidget(part)
        self.setLayout(laid)

    def _choice(self, anything: str, choices: Sequence[tuple[object, str]], name: str) -> Choice:
        made = Choice([(None, anything), *choices])
        made.setAccessibleName(name)
        made.setMaximumWidth(self._widest)
        made.chosen.connect(self.asked)
        return made

    def offer_handlers(self, people: Sequence[tuple[int, str]]) -> None:
        """Offer these people as being in charge."""
        held = self.handler.value()
        self.handler.offer([(None, self._anybody), (0, self._nobody), *people], held)

    @property
    def view(self) -> str:
        """The view that holds."""
        return next((name for name, chip in self.chips.items() if chip.isChecked()), "open")

    def choose(self, view: str) -> None:
        """Let a view hold, with every choice open."""
        self.chips.get(view, self.chips["open"]).setChecked(True)
        for choice in (self.state, self.category, self.handler):
            choice.set_value(None)

    def query(self) -> ComplaintsQuery:
        """What is asked for."""
        state, category, handler = self.state.value(), self.category.value(), self.handler.value()
        mine = self._me if self.view == "mine" else None
        return ComplaintsQuery(
            states=frozenset() if state is None else frozenset({ComplaintState(str(state))}),
            category=None if category is None else Category(str(category)),
            handler=handler if isinstance(handler, int) else mine,
            **VIEWS[self.view][1],
        )

    def state_held(self) -> dict[str, Any]:
        """What is asked for, as JSON can hold it."""
        chosen = {name: getattr(self, name).value() for name in ("state", "category", "handler")}
        return {"view": self.view, **chosen}

    def restore(self, held: Mapping[str, Any]) -> None:
        """Ask for what `state_held` told."""
        self.choose(str(held.get("view") or "open"))
        for name in ("state", "category", "handler"):
            getattr(self, name).set_value(held.get(name))
