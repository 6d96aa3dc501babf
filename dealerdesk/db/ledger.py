"""The record of one act: a row for every row it changed, sealed, and the digest that chains it to the act before."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from json import JSONEncoder
from json.encoder import encode_basestring as _quote
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select, update

from dealerdesk.db.columns import instant_text, json_text
from dealerdesk.db.shape import shape_of
from dealerdesk.db.trail import follow, vouch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection, MetaData

    from dealerdesk.db.trail import TrailKey
    from dealerdesk.domain.rights import Actor

Entry = tuple[int, str | None, str | None]
"""A row's key, and its values before and after the act as text; None where there was, or is, no row."""

HEADER: Final = ("at", "who", "source", "use_case", "day", "undoes", "first_row", "rows")
"""The columns of an act that its digest vouches for, after its id."""

_NONCE_BYTES: Final = 16
_encode: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True)
class ActHeader:
    """Who does what: the use case by name, the person, from where (window, command), and the store's day."""

    use_case: str
    who: str
    source: str
    day: date
    at: datetime | None = None
    """When, by the real clock; now if not given."""

    actor: Actor | None = None
    """Who must still be who they were when the act is written; None: what the desk does by itself."""


def row_text(names: Sequence[str], values: Sequence[Any]) -> str:
    """Answer a whole row as text; empty fields are left out, so that a column added later changes no text."""
    filled = [
        f'"{name}":{_quote(value) if value.__class__ is str else value if value.__class__ is int else _encode(value)}'
        for name, value in zip(names, values, strict=True)
        if value is not None
    ]
    return f"{{{','.join(filled)}}}"


def fields_text(fields: Mapping[str, Any]) -> str:
    """Answer some fields of a row as text, the empty ones too."""
    return _encode(dict(fields))


def seal_of(nonce: bytes, table: str, entry: Entry) -> bytes:
    """Answer the seal of an act's row: it holds the values without telling them."""
    key, before, after = entry
    return hashlib.sha256(nonce + f"{table}\0{key}\0{before or ''}\0{after or ''}".encode()).digest()


def digest_of(previous: str, header: Sequence[Any], seals: Any) -> str:  # noqa: ANN401
    """Answer the digest of an act: of the one before, of its header and of the hash over all its seals."""
    return hashlib.sha256(f"{previous}\0{json_text(header)}\0{seals.hexdigest()}".encode()).hexdigest()


class Ledger:
    """Takes down one act while it happens. Nothing is written for an act that changes nothing."""

    def __init__(self, conn: Connection, header: ActHeader, metadata: MetaData, trail: TrailKey | None = None) -> None:
        self._conn = conn
        self._trail = trail
        self._renewed = False
        self._header = header
        self._acts = shape_of(metadata.tables["act"], conn.dialect)
        self._rows = shape_of(metadata.tables["act_row"], conn.dialect)
        self._act_id: int | None = None
        self._first_row = 0
        self._count = 0
        self._seals = hashlib.sha256()
        self._at = instant_text(header.at or datetime.now(UTC))
        self._undoes: int | None = None

    @property
    def act_id(self) -> int:
        """The act's id. Asking for it makes the act, even if nothing should change."""
        if self._act_id is None:
            acts, rows = self._acts.raw, self._rows.raw
            self._act_id = (self._conn.scalar(select(func.max(acts.c.id))) or 0) + 1
            self._first_row = (self._conn.scalar(select(func.max(rows.c.id))) or 0) + 1
            self._conn.execute(
                insert(acts).values(**dict(zip(HEADER, self._described(), strict=True)), id=self._act_id, digest="")
            )
        return self._act_id

    @property
    def is_open(self) -> bool:
        """Whether there is anything to record yet."""
        return self._act_id is not None

    def undo(self, act_id: int) -> None:
        """Take down that this act undoes that one; it is an act even when everything stays."""
        if self._undoes is not None:
            raise ValueError("an act undoes one act")
        self._undoes = act_id
        self._conn.execute(update(self._acts.raw).where(self._acts.raw.c.id == self.act_id).values(undoes=act_id))

    def record(self, table: str, entries: Sequence[Entry]) -> None:
        """Take down rows of one table, in the order in which they changed."""
        if not entries:
            return
        act_id, first = self.act_id, self._first_row + self._count
        nonces = os.urandom(_NONCE_BYTES * len(entries))
        places = range(0, len(nonces), _NONCE_BYTES)
        written = [
            (row_id, act_id, table, *entry, (nonce := nonces[at : at + _NONCE_BYTES]), seal_of(nonce, table, entry))
            for row_id, at, entry in zip(count(first), places, entries, strict=False)
        ]
        self._seals.update(b"".join(row[-1] for row in written))
        self._count += len(written)
        self._rows.insert(self._conn, written)

    def highest_key(self, table: str) -> int:
        """Answer the highest key that any act ever gave to a row of the table; 0 for none."""
        rows = self._rows.raw
        return self._conn.scalar(select(func.max(rows.c.key)).where(rows.c.table == table)) or 0

    def renew_head(self) -> None:
        """Let the folder's key vouch for the chain from this act on, whatever key did before."""
        self._renewed = self.act_id > 0

    def close(self) -> None:
        """Chain the act to the one before it, and let the head follow."""
        if self._act_id is None:
            return
        acts = self._acts.raw
        previous = self._conn.scalar(select(acts.c.digest).where(acts.c.id == self._act_id - 1)) or ""
        digest = digest_of(previous, [self._act_id, *self._described()], self._seals)
        self._conn.execute(update(acts).where(acts.c.id == self._act_id).values(rows=self._count, digest=digest))
        if self._trail is not None and self._renewed:
            vouch(self._conn, self._trail, self._act_id, digest)
        elif self._trail is not None:
            follow(self._conn, self._trail, self._act_id, previous, digest)

    def _described(self) -> tuple[Any, ...]:
        header = self._header
        return (
            self._at,
            header.who,
            header.source,
            header.use_case,
            header.day.isoformat(),
            self._undoes,
            self._first_row,
            self._count,
        )
