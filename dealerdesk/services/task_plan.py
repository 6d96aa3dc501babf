"""What tasks the lists ask for, on which days they fall due, and who makes the calls (Rulebook 6.1)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dealerdesk.db.candidates import candidates
from dealerdesk.db.list_rows import Asking
from dealerdesk.db.planned_tasks import responsible_advisors
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import open_second_visits, surveys_made
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.month_list import ListName, criteria
from dealerdesk.domain.ranking import urgency
from dealerdesk.domain.reminder import (
    GENERATION_ORDER,
    Reason,
    plan,
    spread,
    survey_key,
    without_at_risk_beside_second_visit,
)
from dealerdesk.domain.retention import lost_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from dealerdesk.db.reading import Reading
    from dealerdesk.db.tasks import Promise
    from dealerdesk.domain.calendar import Month, Span, WorkingDays
    from dealerdesk.domain.reminder import Candidate, Planned
    from dealerdesk.domain.rules import Policy, Rules
    from dealerdesk.services.desk import Desk

_MONTHS_AHEAD = 12


def wanted_tasks(
    conn: Reading,
    desk: Desk,
    month: Month,
    lists: Collection[ListName] | None,
    *,
    dormant: bool,
    members: Collection[int] | None = None,
) -> list[Planned]:
    """Every task that the lists of a month ask for today, one per key, most urgent first; many may exist already.

    With `members` only of these: vehicles by their ids, in the list of birthdays customers.
    """
    rules_id, rules = current_rules(conn)
    today, policy = desk.today, rules.policy_on(desk.today)
    planned = []
    for name in GENERATION_ORDER:
        if lists is None or name in lists:
            asked = criteria(name, month, today, policy, rules)
            found = candidates(conn, Asking(asked, rules_id, rules, desk.actor.scope.advisor_id))
            asking = found if members is None else (one for one in found if _member(one) in members)
            planned += [plan(candidate, month, today, policy, rules, dormant=dormant) for candidate in asking]
    arisen = [task for task in planned if task is not None]
    invited = without_at_risk_beside_second_visit(arisen, open_second_visits(conn))
    one_a_key: dict[str, Planned] = {}
    for task in _surveyed_again(conn, invited, today, rules):
        one_a_key.setdefault(task.key, task)
    return sorted(one_a_key.values(), key=lambda task: urgency(task, today, policy))


def _member(candidate: Candidate) -> int | None:
    """What a candidate is in its list: a vehicle, in the list of birthdays a customer."""
    return candidate.customer_id if candidate.list_name is ListName.BIRTHDAYS else candidate.vehicle_id


def _surveyed_again(conn: Reading, planned: Sequence[Planned], today: date, rules: Rules) -> list[Planned]:
    """The tasks, surveys with the key that is theirs 12 months after the last one of the same reference date."""
    vehicles = {task.candidate.vehicle_id for task in planned if task.reason is Reason.SURVEY}
    made = surveys_made(conn, [vehicle for vehicle in vehicles if vehicle is not None])

    def keyed(task: Planned) -> Planned:
        made_on = made.get((task.candidate.vehicle_id, task.cause), ())
        return replace(task, key=survey_key(task.key, made_on, today, rules))

    return [keyed(task) if task.reason is Reason.SURVEY else task for task in planned]


def due_days(
    tasks: Sequence[Planned], taken: Counter[date], today: date, days: WorkingDays, a_day: int, policy: Policy
) -> list[date]:
    """The due day of each task, in their order. `taken`: what is due already.

    Nobody is asked why they were lost before they are: such a survey falls due from the day of the loss on, when the
    invitation ends that was to prevent it. These few are placed first, and the others fill the days around them.
    """
    load = Counter(taken)
    due: dict[int, date] = {}
    waiting: defaultdict[date, list[int]] = defaultdict(list)
    for place, task in enumerate(tasks):
        waiting[_not_before(task, today, policy)].append(place)
    for first in sorted(waiting, key=lambda day: (day == today, day)):
        places = waiting[first]
        dues = spread([tasks[place] for place in places], load, first, days, a_day)
        load.update(dues)
        due.update(zip(places, dues, strict=True))
    return [due[place] for place in range(len(tasks))]


def _not_before(task: Planned, today: date, policy: Policy) -> date:
    if task.reason is Reason.SURVEY and task.cause is not None and not task.candidate.quasi_lost:
        return max(today, lost_from(task.cause, policy))
    return today


def invited_by(conn: Reading, today: date, tasks: Iterable[Planned]) -> dict[str, int]:
    """Who invites, where that is the responsible advisor's: by the key of the task."""
    invitations = {
        task.candidate.vehicle_id: task.key
        for task in tasks
        if task.reason in {Reason.AT_RISK, Reason.SECOND_VISIT} and task.candidate.vehicle_id is not None
    }
    advisors = responsible_advisors(conn, list(invitations), today)
    return {invitations[vehicle]: advisor for vehicle, advisor in advisors.items()}


class Sharing:
    """Shares calls out among agents: all of a customer's to one, the rest level over every day.

    `away`: the first and last days of absences, by agent; nobody is given a call on a day of theirs.
    """

    def __init__(
        self, agents: Sequence[int], promised: Iterable[Promise], away: Mapping[int, Sequence[Span]] | None = None
    ) -> None:
        self._agents, self._away = agents, away or {}
        self._busy: Counter[tuple[int, date]] = Counter()
        self._busy_in_all: Counter[int] = Counter()
        self._of_customer: dict[int, int] = {}
        for due, agent_id, customer_id in promised:
            if agent_id is not None and agent_id in agents:
                self._give(agent_id, due, customer_id)

    def agent_for(self, customer_id: int | None, due: date, *, but: int | None = None) -> int | None:
        """Who makes this call, other than `but`; nobody yet where there are no agents."""
        others = [one for one in self._agents if one != but]
        if not others:
            return None
        present = [one for one in others if self._is_there(one, due)] or others
        least_busy = min(present, key=lambda one: (self._busy[one, due], self._busy_in_all[one]))
        agent = least_busy if customer_id is None else self._of_customer.get(customer_id, least_busy)
        if agent not in present:
            agent = least_busy
        self._give(agent, due, customer_id)
        return agent

    def _is_there(self, agent: int, day: date) -> bool:
        return not any(day in span for span in self._away.get(agent, ()))

    def _give(self, agent: int, due: date, customer_id: int | None) -> None:
        self._busy[agent, due] += 1
        self._busy_in_all[agent] += 1
        if customer_id is not None:
            self._of_customer[customer_id] = agent

    def give(self, agent: int, due: date, customer_id: int | None) -> None:
        """Take note that somebody makes a call, whoever it is."""
        self._give(agent, due, customer_id)


def calls_not_made(away: Mapping[int, Sequence[Span]], first: date, days: WorkingDays, a_day: int) -> Counter[date]:
    """How many calls fewer can be made on each working day from a day on, since agents are away; never all of them."""
    lost: Counter[date] = Counter()
    last = max((span.last for spans in away.values() for span in spans if span.last is not None), default=first)
    day = first
    while day <= min(last, add_months(first, _MONTHS_AHEAD)):
        gone = sum(any(day in span for span in spans) for spans in away.values())
        if gone and days.is_working(day):
            lost[day] = gone * a_day
        day += timedelta(days=1)
    return lost
