"""Who makes the calls that are asked for one by one: by hand, or by an event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dealerdesk.db.calls import Tried
from dealerdesk.db.candidates import day_of
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql, responsible_sql
from dealerdesk.db.tasks import CARE_AGENT
from dealerdesk.domain.followup import Disposition

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import Connection

_WORKING = """
SELECT f.id FROM staff f WHERE f.job = :job AND (f.left_on IS NULL OR f.left_on > :day) AND f.id IS NOT :but
  AND NOT EXISTS (SELECT 1 FROM absence b WHERE b.staff_id = f.id AND b.first <= :day AND b.last >= :day)
"""
_OF_CUSTOMER = f"""
SELECT k.agent_id FROM task k WHERE k.customer_id = :customer AND k.state = 'open' AND k.agent_id IN ({_WORKING})
ORDER BY k.due DESC, k.id LIMIT 1
"""
_LEAST_BUSY = f"""
SELECT w.id FROM ({_WORKING}) w ORDER BY
  (SELECT count(*) FROM task k WHERE k.state = 'open' AND k.due = :day AND k.agent_id = w.id), w.id LIMIT 1
"""
_LAST = """
SELECT y.day, y.attempt, y.disposition FROM call y
WHERE y.customer_id = ? AND y.batch_id IS NULL ORDER BY y.id DESC LIMIT 1
"""
_WAITS = ("wrong-person", "wrong-number")
_RESPONSIBLE = f"""
SELECT v.id, f.id FROM vehicle v JOIN staff f ON f.id = {responsible_sql("v.id", FIRST_VISIT.format("v.id"), "day")}
WHERE v.id IN (SELECT value FROM json_each(:cars)) AND (f.left_on IS NULL OR f.left_on > :day)
"""
_IN_SIGHT = f"""
SELECT 1 FROM vehicle v WHERE {in_scope_sql("v.id", FIRST_VISIT.format("v.id"), "day")}
  AND (v.id = :vehicle OR (:vehicle IS NULL AND v.id IN (SELECT o.vehicle_id FROM ownership o
    WHERE o.customer_id = :customer AND o.from_day <= :day AND o.until_day > :day))) LIMIT 1
"""
_STILL_HERE = "SELECT id FROM staff WHERE id = :staff AND (left_on IS NULL OR left_on > :day)"


def pool_agent(conn: Connection, customer_id: int | None, day: date, *, but: int | None = None) -> int | None:
    """The care agent for a call on a day: who has the customer's other calls, else who has the fewest that day.

    Whoever is away that day does not make it, nor does `but`; None where nobody is left.
    """
    params: dict[str, Any] = {"job": CARE_AGENT, "day": day.isoformat(), "customer": customer_id, "but": but}
    for sql in (_OF_CUSTOMER, _LEAST_BUSY):
        row = conn.exec_driver_sql(sql, params).fetchone()
        if row is not None:
            return int(row[0])
    return None


def still_here(conn: Connection, staff_id: int | None, day: date) -> int | None:
    """A member of staff who has not left by a day, else None."""
    row = conn.exec_driver_sql(_STILL_HERE, {"staff": staff_id, "day": day.isoformat()}).fetchone()
    return None if row is None else int(row[0])


def responsible_advisors(conn: Connection, vehicles: Iterable[int], day: date) -> dict[int, int]:
    """The responsible advisors of vehicles who have not left by a day."""
    params = {"cars": json.dumps(list(vehicles)), "day": day.isoformat()}
    rows = conn.exec_driver_sql(_RESPONSIBLE, params).fetchall()
    return {int(vehicle): int(staff) for vehicle, staff in rows}


def task_with_key(conn: Connection, key: str) -> int | None:
    """The task that was made with a key."""
    row = conn.exec_driver_sql("SELECT id FROM task WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def is_known(conn: Connection, customer_id: int | None, vehicle_id: int | None, day: date, scope: int | None) -> bool:
    """Whether there are the customer and the car for whom a call is planned, in the row scope."""
    there = all(
        key is None or conn.exec_driver_sql(f"SELECT 1 FROM {table} WHERE id = ?", (key,)).fetchone() is not None
        for table, key in (("customer", customer_id), ("vehicle", vehicle_id))
    )
    if not there or scope is None:
        return there
    params = {"customer": customer_id, "vehicle": vehicle_id, "day": day.isoformat(), "scope": scope}
    return conn.exec_driver_sql(_IN_SIGHT, params).fetchone() is not None


def last_tried(conn: Connection, customer_id: int) -> Tried | None:
    """How often a customer has been tried in vain by the last call that was kept, or that it was a wrong number."""
    row = conn.exec_driver_sql(_LAST, (customer_id,)).fetchone()
    if row is None or not (row[1] or row[2] in _WAITS):
        return None
    return Tried(day_of(row[0]), row[1], Disposition(row[2]) if row[2] in _WAITS else None)
