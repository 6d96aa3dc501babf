"""Erasing what acts took down of a row: the values go, their seals stay, so that the chain still holds."""

from __future__ import annotations

import hashlib
import json
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.reading import fetch_all
from dealerdesk.db.tables import Erasure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_ERASE: Final = 'UPDATE act_row SET "before" = NULL, "after" = NULL, nonce = NULL WHERE id = ?'
_STANDING: Final = """SELECT id, "table", key FROM act_row
    WHERE nonce IS NOT NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id"""
_LINES: Final = """SELECT id FROM act_row WHERE "table" = ? AND nonce IS NOT NULL
    AND key IN (SELECT value FROM json_each(?)) ORDER BY id"""
_ERASED: Final = 'SELECT id, "table", key FROM act_row WHERE nonce IS NULL ORDER BY id'
_ERASURES: Final = """SELECT "after" FROM act_row
    WHERE "table" = 'erasure' AND nonce IS NOT NULL AND "after" IS NOT NULL ORDER BY id"""
"""What acts took down of erasures, and never what stands in the table: these lines are sealed, and never erased."""


class Line(NamedTuple):
    """A line of an act, and the row of which it told."""

    id: int
    table: str
    key: int


def erase_lines(writer: Writer, ids: Iterable[int], reason: str, customer: int | None = None) -> int:
    """Erase the values of these lines of acts for good; answers how many still had any.

    What was there cannot be told any more: before, after and nonce go. The seal stays, and an erasure in the present
    act vouches for them: how many lines, and a digest of their ids, tables and keys. `reason` is a code.
    """
    wanted = sorted(set(ids))
    found = [Line(*row) for row in fetch_all(writer.conn, _STANDING, (_array(wanted),))]
    if not found:
        return 0
    writer.conn.exec_driver_sql(_ERASE, [(line.id,) for line in found])
    row = {"reason": reason, "customer_id": customer, "lines": len(found), "digest": digest_of_lines(found)}
    writer.insert(Erasure, [row])
    return len(found)


def lines_of(conn: Connection, table: str, keys: Iterable[int]) -> list[int]:
    """The ids of the lines that acts took down of these rows of a table, and that still hold their values."""
    return [row[0] for row in fetch_all(conn, _LINES, (table, _array(sorted(set(keys)))))]


def digest_of_lines(lines: Iterable[Line]) -> str:
    """The digest by which an erasure vouches for the lines that it erased: the ranges of their ids, and their hash.

    The hash holds which rows they told of too: an erased line has no values by which its seal could.
    """
    listed = sorted(set(lines))
    ranges = []
    for _, run in groupby(enumerate(listed), key=lambda pair: pair[1].id - pair[0]):
        numbers = [line.id for _, line in run]
        ranges.append(f"{numbers[0]}-{numbers[-1]}")
    told = "\n".join(f"{line.id} {line.table} {line.key}" for line in listed)
    return f"{','.join(ranges)}:{hashlib.sha256(told.encode()).hexdigest()}"


def unvouched(conn: Connection) -> list[int]:
    """The ids of lines of which the values are gone although no erasure names them: somebody took them out by hand."""
    erased = {line.id: line for line in (Line(*row) for row in fetch_all(conn, _ERASED))}
    vouched: set[int] = set()
    for (after,) in fetch_all(conn, _ERASURES) if erased else ():
        try:
            digest = str(json.loads(after)["digest"])
            named = [erased[key] for key in _ids_named(digest, len(erased))]
        except (ValueError, TypeError, LookupError):  # it names lines that still tell something, or nothing at all
            continue
        if digest_of_lines(named) == digest:
            vouched.update(line.id for line in named)
    return [key for key in erased if key not in vouched]


def _ids_named(digest: str, most: int) -> list[int]:
    """The ids that an erasure's digest names, at most so many. Raises ValueError where it names none, or more."""
    found: list[int] = []
    for run in digest.partition(":")[0].split(","):
        first, _, last = run.partition("-")
        ids = range(int(first), int(last) + 1)
        if len(found) + len(ids) > most:
            raise ValueError(digest)
        found += ids
    return found


def _array(ids: Iterable[int]) -> str:
    return f"[{','.join(map(str, ids))}]"
