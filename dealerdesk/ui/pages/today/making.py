"""Making the tasks of the month lists, all of them, as the command does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.services.tasks import generate_tasks

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.tasks import Generated
    from dealerdesk.ui.session import Session


class TaskMaking(QObject):
    """Makes tasks in the background; its action rests meanwhile."""

    def __init__(self, session: Session, page: QWidget, action: QAction) -> None:
        super().__init__(page)
        self._session, self._action = session, action

    def make(self) -> None:
        """Make the tasks that next month's lists ask for."""
        desk, words = self._session.desk, self._session.words
        self._action.setEnabled(False)
        self._session.background.work(
            self,
            lambda _progress: generate_tasks(desk),
            self._made,
            label=words.text("Making the tasks of the month lists"),
            failed=self._failed,
            cancellable=False,
            use_case="generate-tasks",
        )

    def _made(self, made: Generated) -> None:
        words = self._session.words
        self._action.setEnabled(True)
        told = [words.ntext("{n} task made.", "{n} tasks made.", made.created)]
        if made.existing:
            told.append(words.ntext("{n} was there already.", "{n} were there already.", made.existing))
        self._session.note(" ".join([*told, *(words.say(note) for note in made.notes)]), undo=made.changed.act)

    def _failed(self, why: Said) -> None:
        self._action.setEnabled(True)
        self._session.note(self._session.say(why), bad=True)
