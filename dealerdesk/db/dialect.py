"""Everything that differs between database engines: driver, connections, transactions, copying, faults."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from enum import Enum
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from sqlalchemy import Connection, Engine


def _driver() -> ModuleType:
    """Answer the driver that can encrypt, or the standard one where it has no wheel."""
    try:
        return import_module("sqlcipher3.dbapi2")
    except ImportError:
        return sqlite3


DriverConnection = sqlite3.Connection
"""What both drivers' connections look like."""

DRIVER: Final = _driver()
DriverError: Final[type[Exception]] = DRIVER.Error
ENGINE_VERSION: Final[str] = DRIVER.sqlite_version
APPLICATION_ID: Final = 0x4465736B
"""The mark in the header of our files: `Desk`."""

HEADER_BYTES: Final = 100
COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""Endings of the files that the engine keeps beside a database."""

PATIENCE: Final = 60.0
"""Seconds that a statement waits for another writer: writes queue, they do not fail."""

_READERS: Final = 4
_PLAIN_CACHE_KIB: Final = 64 * 1024
_ENCRYPTED_CACHE_KIB: Final = 128 * 1024  # every page read anew is decrypted anew
_LONGEST_LEFTOVER_LOG: Final = 64 * 1024 * 1024
_COPIED_PAGES: Final = 2_000
_WRITES_ROWS_AS_TEXT: Final = DRIVER.sqlite_version_info >= (3, 44)
_WITHOUT_ROW: Final = """SELECT key FROM act_row WHERE act_row."table" = '{0}'
    AND NOT EXISTS (SELECT 1 FROM "{0}" WHERE id = act_row.key)"""


SEALED: Final = """SELECT id, act_id, CAST(seal AS BLOB),
    CAST(nonce || "table" || x'00' || "key" || x'00' || ifnull(iif("before" = '', '?', "before"), '') || x'00'
        || ifnull(iif("after" = '', '?', "after"), '') AS BLOB)
    FROM act_row ORDER BY id"""
"""The rows of all acts in order, each with its seal and the bytes that it was made of; of erased ones nothing."""


_OF_AN_INDEX: Final = re.compile(r"wrong # of entries in index|missing from index|non-unique entry in index")


class Fault(Enum):
    """What is wrong, when it is not the program."""

    FULL = "full"
    READ_ONLY = "read-only"
    BUSY = "busy"
    DAMAGED = "damaged"
    NOT_A_DATABASE = "not-a-database"
    UNREACHABLE = "unreachable"
    BAD_NAME = "bad-name"
    FAILING = "failing"


_NO_ROOM_FOR_SHARED_INDEX: Final = 4874  # SQLITE_IOERR_SHMSIZE: the index of the log could not grow
_NOT_BROUGHT_TO_DISK: Final = (1034, 1290)  # SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC
_MOVED: Final = 1032  # SQLITE_READONLY_DBMOVED
_FAULTS: Final = {
    3: Fault.READ_ONLY,
    5: Fault.BUSY,
    6: Fault.BUSY,
    8: Fault.READ_ONLY,
    10: Fault.UNREACHABLE,
    11: Fault.DAMAGED,
    13: Fault.FULL,
    14: Fault.UNREACHABLE,
    26: Fault.NOT_A_DATABASE,
    _NO_ROOM_FOR_SHARED_INDEX: Fault.FULL,
    _MOVED: Fault.UNREACHABLE,
    **dict.fromkeys(_NOT_BROUGHT_TO_DISK, Fault.FAILING),
}


_SAID_WITHOUT_CODE: Final = {  # copying reports its errors without their numbers
    "readonly database": 8,
    "database is locked": 5,
    "disk I/O error": 10,
    "disk image is malformed": 11,
    "disk is full": 13,
    "unable to open": 14,
    "not a database": 26,
}
SPOILT: Final = frozenset({Fault.DAMAGED, Fault.NOT_A_DATABASE})


def fault_of(error: BaseException) -> Fault | None:
    """Answer what the driver found wrong outside the program, or None."""
    if not isinstance(error, DriverError):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        code = next((code for text, code in _SAID_WITHOUT_CODE.items() if text in str(error)), 0)
    return _FAULTS.get(code) or _FAULTS.get(code & 0xFF)


def connect(file: Path, *, key: bytes | None = None, mode: str = "rw", wait: float = PATIENCE) -> DriverConnection:
    """Answer a driver connection without a transaction of its own; it may be used from any thread.

    `mode`: "ro", "rw" (the file must exist) or "rwc". Raises the driver's errors, and Refused when a key is given
    and the driver cannot encrypt.
    """
    if key is not None and DRIVER is sqlite3:
        raise Refused("store.no_encryption")
    connection: DriverConnection = DRIVER.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
    )
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def connect_to_copy(file: Path, *, key: bytes | None = None) -> DriverConnection:
    """Answer a connection to a file that nobody has open, for reading; nothing appears beside it."""
    alone = not file.with_name(f"{file.name}-wal").exists()
    return connect(file, key=key, mode="ro&immutable=1" if alone else "ro")


def settle(connection: DriverConnection, *, encrypted: bool, read_only: bool, check_references: bool) -> None:
    """Give a connection the habits of the store: durable, checked, patient."""
    connection.execute(f"PRAGMA foreign_keys = {'ON' if check_references else 'OFF'}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{_ENCRYPTED_CACHE_KIB if encrypted else _PLAIN_CACHE_KIB}")
    connection.execute(f"PRAGMA journal_size_limit = {_LONGEST_LEFTOVER_LOG}")
    if read_only:
        connection.execute("PRAGMA query_only = ON")


def make_engine(file: Path, *, key: bytes | None = None, read_only: bool, check_references: bool = True) -> Engine:
    """Answer an engine of readers that each see one moment, or of the one writer that takes its turn at BEGIN."""

    def creator() -> DriverConnection:
        connection = connect(file, key=key)
        settle(connection, encrypted=key is not None, read_only=read_only, check_references=check_references)
        return connection

    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    engine = create_engine(
        "sqlite://",
        module=DRIVER,
        creator=creator,
        poolclass=QueuePool,
        pool_size=_READERS if read_only else 1,
        max_overflow=_READERS if read_only else 0,
        hide_parameters=True,  # errors go to the log, people's data do not
    )
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql(begin) and None)
    return engine


def use_log(connection: DriverConnection) -> None:
    """Make a database write ahead into a log, so that readers and the writer do not wait for each other."""
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()


def mark_as_ours(connection: DriverConnection) -> None:
    """Write our mark into an empty database and turn on its write-ahead log."""
    use_log(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def rewrite(connection: DriverConnection) -> bool:
    """Write the database anew, without what was deleted, and empty the log; answers whether the log is empty."""
    connection.execute("VACUUM")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def single_file(connection: DriverConnection) -> None:
    """Fold the write-ahead log into the database, which is then one file without companions."""
    connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def application_of(connection: DriverConnection) -> int:
    """Answer whose file this is by its mark; 0 is nobody's."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def has_our_mark(header: bytes) -> bool:
    """Answer whether the first bytes of a file, plain, are those of one of ours."""
    return header.startswith(b"SQLite format 3\0") and header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def is_cut_short(header: bytes, size: int) -> bool:
    """Answer whether a file of so many bytes lacks some of the pages that its first bytes, plain, speak of."""
    page = int.from_bytes(header[16:18], "big")
    return size < (65_536 if page == 1 else page) * int.from_bytes(header[28:32], "big")


