"""Keeping whole what stays when an import is taken back: a car that was built on since keeps its plate and owner."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from dealerdesk.db import tables
from dealerdesk.db.columns import Day, Instant, Json
from dealerdesk.db.shape import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.import_undoing import Batch
    from dealerdesk.db.undo import Undone

Row = dict[str, Any]

_OF_A_CAR = ("plate", "ownership", "responsibility", "product")
_IN_ORDER = {
    "staff": tables.Staff,
    "customer": tables.Customer,
    "phone": tables.Phone,
    "plate": tables.Plate,
    "ownership": tables.Ownership,
    "responsibility": tables.Responsibility,
    "product": tables.Product,
    "source_row": tables.SourceRow,
}
_RECORDS = {"visits": "visit", "vehicles": "vehicle", "calls": "call"}


def keep_whole(writer: Writer, batch: Batch, undone: Undone) -> None:
    """Put back what was removed of records that stay, in the act that takes the import back.

    Of a car that the import made known: its plate, owner with phones, responsible advisor and products. Of every
    record: the cells as last imported, so that corrections by hand stay known as such.
    """
    stay: defaultdict[str, set[int]] = defaultdict(set)
    for kept in undone.kept:
        stay[kept.table].add(kept.key)
    if not stay:
        return
    removed: defaultdict[str, set[int]] = defaultdict(set)
    for row in undone.removed:
        removed[row.table].add(row.key)
    taken_down = _TakenDown(writer, batch, removed)
    cars = taken_down.inserted("vehicle", stay["vehicle"])
    back = {name: taken_down.rows(name, "vehicle_id", cars) for name in _OF_A_CAR}
    owners = {row["customer_id"] for row in back["ownership"]}
    back["customer"] = taken_down.rows("customer", "id", owners)
    back["phone"] = taken_down.rows("phone", "customer_id", owners)
    back["staff"] = taken_down.rows("staff", "id", {row["staff_id"] for row in back["responsibility"]})
    back["source_row"] = taken_down.rows("source_row", "record_id", stay[_RECORDS[batch.kind]])
    for name, mapped in _IN_ORDER.items():
        writer.insert(mapped, [_values(mapped, row) for row in back[name]])


class _TakenDown:
    """The rows that an import inserted, as its act took them down."""

    def __init__(self, writer: Writer, batch: Batch, removed: dict[str, set[int]]) -> None:
        self._conn, self._batch, self._removed = writer.conn, batch, removed

    def inserted(self, table: str, keys: set[int]) -> set[int]:
        """Answer those of the keys that the import inserted."""
        sql = 'SELECT key FROM act_row WHERE id BETWEEN ? AND ? AND "table" = ? AND before IS NULL'
        found = self._conn.exec_driver_sql(sql, (self._batch.first_row, self._batch.last_row, table)).fetchall()
        return keys & {row[0] for row in found}

    def rows(self, table: str, field: str, values: set[int]) -> list[Row]:
        """Answer the rows that were removed again of which the field has one of the values."""
        keys = self._removed.get(table)
        if not keys or not values:
            return []
        sql = 'SELECT key, after FROM act_row WHERE id BETWEEN ? AND ? AND "table" = ? AND before IS NULL ORDER BY id'
        found = self._conn.exec_driver_sql(sql, (self._batch.first_row, self._batch.last_row, table)).fetchall()
        rows: Iterable[Row] = (json.loads(after) for key, after in found if key in keys)
        return [row for row in rows if row[field] in values]


def _values(mapped: Any, row: Row) -> Row:  # noqa: ANN401
    """A row's values from what an act took down of them."""
    types: dict[str, Any] = {column.name: column.type for column in table_of(mapped).columns}
    return {
        name: types[name].read(value) if isinstance(types[name], Day | Instant | Json) else value
        for name, value in row.items()
    }
