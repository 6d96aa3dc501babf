"""What list this is: its name and month, how many rows, and in words who is in it and by which dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dealerdesk.domain.list_told import told
from dealerdesk.ui.widgets import column, label, muted, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.month_list import Criteria
    from dealerdesk.services.list_view import ListView
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session
    from dealerdesk.words import Words


class Heading(QWidget):
    """The list's title, its count, and its criteria; buttons stand at the right."""

    def __init__(self, session: Session, *buttons: QPushButton) -> None:
        super().__init__()
        self._session = session
        self._title, self._count = label("", "heading"), label("", "muted")
        self._criteria = muted()
        self._criteria.setMinimumWidth(200)
        self.setLayout(column(row(self._title, self._count, None, *buttons), self._criteria, gap=2))

    def looking(self, place: Place) -> None:
        """Say which list is being looked for."""
        words = self._session.words
        month = words.month(place.month_on(self._session.desk.today))
        self._title.setText(f"{words.label(f'list.{place.name}')} · {month}")
        self._count.setText("…")

    def show_view(self, view: ListView) -> None:
        """Say what is shown."""
        words = self._session.words
        shown, members = len(view.ids), view.members
        if shown == members:
            self._count.setText(words.ntext("{n} row", "{n} rows", members))
        else:
            self._count.setText(words.ntext("{shown} of {n} row", "{shown} of {n} rows", members, shown=shown))
        self._criteria.setText(criteria_words(words, view.asked))

    def show_none(self) -> None:
        """Say nothing of rows: what was looked for cannot be shown."""
        self._count.setText("")
        self._criteria.setText("")

    def text(self) -> str:
        """Everything that it says."""
        return f"{self._title.text()} {self._count.text()} {self._criteria.text()}"


def criteria_words(words: Words, asked: Criteria) -> str:
    """Who is in the list, and by which base month, day and policy."""
    facts = [words.say(told(asked))]
    if asked.base_month is not None:
        facts.append(words.text("Base month {month}", month=asked.base_month))
    facts.append(words.text("As of {day}", day=asked.as_of))
    facts.append(words.text("Policy {policy}", policy=words.label(f"policy.{asked.policy.name}")))
    return "  ·  ".join(facts)
