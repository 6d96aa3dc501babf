"""Saving what can be read of a damaged store into a new one: every row by its two copies, the table's and the acts'."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import IntegrityError

from dealerdesk.db import lock
from dealerdesk.db.derive import refold
from dealerdesk.db.dialect import COMPANIONS
from dealerdesk.db.failures import plainly
from dealerdesk.db.place import STORE_FILE, usable_folder
from dealerdesk.db.repair import repair
from dealerdesk.db.restore_note import FILE_NAME as NOTE_FILE
from dealerdesk.db.ruins import Ruins, copy_ruins
from dealerdesk.db.rulebooks import insert_rules, live_rules
from dealerdesk.db.seal import FILE_NAME as SEAL_FILE
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.shape import chunks, is_recorded, shape_of
from dealerdesk.db.store import Store
from dealerdesk.db.tables import Base
from dealerdesk.db.trail import KEY_FILE
from dealerdesk.domain.errors import Damaged, WrongUse
from dealerdesk.domain.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Table

    from dealerdesk.db.acts import ActHeader, Writer
    from dealerdesk.db.shape import Shape, Stored, Values

    Progress = Callable[[int, int], None]

_AT_A_TIME: Final = 4_000
_NOT_OURS: Final = frozenset({"erasure"})
"""What vouches for the old acts, which stay behind: the new store has acts of its own."""

_BESIDE: Final = ("secret", "draft")
"""What is neither recorded nor derived, and comes along as it can be read; secrets belong to accounts."""

_WORK: Final = "rescue.new"


@dataclass
class Count:
    """What became of the rows of one table.

    `whole`: as the table and the acts say; `from_acts`: the table's row was lost or altered, the acts have it;
    `unproven`: as one copy says, while lines of the acts are missing that might say more; `lost`: known to have been.
    """

    whole: int = 0
    from_acts: int = 0
    unproven: int = 0
    lost: int = 0

    @property
    def rescued(self) -> int:
        """The rows that are in the new store."""
        return self.whole + self.from_acts + self.unproven


@dataclass
class Rescued:
    """What a rescue saved into the store of `folder`, by table, and how many lines of acts nobody can read any more.

    `lines_lost` None: not even that is known. Each may have told of one row more, or of a later change to one.
    """

    source: Path
    folder: Path
    counts: dict[str, Count] = field(default_factory=dict)
    lines_lost: int | None = 0

    @property
    def rescued(self) -> int:
        """All rows in the new store."""
        return sum(count.rescued for count in self.counts.values())

    @property
    def whole(self) -> bool:
        """Whether everything is in the new store, for sure."""
        return not self.lost and self.lines_lost == 0

    @property
    def lost(self) -> int:
        """All rows that are known to be lost."""
        return sum(count.lost for count in self.counts.values())


def rescue(
    folder: Path, into: Path, header: ActHeader, *, key: bytes | None = None, progress: Progress | None = None
) -> Rescued:
    """Save what can be read of a folder's store into a new store in `into`; the old one is only read, and stays.

    Killed, nothing but a folder `rescue.new` is left of it. Raises Damaged `store.missing`, `rescue.nothing` where
    nothing of ours can be found; WrongUse `store.has_data` where `into` has a store, `rescue.same_folder`; Refused
    `store.in_use`, and what else keeps a store from being written.
    """
    source = folder / STORE_FILE
    if not source.is_file():
        raise Damaged("store.missing", folder=str(folder))
    into = usable_folder(into, create=True)
    if into.samefile(folder):
        raise WrongUse("rescue.same_folder", folder=str(into))
    if (into / STORE_FILE).exists():
        raise WrongUse("store.has_data", folder=str(into))
    work = into / _WORK
    with plainly(into / STORE_FILE):
        shutil.rmtree(work, ignore_errors=True)
        (work / "store").mkdir(parents=True)
    try:
        with plainly(into / STORE_FILE):
            _take_away(folder, work)
        done = _rescue(work, key, header, Rescued(source, into), progress)
        with plainly(into / STORE_FILE):
            _set_aside(into)
            for name in (KEY_FILE, SEAL_FILE, STORE_FILE):  # the database last: then the store is there
                (work / "store" / name).replace(into / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return done


def _set_aside(into: Path) -> None:
    """Keep under other names what is left of a store of which the database is gone: its log would be read as ours."""
    for name in (*(STORE_FILE + companion for companion in COMPANIONS), KEY_FILE, NOTE_FILE):
        left = into / name
        if left.exists():
            left.replace(into / f"{name}.{time.time_ns()}.left")


def _take_away(folder: Path, work: Path) -> None:
    """Copy what is to be read, while nobody writes to it; a lock that is spoilt holds nobody off."""
    try:
        held = lock.take_alone(folder)
    except Damaged:
        held = None
    try:
        copy_ruins(folder / STORE_FILE, work / STORE_FILE)
        if (folder / KEY_FILE).is_file():
            shutil.copyfile(folder / KEY_FILE, work / "store" / KEY_FILE)
    finally:
        if held is not None:
            held.release()


def _rescue(work: Path, key: bytes | None, header: ActHeader, done: Rescued, progress: Progress | None) -> Rescued:
    ruins = Ruins(work / STORE_FILE, work / "lines.db", key)
    try:
        with Store.open(work / "store", create=True, key=key) as store:
            with store.write(header) as writer:
                _Rescue(ruins, writer, done, progress).run()
            found, _ = repair(store)
            if found.broken:
                raise Damaged("rescue.not_sound", file=str(done.source), why=found.broken[0])
    finally:
        ruins.close()
    return done


class _Rescue:
    """Writes what is left of one store into another, table by table, those that others refer to first."""

    def __init__(self, ruins: Ruins, writer: Writer, done: Rescued, progress: Progress | None) -> None:
        self._ruins = ruins
        self._writer = writer
        self._done = done
        self._progress = progress
        self._there: dict[str, set[int]] = {}

    def run(self) -> None:
        """Write everything."""
        self._done.lines_lost = self._ruins.lines_lost
        wanted = [table for table in Base.metadata.sorted_tables if is_recorded(table) and table.name not in _NOT_OURS]
        conn = self._writer.conn
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for n, table in enumerate(wanted):
            if self._progress is not None:
                self._progress(n, len(wanted) + 1)
            self._table(table)
        for name in _BESIDE:
            self._beside(Base.metadata.tables[name])
        if not live_rules(conn):
            insert_rules(self._writer, Rules(), "current")
        for keys in chunks(sorted(self._there["vehicle"])):
            refold(conn, keys)
            rewrite_search_text(conn, keys)
        if self._progress is not None:
            self._progress(len(wanted) + 1, len(wanted) + 1)

    def _table(self, table: Table) -> None:
        shape = shape_of(table, self._writer.conn.dialect)
        count = self._done.counts[shape.name] = Count()
        self._there[shape.name] = set()
        if shape.name not in self._ruins.columns:
            return
        unproven: list[Values] = []
        for start in range(1, self._ruins.highest(shape.name) + 1, _AT_A_TIME):
            sure: dict[str, list[Values]] = {"whole": [], "from_acts": [], "unproven": unproven}
            for values, how in self._rows(shape, start, start + _AT_A_TIME - 1, count):
                sure[how].append(values)
            count.whole += self._write(shape, sure["whole"], count)
            count.from_acts += self._write(shape, sure["from_acts"], count)
        count.unproven += self._write_one_by_one(shape, unproven, count)

    def _rows(self, shape: Shape, first: int, last: int, count: Count) -> Iterator[tuple[Values, str]]:
        """The rows of a stretch of ids as they are to be, and by what they are known."""
        present = self._ruins.rows(shape.name, first, last)
        names = self._ruins.columns[shape.name]
        histories = _histories(self._ruins.lines(shape.name, first, last))
        for key in sorted(present.keys() | histories.keys()):
            row = dict(zip(names, present[key], strict=True)) if key in present else None
            chosen, how = _chosen(shape, row, histories.get(key), complete=self._ruins.lines_lost == 0)
            if chosen is not None:
                yield _values(shape, {**chosen, "id": key}), how
            elif how == "lost":
                count.lost += 1

    def _write(self, shape: Shape, rows: Sequence[Values], count: Count) -> int:
        """Write rows of which everything is known; answers how many. What stands in the way is found one by one."""
        kept = [row for row in rows if self._belongs(shape, row)]
        try:
            with self._writer.conn.begin_nested():
                self._writer.insert_stored(shape.table, kept)
        except IntegrityError:
            return self._write_one_by_one(shape, rows, count)
        place = shape.columns.index("id")
        self._there[shape.name].update(row[place] for row in kept)
        count.lost += len(rows) - len(kept)
        return len(kept)

    def _write_one_by_one(self, shape: Shape, rows: Sequence[Values], count: Count) -> int:
        written = 0
        for row in rows:
            if self._belongs(shape, row) and self._is_taken(shape, row):
                self._there[shape.name].add(row[shape.columns.index("id")])
                written += 1
            else:
                count.lost += 1
        return written

    def _is_taken(self, shape: Shape, row: Values) -> bool:
        try:
            with self._writer.conn.begin_nested():
                if is_recorded(shape.table):
                    self._writer.insert_stored(shape.table, [row])
                else:
                    shape.insert(self._writer.conn, [row])
        except IntegrityError:
            return False
        return True

    def _belongs(self, shape: Shape, row: Values) -> bool:
        """Answer whether everything that a row refers to is there; rows of its own table come in any order."""
        for key in shape.table.foreign_keys:
            value, other = row[shape.columns.index(key.parent.name)], key.column.table
            if value is not None and other is not shape.table and value not in self._there.get(str(other.name), ()):
                return False
        return True

    def _beside(self, table: Table) -> None:
        """Take along what is neither recorded nor derived."""
        names = self._ruins.columns.get(str(table.name))
        count = self._done.counts[str(table.name)] = Count()
        if names is None:
            return
        shape = shape_of(table, self._writer.conn.dialect)
        for row in self._ruins.all_rows(shape.name):
            values = _values(shape, dict(zip(names, row, strict=True)))
            if self._belongs(shape, values) and self._is_taken(shape, values):
                count.unproven += 1
            else:
                count.lost += 1


@dataclass
class _History:
    """What the lines of one row add up to: how it should stand, the revision that it should have, whether erased."""

    row: Stored | None = None
    revision: int = 0
    erased: bool = False
    known: bool = True


def _histories(lines: Iterator[tuple[int, str | None, str | None, bool]]) -> dict[int, _History]:
    found: dict[int, _History] = {}
    for key, before, after, erased in lines:
        history = found.setdefault(key, _History())
        if erased:
            history.erased = True
        elif after is None:
            history.row = None
        else:
            _go_on(history, before, json.loads(after))
    return found


def _go_on(history: _History, before: str | None, after: Stored) -> None:
    if before is None:
        history.row, history.revision, history.known = after, int(after.get("revision", 1)), True
    elif history.row is None:  # the line that made the row is missing: what else it held is not known
        history.known = False
    else:
        history.row = {**history.row, **after}
        history.revision += 1


def _chosen(
    shape: Shape, row: Mapping[str, Any] | None, history: _History | None, *, complete: bool
) -> tuple[Mapping[str, Any] | None, str]:
    """The one of both copies of a row that is right, and `whole`, `from_acts`, `unproven`, `lost` or `gone`."""
    as_it_is = (row, "unproven") if row is not None and not complete else (None, "gone")
    if history is None:  # complete: nobody ever wrote this row
        return as_it_is
    if history.erased:
        return (row, "whole") if row is not None and complete else as_it_is
    if not history.known:
        return (row, "unproven") if row is not None else (None, "lost")
    return as_it_is if history.row is None else _of_two(shape, row, history, history.row, complete=complete)


def _of_two(
    shape: Shape, row: Mapping[str, Any] | None, history: _History, after: Stored, *, complete: bool
) -> tuple[Mapping[str, Any], str]:
    told = {**after, "revision": history.revision}
    if row is None:
        return told, "from_acts" if complete else "unproven"
    if _same(shape, row, told):
        return row, "whole"
    newer = isinstance(row.get("revision"), int) and row["revision"] > history.revision
    return (row, "unproven") if newer and not complete else (told, "from_acts")


def _same(shape: Shape, row: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    return all(value == told.get(name) or shape.may_be(name, value, told) for name, value in row.items())


def _values(shape: Shape, row: Mapping[str, Any]) -> Values:
    """A row as this schema has it: columns that are new have their default, acts are not those of before."""
    known = {**dict(zip(shape.columns, shape.defaults, strict=True)), **row}
    if shape.name == "batch":
        known["act_id"] = None
    return tuple(known[name] for name in shape.columns)
