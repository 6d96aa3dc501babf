"""The complaint that the table is at: what was said, what became of it so far, and the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QWidget

from dealerdesk.domain.complaint import FOLLOWING, ComplaintState, ComplaintStep
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.forms import Form
from dealerdesk.ui.pages.complaints.columns import reading_of, tone_of
from dealerdesk.ui.pages.complaints.form import TextBox
from dealerdesk.ui.widgets import StatusChip, boxed, column, label, row, scrolling
from dealerdesk.words.audit import who_name
from dealerdesk.words.complaints import car_line, left_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.domain.complaint import Complaint
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.complaint_history import ComplaintFile, StepDone
    from dealerdesk.ui.session import Session

STEPS: Final[Mapping[str, ComplaintState]] = {
    "assign": ComplaintState.ASSIGNED,
    "handle": ComplaintState.HANDLING,
    "answer": ComplaintState.ANSWERED,
    "confirm": ComplaintState.CONFIRMED,
    "close": ComplaintState.CLOSED,
    "reopen": ComplaintState.REOPENED,
}
"""The steps by the names of their actions."""

_FACTS: Final = (
    "happened", "wanted", "solution", "category", "department", "handler", "channel", "received_on", "received_by",
    "solved_on", "told_on", "confirmed_on", "closed_on", "reopened", "code",
)  # fmt: skip
_TEXTS: Final = frozenset({"happened", "wanted", "solution"})
_CODED: Final[Mapping[str, str]] = {"category": "category", "channel": "channel"}


class StepForm(QWidget):
    """What a step needs: who is put in charge, or the solution and whether the customer knows it."""

    edited = Signal()

    def __init__(
        self, session: Session, state: ComplaintState, file: Complaint, people: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__()
        self.state, self.file = state, file
        self.session = session
        words = session.words
        self.form = Form()
        self._title = label(words.label(f"complaint_step.{state}").rstrip("…"), "section")
        self.handler, self.solution, self.told = Choice(), TextBox(4, file.solution), QCheckBox()
        if state is ComplaintState.ASSIGNED:
            self.handler.offer([(None, "—"), *people], file.handler_id)
            self.form.add("handler", words.label("complaint_field.handler"), self.handler)
        else:
            self.form.add("solution", words.label("complaint_field.solution"), self.solution)
            self.told.setText(words.text("The customer was told today"))
            self.form.wide(self.told)
        self.form.on_change(self.edited.emit)
        self.told.toggled.connect(lambda _on: self.edited.emit())
        self.setLayout(column(self._title, self.form, gap=6))
        self._first = self.held()

    def step(self) -> ComplaintStep:
        """The step as it was filled in."""
        if self.state is ComplaintState.ASSIGNED:
            chosen = self.handler.value()
            return ComplaintStep(self.state, handler=chosen if isinstance(chosen, int) else None)
        return ComplaintStep(self.state, solution=self.solution.value(), told=self.told.isChecked())

    def show_errors(self, errors: Mapping[str, Said]) -> None:
        """Say what is wrong beside the fields."""
        self.form.show_errors({name: self.session.say(why) for name, why in errors.items()})

    @property
    def is_changed(self) -> bool:
        """Whether anything was entered."""
        return self.held() != self._first

    def held(self) -> dict[str, Any]:
        """What was entered, as JSON can hold it."""
        return {
            "handler": self.handler.value(),
            "solution": self.solution.toPlainText(),
            "told": self.told.isChecked(),
        }

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told."""
        self.handler.set_value(held.get("handler"))
        self.solution.set_value(held.get("solution"))
        self.told.setChecked(bool(held.get("told")))

    def start(self) -> None:
        """Put the keyboard into the first field."""
        next(iter(self.form.fields.values())).setFocus()


