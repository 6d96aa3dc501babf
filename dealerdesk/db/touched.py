"""What one act touched: which tables, and the vehicles whose derived facts follow from its rows."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.importing import vehicles_of
from dealerdesk.db.reading import fetch_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

_LEADS = {
    "plate": "vehicle_id",
    "ownership": "vehicle_id",
    "visit": "vehicle_id",
    "told": "vehicle_id",
    "departure": "vehicle_id",
    "phone": "customer_id",
    "tag": "customer_id",
    "tie": "customer_id",
    "do_not_call": "customer_id",
}
"""Tables whose rows a vehicle is folded or found by, and the column that leads to it or to its owner."""

_LINES = """SELECT r."table", r.key, r.before, r.after FROM act a
JOIN act_row r ON r.id >= a.first_row AND r.id < a.first_row + a.rows WHERE a.id = :act"""
_AT_A_TIME = 5_000


_NAMED = """WITH RECURSIVE chain (who, use_case, undoes, depth) AS (
    SELECT who, use_case, undoes, 0 FROM act WHERE id = :act
    UNION ALL SELECT c.who, a.use_case, a.undoes, c.depth + 1 FROM chain c JOIN act a ON a.id = c.undoes
    WHERE c.use_case = 'undo')
SELECT use_case, who FROM chain ORDER BY depth DESC LIMIT 1"""


class Touched(NamedTuple):
    """An act by its use case and who did it, the tables of its rows, and the vehicles to be folded and found anew.

    Of an undoing, the use case is that of what was taken back: to take it back again is to do that.
    """

    use_case: str
    who: str
    tables: frozenset[str]
    vehicles: frozenset[int]


def touched_by(conn: Connection, act_id: int) -> Touched | None:
    """What an act touched, as far as the store still knows; None where there is no such act."""
    named = fetch_all(conn, _NAMED, {"act": act_id})
    if not named:
        return None
    lines = fetch_all(conn, _LINES, {"act": act_id})
    ((use_case, who),) = named
    return Touched(use_case, who, frozenset(line[0] for line in lines), frozenset(_vehicles(conn, lines)))


def _vehicles(conn: Connection, lines: Iterable[tuple[str, int, str | None, str | None]]) -> set[int]:
    found: defaultdict[str, set[Any]] = defaultdict(set)
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for table, key, before, after in lines:
        if table in {"vehicle", "customer"}:
            found[f"{table}_id"].add(key)
        elif table in _LEADS:
            keys[table].add(key)
            for side in (before, after):
                values = json.loads(side or "{}")
                found[_LEADS[table]].add(values.get(_LEADS[table]))
                found["digits"].add(values.get("digits"))
    for table, changed in keys.items():
        found[_LEADS[table]] |= _column(conn, f"SELECT {_LEADS[table]} FROM {table} WHERE id", changed)
    marked = {digits for digits in found["digits"] if digits is not None}
    found["customer_id"] |= _column(conn, "SELECT customer_id FROM phone WHERE digits", marked)
    return {key for key in found["vehicle_id"] if key is not None} | vehicles_of(conn, found["customer_id"])


def _column(conn: Connection, sql: str, values: Collection[Any]) -> set[Any]:
    found: set[Any] = set()
    listed = sorted(values)
    for start in range(0, len(listed), _AT_A_TIME):
        part = listed[start : start + _AT_A_TIME]
        found.update(row[0] for row in fetch_all(conn, f"{sql} IN ({','.join('?' * len(part))})", part))
    return found
