"""Changing the retention policy: from which day another one holds, and what a store makes up itself (Rulebook 3.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.rules import POLICIES, DatedPolicy, Policy, Rules, Status

if TYPE_CHECKING:
    from datetime import date

CUSTOM: Final = "custom"
"""The name of a policy whose stages are the store's own."""

MOST_MONTHS: Final = 60
"""Months after which the last stage begins at the latest."""


def policy_of_stages(watch: int | None, at_risk: int | None, lost: int) -> Policy:
    """The policy with these stages, in months; None leaves a stage out. One that the rulebook has bears its name.

    Raises ValueError unless each stage comes later than the one before.
    """
    months = ((Status.WATCH, watch), (Status.AT_RISK, at_risk), (Status.LOST, lost))
    stages = tuple((status, n) for status, n in months if n is not None)
    known = next((policy for policy in POLICIES.values() if policy.stages == stages), None)
    return known or Policy(CUSTOM, stages)


def with_policy(rules: Rules, policy: Policy, from_day: date = EVER) -> Rules:
    """The rules with another policy from a day on: earlier days keep theirs, what was meant for later ones is dropped.

    A policy that holds already on the eve takes no entry of its own.
    """
    earlier = sorted((d for d in rules.policies if d.from_day < from_day), key=lambda dated: dated.from_day)
    if earlier and earlier[-1].policy == policy:
        return replace(rules, policies=tuple(earlier))
    return replace(rules, policies=(*earlier, DatedPolicy(from_day if earlier else EVER, policy)))


def day_to_look_at(held: Rules, wanted: Rules, today: date) -> date:
    """The day on which a change shows: today, or the first later day from which another policy is to hold."""
    coming = [d.from_day for d in wanted.policies if d not in held.policies and d.from_day > today]
    same_today = held.policy_on(today) == wanted.policy_on(today)
    return min(coming) if coming and same_today else today
