"""What follows from a call: done, tried again on another part of the day, or rung as promised (Rulebook 6.3)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.ending import Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from dealerdesk.domain.calendar import WorkingDays
    from dealerdesk.domain.rules import Rules


class Disposition(StrEnum):
    """What came of a call."""

    COMPLETED = "completed"
    INTERESTED = "interested"
    APPOINTMENT = "appointment-made"
    CALL_LATER = "call-later"
    COMPLAINT = "complaint"
    NOT_DUE = "not-due"
    SERVICED_ELSEWHERE = "serviced-elsewhere"
    USED_ELSEWHERE = "used-elsewhere"
    CAR_SOLD = "car-sold"
    REFUSED = "refused"
    HUNG_UP = "hung-up"
    WRONG_PERSON = "wrong-person"
    NO_ANSWER = "no-answer"
    POWERED_OFF = "powered-off"
    BUSY = "busy"
    OUT_OF_SERVICE = "out-of-service"
    WRONG_NUMBER = "wrong-number"


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

BUSY_MINUTES: Final = 60
"""After how long a line that was busy is rung again."""

INTERESTED_DAYS: Final = 3
"""After how many working days somebody who is interested is called again."""

OUT_OF_SERVICE_DAYS: Final = 2
"""After how many working days a number that is out of service is tried again."""

NOT_DUE_DAYS: Final = 30
"""After how many days somebody whose maintenance is not due yet is called, where no day can be predicted."""


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
    """A call as far as what follows depends on it: when it was made, and how often nobody had answered before.

    `last`: what came of the attempt before it, under the same number. `other_phone`: whether another number of the
    customer is good. `next_maintenance`: the day predicted with all that the customer told.
    """

    day: date
    at: time
    attempts: int = 0
    promise: Promise | None = None
    last: Disposition | None = None
    other_phone: bool = False
    next_maintenance: date | None = None


class TaskState(StrEnum):
    """What becomes of a task."""

    OPEN = "open"
    DONE = "done"
    ENDED = "ended"


class PhoneQuality(StrEnum):
    """What is known of a number."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


class FollowUp(NamedTuple):
    """What becomes of a task of a call. An open one is offered again on `due`: in a part of it, or as promised.

    `attempts`: how often nobody has answered by now. `not_before`: the time of that day before which it is not rung.
    `last_try`: what came of the attempt, where the same number is tried again or none is left; or that
    the customer is interested, and is called again although they were reached. `phone`: what is known
    of the number that was rung. `ended`: why a task has ended.
    """

    state: TaskState
    attempts: int = 0
    due: date | None = None
    part: PartOfDay | None = None
    promised_at: time | None = None
    not_before: time | None = None
    last_try: Disposition | None = None
    phone: PhoneQuality | None = None
    ended: Ended | None = None

    @property
    def is_phone_to_be_fixed(self) -> bool:
        """Whether it waits for a number under which the customer can be reached."""
        return self.phone is not None and self.last_try is not None


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


