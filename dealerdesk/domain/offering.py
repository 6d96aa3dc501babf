"""Whether a task may be called now, and if not why (Rulebook 6.2)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.reason import Reason

if TYPE_CHECKING:
    from datetime import date, time

    from dealerdesk.domain.followup import PartOfDay
    from dealerdesk.domain.rules import Rules


class NotOffered(StrEnum):
    """Why an open task is not offered for calling, though it stays in its list."""

    IN_WORKSHOP = "in-workshop"
    APPOINTMENT = "appointment"
    COMPLAINT = "complaint"
    NO_PHONE = "no-phone"
    MESSAGES = "messages"
    RESERVED = "reserved"
    REACHED = "reached"
    LATER = "later"
    CLOSED = "closed"
    HOURS = "hours"


class Waits(NamedTuple):
    """What is known of a task that waits for a call, on the day that is asked about.

    `promised_at`: the time that its customer named for a call on `due`; `part`, `not_before`: the part of that day, or
    the time, before which it is not tried again. `to_be_fixed`: the number that is left turned out to be another's.
    """

    reason: Reason
    due: date
    promised_at: time | None = None
    part: PartOfDay | None = None
    not_before: time | None = None
    in_workshop: bool = False
    expected: bool = False
    complaining: bool = False
    has_phone: bool = True
    to_be_fixed: bool = False
    prefers_messages: bool = False
    reserved: bool = False
    reached: bool = False


class Now(NamedTuple):
    """The day that is asked about; `at`: the time where it is under way. `closed`: the store is."""

    day: date
    at: time | None = None
    closed: bool = False


MESSAGES: Final = frozenset({"wechat", "message", "letter"})
"""The channels of those who would rather not be called."""

_COMPLAINTS: Final = frozenset({Reason.COMPLAINT, Reason.MESSAGE_REPLY})
_BESIDE_COMPLAINT: Final = _COMPLAINTS | {Reason.CARE}


def not_offered(task: Waits, now: Now, rules: Rules) -> NotOffered | None:
    """Why a task is not offered, or None.

    Promised callbacks and complaints stand against rest, workshop, appointment and the wish for messages; beside an
    open complaint there is care after service, too. A time that the customer named stands whatever the hour.
    """
    callback = task.promised_at is not None or task.reason is Reason.CALLBACK
    stands = callback or task.reason in _COMPLAINTS
    beside = callback or task.reason in _BESIDE_COMPLAINT
    for why, holds in (
        (NotOffered.IN_WORKSHOP, task.in_workshop and not stands),
        (NotOffered.APPOINTMENT, task.expected and not stands),
        (NotOffered.COMPLAINT, task.complaining and not beside),
        (NotOffered.NO_PHONE, task.to_be_fixed or not task.has_phone),
        (NotOffered.MESSAGES, task.prefers_messages and not stands),
        (NotOffered.RESERVED, task.reserved),
        (NotOffered.REACHED, task.reached and not stands),
    ):
        if holds:
            return why
    return None if now.at is None else _not_now(task, now, now.at, rules)


def _not_now(task: Waits, now: Now, at: time, rules: Rules) -> NotOffered | None:
    """Why a task waits for another time of the day."""
    if task.due == now.day:
        begins = task.promised_at or task.not_before or (None if task.part is None else task.part.begins)
        if begins is not None and at < begins:
            return NotOffered.LATER
    if task.promised_at is not None:
        return None
    if now.closed:
        return NotOffered.CLOSED
    return None if any(first <= at < until for first, until in rules.calling_hours) else NotOffered.HOURS
