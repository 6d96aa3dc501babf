"""Tasks that have ended by themselves, because their cause is gone (Rulebook 6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import change_tasks, open_tasks, open_tasks_about
from dealerdesk.domain.reminder import Ended, ending
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.tasks import OpenTask
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.reminder import Open
    from dealerdesk.domain.rules import Rules


def end_of(task: Open, stretch: Stretch | None, day: date, rules: Rules) -> Ended | None:
    """Why a task has ended by itself by the day, or None. Without a stretch its customer owns no vehicle any more."""
    if stretch is None:
        return Ended.OWNER_CHANGED
    return ending(task, stretch, day, rules.policy_on(day), rules)


def end_tasks(writer: Writer, today: date) -> int:
    """End, within an act, the open tasks whose cause is gone by today; answers how many."""
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
    """End the open tasks whose cause is gone: what making tasks and sheets does by the way."""
    with desk.store.write(desk.header("tidy-tasks")) as writer:
        return Changed(frozenset({"task"}), writer.act_id) if end_tasks(writer, desk.today) else Changed()
