"""Tasks that have ended by themselves, because their cause is gone (Rulebook 6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import change_tasks, open_tasks, open_tasks_about
from dealerdesk.domain.ending import WITHOUT_CAR, Ended, ending
from dealerdesk.services.appointments.keeping import miss_appointments
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.tasks import OpenTask
    from dealerdesk.domain.ending import Open
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.rules import Rules


def end_of(task: Open, stretch: Stretch | None, day: date, rules: Rules) -> Ended | None:
    """Why a task has ended by itself by the day, or None. Without a stretch its customer owns no vehicle any more."""
    if stretch is None and task.reason not in WITHOUT_CAR:
        return Ended.OWNER_CHANGED
    return ending(task, stretch, day, rules.policy_on(day), rules)


def end_tasks(writer: Writer, today: date) -> int:
    """End, within an act, the open tasks whose cause is gone by today; answers how many.

    Appointments whose day is over without a visit are missed from now on, and who did not come is to be called.
    """
    miss_appointments(writer, today)
    rules_id, rules = current_rules(writer.conn)
    return _end(writer, open_tasks(writer.conn, rules_id, today), today, rules)


def end_tasks_about(writer: Writer, today: date, vehicles: Iterable[int], customers: Iterable[int] = ()) -> int:
    """End, within an act, the open tasks about vehicles or customers whose cause is gone by today; answers how many."""
    rules_id, rules = current_rules(writer.conn)
    return _end(writer, open_tasks_about(writer.conn, rules_id, today, vehicles, customers), today, rules)


def _end(writer: Writer, tasks: Iterable[OpenTask], today: date, rules: Rules) -> int:
    ended: dict[int, dict[str, object]] = {}
    for task in tasks:
        why = end_of(task.open, task.stretch, today, rules)
        if why is not None:
            ended[task.id] = {"state": "ended", "ended_on": today, "ended_why": why.value}
    return change_tasks(writer, ended)


@use_case("tidy-tasks", Right.CALL)
def tidy_tasks(desk: Desk) -> Changed:
    """End the open tasks whose cause is gone, and make those that something that happened asks for (Rulebook 6.1)."""
    from dealerdesk.services.event_tasks import make_event_tasks

    with desk.store.write(desk.header("tidy-tasks")) as writer:
        end_tasks(writer, desk.today)
        make_event_tasks(writer, desk.today)
        return Changed(frozenset({"task", "appointment"}), writer.act_id) if writer.changed else Changed()
