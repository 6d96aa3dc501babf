"""Looking at the queue beside the thread that paints, and finding in it whom a call is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.services.call_desk import QueueAsk, call_desk, call_desk_after
from dealerdesk.services.tasks import agents
from dealerdesk.ui.pages.calls.incoming import item_about
from dealerdesk.ui.pages.calls.queue_panel import QUEUE
from dealerdesk.ui.pages.calls.queue_rows import items_of, items_of_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.call_queue import Queue
    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.pages.calls.flow import CallFlow
    from dealerdesk.ui.pages.calls.queue_filters import Narrowed
    from dealerdesk.ui.pages.calls.queue_panel import QueuePanel
    from dealerdesk.ui.pages.calls.queue_rows import QueueItem
    from dealerdesk.ui.session import Session

_MINUTE: Final = 60_000


class Seen(NamedTuple):
    """A queue as it was looked at: the calls that are offered, and by cause the tasks that are not.

    `narrowed`: to what; `changes`: how many had been heard of by then; `ranked`: it was not read as a whole, but ranked
    anew after calls of our own.
    """

    asked: int
    narrowed: Narrowed
    changes: int
    ranked: bool
    queue: Queue
    items: Sequence[QueueItem]
    held: Mapping[NotOffered, Sequence[QueueRow]]
    counts: Mapping[NotOffered, int]
    agents: tuple[str, ...]


class QueueWatch(QObject):
    """Keeps the panel of the queue up to date."""

    arrived = Signal()
    """The queue was looked at anew."""

    def __init__(self, session: Session, panel: QueuePanel, flow: CallFlow) -> None:
        super().__init__(panel)
        self._session, self._panel, self._flow = session, panel, flow
        self.seen: Seen | None = None
        self.at: int | None = None
        """The task at which the panel is to stand once the queue is here."""

        self._asked = self._asked_before = 0
        self._changes: list[tuple[int, ...]] = []
        """What changed: the tasks of a call that was kept here, or nothing, where that is not known."""
        self._lingering: dict[int, int] = {}
        panel.asked.connect(self.look_anew)
        panel.rows_wanted.connect(self.show_rows)
        flow.hidden_changed.connect(self._hide)
        flow.kept.connect(self._was_kept)
        session.changed.connect(self._changed)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE)
        self._minute.timeout.connect(lambda: self.look_anew() if panel.isVisible() else None)
        self._minute.start()

    def look_anew(self) -> None:
        """Look at the whole queue: another is wanted, or time has passed."""
        self._changes.append(())
        self.look()

    def look(self) -> None:
        """Look at what changed: after calls of our own their customers are ranked anew, else the whole queue is."""
        desk, narrowed = self._session.desk, self._panel.narrowed
        self._session.memory.put("calls.narrowed", narrowed.to_data())
        self._asked += 1
        at = desk.clock().astimezone().time()
        ask = QueueAsk(narrowed.agent, narrowed.reason, narrowed.part, at, holder=self._flow.holder)
        look = _Look(ask, self._asked, narrowed, len(self._changes), *self._ranked_after(narrowed))
        self._session.background.read(
            self, lambda: _seen(desk, look), self._arrived, key="queue", failed=self._not_seen
        )

    def _ranked_after(self, narrowed: Narrowed) -> tuple[Queue | None, tuple[int, ...]]:
        """The queue that is here and the tasks of the calls since, where nothing else changed since then."""
        seen = self.seen
        since = [] if seen is None else self._changes[seen.changes :]
        if seen is None or seen.narrowed != narrowed or not since or not all(since):
            return None, ()
        return seen.queue, tuple(task for tasks in since for task in tasks)

    def _arrived(self, seen: Seen) -> None:
        self.seen = seen
        self._lingering = {key: when for key, when in self._lingering.items() if when >= seen.asked}
        actor = self._session.desk.actor
        mine = actor.name if actor.account is not None and actor.name in seen.agents else None
        self._panel.filters.offer_agents(seen.agents, mine)
        self._panel.tell_held(seen.counts)
        self._panel.hide_calls(self._hidden)
        self.show_rows(self._panel.shown)
        self.arrived.emit()

    def _not_seen(self, why: Said) -> None:
        if why.code in {"tasks.unknown_agent", "tasks.no_agents"}:
            self._panel.filters.clear()
        else:
            self._session.note(self._session.say(why), bad=True)

    # what is shown

    def show_rows(self, what: str) -> None:
        """Show the queue, or the calls behind a cause."""
        seen = self.seen
        if seen is None:
            return
        rows = seen.held.get(NotOffered(what)) if what in set(NotOffered) else None
        if rows is not None:
            self._session.background.read(
                self, lambda: items_of_rows(rows), lambda items: self._show(what, items), key="rows"
            )
        else:
            self._show(QUEUE, seen.items)

    def _show(self, what: str, items: Sequence[QueueItem]) -> None:
        if self.seen is None:
            return
        at, self.at = self.at, None
        current = self._panel.list.current
        self._panel.show_items(items, what, at if at is not None else None if current is None else current.id)
        self._panel.tell_held(self.seen.counts)

    # whom it is about

    def item_of(self, task: int) -> QueueItem | None:
        """The call that covers a task, where it is offered."""
        return next((item for item in self._offered if task in item.tasks), None)

    def seek(
        self, then: Callable[[QueueItem | None], object], *, task: int | None, customer: int | None, vehicle: int | None
    ) -> None:
        """Find the call that covers a task, or is about a customer or a car; offered or not."""
        item = self.item_of(task) if task is not None else item_about(self._offered, customer, vehicle)
        held = {} if self.seen is None else dict(self.seen.held)
        if item is not None:
            self._stand(QUEUE, item.id)
            then(item)
            return

        def found(result: tuple[str, QueueItem] | None) -> None:
            if result is not None:
                self._stand(result[0], result[1].id)
            then(None if result is None else result[1])

        self._session.background.read(self, lambda: _held_item(held, task, customer, vehicle), found, key="seek")

    def _stand(self, what: str, key: int) -> None:
        self.at = key
        self._panel.search.clear()
        self._panel.shown = what
        self.show_rows(what)

    @property
    def _offered(self) -> Sequence[QueueItem]:
        return () if self.seen is None else self.seen.items

    # what is being kept

    @property
    def _hidden(self) -> frozenset[int]:
        return self._flow.hidden | self._lingering.keys()

    def _hide(self) -> None:
        self._panel.hide_calls(self._hidden)

    def _changed(self, kinds: frozenset[str]) -> None:
        """Whoever looks from now on sees what was written."""
        self._asked_before = self._asked
        reported = self._flow.reported
        self._changes.append(reported.popleft() if reported and "call" in kinds else ())

    def _was_kept(self, call: object, _kept: object) -> None:
        """Leave a call away until the queue was looked at after it was kept."""
        leading = getattr(call, "leading", None)
        if leading is not None:
            self._lingering[leading] = self._asked_before


class _Look(NamedTuple):
    """A look at the queue; `queue`: the one that it is ranked anew from, after calls about these tasks."""

    ask: QueueAsk
    asked: int
    narrowed: Narrowed
    changes: int
    queue: Queue | None
    tasks: tuple[int, ...]


def _seen(desk: Desk, look: _Look) -> Seen:
    before = look.queue
    queue = call_desk(desk, look.ask) if before is None else call_desk_after(desk, before, look.tasks, look.ask)
    return Seen(
        look.asked,
        look.narrowed,
        look.changes,
        before is not None,
        queue,
        items_of(queue.entries),
        queue.held,
        queue.not_offered,
        agents(desk),
    )


def _held_item(
    held: Mapping[NotOffered, Sequence[QueueRow]], task: int | None, customer: int | None, vehicle: int | None
) -> tuple[str, QueueItem] | None:
    """The task that is sought among those that are not offered, with the cause."""
    for why, rows in held.items():
        items = items_of_rows(rows)
        if task is not None:
            item = next((item for item in items if item.id == task), None)
        else:
            item = item_about(items, customer, vehicle)
        if item is not None:
            return why.value, item
    return None
