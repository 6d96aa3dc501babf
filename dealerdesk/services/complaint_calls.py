"""The call that goes with a complaint: made with it, due when there is something to tell, over at its closing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dealerdesk.db.complaints import follow_ups
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import change_tasks
from dealerdesk.domain.complaint import ComplaintState, follow_up_key
from dealerdesk.domain.followup import TaskState
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.services.task_making import task_within
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.complaint import Complaint
    from dealerdesk.services.desk import Desk


def follow_up(writer: Writer, desk: Desk, complaint: Complaint) -> None:
    """Let a complaint have its call: at the limit while it is unsolved, today once there is a solution to tell.

    An open one moves, one that was made before is not made again (Rulebook 6.1); nobody is called about an anonymous
    complaint.
    """
    if complaint.customer_id is None:
        return
    due = _due(writer, desk, complaint)
    made = follow_ups(writer.conn, complaint.id)
    open_one = next((task.id for task in made if task.state == TaskState.OPEN), None)
    key = follow_up_key(complaint.id, complaint.reopened)
    if open_one is not None:
        change_tasks(writer, {open_one: {"due": due, "promised_at": None, "part_of_day": None}})
    elif all(task.key != key for task in made):
        new = NewTask(
            Reason.COMPLAINT,
            due,
            complaint.customer_id,
            complaint.vehicle_id,
            about=complaint.code,
            cause=complaint.received_on,
            complaint_id=complaint.id,
            key=key,
        )
        task_within(writer, desk, new)


def follow_up_ends(writer: Writer, today: date, complaint: int) -> None:
    """Let the call of a complaint that is closed be over."""
    over = {"state": TaskState.DONE.value, "ended_on": today, "ended_why": None}
    change_tasks(writer, {task.id: over for task in follow_ups(writer.conn, complaint) if task.state == TaskState.OPEN})


def _due(writer: Writer, desk: Desk, complaint: Complaint) -> date:
    if complaint.state is ComplaintState.ANSWERED:
        return desk.today
    _, rules = current_rules(writer.conn)
    return working_days(writer.conn).next_on_or_after(desk.today + timedelta(days=rules.complaint_days))
