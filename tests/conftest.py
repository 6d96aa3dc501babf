"""What every test gains by: a run keeps compiled code for its processes, and a new store's tables are spelled once."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings
from sqlalchemy import event

from dealerdesk.db import schema

settings.register_profile("suite", max_examples=40)
settings.load_profile("suite")


def pytest_addoption(parser):
    parser.addoption("--rounds", type=int, default=None, help="How often tests/kills and tests/damage do it")


def pytest_xdist_auto_num_workers():
    """One process more than there are cores: the tests of windows and of other processes wait most of their time."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config):
    """Many processes of a run load the same code: where Python is told to keep none compiled, pytest's cache does."""
    if sys.dont_write_bytecode and sys.pycache_prefix is None and hasattr(config, "cache"):
        os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("compiled"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session", autouse=True)
def _new_stores_are_spelled_once():
    """To render all migrations takes longer than most tests: what they said to a new file is said to the next one."""
    said: list[tuple[str, object]] = []
    run_migrations = schema.run_migrations

    def note(_conn, _cursor, statement, parameters, *_rest):
        if not statement.startswith(("SELECT", "PRAGMA")):
            said.append((statement, parameters))

    def run(conn, revision):
        if revision != "head" or conn.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first():
            run_migrations(conn, revision)
        elif said:
            for statement, parameters in said:
                conn.exec_driver_sql(statement, parameters)
        else:
            event.listen(conn, "before_cursor_execute", note)
            run_migrations(conn, revision)
            event.remove(conn, "before_cursor_execute", note)

    schema.run_migrations = run
    yield
    schema.run_migrations = run_migrations
