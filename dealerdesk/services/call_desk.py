"""The queue as the call desk shows it: filtered, counted by reason and agent, and what is held back, by cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.domain.followup import part_of
from dealerdesk.services.call_queue import Queue, agent_named, asked_for, queue_after, queue_of
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from dealerdesk.db.queue import TaskFacts
    from dealerdesk.domain.followup import PartOfDay
    from dealerdesk.domain.reason import Reason


@dataclass(frozen=True)
class QueueAsk:
    """Which calls are asked for: whose, for which reason, put off to which part of the day; None: all.

    `at`: the time by the store's clock. `day`: today if not named. `holder`: who asks, as `take_call` knows them:
    what they have taken themselves stays offered to them.
    """

    agent: str | None = None
    reason: Reason | None = None
    part: PartOfDay | None = None
    at: time | None = None
    day: date | None = None
    holder: str = ""


@use_case("call-desk", Right.SEE)
def call_desk(desk: Desk, ask: QueueAsk | None = None) -> Queue:
    """The calls that are asked for, in the order of Rulebook 6.4.

    A filter keeps a call if one of its tasks is meant; counts by reason and agent are those of the whole queue.
    Raises WrongUse for an agent whom nobody knows.
    """
    ask = ask or QueueAsk()
    with desk.store.read() as conn:
        agent = agent_named(conn, ask.agent)
        asked = asked_for(conn, desk, ask.day or desk.today, agent, ask.at, ask.holder)
        return filtered(queue_of(conn, asked), ask)


@use_case("call-desk", Right.SEE)
def call_desk_after(desk: Desk, queue: Queue, tasks: Sequence[int], ask: QueueAsk | None = None) -> Queue:
    """A queue of the same day and agent after a call about these tasks: only whom it concerned is read again.

    It is what `call_desk` answers, as long as nobody else wrote meanwhile. `ask` filters it, and says the time.
    """
    ask = ask or QueueAsk()
    with desk.store.read() as conn:
        return filtered(queue_after(conn, queue, tasks, ask.at), ask)


def filtered(queue: Queue, ask: QueueAsk) -> Queue:
    """The calls of a queue that are asked for by reason and part of the day."""
    if ask.reason is None and ask.part is None:
        return queue
    return queue.keep(lambda facts: _meant(facts, ask))


def _meant(facts: TaskFacts, ask: QueueAsk) -> bool:
    """Whether a task is asked for: of that reason, and put off to that part of the day or promised for it."""
    part = facts.part if facts.promised_at is None else part_of(facts.promised_at)
    return ask.reason in {None, facts.open.reason} and ask.part in {None, part}
