"""What tasks the lists ask for, on which days they fall due, and who makes the calls (Rulebook 6.1)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from dealerdesk.db.candidates import candidates
from dealerdesk.db.list_rows import Asking
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import open_second_visits, surveys_made
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
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from dealerdesk.db.reading import Reading
    from dealerdesk.db.tasks import Promise
    from dealerdesk.domain.calendar import Month, WorkingDays
    from dealerdesk.domain.reminder import Candidate, Planned
    from dealerdesk.domain.rules import Policy, Rules
    from dealerdesk.services.desk import Desk


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


class Sharing:
    """Shares calls out among agents: all of a customer's to one, the rest level over every day."""

    def __init__(self, agents: Sequence[int], promised: Iterable[Promise]) -> None:
        self._agents = agents
        self._busy: Counter[tuple[int, date]] = Counter()
        self._busy_in_all: Counter[int] = Counter()
        self._of_customer: dict[int, int] = {}
        for due, agent_id, customer_id in promised:
            if agent_id is not None and agent_id in agents:
                self._give(agent_id, due, customer_id)

    def agent_for(self, customer_id: int | None, due: date) -> int | None:
        """Who makes this call; nobody yet where there are no agents."""
        if not self._agents:
            return None
        least_busy = min(self._agents, key=lambda one: (self._busy[one, due], self._busy_in_all[one]))
        agent = least_busy if customer_id is None else self._of_customer.get(customer_id, least_busy)
        self._give(agent, due, customer_id)
        return agent

    def _give(self, agent: int, due: date, customer_id: int | None) -> None:
        self._busy[agent, due] += 1
        self._busy_in_all[agent] += 1
        if customer_id is not None:
            self._of_customer[customer_id] = agent
