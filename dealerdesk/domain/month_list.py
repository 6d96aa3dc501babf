"""The thirteen month lists as windows: who is in a list for a target month, seen on an as-of day (Rulebook 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from dealerdesk.domain.calendar import Month, Span, add_months, latest_day_reaching
from dealerdesk.domain.retention import not_lost_references, references_with
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dealerdesk.domain.rules import Policy, Rules


class ListName(StrEnum):
    """The month lists, by the names of the command line."""

    ABOUT_TO_BE_LOST = "about-to-be-lost"
    SECOND_VISIT = "second-visit"
    WATCH = "watch"
    AT_RISK = "at-risk"
    LOST = "lost"
    QUASI_LOST = "quasi-lost"
    FIRST_MAINTENANCE = "first-maintenance"
    MAINTENANCE_DUE = "maintenance-due"
    OVERDUE = "overdue"
    WARRANTY = "warranty"
    INSURANCE = "insurance"
    INSPECTION = "inspection"
    BIRTHDAYS = "birthdays"


ENDING_LISTS = frozenset({ListName.WARRANTY, ListName.INSURANCE, ListName.INSPECTION})


@dataclass(frozen=True)
class Criteria:
    """What a list asks of a vehicle, as windows over its stretch of the as-of day; None asks nothing.

    `empty`: the policy has no such stage. `outside_too`: passing and other-brand vehicles are in the list.
    `references`: the reference date lies within; `or_no_history` admits vehicles without one.
    `evidence_days`: with an uncharged visit (of these days, later than the reference) that makes it quasi-lost.
    `maintenance`: the next maintenance lies within. `awaiting_first`: True own sale still before its first maintenance
    (delivered within `fresh`), False not so. `first_due`: delivered within, so that the first maintenance falls due in
    time. `overdue_until`: deliveries up to this day mark a row as overdue. `ends`: the end date of warranty, insurance
    or inspection lies within. `birthdays`: owners born in this month.
    """

    name: ListName
    month: Month
    as_of: date
    policy: Policy
    base_month: Month | None = None
    empty: bool = False
    outside_too: bool = False
    references: Span | None = None
    or_no_history: bool = False
    evidence_days: Span | None = None
    maintenance: Span | None = None
    awaiting_first: bool | None = None
    fresh: Span | None = None
    first_due: Span | None = None
    ends: Span | None = None
    birthdays: Month | None = None
    overdue_until: date | None = None


def default_month(today: date) -> Month:
    """The target month when none is named: the next one."""
    return Month.of(today).plus(1)


def criteria(name: ListName, month: Month, as_of: date, policy: Policy, rules: Rules) -> Criteria:
    """What the list `name` asks for the target month, seen on the as-of day under a policy (Rulebook 4)."""
    return _CRITERIA[name](Criteria(name, month, as_of, policy), rules)


def _about_to_be_lost(asked: Criteria, _rules: Rules) -> Criteria:
    base = asked.month.plus(-asked.policy.lost_months)
    return replace(asked, base_month=base, references=Span(base.first, base.last))


def _second_visit(asked: Criteria, rules: Rules) -> Criteria:
    base = asked.month.plus(-rules.second_visit_months)
    return replace(asked, base_month=base, references=Span(base.first, base.last))


def _status(status: Status) -> Callable[[Criteria, Rules], Criteria]:
    def of_status(asked: Criteria, _rules: Rules) -> Criteria:
        references = references_with(status, asked.month.last, asked.policy)
        return replace(asked, empty=references is None, references=references)

    return of_status


def _quasi_lost(asked: Criteria, rules: Rules) -> Criteria:
    day = asked.month.last
    months = asked.policy.months_of(Status.AT_RISK) or asked.policy.lost_months
    evidence = Span(add_months(day, -rules.quasi_lost_months) + timedelta(days=1), min(day, asked.as_of))
    return replace(asked, references=Span(None, latest_day_reaching(day, months)), evidence_days=evidence)


def _fresh(asked: Criteria, rules: Rules) -> Span:
    """Deliveries on or before the as-of day and less than 12 months before it."""
    return Span(latest_day_reaching(asked.as_of, rules.first_within_months) + timedelta(days=1), asked.as_of)


def _first_maintenance(asked: Criteria, rules: Rules) -> Criteria:
    return replace(
        asked,
        references=not_lost_references(asked.as_of, asked.policy),
        awaiting_first=True,
        fresh=_fresh(asked, rules),
        first_due=Span(None, latest_day_reaching(asked.month.last, rules.first_months)),
        overdue_until=latest_day_reaching(asked.month.first - timedelta(days=1), rules.first_months),
    )


def _maintenance(*, overdue: bool) -> Callable[[Criteria, Rules], Criteria]:
    def of_maintenance(asked: Criteria, rules: Rules) -> Criteria:
        month = asked.month
        return replace(
            asked,
            references=not_lost_references(asked.as_of, asked.policy),
            or_no_history=True,
            awaiting_first=False,
            fresh=_fresh(asked, rules),
            maintenance=Span(None, month.first - timedelta(days=1)) if overdue else Span(month.first, month.last),
        )

    return of_maintenance


def _ending(asked: Criteria, _rules: Rules) -> Criteria:
    return replace(asked, outside_too=True, ends=Span(asked.month.first, asked.month.last))


def _birthdays(asked: Criteria, _rules: Rules) -> Criteria:
    return replace(asked, birthdays=asked.month)


_CRITERIA: dict[ListName, Callable[[Criteria, Rules], Criteria]] = {
    ListName.ABOUT_TO_BE_LOST: _about_to_be_lost,
    ListName.SECOND_VISIT: _second_visit,
    ListName.WATCH: _status(Status.WATCH),
    ListName.AT_RISK: _status(Status.AT_RISK),
    ListName.LOST: _status(Status.LOST),
    ListName.QUASI_LOST: _quasi_lost,
    ListName.FIRST_MAINTENANCE: _first_maintenance,
    ListName.MAINTENANCE_DUE: _maintenance(overdue=False),
    ListName.OVERDUE: _maintenance(overdue=True),
    ListName.WARRANTY: _ending,
    ListName.INSURANCE: _ending,
    ListName.INSPECTION: _ending,
    ListName.BIRTHDAYS: _birthdays,
}
