"""The call beside the queue: whom, why now, which tasks it covers, and what came of it by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame, QStackedWidget, QVBoxLayout, QWidget

from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.forms import LineEdit
from dealerdesk.ui.pages.today.begun_calls import BegunCall
from dealerdesk.ui.pages.today.calls import number_of, why_of
from dealerdesk.ui.pages.today.later import LaterPanel
from dealerdesk.ui.widgets import StatusChip, boxed, column, label, line, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.ui.pages.today.calls import CallRow
    from dealerdesk.ui.session import Session


OUTCOMES: Final = ("today.done", "today.no_answer", "today.later")
"""The actions that say what came of a call."""


class CallPanel(QFrame):
    """One call, and the places for its note, its ticks and its outcome."""

    promised = Signal(object)
    """The customer named a time: a Promise."""

    def __init__(self, session: Session, button: Callable[..., QPushButton]) -> None:
        super().__init__()
        self.session, self.words = session, session.words
        self.call: CallRow | None = None
        self.drafts: dict[int, str] = {}
        self._opened = ""
        self.begun: dict[int, BegunCall] = {}
        """What is known of the calls that something was begun for."""
        self.laters: dict[int, list[str]] = {}
        """Days and times that were being asked for before this window, by call, until it is shown."""
        self._ticks: dict[int, QCheckBox] = {}
        self._name, self._car = label("", "title", wrap=True), label("", "muted", wrap=True)
        self._status, self._phone = StatusChip(), label("", "strong")
        self._why, self._last = label("", wrap=True), label("", "small", wrap=True)
        self._tasks = QVBoxLayout()
        self._tasks.setSpacing(2)
        self.note = LineEdit(hint=self.words.text("Note on the call (Ctrl+E)"))
        self.note.setAccessibleName(self.words.text("Note on the call"))
        self.later = LaterPanel(session)
        self._outcomes, self._buttons = QStackedWidget(), QWidget()
        self._lay_out(button)
        self.later.kept.connect(self.promised)
        self.later.left.connect(self.back)
        session.theme.changed.connect(lambda: self.show_call(self.call))
        self.show_call(None)

    # what it shows

    def show_call(self, call: CallRow | None) -> None:
        """Show a call; another one than before has all its tasks ticked, and the note that was begun for it, if any."""
        before, self.call = self.call, call
        if call is None or before is None or call.id != before.id:
            self._opened = ""
            self._keep_draft(before)
            self.note.setText(self.drafts.get(call.id, "") if call is not None else "")
            self.back()
        if call is None or before is None or call.entry != before.entry:
            self._tick(call)
        self._body.setVisible(call is not None)
        self._foot.setVisible(call is not None)
        self._nobody.setVisible(call is None)
        if call is not None:
            self._tell(call)
            self._ask_again(call.id)

    def show_phone(self, number: str) -> None:
        """Show the whole number of this call, for as long as it is the one that is shown."""
        self._opened = number
        self._phone.setText(number)

    def take_drafts(self, drafts: Mapping[int, str]) -> None:
        """Take notes that were begun, by the call that they are about."""
        self.drafts = dict(drafts)
        if self.call is not None:
            self.note.setText(self.drafts.get(self.call.id, ""))

    def begun_notes(self) -> dict[int, str]:
        """The notes that were typed for calls whose outcome is not kept yet."""
        self._keep_draft(self.call)
        return dict(self.drafts)

    def forget_note(self, call: CallRow) -> None:
        """The note of a call is kept with its outcome now."""
        self.drafts.pop(call.id, None)
        if self.call is not None and self.call.id == call.id:
            self.note.clear()

    def _keep_draft(self, call: CallRow | None) -> None:
        if call is not None:
            self.drafts.pop(call.id, None)
            if self.note.value():
                self.drafts[call.id] = self.note.value()
        if call is not None:
            self.begun[call.id] = BegunCall.of(call.leading)

    @property
    def ticked(self) -> tuple[int, ...]:
        """The tasks that are ticked, the leading one first."""
        return tuple(task for task, tick in self._ticks.items() if tick.isChecked())

    @property
    def all_tasks(self) -> tuple[int, ...]:
        """All tasks of the call."""
        return tuple(self._ticks)

    # call later

    def ask_when(self) -> None:
        """Ask for the day and time at which the customer wants to be called."""
        self._outcomes.setCurrentIndex(1)
        self._fit()
        self.later.begin(self.session.desk.clock().astimezone().time())

    def _ask_again(self, call: int) -> None:
        """Go on asking for the day and time that were being typed for this call."""
        typed = self.laters.pop(call, None)
        if typed is not None:
            self.ask_when()
            self.later.take_up(typed)

    def half_typed(self) -> dict[int, list[str]]:
        """The days and times that are being asked for, by call."""
        shown = {self.call.id: self.later.held()} if self.call is not None and self.asking else {}
        return {**self.laters, **shown}

    def back(self) -> None:
        """Show the outcomes again."""
        self._outcomes.setCurrentIndex(0)
        self._fit()

    @property
    def asking(self) -> bool:
        """Whether a day and time are being asked for."""
        return self._outcomes.currentIndex() == 1

    # parts

    def _lay_out(self, button: Callable[..., QPushButton]) -> None:
        done, no_answer, later = (button(name, self._with_keys(name)) for name in OUTCOMES)
        self._buttons.setLayout(column(done, row(no_answer, later), gap=6))
        self._outcomes.addWidget(self._buttons)
        self._outcomes.addWidget(self.later)
        self._body, self._nobody = QWidget(), muted(self.words.text("Choose a call to see it here."))
        doing = QWidget()
        doing.setLayout(flowing(button("today.call"), button("today.file"), gap=6))
        self._body.setLayout(
            column(
                row(self._name, None, self._status),
                self._car,
                row(self._phone, button("today.phone"), None),
                line(),
                self._why,
                self._last,
                line(),
                self._tasks,
                doing,
                None,
            )
        )
        inside = QWidget()
        inside.setLayout(column(self._nobody, self._body, None, margins=(14, 12, 14, 6)))
        self._foot = boxed(column(self.note, self._outcomes, margins=(14, 6, 14, 12)))
        outside = column(scrolling(inside), self._foot, gap=0)  # what a call ends with stays in sight
        outside.setStretch(0, 1)
        self.setLayout(outside)
        self.setMinimumWidth(self.session.theme.px(320))
        self.setProperty("role", "panel")

    def _with_keys(self, name: str) -> str:
        """The words of an action with its key beside them: whoever calls has no hand free for looking it up."""
        action = ACTIONS[name]
        keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
        return f"{self.words.text(action.words)}  {keys}"

    def _tell(self, call: CallRow) -> None:
        words, leading = self.words, call.leading
        color = self.session.theme.color(leading.status.value).name()
        status = words.label("mark.quasi-lost") if leading.quasi_lost else words.label(f"status.{leading.status}")
        self._name.setText(leading.customer or words.text("No customer known"))
        self._car.setText("   ".join(part for part in (leading.plate, leading.model) if part) or "—")
        self._status.show_status(status, color, outlined=leading.quasi_lost)
        self._phone.setText(self._opened or number_of(leading) or words.text("no working phone"))
        self._why.setText(why_of(leading, words))
        self._last.setText(self._last_words(leading))

    def _last_words(self, leading: QueueRow) -> str:
        words = self.words
        told = []
        if leading.last_visit is not None:
            told.append(words.text("Last visit {day}", day=leading.last_visit))
        if leading.months is not None:
            told.append(words.ntext("{n} month ago", "{n} months ago", leading.months))
        if leading.last_km is not None:
            told.append(words.km(leading.last_km))
        return "  ·  ".join(told) or words.text("No visit is known.")

    def _tick(self, call: CallRow | None) -> None:
        """Offer the tasks to be ticked where there are several; one alone is only named."""
        while (item := self._tasks.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._ticks = {}
        tasks = call.entry.rows if call is not None else ()
        for task in tasks:
            tick = QCheckBox(self._task_words(task))
            tick.setChecked(True)
            tick.setAccessibleName(tick.text())
            tick.setToolTip(why_of(task, self.words))
            self._ticks[task.id] = tick
        shown = self._ticks.values() if len(tasks) > 1 else [label(self._task_words(task)) for task in tasks]
        for part in shown:
            self._tasks.addWidget(part)

    def _task_words(self, task: QueueRow) -> str:
        return "   ".join(part for part in (self.words.label(f"reason.{task.reason}"), task.plate) if part)

    def _fit(self) -> None:
        """Take no more room than what shows."""
        for part in (self._buttons, self.later):
            policy = part.sizePolicy()
            shown = part is self._outcomes.currentWidget()
            policy.setVerticalPolicy(policy.Policy.Preferred if shown else policy.Policy.Ignored)
            part.setSizePolicy(policy)
        self._outcomes.updateGeometry()
