"""One contact beside the table: all that is known of it, and its note, which can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QWidget

from dealerdesk.ui.widgets import column, label, muted, row
from dealerdesk.words.contact_facts import about_words, channel_words, when_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.contact_query import ContactRow
    from dealerdesk.ui.session import Session


class Detail(QWidget):
    """The contact that is looked at; `edited` when its note becomes another."""

    edited = Signal()

    def __init__(self, session: Session, buttons: Sequence[QPushButton], savers: Sequence[QPushButton]) -> None:
        super().__init__()
        self._session = session
        self.contact: ContactRow | None = None
        self._kept = ""
        self.title = label("", "title", wrap=True)
        self._facts = QWidget()
        self._lines = QFormLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self._facts.setLayout(self._lines)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(session.theme.px(180))
        self.note.setAccessibleName(session.words.text("Note"))
        self._note_label = label(session.words.text("Note"), "strong")
        self._note_label.setBuddy(self.note)
        self._buttons, self._savers = buttons, savers
        self.nothing = muted(session.words.text("Choose a contact to see what was said."))
        self._parts = (self.title, self._facts, self._note_label, self.note)
        laid = column(
            self.title, row(*buttons, None), self._facts, self._note_label, self.note, row(*savers, None), self.nothing,
            None, gap=8, margins=(12, 12, 12, 12),
        )  # fmt: skip
        laid.setStretchFactor(self.note, 1)
        self.setLayout(laid)
        self.note.textChanged.connect(self._typed)
        self.show_contact(None)

    @property
    def is_edited(self) -> bool:
        """Whether the note is another than the one that is kept."""
        return self.contact is not None and self.note.toPlainText().strip() != self._kept.strip()

    def show_contact(self, contact: ContactRow | None) -> None:
        """Show a contact, or that none is chosen; a note that is being mended stays with its own contact."""
        same = contact is not None and self.contact is not None and contact.id == self.contact.id
        written = self.note.toPlainText() if same and self.is_edited else None
        self.contact = contact
        for part in self._parts:
            part.setVisible(contact is not None)
        self.nothing.setVisible(contact is None)
        for button in self._buttons:
            button.setVisible(contact is not None and button.isEnabled())
        self._kept = "" if contact is None else contact.note or ""
        self.note.setPlainText(self._kept if written is None else written)
        while self._lines.rowCount():
            self._lines.removeRow(0)
        if contact is not None:
            self.title.setText(" · ".join(filter(None, (contact.customer, contact.plate))))
            for name, told in self._told(contact):
                self._lines.addRow(muted(name, wrap=False), label(told, wrap=True))
        self._typed()

    def leave(self) -> None:
        """Let the note be what it was."""
        self.note.setPlainText(self._kept)

    def _typed(self) -> None:
        for button in self._savers:
            button.setVisible(self.is_edited)
        self.edited.emit()

    def _told(self, contact: ContactRow) -> Iterator[tuple[str, str]]:
        words = self._session.words
        yield words.label("contact_column.when"), when_words(words, contact, contact.at.astimezone())
        yield words.label("contact_column.channel"), channel_words(words, contact)
        yield words.label("contact_column.who"), contact.who
        yield words.label("contact_column.result"), words.label(f"disposition.{contact.result}")
        if contact.about or contact.topic:
            yield words.label("contact_column.about"), about_words(words, contact)
        if contact.promised_on is not None:
            at = "" if contact.promised_at is None else f" {contact.promised_at:%H:%M}"
            yield words.text("Promised for"), f"{words.day(contact.promised_on)}{at}"
        if contact.survey is not None:
            gone = words.text("to its end") if contact.complete else words.text("broken off")
            yield words.text("Questionnaire"), gone
        if contact.for_next:
            yield words.label("contact_column.for_next"), contact.for_next
