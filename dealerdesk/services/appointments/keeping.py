"""How appointments end by themselves: kept by a visit near their day, or missed when their day is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.appointments import (
    agreed_before,
    agreed_with,
    appointment_facts,
    change_appointments,
    doubtful_cars,
    no_show_tasks,
    visits_of,
)
from dealerdesk.db.tasks import change_tasks
from dealerdesk.domain.appointment import KEPT_WITHIN, AppointmentState, judged
from dealerdesk.domain.ending import Ended
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.services.task_making import make_task
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.appointment import Agreed


CALLED_WITHIN: Final = timedelta(days=7)
"""How long after its day somebody who missed an appointment is still called about it."""


class Judgement(NamedTuple):
    """The appointments that changed when they were held against visits: those kept now, and those missed."""

    kept: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    again: tuple[int, ...] = ()
    """Those that are open again, since the visit that kept them is gone."""


def keep_appointments(writer: Writer, today: date, vehicles: Collection[int]) -> Judgement:
    """Hold, within an act, the appointments of these cars against their visits, and end the calls about those kept.

    Whether a visit came, was corrected or was voided is all the same: they are judged anew.
    """
    found = _judge(writer, today, agreed_with(writer.conn, vehicles))
    if found.kept:
        came = frozenset(one["vehicle_id"] for one in appointment_facts(writer.conn, found.kept).values())
        end_no_show_calls(writer, today, came, Ended.VISIT)
    return found


def end_no_show_calls(writer: Writer, today: date, vehicles: Collection[int], why: Ended) -> None:
    """End, within an act, the calls about appointments of these cars that were missed: they came, or agreed anew."""
    ended = {"state": "ended", "ended_on": today, "ended_why": why.value}
    change_tasks(writer, dict.fromkeys(no_show_tasks(writer.conn, vehicles), ended))


def keep_all_appointments(writer: Writer, today: date) -> Judgement:
    """Hold, within an act, all appointments against visits that may have come or gone: what an import does."""
    return keep_appointments(writer, today, doubtful_cars(writer.conn))


def mark_missed(writer: Writer, today: date) -> tuple[int, ...]:
    """Mark, within an act, the appointments whose day is over and that no visit kept; answers those that are missed."""
    return _judge(writer, today, agreed_before(writer.conn, today)).missed


def miss_appointments(writer: Writer, today: date) -> int:
    """Mark, within an act, what was missed, and have whoever did not come called; answers how many.

    Who missed one longer ago than a call would be kept for is not called (Rulebook 6.1: its date + 7).
    """
    missed = mark_missed(writer, today)
    facts = appointment_facts(writer.conn, missed) if missed else {}
    first = working_days(writer.conn).next_on_or_after(today) if facts else today
    for key, one in facts.items():
        if one["day"] + CALLED_WITHIN >= today:
            make_task(
                writer,
                today,
                NewTask(
                    Reason.NO_SHOW,
                    first,
                    one["customer_id"],
                    one["vehicle_id"],
                    agent_id=one["agent_id"],
                    cause=one["day"],
                    key=f"no-show:{key}",
                ),
            )
    return len(missed)


def _judge(writer: Writer, today: date, agreed: Mapping[int, list[Agreed]]) -> Judgement:
    if not agreed:
        return Judgement()
    changes: dict[int, dict[str, Any]] = {}
    days = [one.day for some in agreed.values() for one in some]
    visits = visits_of(writer.conn, agreed, min(days) - KEPT_WITHIN, max(days) + KEPT_WITHIN)
    for car, some in agreed.items():
        found = judged(some, visits.get(car, ()), today)
        changes |= {one.id: _ended(*found[one.id], today) for one in some if found[one.id] != (one.state, one.visit_id)}
    change_appointments(writer, changes)
    kept, missed, again = (
        tuple(key for key, change in changes.items() if change["state"] == state)
        for state in (AppointmentState.ARRIVED, AppointmentState.MISSED, AppointmentState.BOOKED)
    )
    return Judgement(kept, missed, again)


def _ended(state: AppointmentState, visit_id: int | None, today: date) -> dict[str, Any]:
    ended_on = None if state is AppointmentState.BOOKED else today
    return {"state": state.value, "visit_id": visit_id, "ended_on": ended_on}
