"""What the page says where there is nobody to call: an empty store, no tasks, or a day without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from dealerdesk.ui.widgets import EmptyState, button, nothing_to_see

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.services.today import DayAtTheDesk
    from dealerdesk.ui.pages.today.page import TodayPage
    from dealerdesk.ui.session import Session


class Emptiness(QStackedWidget):
    """What to do next where no call is offered; `store` stands for the whole day where there are no customers yet."""

    def __init__(self, session: Session, page: TodayPage) -> None:
        super().__init__()
        self._session, self._page, words = session, page, session.words
        self._next_day: date | None = None
        self.store = nothing_to_see(
            session,
            words.text("No customers yet"),
            words.text("Import what your system exports: vehicles and visits. Whom to call comes from them."),
            button(words.text("First steps"), lambda: session.open("first-run")),
        )
        self._none = EmptyState(
            words.text("No tasks yet"),
            words.text(
                "Tasks are made from the month lists: who is about to be lost, at risk, or due for maintenance."
            ),
            page.button("today.tasks"),
        )
        self._go = button(words.text("Next day with calls"), self._go_on)
        self._later = EmptyState("", "", self._go, page.button("today.tasks"))
        self.addWidget(self._none)
        self.addWidget(self._later)

    def tell_day(self, seen: DayAtTheDesk) -> None:
        """Say why nobody is to be called on a day."""
        words = self._session.words
        self.setCurrentIndex(1 if seen.any_tasks else 0)
        self._next_day = seen.next_day
        self._go.setVisible(seen.next_day is not None)
        if seen.next_day is not None:
            self._go.setText(words.text("Go to {day}", day=seen.next_day))
            self._go.setAccessibleName(self._go.text())
        if seen.queue.held:
            text = words.text("What is due on {day} cannot be called now: the causes stand below.", day=seen.day)
        elif not seen.working:
            text = words.text("{day:full} is no working day.", day=seen.day)
        else:
            text = words.text("No more calls are due on {day}.", day=seen.day)
        self._later.tell(words.text("Nobody to call"), text)

    def _go_on(self) -> None:
        if self._next_day is not None:
            self._page.bar.go_to(self._next_day)
