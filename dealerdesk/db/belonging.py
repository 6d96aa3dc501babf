"""Tags of customers, and ties between them, as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.reading import fetch_all
from dealerdesk.db.tables import Tag, Tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_TIED = """SELECT id FROM tie WHERE (customer_id = :one AND other_id = :other)
OR (customer_id = :other AND other_id = :one)"""


def set_tags_of(writer: Writer, customer_id: int, names: Sequence[str]) -> bool:
    """Let a customer have these tags and no others; answers whether any came or went."""
    present = {
        name: key
        for key, name in fetch_all(writer.conn, "SELECT id, name FROM tag WHERE customer_id = ?", (customer_id,))
    }
    gone = sorted(present[name] for name in present.keys() - set(names))
    new = [{"customer_id": customer_id, "name": name} for name in names if name not in present]
    if gone:
        writer.delete(Tag, gone)
    if new:
        writer.insert(Tag, new)
    return bool(gone or new)


def tied(conn: Connection, one: int, other: int) -> bool:
    """Whether two customers belong together."""
    return bool(fetch_all(conn, _TIED, {"one": one, "other": other}))


def tie_together(writer: Writer, one: int, other: int, kind: str) -> None:
    """Let two customers belong together."""
    writer.insert(Tie, [{"customer_id": one, "other_id": other, "kind": kind}])


def untie(writer: Writer, one: int, other: int) -> bool:
    """Let two customers belong together no more; answers whether they did."""
    keys = [row[0] for row in fetch_all(writer.conn, _TIED, {"one": one, "other": other})]
    if keys:
        writer.delete(Tie, keys)
    return bool(keys)
