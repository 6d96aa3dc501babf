"""The day of whoever makes the calls: the queue, the figures of the day with the rows behind them, and its sheets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from dealerdesk.db.appointments import appointment_lines
from dealerdesk.db.complaints import near_limit
from dealerdesk.db.day_facts import calls_made, store_facts
from dealerdesk.db.flags import flags_waiting
from dealerdesk.db.queue import tasks_named
from dealerdesk.db.tasks import agents_by_name, next_due
from dealerdesk.domain.appointment import Standing, standing
from dealerdesk.domain.call_queue import Entry, NotOffered, Waiting, entries
from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.errors import said
from dealerdesk.domain.followup import CONTACTS
from dealerdesk.services.backups import last_backup
from dealerdesk.services.call_queue import asked_for, queue_of, row_of
from dealerdesk.services.complaints import now_of
from dealerdesk.services.customers.table import customers_query
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from dealerdesk.db.queue import Asked
    from dealerdesk.db.reading import Reading
    from dealerdesk.services.call_queue import Queue

FILES_WITH_GAPS = CustomersQuery(needs_file=True, departed=False)
"""The rows of the customers' table whose file is to be completed."""


class CardName(StrEnum):
    """The figures of a day."""

    DUE = "due"
    OVERDUE = "overdue"
    PROMISED = "promised"
    CALLED = "called"
    APPOINTMENTS = "appointments"
    MISSED = "missed"
    COMPLAINTS = "complaints"
    FLAGS = "flags"
    FILES = "files"
    BACKUP = "backup"


@dataclass(frozen=True)
class Card:
    """A figure of the day, and the calls behind it where it counts calls.

    `part`: for the calls made, how many reached somebody; for complaints, how many are over their limit. The backup's
    figure is its age in days, None without any.
    """

    name: CardName
    figure: int | None
    entries: tuple[Entry, ...] = ()
    part: int | None = None
    late: int = 0
    """Of the appointments of the day, how many cars are late; `part` of them have come."""


@dataclass(frozen=True)
class DayAtTheDesk:
    """The day of one agent, else of everybody.

    `empty`: the store knows no vehicle. `any_tasks`: some task is open, perhaps for later. `next_day`: the next day
    on which a call is due, where none is by now.
    """

    day: date
    agent: str | None
    agents: tuple[str, ...]
    queue: Queue
    cards: tuple[Card, ...]
    empty: bool
    any_tasks: bool
    next_day: date | None
    working: bool


@use_case("look-at-day", Right.SEE)
def day_at_the_desk(
    desk: Desk, day: date | None = None, agent: str | None = None, *, at: time | None = None
) -> DayAtTheDesk:
    """Everything that a day begins with. An agent whom nobody knows any more is everybody.

    `at`: the time by the store's clock where the day is under way.
    """
    day = desk.today if day is None else day
    backup, files = _backup(desk), _files(desk)
    with desk.store.read() as conn:
        known = agents_by_name(conn)
        agent = agent if agent in known else None
        asked = asked_for(conn, desk, day, known.get(agent or ""), at)
        queue, store = queue_of(conn, asked), store_facts(conn)
        called, matters = _called(conn, asked), (*_expected(conn, desk, day, at), *_matters(conn, desk))
        following = None if queue.entries else next_due(conn, day, asked.agent_id)
        days = working_days(conn)
    cards = (*_calls(queue, day), *called, *matters, *files, *(backup if store.vehicles else ()))
    return DayAtTheDesk(
        day,
        agent,
        tuple(known),
        queue,
        cards,
        not store.vehicles,
        store.tasks,
        following and days.next_on_or_after(following),
        days.is_working(day),
    )


def _calls(queue: Queue, day: date) -> tuple[Card, ...]:
    """The calls that are due, those that were due earlier, and those promised for a time, even a later one."""
    later = entries(Waiting(row, None) for row in queue.held.get(NotOffered.LATER, ()) if row.promised_at is not None)
    promised = sorted(
        (*(entry for entry in queue.entries if entry.leading.promised_at is not None), *later),
        key=lambda entry: (entry.leading.due, str(entry.leading.promised_at)),
    )
    overdue = tuple(entry for entry in queue.entries if any(row.due < day for row in entry.rows))
    return (
        Card(CardName.DUE, len(queue.entries), tuple(queue.entries)),
        Card(CardName.OVERDUE, len(overdue), overdue),
        Card(CardName.PROMISED, len(promised), tuple(promised)),
    )


def _called(conn: Reading, asked: Asked) -> Iterable[Card]:
    """The calls that were made on the day, each saying what came of it."""
    calls = calls_made(conn, asked.day, asked.agent_id)
    facts = {one.id: one for one in tasks_named(conn, asked, [task for call in calls for task in call.tasks])}
    made = []
    for call in calls:
        result = said(f"label.disposition.{call.disposition}")
        rows = [row_of(facts[task], asked, result) for task in call.tasks if task in facts]
        if rows:
            made.append(Entry(rows[0], tuple(rows[1:])))
    reached = sum(call.disposition in CONTACTS for call in calls)
    return (Card(CardName.CALLED, len(made), tuple(made), reached),) if made else ()


def _expected(conn: Reading, desk: Desk, day: date, at: time | None) -> Iterable[Card]:
    """The appointments of the day, saying how many have come and how many are late; and those missed the day before."""
    eve = day - timedelta(days=1) if day > date.min else day
    lines = appointment_lines(conn, eve, day, desk.today, desk.actor.scope.advisor_id)
    stand = Counter((line.day, standing(line.state, line.day, line.at, desk.today, at)) for line in lines)
    ahead = sum(count for (on, how), count in stand.items() if on == day and how is not Standing.CANCELLED)
    if ahead:
        came, late = stand[day, Standing.ARRIVED], stand[day, Standing.LATE]
        yield Card(CardName.APPOINTMENTS, ahead, part=came, late=late)
    if day == desk.today and stand[eve, Standing.MISSED]:
        yield Card(CardName.MISSED, stand[eve, Standing.MISSED])


def _matters(conn: Reading, desk: Desk) -> Iterable[Card]:
    """The complaints near their limit or over it, saying how many are; and, for the manager, what is to be seen."""
    near = near_limit(conn, now_of(conn, desk))
    if near.all:
        yield Card(CardName.COMPLAINTS, near.all, part=near.over)
    flagged = flags_waiting(conn, desk.today, desk.actor.scope.advisor_id) if Right.PLAN in desk.actor.rights else 0
    if flagged:
        yield Card(CardName.FLAGS, flagged)


def _files(desk: Desk) -> tuple[Card, ...]:
    """The vehicles that came before anybody filled in their customer's file (Rulebook 5.5)."""
    count = len(customers_query(desk, FILES_WITH_GAPS))
    return (Card(CardName.FILES, count),) if count else ()


def _backup(desk: Desk) -> tuple[Card, ...]:
    """The age of the last backup, where it is old or there is none."""
    last = last_backup(desk)
    if last is None:
        return (Card(CardName.BACKUP, None),)
    age = (desk.clock() - last.at).days
    return (Card(CardName.BACKUP, age),) if last.is_old(desk.clock()) else ()
