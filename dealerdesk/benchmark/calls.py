"""Measuring the call desk: a queue of 20,000 open tasks opened, and ranked again after a call, against bare SQL."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.benchmark.bare_calls import tasks_query
from dealerdesk.benchmark.ground import bare, side_by_side
from dealerdesk.benchmark.stopwatch import Contest
from dealerdesk.services.call_desk import call_desk, call_desk_after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path
    from sqlite3 import Connection

    from dealerdesk.benchmark.ground import Ground
    from dealerdesk.benchmark.measured import Race
    from dealerdesk.services.call_queue import Queue
    from dealerdesk.services.desk import Desk

TASKS: Final = 20_000
_PAGE: Final = 100


def opened(ground: Ground) -> Race:
    """The whole queue read and ranked and its first page of calls, against the same tasks with the same columns."""
    with _all_due(ground) as (desk, floor):
        query = tasks_query(floor, desk.today)
        _agree(call_desk(desk), _all(floor, query))
        return Contest(lambda: _first_page(call_desk(desk)), lambda: _all(floor, query)).race()


def reranked(ground: Ground) -> Race:
    """The queue as it is after a call about its first customer, against all of its tasks with the same columns."""
    with _all_due(ground) as (desk, floor):
        query, queue = tasks_query(floor, desk.today), call_desk(desk)
        called = [row.id for row in queue.entries[0].rows] if queue.entries else []
        if _first_page(call_desk_after(desk, queue, called)) != _first_page(queue):
            raise AssertionError("a queue ranked again is another one")
        return Contest(lambda: _first_page(call_desk_after(desk, queue, called)), lambda: _all(floor, query)).race()


def _first_page(queue: Queue) -> list[Any]:
    return list(queue.entries[:_PAGE])


@contextmanager
def _all_due(ground: Ground) -> Iterator[tuple[Desk, Connection]]:
    """A copy of the store in which so many open tasks are due on the day, whenever they were to be called."""
    copy = ground.scratch / "calls"
    if not copy.exists():
        ground.scratch.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ground.folder, copy)
        _make_due(copy / "desk.db", ground.today)
    with side_by_side(copy, ground.today) as both:
        yield both


def _make_due(file: Path, day: date) -> None:
    copied = bare(file)
    later = "UPDATE task SET due = date(?, '+300 days') WHERE state = 'open' AND reason <> 'birthday'"
    now = """UPDATE task SET due = ? WHERE id IN
      (SELECT id FROM task WHERE state = 'open' AND reason <> 'birthday' ORDER BY id LIMIT ?)"""
    copied.execute(later, (day.isoformat(),))
    copied.execute(now, (day.isoformat(), TASKS))
    copied.close()


def _all(floor: Connection, query: tuple[str, dict[str, Any]]) -> list[Any]:
    return floor.execute(*query).fetchall()


def _agree(queue: Queue, floor: list[Any]) -> None:
    """Make sure that the desk and its floor are about the same tasks: those that ended meanwhile are in neither."""
    known = {row[0] for row in floor}
    if not {one.facts.id for one in queue.due} <= known or len(queue.due) < len(known) * 9 // 10:
        raise AssertionError("the queue and bare SQL differ")
