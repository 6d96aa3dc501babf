"""On which days care after service and new-owner care are due, and when they end (Rulebook 6.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.calendar import add_months

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.rules import Rules

FIRST_CARE: Final = 1
SECOND_CARE: Final = 2

NEW_OWNER_STEPS: Final = (0, 1, 2, 3)
"""The calls to a new owner: 0 some days after delivery, by a care agent; then months 1, 2 and 3, by the seller."""


def left_on(date_in: date, date_settled: date | None, date_out: date | None) -> date:
    """The day a car left: as it was handed over, else settled, else brought in."""
    return date_out or date_settled or date_in


def care_due(cause: date, step: int, rules: Rules) -> date:
    """The first day of a care call: of the first after the car left, of the second after the first contact."""
    return cause + timedelta(days=rules.care_days if step == FIRST_CARE else rules.care_again_days)


def care_ends(cause: date, step: int | None, rules: Rules) -> date:
    """The last day of a care call: of the first after the car left, of the second after the first contact."""
    return cause + timedelta(days=rules.care_again_last_days if step == SECOND_CARE else rules.care_last_days)


def new_owner_day(delivered: date, step: int | None, rules: Rules) -> date:
    """The day of a new-owner call."""
    return add_months(delivered, step) if step else delivered + timedelta(days=rules.new_owner_days)


def new_owner_ends(delivered: date, step: int | None, rules: Rules) -> date:
    """The last day of a new-owner call."""
    return new_owner_day(delivered, step, rules) + timedelta(days=rules.new_owner_last_days)
