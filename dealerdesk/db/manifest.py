"""What lies beside every copy: what is in it, and the digest by which it is known to be as it was written."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db import dialect
from dealerdesk.db.settings import setting
from dealerdesk.domain.errors import Damaged

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from dealerdesk.db.store import Store

_FORMAT: Final = 1
_LARGEST: Final = 100_000
"""Bytes above which a file is no manifest of ours."""

_HEAD: Final = "SELECT key_id, mac FROM chain_head WHERE id = 1"
_ENDS: Final = "SELECT digest FROM act WHERE id = (SELECT {}(id) FROM act)"


@dataclass(frozen=True)
class Contents:
    """What a store holds: its schema, how many of what, and the digests of its first and its last act.

    The digest of the first act tells stores apart: no two have the same. `mac`: what the key of that id says of the
    number of acts and the last digest.
    """

    schema: int
    customers: int
    vehicles: int
    visits: int
    acts: int
    first_digest: str
    last_digest: str
    key_id: str = ""
    mac: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody and nothing is in it."""
        return not (self.customers or self.vehicles or self.visits)


@dataclass(frozen=True)
class Manifest:
    """A copy as it was written: when (UTC), why (`backup`: by hand), what is in it, its bytes and their SHA-256."""

    at: datetime
    kind: str
    contents: Contents
    bytes: int
    sha256: str


def contents_of(connection: dialect.DriverConnection) -> Contents:
    """Answer what a store's file holds; the driver's errors come as they are."""
    tables = dialect.table_names(connection)

    def one(query: str) -> Any:  # noqa: ANN401
        found = connection.execute(query).fetchone()
        return None if found is None else found[0]

    def rows(table: str) -> int:
        return int(one(f"SELECT count(*) FROM {table}")) if table in tables else 0

    def digest(which: str) -> str:
        return str(one(_ENDS.format(which)) or "") if "act" in tables else ""

    head = connection.execute(_HEAD).fetchone() if "chain_head" in tables else None
    return Contents(
        schema=dialect.schema_number(connection),
        customers=rows("customer"),
        vehicles=rows("vehicle"),
        visits=rows("visit"),
        acts=rows("act"),
        first_digest=digest("min"),
        last_digest=digest("max"),
        key_id="" if head is None else str(head[0]),
        mac="" if head is None else str(head[1]),
    )


def first_digest(store: Store) -> str:
    """The digest of a store's first act, by which its copies are known."""
    return _end(store, "min")


def last_digest(store: Store) -> str:
    """The digest of a store's last act: a copy that has the same holds all that the store does."""
    return _end(store, "max")


def has_act(conn: Connection, digest: str) -> bool:
    """Answer whether a store has the act of a digest."""
    return conn.exec_driver_sql("SELECT 1 FROM act WHERE digest = ?", (digest,)).scalar() is not None


def _end(store: Store, which: str) -> str:
    with store.read() as conn:
        found = conn.exec_driver_sql(_ENDS.format(which)).fetchone()
    return "" if found is None else str(found[0])


def worth_saving(store: Store) -> bool:
    """Whether a store holds anything, and that not invented."""
    filled = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in ("customer", "vehicle", "visit"))
    with store.read() as conn:
        if setting(conn, "invented") is True:
            return False
        return bool(conn.exec_driver_sql(f"SELECT {filled}").scalar())


def manifest_file(copy: Path) -> Path:
    """The file that lies beside a copy."""
    return copy.with_name(f"{copy.name}.json")


def write_manifest(copy: Path, manifest: Manifest) -> None:
    """Write what is known of a copy beside it. A place that does not take it leaves the copy as good as it is."""
    told = {
        "program": "DealerDesk",
        "format": _FORMAT,
        "at": manifest.at.isoformat(),
        "kind": manifest.kind,
        "automatic": manifest.kind != "backup",
        **asdict(manifest.contents),
        "bytes": manifest.bytes,
        "sha256": manifest.sha256,
    }
    growing = copy.with_name(f"{copy.name}.json.{os.getpid()}.new")
    with suppress(OSError):
        try:
            growing.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
            growing.replace(manifest_file(copy))
        finally:
            growing.unlink(missing_ok=True)


def forget_manifest(copy: Path) -> None:
    """Remove what lies beside a copy that is about to be another one."""
    manifest_file(copy).unlink(missing_ok=True)


def manifest_of(copy: Path) -> Manifest | None:
    """What is known of a copy; None where nothing of ours lies beside it."""
    file = manifest_file(copy)
    try:
        if file.stat().st_size > _LARGEST:
            return None
        told = json.loads(file.read_text("utf-8"))
        numbers = {name: int(told[name]) for name in ("schema", "customers", "vehicles", "visits", "acts")}
        ends = str(told["first_digest"]), str(told["last_digest"])
        proof = str(told.get("key_id", "")), str(told.get("mac", ""))
        contents = Contents(**numbers, first_digest=ends[0], last_digest=ends[1], key_id=proof[0], mac=proof[1])
        at = datetime.fromisoformat(told["at"])
        if at.tzinfo is None:
            return None
        return Manifest(at, str(told["kind"]), contents, int(told["bytes"]), str(told["sha256"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def must_be_as_written(copy: Path) -> None:
    """Raise Damaged `restore.altered` where a copy's bytes are no longer those that were written."""
    known = manifest_of(copy)
    if known is None:
        return
    with copy.open("rb") as file:
        same = os.fstat(file.fileno()).st_size == known.bytes
        if not same or hashlib.file_digest(file, "sha256").hexdigest() != known.sha256:
            raise Damaged("restore.altered", file=str(copy))
