"""A copy beside the store that it would replace: what each holds, and what of the store the copy has not."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dealerdesk.db import dialect
from dealerdesk.db.backup import verify_copy
from dealerdesk.db.copies import kind_of, moment_of
from dealerdesk.db.failures import plainly
from dealerdesk.db.manifest import Contents, contents_of, manifest_of, must_be_as_written
from dealerdesk.db.schema import number_of
from dealerdesk.db.store import FILE_NAME
from dealerdesk.domain.errors import Trouble, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

_ACTS_AFTER: Final = (
    "SELECT count(*) FROM act WHERE id > ? AND use_case NOT IN ('back-up', 'automatic-backup', 'restore')"
)
"""That a backup was made or put back is no loss to anybody."""


@dataclass(frozen=True)
class Lost:
    """What the store has and the copy has not: acts since the copy, and the customers, vehicles, visits they made."""

    acts: int
    customers: int
    vehicles: int
    visits: int


@dataclass(frozen=True)
class Compared:
    """A whole copy: when it was made (UTC), why, what it holds; and what the store holds and would lose.

    `present` and `lost` are None where there is no store, or one too damaged to be read. `same_store`: both have the
    same beginning; else the copy is of another dealership's store, and all is lost.
    """

    file: Path
    at: datetime
    kind: str
    contents: Contents
    present: Contents | None
    lost: Lost | None
    same_store: bool


def compare(folder: Path, file: Path, *, key: bytes | None = None) -> Compared:
    """Verify a copy and hold it against the store of a folder; nothing is changed.

    Raises Damaged `restore.missing`, `restore.not_a_copy`, `restore.damaged`, `restore.altered`; Refused
    `restore.no_permission`, `store.newer`; WrongUse `backup.is_the_store`.
    """
    file = file.expanduser().absolute()
    verify_copy(file, key=key)
    live = folder / FILE_NAME
    with plainly(file):
        must_be_as_written(file)
        if live.exists() and live.samefile(file):
            raise WrongUse("backup.is_the_store", file=str(file))
        with closing(dialect.connect_to_copy(file, key=key)) as copy:
            contents = contents_of(copy)
            present, lost = _beside(copy, contents, live, key)
        same = present is None or present.first_digest == contents.first_digest
        return Compared(file, _made(file), kind_of(file), contents, present, lost, same)


def _made(file: Path) -> datetime:
    """When a copy was made: as lies beside it, as its name says, or when the file was written."""
    known = manifest_of(file)
    if known is not None:
        return known.at
    return moment_of(file) or datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _beside(
    copy: dialect.DriverConnection, contents: Contents, live: Path, key: bytes | None
) -> tuple[Contents | None, Lost | None]:
    if not live.exists():
        return None, None
    try:
        with plainly(live), closing(dialect.connect(live, key=key)) as store, dialect.one_moment(store):
            number_of(store, live)
            present = contents_of(store)
            if present.first_digest != contents.first_digest:
                return present, Lost(present.acts, present.customers, present.vehicles, present.visits)
            return present, _lost(copy, store)
    except Trouble:  # then nobody can say what it has; whether it may be replaced, a restore says
        return None, None


def _lost(copy: dialect.DriverConnection, store: dialect.DriverConnection) -> Lost:
    """What was written into the store after the last act that the copy has too."""
    shared = _last_shared(copy, store)
    first_row = store.execute("SELECT min(first_row) FROM act WHERE id > ?", (shared,)).fetchone()[0]

    def made(table: str) -> int:
        if first_row is None:
            return 0
        query = f"""SELECT count(*) FROM {table} WHERE id IN (
            SELECT key FROM act_row WHERE id >= ? AND "table" = '{table}' AND "before" IS NULL)"""
        return int(store.execute(query, (first_row,)).fetchone()[0])

    acts = int(store.execute(_ACTS_AFTER, (shared,)).fetchone()[0])
    return Lost(acts, made("customer"), made("vehicle"), made("visit"))


def _last_shared(copy: dialect.DriverConnection, store: dialect.DriverConnection) -> int:
    """The id of the last act that both have: each digest holds all acts before it, so that halving finds it."""

    def digest(connection: dialect.DriverConnection, act: int) -> str | None:
        found = connection.execute("SELECT digest FROM act WHERE id = ?", (act,)).fetchone()
        return None if found is None else str(found[0])

    shared, differing = (
        0,
        1
        + min(
            int(connection.execute("SELECT ifnull(max(id), 0) FROM act").fetchone()[0]) for connection in (copy, store)
        ),
    )
    while differing - shared > 1:
        middle = (shared + differing) // 2
        mine = digest(store, middle)
        if mine is not None and mine == digest(copy, middle):
            shared = middle
        else:
            differing = middle
    return shared
