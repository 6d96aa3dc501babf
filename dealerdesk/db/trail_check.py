"""Whether the chain of acts is the one that its head vouches for, and the one that the store's copies know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.db.erasing import unvouched
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.trail import RENEWED, Head, head_of
from dealerdesk.domain.errors import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from dealerdesk.db.copies import KeptCopy
    from dealerdesk.db.manifest import Contents
    from dealerdesk.db.trail import TrailKey

_ENDS: Final = "SELECT (SELECT digest FROM act WHERE id = 1), max(id) FROM act"
_DIGEST: Final = "SELECT digest FROM act WHERE id = ?"
_RESTORED: Final = "SELECT max(at) FROM act WHERE use_case IN ('restore', 'undo-restore')"
_RENEWALS: Final = "SELECT id, day FROM act WHERE use_case = ? ORDER BY id"
_HALF_ERASED: Final = """SELECT act_id, "table", "key" FROM act_row
    WHERE nonce IS NULL AND ("before" IS NOT NULL OR "after" IS NOT NULL) ORDER BY id LIMIT 20"""
_ACT_OF: Final = 'SELECT act_id, "table", "key" FROM act_row WHERE id = ?'
_NAMED: Final = 20


def head_problems(conn: Connection, key: TrailKey) -> Iterator[Said]:
    """Answer what the head of the chain says against it: cut off, written anew, gone on without the key."""
    last = conn.exec_driver_sql("SELECT max(id) FROM act").scalar() or 0
    head = head_of(conn)
    if head is None:
        if last:
            yield said("check.head_missing")
    elif not key.knows(head.key_id):
        yield said("check.head_unknown")
    elif not key.proves(head):
        yield said("check.head_forged")
    else:
        yield from _against(conn, head, last)


def number_of_acts(conn: Connection) -> int:
    """Answer how many acts the trail has."""
    return conn.exec_driver_sql("SELECT count(*) FROM act").scalar() or 0


def head_fits(conn: Connection) -> bool:
    """Answer whether the chain ends as its head says, whoever vouches for that."""
    head, last = head_of(conn), conn.exec_driver_sql("SELECT max(id) FROM act").scalar() or 0
    return head is not None and not list(_against(conn, head, last))


def _against(conn: Connection, head: Head, last: int) -> Iterator[Said]:
    """Hold the chain against a head that is genuine."""
    if last < head.acts:
        yield said("check.tail_cut", n=head.acts - last, first=last + 1, last=head.acts)
        return
    if conn.exec_driver_sql(_DIGEST, (head.acts,)).scalar() != head.digest:
        yield said("check.rebuilt", act=head.acts)
    if last > head.acts:
        yield said("check.acts_without_key", first=head.acts + 1, last=last)


def erasing_problems(conn: Connection) -> Iterator[Said]:
    """Answer lines whose values were taken out although no erasing was taken down."""
    for act, table, key in fetch_all(conn, _HALF_ERASED):
        yield said("check.act_row", act=act, table=table, key=key)
    for line in unvouched(conn)[:_NAMED]:
        (act, table, key) = fetch_all(conn, _ACT_OF, (line,))[0]
        yield said("check.erased_outside", act=act, table=table, key=key)


def renewals(conn: Connection) -> tuple[Said, ...]:
    """Answer the acts by which another key took over: what was before them no key vouches for any more."""
    return tuple(said("check.key_renewed", act=act, day=day) for act, day in fetch_all(conn, _RENEWALS, (RENEWED,)))


def later_states(conn: Connection, copies: Iterable[KeptCopy], key: TrailKey) -> Iterator[Said]:
    """Answer the store's own copies that know acts which it has not got, unless it was restored since by the desk."""
    first, last = conn.exec_driver_sql(_ENDS).one()
    restored = conn.exec_driver_sql(_RESTORED).scalar() or ""
    for copy in copies:
        if copy.manifest is None or copy.manifest.contents.first_digest != first:
            continue
        known, at = copy.manifest.contents, copy.manifest.at.isoformat(timespec="microseconds")
        if _forged(known, key):
            yield said("check.manifest_forged", file=copy.file.name)
            continue
        ours = conn.exec_driver_sql(_DIGEST, (known.acts,)).scalar() if known.acts <= last else None
        if ours != known.last_digest and at.replace("+00:00", "Z") > restored:
            yield said("check.older_state", file=copy.file.name, n=known.acts, act=last)


def _forged(known: Contents, key: TrailKey) -> bool:
    """Answer whether what lies beside a copy claims to be vouched for by our key, and is not."""
    return (
        bool(known.mac)
        and known.key_id == key.id
        and not key.proves(Head(known.acts, known.last_digest, known.key_id, known.mac))
    )
