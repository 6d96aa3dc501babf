"""Saved views of lists: one setting each, so that each is changed, deleted and undone by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.tables import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_PREFIX: Final = "list-view/"


def kept_views(conn: Connection) -> dict[str, Any]:
    """The saved views as plain data, by name, in the order in which they were first saved."""
    return {name: value for name, (_, value) in _rows(conn).items()}


def keep_view(writer: Writer, name: str, value: Mapping[str, Any]) -> bool:
    """Save a view under a name, in place of the one that has it; answers whether anything was different."""
    kept = _rows(writer.conn).get(name)
    if kept is None:
        writer.insert(Setting, [{"name": _PREFIX + name, "value": dict(value)}])
        return True
    return writer.update(Setting, kept[0], {"value": dict(value)})


def rename_view(writer: Writer, old: str, new: str) -> None:
    """Give a view that is there another name, which none has."""
    key, _ = _rows(writer.conn)[old]
    writer.update(Setting, key, {"name": _PREFIX + new})


def drop_view(writer: Writer, name: str) -> None:
    """Delete a view that is there."""
    key, _ = _rows(writer.conn)[name]
    writer.delete(Setting, [key])


def views_ever(conn: Connection) -> frozenset[int]:
    """The ids of the settings that are, or ever were, saved views."""
    sql = """SELECT id FROM setting WHERE instr(name, ?) = 1 UNION SELECT key FROM act_row
        WHERE "table" = 'setting' AND instr(coalesce("before", "after"), ?)"""
    return frozenset(row[0] for row in conn.exec_driver_sql(sql, (_PREFIX, f'"name":"{_PREFIX}')).fetchall())


def texts_of_views(conn: Connection) -> list[tuple[int, str]]:
    """All that the saved views say, their names and what they filter by: by the id of the setting."""
    return [(key, json.dumps([name, value], ensure_ascii=False)) for name, (key, value) in _rows(conn).items()]


def _rows(conn: Connection) -> dict[str, tuple[int, Any]]:
    sql = "SELECT id, name, value FROM setting WHERE name >= ? AND name < ? ORDER BY id"
    found = conn.exec_driver_sql(sql, (_PREFIX, _PREFIX[:-1] + chr(ord(_PREFIX[-1]) + 1))).fetchall()
    return {name.removeprefix(_PREFIX): (key, json.loads(value)) for key, name, value in found}
