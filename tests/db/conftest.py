"""Stores on real files, and a small world of its own tables in which acts can be tried quickly."""

import shutil
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

from dealerdesk.db import dialect
from dealerdesk.db.acts import ActHeader, Writer
from dealerdesk.db.columns import Day, Json
from dealerdesk.db.store import FILE_NAME, Store
from dealerdesk.db.tables import Base
from tests import privileges

HEADER = ActHeader("try", "owner", "test", date(2026, 2, 28))


class World:
    """Owners, things of owners, and echoes derived from things, in a database of their own."""

    def __init__(self, file):
        self.metadata = MetaData()
        for name in ("act", "act_row"):
            Base.metadata.tables[name].to_metadata(self.metadata)
        self.owner = Table(
            "owner", self.metadata, *_recorded(), Column("name", String, unique=True), Column("since", Day)
        )
        self.thing = Table(
            "thing",
            self.metadata,
            *_recorded(),
            Column("owner_id", ForeignKey("owner.id"), index=True),
            Column("name", String, unique=True),
            Column("note", String),
            Column("size", Integer, nullable=False, default=0),
            Column("more", Json),
        )
        self.echo = Table("echo", self.metadata, Column("thing_id", ForeignKey("thing.id"), primary_key=True))
        with dialect.connect(file, mode="rwc") as connection:
            dialect.mark_as_ours(connection)
        connection.close()
        self.engine = dialect.make_engine(file, read_only=False)
        self.metadata.create_all(self.engine)

    @contextmanager
    def write(self, header=HEADER):
        with self.engine.connect() as conn, conn.begin():
            writer = Writer(conn, header, self.metadata)
            yield writer
            writer.close()

    @contextmanager
    def read(self):
        with self.engine.connect() as conn, conn.begin():
            yield conn

    def rows(self, table):
        """The rows of a table as stored, without their revision, by id."""
        with self.read() as conn:
            found = conn.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY id").mappings().all()
        return {row["id"]: {name: row[name] for name in row if name != "revision"} for row in found}

    def everything(self):
        return self.rows(self.owner), self.rows(self.thing)


def _recorded():
    return Column("id", Integer, primary_key=True), Column("revision", Integer, nullable=False, default=1)


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "world.db")
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def new_store_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    Store.open(folder, create=True).close()
    return folder / FILE_NAME


@pytest.fixture
def folder(new_store_file, tmp_path):
    """A data folder with a new store in it that nobody has open."""
    made = tmp_path / "desk"
    shutil.copytree(new_store_file.parent, made)
    return made


@pytest.fixture
def store(folder):
    with Store.open(folder) as opened:
        yield opened


@pytest.fixture
def header():
    return HEADER


@pytest.fixture
def in_another_process():
    """Run Python text in another process: `start` answers the process, which prints and reads lines."""
    started = []

    def start(text, *args):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(text), *map(str, args)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def privileges_dropped():
    """Permissions hold, whoever runs the tests."""
    with privileges.dropped():
        yield
