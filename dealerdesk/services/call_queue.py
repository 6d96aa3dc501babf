"""The queue of a day: which tasks are offered, in which order, and as whose calls (Rulebook 6.2, 6.4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.caller import customers_with_number
from dealerdesk.db.queue import Asked, due_tasks, due_tasks_of, holds_on
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.store_days import away_on
from dealerdesk.db.tasks import agents_by_name
from dealerdesk.domain.call_queue import Entry, NotOffered, QueueRow, calls
from dealerdesk.domain.errors import WrongUse, said
from dealerdesk.domain.followup import WAITING_FOR_NUMBER, Disposition
from dealerdesk.domain.offering import MESSAGES, Now, Waits, not_offered
from dealerdesk.domain.ranking import Place, Ranked, rank
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.rights import Right
from dealerdesk.services.queue_rows import LazyEntries, LazyRows, lost_on, row_of
from dealerdesk.services.task_ends import end_of
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, time

    from dealerdesk.db.queue import TaskFacts
    from dealerdesk.db.queue_holds import Holds
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Desk

__all__ = ["Queue", "agent_named", "asked_for", "queue_of", "row_of"]

_GREETINGS = frozenset({Reason.BIRTHDAY, Reason.FESTIVAL, Reason.WEATHER})


class Due(NamedTuple):
    """A task that is due, and its place in the queue."""

    place: Place
    facts: TaskFacts


@dataclass(frozen=True)
class Queue:
    """The calls of a day in their order, and the due tasks that are not offered, by why; rows are made when read.

    `asked`: what was asked for; `due`: every task that is due, in its order, with its place.
    """

    entries: Sequence[Entry]
    held: Mapping[NotOffered, Sequence[QueueRow]]
    asked: Asked = field(compare=False, repr=False)
    due: Sequence[Due] = field(compare=False, repr=False)
    offered: Sequence[TaskFacts] = field(compare=False, repr=False)

    @property
    def not_offered(self) -> Mapping[NotOffered, int]:
        """How many due tasks are not offered, by why."""
        return {why: len(rows) for why, rows in self.held.items()}

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """Every task that is offered, the tasks of one call together."""
        return tuple(row for entry in self.entries for row in entry.rows)

    @cached_property
    def by_reason(self) -> Mapping[Reason, int]:
        """How many tasks are offered, by why there are."""
        made = Counter(facts.open.reason for facts in self.offered)
        return {reason: made[reason] for reason in Reason if made[reason]}

    @cached_property
    def by_agent(self) -> Mapping[str | None, int]:
        """How many tasks are offered, by who makes the call."""
        return dict(sorted(Counter(facts.agent for facts in self.offered).items(), key=lambda one: one[0] or ""))

    def keep(self, meant: Callable[[TaskFacts], bool]) -> Queue:
        """The calls of which a task is meant, and the held tasks that are; counts stay those of the whole queue."""
        entries, held = self.entries, self.held
        if isinstance(entries, LazyEntries):
            entries = entries.where(lambda tasks: any(map(meant, tasks)))
        kept = {why: rows.where(meant) if isinstance(rows, LazyRows) else rows for why, rows in held.items()}
        return replace(self, entries=entries, held={why: rows for why, rows in kept.items() if rows})

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


def asked_for(
    conn: Reading, desk: Desk, day: date, agent_id: int | None, at: time | None = None, holder: str = ""
) -> Asked:
    """Whose queue of which day is asked for, by the store's rules and in the actor's sight.

    `holder`: who asks, as they take calls; what others have taken is not offered on the day itself.
    """
    actor = desk.actor
    alone = actor.account is None and Right.FULL_PHONE in actor.rights
    return Asked(
        day,
        agent_id,
        *current_rules(conn),
        actor.scope.advisor_id,
        at,
        actor.staff,
        alone,
        desk.clock() if day == desk.today else None,
        holder,
        away_on(conn, day),
        at is not None and not working_days(conn).is_working(day),
    )


def queue_of(conn: Reading, asked: Asked) -> Queue:
    """The queue: open tasks that are due by the day and whose cause lasts until then, most urgent first."""
    due = _placed(due_tasks(conn, asked), asked)
    return _queue(sorted(due), holds_on(conn, asked), asked)


def queue_after(
    conn: Reading, queue: Queue, tasks: Sequence[int], at: time | None = None, customers: Sequence[int] = ()
) -> Queue:
    """A queue after something was kept about some tasks and customers: they alone are read again, the rest stays.

    That is: the tasks, all others of their customers, and of whoever answers the same numbers.

    It is what `queue_of` answers, as long as nobody else wrote meanwhile.
    """
    asked = queue.asked._replace(at=at if at is not None else queue.asked.at)
    about, numbers = _about(queue, set(tasks), set(customers))
    whose = {one.facts.customer_id for one in queue.due if one.facts.digits in numbers} | about
    whose.update(customer for digits in numbers for customer in customers_with_number(conn, digits))
    again = due_tasks_of(conn, asked, tasks, [key for key in whose if key is not None])
    stale = {facts.id for facts in again} | set(tasks)
    kept = [one for one in queue.due if one.facts.id not in stale and one.facts.customer_id not in whose]
    return _queue(sorted([*kept, *_placed(again, asked)]), holds_on(conn, asked), asked)


def _about(queue: Queue, tasks: set[int], customers: set[int]) -> tuple[set[int | None], set[str]]:
    """The customers of these tasks and these customers, and the numbers under which they answer."""
    about: set[int | None] = set(customers)
    about.update(one.facts.customer_id for one in queue.due if one.facts.id in tasks)
    about.discard(None)
    numbers = {one.facts.digits for one in queue.due if one.facts.customer_id in about}
    return about, {digits for digits in numbers if digits is not None}


def _placed(found: Iterable[TaskFacts], asked: Asked) -> list[Due]:
    day, rules = asked.day, asked.rules
    return [
        Due(rank(ranked(facts, asked), day), facts)
        for facts in found
        if end_of(facts.open, facts.stretch, day, rules) is None
    ]


def _queue(due: Sequence[Due], holds: Holds, asked: Asked) -> Queue:
    """The queue of tasks in their order."""
    now = Now(asked.day, asked.at, asked.closed)
    offered: list[TaskFacts] = []
    held: dict[NotOffered, list[TaskFacts]] = {}
    for _, facts in due:
        why = not_offered(_waits(facts, holds), now, asked.rules)
        if why is None:
            offered.append(facts)
        else:
            held.setdefault(why, []).append(facts)
    grouped = calls([(facts.customer_id, facts.digits) for facts in offered])
    make: Callable[[TaskFacts], QueueRow] = lambda facts: row_of(facts, asked)  # noqa: E731
    return Queue(
        LazyEntries([[offered[place] for place in places] for places in grouped], make),
        {why: LazyRows(held[why], make) for why in NotOffered if why in held},
        asked,
        due,
        offered,
    )


def _waits(facts: TaskFacts, holds: Holds) -> Waits:
    """What is known of a task as far as it may keep it from being offered."""
    task, vehicle, customer, digits = facts.open, facts.vehicle_id, facts.customer_id, facts.digits
    of_nobodys_car = vehicle is None and task.reason not in _GREETINGS
    return Waits(
        task.reason,
        task.due,
        facts.promised_at,
        facts.part,
        facts.not_before,
        vehicle in holds.in_workshop,
        vehicle in holds.expected or (of_nobodys_car and customer in holds.expected_customers),
        customer in holds.complaining or vehicle in holds.complained_of,
        digits is not None,
        facts.last_try in WAITING_FOR_NUMBER and facts.quality != "good",
        facts.channel in MESSAGES,
        facts.id in holds.tasks or holds.being_called.has(customer, digits),
        customer is not None and facts.last_try != Disposition.INTERESTED and holds.reached.has(customer, digits),
    )


def ranked(facts: TaskFacts, asked: Asked) -> Ranked:
    """What the ranking needs to know of a task."""
    return Ranked(
        facts.id,
        facts.open.due,
        facts.open.created_on,
        lost_on(facts, asked),
        facts.protected,
        facts.spend_24_fen,
        facts.promised_at,
        facts.attempts,
        facts.connected,
        facts.agent_id is not None and facts.agent_id in {asked.agent_id, asked.staff},
    )
