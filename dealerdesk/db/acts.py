"""The one way to write: every row that changes is taken down, before and after, in the transaction that changes it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from dealerdesk.db.ledger import ActHeader, Ledger, fields_text, row_text
from dealerdesk.db.shape import Shape, Stored, Values, chunks, is_recorded, shape_of, table_of
from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, MetaData

    from dealerdesk.db.trail import TrailKey
    from dealerdesk.db.undo import Undone

__all__ = ["ActHeader", "Writer"]


class Writer:
    """Writes rows within one transaction, as one act. Tables are mapped classes; values are Python values.

    A row's id is never used again, not even when the row is gone.
    """

    def __init__(self, conn: Connection, header: ActHeader, metadata: MetaData, trail: TrailKey | None = None) -> None:
        self.conn = conn
        """For reading what this transaction sees, and for statements on derived tables."""
        self._ledger = Ledger(conn, header, metadata, trail)
        self._metadata = metadata
        self._next: dict[str, int] = {}

    @property
    def act_id(self) -> int:
        """The id of this act; asking for it makes an act even of a write that then changes nothing."""
        return self._ledger.act_id

    @property
    def changed(self) -> bool:
        """Whether anything has been recorded yet."""
        return self._ledger.is_open

    def next_ids(self, table: Any, n: int) -> range:  # noqa: ANN401
        """Answer `n` ids that no row of the table has or ever had; they are taken."""
        shape = self._recorded(table)
        if shape.name not in self._next:
            present = self.conn.scalar(select(func.max(shape.raw.c.id))) or 0
            self._next[shape.name] = max(present, self._ledger.highest_key(shape.name)) + 1
        first = self._next[shape.name]
        self._next[shape.name] += n
        return range(first, first + n)

    def insert(self, table: Any, rows: Iterable[Mapping[str, Any]]) -> list[int]:  # noqa: ANN401
        """Insert rows and answer their ids: those given (by `next_ids`), else the next ones."""
        shape = self._recorded(table)
        given = list(rows)
        missing = sum("id" not in row for row in given)
        if missing:
            ids = iter(self.next_ids(table, missing))
            given = [row if "id" in row else {**row, "id": next(ids)} for row in given]
        stored = shape.stored(given)
        shape.insert(self.conn, stored)
        place = shape.columns.index("id")
        self._ledger.record(shape.name, [(values[place], None, row_text(shape.columns, values)) for values in stored])
        return [row["id"] for row in given]

    def insert_stored(self, table: Any, rows: Sequence[Values]) -> None:  # noqa: ANN401
        """Insert rows of stored values in column order, their ids and revisions as they were: those of a rescue."""
        shape = self._recorded(table)
        shape.insert(self.conn, rows)
        place = shape.columns.index("id")
        self._ledger.record(shape.name, [(values[place], None, row_text(shape.columns, values)) for values in rows])

    def update(
        self,
        table: Any,  # noqa: ANN401
        key: int,
        changes: Mapping[str, Any],
        revision: int | None = None,
    ) -> bool:
        """Change fields of one row and answer whether any was different.

        Raises Refused `record.changed_meanwhile` when the row is gone, or no longer has the revision given.
        """
        shape = self._recorded(table)
        present = shape.fetch(self.conn, [key]).get(key)
        if present is None or revision not in {None, present["revision"]}:
            raise Refused("record.changed_meanwhile", table=shape.name, key=key)
        return bool(self._update(shape, {key: changes}, {key: present}))

    def update_many(self, table: Any, changes: Mapping[int, Mapping[str, Any]]) -> list[int]:  # noqa: ANN401
        """Change fields of many rows, by id, and answer the ids of those in which any was different.

        Raises Refused `record.changed_meanwhile` when one of the rows is gone.
        """
        shape = self._recorded(table)
        changed: list[int] = []
        for keys in chunks(changes):
            present = shape.fetch(self.conn, keys)
            for key in keys:
                if key not in present:
                    raise Refused("record.changed_meanwhile", table=shape.name, key=key)
            changed += self._update(shape, {key: changes[key] for key in keys}, present)
        return changed

    def redact(self, table: Any, changes: Mapping[int, Mapping[str, Any]]) -> list[int]:  # noqa: ANN401
        """Change fields of rows without telling what was in them, and answer the ids of those that were there.

        Each row is taken down whole, as it is now: what acts took down of it before can then be erased.
        """
        shape = self._recorded(table)
        present = shape.fetch(self.conn, list(changes))
        entries = []
        for key, row in present.items():
            new = {name: shape.stored_value(name, value) for name, value in changes[key].items()}
            shape.update(self.conn, tuple(new), [(*new.values(), key)])
            whole = {**row, **new, "revision": row["revision"] + 1}
            entries.append((key, "{}", row_text(shape.columns, list(whole.values()))))
        self._ledger.record(shape.name, entries)
        return list(present)

    def delete(self, table: Any, keys: Iterable[int]) -> list[int]:  # noqa: ANN401
        """Delete rows, and what is derived from them; answer the ids of those that were there.

        The rows that refer to them must be deleted before.
        """
        shape = self._recorded(table)
        present = shape.fetch(self.conn, list(keys))
        shape.delete(self.conn, present)
        self._ledger.record(
            shape.name,
            [(key, row_text(shape.columns, list(row.values())), None) for key, row in present.items()],
        )
        return list(present)

    def derived(self, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:  # noqa: ANN401
        """Insert rows that follow from recorded ones; they are no act."""
        shape = self._derived(table)
        shape.insert(self.conn, shape.stored(rows))

    def undo(self, act_id: int, *, spare: Collection[str] = ()) -> Undone:
        """Take an act back as far as nothing was built on it since; this act then undoes that one.

        Rows of the tables named in `spare` stay as they are. Raises Refused `act.unknown`, `act.undone_already`.
        """
        from dealerdesk.db.undo import undo

        return undo(self.conn, self._ledger, self._metadata, act_id, frozenset(spare))

    def renew_head(self) -> None:
        """Let the folder's key vouch for the chain of acts from this act on; it is an act by itself."""
        self._ledger.renew_head()

    def close(self) -> None:
        """Finish the act; called once, before the transaction commits."""
        self._ledger.close()

    def _update(
        self, shape: Shape, changes: Mapping[int, Mapping[str, Any]], present: Mapping[int, Stored]
    ) -> list[int]:
        groups: defaultdict[tuple[str, ...], list[Values]] = defaultdict(list)
        entries = []
        for key, wanted in changes.items():
            row = present[key]
            new = {name: shape.stored_value(name, value) for name, value in wanted.items()}
            new = {name: value for name, value in new.items() if row[name] != value}
            if new:
                groups[tuple(new)].append((*new.values(), key))
                entries.append((key, fields_text({name: row[name] for name in new}), fields_text(new)))
        for names, rows in groups.items():
            shape.update(self.conn, names, rows)
        self._ledger.record(shape.name, entries)
        return [entry[0] for entry in entries]

    def _recorded(self, table: Any) -> Shape:  # noqa: ANN401
        found = table_of(table)
        if not is_recorded(found):
            raise TypeError(f"{found.name} is derived: it takes no acts")
        return shape_of(found, self.conn.dialect)

    def _derived(self, table: Any) -> Shape:  # noqa: ANN401
        found = table_of(table)
        if is_recorded(found):
            raise TypeError(f"{found.name} is recorded: its rows change by acts alone")
        return shape_of(found, self.conn.dialect)
