"""What one key does while the customer stands there: WeChat added, a task closed or kept, the advisor came over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.services.reception.at_hand import add_on_wechat, close_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.pages.reception.entry import Entry
    from dealerdesk.ui.pages.reception.talk import TalkPanel
    from dealerdesk.ui.session import Session


class AtOnce(QObject):
    """Does what the lines of the conversation offer; what is written has its Undo in a note."""

    def __init__(self, session: Session, entry: Entry, talk: TalkPanel) -> None:
        super().__init__(entry)
        self._session, self._entry, self._talk = session, entry, talk
        self._busy = False

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions of the conversation do."""
        return {
            "reception.wechat": self.add_on_wechat,
            "reception.close_task": self.close_task,
            "reception.keep_task": self.keep_task,
            "reception.met": lambda: self.answer_met(met=True),
            "reception.not_met": lambda: self.answer_met(met=False),
        }

    def enable(self, enable: Callable[..., object]) -> None:
        """Let the actions be done that the lines offer."""
        enable("wechat", on=self._talk.asks_wechat and not self._busy)
        enable("close_task", on=self._talk.task is not None and not self._busy)
        enable("keep_task", on=self._talk.task is not None)
        enable("met", on=self._talk.calls_advisor)
        enable("not_met", on=self._talk.calls_advisor)

    def add_on_wechat(self) -> None:
        """Take down that the customer was added today."""
        came, desk = self._entry.held.arrival, self._session.desk
        if came is not None and came.person is not None and not self._busy:
            key, name = came.person.id, came.person.name
            told = self._session.words.text("{name} was added on WeChat.", name=name)
            self._write(lambda: add_on_wechat(desk, key), told)

    def close_task(self) -> None:
        """Close the task that was talked over."""
        task, desk = self._talk.task, self._session.desk
        if task is not None and not self._busy:
            self._write(lambda: close_tasks(desk, [task]), self._session.words.text("The task is closed."))

    def keep_task(self) -> None:
        """Let the task stay open."""
        task = self._talk.task
        if task is not None:
            self._talk.keep(task)
            self._entry.edited.emit()

    def answer_met(self, *, met: bool) -> None:
        """Keep with the visit whether the responsible advisor came over."""
        self._entry.form.met_advisor = met
        self._talk.answer(met)
        self._entry.form.edited.emit("met_advisor")

    def _write(self, call: Callable[[], Changed], told: str) -> None:
        self._busy = True
        self._entry.edited.emit()
        self._session.background.write(self, call, lambda changed: self._done(changed, told), failed=self._failed)

    def _done(self, changed: Changed, told: str) -> None:
        self._busy = False
        self._session.note(told, undo=changed.act)
        self._entry.edited.emit()

    def _failed(self, why: Said) -> None:
        self._busy = False
        self._session.note(self._session.say(why), bad=True)
        self._entry.refresh()
        self._entry.edited.emit()
