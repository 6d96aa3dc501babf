"""What one act did to each record: its fields, old and new; some records at a time."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTextBrowser, QWidget

from dealerdesk.services.audit import audit_detail
from dealerdesk.ui.widgets import button, column, label, row
from dealerdesk.words.audit import change_name, field_line, record_name, source_name, use_case_name, who_name

if TYPE_CHECKING:
    from dealerdesk.services.audit import AuditDetail, AuditLine, RecordChange
    from dealerdesk.ui.session import Session


class TrailDetail(QWidget):
    """The records of the current act."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        words = session.words
        self._act: int | None = None
        self._changes: list[RecordChange] = []
        self.title = label("", "strong", wrap=True)
        self.text = QTextBrowser()
        self.text.setAccessibleName(words.text("What the act changed"))
        self.text.setOpenLinks(False)
        self.more = button(words.text("Show more records"), self._ask)
        self.more.hide()
        laid = column(self.title, self.text, row(self.more, None), gap=6, margins=(0, 4, 0, 0))
        laid.setStretchFactor(self.text, 1)
        self.setLayout(laid)

    def show_line(self, line: AuditLine | None) -> None:
        """Show another act."""
        self._act, self._changes = (None if line is None else line.id), []
        self.text.clear()
        self.more.hide()
        if line is None:
            self.title.clear()
            return
        words = self._session.words
        self.title.setText(
            words.text(
                "Act {n:plain}: {what}, {when} by {who} ({source})",
                n=line.id,
                what=use_case_name(words, line.use_case),
                when=words.moment(line.at.astimezone()),
                who=who_name(words, line.who),
                source=source_name(words, line.source),
            )
        )
        self._ask()

    def take_focus(self) -> None:
        """Put the keyboard into the text."""
        self.text.setFocus()

    def _ask(self) -> None:
        act, start, desk = self._act, len(self._changes), self._session.desk
        if act is not None:
            self._session.background.read(
                self, lambda: audit_detail(desk, act, start), lambda found: self._take(act, start, found), key="detail"
            )

    def _take(self, act: int, start: int, found: AuditDetail) -> None:
        if act != self._act or start != len(self._changes):
            return
        self._changes += found.changes
        words = self._session.words
        nothing = words.text("No record was changed.")
        place = self.text.verticalScrollBar().value()
        self.text.setHtml("".join(map(self._html, self._changes)) or escape(nothing))
        self.text.verticalScrollBar().setValue(place)
        left = found.total - len(self._changes)
        self.more.setVisible(left > 0)
        self.more.setText(words.ntext("Show more ({n} record left)", "Show more ({n} records left)", max(left, 0)))

    def _html(self, change: RecordChange) -> str:
        words = self._session.words
        head = " ".join(filter(None, (record_name(words, change.table), change.name)))
        told = escape(f"{head} · {change_name(words, change)}")
        if change.what == "erased":
            told += f" — {escape(words.text('what was taken down of it was erased'))}"
        fields = "".join(f"<li>{escape(field_line(words, field, change.what))}</li>" for field in change.fields)
        return f"<p style='margin:6px 0 0 0'><b>{told}</b></p><ul style='margin:0'>{fields}</ul>"