def schema_number(connection: DriverConnection) -> int:
    """Answer the number of the schema that the file has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def set_schema_number(conn: Connection, number: int) -> None:
    """Write the number of the schema; it counts when the transaction does."""
    conn.exec_driver_sql(f"PRAGMA user_version = {number:d}")


def data_version(connection: DriverConnection) -> int:
    """Answer a number that changes when another connection has committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def table_names(connection: DriverConnection) -> list[str]:
    """Answer the names of all tables, without the engine's own."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return [name for (name,) in found.fetchall()]


def column_names(connection: DriverConnection, table: str) -> tuple[str, ...]:
    """Answer the names of the columns of a table, in order."""
    return tuple(str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall())


def row_counts(connection: DriverConnection) -> dict[str, int]:
    """Answer the number of rows of every table."""
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
        for name in table_names(connection)
    }


def integrity_problems(connection: DriverConnection, *, most: int = 20) -> list[str]:
    """Answer what the engine finds wrong with the file's structure, at most so many lines."""
    found = connection.execute(f"PRAGMA integrity_check({most:d})").fetchall()
    return [line for (line,) in found if line != "ok"]


def structure_problems(connection: DriverConnection, tables: Sequence[str], *, most: int = 20) -> list[str]:
    """Answer what the engine finds wrong with the file: its pages, and every row of these tables in all their indexes.

    What `integrity_problems` also does, to look up each entry of every other index, takes far longer than `tallies`.
    """
    found = connection.execute(f"PRAGMA quick_check({most:d})").fetchall()
    for table in tables:
        found += connection.execute(f"PRAGMA integrity_check({table})").fetchmany(most)
    return list(dict.fromkeys(line for (line,) in found if line != "ok"))[:most]


