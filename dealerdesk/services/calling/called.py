"""Whom a call was about, by the tasks that it names or without any: seen, still open, and not out of bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dealerdesk.db.calls import called_tasks, joined_tasks, last_rung, numbers_of
from dealerdesk.db.complaints import complaint_open_since
from dealerdesk.db.customer_file import is_erased, is_in_scope, owner_of
from dealerdesk.db.marking import marks_in_force
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import agents_by_name
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.ending import Ended
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.followup import CONSEQUENCES, TaskState
from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_queue import agent_named

if TYPE_CHECKING:
    from dealerdesk.db.calls import CalledTask, NumberOf
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.calling import CallMade
    from dealerdesk.domain.followup import Disposition
    from dealerdesk.domain.rules import Rules
    from dealerdesk.services.desk import Desk

_CUSTOMER_BEGAN: Final = frozenset({Channel.RECEPTION})
"""Channels by which nobody is disturbed."""


@dataclass(frozen=True)
class Called:
    """Whom a call was about. `tasks` it moves or ends; `spared` were unticked, `over` ended meanwhile.

    `by`: the member of staff who called; `keeper`: who goes on with it. `numbers`: all numbers of the customers
    concerned; `rung`: the one rung.
    `unwilling`: nobody is to call them.
    """

    tasks: tuple[CalledTask, ...]
    spared: tuple[CalledTask, ...]
    over: tuple[CalledTask, ...]
    customer: int | None
    vehicle: int | None
    by: int | None
    keeper: int | None
    numbers: tuple[NumberOf, ...]
    rung: NumberOf | None
    last: Disposition | None
    unwilling: bool
    rules_id: int
    rules: Rules

    @property
    def all_tasks(self) -> tuple[CalledTask, ...]:
        """The tasks that the call is kept with."""
        return self.tasks or self.over

    def has_another_number(self, customer: int | None) -> bool:
        """Whether a customer has a good number besides the one that was rung."""
        rung = None if self.rung is None else self.rung.digits
        return any(
            one.customer_id == customer and one.quality == "good" and not one.marked and one.digits != rung
            for one in self.numbers
        )


def called_in(conn: Reading, desk: Desk, made: CallMade) -> Called:
    """Whom a call was about. Raises what `record_call` raises of tasks, customers and numbers."""
    rules_id, rules = current_rules(conn)
    tasks, spared, over = _tasks(conn, desk, made, rules_id)
    leading = next(iter(tasks or over), None)
    customer, vehicle = _about(conn, desk, made, leading)
    unwilling = _may_be_called(conn, made, customer, tasks, over)
    customers = {one.customer_id for one in tasks if one.customer_id is not None} | ({customer} - {None})
    numbers = tuple(numbers_of(conn, {one for one in customers if one is not None}))
    rung = _rung(made, customer, numbers)
    return Called(
        tasks,
        spared,
        over,
        customer,
        vehicle,
        *_caller(conn, desk, made, leading),
        numbers,
        rung,
        _last_try(conn, tasks, rung),
        unwilling,
        rules_id,
        rules,
    )


def _tasks(
    conn: Reading, desk: Desk, made: CallMade, rules_id: int
) -> tuple[tuple[CalledTask, ...], tuple[CalledTask, ...], tuple[CalledTask, ...]]:
    """The tasks that are moved or ended, those that were unticked, and those that ended while one called."""
    scope = desk.actor.scope.advisor_id
    ids = tuple(dict.fromkeys((*made.tasks, *made.left)))
    found = called_tasks(conn, ids, rules_id, desk.today, scope) if ids else {}
    wanted = [_there(found.get(task)) for task in dict.fromkeys(made.tasks)]
    if wanted and all(_stopped_meanwhile(task, desk) for task in wanted):
        return (), (), tuple(wanted)
    for task in wanted:
        _must_be_open(task, made)
    left = [found[task] for task in made.left if task in found and task not in made.tasks]
    waiting = [task for task in left if task.state == TaskState.OPEN]
    if CONSEQUENCES[made.disposition].moves_all:
        moved = (*wanted, *waiting)
        return (*moved, *_joined(conn, desk, moved, rules_id)), (), ()
    return tuple(wanted), tuple(waiting), ()


def _joined(conn: Reading, desk: Desk, moved: tuple[CalledTask, ...], rules_id: int) -> list[CalledTask]:
    """The tasks that others have, of the same customers or under the same number: nobody rings there again today."""
    ids = {task.id for task in moved}
    customers = {task.customer_id for task in moved if task.customer_id is not None}
    others = [task for task in joined_tasks(conn, customers, rules_id, desk.today) if task not in ids]
    found = called_tasks(conn, others, rules_id, desk.today, desk.actor.scope.advisor_id) if others else {}
    return [found[task] for task in others if task in found]


def _there(task: CalledTask | None) -> CalledTask:
    if task is None:
        raise Refused("outcome.task_gone")
    return task


def _stopped_meanwhile(task: CalledTask, desk: Desk) -> bool:
    """Whether a task ended today because nobody is to call: as when that was said in the middle of the call."""
    return task.state == TaskState.ENDED and task.ended_why == Ended.DO_NOT_CALL and task.ended_on == desk.today


def _must_be_open(task: CalledTask, made: CallMade) -> None:
    if task.state != TaskState.OPEN:
        raise Refused("outcome.task_closed", task=task.code, state=said(f"label.task_state.{task.state}"))
    if made.seen.get(task.id) not in {None, task.revision}:
        raise Refused("outcome.changed_meanwhile", task=task.code)


def _about(conn: Reading, desk: Desk, made: CallMade, leading: CalledTask | None) -> tuple[int | None, int | None]:
    """The customer and the car that a call was about: those that are named, else those of its first task."""
    customer, vehicle = made.customer_id, made.vehicle_id
    scope = desk.actor.scope.advisor_id
    if vehicle is not None:
        owned = owner_of(conn, vehicle, desk.today, scope)
        if owned is None:
            raise Refused("customers.gone")
        customer = owned[1] if customer is None and leading is None else customer
    if customer is not None and not is_in_scope(conn, customer, desk.today, scope):
        raise Refused("customers.gone")
    if leading is not None:
        customer = leading.customer_id if customer is None else customer
        vehicle = leading.vehicle_id if vehicle is None else vehicle
    elif customer is None:
        raise WrongUse("outcome.nobody")
    if customer is not None and is_erased(conn, customer):
        raise Refused("customers.erased_already")
    return customer, vehicle


def _may_be_called(
    conn: Reading, made: CallMade, customer: int | None, tasks: tuple[CalledTask, ...], over: tuple[CalledTask, ...]
) -> bool:
    """Do-not-call is absolute (PEERS 14): no call but what a customer began, or the answer to a complaint of theirs.

    Answers whether there is such a mark that does not speak against this one.
    """
    marks = () if customer is None else marks_in_force(conn, customer)
    if not marks or over:
        return bool(marks)
    since = min(mark["since"] for mark in marks)
    answers = any(task.reason is Reason.COMPLAINT for task in tasks)
    complained = made.topic == Reason.COMPLAINT and complaint_open_since(conn, None, customer) is not None
    if not (made.incoming or made.channel in _CUSTOMER_BEGAN or answers or complained):
        raise Refused("outcome.do_not_call", since=since)
    if made.when is not None and made.do_not_call is None and not answers:
        raise Refused("outcome.promise_to_unwilling", since=since)
    return True


def _rung(made: CallMade, customer: int | None, numbers: tuple[NumberOf, ...]) -> NumberOf | None:
    """The number that was rung: the one named, else, where somebody was rung, the one that is offered first."""
    if made.phone_id is not None:
        named = next((one for one in numbers if one.id == made.phone_id), None)
        if named is None:
            raise WrongUse("outcome.phone_of_nobody")
        return named
    if made.incoming or made.channel is not Channel.CALL:
        return None
    return next((one for one in numbers if one.customer_id == customer and one.quality != "bad"), None)


def _last_try(conn: Reading, tasks: tuple[CalledTask, ...], rung: NumberOf | None) -> Disposition | None:
    """What came of the attempt before this one, unless another number was rung then."""
    tried = next((task for task in tasks if task.last_try is not None), None)
    if tried is None:
        return None
    before = last_rung(conn, tried.id)
    return None if before is not None and rung is not None and before != rung.digits else tried.last_try


def _caller(conn: Reading, desk: Desk, made: CallMade, leading: CalledTask | None) -> tuple[int | None, int | None]:
    """Who called, and who goes on with what is put off.

    Who is named, else who acts; one who makes no calls leaves the tasks to whom they were given.
    """
    named, staff = agent_named(conn, made.agent), desk.actor.staff
    given = None if leading is None else leading.agent_id
    if named is not None:
        return named, named
    if staff is None:
        return given, given
    makes_calls = given is None or staff in agents_by_name(conn).values()
    return staff, staff if makes_calls else given
