"""What a list asks of its members, as a sentence for its heading (Rulebook 4: headings print the base month)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import Said, said
from dealerdesk.domain.month_list import ENDING_LISTS, Criteria, ListName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def told(asked: Criteria) -> Said:
    """The sentence that says who is in a list, with the dates it looks at."""
    if asked.empty:
        return said("list.no_such_stage", policy=said(f"label.policy.{asked.policy.name}"))
    if asked.name in ENDING_LISTS:
        return said("criteria.ending", what=said(f"label.ending.{asked.name}"), month=asked.month)
    return _TOLD[asked.name](asked)


def _base(asked: Criteria) -> Said:
    return said(f"criteria.{asked.name}", base=asked.base_month, month=asked.month)


def _month(asked: Criteria) -> Said:
    return said(f"criteria.{asked.name}", month=asked.month)


def _status(asked: Criteria) -> Said:
    span = asked.references
    status, day = said(f"label.status.{asked.name}"), asked.month.last
    if span is None or span.first is None:
        return said("criteria.status_until", status=status, day=day, last=None if span is None else span.last)
    return said("criteria.status", status=status, day=day, first=span.first, last=span.last)


def _quasi_lost(asked: Criteria) -> Said:
    span = asked.evidence_days
    after = None if span is None or span.first is None else span.first - timedelta(days=1)
    return said("criteria.quasi-lost", day=asked.month.last, after=after)


def _first_maintenance(asked: Criteria) -> Said:
    due, fresh = asked.first_due, asked.fresh
    days = [span.last for span in (due, fresh) if span is not None and span.last is not None]
    first = None if fresh is None else fresh.first
    return said("criteria.first-maintenance", first=first, last=min(days, default=None))


_TOLD: Final[Mapping[ListName, Callable[[Criteria], Said]]] = {
    ListName.ABOUT_TO_BE_LOST: _base,
    ListName.SECOND_VISIT: _base,
    ListName.WATCH: _status,
    ListName.AT_RISK: _status,
    ListName.LOST: _status,
    ListName.QUASI_LOST: _quasi_lost,
    ListName.FIRST_MAINTENANCE: _first_maintenance,
    ListName.MAINTENANCE_DUE: _month,
    ListName.OVERDUE: _month,
    ListName.BIRTHDAYS: _month,
}
