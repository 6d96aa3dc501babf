"""The call that is under way: taken, heard of every minute, kept without waiting for it, and never lost."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from dealerdesk.services.calling.recording import record_call
from dealerdesk.services.reserving import keep_taken, release_call, take_call
from dealerdesk.ui.pages.calls.call_in_hand import CallInHand, call_of
from dealerdesk.ui.pages.calls.results import did

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.call_queue import Entry
    from dealerdesk.domain.calling import CallMade
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.calling.recording import CallKept
    from dealerdesk.ui.begun import Begun
    from dealerdesk.ui.session import Session

_MINUTE: Final = 60_000
_OF_TASKS: Final = frozenset({"task", "call", "flag", "complaint", "appointment"})
"""What a call changes without changing how other customers stand."""


class CallFlow(QObject):
    """One call at a time. What came of one is kept behind the next, and comes back if it could not be."""

    began = Signal()
    """A call is under way."""

    ended = Signal()
    """No call is under way any more."""

    hidden_changed = Signal()
    """Other calls of the queue are being kept than before."""

    kept = Signal(object, object)
    """A call was kept: CallInHand and CallKept."""

    came_back = Signal(object)
    """A call that could not be kept is under way again: why (Said)."""

    waits = Signal()
    """Calls wait to be gone on with, or do not any more."""

    edited = Signal()

    def __init__(self, session: Session, owner: QObject) -> None:
        super().__init__(owner)
        self._session = session
        self.holder = uuid4().hex
        self.call: CallInHand | None = None
        self.taking = False
        self._saving: dict[str, CallInHand] = {}
        self.waiting: dict[str, CallInHand] = {}
        """Calls of before that are neither gone on with nor ended, by the key of their draft."""
        self.reported: deque[tuple[int, ...]] = deque()
        """The tasks of each call that was kept and not heard of yet, where it changed nothing but what hangs on them.

        The thread that writes puts them in before the change is announced, whoever hears of that takes them out.
        """
        self._beat = QTimer(self)
        self._beat.setInterval(_MINUTE)
        self._beat.timeout.connect(self._hear)
        session.ending.connect(self._let_go)

    # beginning

    def take(self, entry: Entry, then: Callable[[], object] | None = None) -> None:
        """Begin the call that an entry is about, unless somebody else is at it, or another one is under way."""
        call = CallInHand.of(entry, self._session.desk.clock(), self.holder)
        if self.call is not None and self.call.key == call.key:
            if then is not None:
                then()
            return
        self._begin(self.waiting.get(call.key, call), then)

    def contact(self, call: CallInHand) -> None:
        """Begin a contact that no task asked for."""
        self._begin(self.waiting.get(call.key, call), None)

    def go_on(self, key: str) -> None:
        """Go on with a call that waits."""
        if key in self.waiting:
            self._begin(self.waiting[key], None)

    def _begin(self, call: CallInHand, then: Callable[[], object] | None) -> None:
        if self.taking or not self._is_free(call):
            return
        tasks, desk = tuple(call.tasks), self._session.desk
        if not tasks:
            self._taken(call, then)
            return
        self.taking = True
        self._session.background.write(
            self,
            lambda: take_call(desk, tasks, call.holder),
            lambda _none: self._taken(call, then),
            failed=self._not_taken,
        )

    def _is_free(self, call: CallInHand) -> bool:
        """Whether no other call is under way; else that is said, with the way back to it."""
        if self.call is None or self.call.key == call.key:
            return True
        words = self._session.words
        told = words.text("You are talking to {name}. Finish that call first, or put it back.", name=self.call.title)
        self._session.note(told, bad=True, act=(words.text("Go to it"), self.began.emit))
        return False

    def _taken(self, call: CallInHand, then: Callable[[], object] | None) -> None:
        self.taking = False
        self.call = call
        if self.waiting.pop(call.key, None) is not None:
            self.waits.emit()
        self._beat.start()
        self.began.emit()
        self.edited.emit()
        if then is not None:
            then()

    def _not_taken(self, why: Said) -> None:
        self.taking = False
        self._session.note(self._session.say(why), bad=True)
        self.hidden_changed.emit()

    # while it lasts

    def change(self, **fields: Any) -> None:  # noqa: ANN401 - fields of a call
        """Something was typed, ticked or answered."""
        if self.call is not None:
            changed = replace(self.call, **fields)
            if changed != self.call:
                self.call = changed
                self.edited.emit()

    def become(self, call: CallInHand) -> None:
        """The call is another one in some field."""
        if self.call is not None and call != self.call:
            self.call = call
            self.edited.emit()

    def _hear(self) -> None:
        call, desk = self.call, self._session.desk
        if call is not None and call.tasks:
            tasks = tuple(call.tasks)
            self._session.background.write(self, lambda: keep_taken(desk, tasks, call.holder))

    # ending

    def settle(self, call: CallInHand, made: CallMade, *, takes: bool = False) -> None:
        """Keep what came of a call; the next one can be begun at once. `takes`: it was not taken before."""
        desk, tasks = self._session.desk, tuple(call.tasks)
        self._saving[call.key] = call
        if self.call is not None and self.call.key == call.key:
            self._leave()
        self.hidden_changed.emit()

        def keep() -> CallKept:
            if takes and tasks:
                take_call(desk, tasks, call.holder)
            kept = record_call(desk, made)
            if tasks:
                release_call(desk, tasks, call.holder)
            self.reported.append(tasks if kept.changed.kinds <= _OF_TASKS else ())
            return kept

        self._session.background.write(
            self, keep, lambda kept: self._was_kept(call, made, kept), failed=lambda why: self._was_not_kept(call, why)
        )

    def _was_kept(self, call: CallInHand, made: CallMade, kept: CallKept) -> None:
        self._saving.pop(call.key, None)
        words = self._session.words
        told = did(words, call.title, made.disposition, kept.follows)
        notes = " ".join(self._session.say(note) for note in kept.notes)
        self._session.note(f"{told} {notes}".strip(), undo=kept.changed.act)
        self.kept.emit(call, kept)
        self.edited.emit()

    def _was_not_kept(self, call: CallInHand, why: Said) -> None:
        """Have the call back as it was; nothing that was entered is lost."""
        self._saving.pop(call.key, None)
        session = self._session
        if self.call is None and not self.taking:
            self.call = call
            self._beat.start()
            self.began.emit()
            self.came_back.emit(why)
        else:
            self.waiting[call.key] = call
            self.waits.emit()
            told = session.words.text("{name}: {why}", name=call.title, why=session.say(why))
            session.note(told, bad=True)
        self.hidden_changed.emit()
        self.edited.emit()

    def put_back(self) -> None:
        """Let the call be as if it had not been begun; what was entered can be had again."""
        call = self.call
        if call is None:
            return
        self._leave()
        self._release(call)
        words = self._session.words
        if call.is_touched:
            again = (words.text("Take it up again"), lambda: self._begin(call, None))
            self._session.note(words.text("The call to {name} is put back.", name=call.title), act=again)
        self.hidden_changed.emit()

    def drop(self, key: str) -> None:
        """Nobody wants a call that waits any more."""
        call = self.waiting.pop(key, None)
        if call is not None:
            self._release(call)
            self.waits.emit()
            self.edited.emit()

    def _leave(self) -> None:
        self.call = None
        self._beat.stop()
        self.ended.emit()
        self.edited.emit()

    def _release(self, call: CallInHand) -> None:
        desk, tasks = self._session.desk, tuple(call.tasks)
        if tasks:
            self._session.background.write(self, lambda: release_call(desk, tasks, call.holder))

    def _let_go(self) -> None:
        """The window goes: others may take the call, whose draft stays."""
        if self.call is not None:
            self._release(self.call)

    # drafts

    @property
    def hidden(self) -> frozenset[int]:
        """The leading tasks of the calls that are being kept."""
        return frozenset(call.leading for call in self._saving.values() if call.leading is not None)

    def drafts(self) -> list[Begun]:
        """All calls that are under way, being kept, or waiting."""
        calls = {**self.waiting, **self._saving, **({} if self.call is None else {self.call.key: self.call})}
        return [call.begun() for call in calls.values()]

    def take_up(self, begun: Begun) -> bool:
        """Have a call again that was under way before: it waits to be gone on with, or to be ended."""
        call = call_of(begun)
        if call is None or (self.call is not None and self.call.key == call.key):
            return False
        self.waiting[call.key] = call
        self.waits.emit()
        return True
