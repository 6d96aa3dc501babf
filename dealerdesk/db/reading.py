"""Reading the store: the type of a read, for those who pass one on and know nothing of the engine, and whole answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection as Reading

from dealerdesk.db.dialect import DriverError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Reading", "fetch_all"]


def fetch_all(conn: Reading, sql: str, params: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Answer all rows of a statement just as the driver gives them, without the engine's naming of columns."""
    try:
        cursor = conn.connection.cursor()
        cursor.execute(sql, params)
        return list(cursor.fetchall())
    except DriverError:
        return [*map(tuple, conn.exec_driver_sql(sql, params))]  # which says plainly what is wrong