def only_indexes_differ(conn: Connection) -> bool:
    """Answer whether the pages of a file are whole, and its tables readable, so that its indexes can be rewritten."""
    found = conn.exec_driver_sql("PRAGMA quick_check(1000)").scalars().all()
    return all(line == "ok" or _OF_AN_INDEX.search(line) for line in found)


def write_indexes_anew(conn: Connection) -> None:
    """Write every index from the rows of its table."""
    conn.exec_driver_sql("REINDEX")


def tallies(conn: Connection, table: str, columns: Mapping[str, str], index: str | None = None) -> dict[str, Any]:
    """Answer, by column, what changes when any one value does; read from an index that has all of them, or the table.

    The columns come with their kinds: `day`, `number`, or `code` for texts of which there are few.
    """
    added_up = ", ".join(f"count({name}), {_TALLIES[kind].format(name)}" for name, kind in columns.items())
    source = "NOT INDEXED" if index is None else f"INDEXED BY {index}"
    rows, *found = conn.exec_driver_sql(f"SELECT count(*), {added_up} FROM {table} {source}").one()
    told = dict(zip(columns, zip(found[::2], map(_unordered, found[1::2]), strict=True), strict=True))
    return {"": rows, **told}


_TALLIES: Final = {
    "day": "sum(CAST(julianday({0}) AS INTEGER))",
    "number": "sum({0})",
    "code": "group_concat(DISTINCT {0})",
}


def _unordered(tally: Any) -> Any:  # noqa: ANN401
    """Answer a sum as it is, a set of codes in one order."""
    return sorted(tally.split(",")) if isinstance(tally, str) else tally


def foreign_key_problems(connection: DriverConnection, *, most: int = 20) -> list[tuple[str, int | None, str]]:
    """Answer rows that refer to nothing: table, key (where it has one), table referred to."""
    found = connection.execute("PRAGMA foreign_key_check").fetchmany(most)
    return [(table, key, parent) for table, key, parent, _ in found]


def rows_to_compare(conn: Connection, table: str, columns: Sequence[str]) -> list[int]:
    """Answer the keys of rows that are not plainly the text of their one act, and of acts without a row.

    The engine writes the rows as `ledger.row_text` does and compares; what differs, or has more than one act, is left
    to be compared with care.
    """
    if not _WRITES_ROWS_AS_TEXT:
        return list(conn.exec_driver_sql(f'SELECT id FROM "{table}" UNION {_WITHOUT_ROW.format(table)}').scalars())
    fields = ", ".join(f"""iif("{name}" IS NULL, NULL, '"{name}":' || json_quote("{name}"))""" for name in columns)
    unlike = f"""SELECT id FROM "{table}" AS here WHERE (
        SELECT iif(count(*) = 1, max(after), NULL) FROM act_row WHERE act_row."table" = '{table}' AND key = here.id
    ) IS NOT '{{' || concat_ws(',', {fields}) || '}}'"""
    return list(conn.exec_driver_sql(f"{unlike} UNION {_WITHOUT_ROW.format(table)}").scalars())


def as_json(columns: Sequence[str]) -> str:
    """Answer an expression for some columns of a row as one JSON array."""
    return f"json_array({', '.join(columns)})"


GIVEN_PAIRS: Final = "SELECT value ->> 0 AS id, value ->> 1 AS key FROM json_each(:{})"
"""A query for pairs that are bound, under a name, as a JSON array of arrays."""


@contextmanager
def one_moment(connection: DriverConnection) -> Iterator[None]:
    """Within this, a connection sees the database as it stands now, while others go on writing."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        connection.execute("ROLLBACK")


def copy(
    source: DriverConnection, target: DriverConnection, progress: Callable[[int, int], None] | None = None
) -> None:
    """Copy a whole database into another in steps, within `one_moment` of the source.

    `progress` hears (pages done, pages in all). The engine by itself would wait for ever for another program's lock:
    raises Refused `store.busy` when a lock has held the copy up for as long as any statement waits.
    """
    moved = monotonic()

    def tell(status: int, left: int, total: int) -> None:
        nonlocal moved
        if _FAULTS.get(status & 0xFF) is Fault.BUSY:
            if monotonic() - moved >= PATIENCE:
                raise Refused("store.busy")
            return
        moved = monotonic()
        if progress is not None:
            progress(total - left, total)

    source.backup(target, pages=_COPIED_PAGES, progress=tell, sleep=0.01)