def _refused(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    return FollowUp(TaskState.ENDED, ended=Ended.REFUSED)


def _soon(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    due = working_days_on(attempt.day, INTERESTED_DAYS, days)
    return FollowUp(TaskState.OPEN, due=due, last_try=Disposition.INTERESTED)


def _as_promised(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    if attempt.promise is None:
        raise ValueError(attempt)
    return FollowUp(TaskState.OPEN, due=attempt.promise.day, promised_at=attempt.promise.at)


def _when_due(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    predicted = attempt.next_maintenance or attempt.day + timedelta(days=NOT_DUE_DAYS)
    due = days.next_on_or_after(max(predicted, attempt.day + timedelta(days=1)))
    return FollowUp(TaskState.OPEN, due=due)


def _another_part_of_the_day(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:
    return _counted(attempt, rules, working_days_on(attempt.day, 1, days), Disposition.NO_ANSWER)


def _powered_off(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:
    return _counted(attempt, rules, working_days_on(attempt.day, 1, days), Disposition.POWERED_OFF)


def _counted(attempt: Attempt, rules: Rules, due: date, what: Disposition) -> FollowUp:
    """One attempt more: tried again on another part of that day, unless it was the last."""
    attempts = attempt.attempts + 1
    if attempts >= rules.call_attempts:
        return FollowUp(TaskState.ENDED, attempts, ended=Ended.UNREACHABLE)
    return FollowUp(TaskState.OPEN, attempts, due, part_of(attempt.at).next, last_try=what)


def _busy(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:
    """Once it is no attempt: the line is rung again after an hour, or when people may be called again."""
    if attempt.last is Disposition.BUSY:
        return _counted(attempt, rules, working_days_on(attempt.day, 1, days), Disposition.BUSY)
    at = _after_an_hour(attempt, rules)
    if at is None:
        due = working_days_on(attempt.day, 1, days)
        return FollowUp(TaskState.OPEN, attempt.attempts, due, last_try=Disposition.BUSY)
    return FollowUp(TaskState.OPEN, attempt.attempts, attempt.day, not_before=at, last_try=Disposition.BUSY)


def _after_an_hour(attempt: Attempt, rules: Rules) -> time | None:
    """The time of the same day at which a busy line is rung again, None where that day is over by then."""
    begun = datetime.combine(attempt.day, attempt.at)
    again = begun.replace(second=0, microsecond=0) + timedelta(minutes=BUSY_MINUTES)
    if again < begun + timedelta(minutes=BUSY_MINUTES):
        again += timedelta(minutes=1)
    if again.date() != attempt.day:
        return None
    return next((max(first, again.time()) for first, until in rules.calling_hours if again.time() < until), None)


def _out_of_service(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:
    """Counted once; the second time in a row the number is not in use any more."""
    if attempt.last is Disposition.OUT_OF_SERVICE:
        return _wrong_number(attempt, days, rules)
    due = working_days_on(attempt.day, OUT_OF_SERVICE_DAYS, days)
    follows = _counted(attempt, rules, due, Disposition.OUT_OF_SERVICE)
    return follows._replace(part=None)


def _wrong_number(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    return _other_number(attempt, Disposition.WRONG_NUMBER, PhoneQuality.BAD)


def _wrong_person(attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:  # noqa: ARG001 - a row of the table
    return _other_number(attempt, Disposition.WRONG_PERSON, PhoneQuality.DOUBTFUL)


def _other_number(attempt: Attempt, what: Disposition, phone: PhoneQuality) -> FollowUp:
    """Offered at once under another good number; without one it waits until somebody has entered a number."""
    last = None if attempt.other_phone else what
    return FollowUp(TaskState.OPEN, attempt.attempts, attempt.day, last_try=last, phone=phone)


def working_days_on(day: date, count: int, days: WorkingDays) -> date:
    """The day that lies so many working days after a day."""
    for _ in range(count):
        day = days.next_on_or_after(day + timedelta(days=1))
    return day


def _row(
    bucket: Bucket,
    follow: Callable[[Attempt, WorkingDays, Rules], FollowUp],
    *,
    contact: bool = False,
    moves_all: bool = False,
) -> Consequence:
    return Consequence(bucket, contact, moves_all, follow)


CONSEQUENCES: Final[Mapping[Disposition, Consequence]] = MappingProxyType(
    {
        Disposition.COMPLETED: _row(Bucket.REACHED, _done, contact=True),
        Disposition.INTERESTED: _row(Bucket.REACHED, _soon, contact=True),
        Disposition.APPOINTMENT: _row(Bucket.REACHED, _done, contact=True),
        Disposition.CALL_LATER: _row(Bucket.REACHED, _as_promised, contact=True, moves_all=True),
        Disposition.COMPLAINT: _row(Bucket.REACHED, _done, contact=True),
        Disposition.NOT_DUE: _row(Bucket.IN_VAIN, _when_due, contact=True),
        Disposition.SERVICED_ELSEWHERE: _row(Bucket.IN_VAIN, _done, contact=True),
        Disposition.USED_ELSEWHERE: _row(Bucket.IN_VAIN, _done, contact=True),
        Disposition.CAR_SOLD: _row(Bucket.IN_VAIN, _done, contact=True),
        Disposition.REFUSED: _row(Bucket.IN_VAIN, _refused),
        Disposition.HUNG_UP: _row(Bucket.IN_VAIN, _refused),
        Disposition.WRONG_PERSON: _row(Bucket.IN_VAIN, _wrong_person, moves_all=True),
        Disposition.NO_ANSWER: _row(Bucket.NOT_REACHED, _another_part_of_the_day, moves_all=True),
        Disposition.POWERED_OFF: _row(Bucket.NOT_REACHED, _powered_off, moves_all=True),
        Disposition.BUSY: _row(Bucket.NOT_REACHED, _busy, moves_all=True),
        Disposition.OUT_OF_SERVICE: _row(Bucket.NOT_REACHED, _out_of_service, moves_all=True),
        Disposition.WRONG_NUMBER: _row(Bucket.NOT_REACHED, _wrong_number, moves_all=True),
    }
)
"""The table of Rulebook 6.3."""

CONTACTS: Final = frozenset(one for one, consequence in CONSEQUENCES.items() if consequence.contact)
"""The dispositions by which a customer counts as reached."""

CONNECTED: Final = frozenset(one for one, row in CONSEQUENCES.items() if row.bucket is not Bucket.NOT_REACHED)
"""The dispositions of calls that somebody answered."""

WAITING_FOR_NUMBER: Final = frozenset({Disposition.WRONG_PERSON, Disposition.WRONG_NUMBER})
"""The dispositions that leave a task waiting for another number, where the customer has no good one."""

REFUSALS: Final = frozenset({Disposition.REFUSED, Disposition.HUNG_UP})
"""The dispositions of which the second within twelve months offers do-not-call."""


def follow_up(disposition: Disposition, attempt: Attempt, days: WorkingDays, rules: Rules) -> FollowUp:
    """What becomes of a task of a call (Rulebook 6.3). Raises ValueError where a promised call names no time."""
    return CONSEQUENCES[disposition].follow(attempt, days, rules)


def inherited(last_attempt: date, attempts: int, day: date, rules: Rules) -> int:
    """How many attempts a new task begins with: those of its customer's, within 30 days of the last one."""
    return attempts if (day - last_attempt).days <= rules.attempts_last_days else 0
