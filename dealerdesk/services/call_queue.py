"""The queue of a day: which tasks are offered, in which order, and as whose calls (Rulebook 6.2, 6.4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.queue import Asked, due_tasks
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import agents_by_name
from dealerdesk.domain.call_queue import Entry, NotOffered, QueueRow, Waiting, entries
from dealerdesk.domain.errors import WrongUse, said
from dealerdesk.domain.ranking import Ranked, occasion, rank, why_now
from dealerdesk.domain.retention import lost_from, months_since, status_on
from dealerdesk.domain.rights import Right
from dealerdesk.domain.rules import Status
from dealerdesk.services.task_ends import end_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time

    from dealerdesk.db.queue import TaskFacts
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Desk


@dataclass(frozen=True)
class Queue:
    """The calls of a day in their order, and the due tasks that are not offered, by why."""

    entries: tuple[Entry, ...]
    held: Mapping[NotOffered, tuple[QueueRow, ...]]

    @property
    def not_offered(self) -> Mapping[NotOffered, int]:
        """How many due tasks are not offered, by why."""
        return {why: len(rows) for why, rows in self.held.items()}

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """Every task that is offered, the tasks of one call together."""
        return tuple(row for entry in self.entries for row in entry.rows)

    @property
    def notes(self) -> tuple[Said, ...]:
        """What is not offered, to be said beside the queue."""
        return tuple(
            said("cli.tasks.not_offered", cause=said(f"label.not_offered.{why}"), count=count)
            for why, count in self.not_offered.items()
        )


def agent_named(conn: Reading, name: str | None) -> int | None:
    """The agent of that name, None where none is asked for. Raises WrongUse for a name that nobody has."""
    if name is None:
        return None
    known = agents_by_name(conn)
    if not known:
        raise WrongUse("tasks.no_agents", agent=name)
    if name not in known:
        raise WrongUse("tasks.unknown_agent", agent=name, agents=tuple(known))
    return known[name]


def asked_for(conn: Reading, desk: Desk, day: date, agent_id: int | None, at: time | None = None) -> Asked:
    """Whose queue of which day is asked for, by the store's rules and in the actor's sight."""
    actor = desk.actor
    alone = actor.account is None and Right.FULL_PHONE in actor.rights
    return Asked(day, agent_id, *current_rules(conn), actor.scope.advisor_id, at, actor.staff, alone)


def queue_of(conn: Reading, asked: Asked) -> Queue:
    """The queue: open tasks that are due by the day and whose cause lasts until then, most urgent first."""
    due = [
        facts for facts in due_tasks(conn, asked) if end_of(facts.open, facts.stretch, asked.day, asked.rules) is None
    ]
    due.sort(key=lambda facts: rank(ranked(facts, asked), asked.day))
    waiting: list[Waiting] = []
    held: defaultdict[NotOffered, list[QueueRow]] = defaultdict(list)
    for facts in due:
        why, row = _held(facts, asked), row_of(facts, asked)
        if why is None:
            waiting.append(Waiting(row, facts.number))
        else:
            held[why].append(row)
    return Queue(entries(waiting), {why: tuple(held[why]) for why in NotOffered if why in held})


def _held(facts: TaskFacts, asked: Asked) -> NotOffered | None:
    """Why a due task is not offered, or None (Rulebook 6.2). A promised callback stands against rest and workshop."""
    promised = facts.promised_at is not None
    if facts.in_workshop and not promised:
        return NotOffered.IN_WORKSHOP
    if facts.phone is None:
        return NotOffered.NO_PHONE
    if facts.reserved:
        return NotOffered.RESERVED
    if facts.reached and not promised:
        return NotOffered.REACHED
    return NotOffered.LATER if _not_yet(facts, asked) else None


def _not_yet(facts: TaskFacts, asked: Asked) -> bool:
    """Whether the time for which a call was put off is still ahead on its day."""
    begins = facts.promised_at or (facts.part.begins if facts.part is not None else None)
    return asked.at is not None and begins is not None and facts.open.due == asked.day and asked.at < begins


def ranked(facts: TaskFacts, asked: Asked) -> Ranked:
    """What the ranking needs to know of a task."""
    reference = None if facts.stretch is None else facts.stretch.reference
    lost_on = None if reference is None else lost_from(reference, asked.rules.policy_on(asked.day))
    return Ranked(
        facts.id,
        facts.open.due,
        facts.open.created_on,
        lost_on,
        facts.protected,
        facts.spend_24_fen,
        facts.promised_at,
        facts.attempts,
    )


def row_of(facts: TaskFacts, asked: Asked, closed: Said | None = None) -> QueueRow:
    """A task as an agent sees it on the day."""
    task, stretch = facts.open, facts.stretch
    reference = None if stretch is None else stretch.reference
    status = status_on(reference, asked.day, asked.rules.policy_on(asked.day))
    quasi_lost = facts.evident and status in {Status.AT_RISK, Status.LOST}
    when = occasion(task.reason, task.cause, stretch, asked.rules)
    why = why_now(ranked(facts, asked), task.reason, when, asked.day)
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
    )
