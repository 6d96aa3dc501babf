"""Who is still ours: status as windows of reference dates, quasi-lost, base, returned, win-back (Rulebook 3)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.calendar import Span, add_months, latest_day_reaching, months_between
from dealerdesk.domain.rules import Policy, Rules, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dealerdesk.domain.history import Stretch

BASE_SOURCES = ("other-store", "own", "unknown")
OUTSIDE_SOURCES = ("other-brand", "passing")


def status_on(reference: date | None, day: date, policy: Policy) -> Status:
    """The status on a day of a vehicle with this reference date; the boundary day counts (Rulebook 3.3)."""
    if reference is None:
        return Status.NO_HISTORY
    status = Status.ACTIVE
    for stage, months in policy.stages:
        if day >= add_months(reference, months):
            status = stage
    return status


def references_with(status: Status, day: date, policy: Policy) -> Span | None:
    """The reference dates whose status on a day is this one, or None where the policy has no such stage."""
    months = 0 if status is Status.ACTIVE else policy.months_of(status)
    if months is None or status is Status.NO_HISTORY:
        return None
    end = policy.end_of(status) if status is not Status.ACTIVE else policy.stages[0][1]
    first = None if end is None else latest_day_reaching(day, end) + timedelta(days=1)
    last = None if status is Status.ACTIVE else latest_day_reaching(day, months)
    return Span(first, last)


def not_lost_references(day: date, policy: Policy) -> Span:
    """The reference dates of vehicles that are not lost on a day."""
    return Span(latest_day_reaching(day, policy.lost_months) + timedelta(days=1), None)


def lost_from(reference: date, policy: Policy) -> date:
    """The first day on which a vehicle with this reference date is lost."""
    return add_months(reference, policy.lost_months)


def months_since(reference: date | None, day: date) -> int | None:
    """The largest n with add_months(reference, n) on or before the day."""
    return None if reference is None else months_between(reference, day)


def evidence_span(reference: date, day: date, as_of: date, rules: Rules) -> Span:
    """The days whose uncharged visits make a vehicle quasi-lost on `day`, seen on `as_of` (Rulebook 3.4)."""
    first = max(reference, add_months(day, -rules.quasi_lost_months)) + timedelta(days=1)
    return Span(first, min(day, as_of))


def is_quasi_lost(
    reference: date | None,
    evidence: Iterable[date],
    day: date,
    policy: Policy,
    rules: Rules,
    as_of: date | None = None,
) -> bool:
    """Whether a vehicle at risk or lost on a day was here without a charge since, so that its owner still talks to us.

    Rulebook 3.4. `as_of`: the day by which that must be known, the day itself if None.
    """
    if reference is None or status_on(reference, day, policy) not in {Status.AT_RISK, Status.LOST}:
        return False
    span = evidence_span(reference, day, as_of or day, rules)
    return any(seen in span for seen in evidence)


def is_base(stretch: Stretch, day: date, policy: Policy) -> bool:
    """Whether a vehicle is of the base on a day, by its stretch of that day (Rulebook 3.7).

    Own sales are from delivery, all others from their first counting visit; neither lost nor departed.
    """
    awaited = stretch.source == "own" and stretch.delivered is not None and day < stretch.delivered
    return (
        stretch.source in BASE_SOURCES
        and not awaited
        and not stretch.departed
        and stretch.reference is not None
        and status_on(stretch.reference, day, policy) is not Status.LOST
    )


def new_on(stretches: Iterable[Stretch], rules: Rules) -> date | None:
    """The day from which a vehicle is of the base for the first time, if ever: then it is new (Rulebook 3.7)."""
    starts = ((stretch, stretch.from_day) for stretch in stretches)
    return next((day for stretch, day in starts if is_base(stretch, day, rules.policy_on(day))), None)


class Return(NamedTuple):
    """A counting visit of a vehicle that was lost the day before."""

    day: date
    lost_since: date


def returns(stretches: Sequence[Stretch], rules: Rules) -> tuple[Return, ...]:
    """The returns in a vehicle's history: counting visits on days before which a base-source vehicle was lost.

    Rulebook 3.5. A visit after a departure is none, and neither is a delivery.
    """
    found = []
    for before, after in pairwise(stretches):
        if after.visits == before.visits or before.reference is None or before.departed:
            continue
        eve = after.from_day - timedelta(days=1)
        policy = rules.policy_on(eve)
        if after.source in BASE_SOURCES and status_on(before.reference, eve, policy) is Status.LOST:
            found.append(Return(after.from_day, lost_from(before.reference, policy)))
    return tuple(found)


class Contact(NamedTuple):
    """An attempt to reach a customer: its day, its disposition's code, and whether it was logged before the visit."""

    id: int
    day: date
    disposition: str
    before_visit: bool = True


_NO_CREDIT = frozenset(
    {
        "wrong-person",
        "hung-up",
        "refused",
        "no-answer",
        "powered-off",
        "busy",
        "out-of-service",
        "wrong-number",
    }
)


def win_back(return_day: date, contacts: Iterable[Contact], rules: Rules) -> Contact | None:
    """The contact that a return is credited to: the latest of the 90 days up to it (Rulebook 3.5).

    None where there was none: the customer came back on their own.
    """
    earliest = return_day - timedelta(days=rules.win_back_days)
    fitting = [
        contact
        for contact in contacts
        if earliest <= contact.day <= return_day and contact.before_visit and contact.disposition not in _NO_CREDIT
    ]
    return max(fitting, key=lambda contact: (contact.day, contact.id), default=None)


class Share(NamedTuple):
    """A figure as its numerator and denominator, each the ids of the rows behind it."""

    numerator: tuple[int, ...]
    denominator: tuple[int, ...]


def loss_rate(years: int, day: date, vehicles: Iterable[tuple[int, date | None, Stretch]], rules: Rules) -> Share:
    """The n-year loss rate on a day: of the vehicles drawn, those that are lost (Rulebook 3.9).

    Drawn are base-source vehicles, not departed, that were delivered (else first seen) in the 12 months that end n
    years before the day. Vehicles come as (id, delivered, stretch of that day); the caller leaves out operating ones.
    """
    end = add_months(day, -12 * years)
    start = add_months(end, -12)
    policy = rules.policy_on(day)
    drawn, lost = [], []
    for vehicle_id, delivered, stretch in vehicles:
        began = delivered or stretch.first_seen
        if began is None or not start < began <= end or stretch.departed or stretch.source not in BASE_SOURCES:
            continue
        drawn.append(vehicle_id)
        if status_on(stretch.reference, day, policy) is Status.LOST:
            lost.append(vehicle_id)
    return Share(tuple(lost), tuple(drawn))
