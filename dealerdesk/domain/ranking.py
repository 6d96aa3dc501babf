"""Whom to ring first, and why now: the order of the queue (Rulebook 6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.errors import said
from dealerdesk.domain.reminder import GENERATION_ORDER, Reason
from dealerdesk.domain.retention import lost_from

if TYPE_CHECKING:
    from datetime import date, time

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.reminder import Planned
    from dealerdesk.domain.rules import Policy, Rules

_BANDS = (7, 30, 90)
_NO_BOUNDARY = 1_000_000  # days: later than any loss boundary
_AFTER_PROMISES = "~"  # sorts after any day and time


class Ranked(NamedTuple):
    """What the ranking needs to know of a task. `lost_on`: the loss boundary; spend of the last 24 months in fen.

    `promised_at`: the time that the customer named for a call on the day it is due. `attempts`: in vain so far.
    """

    id: int
    due: date
    created_on: date
    lost_on: date | None
    protected: bool
    spend_24_fen: int
    promised_at: time | None = None
    attempts: int = 0


def band(days: int) -> int:
    """The band of days to or since the loss boundary: within 7, 30, 90, or more."""
    return next((n for n, limit in enumerate(_BANDS) if days <= limit), len(_BANDS))


def rank(task: Ranked, day: date) -> tuple[str, int, int, int, int, date, int]:
    """The place of a task in the queue of a day, most urgent first.

    Promised callbacks by their time, then what is overdue, then by band, protected last, spend, the oldest.
    """
    away = abs((task.lost_on - day).days) if task.lost_on is not None else _NO_BOUNDARY
    promised = _AFTER_PROMISES if task.promised_at is None else f"{task.due} {task.promised_at}"
    return (
        promised,
        int(task.due >= day),
        band(away),
        int(task.protected),
        -task.spend_24_fen,
        task.created_on,
        task.id,
    )


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


def why_now(task: Ranked, reason: Reason, when: date | None, day: date) -> tuple[Said, ...]:
    """Why a task is called now: promised or overdue, the loss boundary that ranks it, its occasion, protected."""
    told = []
    if task.promised_at is not None:
        told.append(_promised(task.due, task.promised_at, day))
    elif task.due < day:
        told.append(said("now.overdue", days=(day - task.due).days))
    by_boundary = reason in {Reason.SURVEY, Reason.AT_RISK}
    if task.lost_on is not None and (by_boundary or band(abs((task.lost_on - day).days)) < len(_BANDS)):
        told.append(_boundary((task.lost_on - day).days))
    if when is not None and not by_boundary:
        told.append(_about(reason, when, day))
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


def _about(reason: Reason, when: date, day: date) -> Said:
    if reason in {Reason.MAINTENANCE, Reason.FIRST_MAINTENANCE}:
        code = f"now.{reason.replace('-', '_')}"
        return said(code if when >= day else f"{code}_overdue", day=when)
    if reason is Reason.SECOND_VISIT:
        return said("now.second_visit", day=when)
    if reason is Reason.BIRTHDAY:
        return said("now.birthday", day=when)
    if reason in {Reason.SURVEY, Reason.AT_RISK}:
        return said("now.due", day=when)
    return said("now.ends" if when >= day else "now.ended", what=said(f"label.ending.{reason}"), day=when)
