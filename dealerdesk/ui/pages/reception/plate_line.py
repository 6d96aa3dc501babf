"""The line that a plate, its tail, a name or a number is typed into, with the cars that may be meant below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from typing_extensions import override

from dealerdesk.services.reception.matching import Match, matches
from dealerdesk.ui.finding_line import FindingLine

if TYPE_CHECKING:
    from dealerdesk.ui.session import Session

_WIDTH: Final = 380


class PlateLine(FindingLine):
    """Letters and digits go in as they are: the input method is off until somebody wants to type Chinese."""

    chosen = Signal(int)
    """A car is meant, by its id."""

    unknown = Signal(str)
    """What was typed leads to no car, and was meant all the same."""

    def __init__(self, session: Session) -> None:
        words = session.words
        super().__init__(
            session, hint=words.text("Plate or its tail, phone, name, pinyin initials"), name=words.text("Plate")
        )
        self.setMinimumWidth(session.theme.px(_WIDTH))
        self.type_plainly()

    @override
    def look_for(self, text: str) -> tuple[Match, ...]:
        return matches(self._session.desk, text)

    @override
    def told(self, found: Match) -> str:
        words, hit = self._session.words, found.hit
        last = found.last_visit
        parts = [
            hit.plate or hit.vin or "—",
            hit.customer or words.text("no owner known"),
            hit.model,
            words.text("last here {day}", day=last) if last is not None else words.text("never here"),
            words.text("order {number}", number=hit.order_no) if hit.order_no else None,
        ]
        return "   ".join(part for part in parts if part)

    @override
    def take(self, found: Match) -> None:
        self.chosen.emit(found.hit.id)

    @override
    def missed(self, text: str) -> None:
        self.close_results()
        self.clear()
        self.unknown.emit(text)

    @override
    def nothing(self, text: str) -> str:
        return self._session.words.text("No car is known by “{text}”. Enter: receive it as a new car.", text=text[:40])
