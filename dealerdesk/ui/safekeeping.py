"""Backups by themselves while the window is open: soon after the start, and each hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from dealerdesk.services.automatic_backups import AutomaticDone, back_up_if_due, backup_due

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.session import Session

_SOON: Final = 15_000
"""Milliseconds after the start: what a person does first comes first."""

_HOUR: Final = 60 * 60 * 1_000


class Safekeeping(QObject):
    """Looks whether a backup is due, makes it beside all other work, and says each trouble once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._told: set[str] = set()
        self._working = False
        self._hourly = QTimer(self)
        self._hourly.timeout.connect(self.look)
        self._hourly.start(_HOUR)
        QTimer.singleShot(_SOON, self, self.look)

    def look(self) -> None:
        """Make the day's backup if it is due."""
        desk = self._session.desk
        if not self._working:
            self._session.background.read(self, lambda: backup_due(desk), self._begin, key="due", failed=self._tell)

    def _begin(self, due: bool) -> None:
        if not due or self._working:
            return
        self._working = True
        desk = self._session.desk

        def copy(progress: Progress) -> AutomaticDone | None:
            return back_up_if_due(desk, progress, progress.cancelled)

        label = self._session.words.text("Backing up")
        self._session.background.work(
            self, copy, self._done, label=label, failed=self._failed, use_case="automatic-backup"
        )

    def _done(self, done: AutomaticDone | None) -> None:
        self._working = False
        for problem in done.problems if done is not None else ():
            self._tell(problem)

    def _failed(self, why: Said) -> None:
        self._working = False
        self._tell(why)

    def _tell(self, why: Said) -> None:
        text = self._session.say(why)
        if text not in self._told:
            self._told.add(text)
            self._session.note(text, bad=why.code != "backup.cancelled")
