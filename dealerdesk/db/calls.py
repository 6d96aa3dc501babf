"""Calls as they are kept, and how often customers were tried in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.candidates import day_of
from dealerdesk.db.tables import Call, CallTask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_LAST = """
SELECT y.customer_id, y.day, y.attempt FROM call y
WHERE y.customer_id IS NOT NULL AND y.id = (SELECT n.id FROM call n WHERE n.customer_id = y.customer_id
  AND n.day <= :day ORDER BY n.day DESC, n.at DESC, n.id DESC LIMIT 1) AND y.attempt > 0
"""


class Tried(NamedTuple):
    """A customer whom the last call did not reach: when that was, and how many calls in a row did not."""

    day: date
    attempts: int


def attempts_of(conn: Connection, day: date) -> dict[int | None, Tried]:
    """The customers whom the last call up to the day did not reach."""
    rows = conn.exec_driver_sql(_LAST, {"day": day.isoformat()}).fetchall()
    return {customer_id: Tried(day_of(on), attempts) for customer_id, on, attempts in rows}


def insert_call(writer: Writer, call: Mapping[str, object], task_ids: Sequence[int]) -> int:
    """Keep a call by the names of its fields, with its tasks, the leading one first; answers its id."""
    (call_id,) = writer.insert(Call, [call])
    writer.insert(
        CallTask,
        [{"call_id": call_id, "task_id": task_id, "place": place} for place, task_id in enumerate(task_ids)],
    )
    return call_id
