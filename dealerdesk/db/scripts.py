"""The versions of scripts that a store made its own, as the store keeps them: added to, and never changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.tables import ScriptVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer


class KeptScript(NamedTuple):
    """A version of a script: its document as it was taken in, when, and by whom."""

    name: str
    version: int
    content: str
    made_on: date
    who: str


_COLUMNS: Final = "name, version, content, made_on, who"


def newest_scripts(conn: Connection) -> dict[str, KeptScript]:
    """The newest version of each script that the store made its own, by name; the one made last stands last."""
    sql = f"SELECT {_COLUMNS} FROM script s WHERE version = (SELECT max(version) FROM script WHERE name = s.name)"
    return {row[0]: _kept(row) for row in conn.exec_driver_sql(f"{sql} ORDER BY id").fetchall()}


def kept_script(conn: Connection, name: str, version: int) -> KeptScript | None:
    """A version of a script, or None where the store has not made that one."""
    sql = f"SELECT {_COLUMNS} FROM script WHERE name = ? AND version = ?"
    row = conn.exec_driver_sql(sql, (name, version)).first()
    return None if row is None else _kept(row)


def kept_versions(conn: Connection, name: str) -> tuple[int, ...]:
    """The versions of a script that the store made its own, the oldest first."""
    sql = "SELECT version FROM script WHERE name = ? ORDER BY version"
    return tuple(row[0] for row in conn.exec_driver_sql(sql, (name,)).fetchall())


def keep_script(writer: Writer, kept: KeptScript) -> None:
    """Add a version of a script."""
    writer.insert(ScriptVersion, [kept._asdict()])


def _kept(row: Sequence[Any]) -> KeptScript:
    return KeptScript(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4])
