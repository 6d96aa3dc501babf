"""Taking an act back: newest row first, as far as nothing that happened since was built on it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dealerdesk.db.ledger import fields_text, row_text
from dealerdesk.db.shape import shape_of
from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection, MetaData

    from dealerdesk.db.ledger import Ledger
    from dealerdesk.db.shape import Shape, Stored, Values

EDITED: Final = "edited"
"""Kept because it was changed since."""

REFERRED: Final = "referred"
"""Kept because something else refers to it."""

GONE: Final = "gone"
"""Not restored because it, or what it refers to, was deleted since, or its place was taken."""

ERASED: Final = "erased"
"""Kept because what the act did to it was erased: nobody can tell any more."""

_ROWS_AT_A_TIME: Final = 2_000


class RowOf(NamedTuple):
    """A row: its table's name and its id."""

    table: str
    key: int


class Kept(NamedTuple):
    """A row that stays, wholly or in some fields, and why: EDITED, REFERRED, GONE or ERASED."""

    table: str
    key: int
    reason: str


@dataclass(frozen=True)
class Undone:
    """What became of an act's rows: what it had inserted was removed, what it had changed or deleted restored."""

    removed: tuple[RowOf, ...]
    restored: tuple[RowOf, ...]
    kept: tuple[Kept, ...]


class _Line(NamedTuple):
    """One recorded row of the act that is taken back."""

    id: int
    table: str
    key: int
    before: str | None
    after: str | None
    erased: bool

    @property
    def place(self) -> RowOf:
        return RowOf(self.table, self.key)

    @property
    def kind(self) -> tuple[str, str]:
        if self.erased:
            return self.table, ERASED
        what = "insert" if self.before is None else "delete" if self.after is None else "update"
        return self.table, what


class _Plan(NamedTuple):
    """What to write to take a line back, and how the ledger says it."""

    line: _Line
    back: Stored
    now: str | None
    then: str | None


