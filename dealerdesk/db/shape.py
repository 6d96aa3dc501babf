"""How the rows of a table are stored: names in order, values as the engine keeps them, and who refers to whom."""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnDefault, bindparam, column, delete, insert, literal_column, select, table, update

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Column, Connection, Table
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.dml import UpdateBase

Values = tuple[Any, ...]
Stored = dict[str, Any]
"""A row by column name, its values as the engine keeps them."""

_CHUNK: Final = 2_000


def table_of(place: Any) -> Table:  # noqa: ANN401
    """Answer the table of a mapped class, or the table itself."""
    found: Table = getattr(place, "__table__", place)
    return found


def is_recorded(place: Table) -> bool:
    """Answer whether every write to the table is an act; else its rows are derived."""
    return "revision" in place.columns


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Answer keys in lists that fit into one statement."""
    listed = list(keys)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


class Shape:
    """One table as the engine of a connection keeps it; statements on it pass values through untouched."""

    def __init__(self, of: Table, dialect: Dialect) -> None:
        self.table = of
        self.name = str(of.name)  # its own type of text is slow to bind
        self.columns = tuple(str(found.name) for found in of.columns)
        self.raw = table(of.name, *(column(name) for name in self.columns))
        self._defaults = tuple(_default(found) for found in of.columns)
        self._writers = {found.name: found.type.dialect_impl(dialect).bind_processor(dialect) for found in of.columns}
        self._dialect = dialect
        self._statements: dict[object, str] = {}

    @property
    def defaults(self) -> Values:
        """What each column holds when nothing is given, in column order."""
        return self._defaults

    def stored(self, rows: Sequence[Mapping[str, Any]]) -> list[Values]:
        """Answer rows as the engine keeps them, in column order, what is not given by default or empty."""
        if not rows:
            return []
        alike = set(rows[0])
        if not all(row.keys() == alike for row in rows):
            alike.update(*rows)
            rows = [dict(zip(self.columns, self._defaults, strict=True)) | dict(row) for row in rows]
        if not alike <= self._writers.keys():
            raise TypeError(f"{self.name} has no columns {sorted(alike - self._writers.keys())}")
        by_column = []
        for (name, write), default in zip(self._writers.items(), self._defaults, strict=True):
            values = map(itemgetter(name), rows) if name in rows[0] else repeat(default, len(rows))
            by_column.append(values if write is None else map(write, values))
        return list(zip(*by_column, strict=True))

    def stored_value(self, name: str, value: object) -> Any:  # noqa: ANN401
        """Answer one value as the engine keeps it. Raises TypeError for a column that nobody may change."""
        if name not in self._writers or name in {"id", "revision"}:
            raise TypeError(f"{self.name} has no column {name} to change")
        write = self._writers[name]
        return value if write is None else write(value)

    def may_be(self, name: str, value: object, taken_down: Mapping[str, Any]) -> bool:
        """Answer whether a stored value is what was taken down; a column added since may hold its default."""
        if name in taken_down:
            return bool(value == taken_down[name])
        return value in {None, self._defaults[self.columns.index(name)]}

    def fetch(self, conn: Connection, keys: Collection[int]) -> dict[int, Stored]:
        """Answer the rows with these ids, as stored, by id; those that are not there are left out."""
        found: dict[int, Stored] = {}
        for chunk in chunks(keys):
            rows = conn.execute(select(self.raw).where(self.raw.c.id.in_(chunk))).all()
            found.update((row.id, dict(zip(self.columns, row, strict=True))) for row in rows)
        return found

    def insert(self, conn: Connection, rows: Sequence[Values]) -> None:
        """Write rows of stored values, in column order."""
        if rows:
            conn.exec_driver_sql(self._text("insert", insert(self.raw)), list(rows))

    def update(self, conn: Connection, names: Sequence[str], rows: Sequence[Values]) -> None:
        """Change rows: each the stored values of the columns named, then its id; every one gets its next revision."""
        statement = update(self.raw).where(self.raw.c.id == bindparam("row_id"))
        changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        changed["revision"] = self.raw.c.revision + literal_column("1")
        conn.exec_driver_sql(
            self._text(tuple(names), statement.ordered_values(*changed.items())),
            list(rows),
        )

    def delete(self, conn: Connection, keys: Iterable[int]) -> None:
        """Remove the rows with these ids, and what was derived from them."""
        listed = [(key,) for key in keys]
        if not listed:
            return
        for child, name in referring(self.table):
            if not is_recorded(child):
                there = table(child.name, column(name))
                gone = delete(there).where(there.c[name] == bindparam("row_id"))
                conn.exec_driver_sql(self._text((child.name, name), gone), listed)
        statement = delete(self.raw).where(self.raw.c.id == bindparam("row_id"))
        conn.exec_driver_sql(self._text("delete", statement), listed)

    def referred_to(self, conn: Connection, keys: Collection[int]) -> set[int]:
        """Answer those of the keys that recorded rows refer to, other than rows that are among the keys themselves."""
        held: set[int] = set()
        for child, name in referring(self.table):
            if not is_recorded(child):
                continue
            there = table(child.name, column("id"), column(name))
            wanted = select(there.c[name]).distinct()
            for chunk in chunks(keys):
                statement = wanted.where(there.c[name].in_(chunk))
                if child is self.table:
                    found = conn.execute(statement.add_columns(there.c.id))
                    held.update(key for key, by in found if by not in keys)
                else:
                    held.update(conn.scalars(statement))
        return held

    def _text(self, name: object, statement: UpdateBase) -> str:
        """Answer a statement's text with places in the order of its values; compiled once."""
        if name not in self._statements:
            self._statements[name] = str(statement.compile(dialect=self._dialect))
        return self._statements[name]


def _default(of: Column[Any]) -> object:
    """Answer the value that a column has when none is given."""
    if of.default is None:
        return None
    if isinstance(of.default, ColumnDefault) and of.default.is_scalar:
        return of.default.arg
    raise TypeError(f"{of} has a default that is no plain value")


@lru_cache(maxsize=256)
def referring(of: Table) -> tuple[tuple[Table, str], ...]:
    """Answer the tables and their columns that refer to the ids of a table."""
    return tuple(
        (child, found.parent.name)
        for child in of.metadata.sorted_tables
        for found in sorted(child.foreign_keys, key=lambda key: key.parent.name)
        if found.column.table is of
    )


@lru_cache(maxsize=256)
def shape_of(of: Table, dialect: Dialect) -> Shape:
    """Answer the shape of a table; the same one each time."""
    return Shape(of, dialect)
