"""Whether the store is what was written into it: file, references, the chain of acts, and every recorded row."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from dealerdesk.db import dialect
from dealerdesk.db.index_check import differing_indexes, is_derived
from dealerdesk.db.ledger import HEADER, digest_of
from dealerdesk.db.reading import stream
from dealerdesk.db.shape import chunks, is_recorded, shape_of
from dealerdesk.db.tables import Base
from dealerdesk.db.trail_check import erasing_problems, head_problems
from dealerdesk.domain.errors import Said, said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, MetaData

    from dealerdesk.db.shape import Shape, Stored
    from dealerdesk.db.trail import TrailKey


def problems(conn: Connection, trail: TrailKey | None = None) -> Iterator[Said]:
    """Answer what is wrong with the store's file, references, acts and recorded rows; nothing if all is well.

    Where the file itself is damaged nothing else is asked: what it would answer means nothing.
    """
    broken = list(file_problems(conn))
    yield from broken
    if not broken:
        yield from reference_problems(conn)
        yield from verify_trail(conn, trail)
        yield from row_problems(conn)


def file_problems(conn: Connection, metadata: MetaData = Base.metadata) -> Iterator[Said]:
    """Answer what is wrong with the structure of the file: its pages, and indexes that differ from their tables."""
    try:
        written = [table.name for table in metadata.sorted_tables if not is_derived(table)]
        for line in dialect.structure_problems(_driver_connection(conn), written):
            yield said("check.file", detail=line)
        for index in differing_indexes(conn, metadata):
            yield said("check.file", detail=index)
    except dialect.DriverError as error:
        if dialect.fault_of(error) not in dialect.SPOILT:
            raise
        yield said("check.file", detail=str(error))


def reference_problems(conn: Connection) -> Iterator[Said]:
    """Answer rows that refer to nothing."""
    for table, key, parent in dialect.foreign_key_problems(_driver_connection(conn)):
        yield said("check.reference", table=table, key=key, parent=parent)


def _driver_connection(conn: Connection) -> dialect.DriverConnection:
    return cast("dialect.DriverConnection", conn.connection.driver_connection)


def verify_trail(conn: Connection, trail: TrailKey | None) -> Iterator[Said]:
    """Answer what is wrong with the chain of acts, what was erased from it, and, if a key is given, its head."""
    yield from verify_chain(conn)
    yield from erasing_problems(conn)
    if trail is not None:
        yield from head_problems(conn, trail)


def verify_chain(conn: Connection, metadata: MetaData = Base.metadata) -> Iterator[Said]:
    """Answer acts that are not what was taken down: a row altered, added or lost, a header altered, a link broken."""
    acts = shape_of(metadata.tables["act"], conn.dialect).raw
    tallies: dict[int, _Tally] = {}
    broken: list[int] = []
    for act_id, lines in groupby(stream(conn, dialect.SEALED), key=itemgetter(1)):
        tally = tallies.setdefault(act_id, _Tally())
        broken += tally.take(lines)
    yield from _altered(conn, broken, metadata)
    previous, expected = "", 1
    for act in conn.execute(select(acts).order_by(acts.c.id)):
        tally = tallies.pop(act.id, _Tally())
        if act.id != expected:
            yield said("check.acts_missing", first=expected, last=act.id - 1)
        if not tally.matches(act.first_row, act.rows):
            yield said("check.act_rows", act=act.id)
        header = [act.id, *(getattr(act, name) for name in HEADER)]
        if act.digest != _digest(previous, header, tally):
            yield said("check.act", act=act.id)
        previous, expected = act.digest, act.id + 1
    yield from (said("check.act_rows", act=act_id) for act_id in tallies)


def row_problems(
    conn: Connection, metadata: MetaData = Base.metadata, tables: Collection[str] | None = None
) -> Iterator[Said]:
    """Answer recorded rows, of all or some tables, that are not as the acts left them: altered, lost, unrecorded."""
    for table in metadata.sorted_tables:
        if is_recorded(table) and (tables is None or table.name in tables):
            yield from _table_problems(conn, shape_of(table, conn.dialect), metadata)


class _Tally:
    """The lines found of one act: the ids of the first and the last, how many, and the hash over their seals."""

    def __init__(self) -> None:
        self.first = self.last = self.count = 0
        self.seals = hashlib.sha256()

    def take(self, lines: Iterable[Sequence[Any]]) -> list[int]:
        """Count lines and answer the ids of those that are not what was sealed; erased ones have nothing to seal."""
        broken = []
        count, row_id, update, digest = 0, self.last, self.seals.update, hashlib.sha256
        for row_id, _, seal, sealed in lines:
            self.first = self.first or row_id
            count += 1
            update(seal)
            if sealed is not None and digest(sealed).digest() != seal:
                broken.append(row_id)
        self.last = row_id
        self.count += count
        return broken

    def matches(self, first: Any, count: Any) -> bool:  # noqa: ANN401 - as somebody may have written it
        """Answer whether these are all the lines of an act, and none else's."""
        if not (isinstance(first, int) and isinstance(count, int)):  # somebody wrote something else there
            return False
        expected = (first, first + count - 1, count) if count else (0, 0, 0)
        return (self.first, self.last, self.count) == expected


