"""Tasks that come from what happened, not from a list; and those that somebody plans by hand (Rulebook 6.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dealerdesk.db.calls import attempts_of
from dealerdesk.db.customer_file import owner_of
from dealerdesk.db.marking import marks_in_force
from dealerdesk.db.planned_tasks import is_known
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.store_days import absences_from
from dealerdesk.db.tasks import care_agents, existing_keys, ids_for_tasks, insert_tasks, promises
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_queue import agent_named
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.events import events_on
from dealerdesk.services.task_making import begun_with, make_task, task_row, task_within
from dealerdesk.services.task_plan import Sharing

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading

__all__ = ["BY_HAND", "NewTask", "make_event_tasks", "plan_task", "task_within"]

BY_HAND = (Reason.CALLBACK, Reason.MESSAGE_REPLY, Reason.CAMPAIGN, Reason.FESTIVAL, Reason.WEATHER, Reason.OTHER)
"""The reasons for which somebody plans a call by hand."""

_MONTHS_AHEAD = 12


@use_case("plan-task", Right.CALL)
def plan_task(desk: Desk, new: NewTask, agent: str | None = None) -> Changed:
    """Make a task by hand. `agent`: who makes the call, by name.

    Raises WrongUse `plan.not_by_hand`, `plan.nobody`, `plan.past`, `plan.too_far`, and for an unknown agent;
    Refused `outcome.promise_to_unwilling` where nobody is to call the customer.
    """
    if new.reason not in BY_HAND:
        raise WrongUse("plan.not_by_hand")
    if new.customer_id is None and new.vehicle_id is None:
        raise WrongUse("plan.nobody")
    if new.due < desk.today:
        raise WrongUse("plan.past", day=new.due)
    last_day = add_months(desk.today, _MONTHS_AHEAD)
    if new.due > last_day:
        raise WrongUse("plan.too_far", day=new.due, last_day=last_day)
    with desk.store.write(desk.header("plan-task")) as writer:
        if not is_known(writer.conn, new.customer_id, new.vehicle_id, desk.today, desk.actor.scope.advisor_id):
            raise WrongUse("plan.nobody")
        _must_be_willing(writer.conn, new, desk.today)
        named = agent_named(writer.conn, agent)
        make_task(writer, desk.today, new if named is None else replace(new, agent_id=named))
        return Changed(frozenset({"task"}), writer.act_id)


def _must_be_willing(conn: Reading, new: NewTask, today: date) -> None:
    """Nothing plans a call to who is not to be called (Rulebook 2.3)."""
    owned = None if new.vehicle_id is None else owner_of(conn, new.vehicle_id, today, None)
    customer = new.customer_id if new.customer_id is not None or owned is None else owned[1]
    marks = () if customer is None else marks_in_force(conn, customer)
    if marks:
        raise Refused("outcome.promise_to_unwilling", since=min(mark["since"] for mark in marks))


def make_event_tasks(writer: Writer, today: date) -> list[NewTask]:
    """Make, within an act, every task that something that happened asks for; answers those that were made.

    Care after service, new-owner care, what binds a customer and ends, complaints that are open (Rulebook 6.1).
    """
    asking = events_on(writer.conn, today)
    keys = existing_keys(writer.conn, [event.new.key for event in asking if event.new.key is not None])
    new = [event for event in asking if event.new.key not in keys]
    if not new:
        return []
    _, rules = current_rules(writer.conn)
    sharing = Sharing(care_agents(writer.conn, today), list(promises(writer.conn)), absences_from(writer.conn, today))
    tried = attempts_of(writer.conn)
    ids = ids_for_tasks(writer, len(new))
    made, rows = [], []
    for task_id, (task, agent, but) in zip(ids, new, strict=True):
        caller = agent if agent is not None else sharing.agent_for(task.customer_id, task.due, but=but)
        begun = begun_with(tried.get(task.customer_id), today, rules)
        rows.append(task_row(task, task_id, today, caller, begun))
        made.append(replace(task, agent_id=caller))
    insert_tasks(writer, rows)
    return made
