"""Accounts read from files that nobody opened: what has none, and what cannot be read."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dealerdesk.db.accounts import accounts_in
from dealerdesk.db.store import Store
from dealerdesk.services.backups import back_up
from tests.people import MANAGER, a_team

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"


@pytest.mark.parametrize("file", sorted(SCHEMAS.glob("*.db")), ids=lambda file: file.stem)
def test_stores_of_every_schema_without_accounts_have_none(file, tmp_path):
    kept = shutil.copy(file, tmp_path / "desk.db")
    assert accounts_in(Path(kept)) == ()
    assert [left.name for left in tmp_path.iterdir()] == ["desk.db"]


def test_they_are_read_whether_somebody_has_the_store_open_or_not(tmp_path):
    with a_team(tmp_path / "store") as team:
        copy = back_up(team.manager, tmp_path / "copy.db").file
        (account,) = accounts_in(team.desk.store.file)
        assert (account.name, account.closed_on) == (MANAGER, None)
        assert account.actor == team.manager.actor
        assert account.secrets.password.startswith("$argon2id$")
    for file in (tmp_path / "store" / "desk.db", copy):
        assert [account.name for account in accounts_in(file)] == [MANAGER]


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00" + bytes(200), b"something else" * 400])
def test_what_is_no_store_tells_nothing(tmp_path, content):
    file = tmp_path / "desk.db"
    assert accounts_in(file) is None
    assert accounts_in(tmp_path) is None
    file.write_bytes(content)
    assert accounts_in(file) is None


def test_neither_does_another_programs_database_nor_a_newer_store(tmp_path):
    theirs = tmp_path / "theirs.db"
    with closing(sqlite3.connect(theirs)) as other:
        other.execute("CREATE TABLE account (id INTEGER)")
        other.commit()
    assert accounts_in(theirs) is None
    Store.open(tmp_path / "store", create=True).close()
    newer = tmp_path / "store" / "desk.db"
    with closing(sqlite3.connect(newer)) as store:
        store.execute("PRAGMA user_version = 999")
        store.commit()
    assert accounts_in(newer) is None
