"""Reading what can be read of a damaged database: rows around unreadable pages, and the lines that acts took down."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db import dialect
from dealerdesk.domain.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BLOCK: Final = 1 << 20
_SECTOR: Final = 4096
_AT_A_TIME: Final = 4_096
_ABSURD: Final = 1 << 31
_WIDEST_GAP: Final = 1 << 22
_LINES: Final = '"id", "act_id", "table", "key", "before", "after", "nonce", "seal"'
_SCRATCH: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE line (id INTEGER PRIMARY KEY, of TEXT, key INTEGER, before TEXT, after TEXT, erased INTEGER);
"""


def copy_ruins(file: Path, target: Path) -> None:
    """Copy a database and its log byte by byte; what the disk does not give back becomes noughts."""
    for ending in ("", "-wal"):
        source = file.with_name(f"{file.name}{ending}")
        if source.exists():
            _copy(source, target.with_name(f"{target.name}{ending}"))


def _copy(source: Path, target: Path) -> None:
    with source.open("rb", buffering=0) as giving, target.open("wb") as taking:
        size = os.fstat(giving.fileno()).st_size
        for start in range(0, size, _BLOCK):
            wanted = min(_BLOCK, size - start)
            block = _read(giving.fileno(), start, wanted)
            if block is None:
                places = range(start, start + wanted, _SECTOR)
                few = [min(_SECTOR, start + wanted - place) for place in places]
                block = b"".join(
                    _read(giving.fileno(), place, n) or bytes(n) for place, n in zip(places, few, strict=True)
                )
            taking.write(block)


def _read(descriptor: int, start: int, wanted: int) -> bytes | None:
    parts = []
    try:
        os.lseek(descriptor, start, os.SEEK_SET)
        while wanted > 0 and (part := os.read(descriptor, wanted)):
            parts.append(part)
            wanted -= len(part)
    except OSError:
        return None
    return b"".join(parts) + bytes(wanted)


