"""A file while something is done with it: what, how far, and a way to stop; or why it cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from dealerdesk.ui.pages.importing.job import Job, Step
from dealerdesk.ui.widgets import boxed, column, label, muted, row

if TYPE_CHECKING:
    from dealerdesk.ui.session import Session


class WorkingPanel(QWidget):
    """Progress of what is under way with a file."""

    def __init__(self, session: Session, cancel: QPushButton) -> None:
        super().__init__()
        self._session, self._cancel = session, cancel
        self.title = label("", "title", wrap=True)
        self.stage = muted()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setMinimumWidth(session.theme.px(360))
        self.bar.setAccessibleName(session.words.text("Progress"))
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = column(self.title, self.stage, self.bar, row(None, cancel), gap=12, margins=(24, 20, 24, 20))
        self.setLayout(column(None, row(None, boxed(inside, "panel"), None), None, None))

    def show_job(self, job: Job) -> None:
        """Show how far it is."""
        words, work = self._session.words, job.work
        self.title.setText("" if work is None else work.label)
        self.stage.setText(self._stage(job))
        done, total = (0, 0) if work is None else (work.done, work.total)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        stopping = work is not None and work.progress.cancelled()
        self._cancel.setText(words.text("Stopping…") if stopping else words.text("Cancel"))

    def _stage(self, job: Job) -> str:
        words = self._session.words
        if job.stage is None:
            return words.text("The first rows are being read.")
        text = words.label(f"import_stage.{job.stage}")
        work = job.work
        if job.stage == "reading" and work is not None and work.total:
            text = f"{text} {words.share(work.done, work.total)}"
        if job.step is Step.IMPORTING:
            return f"{text} {words.text('Until it is written, it can be cancelled; the store then stays as it was.')}"
        return text

    def take_focus(self) -> None:
        """Put the keyboard where a second press of what began the work does not stop it; Escape does."""
        self.bar.setFocus()


class TroublePanel(QWidget):
    """Why a file cannot be used, in one sentence that says what to do."""

    def __init__(self, session: Session, *buttons: QPushButton) -> None:
        super().__init__()
        self._session = session
        self.title = label("", "title", wrap=True)
        self.told = label("", wrap=True)
        self.told.setMinimumWidth(session.theme.px(420))
        self._buttons = buttons
        inside = column(self.title, self.told, row(None, *buttons), gap=12, margins=(24, 20, 24, 20))
        self.setLayout(column(None, row(None, boxed(inside, "panel"), None), None, None))

    def show_job(self, job: Job) -> None:
        """Show what is wrong with a file."""
        self.title.setText(self._session.words.text("{file} cannot be used", file=job.name))
        self.told.setText("" if job.trouble is None else self._session.say(job.trouble))

    def take_focus(self) -> None:
        """Put the keyboard where work goes on."""
        self._buttons[-1].setFocus()
