"""What is half written, as the store keeps it: one row a person, kind and key; no act, and nobody else's business."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import String, delete, insert, select, type_coerce
from sqlalchemy.dialects.sqlite import insert as upsert

from dealerdesk.db.columns import json_text
from dealerdesk.db.tables.access import Draft as DraftRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

SITTING: Final = "sitting"
"""The kind of the rows that say which processes have a window on the store: they are nobody's half-filled form."""

_ABOUT: Final = """DELETE FROM draft WHERE EXISTS (SELECT 1
    FROM json_each(CASE WHEN json_valid(content) THEN content ELSE '{}' END, '$.about') WHERE value = ?)"""


class Draft(NamedTuple):
    """What somebody has begun: of which kind, about what, when it was last written (UTC), and what it holds."""

    kind: str
    key: str
    at: datetime
    content: dict[str, Any]


_COLUMNS: Final = (
    DraftRow.who, DraftRow.kind, DraftRow.key, type_coerce(DraftRow.at, String), type_coerce(DraftRow.content, String),
)  # fmt: skip


class DraftOf(NamedTuple):
    """A draft with its writer, as it is carried from one store into another."""

    who: str
    draft: Draft


def size_of(content: object) -> int:
    """How many bytes a draft's content takes."""
    return len(json_text(content).encode(errors="replace"))


def keep(conn: Connection, who: str, draft: Draft) -> None:
    """Write a draft in the place of the one before of the same writer, kind and key."""
    content = json.loads(json_text(draft.content).encode(errors="replace"))  # half a character can be typed, not kept
    row = {"who": who, **draft._asdict(), "content": content}
    statement = upsert(DraftRow).values(**row)
    changes = {"at": draft.at, "content": content}
    conn.execute(statement.on_conflict_do_update(index_elements=["who", "kind", "key"], set_=changes))


def drop(conn: Connection, who: str, kind: str, key: str) -> bool:
    """Forget a draft; answers whether it was there."""
    gone = conn.execute(delete(DraftRow).where(DraftRow.who == who, DraftRow.kind == kind, DraftRow.key == key))
    return bool(gone.rowcount)


def drafts_of(conn: Connection, who: str, kind: str | None = None) -> tuple[Draft, ...]:
    """The drafts of a person, the newest first: of a kind, or all that are forms (no sittings)."""
    of_kind = DraftRow.kind != SITTING if kind is None else DraftRow.kind == kind
    wanted = select(*_COLUMNS).where(DraftRow.who == who, of_kind)
    return tuple(form.draft for form in _read(conn.execute(wanted.order_by(DraftRow.at.desc(), DraftRow.id.desc()))))


def drop_drafts_about(conn: Connection, customer_id: int) -> int:
    """Forget whatever anybody has begun to write about a customer; answers how many drafts that were."""
    return conn.exec_driver_sql(_ABOUT, (customer_id,)).rowcount


def drop_drafts_of(conn: Connection, who: str) -> int:
    """Forget all that a person has begun, sittings too; answers how many drafts that were."""
    return conn.execute(delete(DraftRow).where(DraftRow.who == who)).rowcount


def hand_over(conn: Connection, before: str, who: str) -> None:
    """Let the forms of one writer be another's: of a store's one owner, who has an account from now on."""
    for draft in reversed(drafts_of(conn, before)):
        keep(conn, who, draft)
    drop_drafts_of(conn, before)


def forms_of_all(conn: Connection) -> tuple[DraftOf, ...]:
    """Everybody's half-filled forms."""
    wanted = select(*_COLUMNS).where(DraftRow.kind != SITTING)
    return tuple(_read(conn.execute(wanted.order_by(DraftRow.id))))


def sittings_of_all(conn: Connection) -> tuple[DraftOf, ...]:
    """Which processes have, or had, a window on the store, and what they were at."""
    return tuple(_read(conn.execute(select(*_COLUMNS).where(DraftRow.kind == SITTING).order_by(DraftRow.id))))


def at_it_since(sittings: Iterable[DraftOf], works: Collection[str], act: int) -> tuple[DraftOf, ...]:
    """Those of some sittings that were at one of these works, with that alone, as if it had begun after an act."""
    found = []
    for one in sittings:
        named = one.draft.content.get("works")
        if one.draft.kind != SITTING or not isinstance(named, list):
            continue
        held = [work for work in named if isinstance(work, list) and work and work[0] in works]
        if held:
            content = {**one.draft.content, "works": [[*work[:-1], act] for work in held]}
            found.append(one._replace(draft=one.draft._replace(content=content)))
    return tuple(found)


def _read(rows: Iterable[Sequence[str]]) -> Iterator[DraftOf]:
    """The drafts in these rows; nothing vouches for them, and one that cannot be read keeps nobody from the others."""
    for who, kind, key, at, content in rows:
        with suppress(ValueError, TypeError, RecursionError):
            yield DraftOf(who, Draft(kind, key, datetime.fromisoformat(at), dict(json.loads(content))))


def put_in_place(conn: Connection, drafts: Iterable[DraftOf]) -> None:
    """Let these be all drafts of the store: what a copy held of half-filled forms is long over, and so its sittings."""
    conn.execute(delete(DraftRow))
    rows = [{"who": one.who, **one.draft._asdict()} for one in drafts]
    if rows:
        conn.execute(insert(DraftRow), rows)


def drop_sittings(conn: Connection) -> None:
    """Forget which processes had a window on the store."""
    conn.execute(delete(DraftRow).where(DraftRow.kind == SITTING))
