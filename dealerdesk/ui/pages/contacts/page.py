"""The Contacts page: every call, message, letter and talk, found and filtered; the current one beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from dealerdesk.domain.contact_query import ContactSort, ContactsQuery
from dealerdesk.domain.followup import CONSEQUENCES, Bucket, Disposition
from dealerdesk.services.contacts.table import change_contact_note, contact_choices, contact_rows, contacts
from dealerdesk.services.desk import Right
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.pages.contacts.detail import Detail
from dealerdesk.ui.pages.contacts.filter_line import FilterLine
from dealerdesk.ui.pages.contacts.outgoing import Outgoing
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import EmptyState, Splitter, boxed, button, column, muted, row
from dealerdesk.words.contact_facts import about_words, channel_words, when_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from dealerdesk.domain.contact_query import ContactChoices, ContactRow
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.session import Session
    from dealerdesk.words import Words

_TYPING: Final = 200
"""Milliseconds after a key until the table is asked."""

_SORTED: Final = {str(sort): sort for sort in ContactSort}


class ContactsPage(Page):
    """All that was said with customers, by every channel, the newest first."""

    name = "contacts"
    kinds = frozenset({"call", "customer", "vehicle", "task"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.query = ContactsQuery()
        self.search = LineEdit(hint=self.words.text("Plate, phone, name, pinyin initials or VIN"))
        self.search.setAccessibleName(self.words.text("Search in the contacts"))
        self.search.setClearButtonEnabled(True)
        self.filters = FilterLine(session)
        self.table = LazyTable(session, columns(self.words), name="contacts", title=self.words.text("Contacts"))
        self.count = muted("", wrap=False)
        about = (self.button("contacts.customer"), self.button("contacts.call"))
        savers = (self.button("contacts.save"), self.button("contacts.cancel", kind="quiet"))
        self.detail = Detail(session, about, savers)
        self.outgoing = Outgoing(session, self, self.table, lambda: self.query)
        self._lay_out()
        self._wire()

    # what the window asks of a page

    @override
    def reload(self) -> None:
        desk = self.session.desk
        self.session.background.read(self, lambda: contact_choices(desk), self._choose_from, key="choices")
        self._ask(keep=True)

    @override
    def wanted(self, query: ContactsQuery | None = None, **_what: Any) -> None:
        if query is not None:
            self.search.blockSignals(True)
            self.search.setText(query.text)
            self.search.blockSignals(False)
            self.ask(query)

    @override
    def focus_first(self) -> None:
        self.search.setFocus()

    @override
    def does(self) -> Mapping[str, Callable[[], object]]:
        return {
            "contacts.search": self._to_search,
            "contacts.filter": self.filters.first.setFocus,
            "contacts.clear": self.clear,
            "contacts.columns": self.table.choose_columns,
            "contacts.table": self.table.setFocus,
            "contacts.log": lambda: self.session.open("calls", log=True),
            "contacts.call": self._call_again,
            "contacts.customer": self._open_customer,
            "contacts.edit": self.detail.note.setFocus,
            "contacts.save": self._save,
            "contacts.cancel": self._cancel,
            "contacts.export": self.outgoing.export_table,
            "contacts.print": self.outgoing.print_table,
        }

    @override
    def state(self) -> dict[str, Any]:
        return {"query": self.query.to_data(), "row": self.table.current_id()}

    @override
    def restore(self, state: Mapping[str, Any]) -> None:
        self.wanted(ContactsQuery.from_data(state.get("query") or {}))

    @override
    def unsaved(self) -> bool:
        return self.detail.is_edited

    # which rows

    def ask(self, query: ContactsQuery) -> None:
        """Show the rows of another query."""
        if query != self.query:
            self.query = query
            self._ask(keep=False)

    def clear(self) -> None:
        """Show every row again."""
        self.search.clear()
        self.ask(self.query.unfiltered())

    def _ask(self, *, keep: bool) -> None:
        query, desk = self.query, self.session.desk
        self.filters.show_query(query)
        self.table.show_sort(str(query.sort), descending=query.descending)

        def take(ids: tuple[int, ...]) -> None:
            self._stack.setCurrentWidget(self.table if ids else self._none if query.is_filtered else self._empty)
            self.count.setText(self.words.ntext("{n} row", "{n} rows", len(ids)))
            self.table.show_ids(ids, lambda some: contact_rows(desk, some), keep=keep)

        self.session.background.read(self, lambda: contacts(desk, query), take, key="rows")

    def _choose_from(self, choices: ContactChoices) -> None:
        self.filters.offer(choices)
        self.filters.show_query(self.query)

    def _sorted(self, code: str, descending: bool) -> None:
        self.ask(self.query.asking(sort=_SORTED[code], descending=descending))

    # the current contact

    def _picked(self, contact: ContactRow | None) -> None:
        held = self.detail.contact
        if self.detail.is_edited and held is not None and (contact is None or contact.id != held.id):
            self.session.note(self.words.text("Save the note first, or leave it as it was (Esc)."), bad=True)
            QTimer.singleShot(0, self, lambda: self.table.go_to(held.id))
            return
        self.detail.show_contact(contact)

    def _save(self) -> None:
        contact, desk = self.detail.contact, self.session.desk
        if contact is None or not self.detail.is_edited:
            return
        note = self.detail.note.toPlainText()

        def kept(changed: Changed) -> None:
            self.detail.show_contact(contact._replace(note=note.strip() or None, revision=contact.revision + 1))
            self.session.note(self.words.text("Note kept."), undo=changed.act)
            self.table.setFocus()

        self.session.background.write(
            self,
            lambda: change_contact_note(desk, contact.id, contact.revision, note),
            kept,
            label=self.words.text("Keeping the note"),
        )

    def _cancel(self) -> None:
        if self.detail.is_edited:
            self.detail.leave()
        elif self.search.hasFocus() and self.search.text():
            self.search.clear()
        self.table.setFocus()

    def _open_customer(self) -> None:
        contact = self.detail.contact
        if contact is None or (contact.vehicle_id is None and contact.customer_id is None):
            self.session.note(self.words.text("No contact is chosen."), bad=True)
        elif contact.vehicle_id is not None:
            self.session.open("customers", vehicle=contact.vehicle_id)
        else:
            self.session.open("customers", customer=contact.customer_id)

    def _call_again(self) -> None:
        contact = self.detail.contact
        if contact is None or contact.customer_id is None:
            self.session.note(self.words.text("No contact is chosen."), bad=True)
            return
        self.session.open("calls", customer=contact.customer_id)

    # parts

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _lay_out(self) -> None:
        words = self.words
        self._none = EmptyState(
            words.text("Nothing fits"),
            words.text("No contact meets the search and the filters."),
            button(words.text("Clear search and filters"), self.clear, kind="primary"),
        )
        importing = [button(words.text("Go to Import"), lambda: self.session.open("import"))]
        self._empty = EmptyState(
            words.text("No contacts yet"),
            words.text("Calls that are made here stand in this history. Old call records can be imported."),
            button(words.text("To the call desk"), lambda: self.session.open("calls"), kind="primary"),
            *(importing if self.session.may(Right.IMPORT) else ()),
        )
        self._stack = QStackedWidget()
        for part in (self.table, self._none, self._empty):
            self._stack.addWidget(part)
        buttons = [
            self.button("contacts.log"),
            self.button("contacts.print", words.text("Print…")),
            self.button("contacts.export", words.text("Export…")),
        ]
        top = row(self.search, *buttons, gap=8)
        left = column(top, self.filters, self._stack, self.count, gap=8)
        left.setStretchFactor(self._stack, 1)
        self.splitter = Splitter(boxed(left), boxed(column(self.detail)))
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        px = self.session.theme.px
        self.splitter.setSizes([px(860), px(300)])
        self.setLayout(column(self.splitter, margins=(16, 8, 16, 12)))

    def _wire(self) -> None:
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TYPING)
        self._soon.timeout.connect(lambda: self.ask(self.query.asking(text=self.search.value())))
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.filters.asked.connect(self.ask)
        self.table.sorted.connect(self._sorted)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _contact: self._open_customer())


def columns(words: Words) -> tuple[TableColumn, ...]:
    """The columns of the table, as they stand from left to right."""

    def made(code: str, text: Callable[[ContactRow], str], width: int, **more: object) -> TableColumn:
        return TableColumn(code, words.label(f"contact_column.{code}"), text, width, sort=code in _SORTED, **more)  # type: ignore[arg-type]

    def told(day: date | None) -> str:
        return "" if day is None else words.day(day)

    return (
        made("when", lambda one: when_words(words, one, one.at.astimezone()), 178),
        made("customer", lambda one: one.customer or "", 92, bold=True),
        made("plate", lambda one: one.plate or "", 92),
        made("channel", lambda one: channel_words(words, one), 112),
        made("result", lambda one: words.label(f"disposition.{one.result}"), 132, tone=tone_of),
        made("note", lambda one: " ".join((one.note or "").split()), 260),
        made("about", lambda one: about_words(words, one), 150),
        made("who", lambda one: one.who, 90),
        made("for_next", lambda one: one.for_next or "", 160, shown=False),
        TableColumn(
            "promised", words.text("Promised for"), lambda one: told(one.promised_on), 120, sort=False, shown=False
        ),
    )


def tone_of(contact: ContactRow) -> str | None:
    """The colour of what came of a contact: muted where nobody was reached."""
    bucket = CONSEQUENCES[Disposition(contact.result)].bucket
    return "muted" if bucket is Bucket.NOT_REACHED else None
