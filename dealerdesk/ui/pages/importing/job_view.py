"""One file on the page: the step it is at, and the panel of that step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dealerdesk.services.desk import Right
from dealerdesk.services.settings import rules_of
from dealerdesk.ui.pages.importing.columns_panel import ColumnsPanel
from dealerdesk.ui.pages.importing.job import UNDER_WAY, Job, Step
from dealerdesk.ui.pages.importing.outcome_panel import OutcomePanel, Workbook
from dealerdesk.ui.pages.importing.steps_stack import StepsStack
from dealerdesk.ui.pages.importing.working_panel import TroublePanel, WorkingPanel
from dealerdesk.ui.widgets import boxed, button, column, label, restyled, row
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.services.importing import ImportResult
    from dealerdesk.ui.session import Session

    MakeButton = Callable[..., QPushButton]

Panel = ColumnsPanel | WorkingPanel | TroublePanel | OutcomePanel

_STEPS: Final = (N_("1 Columns"), N_("2 Dry run"), N_("3 Import"), N_("4 Result"))
_PLACES: Final = {
    Step.LOOKING: 0,
    Step.FAILED: 0,
    Step.COLUMNS: 0,
    Step.TRYING: 1,
    Step.TRIED: 1,
    Step.IMPORTING: 2,
    Step.DONE: 3,
}


class StepStrip(QWidget):
    """The steps of a file, the present one marked."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._steps: list[QLabel] = [label(session.words.text(text), "muted") for text in _STEPS]
        arrows = [label("›", "muted") for _ in _STEPS[1:]]
        parts = [part for pair in zip(self._steps, [*arrows, None], strict=True) for part in pair]
        self.setLayout(row(*parts, gap=8))

    def show_step(self, step: Step) -> None:
        """Mark a step."""
        for at, words in enumerate(self._steps):
            words.setProperty("role", "strong" if at == _PLACES[step] else "muted")
            restyled(words)
        told = self._session.words.text("Step {n} of {all}", n=_PLACES[step] + 1, all=len(_STEPS))
        self.setAccessibleName(f"{told}: {self._steps[_PLACES[step]].text()}")


