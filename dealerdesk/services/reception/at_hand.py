"""What is done by one key while the customer stands there: WeChat added, a task closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.customer_file import is_in_scope
from dealerdesk.db.queue import tasks_named
from dealerdesk.db.reception import mark_on_wechat
from dealerdesk.db.tasks import change_tasks
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.followup import TaskState
from dealerdesk.services.call_queue import asked_for
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Sequence


@use_case("add-on-wechat", Right.ENTER)
def add_on_wechat(desk: Desk, customer: int) -> Changed:
    """Take down that a customer was added on WeChat: today, by who acts. Raises Refused `customers.gone`."""
    with desk.store.write(desk.header("add-on-wechat")) as writer:
        if not is_in_scope(writer.conn, customer, desk.today, desk.actor.scope.advisor_id):
            raise Refused("customers.gone")
        if not mark_on_wechat(writer, customer, desk.today, desk.actor.staff):
            return Changed()
        return Changed(frozenset({"customer"}), writer.act_id)


@use_case("close-tasks", Right.ENTER)
def close_tasks(desk: Desk, tasks: Sequence[int]) -> Changed:
    """Close open tasks that were talked over. Raises Refused `outcome.task_gone`, `outcome.task_closed`."""
    with desk.store.write(desk.header("close-tasks")) as writer:
        asked = asked_for(writer.conn, desk, desk.today, None)
        found = {facts.id: facts for facts in tasks_named(writer.conn, asked, tasks)}
        for task in tasks:
            facts = found.get(task)
            if facts is None:
                raise Refused("outcome.task_gone")
            if facts.state != TaskState.OPEN:
                raise Refused("outcome.task_closed", task=facts.code, state=said(f"label.task_state.{facts.state}"))
        done = {task: {"state": TaskState.DONE.value, "ended_on": desk.today, "ended_why": None} for task in tasks}
        return Changed(frozenset({"task"}), writer.act_id) if change_tasks(writer, done) else Changed()
