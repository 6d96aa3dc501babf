"""When a task ends by itself: its cause is gone, or its time is over (Rulebook 6.1)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.event_days import care_ends, new_owner_ends
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.retention import status_on
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.rules import Policy, Rules

OF_REFERENCE: Final = frozenset({Reason.SURVEY, Reason.AT_RISK, Reason.SECOND_VISIT})
"""The reasons that a reference date gives."""

WITHOUT_CAR: Final = frozenset(
    {
        Reason.COMPLAINT,
        Reason.MESSAGE_REPLY,
        Reason.CAMPAIGN,
        Reason.CALLBACK,
        Reason.NO_SHOW,
        Reason.FESTIVAL,
        Reason.WEATHER,
        Reason.OTHER,
    }
)
"""The reasons for which a customer is called who owns no car, too."""

_ENDINGS: Final = frozenset({Reason.WARRANTY, Reason.INSURANCE, Reason.INSPECTION, Reason.PACKAGE})
_ASKED_FOR: Final = frozenset({Reason.COMPLAINT, Reason.MESSAGE_REPLY, Reason.CALLBACK, Reason.OTHER})
OF_ITS_DATE: Final = frozenset({Reason.CAMPAIGN, Reason.CALLBACK, Reason.NO_SHOW, Reason.OTHER})
"""The reasons whose calls are kept for some days from their date on, or from one that the customer named since."""

_OF_ITS_DAY: Final = frozenset({Reason.BIRTHDAY, Reason.FESTIVAL, Reason.WEATHER})


class Ended(StrEnum):
    """Why a task ended by itself, after the last attempt, or because its customer refused."""

    VISIT = "visit"
    STAGE = "stage"
    LOST = "lost"
    MAINTAINED = "maintained"
    EXPIRED = "expired"
    TOO_OLD = "too-old"
    DEPARTED = "departed"
    DO_NOT_CALL = "do-not-call"
    OWNER_CHANGED = "owner-changed"
    CORRECTED = "corrected"
    CAUSE_GONE = "cause-gone"
    CLOSED = "closed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class Open(NamedTuple):
    """An open task as the rules see it.

    `end`: the end of warranty, insurance, inspection or package as it is entered today, None where nobody has looked.
    `first_due`: the day it was due before calls moved it. `promised`: its customer named the day on which it is due.
    `step`: which of several calls for the same cause. `over`: its complaint is closed, its visit is none any more.
    `marked`: nobody may call its customer, who has no car that would say so.
    """

    reason: Reason
    cause: date | None
    created_on: date
    due: date
    watch_stage: bool = False
    customer_id: int | None = None
    end: date | None = None
    first_due: date | None = None
    promised: bool = False
    step: int | None = None
    over: bool = False
    marked: bool = False


_OUTLASTED = frozenset({Ended.STAGE, Ended.LOST, Ended.EXPIRED, Ended.TOO_OLD})


def ending(task: Open, stretch: Stretch | None, today: date, policy: Policy, rules: Rules) -> Ended | None:
    """Why a task has ended by itself by today, or None while its cause lasts (Rulebook 6.1).

    A promised callback is kept, whatever stage is reached or time runs out meanwhile, until 7 days after its day.
    """
    ended = _ending(task, stretch, today, policy, rules)
    kept = task.promised and today <= task.due + timedelta(days=rules.callback_days)
    return None if kept and ended in _OUTLASTED else ended


def _ending(task: Open, stretch: Stretch | None, today: date, policy: Policy, rules: Rules) -> Ended | None:
    if task.over:
        return Ended.CLOSED if task.reason in {Reason.COMPLAINT, Reason.MESSAGE_REPLY} else Ended.CAUSE_GONE
    if task.marked and task.reason is not Reason.COMPLAINT:
        return Ended.DO_NOT_CALL
    if stretch is not None:
        gone = _nobody_to_ask(task, stretch) or _cause_gone(task, stretch, today, policy)
        if gone is not None:
            return gone
    if task.reason in _ENDINGS and task.end not in {None, task.cause}:
        return Ended.CAUSE_GONE
    return _expired(task, today, rules)


def _nobody_to_ask(task: Open, stretch: Stretch) -> Ended | None:
    """Whether there is nobody to call any more. Who complained is answered all the same (Rulebook 8)."""
    if task.reason is Reason.COMPLAINT:
        return None
    if stretch.do_not_call:
        return Ended.DO_NOT_CALL
    if stretch.departed and task.reason not in _ASKED_FOR:
        return Ended.DEPARTED
    if task.customer_id is not None and stretch.owner_id not in {None, task.customer_id}:
        return Ended.OWNER_CHANGED
    return None


def _cause_gone(task: Open, stretch: Stretch, today: date, policy: Policy) -> Ended | None:
    if task.reason in OF_REFERENCE:
        if stretch.reference != task.cause:
            return _since(task, stretch.reference, Ended.VISIT)
        return Ended.STAGE if task.reason is not Reason.SURVEY and _next_stage(task, today, policy) else None
    if task.reason is Reason.MAINTENANCE:
        return _maintenance_gone(task, stretch, today, policy)
    if task.reason in {Reason.FIRST_MAINTENANCE, Reason.NEW_OWNER}:
        if task.reason is Reason.FIRST_MAINTENANCE and stretch.maintained is not None:
            return Ended.MAINTAINED
        return Ended.CORRECTED if stretch.delivered != task.cause else None
    came = task.reason is Reason.NO_SHOW and _came_since(task.cause, stretch)
    return Ended.VISIT if came else None


def _came_since(missed: date | None, stretch: Stretch) -> bool:
    """Whether a car came on the day of an appointment that was missed, or later."""
    return stretch.reference is not None and missed is not None and stretch.reference >= missed


def _maintenance_gone(task: Open, stretch: Stretch, today: date, policy: Policy) -> Ended | None:
    since, reference = stretch.maintained or stretch.delivered, stretch.reference
    if since != task.cause:
        return _since(task, since, Ended.MAINTAINED)
    if reference is not None and reference >= task.created_on:
        return Ended.VISIT
    return Ended.LOST if status_on(reference, today, policy) is Status.LOST else None


def _since(task: Open, day: date | None, ended: Ended) -> Ended:
    """Why a task ended whose cause is another day now: something came since, or the day was corrected."""
    return ended if day is not None and (task.cause is None or day > task.cause) else Ended.CORRECTED


def _next_stage(task: Open, today: date, policy: Policy) -> bool:
    """Whether the stage after that of an invitation is reached: after watch at risk, after at risk lost."""
    over = {Status.AT_RISK, Status.LOST} if task.watch_stage else {Status.LOST}
    return status_on(task.cause, today, policy) in over


def _expired(task: Open, today: date, rules: Rules) -> Ended | None:
    if task.reason in OF_REFERENCE - {Reason.SURVEY} or task.reason is Reason.MAINTENANCE:
        return None
    if task.reason in {Reason.COMPLAINT, Reason.MESSAGE_REPLY}:
        return None
    ended = Ended.TOO_OLD if task.reason is Reason.FIRST_MAINTENANCE else Ended.EXPIRED
    return ended if today > _last_day(task, rules) else None


def _last_day(task: Open, rules: Rules) -> date:
    """The last day on which a task whose time runs out is still there."""
    due = task.first_due or task.due
    cause = task.cause or due
    if task.reason is Reason.SURVEY:
        return due + timedelta(days=rules.survey_days)
    if task.reason is Reason.FIRST_MAINTENANCE:
        return add_months(cause, rules.first_within_months) - timedelta(days=1)
    if task.reason in _OF_ITS_DAY:
        return max(cause, due)
    if task.reason is Reason.CARE:
        return care_ends(cause, task.step, rules)
    if task.reason is Reason.NEW_OWNER:
        return new_owner_ends(cause, task.step, rules)
    ends = task.reason in _ENDINGS
    return (cause if ends else max(cause, due)) + timedelta(days=rules.ending_days if ends else rules.callback_days)
