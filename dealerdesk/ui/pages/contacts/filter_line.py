"""The filters over the contacts: days, channel, result, who spoke, who began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.contact import Channel
from dealerdesk.domain.contact_query import ContactsQuery
from dealerdesk.domain.followup import Disposition
from dealerdesk.ui.fields import Choice, DateEdit
from dealerdesk.ui.flow import flowing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.domain.contact_query import ContactChoices
    from dealerdesk.ui.session import Session


class FilterLine(QWidget):
    """What the rows are filtered by; `asked` when a person wants it otherwise."""

    asked = Signal(object)
    """The query as it is wanted now."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._query = session, ContactsQuery()
        words = session.words
        self.first, self.last = self._day(words.text("From")), self._day(words.text("Until"))
        self.channel = self._choice(
            words.text("Every channel"), [(one, words.label(f"channel.{one}")) for one in Channel]
        )
        results = [(one, words.label(f"disposition.{one}")) for one in Disposition]
        self.result = self._choice(words.text("Whatever came of it"), results)
        self.who = self._choice(words.text("Everybody"), [])
        began = [(True, words.text("incoming")), (False, words.text("outgoing"))]
        self.began = self._choice(words.text("Incoming and outgoing"), began)
        self.parts = (self.first, self.last, self.channel, self.result, self.who, self.began)
        names = ("From", "Until", "Channel", "Result", "Who spoke", "Incoming or outgoing")
        for part, name in zip(self.parts, names, strict=True):
            part.setAccessibleName(words.text(name))
        self.setLayout(flowing(*self.parts))

    def offer(self, choices: ContactChoices) -> None:
        """Offer who there is to choose from."""
        held = self.who.value()
        everybody = self._session.words.text("Everybody")
        self.who.offer([(None, everybody), *((name, name) for name in choices.who)], held)

    def show_query(self, query: ContactsQuery) -> None:
        """Show the filters of a query."""
        self._query = query
        self.first.set_day(query.first)
        self.last.set_day(query.last)
        self.channel.set_value(query.channels[0] if len(query.channels) == 1 else None)
        self.result.set_value(query.results[0] if len(query.results) == 1 else None)
        if query.who and self.who.findData(query.who[0]) < 0:
            self.who.addItem(query.who[0], query.who[0])
        self.who.set_value(query.who[0] if len(query.who) == 1 else None)
        self.began.set_value(query.incoming)

    def _ask(self) -> None:
        channel, result, who, began = (box.value() for box in (self.channel, self.result, self.who, self.began))
        query = self._query.asking(
            first=self.first.day(),
            last=self.last.day(),
            channels=() if channel is None else (channel,),
            results=() if result is None else (result,),
            who=() if who is None else (who,),
            incoming=began,
        )
        if query != self._query:
            self._query = query
            self.asked.emit(query)

    def _day(self, hint: str) -> DateEdit:
        field = DateEdit(today=self._session.desk.today, theme=self._session.theme, hint=hint)
        field.setFixedWidth(self._session.theme.px(140))
        field.editingFinished.connect(self._ask)
        return field

    def _choice(self, anything: str, choices: Sequence[tuple[object, str]]) -> Choice:
        box = Choice([(None, anything), *choices])
        box.chosen.connect(self._ask)
        return box
