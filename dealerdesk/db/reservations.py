"""Which tasks somebody has taken for a call: no act, and over by itself."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.columns import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

LIVE = "v.at <= :now AND v.until >= :now"
"""A reservation `v` that holds at a moment `:now`: one that began later was made before the clock was set back."""

_HELD = f"""
SELECT v.task_id, v.holder, v.who, v.at, v.until FROM reservation v JOIN task k ON k.id = v.task_id
WHERE {LIVE} AND k.state = 'open' AND v.task_id IN (SELECT value FROM json_each(:tasks))
"""
_TAKE = """
INSERT INTO reservation (task_id, holder, who, at, until) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (task_id) DO UPDATE SET holder = excluded.holder, who = excluded.who, until = excluded.until,
  at = CASE WHEN holder = excluded.holder AND at <= excluded.at AND until >= excluded.at THEN at ELSE excluded.at END
"""


class Held(NamedTuple):
    """A task that is taken: by which holder, by whom, since when, and until when if nothing is heard of them."""

    task_id: int
    holder: str
    who: str
    at: datetime
    until: datetime


def held(conn: Connection, tasks: Iterable[int], now: datetime) -> list[Held]:
    """Those of the tasks that are taken at a moment."""
    params = {"now": instant_text(now), "tasks": json.dumps(list(tasks))}
    return [
        Held(task_id, holder, who, datetime.fromisoformat(at), datetime.fromisoformat(until))
        for task_id, holder, who, at, until in conn.exec_driver_sql(_HELD, params).fetchall()
    ]


def take(conn: Connection, tasks: Sequence[int], holder: str, who: str, now: datetime, until: datetime) -> None:
    """Let a holder have the tasks until a moment; a holder who has them already keeps them since when they did."""
    begun, ends = instant_text(now), instant_text(until)
    conn.exec_driver_sql(_TAKE, [(task, holder, who, begun, ends) for task in tasks])


def release(conn: Connection, tasks: Iterable[int], holder: str | None = None) -> int:
    """Let the tasks be anybody's again, whoever had them, or where a holder has them; answers how many were."""
    params = {"tasks": json.dumps(list(tasks)), "holder": holder}
    return conn.exec_driver_sql(
        "DELETE FROM reservation WHERE task_id IN (SELECT value FROM json_each(:tasks))"
        " AND (:holder IS NULL OR holder = :holder)",
        params,
    ).rowcount


def sweep(conn: Connection, now: datetime) -> int:
    """Forget the reservations that are over, and those of tasks that are not open any more; answers how many."""
    return conn.exec_driver_sql(
        f"DELETE FROM reservation AS v WHERE NOT ({LIVE})"
        " OR NOT EXISTS (SELECT 1 FROM task k WHERE k.id = v.task_id AND k.state = 'open')",
        {"now": instant_text(now)},
    ).rowcount
