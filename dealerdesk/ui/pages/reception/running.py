"""The running tables: the cars in the workshop now, and the visits of the day, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from dealerdesk.domain.visit import Visit, charge_of
from dealerdesk.services.reception.booking import cars_in_workshop, visits_of_day
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.domain.visit_line import VisitLine
    from dealerdesk.ui.session import Session
    from dealerdesk.ui.spoken import ScreenWords

_ROWS_SHOWN: Final = 2
_TONES: Final = {"arrived": "watch", "in-workshop": "watch", "void": "departed"}


class Running(QTabWidget):
    """Both tables, each behind its name and how many rows it has."""

    opened = Signal(int)
    """A visit is to be looked at or changed, by its id."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, words = session, session.words
        self.workshop = LazyTable(
            session, columns(words, of_day=False), name="workshop", title=words.text("In the workshop now")
        )
        self.today = LazyTable(session, columns(words, of_day=True), name="visits", title=words.text("Today's visits"))
        for table in (self.workshop, self.today):
            table.opened.connect(lambda line: self.opened.emit(line.id))
            table.setMinimumHeight(session.theme.px(32) * (_ROWS_SHOWN + 1))
        self.setDocumentMode(True)
        self.addTab(self.workshop, "")
        self.addTab(self.today, "")
        self.tabBar().setAccessibleName(words.text("Running tables"))
        self._show((), ())

    def reload(self) -> None:
        """Ask anew for both."""
        desk = self._session.desk
        self._session.background.read(
            self, lambda: (cars_in_workshop(desk), visits_of_day(desk)), lambda found: self._show(*found), key="running"
        )

    def go_to(self, table: LazyTable) -> None:
        """Show a table and put the keyboard into it."""
        self.setCurrentWidget(table)
        table.setFocus()

    def _show(self, inside: Sequence[VisitLine], today: Sequence[VisitLine]) -> None:
        words = self._session.words
        self.workshop.show_rows(inside, keep=True)
        self.today.show_rows(today, keep=True)
        self.setTabText(0, words.text("In the workshop now ({n})", n=len(inside)))
        self.setTabText(1, words.text("Today's visits ({n})", n=len(today)))


def columns(words: ScreenWords, *, of_day: bool) -> tuple[TableColumn, ...]:
    """What a row says; a table of many days says which."""
    day = TableColumn("day", words.text("Date in"), lambda line: words.day(line.date_in), 126, sort=False)
    plain = (
        TableColumn("plate", words.text("Plate"), lambda line: line.plate or "—", 96, sort=False, bold=True),
        TableColumn("customer", words.text("Customer"), lambda line: line.customer or "—", 92, sort=False),
        TableColumn("model", words.text("Model"), lambda line: line.model or "", 100, sort=False),
        TableColumn("kind", words.text("Kind"), lambda line: line.kind or "—", 100, sort=False),
        TableColumn(
            "state",
            words.text("State"),
            lambda line: words.label(f"visit_state.{line.state}"),
            124,
            tone=lambda line: _TONES.get(line.state),
            sort=False,
        ),
        TableColumn(
            "odometer",
            words.text("Odometer"),
            lambda line: words.km(line.odometer) if line.odometer else "",
            92,
            "right",
            sort=False,
        ),
        TableColumn("charge", words.text("Charge"), lambda line: charge(words, line), 92, "right", sort=False),
        TableColumn("order", words.text("Order no."), lambda line: line.order_no or "", 118, sort=False),
        TableColumn("advisor", words.text("Received by"), lambda line: line.advisor or "", 80, sort=False),
    )
    return plain if of_day else (*plain[:1], day, *plain[1:])


def charge(words: ScreenWords, line: VisitLine) -> str:
    """What a visit charges, where anything of it is known."""
    amounts = (line.due_fen, line.discount_fen, line.paid_fen, line.redeemed_fen)
    if all(amount is None for amount in amounts):
        return ""
    due, discount, paid, redeemed = amounts
    visit = Visit(line.id, line.date_in, due_fen=due, discount_fen=discount, paid_fen=paid, redeemed_fen=redeemed)
    return words.money(charge_of(visit))
