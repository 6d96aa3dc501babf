"""What came of a call: kept with its tasks, which are done, move to another time or end (Rulebook 6.2, 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.calls import insert_call
from dealerdesk.db.queue import tasks_named
from dealerdesk.db.tasks import change_tasks
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.followup import Attempt, Disposition, TaskState, follow_up, inherited
from dealerdesk.domain.reminder import Ended
from dealerdesk.services.call_queue import agent_named, asked_for
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, time

    from dealerdesk.db.calls import Tried
    from dealerdesk.db.queue import TaskFacts
    from dealerdesk.domain.followup import FollowUp, Promise
    from dealerdesk.domain.rules import Rules

_MONTHS_AHEAD = 12


@dataclass(frozen=True)
class OutcomeKept:
    """What became of the tasks of a call that was kept."""

    follows: FollowUp
    changed: Changed


@use_case("record-outcome", Right.CALL)
def record_outcome(
    desk: Desk,
    tasks: Sequence[int],
    disposition: Disposition,
    *,
    when: Promise | None = None,
    note: str = "",
    agent: str | None = None,
    seen: Mapping[int, int] | None = None,
) -> OutcomeKept:
    """Keep what came of a call about these tasks, the leading one first, and let its consequences follow.

    `when`: the day and time for which the customer asked to be called again. `agent`: who called, else whoever the
    tasks are given to. `seen`: the revisions that the tasks had when they were looked at: one call that two people
    keep at once counts once. Raises WrongUse `outcome.no_tasks`, `outcome.when_missing`, `outcome.when_past`,
    `outcome.when_too_far`; Refused `outcome.task_gone`, `outcome.task_closed`, `outcome.changed_meanwhile`.
    """
    now = desk.clock().astimezone()
    if not tasks:
        raise WrongUse("outcome.no_tasks")
    if disposition is Disposition.CALL_LATER:
        _check_promise(desk, when, now.time())
    with desk.store.write(desk.header("record-outcome")) as writer:
        asked = asked_for(writer.conn, desk, desk.today, agent_named(writer.conn, agent))
        found = {facts.id: facts for facts in tasks_named(writer.conn, asked, tasks)}
        called = [_open_one(found.get(task), (seen or {}).get(task)) for task in tasks]
        by = asked.agent_id or called[0].agent_id
        attempt = Attempt(desk.today, now.time(), max(facts.attempts for facts in called), when)
        follows = follow_up(disposition, attempt, working_days(), asked.rules)
        change_tasks(writer, {facts.id: _changes(facts, follows, desk.today, by) for facts in called})
        insert_call(
            writer,
            {
                "at": now,
                "day": desk.today,
                "who": desk.actor.name,
                "agent_id": by,
                "customer_id": called[0].customer_id,
                "disposition": disposition.value,
                "attempt": follows.attempts,
                "promised_on": None if follows.promised_at is None else follows.due,
                "promised_at": follows.promised_at,
                "note": note.strip() or None,
            },
            tasks,
        )
        return OutcomeKept(follows, Changed(frozenset({"task", "call"}), writer.act_id))


def begun_with(tried: Tried | None, today: date, rules: Rules) -> dict[str, object]:
    """The fields of a new task that go back to its customer's last calls: attempts in vain, perhaps all there are."""
    attempts = 0 if tried is None else inherited(tried.day, tried.attempts, today, rules)
    ends = attempts >= rules.call_attempts
    return {
        "attempts": attempts,
        "state": (TaskState.ENDED if ends else TaskState.OPEN).value,
        "ended_on": today if ends else None,
        "ended_why": Ended.UNREACHABLE.value if ends else None,
    }


def _check_promise(desk: Desk, when: Promise | None, now: time) -> None:
    if when is None:
        raise WrongUse("outcome.when_missing")
    if (when.day, when.at) < (desk.today, now.replace(second=0, microsecond=0)):
        raise WrongUse("outcome.when_past", day=when.day, at=f"{when.at:%H:%M}")
    last_day = add_months(desk.today, _MONTHS_AHEAD)
    if when.day > last_day:
        raise WrongUse("outcome.when_too_far", day=when.day, last_day=last_day)


def _open_one(facts: TaskFacts | None, seen: int | None) -> TaskFacts:
    if facts is None:
        raise Refused("outcome.task_gone")
    if facts.state != TaskState.OPEN:
        state = said(f"label.task_state.{facts.state}")
        raise Refused("outcome.task_closed", task=facts.code, state=state)
    if seen not in {None, facts.revision}:
        raise Refused("outcome.changed_meanwhile", task=facts.code)
    return facts


def _changes(facts: TaskFacts, follows: FollowUp, today: date, agent_id: int | None) -> dict[str, object]:
    """What changes on a task. A call that was put off stays with who made it."""
    changes: dict[str, object] = {
        "state": follows.state.value,
        "attempts": follows.attempts,
        "part_of_day": None if follows.part is None else follows.part.value,
        "promised_at": follows.promised_at,
    }
    if follows.due is None:
        changes["ended_on"] = today
        changes["ended_why"] = Ended.UNREACHABLE.value if follows.state is TaskState.ENDED else None
        return changes
    return changes | {
        "due": follows.due,
        "first_due": facts.open.first_due or facts.open.due,
        "agent_id": agent_id,
    }
