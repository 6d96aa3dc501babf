"""Call sheets as they are kept: one a day and agent, with the order of its calls."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.tables import Sheet, SheetRow
from dealerdesk.domain.codes import CodeKind, code_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer


_LINES = """
SELECT h.code, h.day, a.name, h.made_at, h.reserved_until, h.keyed_in_on,
  count(DISTINCT r.entry), count(*), sum(k.state = 'open' AND k.due <= h.day)
FROM sheet h JOIN sheet_row r ON r.sheet_id = h.id JOIN task k ON k.id = r.task_id
LEFT JOIN staff a ON a.id = h.agent_id
WHERE h.day BETWEEN ? AND ? GROUP BY h.id ORDER BY h.day DESC, h.id DESC
"""


class MadeSheet(NamedTuple):
    """A sheet that was made; it reserves its tasks until the end of `reserved_until`, or until it is keyed in."""

    id: int
    code: str
    day: date
    agent_id: int | None
    made_at: datetime
    reserved_until: date


def sheet_of(conn: Connection, day: date, agent_id: int | None) -> MadeSheet | None:
    """The sheet of a day and agent (None: everybody's), if it was made."""
    row = conn.exec_driver_sql(
        "SELECT id, code, day, agent_id, made_at, reserved_until FROM sheet WHERE day = ? AND agent_id IS ?",
        (day.isoformat(), agent_id),
    ).fetchone()
    if row is None:
        return None
    sheet_id, code, on, agent, made_at, until = row
    return MadeSheet(
        sheet_id, code, date.fromisoformat(on), agent, datetime.fromisoformat(made_at), date.fromisoformat(until)
    )


class SheetLine(NamedTuple):
    """A sheet among others: whose it is, how many calls and tasks it holds, and how many of these are still open."""

    code: str
    day: date
    agent: str | None
    made_at: datetime
    reserved_until: date
    keyed_in_on: date | None
    entries: int
    tasks: int
    open: int


def sheet_lines(conn: Connection, first: date, last: date) -> list[SheetLine]:
    """The sheets of these days, the latest day first."""
    rows = conn.exec_driver_sql(_LINES, (first.isoformat(), last.isoformat())).fetchall()
    return [
        SheetLine(
            code,
            date.fromisoformat(day),
            agent,
            datetime.fromisoformat(made_at),
            date.fromisoformat(until),
            None if keyed is None else date.fromisoformat(keyed),
            *counts,
        )
        for code, day, agent, made_at, until, keyed, *counts in rows
    ]


def sheet_by_code(conn: Connection, code: str) -> MadeSheet | None:
    """The sheet with that code."""
    row = conn.exec_driver_sql("SELECT day, agent_id FROM sheet WHERE code = ?", (code,)).fetchone()
    return None if row is None else sheet_of(conn, date.fromisoformat(row[0]), row[1])


def calls_on(conn: Connection, sheet_id: int) -> list[list[int]]:
    """The ids of a sheet's tasks in its order, call by call, the leading one first."""
    rows = conn.exec_driver_sql(
        "SELECT entry, task_id FROM sheet_row WHERE sheet_id = ? ORDER BY entry, place", (sheet_id,)
    )
    calls: dict[int, list[int]] = {}
    for entry, task_id in rows.fetchall():
        calls.setdefault(entry, []).append(task_id)
    return list(calls.values())


def insert_sheet(
    writer: Writer,
    day: date,
    agent_id: int | None,
    made_at: datetime,
    reserved_until: date,
    calls: Sequence[Sequence[int]],
) -> MadeSheet:
    """Keep a new sheet with its calls, each the ids of its tasks."""
    (sheet_id,) = writer.next_ids(Sheet, 1)
    sheet = MadeSheet(sheet_id, code_of(CodeKind.SHEET, sheet_id), day, agent_id, made_at, reserved_until)
    writer.insert(Sheet, [sheet._asdict()])
    writer.insert(
        SheetRow,
        [
            {"sheet_id": sheet_id, "task_id": task_id, "entry": entry, "place": place}
            for entry, tasks in enumerate(calls, start=1)
            for place, task_id in enumerate(tasks)
        ],
    )
    return sheet
