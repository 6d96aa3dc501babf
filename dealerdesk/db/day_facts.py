"""What a day at the desk begins with: counts of what is there, and the calls that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

_STORE = """
SELECT EXISTS (SELECT 1 FROM vehicle), EXISTS (SELECT 1 FROM task WHERE state = 'open')
"""
_CALLS = """
SELECT y.id, y.disposition, x.task_id FROM call y JOIN call_task x ON x.call_id = y.id
WHERE y.day = :day AND (:agent IS NULL OR y.agent_id = :agent) ORDER BY y.at, y.id, x.place
"""


class StoreFacts(NamedTuple):
    """Whether there are vehicles, and open tasks."""

    vehicles: bool
    tasks: bool


class MadeCall(NamedTuple):
    """A call that was made: what came of it, and its tasks, the leading one first."""

    id: int
    disposition: str
    tasks: list[int]


def store_facts(conn: Connection) -> StoreFacts:
    """What the store holds."""
    return StoreFacts(*map(bool, conn.exec_driver_sql(_STORE).one()))


def calls_made(conn: Connection, day: date, agent_id: int | None) -> list[MadeCall]:
    """The calls of a day, the first one first: of one agent, else of all."""
    calls: dict[int, MadeCall] = {}
    rows = conn.exec_driver_sql(_CALLS, {"day": day.isoformat(), "agent": agent_id})
    for call_id, disposition, task_id in rows.fetchall():
        calls.setdefault(call_id, MadeCall(call_id, disposition, [])).tasks.append(task_id)
    return list(calls.values())
