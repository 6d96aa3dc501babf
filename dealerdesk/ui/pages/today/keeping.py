"""Keeping what came of a call, in the writer's thread, with a note that takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from dealerdesk.domain.followup import CONSEQUENCES
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.ui.pages.today.outcome_words import outcome_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.followup import Disposition, Promise
    from dealerdesk.services.outcomes import OutcomeKept
    from dealerdesk.ui.pages.today.call_panel import CallPanel
    from dealerdesk.ui.pages.today.calls import CallRow
    from dealerdesk.ui.session import Session

_ABOUT_THE_TIME: Final = frozenset({"outcome.when_past", "outcome.when_too_far"})


class Keeping(QObject):
    """Keeps one outcome at a time: until it is kept and the rows that follow show, a second press does nothing."""

    began = Signal()
    ended = Signal(bool)
    """It is kept, or (False) could not be."""

    def __init__(self, session: Session, page: QWidget, panel: CallPanel) -> None:
        super().__init__(page)
        self._session, self._panel = session, panel
        self.busy = self._under_way = False

    def keep(self, disposition: Disposition, when: Promise | None, agent: str | None) -> None:
        """Keep what came of the call that is shown; what moves all tasks of a call does not ask for the ticks."""
        call, desk, panel = self._panel.call, self._session.desk, self._panel
        if call is None or not call.is_open or self.busy:
            return
        tasks = panel.all_tasks if CONSEQUENCES[disposition].moves_all else panel.ticked
        note, seen = panel.note.value(), {task.id: task.revision for task in call.entry.rows}
        self.busy = self._under_way = True
        self.began.emit()
        self._session.background.write(
            self,
            lambda: record_outcome(desk, tasks, disposition, when=when, note=note, agent=agent, seen=seen),
            lambda kept: self._kept(call, disposition, kept),
            failed=self._failed,
        )

    def free(self) -> None:
        """What is shown now may be called."""
        self.busy = self._under_way

    def _kept(self, call: CallRow, disposition: Disposition, kept: OutcomeKept) -> None:
        self._under_way = False
        self._panel.forget_note(call)
        self._panel.back()
        told = outcome_words(self._session.words, call.leading.customer, disposition, kept.follows)
        self._session.note(told, undo=kept.changed.act)
        self.ended.emit(True)

    def _failed(self, why: Said) -> None:
        self._under_way = False
        told = self._session.say(why)
        if self._panel.asking and why.code in _ABOUT_THE_TIME:
            self._panel.later.refuse(told)
        else:
            self._session.note(told, bad=True)
        self.ended.emit(False)
