"""Tasks: made from the month's lists, and offered as a queue of calls (Rulebook 6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.calls import attempts_of
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.store_days import absences_from
from dealerdesk.db.tasks import agents_by_name, care_agents, existing_keys, ids_for_tasks, insert_tasks, promises
from dealerdesk.domain.codes import CodeKind, code_of
from dealerdesk.domain.month_list import default_month
from dealerdesk.domain.reminder import Reason
from dealerdesk.services.call_queue import agent_named, asked_for, queue_of
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.event_tasks import make_event_tasks
from dealerdesk.services.outcomes import begun_with
from dealerdesk.services.task_ends import end_tasks
from dealerdesk.services.task_plan import Sharing, calls_not_made, due_days, invited_by, wanted_tasks
from dealerdesk.services.working_days import calendar_notes, working_days

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, time

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.calendar import Month
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.month_list import ListName
    from dealerdesk.domain.reminder import Planned
    from dealerdesk.services.call_queue import Queue


@dataclass(frozen=True)
class Generated:
    """How many tasks were made of those that the lists ask for, how many existed, and how many others ended."""

    created: int
    existing: int
    by_reason: Mapping[str, int]
    ended: int
    notes: tuple[Said, ...]
    changed: Changed


@use_case("generate-tasks", Right.PLAN)
def generate_tasks(
    desk: Desk,
    month: Month | None = None,
    lists: Collection[ListName] | None = None,
    *,
    dormant: bool = False,
    members: Collection[int] | None = None,
) -> Generated:
    """Make the tasks of a month's lists (default: the next month, all lists), each key once; a second run makes none.

    Vehicles lost for more than 24 months are surveyed only if `dormant` says so. `members` leaves out who is not among
    these ids: vehicles, in the list of birthdays customers. Tasks whose cause is gone are ended.
    """
    with desk.store.read() as conn:
        asked = month or default_month(desk.today)
        wanted = wanted_tasks(conn, desk, asked, lists, dormant=dormant, members=members)
    with desk.store.write(desk.header("generate-tasks")) as writer:
        ended = end_tasks(writer, desk.today)
        present = existing_keys(writer.conn, [task.key for task in wanted])
        new = [task for task in wanted if task.key not in present]
        dues = _make(desk, writer, new)
        events = make_event_tasks(writer, desk.today) if lists is None and members is None else []
        notes = calendar_notes(working_days(writer.conn), [*dues, *(event.due for event in events)])
        changed = Changed(frozenset({"task"}), writer.act_id) if writer.changed else Changed()
    made = Counter(task.reason for task in new) + Counter(event.reason for event in events)
    by_reason = {reason.value: made[reason] for reason in Reason if made[reason]}
    return Generated(len(new) + len(events), len(present), by_reason, ended, notes, changed)


def _make(desk: Desk, writer: Writer, tasks: Sequence[Planned]) -> list[date]:
    """Make tasks that are not there yet; answers their due days."""
    today, days = desk.today, working_days(writer.conn)
    _, rules = current_rules(writer.conn)
    agents = care_agents(writer.conn, today)
    promised = list(promises(writer.conn))
    first = days.next_on_or_after(today)
    taken = Counter(max(promise.due, first) for promise in promised)
    a_day = rules.tasks_per_agent_day * max(1, len(agents))
    away = {agent: spans for agent, spans in absences_from(writer.conn, today).items() if agent in agents}
    if len(away) < len(agents):
        taken.update(calls_not_made(away, first, days, rules.tasks_per_agent_day))
    sharing = Sharing(agents, promised, away)
    dues = due_days(tasks, taken, today, days, a_day, rules.policy_on(today))
    ids = ids_for_tasks(writer, len(tasks))
    advisors = invited_by(writer.conn, today, tasks) if rules.invitations_to_advisor else {}
    tried = attempts_of(writer.conn)
    insert_tasks(
        writer,
        [
            {
                **begun_with(tried.get(task.candidate.customer_id), today, rules),
                "id": task_id,
                "code": code_of(CodeKind.TASK, task_id),
                "key": task.key,
                "reason": task.reason.value,
                "list_name": task.candidate.list_name.value,
                "vehicle_id": task.candidate.vehicle_id,
                "customer_id": task.candidate.customer_id,
                "cause": task.cause,
                "created_on": today,
                "due": due,
                "agent_id": advisors.get(task.key) or sharing.agent_for(task.candidate.customer_id, due),
            }
            for task_id, task, due in zip(ids, tasks, dues, strict=True)
        ],
    )
    return dues


@use_case("task-queue", Right.SEE)
def task_queue(desk: Desk, day: date | None = None, agent: str | None = None, *, at: time | None = None) -> Queue:
    """The calls of a day (default: today) in the order of Rulebook 6.4: one agent's, else everybody's.

    `at`: the time that it is on the day; what was put off until later on it is not offered yet. Nothing is written.
    Raises WrongUse for an agent whom nobody knows.
    """
    with desk.store.read() as conn:
        return queue_of(conn, asked_for(conn, desk, day or desk.today, agent_named(conn, agent), at))


@use_case("list-agents", Right.SEE)
def agents(desk: Desk) -> tuple[str, ...]:
    """The names of everybody who makes calls."""
    with desk.store.read() as conn:
        return tuple(agents_by_name(conn))
