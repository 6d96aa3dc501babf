"""Phone numbers as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

_AT_A_TIME = 5_000


_IN_SCOPE = f"""customer_id IN (SELECT o.customer_id FROM ownership o
  WHERE {in_scope_sql("o.vehicle_id", FIRST_VISIT.format("o.vehicle_id"), "day")})"""


def digits_of(conn: Connection, ids: Sequence[int], day: date, scope: int | None) -> dict[int, str]:
    """The digits of phones by id; of customers with a vehicle in the row scope alone."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), _AT_A_TIME):
        named: dict[str, int | str] = {f"id_{place}": key for place, key in enumerate(ids[start : start + _AT_A_TIME])}
        sql = f"SELECT id, digits FROM phone WHERE id IN ({', '.join(f':{name}' for name in named)})"
        if scope is not None:
            sql = f"{sql} AND {_IN_SCOPE}"
            named |= {"scope": scope, "day": day.isoformat()}
        found.update((row[0], row[1]) for row in conn.exec_driver_sql(sql, named).fetchall())
    return found