class FileView(QWidget):
    """One complaint: who and which car, its state and the time left, its fields, its steps."""

    def __init__(self, session: Session, buttons: Sequence[QPushButton], step_buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._session, self._read = session, reading_of(session)
        self.file: ComplaintFile | None = None
        self._title = label("", "title", wrap=True)
        self._state, self._left = StatusChip(), StatusChip()
        self._warning = label("", "bad", wrap=True)
        self._steps = flowing()
        for made in buttons:
            self._steps.addWidget(made)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._history = column(gap=6)
        self._form_place = column(gap=6)
        self._form_frame = boxed(
            column(self._form_place, row(*step_buttons, None), gap=8, margins=(10, 8, 10, 10)), "banner"
        )
        self._form_frame.hide()
        self._facts_head = label(session.words.text("What was said"), "section")
        self._history_head = label(session.words.text("Steps so far"), "section")
        inside = QWidget()
        inside.setLayout(
            column(
                self._facts_head, self._grid, 4, self._history_head, self._history, None, gap=8, margins=(0, 0, 8, 0)
            )
        )
        head = row(self._state, self._left, None, gap=6)
        laid = column(
            self._title, head, self._warning, self._steps, self._form_frame, scrolling(inside), gap=8,
            margins=(12, 0, 0, 0),
        )  # fmt: skip
        laid.setStretch(5, 1)
        self.setLayout(laid)
        self.setMinimumWidth(session.theme.px(320))

    def show_file(self, file: ComplaintFile) -> None:
        """Show a complaint."""
        self.file, words, theme = file, self._session.words, self._session.theme
        found = file.complaint
        named = "   ".join(filter(None, (found.customer, car_line(found))))
        self._title.setText(named or words.text("Nobody named"))
        self._state.show_status(words.label(f"complaint_state.{found.state}"), theme.color("muted").name())
        left, tone = left_line(words, found), tone_of(found)
        self._left.show_status(left, theme.color(tone or "muted").name(), outlined=tone is None)
        over = tone == "bad" and not found.untold
        self._warning.setText(words.text("Not solved within the limit: to the supervisor.") if over else "")
        self._warning.setVisible(over)
        self._show_facts(found)
        self._show_steps(file.steps)

    def hold_step(self, form: StepForm | None) -> None:
        """Show what a step needs, or nothing."""
        while (item := self._form_place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        self._form_frame.setVisible(form is not None)
        if form is not None:
            self._form_place.addWidget(form)

    @property
    def next_steps(self) -> frozenset[str]:
        """The names of the steps that can come next; `tell` where the customer waits to be told."""
        if self.file is None:
            return frozenset()
        found = self.file.complaint
        follow = {name for name, state in STEPS.items() if state in FOLLOWING[found.state]}
        return frozenset(follow | ({"tell"} if found.untold else set()))

    def _show_facts(self, found: Complaint) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        words = self._session.words
        at = 0
        for name in _FACTS:
            value = getattr(found, name)
            if not value:
                continue
            told = words.label(f"{_CODED[name]}.{value}") if name in _CODED else words.shown(value)
            told = self._read(told) if name in _TEXTS else told
            told = who_name(words, value) if name == "received_by" else told
            head = label(words.label(f"complaint_field.{name}"), "muted")
            self._grid.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_selectable(told), at, 1)
            at += 1

    def _show_steps(self, steps: Sequence[StepDone]) -> None:
        while (item := self._history.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for step in steps:
            self._history.addWidget(_selectable(self._step_line(step)))

    def _step_line(self, step: StepDone) -> str:
        words = self._session.words
        done = [words.label(f"complaint_state.{step.state}")] if step.state else []
        if step.handler:
            done.append(words.text("{name}: {value}", name=words.label("complaint_field.handler"), value=step.handler))
        if step.told and step.state is None:
            done.append(words.text("Customer was told"))
        if step.corrected:
            names = [words.label(f"complaint_field.{name}") for name in step.corrected]
            done.append(words.text("corrected: {fields}", fields=words.formats.enumeration(names)))
        said = f"\n{self._read(step.solution)}" if step.solution else ""
        who = who_name(words, step.who)
        when = words.moment(step.at.astimezone())
        return f"{when}   {who}   {words.formats.enumeration(done)}{said}"


def _selectable(text: str) -> QLabel:
    made = label(text, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
