"""Whether what was under way when a program died is in the store: its act is there whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def last_act(conn: Connection) -> int:
    """The id of the newest act; 0 where there is none."""
    return int(conn.exec_driver_sql("SELECT coalesce(max(id), 0) FROM act").scalar_one())


def act_since(conn: Connection, use_case: str, act: int) -> bool:
    """Whether a use case has written since an act."""
    found = conn.exec_driver_sql("SELECT 1 FROM act WHERE id > ? AND use_case = ? LIMIT 1", (act, use_case))
    return found.first() is not None


def import_since(conn: Connection, file: str, act: int) -> bool:
    """Whether a file of that name was imported since an act."""
    name = file.encode(errors="replace").decode()
    asked = "SELECT 1 FROM batch WHERE act_id > ? AND file_name = ? LIMIT 1"
    return conn.exec_driver_sql(asked, (act, name)).first() is not None
