"""What is derived can be rebuilt, whatever became of it; what people entered is not touched by that."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.commands import At
from tests.damage.test_rescued import TABLES, rows


@pytest.fixture
def at(closed, tmp_path):
    shutil.copytree(closed, tmp_path / "store")
    return At(tmp_path / "store")


def change(at, *statements):
    with closing(sqlite3.connect(at.folder / "desk.db")) as other:
        for statement in statements:
            other.execute(statement)
        other.commit()


def without_index(at, index, *statements):
    """Change rows of a table behind the back of one of its indexes."""
    with closing(sqlite3.connect(at.folder / "desk.db", isolation_level=None)) as other:
        kept = other.execute("SELECT * FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        (version,) = other.execute("PRAGMA schema_version").fetchone()
        other.execute("PRAGMA writable_schema = ON")
        other.execute("DELETE FROM sqlite_master WHERE name = ?", (index,))
        other.execute(f"PRAGMA schema_version = {version + 1}")
    change(at, *statements)
    with closing(sqlite3.connect(at.folder / "desk.db", isolation_level=None)) as other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", kept)
        other.execute(f"PRAGMA schema_version = {version + 2}")


def is_mended(at, closed):
    assert at("check").code == 4
    assert at("tasks", "generate").code == 4
    mended = at("check", "--repair")
    assert (mended.code, mended.json["ok"]) == (0, True), mended
    assert at("check").json["ok"]
    for table in TABLES:
        assert rows(at.folder, table) == rows(closed, table)
    assert at("tasks", "generate").code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stretch SET visits = visits + 1",
        "DELETE FROM stretch",
        "DELETE FROM evidence",
        "UPDATE search_text SET folded = 'x' WHERE vehicle_id % 2",
        "DELETE FROM search_text",
    ],
)
def test_derived_rows_are_computed_again(at, closed, statement):
    before = at("status").json
    change(at, statement)
    is_mended(at, closed)
    assert at("status").json == before


@pytest.mark.parametrize(
    ("index", "there", "back"),
    [
        ("ix_stretch_owner_id", "UPDATE stretch SET owner_id = owner_id + 1000", None),
        (
            "ix_phone_customer_id",
            "UPDATE phone SET customer_id = customer_id + 1000",
            "UPDATE phone SET customer_id = customer_id - 1000",
        ),
    ],
)
def test_indexes_that_say_something_else_than_their_table_are_written_anew(at, closed, index, there, back):
    without_index(at, index, there)
    if back is not None:
        change(at, f"REINDEX {index}")
        without_index(at, index, back)
    is_mended(at, closed)


def test_what_was_entered_is_neither_computed_nor_accepted(at):
    change(at, "UPDATE visit SET paid_fen = paid_fen + 1 WHERE id = 1")
    assert at("check", "--repair").code == 4
    assert at("tasks", "generate").refused(4)
