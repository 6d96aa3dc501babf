"""The Import page: files dropped or chosen, step by step into the store, and the history of imports with undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QTabBar
from typing_extensions import override

from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.ui.pages.importing.history_panel import HistoryPanel
from dealerdesk.ui.pages.importing.job import UNDER_WAY, Job, Step
from dealerdesk.ui.pages.importing.job_view import JobView
from dealerdesk.ui.pages.importing.jobs import Jobs
from dealerdesk.ui.pages.importing.steps_stack import StepsStack
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.widgets import EmptyState, Segmented, boxed, column, heading, row
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from dealerdesk.services.importing import UndoResult
    from dealerdesk.ui.session import Session

_SLOT: Final = Slot("import", "files")
_FOLDER: Final = "import.folder"
_SUFFIXES: Final = "*.xlsx *.xls *.csv *.xlsm *.xlsb *.ods *.txt *.htm *.html *.xml"
_STEP_WORDS: Final = {
    Step.LOOKING: N_("{file} — being looked into"),
    Step.FAILED: N_("{file} — cannot be used"),
    Step.COLUMNS: N_("{file} — to be checked"),
    Step.TRYING: N_("{file} — dry run"),
    Step.TRIED: N_("{file} — ready"),
    Step.IMPORTING: N_("{file} — being imported"),
    Step.DONE: N_("{file} — imported"),
}


class ImportPage(Page):
    """Exports in, step by step, without a dialog but the one that chooses files."""

    name: ClassVar[str] = "import"
    kinds: ClassVar[frozenset[str]] = frozenset({"vehicle", "customer", "visit"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        words = self.words
        self.jobs = Jobs(session)
        self.job: Job | None = None
        self.dialog: QFileDialog | None = None
        self.parts = Segmented(
            (("files", words.text("Files")), ("history", words.text("History"))),
            "files",
            words.text("Files or history"),
        )
        self.tabs = QTabBar()
        self.view = JobView(session, self.button)
        self.history = HistoryPanel(
            session, self.button("import.undo"), self.button("import.rejects"), self.button("import.choose")
        )
        self.empty = EmptyState(
            words.text("Bring in what your system exports"),
            words.text(
                "Drop files here or choose them: .xlsx, .xls or .csv, the vehicle files first, then the visits. "
                "What they hold is recognised by their headings and shown to you before anything is imported."
            ),
            self._primary("import.choose"),
        )
        self._stack, self._files = StepsStack(), StepsStack()
        self._lay_out()
        self._wire()
        self.setAcceptDrops(True)
        self._refresh()

    def _primary(self, name: str) -> QPushButton:
        return self.button(name, kind="primary")

    # what the window asks

    @override
    def reload(self) -> None:
        self.history.reload()

    @override
    def wanted(self, **what: Any) -> None:
        if files := what.get("files"):
            self.add(Path(file) for file in files)
        self.show_part("history" if what.get("section") == "history" else "files")

    @override
    def focus_first(self) -> None:
        if self.parts.value() == "history":
            self.history.take_focus()
        elif self.job is not None:
            self.view.take_focus()
        else:
            self._choose.setFocus()

    @override
    def does(self) -> Mapping[str, Callable[[], object]]:
        return {
            "import.choose": self.choose,
            "import.go": self.go_on,
            "import.back": self.go_back,
            "import.cancel": self.cancel,
            "import.leave": self.leave,
            "import.next_file": lambda: self._step_files(1),
            "import.previous_file": lambda: self._step_files(-1),
            "import.history": lambda: self.show_part("files" if self.parts.value() == "history" else "history"),
            "import.rejects": self.open_rejects,
            "import.undo": self.history.ask_undo,
        }

    @override
    def state(self) -> dict[str, Any]:
        return {"part": self.parts.value(), "files": [job.state() for job in self._unfinished()]}

    @override
    def restore(self, state: Mapping[str, Any]) -> None:
        self.jobs.restore(state.get("files", ()))
        self.show_part(str(state.get("part", "files")))

    @override
    def drafts(self) -> Sequence[Begun]:
        files = self._unfinished()
        title = self.words.text("Import: {files}", files=self.words.formats.enumeration(job.name for job in files))
        return [Begun(_SLOT, title, {"files": [job.state() for job in files]})] if files else ()

    @override
    def take_up(self, begun: Begun) -> bool:
        here = {str(job.path) for job in self.jobs.all}
        self.jobs.restore(state for state in begun.held["files"] if state["path"] not in here)
        return True

    @override
    def go_to_draft(self, slot: Slot) -> None:
        if self.jobs.all:
            self.show_job(self.job or self.jobs.all[0])

    def _unfinished(self) -> list[Job]:
        open_files = [job for job in self.jobs.all if job.step is not Step.DONE]
        return [job for job in open_files if job.step is not Step.FAILED or job.mapping or job.sheet or job.line]

    # what a person does

    def choose(self) -> None:
        """Let files be chosen, beginning in the folder of the last ones."""
        self.show_part("files")
        words = self.words
        dialog = QFileDialog(self, words.text("Choose exports to import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([f"{words.text('Exports')} ({_SUFFIXES})", f"{words.text('All files')} (*)"])
        folder = self.session.memory.get(_FOLDER)
        if isinstance(folder, str):
            dialog.setDirectory(folder)
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def add(self, paths: Iterable[Path]) -> None:
        """Bring files onto the page."""
        first = self.jobs.add(paths)
        if first is not None:
            self.show_job(first)

    def show_job(self, job: Job) -> None:
        """Show a file."""
        self.job = job
        self.show_part("files")
        self._refresh()
        self.view.take_focus()

    def show_part(self, part: str) -> None:
        """Show the files, or the history."""
        self.parts.set_value(part)
        self._stack.setCurrentIndex(1 if part == "history" else 0)
        self._enable()

    def go_on(self) -> None:
        """Take the next step of the file: dry run, import, the next file."""
        job = self.job
        if job is None:
            return
        if job.step is Step.COLUMNS and job.can_go_on:
            self.jobs.try_out(job)
        elif job.step is Step.TRIED:
            self.jobs.bring_in(job)
        elif job.step is Step.FAILED:
            self.jobs.look(job)
        elif job.step is Step.DONE and (following := self._following(job)) is not None:
            self.show_job(following)

    def go_back(self) -> None:
        """From the dry run back to the columns."""
        job = self.job
        if job is not None and job.step is Step.TRIED:
            job.step, job.trouble = Step.COLUMNS, None
            self._changed(job)

    def cancel(self) -> None:
        """Stop what is under way with the file."""
        if self.job is not None:
            self.jobs.cancel(self.job)

    def leave(self) -> None:
        """Take the file off the page."""
        job = self.job
        if job is not None:
            self.jobs.remove(job)
            self.focus_first()

    def open_rejects(self) -> None:
        """Open the workbook of the rows that were not taken."""
        if (path := self._workbook()) is not None:
            self._open(path)

    def show_folder(self) -> None:
        """Show the folder of that workbook."""
        if (path := self._workbook()) is not None:
            self._open(path.parent)

    def copy_path(self) -> None:
        """Put the path of that workbook on the clipboard."""
        if (path := self._workbook()) is not None:
            QGuiApplication.clipboard().setText(str(path))
            self.session.note(self.words.text("The path is on the clipboard."))

    # files dropped on the page

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.action("import.choose").isEnabled() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    # how it hangs together

    def _lay_out(self) -> None:
        self._choose = self.button("import.choose")
        head = row(heading(self.words.text("Import")), 16, self.parts, None, self._choose)
        self.tabs.setAccessibleName(self.words.text("Files on this page"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        files = column(self.tabs, self.view)
        files.setStretchFactor(self.view, 1)
        self._files.addWidget(self.empty)
        self._files.addWidget(boxed(files))
        self._stack.addWidget(self._files)
        self._stack.addWidget(self.history)
        layout = column(head, self._stack, gap=12, margins=(16, 8, 16, 12))
        layout.setStretchFactor(self._stack, 1)
        self.setLayout(layout)

    def _wire(self) -> None:
        self.parts.chosen.connect(self.show_part)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.jobs.listed.connect(self._refresh)
        self.jobs.listed.connect(self.edited)
        self.jobs.changed.connect(lambda _job: self.edited.emit())
        self.jobs.changed.connect(self._changed)
        self.jobs.undone.connect(self._undone)
        self.view.corrected.connect(self._correct)
        self.view.existing_chosen.connect(self._existing)
        self.history.undo_asked.connect(self._undo)
        self.history.picked.connect(self._enable)
        for part in (self.view, self.history):
            part.folder_asked.connect(self.show_folder)
            part.copy_asked.connect(self.copy_path)

    def _refresh(self) -> None:
        """Show the files as they are now."""
        jobs = self.jobs.all
        if self.job not in jobs:
            self.job = next((job for job in jobs if job.step is not Step.DONE), next(iter(jobs), None))
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(jobs):
            self.tabs.removeTab(self.tabs.count() - 1)
        while self.tabs.count() < len(jobs):
            self.tabs.addTab("")
        for at, job in enumerate(jobs):
            self._name_tab(at, job)
        if self.job is not None:
            self.tabs.setCurrentIndex(jobs.index(self.job))
        self.tabs.blockSignals(False)
        self._files.setCurrentIndex(1 if jobs else 0)
        self._show_current()

    def _name_tab(self, at: int, job: Job) -> None:
        self.tabs.setTabText(at, self.words.text(_STEP_WORDS[job.step], file=job.name).replace("&", "&&"))
        self.tabs.setTabToolTip(at, str(job.path))

    def _changed(self, job: Job) -> None:
        if job in self.jobs.all:
            self._name_tab(self.jobs.all.index(job), job)
        if job is self.job:
            self._show_current()

    def _show_current(self) -> None:
        keyboard = self.view.is_worked_in()
        self._enable()
        if self.job is not None:
            self.view.show_job(self.job, following=self._following(self.job), keyboard=keyboard)

    def _enable(self) -> None:
        """Let those actions be there that can do something now."""
        job, on_files = self.job, self.parts.value() == "files"
        here = job if on_files else None
        past = None if on_files else self.history.current()
        done = here is not None and here.step is Step.DONE
        can = {
            "import.go": here is not None and (here.can_go_on or (done and self._following(here) is not None)),
            "import.back": here is not None and here.step is Step.TRIED,
            "import.cancel": here is not None and here.step in UNDER_WAY and here.work is not None,
            "import.leave": here is not None and here.step is not Step.IMPORTING,
            "import.next_file": on_files and len(self.jobs.all) > 1,
            "import.previous_file": on_files and len(self.jobs.all) > 1,
            "import.rejects": self._workbook() is not None,
            "import.undo": past is not None and past.why_not is None and self.jobs.undoing is None,
        }
        for name, possible in can.items():
            action = self.action(name)
            action.setEnabled(possible and action.isVisible())

    def _following(self, job: Job) -> Job | None:
        """The file that is to be imported after this one."""
        jobs = self.jobs.all
        place = jobs.index(job) if job in jobs else 0
        waiting = [each for each in (*jobs[place + 1 :], *jobs[:place]) if each.step is not Step.DONE]
        return next(iter(waiting), None)

    def _tab_chosen(self, at: int) -> None:
        if 0 <= at < len(self.jobs.all):
            self.job = self.jobs.all[at]
            self._show_current()

    def _step_files(self, by: int) -> None:
        if self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
            self.view.take_focus()

    def _chosen(self, files: list[str]) -> None:
        if files:
            self.session.memory.put(_FOLDER, str(Path(files[0]).parent))
            self.add([Path(file) for file in files])

    def _correct(self, what: dict[str, Any]) -> None:
        if self.job is not None:
            self.jobs.correct(self.job, **what)

    def _existing(self, code: str) -> None:
        if self.job is not None:
            self.job.existing, self.job.dry = code, None

    def _undo(self, batch: int) -> None:
        self.jobs.undo(batch)
        if self.jobs.undoing is not None:
            self.history.tell_undoing(f"{self.jobs.undoing.label}…")
        self._enable()

    def _undone(self, result: UndoResult | None) -> None:
        if result is None:
            self.history.tell_undoing("")
        else:
            self.history.tell_undone(result)
        self.history.reload()
        self._enable()

    def _workbook(self) -> Path | None:
        """The workbook that the page shows now."""
        if self.parts.value() == "history":
            past = self.history.current()
            return None if past is None else past.rejects_path
        job = self.job
        return job.result.rejects_file if job is not None and job.result is not None else None

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.session.note(
                self.words.text("Nothing on this computer opens it: copy its path and look there."), bad=True
            )
