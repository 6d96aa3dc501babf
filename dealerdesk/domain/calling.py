"""One call as it was made, with everything that was agreed on and learnt in it, and what is asked after it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.domain.contact import Channel
from dealerdesk.domain.ending import Ended
from dealerdesk.domain.errors import said
from dealerdesk.domain.followup import REFUSALS, Disposition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from dealerdesk.domain.appointment import NewAppointment
    from dealerdesk.domain.calendar import WorkingDays
    from dealerdesk.domain.complaint import NewComplaint
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.followup import FollowUp, Promise
    from dealerdesk.domain.rules import Rules

REFUSALS_ASKED: Final = 2
"""From which refusal within twelve months on it is asked whether the customer is to be called no more."""

REFUSAL_MONTHS: Final = 12

_DEPARTS: Final[Mapping[Disposition, str]] = MappingProxyType(
    {Disposition.CAR_SOLD: "sold", Disposition.USED_ELSEWHERE: "moved"}
)
"""The dispositions that offer a departure, and for which reason."""

_NOTHING_SEEN: Final[Mapping[int, int]] = MappingProxyType({})


class OutsideService(NamedTuple):
    """What a customer told of a service elsewhere: when, at how many km, where, what was done, and why there."""

    day: date
    km: int | None = None
    where: str = ""
    what: str = ""
    why: str = ""


class Departing(NamedTuple):
    """That a car left for good, as the agent has confirmed: `sold`, `scrapped` or `moved`."""

    reason: str
    note: str = ""


class NewOwnerTold(NamedTuple):
    """Who has the car now, as the customer told."""

    name: str
    phone: str = ""
    customer: int | None = None
    """A customer whom the store knows already, by id; then name and phone say nothing."""


@dataclass(frozen=True)
class InterviewDone:
    """One run through a script. `answers`: the reachable ones, by step; `proposed`: where its path led to."""

    script: str
    version: int
    answers: Mapping[str, Any]
    began_at: datetime
    complete: bool
    proposed: Disposition | None = None


@dataclass(frozen=True)
class CallMade:
    """A call, or a contact by another channel; without tasks it was not planned.

    `tasks`: those that it was about, the leading one first; `left`: those of the same entry that were unticked.
    `when`: for when another call was promised. `for_next`: what whoever calls next should know. `phone_id`: the number
    that was rung. `customer_id`, `vehicle_id`, `topic`: whom and what it was about, where no task says so. `seen`: the
    revisions that the tasks had when they were looked at. `agent`: who called, by name, else whoever the tasks are
    given to. `reading`: the odometer as told, in km. `do_not_call`: the reason for which nobody is to call any more.
    `wechat`: whether the customer was, or agreed to be, added on WeChat. `flag`: what the manager should see.
    """

    disposition: Disposition
    tasks: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    when: Promise | None = None
    note: str = ""
    for_next: str = ""
    channel: Channel = Channel.CALL
    incoming: bool = False
    phone_id: int | None = None
    customer_id: int | None = None
    vehicle_id: int | None = None
    topic: str | None = None
    seen: Mapping[int, int] = field(default_factory=lambda: _NOTHING_SEEN)
    agent: str | None = None
    reading: int | None = None
    outside: OutsideService | None = None
    departed: Departing | None = None
    new_owner: NewOwnerTold | None = None
    do_not_call: str | None = None
    appointment: NewAppointment | None = None
    complaint: NewComplaint | None = None
    interview: InterviewDone | None = None
    flag: str | None = None
    wechat: bool | None = None


class Next(StrEnum):
    """What the agent is asked after a call is kept."""

    DO_NOT_CALL = "do-not-call"
    """It was the second refusal within twelve months: call no more?"""

    DEPARTED = "departed"
    """The car is sold or used elsewhere: departed? `reason` says which."""

    NEW_OWNER = "new-owner"
    """Who has the car now?"""

    WRITE = "write"
    """Nobody answers: a message or a letter instead."""

    FIX_PHONE = "fix-phone"
    """There is no number left that is good: which one is?"""


class Proposal(NamedTuple):
    """Something that is proposed, done only when the agent says so; `said` puts it as a question."""

    next: Next
    said: Said
    reason: str | None = None


def proposals(made: CallMade, follows: Iterable[FollowUp], refusals: int) -> tuple[Proposal, ...]:
    """What is asked after a call: what its disposition suggests and the agent has not done in it (Rulebook 6.3).

    `refusals`: how often the customer refused within the last twelve months, this call included.
    """
    found, outcomes = [], tuple(follows)
    if made.disposition in REFUSALS and refusals >= REFUSALS_ASKED and made.do_not_call is None:
        found.append(Proposal(Next.DO_NOT_CALL, said("call.ask_do_not_call", times=refusals)))
    reason = _DEPARTS.get(made.disposition)
    if reason is not None and made.departed is None:
        found.append(Proposal(Next.DEPARTED, said("call.ask_departed"), reason))
    if reason is not None and made.new_owner is None:
        found.append(Proposal(Next.NEW_OWNER, said("call.ask_new_owner")))
    if any(one.ended is Ended.UNREACHABLE for one in outcomes):
        attempts = max(one.attempts for one in outcomes)
        found.append(Proposal(Next.WRITE, said("call.ask_to_write", attempts=attempts)))
    if any(one.is_phone_to_be_fixed for one in outcomes):
        found.append(Proposal(Next.FIX_PHONE, said("call.ask_for_phone")))
    return tuple(found)


def promise_doubts(promise: Promise, days: WorkingDays, rules: Rules) -> tuple[Said, ...]:
    """What is unusual about a promised day and time, which stand all the same: a closed day, no calling hour."""
    told = []
    if not days.is_working(promise.day):
        told.append(said("call.promised_on_closed_day", day=promise.day))
    if not any(first <= promise.at < until for first, until in rules.calling_hours):
        told.append(said("call.promised_outside_hours", at=f"{promise.at:%H:%M}"))
    return tuple(told)


def what_is_missing(made: CallMade, *, is_reading_known: bool) -> str | None:
    """What a call cannot be kept without, as the code of a sentence: each disposition asks for its own."""
    if made.disposition is Disposition.CALL_LATER and made.when is None:
        return "outcome.when_missing"
    if made.disposition is Disposition.APPOINTMENT and made.appointment is None:
        return "outcome.appointment_missing"
    if made.disposition is Disposition.COMPLAINT and made.complaint is None:
        return "outcome.complaint_missing"
    if made.disposition is Disposition.SERVICED_ELSEWHERE and made.outside is None:
        return "outcome.outside_missing"
    if made.disposition is Disposition.NOT_DUE and made.reading is None and not is_reading_known:
        return "outcome.reading_missing"
    return None
