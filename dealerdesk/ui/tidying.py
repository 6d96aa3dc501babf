"""The day's tidying, soon after somebody sits down: tasks whose cause is gone end, what happened since is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from dealerdesk.services.desk import Right
from dealerdesk.services.task_ends import tidy_tasks

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session

_SOON: Final = 8_000
"""Milliseconds after the start: what a person does first comes first."""


class Tidying(QObject):
    """Tidies once a sitting, beside all other work; a sitting ends when the store's day turns."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        if session.may(Right.CALL):
            QTimer.singleShot(_SOON, self, self.tidy)

    def tidy(self) -> None:
        """End what has ended, make what is to be made."""
        desk, words = self._session.desk, self._session.words
        self._session.background.write(
            self, lambda: tidy_tasks(desk), lambda _changed: None, label=words.text("Tidying the tasks"), failed=_leave
        )


def _leave(_why: Said) -> None:
    """A store that takes no entries now says so itself; the next sitting tidies."""
