"""A whole call kept at once: what came of it, what was learnt and agreed on, and what becomes of its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dealerdesk.db.calls import insert_call, is_read_on, predicted_maintenance, refusals_since
from dealerdesk.db.planned_tasks import last_tried
from dealerdesk.db.reservations import release
from dealerdesk.db.tasks import change_tasks
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.calling import REFUSAL_MONTHS, promise_doubts, proposals, what_is_missing
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.ending import OF_ITS_DATE, Ended
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.followup import CONNECTED, CONTACTS, REFUSALS, Attempt, Disposition, TaskState, follow_up
from dealerdesk.services.calling.called import called_in
from dealerdesk.services.calling.effects import Effects, hear
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, time

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.calls import CalledTask
    from dealerdesk.domain.calling import CallMade, Proposal
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.followup import FollowUp, Promise
    from dealerdesk.services.calling.called import Called

_MONTHS_AHEAD: Final = 12


@dataclass(frozen=True)
class CallKept:
    """A call that was kept: what became of its leading task, if it had any, and what the agent is asked next.

    `each`: what became of every task of it, by id. `notes`: what is unusual about it, which stands all the same.
    """

    call_id: int
    follows: FollowUp | None
    changed: Changed
    proposals: tuple[Proposal, ...] = ()
    notes: tuple[Said, ...] = ()
    each: Mapping[int, FollowUp] | None = None


@use_case("record-call", Right.CALL)
def record_call(desk: Desk, made: CallMade) -> CallKept:
    """Keep a whole call, or a contact by another channel, in one act, and let its consequences follow (Rulebook 6.3).

    A call without tasks was not planned, or was incoming; where another one is promised in it a task is made. Raises
    WrongUse `outcome.*` for what is missing or impossible: `outcome.nobody`, `when_missing`, `when_past`,
    `when_too_far`, `appointment_missing`, `complaint_missing`, `outside_missing`, `reading_missing`, `which_car` and
    their like; Refused `outcome.task_gone`, `task_closed`, `changed_meanwhile`, `do_not_call`, `customers.gone`,
    `customers.erased_already`, and what an appointment, complaint or new owner is refused for. Then nothing is kept.
    """
    with desk.store.write(desk.header("record-call")) as writer:
        return keep_within(writer, desk, made)


def keep_within(writer: Writer, desk: Desk, made: CallMade) -> CallKept:
    """Keep a call within an act; raises what `record_call` raises."""
    now = desk.clock().astimezone()
    if made.when is not None:
        _check_promise(desk, made.when, now.time())
    called = called_in(writer.conn, desk, made)
    _must_be_whole(writer, desk, made, called)
    heard = hear(writer, desk, made, called)
    each = _follows(writer, desk, made, called, now)
    follows = next(iter(each.values()), None)
    attempt = _attempts_so_far(writer, made, called) if follows is None else follows.attempts
    call_id = insert_call(writer, _row(desk, made, called, now, attempt), [task.id for task in called.all_tasks])
    change_tasks(
        writer,
        {task.id: _changes(task, each[task.id], desk, called.keeper, made) for task in called.tasks}
        | _reached(made, called),
    )
    release(writer.conn, [task.id for task in called.all_tasks])
    effects = Effects(writer, desk, made, called, call_id, heard)
    outcomes = tuple(each.values()) or _of_the_number(writer, desk, made, called, now)
    effects.happen(outcomes)
    refused = _refusals(writer, desk, made, called)
    notes = () if made.when is None else promise_doubts(made.when, working_days(writer.conn), called.rules)
    changed = Changed(frozenset(effects.kinds), writer.act_id)
    return CallKept(call_id, follows, changed, proposals(made, outcomes, refused), notes, each)


def _check_promise(desk: Desk, when: Promise, now: time) -> None:
    """Make sure that a promised time is still ahead, and not too far. Raises WrongUse."""
    if (when.day, when.at) < (desk.today, now.replace(second=0, microsecond=0)):
        raise WrongUse("outcome.when_past", day=when.day, at=f"{when.at:%H:%M}")
    last_day = add_months(desk.today, _MONTHS_AHEAD)
    if when.day > last_day:
        raise WrongUse("outcome.when_too_far", day=when.day, last_day=last_day)


def _must_be_whole(writer: Writer, desk: Desk, made: CallMade, called: Called) -> None:
    known = called.vehicle is not None and is_read_on(writer.conn, called.vehicle, desk.today)
    missing = what_is_missing(made, is_reading_known=known)
    if missing is not None:
        raise WrongUse(missing)


def _follows(writer: Writer, desk: Desk, made: CallMade, called: Called, now: datetime) -> dict[int, FollowUp]:
    """What becomes of each task: numbers and predictions are each customer's and car's own, attempts are joined."""
    attempts = max((task.attempts for task in called.tasks), default=0)
    days, found = working_days(writer.conn), {}
    for task in called.tasks:
        car = task.car if called.vehicle is None or task.id != called.tasks[0].id else called.vehicle
        predicted = None if car is None else predicted_maintenance(writer.conn, car, called.rules_id, desk.today)
        other = called.has_another_number(task.customer_id)
        attempt = Attempt(desk.today, now.time(), attempts, made.when, called.last, other, predicted)
        found[task.id] = follow_up(made.disposition, attempt, days, called.rules)
    return found


def _of_the_number(writer: Writer, desk: Desk, made: CallMade, called: Called, now: datetime) -> tuple[FollowUp, ...]:
    """What a call without tasks says of the number that was rung, if it says anything."""
    if called.rung is None:
        return ()
    other = called.has_another_number(called.customer)
    attempt = Attempt(desk.today, now.time(), promise=made.when, other_phone=other)
    found = follow_up(made.disposition, attempt, working_days(writer.conn), called.rules)
    return () if found.phone is None else (found,)


def _attempts_so_far(writer: Writer, made: CallMade, called: Called) -> int:
    """How often a customer was tried in vain before a call without tasks, which nobody answered: it changes nothing."""
    if called.customer is None or made.disposition in CONNECTED:
        return 0
    tried = last_tried(writer.conn, called.customer)
    return 0 if tried is None else tried.attempts


def _row(desk: Desk, made: CallMade, called: Called, now: datetime, attempt: int) -> dict[str, object]:
    return {
        "at": now,
        "day": desk.today,
        "who": desk.actor.name,
        "agent_id": called.by,
        "customer_id": called.customer,
        "vehicle_id": called.vehicle,
        "phone_id": None if called.rung is None else called.rung.id,
        "disposition": made.disposition.value,
        "attempt": attempt,
        "promised_on": None if made.when is None else made.when.day,
        "promised_at": None if made.when is None else made.when.at,
        "note": made.note.strip() or None,
        "for_next": made.for_next.strip() or None,
        "topic": made.topic,
        "channel": Channel(made.channel).value,
        "incoming": made.incoming,
    }


def _changes(
    task: CalledTask, follows: FollowUp, desk: Desk, agent_id: int | None, made: CallMade
) -> dict[str, object]:
    """What changes on a task. A call that was put off stays with who made it.

    One that waits for its maintenance counts its time from that day on, as one of a date does from a day named anew.
    """
    changes: dict[str, object] = {
        "state": follows.state.value,
        "attempts": follows.attempts,
        "part_of_day": None if follows.part is None else follows.part.value,
        "promised_at": follows.promised_at,
        "not_before": follows.not_before,
        "last_try": None if follows.last_try is None else follows.last_try.value,
    }
    if follows.due is None:
        why = Ended.DO_NOT_CALL if made.do_not_call and follows.state is TaskState.ENDED else follows.ended
        return changes | {"ended_on": desk.today, "ended_why": None if why is None else why.value}
    anew = made.disposition is Disposition.CALL_LATER and task.reason in OF_ITS_DATE
    first = None if anew or made.disposition is Disposition.NOT_DUE else task.first_due or task.due
    return changes | {"due": follows.due, "first_due": first, "agent_id": agent_id or task.agent_id}


def _reached(made: CallMade, called: Called) -> dict[int, dict[str, object]]:
    """What changes on tasks that were unticked when their customer was reached: nobody is unreachable any more."""
    if made.disposition not in CONTACTS:
        return {}
    fresh = {"attempts": 0, "last_try": None, "part_of_day": None, "not_before": None}
    return {task.id: dict(fresh) for task in called.spared if task.attempts or task.last_try}


def _refusals(writer: Writer, desk: Desk, made: CallMade, called: Called) -> int:
    if called.customer is None or made.disposition not in REFUSALS:
        return 0
    return refusals_since(writer.conn, called.customer, add_months(desk.today, -REFUSAL_MONTHS))
