"""Phone numbers as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_AT_A_TIME = 5_000


def digits_of(conn: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The digits of phones by id."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), _AT_A_TIME):
        chunk = tuple(ids[start : start + _AT_A_TIME])
        sql = f"SELECT id, digits FROM phone WHERE id IN ({','.join('?' * len(chunk))})"
        found.update((row[0], row[1]) for row in conn.exec_driver_sql(sql, chunk).fetchall())
    return found
