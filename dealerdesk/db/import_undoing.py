"""Taking an import back: which cars it touched, what its act says of its rows, and how what stays is called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from dealerdesk.db import tables
from dealerdesk.db.importing import vehicles_of
from dealerdesk.db.undo import EDITED, Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_OF_A_CAR = ("visit", "plate", "ownership")
"""Tables whose rows say something of a car that it is folded or found by."""

_CALLED_BY_CAR = ("plate", "ownership", "responsibility", "product")
_AT_A_TIME = 5_000


class Batch(NamedTuple):
    """An import, and the rows of its act."""

    id: int
    kind: str
    state: str
    act_id: int
    counts: Mapping[str, Any]
    first_row: int
    last_row: int


def batch_of(conn: Connection, batch: int) -> Batch | None:
    """Answer the import of this number, or None."""
    table, act = tables.Batch, tables.Act
    wanted = (
        select(table.id, table.kind, table.state, act.id, table.counts, act.first_row, act.first_row + act.rows - 1)
        .join(act, act.id == table.act_id)
        .where(table.id == batch)
    )
    found = conn.execute(wanted).one_or_none()
    return None if found is None else Batch(*found)


def mark_undone(writer: Writer, batch: int) -> None:
    """Note that an import was taken back."""
    writer.update(tables.Batch, batch, {"state": "undone"})


def past_imports(conn: Connection) -> list[tuple[Any, ...]]:
    """Answer all imports, the newest first.

    Each with its id, kind, file, day, existing, counts, rejects file, state, who, when, and when it was taken back.
    """
    table, act, undoing = tables.Batch, tables.Act, aliased(tables.Act)
    undone_at = select(func.max(undoing.at)).where(undoing.undoes == act.id).scalar_subquery()
    wanted = select(
        table.id, table.kind, table.file_name, table.day, table.existing, table.counts, table.rejects_file,
        table.state, act.who, act.at, undone_at,
    ).join(act, act.id == table.act_id)  # fmt: skip
    return [tuple(row) for row in conn.execute(wanted.order_by(table.id.desc()))]


def imports_of(conn: Connection, sha256: str) -> list[int]:
    """Answer the imports of a file with this digest that stand, the newest first."""
    table = tables.Batch
    wanted = select(table.id).where(table.sha256 == sha256, table.state == "done")
    return list(conn.scalars(wanted.order_by(table.id.desc())))


def touched_vehicles(conn: Connection, batch: Batch) -> set[int]:
    """Answer the cars that an import touched, as far as the store still knows: those to be folded again."""
    within = (batch.first_row, batch.last_row)
    found = set(_keys(conn, "vehicle", within))
    for name in _OF_A_CAR:
        sql = (
            f"SELECT DISTINCT t.vehicle_id FROM act_row r JOIN {name} t ON t.id = r.key"
            ' WHERE r.id BETWEEN ? AND ? AND r."table" = ?'
        )
        found.update(row[0] for row in conn.exec_driver_sql(sql, (*within, name)).fetchall())
    found.update(_left(conn, within))
    customers = set(_keys(conn, "customer", within))
    sql = (
        "SELECT DISTINCT t.customer_id FROM act_row r JOIN phone t ON t.id = r.key"
        " WHERE r.id BETWEEN ? AND ? AND r.\"table\" = 'phone'"
    )
    customers.update(row[0] for row in conn.exec_driver_sql(sql, within).fetchall())
    return found | vehicles_of(conn, customers)


def records_of(conn: Connection, batch: Batch) -> dict[int, int]:
    """Answer the records whose last imported cells an import wrote, by the id of those cells."""
    sql = (
        "SELECT r.key, s.record_id FROM act_row r JOIN source_row s ON s.id = r.key"
        " WHERE r.id BETWEEN ? AND ? AND r.\"table\" = 'source_row'"
    )
    found = conn.exec_driver_sql(sql, (batch.first_row, batch.last_row)).fetchall()
    return {row[0]: row[1] for row in found}


def names_of(conn: Connection, kept: Iterable[Kept]) -> Iterator[str]:
    """Answer what people call the records that stay: order numbers, plates (else VINs), and names of customers."""
    by_table: dict[str, set[int]] = {}
    for row in kept:
        if row.table != "customer" or row.reason == EDITED:
            by_table.setdefault(row.table, set()).add(row.key)
    vehicles = by_table.get("vehicle", set())
    for name in _CALLED_BY_CAR:
        vehicles |= _column(conn, f"SELECT vehicle_id FROM {name}", by_table.get(name, ()))
    customers = by_table.get("customer", set())
    customers |= _column(conn, "SELECT customer_id FROM phone", by_table.get("phone", ()))
    yield from _column(conn, "SELECT coalesce(order_no, date_in) FROM visit", by_table.get("visit", ()))
    yield from _column(
        conn,
        "SELECT coalesce((SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id ORDER BY p.until_day DESC, p.id DESC"
        " LIMIT 1), v.vin, '') FROM vehicle v",
        vehicles,
        "v.id",
    )
    yield from _column(conn, "SELECT name FROM customer", customers)


def _keys(conn: Connection, table: str, within: tuple[int, int]) -> list[int]:
    sql = 'SELECT key FROM act_row WHERE id BETWEEN ? AND ? AND "table" = ?'
    return [row[0] for row in conn.exec_driver_sql(sql, (*within, table)).fetchall()]


def _left(conn: Connection, within: tuple[int, int]) -> Iterator[int]:
    """The cars that visits were moved away from."""
    sql = (
        "SELECT before FROM act_row WHERE id BETWEEN ? AND ? AND \"table\" = 'visit' AND before LIKE '%\"vehicle_id\"%'"
    )
    for (before,) in conn.exec_driver_sql(sql, within).fetchall():
        yield json.loads(before)["vehicle_id"]


def _column(conn: Connection, sql: str, keys: Iterable[int], column: str = "id") -> set[Any]:
    wanted: Sequence[int] = sorted(keys)
    found: set[Any] = set()
    for start in range(0, len(wanted), _AT_A_TIME):
        part = tuple(wanted[start : start + _AT_A_TIME])
        rows = conn.exec_driver_sql(f"{sql} WHERE {column} IN ({','.join('?' * len(part))})", part).fetchall()
        found.update(row[0] for row in rows)
    return found
