"""What follows from a call: done, tried again on another part of the day, or rung as promised (Rulebook 6.3)."""

from __future__ import annotations

from datetime import time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from dealerdesk.domain.calendar import WorkingDays
    from dealerdesk.domain.rules import Rules


class Disposition(StrEnum):
    """What came of a call."""

    COMPLETED = "completed"
    CALL_LATER = "call-later"
    NO_ANSWER = "no-answer"


class Bucket(StrEnum):
    """The three kinds of dispositions; the first two are connected."""

    REACHED = "reached"
    IN_VAIN = "reached-in-vain"
    NOT_REACHED = "not-reached"


class PartOfDay(StrEnum):
    """The parts of a day in which people are at home or not."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @property
    def begins(self) -> time:
        """When the part begins."""
        return _BEGINS[self]

    @property
    def next(self) -> PartOfDay:
        """Another part of the day: the next one, after the evening the morning."""
        parts = list(PartOfDay)
        return parts[(parts.index(self) + 1) % len(parts)]


_BEGINS: Final[Mapping[PartOfDay, time]] = MappingProxyType(
    {PartOfDay.MORNING: time(9), PartOfDay.AFTERNOON: time(14), PartOfDay.EVENING: time(17)}
)
_NOON: Final = time(12)


def part_of(at: time) -> PartOfDay:
    """The part of the day that a time lies in: before noon, before the evening begins at 17:00, or after."""
    if at < _NOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if at < _BEGINS[PartOfDay.EVENING] else PartOfDay.EVENING


class Promise(NamedTuple):
    """The day and time for which a customer asked to be rung again."""

    day: date
    at: time


class Attempt(NamedTuple):
    """A call as far as what follows depends on it: when it was made, and how often nobody had answered before."""

    day: date
    at: time
    attempts: int = 0
    promise: Promise | None = None


class TaskState(StrEnum):
    """What becomes of a task."""

    OPEN = "open"
    DONE = "done"
    ENDED = "ended"


class FollowUp(NamedTuple):
    """What becomes of the tasks of a call. An open one is offered again on `due`: in a part of it, or as promised.

    One that ended is unreachable. `attempts`: how often nobody has answered by now.
    """

    state: TaskState
    attempts: int = 0
    due: date | None = None
    part: PartOfDay | None = None
    promised_at: time | None = None


class Consequence(NamedTuple):
    """A row of the table of dispositions: its bucket, whether it is a contact, whom it concerns, what follows.

    `moves_all`: it moves every task of the call, unticked or not (Rulebook 6.2).
    """

    bucket: Bucket
    contact: bool
    moves_all: bool
    follow: Callable[[Attempt, WorkingDays, Rules], FollowUp]


def _done(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    return FollowUp(TaskState.DONE)


def _as_promised(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    if attempt.promise is None:
        raise ValueError(attempt)
    return FollowUp(TaskState.OPEN, due=attempt.promise.day, promised_at=attempt.promise.at)


def _another_part_of_the_day(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:
    attempts = attempt.attempts + 1
    if attempts >= rules.call_attempts:
        return FollowUp(TaskState.ENDED, attempts)
    due = days.next_on_or_after(attempt.day + timedelta(days=1))
    return FollowUp(TaskState.OPEN, attempts, due, part_of(attempt.at).next)


CONSEQUENCES: Final[Mapping[Disposition, Consequence]] = MappingProxyType(
    {
        Disposition.COMPLETED: Consequence(Bucket.REACHED, contact=True, moves_all=False, follow=_done),
        Disposition.CALL_LATER: Consequence(Bucket.REACHED, contact=True, moves_all=True, follow=_as_promised),
        Disposition.NO_ANSWER: Consequence(
            Bucket.NOT_REACHED, contact=False, moves_all=True, follow=_another_part_of_the_day
        ),
    }
)
"""The table of Rulebook 6.3."""

CONTACTS: Final = frozenset(one for one, consequence in CONSEQUENCES.items() if consequence.contact)
"""The dispositions by which a customer counts as reached."""


def follow_up(disposition: Disposition, attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:
    """What becomes of the tasks of a call (Rulebook 6.3). Raises ValueError where a promised call names no time."""
    return CONSEQUENCES[disposition].follow(attempt, days, rules)


def inherited(last_attempt: date, attempts: int, day: date, rules: Rules) -> int:
    """How many attempts a new task begins with: those of its customer's, within 30 days of the last one."""
    return attempts if (day - last_attempt).days <= rules.attempts_last_days else 0
