"""Taking a call: whoever is at it has it alone, until it is kept, let go of, or not heard of for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db import reservations
from dealerdesk.db.calls import called_tasks
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.errors import Refused
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dealerdesk.db.reading import Reading

HELD_FOR: Final = timedelta(minutes=15)
"""How long a call stays taken after the last that was heard of its holder."""


class Taken(NamedTuple):
    """Tasks that are a holder's alone, until a moment by the real clock unless `keep_taken` is called before."""

    tasks: tuple[int, ...]
    until: datetime


@use_case("take-call", Right.CALL)
def take_call(desk: Desk, tasks: Sequence[int], holder: str) -> Taken:
    """Take the tasks of a call, so that nobody else is offered them (Rulebook 6.2). It is no act.

    `holder`: who, and in which run of the program. Raises Refused `call.taken` where somebody else has one of them,
    `outcome.task_gone` where there is none of them, or none in the row scope.
    """
    return _take(desk, tasks, holder)


@use_case("keep-taken", Right.CALL)
def keep_taken(desk: Desk, tasks: Sequence[int], holder: str) -> Taken:
    """Say that a call is still under way: it stays taken for another 15 minutes. Raises Refused `call.taken`."""
    return _take(desk, tasks, holder)


@use_case("release-call", Right.CALL)
def release_call(desk: Desk, tasks: Sequence[int], holder: str) -> None:
    """Let go of the tasks of a call that this holder has taken; others' stay theirs."""
    with desk.store.derive() as conn:
        reservations.release(conn, tasks, holder)


def _take(desk: Desk, tasks: Sequence[int], holder: str) -> Taken:
    now = desk.clock()
    until = now + HELD_FOR
    with desk.store.derive() as conn:
        reservations.sweep(conn, now)
        _check_there(conn, desk, tasks)
        _check_free(conn, tasks, holder, now)
        reservations.take(conn, tasks, holder, desk.actor.name, now, until)
    return Taken(tuple(tasks), until)


def _check_there(conn: Reading, desk: Desk, tasks: Sequence[int]) -> None:
    rules_id, _ = current_rules(conn)
    there = called_tasks(conn, tasks, rules_id, desk.today, desk.actor.scope.advisor_id)
    if not there.keys() >= set(tasks):
        raise Refused("outcome.task_gone")


def _check_free(conn: Reading, tasks: Sequence[int], holder: str, now: datetime) -> None:
    """Raise Refused where somebody else has one of the tasks, with who has it and since when."""
    for one in reservations.held(conn, tasks, now):
        if one.holder != holder:
            raise Refused("call.taken", who=one.who, at=f"{one.at.astimezone():%H:%M}")
