"""*Why (not)?*: any plate, and the sentences that say why it is in the list or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dealerdesk.domain.errors import said
from dealerdesk.services.list_why import Explained, explain, explain_vehicle
from dealerdesk.ui.flow import emptied
from dealerdesk.ui.forms import LineEdit
from dealerdesk.ui.widgets import button, column, label, muted, row, scrolling
from dealerdesk.words.list_filters import filter_words

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.search import Hit
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session


class WhyPanel(QWidget):
    """A plate, its tail, a name or a number; and the verdict."""

    found = Signal(int)
    """Go to the member with this id."""

    asked = Signal(str)
    """Show the list of this name."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._place: Place | None = None
        self._last: str | int = ""
        words = session.words
        self.plate = LineEdit(hint=words.text("Plate, its tail, name or VIN"))
        self.plate.setAccessibleName(words.text("Plate, its tail, name or VIN"))
        self.ask_button = button(words.text("Why (not)?"), self._ask_typed, kind="primary")
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 4, 8, 0)
        self._lines.setSpacing(8)
        self._inside = QWidget()
        self._inside.setLayout(self._lines)
        self.setLayout(column(row(self.plate, self.ask_button), scrolling(self._inside), gap=8))
        self.plate.returnPressed.connect(self._ask_typed)

    def begin(self, place: Place, vehicle_id: int | None = None, text: str = "") -> None:
        """Ask for a vehicle of the list, for a text, or wait for one to be typed."""
        self._place = place
        if vehicle_id is not None:
            self.plate.set_value("")
            self._ask(vehicle_id)
        elif text:
            self.plate.set_value(text)
            self._ask(text)
        else:
            self.plate.setFocus()
            self.plate.selectAll()

    def look_again(self, place: Place) -> None:
        """Another list is shown: the same vehicle is asked for again."""
        self._place = place
        if self._last:
            self._ask(self._last)

    def texts(self) -> tuple[str, ...]:
        """What is said, line by line."""
        return tuple(part.text() for part in self._inside.findChildren(QLabel) if not part.isHidden())

    def _ask_typed(self) -> None:
        if text := self.plate.value():
            self._ask(text)

    def _ask(self, what: str | int) -> None:
        place, session = self._place, self._session
        if place is None:
            return
        self._last = what
        desk, ask, query = place.desk(session.desk), place.ask(session.desk.today), place.query

        def answer() -> Explained | tuple[Hit, ...]:
            if isinstance(what, int):
                return explain_vehicle(desk, what, ask, query)
            return explain(desk, what, ask, query)

        session.background.read(self, answer, self._show, key="why", failed=self._failed)

    def _show(self, found: Explained | tuple[Hit, ...]) -> None:
        emptied(self._lines)
        if isinstance(found, Explained):
            self._show_verdict(found)
        else:
            self._show_candidates(found)
        self._lines.addStretch(1)

    def _show_verdict(self, found: Explained) -> None:
        words, verdict = self._session.words, found.verdict
        name = found.plate or found.vin or str(found.vehicle_id)
        self._say(name, "title")
        told = words.say(said("why.in_list" if verdict.member else "why.not_in_list"))
        self._say(told, "good" if verdict.member else "strong")
        for reason in verdict.reasons:
            self._say(f"•  {words.say(reason)}")
        for one in found.hidden_by:
            told = words.text("It is in the list, but a filter hides it: {filter}", filter=filter_words(words, one))
            self._say(told, "bad")
        self._say_lists(found)
        self._buttons(found)

    def _say_lists(self, found: Explained) -> None:
        words, place = self._session.words, self._place
        others = [name for name in found.lists if place is None or name is not place.name]
        if not others:
            return
        self._say(words.text("It is also in:") if found.verdict.member else words.text("It is in:"), "muted")
        for name in others:
            link = button(words.label(f"list.{name}"), partial(self.asked.emit, name.value), kind="link")
            self._lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _buttons(self, found: Explained) -> None:
        words, session = self._session.words, self._session
        vehicle = found.vehicle_id
        go = [button(words.text("Open the customer file"), lambda: session.open("customers", vehicle=vehicle))]
        if found.member_id is not None and not found.hidden_by:
            go.insert(0, button(words.text("Go to its row"), partial(self.found.emit, found.member_id)))
        for one in go:
            self._lines.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_candidates(self, hits: tuple[Hit, ...]) -> None:
        words = self._session.words
        self._say(words.text("Several vehicles fit: which one?"), "strong")
        for hit in hits:
            told = "  ".join(filter(None, (hit.plate or hit.vin, hit.customer, hit.model)))
            link = button(told, partial(self._ask, hit.id), kind="link")
            self._lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _failed(self, why: Said) -> None:
        emptied(self._lines)
        self._say(self._session.say(why), "bad")
        self._lines.addStretch(1)

    def _say(self, text: str, role: str = "") -> None:
        made = muted(text) if role == "muted" else label(text, role, wrap=True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(made)
