"""Why a vehicle is in a month list or not: the same windows, read aloud (Rulebook 4, *Why (not)?*)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dealerdesk.domain.calendar import months_between
from dealerdesk.domain.errors import Said, said
from dealerdesk.domain.month_list import Criteria, ListName
from dealerdesk.domain.retention import BASE_SOURCES, lost_from, months_since, status_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dealerdesk.domain.history import Stretch


@dataclass(frozen=True)
class Seen:
    """A vehicle as a list sees it: its stretch of the as-of day, and today's entries."""

    stretch: Stretch
    evidence: tuple[date, ...] = ()
    warranty_end: date | None = None
    insurance_end: date | None = None
    inspection_end: date | None = None
    birthday: date | None = None
    departed_on: date | None = None
    departed_reason: str | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a vehicle is a member of a list, and the reasons: those that keep it out, else all that it meets."""

    member: bool
    reasons: tuple[Said, ...]


@dataclass(frozen=True)
class _Ruling:
    holds: bool
    reason: Said


def why(asked: Criteria, seen: Seen) -> Verdict:
    """Why a vehicle is in or out of a list: the dates, the rule, the switch."""
    if asked.empty:
        return Verdict(member=False, reasons=(said("why.no_such_stage", policy=asked.policy.name),))
    rulings = [ruling for rule in _RULES for ruling in rule(asked, seen)]
    against = tuple(ruling.reason for ruling in rulings if not ruling.holds)
    return Verdict(not against, against or tuple(ruling.reason for ruling in rulings))


def _switches(asked: Criteria, seen: Seen) -> list[_Ruling]:
    stretch, found = seen.stretch, []
    if stretch.departed:
        known = seen.departed_reason is not None
        reason = said(f"label.departed_reason.{seen.departed_reason}" if known else "label.mark.departed")
        found.append(_Ruling(False, said("why.departed", day=seen.departed_on, reason=reason)))
    if stretch.do_not_call:
        found.append(_Ruling(False, said("why.do_not_call")))
    if stretch.source not in BASE_SOURCES and not asked.outside_too:
        found.append(_Ruling(False, said("why.source_excluded", source=said(f"label.source.{stretch.source}"))))
    return found


def _references(asked: Criteria, seen: Seen) -> list[_Ruling]:
    reference, span = seen.stretch.reference, asked.references
    if span is None:
        return []
    if reference is None:
        return [_Ruling(asked.or_no_history, said("why.no_history"))]
    if asked.base_month is not None:
        code = "why.reference_in_month" if reference in span else "why.reference_not_in_month"
        return [_Ruling(reference in span, said(code, reference=reference, month=asked.base_month))]
    if asked.name in _NOT_LOST_LISTS:
        code, since = "why.not_lost" if reference in span else "why.lost", lost_from(reference, asked.policy)
        return [_Ruling(reference in span, said(code, since=since, reference=reference))]
    return [_status(asked, reference, holds=reference in span)]


def _status(asked: Criteria, reference: date, *, holds: bool) -> _Ruling:
    """What the status on the target month's last day says; it may lie before a reference date that is known since."""
    day = asked.month.last
    status = said(f"label.status.{status_on(reference, day, asked.policy)}")
    months = max(months_between(reference, day), 0)
    code = "why.status_is" if holds else "why.status_is_not"
    return _Ruling(holds, said(code, status=status, day=day, reference=reference, months=months))


_NOT_LOST_LISTS = frozenset({ListName.FIRST_MAINTENANCE, ListName.MAINTENANCE_DUE, ListName.OVERDUE})


def _evidence(asked: Criteria, seen: Seen) -> list[_Ruling]:
    span, reference = asked.evidence_days, seen.stretch.reference
    if span is None or reference is None:
        return []
    fitting = [day for day in seen.evidence if day in span and day > reference]
    if fitting:
        return [_Ruling(True, said("why.quasi_evidence", day=max(fitting)))]
    after = max(reference, span.first - timedelta(days=1)) if span.first else reference
    return [_Ruling(False, said("why.no_quasi_evidence", after=after))]