@dataclass
class _Undoing:
    """The work of taking one act back. Rows that no later act touched are as the act left them: they are not read."""

    conn: Connection
    ledger: Ledger
    metadata: MetaData
    touched: dict[RowOf, set[str]]
    """Rows that later acts touched, and the fields in which they did."""

    doubtful: set[RowOf]
    """Rows that may not be as the act left them: touched since, even in vain, or not taken back as they should."""

    removed: list[RowOf] = field(default_factory=list)
    restored: list[RowOf] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def take_back(self, kind: tuple[str, str], lines: Sequence[_Line]) -> None:
        """Take back rows of one table and kind that stand together in the act."""
        table, what = kind
        shape = shape_of(self.metadata.tables[table], self.conn.dialect)
        if what == ERASED:
            for line in lines:
                self._keep(line, ERASED)
        elif what == "insert":
            self._remove(shape, lines)
        elif what == "delete":
            self._bring_back(shape, lines)
        else:
            for batch in _once_a_row(lines):
                self._restore(shape, batch)

    def _remove(self, shape: Shape, lines: Sequence[_Line]) -> None:
        present = self._fetch_doubtful(shape, lines)
        free: dict[int, str | None] = {}
        for line in lines:
            if line.place not in self.doubtful:
                free[line.key] = line.after
                continue
            row = present.get(line.key)
            if reason := self._why_not_removed(line, row):
                self.kept.append(Kept(*line.place, reason))
            elif row is not None:
                free[line.key] = row_text(shape.columns, list(row.values()))
        held = self._held(shape, free.keys())
        self.kept += [Kept(shape.name, key, REFERRED) for key in sorted(held)]
        going = [key for key in free if key not in held]
        shape.delete(self.conn, going)
        self.ledger.record(shape.name, [(key, free[key], None) for key in going])
        self.removed += [RowOf(shape.name, key) for key in going]

    def _held(self, shape: Shape, free: AbstractSet[int]) -> set[int]:
        """Answer the rows that others refer to, among them others that stay for the same reason."""
        held: set[int] = set()
        while more := shape.referred_to(self.conn, free - held):
            held |= more
        return held

    def _why_not_removed(self, line: _Line, row: Stored | None) -> str | None:
        if row is None:
            return GONE
        if line.place in self.touched:
            return EDITED
        held = {name: value for name, value in row.items() if value is not None and name != "revision"}
        return None if held == _fields(line.after) else EDITED

    def _bring_back(self, shape: Shape, lines: Sequence[_Line]) -> None:
        present = shape.fetch(self.conn, {line.key for line in lines})
        for line in lines:
            row = json.loads(line.before or "{}")
            if line.key in present:
                self._keep(line, EDITED)
            elif self._holds(partial(shape.insert, self.conn, [tuple(map(row.get, shape.columns))])):
                self.ledger.record(shape.name, [(line.key, None, line.before)])
                self.restored.append(line.place)
            else:
                self._keep(line, GONE)

    def _restore(self, shape: Shape, lines: Sequence[_Line]) -> None:
        present = self._fetch_doubtful(shape, lines)
        planned = [plan for line in lines if (plan := self._plan(line, present)).back]
        if not self._holds(partial(_write, shape, self.conn, planned)):
            fitting = []
            for plan in planned:
                if self._holds(partial(_write, shape, self.conn, [plan])):
                    fitting.append(plan)
                else:
                    self._keep(plan.line, GONE)
            planned = fitting
        self.ledger.record(shape.name, [(plan.line.key, plan.now, plan.then) for plan in planned])
        self.restored += [plan.line.place for plan in planned]

    def _plan(self, line: _Line, present: dict[int, Stored]) -> _Plan:
        """Answer the fields of a changed row that go back to what they were."""
        before = json.loads(line.before or "{}")
        if line.place not in self.doubtful:
            return _Plan(line, before, line.after, line.before)
        row = present.get(line.key)
        if row is None:
            self.kept.append(Kept(*line.place, GONE))
            return _Plan(line, {}, None, None)
        theirs, after = self.touched.get(line.place, set()), json.loads(line.after or "{}")
        back = {name: old for name, old in before.items() if name not in theirs and row[name] == after[name]}
        if len(back) < len(before):
            self.kept.append(Kept(*line.place, EDITED))
        now = {name: row[name] for name in back}
        return _Plan(line, back, fields_text(now), fields_text(back))

    def _keep(self, line: _Line, reason: str) -> None:
        """Leave a row as it is, and with it what the act did to it earlier."""
        self.kept.append(Kept(*line.place, reason))
        self.doubtful.add(line.place)

    def _fetch_doubtful(self, shape: Shape, lines: Sequence[_Line]) -> dict[int, Stored]:
        return shape.fetch(self.conn, {line.key for line in lines if line.place in self.doubtful})

    def _holds(self, write: Callable[[], None]) -> bool:
        """Write; answer False, with nothing written, where a place is taken or what is referred to is gone."""
        try:
            with self.conn.begin_nested():
                write()
        except IntegrityError:
            return False
        return True


def _write(shape: Shape, conn: Connection, planned: Sequence[_Plan]) -> None:
    groups: defaultdict[tuple[str, ...], list[Values]] = defaultdict(list)
    for plan in planned:
        groups[tuple(plan.back)].append((*plan.back.values(), plan.line.key))
    for names, rows in groups.items():
        shape.update(conn, names, rows)