class JobView(QWidget):
    """A file at its present step. What is pressed here is told to the page."""

    corrected = Signal(dict)
    existing_chosen = Signal(str)
    folder_asked = Signal()
    copy_asked = Signal()

    def __init__(self, session: Session, made: MakeButton) -> None:
        super().__init__()
        self._session = session
        words = session.words
        self.steps = StepStrip(session)
        leave = words.text("Take off this page")
        self.columns = ColumnsPanel(session, made("import.leave", leave), made("import.go", words.text("Dry run")))
        self.working = WorkingPanel(session, made("import.cancel", words.text("Cancel")))
        self.failed = TroublePanel(session, made("import.leave", leave), made("import.go", words.text("Try again")))
        self.go = made("import.go", words.text("Import"))
        self.tried = OutcomePanel(session, made("import.back"), self.go, name="dry-run")
        self.next = made("import.go", words.text("Next file"))
        self.done = OutcomePanel(session, made("import.leave", leave), *self._next_steps(), self.next, name="imported")
        self.workbook = Workbook(session, made("import.rejects", words.text("Open the workbook")))
        self.done.extra.addWidget(self.workbook)
        self._linked = label("", wrap=True)
        self._intervals = self._ask_intervals()
        self.done.extra.addWidget(self._linked)
        self.done.extra.addWidget(self._intervals)
        self._stack = StepsStack()
        self._panel: Panel = self.columns
        for panel in (self.columns, self.working, self.failed, self.tried, self.done):
            self._stack.addWidget(panel)
        layout = column(self.steps, self._stack)
        layout.setStretchFactor(self._stack, 1)
        self.setLayout(layout)
        self.columns.corrected.connect(self.corrected)
        self.columns.existing_chosen.connect(self.existing_chosen)
        self.workbook.folder_asked.connect(self.folder_asked)
        self.workbook.copy_asked.connect(self.copy_asked)

    def is_worked_in(self) -> bool:
        """Whether the keyboard is here, or nowhere."""
        focus = QApplication.focusWidget()
        return focus is None or self.isAncestorOf(focus)

    def show_job(self, job: Job, *, following: Job | None, keyboard: bool) -> None:
        """Show a file; `following` is to be imported after it, and the `keyboard` goes where work goes on."""
        self.steps.show_step(job.step)
        before = self._panel
        self._show_step(job, following)
        if keyboard and self._panel is not before and self.isVisible():
            self._panel.take_focus()

    def _show_step(self, job: Job, following: Job | None) -> None:
        if job.step in UNDER_WAY:
            self._show(self.working)
            self.working.show_job(job)
        elif job.step is Step.FAILED:
            self._show(self.failed)
            self.failed.show_job(job)
        elif job.step is Step.COLUMNS:
            self._show(self.columns)
            self.columns.show_job(job)
        elif job.step is Step.TRIED and job.dry is not None:
            self._show(self.tried)
            self._show_dry(job, job.dry)
        elif job.result is not None:
            self._show(self.done)
            self._show_done(job, job.result, following)

    def take_focus(self) -> None:
        """Put the keyboard where work goes on."""
        self._panel.take_focus()

    def _show(self, panel: Panel) -> None:
        """Bring a panel up."""
        self._panel = panel
        self._stack.setCurrentWidget(panel)

    def _show_dry(self, job: Job, dry: ImportResult) -> None:
        words = self._session.words
        told = words.text("Nothing is in the store yet. This is what the import would bring:")
        trouble = "" if job.trouble is None else self._session.say(job.trouble)
        self.tried.show_result(dry, words.text("Dry run of {file}", file=job.name), told, trouble)
        taken = dry.added + dry.updated
        self.go.setText(
            words.ntext("Import {n} record", "Import {n} records", taken) if taken else words.text("Import")
        )
        self.go.setAccessibleName(self.go.text())

    def _show_done(self, job: Job, result: ImportResult, following: Job | None) -> None:
        words = self._session.words
        title = words.text("{file} is in the store: import {n:plain}", file=job.name, n=result.batch or 0)
        self.done.show_result(result, title)
        told = words.text(
            "The rows that were not taken are in a workbook, each with its reason: correct them there and import it."
        )
        self.workbook.show_path(result.rejects_file, told)
        linked = ", ".join(map(str, result.linked[:12])) + (" …" if len(result.linked) > 12 else "")
        self._linked.setText(
            words.text("Orders joined to visits logged without a number; please review: {orders}", orders=linked)
        )
        self._linked.setVisible(bool(result.linked))
        self.next.setVisible(following is not None)
        if following is not None:
            self.next.setText(words.text("Next: {file}", file=following.name))
            self.next.setAccessibleName(self.next.text())
        self._intervals.hide()
        if result.kind == "vehicles":
            self._look_for_intervals()

    def _next_steps(self) -> tuple[QPushButton, QPushButton]:
        words, session = self._session.words, self._session
        return (
            button(words.text("To Today"), lambda: session.open("today")),
            button(words.text("To the lists"), lambda: session.open("lists")),
        )

    def _ask_intervals(self) -> QWidget:
        """The question of the first import: which cars are due less often (Rulebook 5.1)."""
        words, session = self._session.words, self._session
        told = label(words.text("Electric cars and long-interval oils are due less often: say it, and reminders fit."))
        ask = button(
            words.text("Set the intervals"), lambda: session.open("settings", section="intervals"), kind="link"
        )
        return boxed(row(told, ask, None))

    def _look_for_intervals(self) -> None:
        desk = self._session.desk
        if not self._session.may(Right.POLICIES):
            self._intervals.hide()
            return
        self._session.background.read(
            self, lambda: rules_of(desk).intervals, lambda found: self._intervals.setVisible(not found), key="intervals"
        )
