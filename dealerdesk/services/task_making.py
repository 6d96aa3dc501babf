"""Making one task within an act: what a person, a call or an event asks for (Rulebook 6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.planned_tasks import last_tried, pool_agent, task_with_key
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import ids_for_tasks, insert_tasks
from dealerdesk.domain.codes import CodeKind, code_of
from dealerdesk.domain.followup import TaskState, inherited

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.calls import Tried
    from dealerdesk.domain.planned_task import NewTask
    from dealerdesk.domain.rules import Rules
    from dealerdesk.services.desk import Desk


def task_within(writer: Writer, desk: Desk, new: NewTask) -> int:
    """Make a task within an act and answer its id; where a task of its key was ever made, it is that one."""
    return make_task(writer, desk.today, new)


def make_task(writer: Writer, today: date, new: NewTask) -> int:
    """Make a task on a day and answer its id; where a task of its key was ever made, it is that one."""
    present = None if new.key is None else task_with_key(writer.conn, new.key)
    if present is not None:
        return present
    (task_id,) = ids_for_tasks(writer, 1)
    agent = new.agent_id if new.agent_id is not None else pool_agent(writer.conn, new.customer_id, new.due)
    tried = None if new.customer_id is None else last_tried(writer.conn, new.customer_id)
    _, rules = current_rules(writer.conn)
    insert_tasks(writer, [task_row(new, task_id, today, agent, begun_with(tried, today, rules))])
    return task_id


def task_row(
    new: NewTask, task_id: int, today: date, agent_id: int | None, begun: Mapping[str, object]
) -> dict[str, object]:
    """The fields of a task that is asked for. `begun`: what goes back to its customer's last calls."""
    return {
        **begun,
        "id": task_id,
        "code": code_of(CodeKind.TASK, task_id),
        "key": new.key or f"{new.reason}:by-hand:{task_id}",
        "reason": new.reason.value,
        "list_name": None,
        "vehicle_id": new.vehicle_id,
        "customer_id": new.customer_id,
        "cause": new.cause or new.due,
        "created_on": today,
        "due": new.due,
        "agent_id": agent_id,
        "state": TaskState.OPEN.value,
        "promised_at": new.at,
        "visit_id": new.visit_id,
        "complaint_id": new.complaint_id,
        "step": new.step,
        "about": new.about,
    }


def begun_with(tried: Tried | None, today: date, rules: Rules) -> dict[str, object]:
    """What goes back to its customer's last calls; one attempt is always left to who asks for it (Rulebook 6.3).

    A customer who waits for a number to be fixed still does.
    """
    attempts = 0 if tried is None else inherited(tried.day, tried.attempts, today, rules)
    return {
        "attempts": min(attempts, max(rules.call_attempts - 1, 0)),
        "last_try": None if tried is None or tried.last is None else tried.last.value,
    }
