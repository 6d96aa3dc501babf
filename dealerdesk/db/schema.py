"""Which schema a file has, making a new store, and bringing an old one up to date in one transaction."""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dealerdesk.db import dialect
from dealerdesk.db.failures import plainly, speak_plainly
from dealerdesk.db.trail import vouch_for_migrated
from dealerdesk.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA: Final = 4
"""The number of the schema that this program writes: that of the newest migration."""

_MIGRATIONS: Final = Path(__file__).with_name("migrations")


def schema_of(file: Path, *, key: bytes | None = None) -> int:
    """Answer the schema number of a store's file, no higher than SCHEMA; nothing is changed.

    Raises Damaged `store.damaged` for what is no database or an empty one, Damaged `store.not_ours` for another
    program's, Refused `store.newer` for one that a newer DealerDesk wrote, Refused `store.wrong_key`.
    """
    try:
        with plainly(file), closing(dialect.connect(file, key=key)) as connection:
            return number_of(connection, file)
    except Damaged as trouble:
        if key is not None and trouble.said.code == "store.damaged":
            raise Refused("store.wrong_key") from trouble
        raise


def number_of(connection: dialect.DriverConnection, file: Path) -> int:
    """Answer what `schema_of` answers, of an open connection; the driver's errors come as they are."""
    mark, number = dialect.application_of(connection), dialect.schema_number(connection)
    if not dialect.table_names(connection):
        raise Damaged("store.damaged", file=str(file))
    if mark != dialect.APPLICATION_ID or number < 1:
        raise Damaged("store.not_ours", file=str(file))
    if number > SCHEMA:
        raise Refused("store.newer", file=str(file), schema=number, known=SCHEMA)
    return number


def create(file: Path, *, key: bytes | None = None) -> None:
    """Make a new, empty store: it is there whole or not at all."""
    growing = file.with_name(f"{file.name}.new")
    with plainly(file):
        for name in ("", *dialect.COMPANIONS):
            growing.with_name(growing.name + name).unlink(missing_ok=True)
        with closing(dialect.connect(growing, key=key, mode="rwc")) as connection:
            dialect.mark_as_ours(connection)
    migrate(growing, key=key)
    with plainly(file):
        for name in dialect.COMPANIONS:
            _set_aside(file.with_name(file.name + name))
        growing.replace(file)


def _set_aside(companion: Path) -> None:
    """Rename what was left beside a file that is gone: the engine would take it for the new file's."""
    if companion.exists():
        companion.replace(companion.with_name(f"{companion.name}.{time.time_ns()}.left"))


def migrate(file: Path, *, key: bytes | None = None) -> None:
    """Bring a store's file to SCHEMA, all steps in one transaction; killed or failing, it stays as it was.

    The caller holds the folder alone.
    """
    engine = dialect.make_engine(file, key=key, read_only=False, check_references=False)
    speak_plainly(engine, file)
    try:
        with engine.connect() as conn, conn.begin():
            run_migrations(conn, "head")
            _check_references(conn, file)
            vouch_for_migrated(conn, file.parent)
            dialect.set_schema_number(conn, SCHEMA)
    finally:
        engine.dispose()


def run_migrations(conn: Connection, revision: str) -> None:
    """Run the migrations up to a revision within the transaction of the caller."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", os.fspath(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, revision)


def _check_references(conn: Connection, file: Path) -> None:
    broken = conn.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise Damaged("store.damaged", file=str(file))
