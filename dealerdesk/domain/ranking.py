"""Whom to ring first, and why now: the order of the queue (Rulebook 6.4)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.errors import said
from dealerdesk.domain.event_days import SECOND_CARE
from dealerdesk.domain.reminder import GENERATION_ORDER, Reason
from dealerdesk.domain.retention import lost_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.reminder import Planned
    from dealerdesk.domain.rules import Policy, Rules

_BANDS = (7, 30, 90)
_NO_BOUNDARY = 1_000_000  # days: later than any loss boundary
_AFTER_PROMISES = "~"  # sorts after any day and time

NEUTRAL = 500
"""The share of connected calls, in thousandths, of somebody who was never called."""


class Ranked(NamedTuple):
    """What the ranking needs to know of a task. `lost_on`: the loss boundary; spend of the last 24 months in fen.

    `promised_at`: the time that the customer named for a call on the day it is due. `attempts`: in vain so far.
    `connected`: the share of the customer's calls that were, in thousandths. `is_own`: who asks makes the call.
    """

    id: int
    due: date
    created_on: date
    lost_on: date | None
    protected: bool
    spend_24_fen: int
    promised_at: time | None = None
    attempts: int = 0
    connected: int = NEUTRAL
    is_own: bool = False


Place = tuple[str, bool, bool, int, bool, int, int, "date", int]
"""A place in the queue: the smallest is called first."""


def band(days: int) -> int:
    """The band of days to or since the loss boundary: within 7, 30, 90, or more."""
    return next((n for n, limit in enumerate(_BANDS) if days <= limit), len(_BANDS))


def rank(task: Ranked, day: date) -> Place:
    """The place of a task in the queue of a day, most urgent first (Rulebook 6.4).

    Promised callbacks by their time, to the same agent first; then what is overdue, then by band, protected last,
    spend, the share of connected calls, the oldest.
    """
    is_promised = task.promised_at is not None
    return (
        f"{task.due} {task.promised_at}" if is_promised else _AFTER_PROMISES,
        is_promised and not task.is_own,
        task.due >= day,
        _band_of(task.lost_on, day),
        task.protected,
        -task.spend_24_fen,
        -task.connected,
        task.created_on,
        task.id,
    )


@lru_cache(maxsize=1 << 14)
def _band_of(lost_on: date | None, day: date) -> int:
    return band(_NO_BOUNDARY if lost_on is None else abs((lost_on - day).days))


def urgency(task: Planned, today: date, policy: Policy) -> tuple[int, int, int, int, int]:
    """The order in which new tasks are given their days: the ranking of the queue, then the order of the lists."""
    candidate, stretch = task.candidate, task.candidate.stretch
    reference = stretch.reference if stretch is not None else None
    away = abs((lost_from(reference, policy) - today).days) if reference is not None else _NO_BOUNDARY
    order = GENERATION_ORDER.index(candidate.list_name)
    return (band(away), int(candidate.protected), -candidate.spend_24_fen, order, away)


def occasion(reason: Reason, cause: date | None, stretch: Stretch | None, rules: Rules) -> date | None:
    """The day that a reason is about, as a person would name it: when maintenance is due, what ends, who came last.

    It is the task's cause but for maintenance, whose cause is the one before.
    """
    if reason is Reason.MAINTENANCE and stretch is not None:
        return stretch.next_maintenance
    if reason is Reason.FIRST_MAINTENANCE and cause is not None:
        return add_months(cause, rules.first_months)
    return cause


def why_now(
    task: Ranked, reason: Reason, when: date | None, day: date, *, step: int | None = None, about: str | None = None
) -> tuple[Said, ...]:
    """Why a task is called now: promised or overdue, the loss boundary that ranks it, its occasion, protected.

    `step`: which of several calls for the same cause. `about`: what it is about, in the words of who planned it.
    """
    told = []
    if task.promised_at is not None:
        told.append(_promised(task.due, task.promised_at, day))
    elif task.due < day:
        told.append(said("now.overdue", days=(day - task.due).days))
    by_boundary = reason in {Reason.SURVEY, Reason.AT_RISK}
    if task.lost_on is not None and (by_boundary or band(abs((task.lost_on - day).days)) < len(_BANDS)):
        told.append(_boundary((task.lost_on - day).days))
    if when is not None and not by_boundary:
        told.append(_about(reason, when, day, step))
    if about:
        told.append(said("now.about", about=about))
    if task.protected:
        told.append(said("now.protected"))
    if task.attempts:
        told.append(said("now.tried", attempts=task.attempts))
    return tuple(told) or (said("now.due", day=task.due),)


def _promised(due: date, at: time, day: date) -> Said:
    named = f"{at:%H:%M}"
    return said("now.promised", at=named) if due == day else said("now.promised_on", day=due, at=named)


def _boundary(away: int) -> Said:
    if away == 0:
        return said("now.lost_today")
    return said("now.days_to_lost", days=away) if away > 0 else said("now.lost_since", days=-away)


_OF_EVENT: Mapping[Reason, str] = {
    Reason.SECOND_VISIT: "now.second_visit",
    Reason.BIRTHDAY: "now.birthday",
    Reason.SURVEY: "now.due",
    Reason.AT_RISK: "now.due",
    Reason.COMPLAINT: "now.complaint",
    Reason.MESSAGE_REPLY: "now.message",
    Reason.CALLBACK: "now.callback",
    Reason.NO_SHOW: "now.no_show",
    Reason.CAMPAIGN: "now.planned",
    Reason.FESTIVAL: "now.planned",
    Reason.WEATHER: "now.planned",
    Reason.OTHER: "now.planned",
}


def _about(reason: Reason, when: date, day: date, step: int | None) -> Said:
    if reason in {Reason.MAINTENANCE, Reason.FIRST_MAINTENANCE}:
        code = f"now.{reason.replace('-', '_')}"
        return said(code if when >= day else f"{code}_overdue", day=when)
    if reason is Reason.CARE:
        return said("now.care_again" if step == SECOND_CARE else "now.care", day=when)
    if reason is Reason.NEW_OWNER:
        return said("now.new_owner_month", month=step, day=when) if step else said("now.new_owner", day=when)
    if reason in _OF_EVENT:
        return said(_OF_EVENT[reason], day=when)
    return said("now.ends" if when >= day else "now.ended", what=said(f"label.ending.{reason}"), day=when)