def _digest(previous: str, header: Sequence[Any], tally: _Tally) -> str | None:
    """Answer the digest that an act should have; None where its header holds what no act ever held."""
    if any(isinstance(value, bytes) for value in header):
        return None
    return digest_of(previous, header, tally.seals)


def _altered(conn: Connection, line_ids: Sequence[int], metadata: MetaData) -> Iterator[Said]:
    """Name the lines of acts that are not what was sealed."""
    lines = metadata.tables["act_row"].c
    for some in chunks(line_ids):
        wanted = select(lines.act_id, lines.table, lines.key).where(lines.id.in_(some)).order_by(lines.id)
        yield from (said("check.act_row", act=act, table=table, key=key) for act, table, key in conn.execute(wanted))


def _table_problems(conn: Connection, shape: Shape, metadata: MetaData) -> Iterator[Said]:
    """Compare the rows of a table with what their acts, one after the other, left of them."""
    taken_down = metadata.tables["act_row"]
    wanted = select(taken_down.c.key, taken_down.c.after, taken_down.c.nonce).where(taken_down.c.table == shape.name)
    for keys in chunks(dialect.rows_to_compare(conn, shape.name, shape.columns)):
        rows = shape.fetch(conn, keys)
        lines: defaultdict[int, list[tuple[str | None, bytes | None]]] = defaultdict(list)
        for key, after, nonce in conn.execute(wanted.where(taken_down.c.key.in_(keys)).order_by(taken_down.c.id)).all():
            lines[key].append((after, nonce))
        for key in keys:
            if (problem := _row_problem(shape, key, rows.get(key), lines[key])) is not None:
                yield problem


def _row_problem(
    shape: Shape, key: int, row: Stored | None, lines: list[tuple[str | None, bytes | None]]
) -> Said | None:
    erased = max((place for place, (_, nonce) in enumerate(lines) if nonce is None), default=-1)
    told = [after for after, _ in lines[erased + 1 :]]
    if erased >= 0 and not (told and "id" in _values(told[0])):
        return None  # nothing that still tells the row as a whole
    left: Stored | None = None
    for after in told:
        left = None if after is None else {**(left or {}), **_values(after)}
    if row is None:
        return None if left is None else said("check.row_missing", table=shape.name, key=key)
    if left is None:
        return said("check.row_unrecorded", table=shape.name, key=key)
    if _filled(row) == _filled(left):
        return None
    fields = tuple(name for name, value in row.items() if name != "revision" and not shape.may_be(name, value, left))
    return said("check.row_differs", table=shape.name, key=key, fields=fields) if fields else None


def _values(text: Any) -> Stored:  # noqa: ANN401 - as somebody may have written it
    """Answer what a line tells of its row; nothing where that cannot be read: its seal tells of it."""
    try:
        found = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _filled(row: Stored) -> Stored:
    """Answer what a row holds: its fields that are not empty, without its revision."""
    return {name: value for name, value in row.items() if value is not None and name != "revision"}
