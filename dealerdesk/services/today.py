"""The day of whoever makes the calls: the queue, the figures of the day with the rows behind them, and its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dealerdesk.db.day_facts import calls_made, store_facts
from dealerdesk.db.queue import tasks_named
from dealerdesk.db.tasks import agents_by_name, next_due
from dealerdesk.domain.call_queue import Entry, NotOffered, Waiting, entries
from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.errors import said
from dealerdesk.domain.followup import CONTACTS
from dealerdesk.services.backups import last_backup
from dealerdesk.services.call_queue import asked_for, queue_of, row_of
from dealerdesk.services.customers.table import customers_query
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

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
    FILES = "files"
    BACKUP = "backup"


@dataclass(frozen=True)
class Card:
    """A figure of the day, and the calls behind it where it counts calls.

    `part`: for the calls made, how many reached somebody. The backup's figure is its age in days, None without any.
    """

    name: CardName
    figure: int | None
    entries: tuple[Entry, ...] = ()
    part: int | None = None


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
        called = _called(conn, asked)
        following = None if queue.entries else next_due(conn, day, asked.agent_id)
    cards = (*_calls(queue, day), *called, *files, *(backup if store.vehicles else ()))
    days = working_days()
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
        Card(CardName.DUE, len(queue.entries), queue.entries),
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
