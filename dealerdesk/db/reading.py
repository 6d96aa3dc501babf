"""Reading the store: the type of a read, for who knows nothing of the engine, and rows as the driver gives them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection as Reading

from dealerdesk.db.dialect import DriverError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.engine.interfaces import DBAPICursor

    Params = Mapping[str, Any] | Sequence[Any]

__all__ = ["Reading", "fetch_all", "has_records", "stream"]

_AT_A_TIME: Final = 2_000


def has_records(conn: Reading) -> bool:
    """Whether the store knows any vehicle or customer."""
    sql = "SELECT EXISTS (SELECT 1 FROM vehicle) OR EXISTS (SELECT 1 FROM customer)"
    return bool(conn.exec_driver_sql(sql).scalar())


def fetch_all(conn: Reading, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
    """Answer all rows of a statement just as the driver gives them, without the engine's naming of columns."""
    with _plainly(conn, sql, params):
        return list(_cursor(conn, sql, params).fetchall())


def stream(conn: Reading, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
    """Answer rows as `fetch_all` does, while they are read."""
    with _plainly(conn, sql, params):
        cursor = _cursor(conn, sql, params)
        while rows := cursor.fetchmany(_AT_A_TIME):
            yield from rows


def _cursor(conn: Reading, sql: str, params: Params) -> DBAPICursor:
    cursor = conn.connection.cursor()
    cursor.execute(sql, params)
    return cursor


@contextmanager
def _plainly(conn: Reading, sql: str, params: Params) -> Iterator[None]:
    """Let the engine say what is wrong where the driver fails: it meets the same when it is asked the same."""
    try:
        yield
    except DriverError:
        conn.exec_driver_sql(sql, params).fetchall()
        raise
