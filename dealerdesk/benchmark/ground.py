"""Where measurements run: an invented store, its day and size, and a folder for what they make."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path
    from sqlite3 import Connection

    from dealerdesk.services.desk import Desk

_CACHE_KIB = 64 * 1024


@dataclass(frozen=True)
class Ground:
    """An invented store in a folder, so many vehicles and visits as of today, and a scratch folder beside it."""

    folder: Path
    scratch: Path
    today: date
    vehicles: int
    visits: int


@contextmanager
def desk_at(folder: Path, day: date) -> Iterator[Desk]:
    """The desk of the store in a folder, which is made if there is none, until the block ends."""
    desk = open_desk(Doorstep(folder, day, "zh_CN"), create=True)
    with closing(desk.store):
        yield desk


@contextmanager
def side_by_side(folder: Path, day: date) -> Iterator[tuple[Desk, Connection]]:
    """The desk of a store, and the bare driver on the same file."""
    with desk_at(folder, day) as desk, closing(bare(desk.store.file)) as floor:
        yield desk, floor


def bare(file: Path) -> Connection:
    """The driver itself on a store's file, with as much cache as the desk gives itself, and nothing else."""
    connection: Connection = _driver().connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _driver() -> Any:  # noqa: ANN401
    """The driver that the desk uses here: the one that can encrypt, or the standard one where it has no wheel."""
    try:
        return import_module("sqlcipher3.dbapi2")
    except ImportError:
        return import_module("sqlite3")
