"""Flags to the manager as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.complaints import SEEN
from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.tables import Flag as FlagTable
from dealerdesk.domain.flag import Flag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_SQL: Final = f"""SELECT x.id, x.revision, x.what, x.customer_id, c.name, x.vehicle_id, (SELECT p.plate FROM plate p
    WHERE p.vehicle_id = x.vehicle_id AND p.from_day <= :day AND p.until_day > :day ORDER BY p.id LIMIT 1),
  x.task_id, k.code, x.call_id, x.raised_on, x.raised_by, x.solved_on, x.solved_by, x.solution
FROM flag x LEFT JOIN customer c ON c.id = x.customer_id LEFT JOIN task k ON k.id = x.task_id
WHERE {SEEN.format("x", "agent_id")} AND {{where}} ORDER BY x.raised_on DESC, x.id DESC"""


_NAMES: Final = (
    "id", "revision", "what", "customer_id", "customer", "vehicle_id", "plate", "task_id", "task", "call_id",
    "raised_on", "raised_by", "solved_on", "solved_by", "solution",
)  # fmt: skip


def flags_of(conn: Connection, day: date, scope: int | None, *, solved: bool) -> list[Flag]:
    """The flags in the row scope that are solved, or those that are not, the newest first."""
    where = f"x.solved_on IS {'NOT ' if solved else ''}NULL"
    return [_flag(row) for row in fetch_all(conn, _SQL.format(where=where), _params(day, scope))]


def flags_waiting(conn: Connection, day: date, scope: int | None) -> int:
    """How many flags in the row scope are not solved."""
    sql = f"SELECT count(*) FROM flag x WHERE x.solved_on IS NULL AND {SEEN.format('x', 'agent_id')}"
    return int(fetch_all(conn, sql, _params(day, scope))[0][0])


def flag_of(conn: Connection, key: int, day: date, scope: int | None) -> Flag | None:
    """One flag, or None where there is none in the row scope."""
    rows = fetch_all(conn, _SQL.format(where="x.id = :id"), {**_params(day, scope), "id": key})
    return _flag(rows[0]) if rows else None


def task_of_flag(conn: Connection, task: int) -> tuple[int | None, int | None] | None:
    """The customer and the vehicle of a task, or None where there is no such task."""
    found = fetch_all(conn, "SELECT customer_id, vehicle_id FROM task WHERE id = ?", (task,))
    return (found[0][0], found[0][1]) if found else None


def _params(day: date, scope: int | None) -> dict[str, Any]:
    return {"day": day.isoformat(), "scope": scope}


def _flag(row: Sequence[Any]) -> Flag:
    known = dict(zip(_NAMES, row, strict=True))
    return Flag(**{**known, "raised_on": DAYS[known["raised_on"]], "solved_on": DAYS[known["solved_on"]]})


def insert_flag(writer: Writer, fields: Mapping[str, Any]) -> int:
    """Keep a new flag by the names of its fields; answers its id."""
    (key,) = writer.insert(FlagTable, [fields])
    return key


def change_flag(writer: Writer, key: int, changes: Mapping[str, Any], revision: int) -> bool:
    """Change fields of a flag; answers whether any was different. Raises Refused `record.changed_meanwhile`."""
    return writer.update(FlagTable, key, changes, revision)
