"""Tasks that come from lists: their reasons, keys and ends, and how they are spread over days (Rulebook 6.1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.ending import OF_REFERENCE, Ended, Open, ending
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.retention import lost_from
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dealerdesk.domain.calendar import Month, WorkingDays
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.rules import Policy, Rules

__all__ = ["Ended", "Open", "Reason", "ending"]

GENERATION_ORDER = (
    ListName.LOST,
    ListName.QUASI_LOST,
    ListName.ABOUT_TO_BE_LOST,
    ListName.SECOND_VISIT,
    ListName.AT_RISK,
    ListName.WATCH,
    ListName.FIRST_MAINTENANCE,
    ListName.MAINTENANCE_DUE,
    ListName.OVERDUE,
    ListName.WARRANTY,
    ListName.INSURANCE,
    ListName.INSPECTION,
    ListName.BIRTHDAYS,
)
"""Survey first, then about-to-be-lost, second visit, at risk, watch, first maintenance, maintenance, the rest."""

REASON_OF: Mapping[ListName, Reason] = {
    ListName.LOST: Reason.SURVEY,
    ListName.QUASI_LOST: Reason.SURVEY,
    ListName.ABOUT_TO_BE_LOST: Reason.AT_RISK,
    ListName.AT_RISK: Reason.AT_RISK,
    ListName.WATCH: Reason.AT_RISK,
    ListName.SECOND_VISIT: Reason.SECOND_VISIT,
    ListName.FIRST_MAINTENANCE: Reason.FIRST_MAINTENANCE,
    ListName.MAINTENANCE_DUE: Reason.MAINTENANCE,
    ListName.OVERDUE: Reason.MAINTENANCE,
    ListName.WARRANTY: Reason.WARRANTY,
    ListName.INSURANCE: Reason.INSURANCE,
    ListName.INSPECTION: Reason.INSPECTION,
    ListName.BIRTHDAYS: Reason.BIRTHDAY,
}


class Candidate(NamedTuple):
    """A row of a list that may become a task: what its key and urgency are made of. Spend in fen.

    `quasi_lost`: on the target month's last day, as the list of that name has it. `end`: of warranty, insurance or
    inspection.
    """

    list_name: ListName
    vehicle_id: int | None
    customer_id: int | None
    stretch: Stretch | None = None
    end: date | None = None
    birthday: date | None = None
    quasi_lost: bool = False
    protected: bool = False
    spend_24_fen: int = 0


@dataclass(frozen=True)
class Planned:
    """A task to be made: one per key; `cause` is the date that made it.

    That is the reference date, end, last maintenance (else delivery), delivery or birthday. `fixed_due`: a greeting's.
    """

    key: str
    reason: Reason
    candidate: Candidate
    cause: date | None
    fixed_due: date | None = None

    @property
    def is_watch(self) -> bool:
        """Whether it is an invitation of the watch stage, which ends where the next one begins."""
        return self.reason is Reason.AT_RISK and self.candidate.list_name is ListName.WATCH


_ENDINGS = frozenset({Reason.WARRANTY, Reason.INSURANCE, Reason.INSPECTION})


def plan(
    candidate: Candidate, month: Month, today: date, policy: Policy, rules: Rules, *, dormant: bool = False
) -> Planned | None:
    """The task that a row of a list asks for, or None where its reason does not arise (Rulebook 6.1).

    It does not where the task would end at once, and where the vehicle has long been lost, unless `dormant` ones are
    asked for. A quasi-lost vehicle gets the survey, whichever list of references it stands in.
    """
    planned = _planned(candidate, month)
    if planned is None:
        return None
    survey_of = planned.cause if planned.reason is Reason.SURVEY else None
    if survey_of is not None and not dormant and is_dormant(survey_of, today, policy, rules):
        return None
    task = Open(planned.reason, planned.cause, today, planned.fixed_due or today, planned.is_watch)
    return planned if ending(task, candidate.stretch, today, policy, rules) is None else None


def _planned(candidate: Candidate, month: Month) -> Planned | None:
    reason = REASON_OF[candidate.list_name]
    if candidate.quasi_lost and reason in OF_REFERENCE:
        reason = Reason.SURVEY
    if reason is Reason.BIRTHDAY:
        return _birthday_task(candidate, month)
    if reason in _ENDINGS:
        return Planned(f"{reason}:{candidate.vehicle_id}:{candidate.end}", reason, candidate, candidate.end)
    return None if candidate.stretch is None else _vehicle_task(reason, candidate, candidate.stretch, month)


def _birthday_task(candidate: Candidate, month: Month) -> Planned | None:
    if candidate.birthday is None:
        return None
    day = min(candidate.birthday.day, month.last.day)
    due = date(month.year, month.month, day)
    return Planned(f"birthday:{candidate.customer_id}:{due}", Reason.BIRTHDAY, candidate, due, fixed_due=due)


def _vehicle_task(reason: Reason, candidate: Candidate, stretch: Stretch, month: Month) -> Planned | None:
    vehicle, reference = candidate.vehicle_id, stretch.reference
    if reason is Reason.FIRST_MAINTENANCE:
        return Planned(f"first-maintenance:{vehicle}:{month}", reason, candidate, stretch.delivered)
    if reason is Reason.MAINTENANCE:
        since = stretch.maintained or stretch.delivered
        return Planned(f"maintenance:{vehicle}:{since}", reason, candidate, since)
    if reference is None:
        return None
    if reason is Reason.AT_RISK:
        stage = Status.WATCH if candidate.list_name is ListName.WATCH else Status.AT_RISK
        return Planned(f"at-risk:{vehicle}:{reference}:{stage}", reason, candidate, reference)
    return Planned(f"{reason}:{vehicle}:{reference}", reason, candidate, reference)


def is_dormant(reference: date, today: date, policy: Policy, rules: Rules) -> bool:
    """Whether a vehicle has been lost for more than 24 months, so that surveys leave it out unless asked."""
    return today > add_months(lost_from(reference, policy), rules.dormant_months)


def without_at_risk_beside_second_visit(
    planned: Sequence[Planned], invited: Collection[tuple[int | None, date | None]] = ()
) -> list[Planned]:
    """The tasks less the at-risk invitations of vehicles that a second-visit invitation asks for the same visit.

    `invited`: vehicle and reference date of the second-visit invitations that are open already.
    """
    second = {(p.candidate.vehicle_id, p.cause) for p in planned if p.reason is Reason.SECOND_VISIT}
    second.update(invited)
    return [p for p in planned if p.reason is not Reason.AT_RISK or (p.candidate.vehicle_id, p.cause) not in second]


def survey_key(key: str, made_on: Sequence[date], today: date, rules: Rules) -> str:
    """The key of a survey: the plain one at first, and another one 12 months after the latest that was made.

    `made_on`: the days on which surveys of this reference date were made.
    """
    if not made_on:
        return key
    again = today >= add_months(max(made_on), rules.survey_again_months)
    number = len(made_on) + (1 if again else 0)
    return key if number == 1 else f"{key}:{number}"


def spread(
    planned: Sequence[Planned], taken: Mapping[date, int], today: date, days: WorkingDays, a_day: int
) -> list[date]:
    """The due days of tasks that come most urgent first: from the next working day on, `a_day` of them a day.

    `taken` counts what is already due on a day. A greeting has its day, or the working day before it if there still is
    one, else the next; the others fill what it leaves. What does not fit before the month is over goes on into the days
    after it, since nobody can make more calls in a day. Raises ValueError if `a_day` is below 1.
    """
    if a_day < 1:
        raise ValueError(a_day)
    first = days.next_on_or_after(today)
    greetings = [
        None if task.fixed_due is None else max(days.previous_on_or_before(task.fixed_due), first) for task in planned
    ]
    load = Counter(taken)
    load.update(day for day in greetings if day is not None)
    free = days_with_room(load, first, days, a_day)
    return [next(free) if greeting is None else greeting for greeting in greetings]


def days_with_room(load: Counter[date], first: date, days: WorkingDays, a_day: int) -> Iterator[date]:
    """The day of one call after another, from a working day on, `a_day` of them a day beside what `load` counts."""
    day = first
    while True:
        while load[day] >= a_day:
            day = days.next_on_or_after(day + timedelta(days=1))
        load[day] += 1
        yield day
