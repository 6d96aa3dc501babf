"""What every test gains by: a run keeps compiled code for its processes, and a new store's tables are spelled once."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections import Counter
from contextlib import closing

import pytest
from hypothesis import settings

from dealerdesk.db import dialect, schema

_LONG_WITH_FEW_TESTS = {"test_importing_samples.py", "test_kills.py", "test_deaths.py", "test_fast_fingers.py"}

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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Files begin by their number of tests, the most first; but for those whose few tests would be waited for last."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name not in _LONG_WITH_FEW_TESTS, -tests[item.path]))


def pytest_collection_finish():
    """What is loaded by now stays: to look through all of it for garbage, again and again, takes a sixth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def _new_stores_are_spelled_once(tmp_path_factory):
    """To render all migrations takes longer than most tests: a new file begins as a copy of the first one."""
    run_migrations, migrate = schema.run_migrations, schema.migrate
    pattern = tmp_path_factory.mktemp("pattern") / "desk.db"
    newest: list[str] = []

    def is_a_copy(conn):
        tables = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        if not conn.exec_driver_sql(tables).first():
            return False
        return conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == newest[0]

    def run(conn, revision):
        if not (newest and revision == "head" and is_a_copy(conn)):
            run_migrations(conn, revision)

    def make_pattern():
        with closing(dialect.connect(pattern, mode="rwc")) as connection:
            dialect.mark_as_ours(connection)
        engine = dialect.make_engine(pattern, read_only=False, check_references=False)
        with engine.connect() as conn, conn.begin():
            run_migrations(conn, "head")
            newest.append(conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
        engine.dispose()

    def copy_first(file, *, key=None):
        if key is None and file.suffix == ".new":
            if not newest:
                make_pattern()
            empty = file.read_bytes()
            try:
                shutil.copyfile(pattern, file)
            except OSError:  # no room, or not ours to write to: what comes of it is told by the store itself
                file.write_bytes(empty)
        migrate(file, key=key)

    schema.run_migrations, schema.migrate = run, copy_first
    yield
    schema.run_migrations, schema.migrate = run_migrations, migrate
