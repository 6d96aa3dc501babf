"""What happened that asks for a call: which tasks arise on a day, when they are due, and whose they are."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.event_facts import asked_once, cars_left, delivered_here, ending_products, open_complaints
from dealerdesk.db.planned_tasks import still_here
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.tasks import care_agents, promises
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.complaint import follow_up_key
from dealerdesk.domain.ending import Open, ending
from dealerdesk.domain.event_days import FIRST_CARE, NEW_OWNER_STEPS, SECOND_CARE, care_due, new_owner_day
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.reminder import days_with_room
from dealerdesk.domain.visit import is_reversal, kind_facts
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.calendar import WorkingDays
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.rules import Rules
    from dealerdesk.domain.visit import Visit

_LONGEST_STAY = 180  # days between the day a car came and the day it left
_AHEAD = 31  # days before its day that a new-owner call is planned


class Event(NamedTuple):
    """A task that something asks for. `agent`: who makes the call, else one of the care agents, other than `but`."""

    new: NewTask
    agent: int | None = None
    but: int | None = None


class _Day(NamedTuple):
    """The day on which events are looked at."""

    conn: Reading
    today: date
    rules_id: int
    rules: Rules
    days: WorkingDays

    def params(self, since: date, until: date | None = None) -> dict[str, object]:
        """What the statements are given."""
        return {
            "rules": self.rules_id,
            "day": self.today.isoformat(),
            "since": since.isoformat(),
            "until": (until or self.today).isoformat(),
            "long_ago": (since - timedelta(days=_LONGEST_STAY)).isoformat(),
        }

    def working(self, day: date) -> date:
        """The first working day from a day on that is not over."""
        return self.days.next_on_or_after(max(day, self.today))

    def lasts(self, new: NewTask, stretch: Stretch) -> bool:
        """Whether a task does not end before its call could be made."""
        task = Open(new.reason, new.cause, self.today, new.due, customer_id=new.customer_id, step=new.step)
        rules = self.rules
        return all(ending(task, stretch, day, rules.policy_on(day), rules) is None for day in (self.today, new.due))


def events_on(conn: Reading, today: date) -> list[Event]:
    """Every task that what happened asks for on a day; those of complaints come first, ends last."""
    at = _Day(conn, today, *current_rules(conn), working_days(conn))
    return [*_complaints(at), *_care(at), *_care_again(at), *_new_owners(at), *_endings(at)]


def _complaints(at: _Day) -> Iterator[Event]:
    for one in open_complaints(at.conn):
        new = NewTask(
            Reason.COMPLAINT,
            at.today,
            one.customer_id,
            one.vehicle_id,
            cause=one.received_on,
            complaint_id=one.id,
            key=follow_up_key(one.id, one.reopened),
        )
        yield Event(new, still_here(at.conn, one.handler_id, at.today))


def _care(at: _Day) -> Iterator[Event]:
    since = at.today - timedelta(days=at.rules.care_last_days)
    for car in cars_left(at.conn, at.params(since)):
        if _asks_for_care(car.visit, at.rules):
            new = _care_task(at, car.visit.id, car.vehicle_id, car.left, FIRST_CARE, car.stretch)
            if at.lasts(new, car.stretch):
                yield Event(new, but=car.advisor_id)


def _asks_for_care(visit: Visit, rules: Rules) -> bool:
    """Whether a settled visit is one after which a customer is asked how it was, though it may have been free."""
    kind = kind_facts(visit.kind, rules)
    return not (kind.internal or kind.counter or visit.payer == "internal" or is_reversal(visit))


def _care_again(at: _Day) -> Iterator[Event]:
    since = at.today - timedelta(days=at.rules.care_again_last_days)
    for one in asked_once(at.conn, at.params(since)):
        new = _care_task(at, one.visit_id, one.vehicle_id, one.contact, SECOND_CARE, one.stretch)
        if at.lasts(new, one.stretch):
            yield Event(new, but=one.advisor_id)


def _care_task(at: _Day, visit: int, vehicle: int, cause: date, step: int, stretch: Stretch) -> NewTask:
    return NewTask(
        Reason.CARE,
        at.working(care_due(cause, step, at.rules)),
        stretch.owner_id,
        vehicle,
        cause=cause,
        visit_id=visit,
        step=step,
        key=f"{Reason.CARE}:{visit}:{step}",
    )


def _new_owners(at: _Day) -> Iterator[Event]:
    rules, last = at.rules, max(NEW_OWNER_STEPS)
    since = add_months(at.today, -last) - timedelta(days=rules.new_owner_last_days + 3)  # months differ in length
    for car in delivered_here(at.conn, at.params(since)):
        for step in NEW_OWNER_STEPS:
            day = new_owner_day(car.delivered, step, rules)
            new = NewTask(
                Reason.NEW_OWNER,
                at.working(day),
                car.stretch.owner_id,
                car.vehicle_id,
                cause=car.delivered,
                step=step,
                key=f"{Reason.NEW_OWNER}:{car.vehicle_id}:{step}",
            )
            if day <= at.today + timedelta(days=_AHEAD) and at.lasts(new, car.stretch):
                seller = still_here(at.conn, car.delivered_by, at.today) or still_here(
                    at.conn, car.responsible, at.today
                )
                yield Event(new, seller if step else None)


def _endings(at: _Day) -> Iterator[Event]:
    """What ends is asked about as lists are: level over the working days, the soonest first."""
    first, rules = at.days.next_on_or_after(at.today), at.rules
    since = at.today - timedelta(days=rules.ending_days)
    until = at.today + timedelta(days=rules.protected_ending_days)
    found = list(ending_products(at.conn, at.params(since, until)))
    if not found:
        return
    load = Counter(max(promise.due, first) for promise in promises(at.conn))
    agents = len(care_agents(at.conn, at.today))
    due = days_with_room(load, first, at.days, rules.tasks_per_agent_day * max(1, agents))
    for one in found:
        new = NewTask(
            Reason.PACKAGE,
            next(due),
            one.stretch.owner_id,
            one.vehicle_id,
            cause=one.ends,
            key=f"{Reason.PACKAGE}:{one.vehicle_id}:{one.ends}",
        )
        if at.lasts(new, one.stretch):
            yield Event(new)
