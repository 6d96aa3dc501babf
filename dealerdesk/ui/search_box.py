"""The search over everything: as a person types, cars and their owners; Enter opens the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from dealerdesk.services.search import Hit, find
from dealerdesk.ui.finding_line import FindingLine

if TYPE_CHECKING:
    from dealerdesk.ui.session import Session

_MOST: Final = 12
_WIDTH: Final = 460


class SearchBox(FindingLine):
    """A line above every page, with what it finds below it."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            hint=session.words.text("Search: plate, phone, name, VIN, order number (Ctrl+K)"),
            name=session.words.text("Search everything"),
        )
        self.setMinimumWidth(session.theme.px(_WIDTH))

    @override
    def look_for(self, text: str) -> tuple[Hit, ...]:
        return find(self._session.desk, text, _MOST)

    @override
    def told(self, found: Hit) -> str:
        words = self._session.words
        parts = [
            found.plate or found.vin or "—",
            found.customer or words.text("no owner known"),
            found.model,
            found.phone.shown if found.phone is not None else None,
            words.text("order {number}", number=found.order_no) if found.order_no else None,
        ]
        return "   ".join(part for part in parts if part)

    @override
    def take(self, found: Hit) -> None:
        self._session.open("customers", vehicle=found.id)
