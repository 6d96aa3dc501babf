"""The files on the page, and the work on each of them beside the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from dealerdesk.services.importing import import_file, look_again, look_into, undo_import
from dealerdesk.ui.pages.importing.job import BACK, UNDER_WAY, Job, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.importing import ImportResult, Preview, Stage, UndoResult
    from dealerdesk.ui.background import Progress, Work
    from dealerdesk.ui.session import Session


_ORDER: Final = ("vehicles", "visits", "calls")


class Jobs(QObject):
    """The files in the order in which they are imported: vehicles before visits, calls at the end."""

    listed = Signal()
    """Files came, went, or changed places."""

    changed = Signal(object)
    """A file is at another step, or something else is known of it."""

    undone = Signal(object)
    """An import was taken back: UndoResult; None where that failed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.all: list[Job] = []
        self.undoing: Work | None = None

    def add(self, given: Iterable[Path]) -> Job | None:
        """Look into files; answers the first of them. One that is here already and not imported yet stays as it is."""
        paths = list(given)
        self.all = [job for job in self.all if job.step is not Step.FAILED or job.path not in set(paths)]
        waiting = {job.path: job for job in self.all if job.step is not Step.DONE}
        asked = [waiting.get(path) or Job(path) for path in dict.fromkeys(paths)]
        new = [job for job in asked if job.path not in waiting]
        self.all += new
        self.listed.emit()
        for job in new:
            self.look(job)
        return asked[0] if asked else None

    def restore(self, kept: Iterable[dict[str, Any]]) -> None:
        """Look again into files that were here before, with what was said of them."""
        for state in kept:
            job = Job(**{**state, "path": Path(state["path"])})
            self.all.append(job)
            self.look(job)
        self.listed.emit()

    def remove(self, job: Job) -> None:
        """Take a file off the page, unless it is just being imported."""
        if job.step is Step.IMPORTING:
            return
        self.cancel(job)
        if job in self.all:
            self.all.remove(job)
            self.listed.emit()

    def cancel(self, job: Job) -> None:
        """Stop what is under way; the store stays as it was."""
        if job.work is not None:
            job.work.cancel()
            self.changed.emit(job)

    def look(self, job: Job) -> None:
        """Look into a file."""
        desk, said = self._session.desk, (job.mapping, job.kind, job.sheet, job.line)

        def call(progress: Progress) -> Preview:
            mapping, kind, sheet, line = said
            return look_into(
                desk, job.path, mapping=mapping, kind=kind, sheet=sheet, line=line, cancelled=progress.cancelled
            )

        text = self._session.words.text("Looking into {file}", file=job.name)
        self._begin(job, Step.LOOKING)
        work = self._session.background.work(
            self, call, partial(self._looked, job), label=text, failed=partial(self._failed, job), reads=True
        )
        self._follow(job, work)

    def correct(self, job: Job, **said: Any) -> None:  # noqa: ANN401 - kind, mapping, sheet, line
        """Take what a person says of a file, and look at it again."""
        preview = job.preview
        if preview is None:
            return
        for name, value in said.items():
            setattr(job, name, value)
        job.dry = None
        call = partial(
            look_again, self._session.desk, preview, mapping=job.mapping, kind=job.kind, sheet=job.sheet, line=job.line
        )
        self._session.background.read(
            self, call, partial(self._looked, job), key=f"look {id(job)}", failed=partial(self._failed, job)
        )

    def try_out(self, job: Job) -> None:
        """Say what an import would bring, and change nothing."""
        text = self._session.words.text("Dry run of {file}", file=job.name)
        self._import(job, Step.TRYING, text, dry_run=True)

    def bring_in(self, job: Job) -> None:
        """Import a file."""
        text = self._session.words.text("Importing {file}", file=job.name)
        self._import(job, Step.IMPORTING, text, dry_run=False)

    def undo(self, batch: int) -> None:
        """Take an import back."""
        desk = self._session.desk
        text = self._session.words.text("Taking import {batch:plain} back", batch=batch)
        self.undoing = self._session.background.work(
            self,
            lambda _progress: undo_import(desk, batch),
            self._taken_back,
            label=text,
            failed=self._not_taken_back,
            cancellable=False,
            use_case="undo-import",
        )

    def _import(self, job: Job, step: Step, text: str, *, dry_run: bool) -> None:
        desk, preview = self._session.desk, job.preview
        if preview is None:
            return
        mapping, kind, sheet, existing = job.mapping, preview.kind, job.sheet, job.existing

        def call(progress: Progress) -> ImportResult:
            def staged(stage: Stage) -> None:
                job.stage = stage
                progress(0, 0)

            return import_file(
                desk, job.path, kind=kind, existing=existing, dry_run=dry_run, mapping=mapping, sheet=sheet,
                progress=progress, stage=staged, cancelled=progress.cancelled,
            )  # fmt: skip

        self._begin(job, step)
        work = self._session.background.work(
            self,
            call,
            partial(self._tried if dry_run else self._imported, job),
            label=text,
            failed=partial(self._failed, job),
            reads=dry_run,
            use_case="" if dry_run else "import",
            file=job.name,
        )
        self._follow(job, work)

    def _begin(self, job: Job, step: Step) -> None:
        job.step, job.trouble, job.stage = step, None, None

    def _follow(self, job: Job, work: Work) -> None:
        job.work = work
        work.moved.connect(lambda _done, _total: self.changed.emit(job))
        work.ended.connect(lambda: QTimer.singleShot(0, self, lambda: self._broke_off(job, work)))
        self.changed.emit(job)

    def _looked(self, job: Job, preview: Preview) -> None:
        job.work = None
        job.preview, job.step, job.trouble = preview, Step.COLUMNS, None
        waiting = [each for each in self.all if each.step in {Step.LOOKING, Step.COLUMNS}]
        ordered = iter(
            sorted(waiting, key=lambda each: -1 if each.preview is None else _ORDER.index(each.preview.kind))
        )
        self.all = [next(ordered) if each in waiting else each for each in self.all]
        self.listed.emit()
        self.changed.emit(job)

    def _tried(self, job: Job, result: ImportResult) -> None:
        job.work, job.step, job.dry = None, Step.TRIED, result
        self.changed.emit(job)

    def _imported(self, job: Job, result: ImportResult) -> None:
        job.work, job.step, job.result = None, Step.DONE, result
        self.changed.emit(job)

    def _failed(self, job: Job, why: Said) -> None:
        job.work, job.trouble = None, why
        if job.step is Step.LOOKING and why.code == "import.cancelled":
            self.remove(job)
            return
        job.step = BACK.get(job.step, job.step)
        self.changed.emit(job)

    def _broke_off(self, job: Job, work: Work) -> None:
        """After a bug of ours, which is said as a note: the file is where it was before."""
        if job.work is work and job.step in UNDER_WAY:
            job.work, job.step = None, BACK[job.step]
            self.changed.emit(job)

    def _taken_back(self, result: UndoResult) -> None:
        self.undoing = None
        self.undone.emit(result)

    def _not_taken_back(self, why: Said) -> None:
        self.undoing = None
        self._session.note(self._session.say(why), bad=True)
        self.undone.emit(None)