def is_awaiting_first(asked: Criteria, stretch: Stretch) -> bool:
    """Whether a vehicle of our own sale, freshly delivered, still awaits its first maintenance on the as-of day."""
    delivered = stretch.delivered
    return (
        stretch.source == "own"
        and delivered is not None
        and stretch.maintained is None
        and asked.fresh is not None
        and delivered in asked.fresh
    )


def _first(asked: Criteria, seen: Seen) -> list[_Ruling]:
    stretch = seen.stretch
    if asked.awaiting_first is None:
        return []
    awaiting = is_awaiting_first(asked, stretch)
    if not asked.awaiting_first:
        return [_Ruling(False, said("why.awaiting_first", delivered=stretch.delivered))] if awaiting else []
    if not awaiting:
        return [_Ruling(False, _not_awaiting(asked, stretch))]
    return [_first_due(asked, stretch)]


def _not_awaiting(asked: Criteria, stretch: Stretch) -> Said:
    if stretch.source != "own":
        return said("why.not_own_sale", source=said(f"label.source.{stretch.source}"))
    if stretch.delivered is None or stretch.delivered > asked.as_of:
        return said("why.not_delivered")
    if stretch.maintained is not None:
        return said("why.already_maintained", day=stretch.maintained)
    return said(
        "why.delivered_too_long_ago",
        delivered=stretch.delivered,
        months=months_since(stretch.delivered, asked.as_of),
    )


def _first_due(asked: Criteria, stretch: Stretch) -> _Ruling:
    delivered = stretch.delivered
    if delivered is None or asked.first_due is None or asked.overdue_until is None:
        return _Ruling(False, said("why.not_delivered"))
    if delivered <= asked.overdue_until:
        return _Ruling(True, said("why.first_overdue", delivered=delivered))
    held = delivered in asked.first_due
    return _Ruling(held, said("why.first_due" if held else "why.first_due_later", delivered=delivered))


def _maintenance(asked: Criteria, seen: Seen) -> list[_Ruling]:
    span, day = asked.maintenance, seen.stretch.next_maintenance
    if span is None:
        return []
    if day is None:
        return [_Ruling(False, said("why.no_next_maintenance"))]
    if day < asked.month.first:
        return [_Ruling(day in span, said("why.next_maintenance_before", day=day))]
    code = "why.next_maintenance_in_month" if day <= asked.month.last else "why.next_maintenance_after"
    return [_Ruling(day in span, said(code, day=day))]


def _ends(asked: Criteria, seen: Seen) -> list[_Ruling]:
    if asked.ends is None:
        return []
    end = {
        ListName.WARRANTY: seen.warranty_end,
        ListName.INSURANCE: seen.insurance_end,
        ListName.INSPECTION: seen.inspection_end,
    }[asked.name]
    what = said(f"label.ending.{asked.name}")
    if end is None:
        return [_Ruling(False, said("why.no_end_known", what=what))]
    held = end in asked.ends
    return [_Ruling(held, said("why.ends_in_month" if held else "why.ends_not_in_month", what=what, day=end))]


def _birthday(asked: Criteria, seen: Seen) -> list[_Ruling]:
    if asked.birthdays is None:
        return []
    if seen.stretch.owner_id is None:
        return [_Ruling(False, said("why.no_owner"))]
    if seen.birthday is None:
        return [_Ruling(False, said("why.no_birthday"))]
    held = seen.birthday.month == asked.birthdays.month
    return [_Ruling(held, said("why.birthday_in_month" if held else "why.birthday_not_in_month", day=seen.birthday))]


_RULES: tuple[Callable[[Criteria, Seen], list[_Ruling]], ...] = (
    _switches,
    _references,
    _evidence,
    _first,
    _maintenance,
    _ends,
    _birthday,
)
