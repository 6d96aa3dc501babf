"""Rows of the queue as an agent sees them, made when they are looked at: a queue may hold many thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from dealerdesk.domain.call_queue import Entry, QueueRow
from dealerdesk.domain.errors import said
from dealerdesk.domain.ranking import Ranked, occasion, why_now
from dealerdesk.domain.retention import lost_from, months_since, status_on
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dealerdesk.db.queue import Asked, TaskFacts
    from dealerdesk.domain.errors import Said


class _Lazy(Sequence[Any]):
    """A sequence whose parts are made when they are read, each once."""

    def __init__(self, held: Sequence[Any], make: Callable[[TaskFacts], QueueRow]) -> None:
        self._held, self._make_row = held, make
        self._made: dict[int, Any] = {}

    def where(self, wanted: Callable[[Any], bool]) -> Self:
        """Those of the parts that are wanted, by what is known of their tasks."""
        return type(self)([held for held in self._held if wanted(held)], self._make_row)

    def __len__(self) -> int:
        return len(self._held)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        at = range(len(self))[place]
        if at not in self._made:
            self._made[at] = self._make(self._held[at])
        return self._made[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _make(self, held: Any) -> Any:  # noqa: ANN401
        raise NotImplementedError


class LazyRows(_Lazy, Sequence[QueueRow]):
    """Tasks as rows."""

    def _make(self, held: TaskFacts) -> QueueRow:
        return self._make_row(held)


class LazyEntries(_Lazy, Sequence[Entry]):
    """Calls, each the tasks of one customer, as entries."""

    def _make(self, held: Sequence[TaskFacts]) -> Entry:
        leading, *covered = map(self._make_row, held)
        return Entry(leading, tuple(covered))

    def tasks_of(self, place: int) -> Sequence[TaskFacts]:
        """What is known of the tasks of a call, without making its rows: by that the call desk finds it."""
        facts: Sequence[TaskFacts] = self._held[place]
        return facts


def lost_on(facts: TaskFacts, asked: Asked) -> date | None:
    """The loss boundary of a task's vehicle."""
    reference = None if facts.stretch is None else facts.stretch.reference
    return None if reference is None else lost_from(reference, asked.rules.policy_on(asked.day))


def row_of(facts: TaskFacts, asked: Asked, closed: Said | None = None) -> QueueRow:
    """A task as an agent sees it on the day."""
    task, stretch = facts.open, facts.stretch
    reference = None if stretch is None else stretch.reference
    status = status_on(reference, asked.day, asked.rules.policy_on(asked.day))
    quasi_lost = facts.evident and status in {Status.AT_RISK, Status.LOST}
    why = _why(facts, asked)
    return QueueRow(
        facts.id,
        facts.code,
        facts.vehicle_id,
        facts.customer_id,
        facts.customer,
        facts.phone,
        facts.plate,
        facts.model,
        task.reason,
        task.due,
        (*why, said("label.mark.quasi-lost")) if quasi_lost else why,
        status,
        quasi_lost,
        months_since(reference, asked.day),
        facts.last_visit,
        facts.last_km,
        facts.agent,
        closed,
        facts.promised_at,
        facts.attempts,
        facts.full,
        facts.revision,
        task.step,
        facts.about,
    )


def _why(facts: TaskFacts, asked: Asked) -> tuple[Said, ...]:
    """Why a task is called now."""
    task = facts.open
    when = occasion(task.reason, task.cause, facts.stretch, asked.rules)
    urgent = Ranked(
        facts.id, task.due, task.created_on, lost_on(facts, asked), facts.protected, facts.spend_24_fen,
        facts.promised_at, facts.attempts,
    )  # fmt: skip
    return why_now(urgent, task.reason, when, asked.day, step=task.step, about=facts.about)
