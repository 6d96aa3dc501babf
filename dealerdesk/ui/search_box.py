"""The search over everything: cars and their owners as a person types; Enter opens the file, a visit or a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from typing_extensions import override

from dealerdesk.services.desk import Right
from dealerdesk.services.search import Hit, find
from dealerdesk.ui.finding_line import FindingLine

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

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
        self._receives = self._calls = False

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
        if self._calls:
            title = found.customer or found.plate or ""
            self._session.open("calls", customer=found.customer_id, vehicle=found.id, incoming=True, title=title)
        else:
            self._session.open("reception" if self._receives else "customers", vehicle=found.id)

    @override
    def keys_of_results(self) -> str:
        words, may = self._session.words, self._session.may
        offered = [words.text("Enter: the customer file.")]
        if may(Right.ENTER):
            offered.append(words.text("Ctrl+Enter: receive the car."))
        if may(Right.CALL):
            offered.append(words.text("Shift+Enter: their call, or log one."))
        return "  ".join(offered) if len(offered) > 1 else ""

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.results is not None and _receives(event):  # type: ignore[arg-type]
            event.accept()  # it is not for the page that shows
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._receives = _receives(event) and self._session.may(Right.ENTER)
        self._calls = _calls(event) and self._session.may(Right.CALL)
        super().keyPressEvent(event)


def _receives(event: QKeyEvent) -> bool:
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _calls(event: QKeyEvent) -> bool:
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
