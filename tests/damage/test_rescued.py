"""What is rescued of a damaged store is as it was, and the rest is counted: nothing is silently missing or altered."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from dealerdesk.db.seal import FILE_NAME
from tests.commands import At
from tests.damage.conftest import PAGE, damage

TABLES = ("customer", "vehicle", "visit", "phone", "plate", "ownership", "task", "staff", "setting")


def rows(folder, table):
    with closing(sqlite3.connect(folder / "desk.db")) as store:
        store.row_factory = sqlite3.Row
        return {row["id"]: tuple(row) for row in store.execute(f'SELECT * FROM "{table}"')}


def rescued(folder, into):
    """The answer of a rescue, None where nothing could be read any more."""
    ran = At(folder)("rescue", into)
    if ran.code == 4:
        assert not (into / "desk.db").exists()
        return None
    assert ran.code in {0, 1}, ran
    return ran.json


def is_honest(truth, told, into):
    """Assert that each row of the truth is there as it was, or counted; answer how many are not."""
    missing = altered = 0
    for table in TABLES:
        was, has = rows(truth, table), rows(into, table)
        count = told["kinds"].get(table, {"unproven": 0, "lost": 0})
        gone = len(was.keys() - has.keys())
        other = sum(has[key] != was[key] for key in was.keys() & has.keys()) + len(has.keys() - was.keys())
        if told["lines_lost"] is not None:
            assert gone <= count["lost"] + told["lines_lost"], table
        assert other <= count["unproven"], table
        missing, altered = missing + gone, altered + other
    if told["lost"] == told["lines_lost"] == 0:
        assert (missing, altered) == (0, 0)
    return missing


def test_a_sound_store_is_rescued_whole(closed, tmp_path):
    shutil.copytree(closed, tmp_path / "store")
    told = rescued(tmp_path / "store", tmp_path / "new")
    assert (told["lost"], told["lines_lost"]) == (0, 0)
    assert is_honest(closed, told, tmp_path / "new") == 0
    assert At(tmp_path / "new")("check").json["ok"]
    assert At(tmp_path / "new")("status").json == At(tmp_path / "store")("status").json
    assert At(tmp_path / "new")("tasks", "generate").code == 0


@pytest.mark.parametrize("kind", ["page", "sector", "bit"])
def test_what_is_rescued_is_as_it_was_and_the_rest_is_counted(closed, tmp_path, rounds, kind):
    few = rounds if len(rounds) > 20 else rounds[:6]
    nothing = 0
    for seed in few:
        folder, into = tmp_path / f"store-{seed}", tmp_path / f"new-{seed}"
        shutil.copytree(closed, folder)
        for more in range(1 + seed % 3):
            damage(folder / "desk.db", kind, seed * 10 + more)
        spoilt = (folder / "desk.db").read_bytes()
        told = rescued(folder, into)
        assert (folder / "desk.db").read_bytes() == spoilt
        if told is None:
            nothing += 1
            continue
        is_honest(closed, told, into)
        assert At(into)("check").json["ok"]
        shutil.rmtree(folder)
        shutil.rmtree(into)
    assert nothing <= 1 + len(few) // 10


def test_rows_that_are_lost_in_their_table_come_from_the_acts_and_the_other_way_round(closed, tmp_path):
    for table in ("visit", "act_row"):
        folder, into = tmp_path / table, tmp_path / f"new-{table}"
        shutil.copytree(closed, folder)
        with closing(sqlite3.connect(folder / "desk.db")) as store:
            (root,) = store.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        with (folder / "desk.db").open("r+b") as file:
            file.seek((root - 1) * PAGE)
            file.write(bytes(PAGE))
        told = rescued(folder, into)
        assert is_honest(closed, told, into) == 0
        assert rows(into, "visit") == rows(closed, "visit")
        assert At(into)("check").json["ok"]
        if table == "visit":
            assert told["kinds"]["visit"]["from_acts"] == len(rows(closed, "visit"))


def test_a_rescue_goes_where_no_store_is(closed, tmp_path):
    shutil.copytree(closed, tmp_path / "store")
    at = At(tmp_path / "store")
    assert "another" in at("rescue", at.folder).refused(2)
    shutil.copytree(closed, tmp_path / "other")
    assert "already has a store" in at("rescue", tmp_path / "other").refused(2)
    assert At(tmp_path / "none")("rescue", tmp_path / "new").refused(4)
    (at.folder / "desk.db").write_bytes(b"nothing of ours" * 1000)
    assert "Nothing can be read" in at("rescue", tmp_path / "new").refused(4)
    assert [file.name for file in (tmp_path / "new").iterdir()] == []
    assert (at.folder / FILE_NAME).exists()
