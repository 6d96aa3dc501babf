"""Whether the indexes of what is derived say what its rows say: counted and added up, not looked up one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Integer

from dealerdesk.db import dialect
from dealerdesk.db.columns import Day
from dealerdesk.db.shape import is_recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, MetaData, Table

_ACTS: Final = frozenset({"act", "act_row"})


def is_derived(table: Table) -> bool:
    """Answer whether a table holds what follows from others."""
    return not is_recorded(table) and table.name not in _ACTS


def differing_indexes(conn: Connection, metadata: MetaData) -> Iterator[str]:
    """Name the indexes of derived tables that have more, fewer or other entries than their table has rows."""
    for table in filter(is_derived, metadata.sorted_tables):
        columns = {str(index.name): _columns(table, index.columns.keys()) for index in table.indexes}
        rows = _tallies(conn, table, {name for names in columns.values() for name in names}) if columns else {}
        for index, names in sorted(columns.items()):
            entries = _tallies(conn, table, names, index)
            if any(rows[name] != tally for name, tally in entries.items()):
                yield index


def _columns(table: Table, names: list[str]) -> set[str]:
    """What an entry of an index holds: its columns, and the key that it leads to."""
    return {*names, *table.primary_key.columns.keys()}


def _tallies(conn: Connection, table: Table, names: set[str], index: str | None = None) -> dict[str, Any]:
    return dialect.tallies(conn, table.name, {name: _kind(table.columns[name]) for name in sorted(names)}, index)


def _kind(column: Column[Any]) -> str:
    if isinstance(column.type, Day):
        return "day"
    return "number" if isinstance(column.type, Integer | Boolean) else "code"
