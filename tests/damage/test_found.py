"""Damage is found before anything is written, whether the store was closed or its user was killed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing

import pytest

from dealerdesk.db.shape import is_recorded
from dealerdesk.db.tables import Base
from tests.commands import At
from tests.damage.conftest import damage

_KEPT = {"act", "act_row", "secret", "draft", "chain_head"}
_DERIVED = {table.name for table in Base.metadata.sorted_tables if not is_recorded(table)} - _KEPT


def entered(folder):
    """All rows that do not follow from others: what is not found must have altered none."""
    with closing(sqlite3.connect(folder / "desk.db")) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if name not in _DERIVED]
        return {name: sorted(map(repr, store.execute(f'SELECT * FROM "{name}"'))) for name in kept}


def found(source, tmp_path, kind, seed):
    """Whether damage keeps a command from writing; else what was entered is as it was, and the rest is rebuilt."""
    at = At(tmp_path / f"{kind}-{seed}")
    shutil.copytree(source, at.folder)
    file = at.folder / "desk.db"
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    damage(file, kind, seed)
    os.utime(file, ns=times)
    spoilt = file.read_bytes()
    ran = at("tasks", "generate")
    if ran.code == 0:
        assert at("check").code == 0
        file.write_bytes(spoilt)
        assert entered(at.folder) == entered(source)
        shutil.rmtree(at.folder)
        return False
    assert ran.refused(ran.code), ran
    assert ran.code in {3, 4}
    assert file.read_bytes() == spoilt
    shutil.rmtree(at.folder)
    return True


@pytest.mark.parametrize("kind", ["page", "sector", "bit"])
def test_all_damage_to_a_closed_store_is_found_before_the_first_write(closed, tmp_path, rounds, kind):
    missed = [seed for seed in rounds if not found(closed, tmp_path, kind, seed)]
    assert missed == []


@pytest.mark.parametrize(("kind", "least"), [("page", 0.9), ("sector", 0.7), ("bit", 0.5)])
def test_a_store_whose_user_was_killed_is_looked_through_before_the_first_write(
    killed, tmp_path, rounds, kind, least, capsys
):
    few = rounds if len(rounds) > 20 else rounds[:8]
    hits = sum(found(killed, tmp_path, kind, seed) for seed in few)
    with capsys.disabled():
        if len(few) > 20:
            sys.stdout.write(f"\nafter a kill, {kind}: {hits} of {len(few)} found, the others altered no entry\n")
    assert hits >= least * len(few) - 2