class Ruins:
    """A copy of a damaged database, and what could be read of the lines of its acts."""

    def __init__(self, file: Path, scratch: Path, key: bytes | None = None) -> None:
        """Open a copy that may be changed. Raises Damaged `rescue.nothing` where no table of ours can be found."""
        self._file = file
        self._conn = dialect.connect(file, key=key)
        self._lines = dialect.connect(scratch, mode="rwc")
        self.columns: dict[str, tuple[str, ...]] = {}
        try:
            self._conn.text_factory = lambda text: text.decode("utf-8", "replace")
            for name in dialect.table_names(self._conn):
                self.columns[name] = dialect.column_names(self._conn, name)
            self.lines_lost = self._take_lines()
        except dialect.DriverError as error:
            self.close()
            raise Damaged("rescue.nothing", file=str(file)) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Leave the copy."""
        self._conn.close()
        self._lines.close()

    def highest(self, table: str) -> int:
        """The highest id that a row of a table is known to have or to have had."""
        taken = self._lines.execute("SELECT max(key) FROM line WHERE of = ?", (table,)).fetchone()[0] or 0
        return max(taken, self._last(table))

    def rows(self, table: str, first: int, last: int) -> dict[int, tuple[Any, ...]]:
        """The rows of a table with ids in a range that can be read, their values as stored."""
        columns = ", ".join(f'"{name}"' for name in self.columns[table])
        place = self.columns[table].index("id")
        return {row[place]: tuple(row) for row in self._between(table, columns, first, last)}

    def lines(self, table: str, first: int, last: int) -> Iterator[tuple[int, str | None, str | None, bool]]:
        """What acts took down of rows of a table with ids in a range: key, before, after, whether it was erased."""
        asked = "SELECT key, before, after, erased FROM line WHERE of = ? AND key BETWEEN ? AND ? ORDER BY id"
        yield from self._lines.execute(asked, (table, first, last))

    def all_rows(self, table: str) -> list[tuple[Any, ...]]:
        """All rows of a small table without ids that can be read."""
        found: list[tuple[Any, ...]] = []
        with suppress(dialect.DriverError):
            for row in self._conn.execute(f'SELECT * FROM "{table}"'):
                found.append(row)  # noqa: PERF402 - what came before the damage is kept
        return found

    def _take_lines(self) -> int | None:
        """Keep all lines that are as they were sealed; answer how many are lost, None where nobody can tell."""
        if "act_row" not in self.columns:
            raise Damaged("rescue.nothing", file=str(self._file))
        self._lines.executescript(_SCRATCH)
        self._lines.execute("BEGIN")
        last, sure = self._last_line()
        found = 0
        for start in range(1, last + 1, _AT_A_TIME):
            kept = [
                (row[0], row[2], row[3], row[4], row[5], row[6] is None)
                for row in self._between("act_row", _LINES, start, min(start + _AT_A_TIME - 1, last))
                if _is_sealed(row)
            ]
            self._lines.executemany("INSERT OR IGNORE INTO line VALUES (?, ?, ?, ?, ?, ?)", kept)
            found += len(kept)
        self._lines.execute("CREATE INDEX by_key ON line (of, key, id)")
        self._lines.execute("COMMIT")
        return last - found if sure or last > found else None

    def _last_line(self) -> tuple[int, bool]:
        """The id of the last line that any act has, and whether no later act is missing."""
        acts = self._between("act", '"id", "first_row", "rows"', 1, self._last("act"))
        whole = [act for act in acts if all(isinstance(value, int) for value in act)]
        ends = max((first + rows - 1 for _, first, rows in whole if rows >= 0 and first > 0), default=0)
        heads = self.all_rows("chain_head") if "chain_head" in self.columns else []
        place = self.columns["chain_head"].index("acts") if heads else 0
        told = heads[0][place] if heads else None
        return max(ends, self._last("act_row")), told == max((act[0] for act in whole), default=0)

    def _last(self, table: str) -> int:
        """The highest id in a table that can be read: where its end cannot, what lies before is walked through."""
        with suppress(dialect.DriverError):
            found = self._conn.execute(f'SELECT max(id) FROM "{table}"').fetchone()[0]
            return min(found, _ABSURD) if isinstance(found, int) else 0
        last, step = 0, 1
        asked = f'SELECT id FROM "{table}" WHERE id >= ? ORDER BY id LIMIT {_AT_A_TIME}'
        while step < _WIDEST_GAP:
            try:
                rows = self._conn.execute(asked, (last + step,)).fetchall()
            except dialect.DriverError:
                step *= 2
                continue
            if not rows:
                break
            last, step = rows[-1][0], 1
        return last

    def _between(self, table: str, columns: str, first: int, last: int) -> Iterator[Sequence[Any]]:
        """The rows in a range of ids that can be read: where one cannot, each half is tried by itself."""
        asked = f'SELECT {columns} FROM "{table}" WHERE id BETWEEN ? AND ? ORDER BY id'
        waiting = [(start, min(start + _AT_A_TIME - 1, last)) for start in range(first, last + 1, _AT_A_TIME)][::-1]
        while waiting:
            start, end = waiting.pop()
            try:
                yield from self._conn.execute(asked, (start, end)).fetchall()
            except dialect.DriverError:
                if start < end:
                    middle = (start + end) // 2
                    waiting += [(middle + 1, end), (start, middle)]


def _is_sealed(row: Sequence[Any]) -> bool:
    """Answer whether a line is what was sealed; of an erased one only its place is left."""
    _, _, table, key, before, after, nonce, seal = row
    if not (isinstance(table, str) and isinstance(key, int)):
        return False
    if nonce is None:
        return before is None and after is None
    if not (isinstance(nonce, bytes) and isinstance(before, str | None) and isinstance(after, str | None)):
        return False
    told = nonce + f"{table}\0{key}\0{before or ''}\0{after or ''}".encode()
    return bool(hashlib.sha256(told).digest() == seal)