def _once_a_row(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Answer lines in the same order, in lists in which every row stands once."""
    batch: dict[int, _Line] = {}
    for line in lines:
        if line.key in batch:
            yield list(batch.values())
            batch = {}
        batch[line.key] = line
    yield list(batch.values())


def undo(conn: Connection, ledger: Ledger, metadata: MetaData, act_id: int, spare: frozenset[str]) -> Undone:
    """Take back an act, within the act that the ledger takes down.

    Rows that no later act touched are removed or restored; of rows changed since, those fields are restored that
    nobody touched since. Inserted rows that were edited since, or that other rows refer to, stay. What later acts
    did and other undoings took back does not count as touched. Rows of the tables in `spare` are passed over.
    Raises Refused `act.unknown`, `act.undone_already`.
    """
    acts = metadata.tables["act"]
    found = conn.execute(select(acts.c.first_row, acts.c.rows).where(acts.c.id == act_id)).one_or_none()
    if found is None or (ledger.is_open and ledger.act_id == act_id):
        raise Refused("act.unknown", act=act_id)
    settled = _taken_back(conn, metadata, act_id)
    if act_id in settled:
        raise Refused("act.undone_already", act=act_id)
    touched, doubtful = _touched_since(conn, metadata, act_id, settled)
    work = _Undoing(conn, ledger, metadata, touched, doubtful)
    span = range(found.first_row, found.first_row + found.rows)
    ledger.undo(act_id)
    for kind, lines in _runs(conn, metadata, span):
        if kind[0] not in spare:
            work.take_back(kind, lines)
    return Undone(tuple(work.removed), tuple(work.restored), tuple(work.kept))


def _runs(conn: Connection, metadata: MetaData, span: range) -> Iterator[tuple[tuple[str, str], list[_Line]]]:
    """Answer the recorded rows newest first, those of one table and kind that stand together at a time."""
    rows = metadata.tables["act_row"]
    wanted = select(rows.c.id, rows.c.table, rows.c.key, rows.c.before, rows.c.after, rows.c.nonce.is_(None))
    end = span.stop
    while end > span.start:
        start = max(span.start, end - _ROWS_AT_A_TIME)
        found = conn.execute(wanted.where(rows.c.id >= start, rows.c.id < end).order_by(rows.c.id.desc())).all()
        for kind, lines in groupby((_Line(*row) for row in found), key=lambda line: line.kind):
            yield kind, list(lines)
        end = start


def _taken_back(conn: Connection, metadata: MetaData, act_id: int) -> set[int]:
    """Answer the acts from this one on that count no more: those undone, and the undoings themselves."""
    acts = metadata.tables["act"]
    undoings = conn.execute(
        select(acts.c.id, acts.c.undoes)
        .where(acts.c.id > act_id, acts.c.undoes.is_not(None))
        .order_by(acts.c.id.desc())
    )
    undone: set[int] = set()
    neutral: set[int] = set()
    for undoing, target in undoings:
        neutral.add(undoing)
        if undoing not in undone:
            undone.add(target)
    return (neutral | undone) - {act_id} | (undone & {act_id})


def _touched_since(
    conn: Connection, metadata: MetaData, act_id: int, settled: set[int]
) -> tuple[dict[RowOf, set[str]], set[RowOf]]:
    """Answer the act's rows that later acts touched and the fields they did; and all rows touched, even in vain."""
    mine, later = metadata.tables["act_row"].alias("mine"), metadata.tables["act_row"].alias("later")
    acts = metadata.tables["act"]
    first, count = conn.execute(select(acts.c.first_row, acts.c.rows).where(acts.c.id == act_id)).one()
    found = conn.execute(
        select(later.c.act_id, later.c.table, later.c.key, later.c.before, later.c.after)
        .select_from(mine.join(later, (later.c.table == mine.c.table) & (later.c.key == mine.c.key)))
        .where(mine.c.id >= first, mine.c.id < first + count, later.c.id >= first + count)
    )
    touched: defaultdict[RowOf, set[str]] = defaultdict(set)
    rows: set[RowOf] = set()
    for by, table, key, before, after in found:
        rows.add(RowOf(table, key))
        if by not in settled:
            touched[RowOf(table, key)] |= _fields(before).keys() | _fields(after).keys()
    return dict(touched), rows


def _fields(text: str | None) -> dict[str, Any]:
    """Answer a recorded row's own fields; its revision says nothing of what it holds."""
    found: dict[str, Any] = json.loads(text or "{}")
    found.pop("revision", None)
    return found
