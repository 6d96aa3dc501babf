"""Tasks as they are kept: which keys exist, which are open and for whom, and who makes the calls."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.candidates import BRIEF_COLUMNS, brief_stretch, day_of, perhaps_day
from dealerdesk.db.days import DAYS
from dealerdesk.db.owners import MARKED
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import in_scope_sql
from dealerdesk.db.tables import Task
from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.loyalty import BINDING_PRODUCTS
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.reminder import Open, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.history import Stretch

CARE_AGENT = "care-agent"
"""The job of those who make the calls."""

_AT_A_TIME = 5_000
_REASONS = {reason.value: reason for reason in Reason}
_AT_RISK, _WATCH = Reason.AT_RISK.value, ListName.WATCH.value

STRETCH_OF_TASK = """
LEFT JOIN stretch s ON s.rules_id = :rules AND s.vehicle_id = coalesce(k.vehicle_id,
    (SELECT o.vehicle_id FROM stretch o INDEXED BY ix_stretch_owner_id
      WHERE o.owner_id = k.customer_id AND o.rules_id = :rules AND o.from_day <= :day AND o.until_day > :day
      ORDER BY o.departed, o.vehicle_id LIMIT 1))
  AND s.from_day <= :day AND +s.until_day > :day
"""
"""The stretch of a task's vehicle, or of a car that its customer still owns where the task is about no vehicle."""

_PACKAGE_END = f"""coalesce((SELECT d.ends FROM product d WHERE d.vehicle_id = k.vehicle_id AND d.ends = k.cause
    AND d.kind IN ({", ".join(f"'{kind}'" for kind in sorted(BINDING_PRODUCTS))})
    AND NOT (d.kind = 'stored-value' AND coalesce(d.balance_fen, 1) <= 0) LIMIT 1), '{EVER.isoformat()}')"""
"""The end of what binds the customer: the one that made the task, or a day that is none where it is not there now."""

RULED_COLUMNS = f"""k.reason, k.cause, k.created_on, k.due, k.list_name, k.customer_id, CASE k.reason
  WHEN 'warranty' THEN v.warranty_end WHEN 'insurance' THEN v.insurance_end
  WHEN 'inspection' THEN v.inspection_end WHEN 'package' THEN {_PACKAGE_END} END, k.first_due,
  k.promised_at IS NOT NULL, k.step, CASE k.reason
  WHEN 'care-after-service' THEN k.visit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.id = k.visit_id
    AND w.state IN ('settled', 'handed-over'))
  WHEN 'complaint' THEN {{closed}} WHEN 'message-reply' THEN {{closed}} ELSE 0 END,
  CASE WHEN s.vehicle_id IS NULL THEN k.customer_id IN ({MARKED}) ELSE 0 END""".format(
    closed="""k.complaint_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM complaint g WHERE g.id = k.complaint_id
    AND g.state <> 'closed')"""
)
"""What the rules look at of a task, its vehicle being `v` and its stretch `s`."""

RULED = 12
"""How many columns that are."""

TASK_IN_SCOPE = f"({in_scope_sql('s.vehicle_id', 's.first_visit_id', 'day')} OR k.agent_id = :scope)"
"""A task `k` with its stretch `s` is in the row scope: its vehicle is, or it is given to who asks."""

_OPEN = f"""
SELECT {RULED_COLUMNS}, k.id, k.vehicle_id, {BRIEF_COLUMNS.format("s")}
FROM task k {STRETCH_OF_TASK} LEFT JOIN vehicle v ON v.id = k.vehicle_id WHERE k.state = 'open' {{and_so}} ORDER BY k.id
"""
_ABOUT = "AND (k.vehicle_id IN ({ids}) OR k.customer_id IN ({customers}))"


class OpenTask(NamedTuple):
    """An open task as the rules see it, with its vehicle's stretch; None where its customer owns none any more."""

    id: int
    vehicle_id: int | None
    open: Open
    stretch: Stretch | None


def open_as_ruled(row: Sequence[Any]) -> Open:
    """What the rules look at, from RULED_COLUMNS."""
    reason, cause, created_on, due, list_name, customer_id, end, first_due, promised, step, over, marked = row
    return Open(
        _REASONS[reason],
        DAYS[cause],
        DAYS[created_on],
        DAYS[due],
        reason == _AT_RISK and list_name == _WATCH,
        customer_id,
        DAYS[end],
        DAYS[first_due],
        bool(promised),
        step,
        bool(over),
        bool(marked),
    )


def open_tasks(conn: Connection, rules_id: int, day: date) -> list[OpenTask]:
    """Every open task with the stretch that decides whether its cause lasts on the day."""
    return _as_open(fetch_all(conn, _OPEN.format(and_so=""), {"rules": rules_id, "day": day.isoformat()}))


