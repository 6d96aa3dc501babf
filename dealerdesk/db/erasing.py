"""Erasing what acts took down of a row: the values go, their seals stay, so that the chain still holds."""

from __future__ import annotations

import hashlib
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from dealerdesk.db.reading import fetch_all
from dealerdesk.db.tables import Erasure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_ERASE: Final = 'UPDATE act_row SET "before" = NULL, "after" = NULL, nonce = NULL WHERE id = ?'
_STANDING: Final = "SELECT id FROM act_row WHERE nonce IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
_LINES: Final = """SELECT id FROM act_row WHERE "table" = ? AND nonce IS NOT NULL
    AND key IN (SELECT value FROM json_each(?)) ORDER BY id"""
_ERASED: Final = "SELECT id FROM act_row WHERE nonce IS NULL ORDER BY id"
_ERASURES: Final = "SELECT id, lines, digest FROM erasure ORDER BY id"


def erase_lines(writer: Writer, ids: Iterable[int], reason: str, customer: int | None = None) -> int:
    """Erase the values of these lines of acts for good; answers how many still had any.

    What was there cannot be told any more: before, after and nonce go. The seal stays, and an erasure in the present
    act vouches for them: how many lines, and a digest of their ids. `reason` is a code.
    """
    wanted = sorted(set(ids))
    found = [row[0] for row in fetch_all(writer.conn, _STANDING, (_array(wanted),))]
    if not found:
        return 0
    writer.conn.exec_driver_sql(_ERASE, [(key,) for key in found])
    row = {"reason": reason, "customer_id": customer, "lines": len(found), "digest": digest_of_ids(found)}
    writer.insert(Erasure, [row])
    return len(found)


def lines_of(conn: Connection, table: str, keys: Iterable[int]) -> list[int]:
    """The ids of the lines that acts took down of these rows of a table, and that still hold their values."""
    return [row[0] for row in fetch_all(conn, _LINES, (table, _array(sorted(set(keys)))))]


def erased_lines(conn: Connection) -> list[int]:
    """The ids of all lines of which the values are gone."""
    return [row[0] for row in fetch_all(conn, _ERASED)]


def digest_of_ids(ids: Iterable[int]) -> str:
    """The digest by which an erasure vouches for the lines that it erased: of their ranges of ids, in order."""
    listed = sorted(set(ids))
    ranges = []
    for _, run in groupby(enumerate(listed), key=lambda pair: pair[1] - pair[0]):
        numbers = list(map(itemgetter(1), run))
        ranges.append(f"{numbers[0]}-{numbers[-1]}")
    return f"{','.join(ranges)}:{hashlib.sha256(','.join(map(str, listed)).encode()).hexdigest()}"


def ids_of_digest(digest: str) -> set[int]:
    """The ids that an erasure's digest names. Raises ValueError for one that does not agree with itself."""
    named, _, _ = digest.partition(":")
    found: set[int] = set()
    for run in named.split(","):
        first, _, last = run.partition("-")
        found.update(range(int(first), int(last) + 1))
    if digest_of_ids(found) != digest:
        raise ValueError(digest)
    return found


def unvouched(conn: Connection) -> list[int]:
    """The ids of lines of which the values are gone although no erasure names them: somebody took them out by hand."""
    vouched: set[int] = set()
    for _, lines, digest in fetch_all(conn, _ERASURES):
        try:
            ids = ids_of_digest(digest)
        except ValueError:
            continue
        if len(ids) == lines:
            vouched |= ids
    return [key for key in erased_lines(conn) if key not in vouched]


def _array(ids: Iterable[int]) -> str:
    return f"[{','.join(map(str, ids))}]"
