"""What callers want the manager to see: the list, what was said in full, and how it was dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from dealerdesk.services.desk import Right
from dealerdesk.services.flags import flags, solve_flag
from dealerdesk.ui.forms import Form
from dealerdesk.ui.pages.complaints.columns import flag_columns, reading_of
from dealerdesk.ui.pages.complaints.form import TextBox
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import Chip, EmptyState, Splitter, boxed, column, label, muted, row
from dealerdesk.words.audit import who_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.flag import Flag
    from dealerdesk.services.flags import FlagKept
    from dealerdesk.ui.session import Session


class FlagsPart(QWidget):
    """The flags that wait, or those that were dealt with, and the current one beside them."""

    edited = Signal()

    def __init__(self, session: Session, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._session, self._read = session, reading_of(session)
        words = session.words
        self._busy = False
        self.waiting = Chip(words.text("Waiting"), checkable=True)
        self.solved = Chip(words.text("Dealt with already"), checkable=True)
        for chip in (self.waiting, self.solved):
            chip.setAutoExclusive(True)
            chip.clicked.connect(self.reload)
        self.waiting.setChecked(True)
        self.table = LazyTable(
            session, flag_columns(words, self._read), name="flags", title=words.text("For the manager")
        )
        self.table.picked.connect(self._show)
        self._none = EmptyState(
            words.text("Nothing waits for the manager"),
            words.text("What callers flag on the call desk stands here until it is dealt with."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._none)
        self._title, self._what, self._how = label("", "title", wrap=True), label("", wrap=True), muted()
        self.form = Form()
        self.solution = self.form.add("solution", words.label("flag_field.solution"), TextBox(3))
        self.form.on_change(self.edited.emit)
        self._buttons = tuple(buttons)
        beside = QWidget()
        beside.setLayout(
            column(
                self._title, self._what, self._how, self.form, row(*buttons, None), None, gap=8, margins=(12, 0, 0, 0)
            )
        )
        beside.setMinimumWidth(session.theme.px(320))
        left = column(row(self.waiting, self.solved, None), self._stack, gap=8)
        left.setStretch(1, 1)
        splitter = Splitter(boxed(left), beside)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([session.theme.px(640), session.theme.px(380)])
        self.setLayout(column(splitter))
        self._show(None)

    def reload(self) -> None:
        """Look anew at what waits."""
        desk, solved = self._session.desk, self.solved.isChecked()
        self._session.background.read(self, lambda: flags(desk, solved=solved), self._fill, key="flags")

    def solve(self) -> None:
        """The current flag was dealt with; a note takes that back."""
        flag: Flag | None = self.table.current()
        if flag is None or flag.solved_on is not None or self._busy:
            return
        desk, said = self._session.desk, self.solution.value() or ""
        self._busy = True
        self._session.background.write(
            self,
            lambda: solve_flag(desk, flag.id, flag.revision, said),
            self._solved,
            label=self._session.words.text("Saving…"),
            failed=self._refused,
        )

    @property
    def is_changed(self) -> bool:
        """Whether a solution is half written."""
        return bool(self.solution.value()) and self.solution.isVisibleTo(self)

    def _solved(self, kept: FlagKept) -> None:
        self._busy = False
        if kept.errors:
            self.form.show_errors({name: self._session.say(why) for name, why in kept.errors.items()})
            return
        self.solution.set_value("")
        self._session.note(self._session.words.text("Dealt with: the flag is gone."), undo=kept.changed.act)

    def _refused(self, why: Said) -> None:
        self._busy = False
        self._session.note(self._session.say(why), bad=True)
        self.reload()

    def _fill(self, found: tuple[Flag, ...]) -> None:
        self._stack.setCurrentWidget(self.table if found else self._none)
        self.table.show_rows(found, keep=True)
        if not found:
            self._show(None)

    def _show(self, flag: Flag | None) -> None:
        words = self._session.words
        open_one = flag is not None and flag.solved_on is None and self._session.may(Right.PLAN)
        self.form.setVisible(open_one)
        for made in self._buttons[:1]:
            made.setVisible(open_one)
        for made in self._buttons[1:]:
            made.setVisible(flag is not None)
        if flag is None:
            for part in (self._title, self._what, self._how):
                part.clear()
            return
        self._title.setText("   ".join(filter(None, (flag.customer, flag.plate))) or words.text("Nobody named"))
        self._what.setText(self._read(flag.what))
        raised = words.text("Flagged by {who} on {day}", who=who_name(words, flag.raised_by), day=flag.raised_on)
        done = ""
        if flag.solved_on is not None:
            done = words.text(
                "Dealt with by {who} on {day}", who=who_name(words, flag.solved_by or ""), day=flag.solved_on
            )
        self._how.setText("\n".join(filter(None, (raised, done, self._read(flag.solution or "")))))
