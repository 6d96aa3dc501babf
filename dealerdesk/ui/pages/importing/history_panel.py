"""The imports so far: what each brought, by whom, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.errors import said
from dealerdesk.services.importing import PastImport, UndoResult, import_history
from dealerdesk.ui.pages.importing.outcome_panel import Workbook, counts_line
from dealerdesk.ui.pages.importing.steps_stack import StepsStack
from dealerdesk.ui.tables import LazyTable, TableColumn
from dealerdesk.ui.widgets import EmptyState, boxed, button, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.ui.session import Session


class PastRow(NamedTuple):
    """An import as the table takes it."""

    id: int
    past: PastImport


class HistoryPanel(QWidget):
    """The table of imports, and beside it what became of the current one."""

    undo_asked = Signal(int)
    """A person is sure that this import is to be taken back."""

    folder_asked = Signal()
    copy_asked = Signal()
    picked = Signal()
    """Another import is the current one, or something else is known of it."""

    def __init__(self, session: Session, undo: QPushButton, rejects: QPushButton, choose: QPushButton) -> None:
        super().__init__()
        self._session, self._undo = session, undo
        words = session.words
        self.table = LazyTable(session, tuple(self._columns()), name="imports", title=words.text("History of imports"))
        self._title, self._told = label("", "title", wrap=True), muted()
        self._counts, self._reasons = label("", wrap=True), label("", wrap=True)
        self.workbook = Workbook(session, rejects)
        self.result = label("", wrap=True)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._why_not = muted()
        self.sure = self._ask()
        self._stack = StepsStack()
        self._empty = EmptyState(
            words.text("Nothing was imported yet"),
            words.text("Every import is listed here with its counts, and can be taken back as a whole."),
            choose,
        )
        self._lay_out()
        self.table.picked.connect(self._show)
        self.workbook.folder_asked.connect(self.folder_asked)
        self.workbook.copy_asked.connect(self.copy_asked)

    def reload(self) -> None:
        """Look at the imports anew."""
        desk = self._session.desk
        self._session.background.read(self, lambda: import_history(desk), self._take, key="history")

    def current(self) -> PastImport | None:
        """The current import, or None."""
        shown: PastRow | None = self.table.current()
        return None if shown is None else shown.past

    def ask_undo(self) -> None:
        """Ask in place whether the current import is to be taken back."""
        past = self.current()
        if past is not None and past.why_not is None:
            self.sure.show()
            self._no.setFocus()

    def tell_undoing(self, text: str) -> None:
        """Say that an import is being taken back; nothing with an empty text."""
        self.result.setText(text)
        self.result.setVisible(bool(text))

    def tell_undone(self, result: UndoResult) -> None:
        """Say what was taken back, and what stayed."""
        words = self._session.words
        told = words.say(said("cli.undo", batch=result.batch, removed=result.removed, restored=result.restored))
        if result.kept:
            told += "\n" + words.say(said("cli.undo.kept", what=tuple(result.kept)))
        self.result.setText(told)
        self.result.show()

    def take_focus(self) -> None:
        """Put the keyboard where work goes on."""
        self.table.setFocus()

    def _columns(self) -> Iterator[TableColumn]:
        words = self._session.words

        def count(name: str) -> TableColumn:
            return TableColumn(
                name, words.label(f"count.{name}"), lambda each: words.number(each.past.counts[name]), 96, "right",
                sort=False,
            )  # fmt: skip

        yield TableColumn("batch", words.text("No."), lambda each: str(each.id), 56, "right", sort=False)
        yield TableColumn("day", words.text("Day"), lambda each: words.day(each.past.day), 132, sort=False)
        yield TableColumn("file", words.text("File"), lambda each: each.past.file_name, 170, sort=False, bold=True)
        yield TableColumn(
            "kind", words.text("Kind"), lambda each: words.label(f"import_kind.{each.past.kind}"), 110, sort=False
        )
        for name in ("added", "updated", "unchanged", "set_aside", "rejected"):
            yield count(name)
        yield TableColumn(
            "state", words.text("State"), lambda each: words.label(f"import_state.{each.past.state}"), 110,
            tone=lambda each: "muted" if each.past.state == "undone" else None, sort=False,
        )  # fmt: skip
        yield TableColumn("who", words.text("By"), self._who, 90, sort=False, shown=False)

    def _who(self, each: PastRow) -> str:
        words, who = self._session.words, each.past.who
        return words.label(f"actor.{who}") if who == "owner" else who

    def _ask(self) -> QWidget:
        words = self._session.words
        self._question = label("", "strong", wrap=True)
        yes = button(words.text("Take it back"), self._confirmed, kind="primary")
        self._no = button(words.text("Leave it"), self._leave)
        return boxed(column(self._question, row(yes, self._no, None), margins=(12, 10, 12, 10)), "banner")

    def _lay_out(self) -> None:
        self.sure.hide()
        self.result.hide()
        inside = QWidget()
        parts = (self._title, self._told, self.result, row(self._undo, None), self.sure, self._why_not)
        inside.setLayout(column(*parts, self._counts, self._reasons, self.workbook, None, margins=(4, 8, 4, 8)))
        below = scrolling(inside)
        shown = QWidget()
        layout = column(self.table, below)
        layout.setStretchFactor(self.table, 1)
        layout.setStretchFactor(below, 1)
        shown.setLayout(layout)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(shown)
        self.setLayout(column(self._stack))

    def _take(self, found: tuple[PastImport, ...]) -> None:
        self._stack.setCurrentIndex(1 if found else 0)
        self.table.show_rows([PastRow(past.batch, past) for past in found], keep=True)

    def _show(self, shown: PastRow | None) -> None:
        self.sure.hide()
        if shown is not None:
            self._show_past(shown.past)
        self.picked.emit()

    def _show_past(self, past: PastImport) -> None:
        words = self._session.words
        self._title.setText(words.text("Import {n:plain}: {file}", n=past.batch, file=past.file_name))
        when, who = words.moment(past.at.astimezone()), self._who(PastRow(past.batch, past))
        told = words.text(
            "{when} by {who} · known already: {existing}", when=when, who=who, existing=self._existing(past)
        )
        self._told.setText(told)
        self._counts.setText(counts_line(self._session, past.counts))
        reasons = {**past.counts["reasons"], **past.counts["warnings"]}
        lines = (f"{words.label(f'row.{code}')} {words.number(n)}" for code, n in reasons.items())
        self._reasons.setText(" · ".join(lines))
        self._reasons.setVisible(bool(reasons))
        self.workbook.show_path(past.rejects_path)
        self._why_not.setText(self._why(past))
        self._why_not.setVisible(past.why_not is not None)
        self._undo.setVisible(past.why_not is None)
        self._question.setText(
            words.text(
                "Take import {n:plain} back? What it added is removed, what it changed is restored; "
                "what was edited since stays.",
                n=past.batch,
            )
        )

    def _existing(self, past: PastImport) -> str:
        return self._session.words.label(f"existing.{past.existing}")

    def _why(self, past: PastImport) -> str:
        words = self._session.words
        if past.why_not is None:
            return ""
        if past.undone_at is not None:
            return words.text("Taken back on {when}.", when=words.moment(past.undone_at.astimezone()))
        return self._session.say(past.why_not)

    def _confirmed(self) -> None:
        past = self.current()
        self.sure.hide()
        if past is not None:
            self.result.hide()
            self.undo_asked.emit(past.batch)
        self.table.setFocus()

    def _leave(self) -> None:
        self.sure.hide()
        self._undo.setFocus()