def open_tasks_about(
    conn: Connection, rules_id: int, day: date, vehicles: Iterable[int], customers: Iterable[int] = ()
) -> list[OpenTask]:
    """The open tasks about some vehicles or some customers, as `open_tasks` answers them."""
    ids, people = (", ".join(str(int(key)) for key in keys) for keys in (vehicles, customers))
    sql = _OPEN.format(and_so=_ABOUT.format(ids=ids, customers=people))
    return _as_open(fetch_all(conn, sql, {"rules": rules_id, "day": day.isoformat()}))


def _as_open(rows: Iterable[Sequence[Any]]) -> list[OpenTask]:
    return [
        OpenTask(
            row[RULED],
            row[RULED + 1],
            open_as_ruled(row[:RULED]),
            brief_stretch(row[RULED + 2 :]) if row[RULED + 2] else None,
        )
        for row in rows
    ]


def existing_keys(conn: Connection, keys: Iterable[str]) -> set[str]:
    """Those of the keys that a task was ever made with."""
    found: set[str] = set()
    for chunk in _chunks(list(keys)):
        marks = ",".join("?" * len(chunk))
        rows = conn.exec_driver_sql(f"SELECT key FROM task WHERE key IN ({marks})", tuple(chunk))
        found.update(row[0] for row in rows.fetchall())
    return found


def surveys_made(conn: Connection, vehicle_ids: Iterable[int]) -> dict[tuple[int | None, date | None], list[date]]:
    """The days on which surveys of these vehicles were made, by vehicle and reference date."""
    made: defaultdict[tuple[int | None, date | None], list[date]] = defaultdict(list)
    for chunk in _chunks(sorted(set(vehicle_ids))):
        marks = ",".join("?" * len(chunk))
        rows = conn.exec_driver_sql(
            f"SELECT vehicle_id, cause, created_on FROM task WHERE reason = 'survey' AND vehicle_id IN ({marks})",
            tuple(chunk),
        )
        for vehicle_id, cause, created_on in rows.fetchall():
            made[vehicle_id, perhaps_day(cause)].append(day_of(created_on))
    return made


def open_second_visits(conn: Connection) -> set[tuple[int, date | None]]:
    """The vehicles and reference dates that an open second-visit invitation is about."""
    rows = conn.exec_driver_sql("SELECT vehicle_id, cause FROM task WHERE state = 'open' AND reason = 'second-visit'")
    return {(vehicle_id, perhaps_day(cause)) for vehicle_id, cause in rows.fetchall()}


class Promise(NamedTuple):
    """A call that is open already: when, by which agent if any, to which customer."""

    due: date
    agent_id: int | None
    customer_id: int | None


def promises(conn: Connection) -> Iterator[Promise]:
    """Every open task as a call that is planned."""
    rows = conn.exec_driver_sql("SELECT due, agent_id, customer_id FROM task WHERE state = 'open' ORDER BY id")
    for due, agent_id, customer_id in rows.fetchall():
        yield Promise(day_of(due), agent_id, customer_id)


def care_agents(conn: Connection, day: date) -> list[int]:
    """The care agents who have not left by the day, in the order in which they came."""
    rows = conn.exec_driver_sql(
        "SELECT id FROM staff WHERE job = ? AND (left_on IS NULL OR left_on > ?) ORDER BY id",
        (CARE_AGENT, day.isoformat()),
    )
    return [row[0] for row in rows.fetchall()]


def agents_by_name(conn: Connection) -> dict[str, int]:
    """Everybody who makes calls or was given some, by name."""
    rows = conn.exec_driver_sql(
        "SELECT name, id FROM staff WHERE job = ? OR id IN (SELECT agent_id FROM task) ORDER BY name", (CARE_AGENT,)
    )
    return dict(rows.fetchall())


def next_due(conn: Connection, day: date, agent_id: int | None) -> date | None:
    """The first day after this one on which an open task is due: of one agent, else of all."""
    row = conn.exec_driver_sql(
        "SELECT min(due) FROM task WHERE state = 'open' AND due > :day AND (:agent IS NULL OR agent_id = :agent)",
        {"day": day.isoformat(), "agent": agent_id},
    ).fetchone()
    return None if row is None else perhaps_day(row[0])


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _AT_A_TIME):
        yield values[start : start + _AT_A_TIME]


def ids_for_tasks(writer: Writer, n: int) -> range:
    """Ids that no task has or ever had, for new ones whose codes are made of them."""
    return writer.next_ids(Task, n)


def insert_tasks(writer: Writer, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert tasks by the names of their fields."""
    writer.insert(Task, rows)


def change_tasks(writer: Writer, changes: Mapping[int, Mapping[str, object]]) -> int:
    """Change fields of tasks by id; answers in how many anything was different."""
    return len(writer.update_many(Task, changes))
