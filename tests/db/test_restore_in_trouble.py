"""Restores and backups among locks of other programs, closed files, and what killed processes left."""

import os
import threading

import pytest
from sqlalchemy import select

from dealerdesk.db import dialect, lock
from dealerdesk.db.backup import backup, restore, verify_copy
from dealerdesk.db.store import Store
from dealerdesk.db.tables import Customer
from dealerdesk.domain.errors import Damaged, Refused, Trouble

LOCK_AND_WAIT = """
    import sys
    from dealerdesk.db import dialect

    with dialect.DRIVER.connect(sys.argv[1], isolation_level=None) as connection:
        connection.executescript(sys.argv[2])
        print("locked", flush=True)
        sys.stdin.readline()
"""
WHOLLY = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"
"""Not even readers are let in."""

A_DAY = 24 * 60 * 60


@pytest.fixture
def copy(store, header):
    """A backup of a store with one customer; the store has two by now, and nobody has it open."""
    add(store, header, "first")
    made = backup(store)
    add(store, header, "second")
    store.close()
    return made.file


@pytest.fixture
def hurried(monkeypatch):
    """Statements and copies that wait for others only a moment."""
    monkeypatch.setattr(dialect, "PATIENCE", 0.3)
    monkeypatch.setattr(dialect.connect, "__kwdefaults__", {**dialect.connect.__kwdefaults__, "wait": 0.1})


def add(store, header, name):
    with store.write(header) as w:
        w.insert(Customer, [{"name": name}])


def names_in(folder):
    with Store.open(folder) as store, store.read() as conn:
        return list(conn.scalars(select(Customer.name).order_by(Customer.id)))


def said(attempt, *args):
    with pytest.raises(Trouble) as trouble:
        attempt(*args)
    return type(trouble.value), trouble.value.said.code


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("statements", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", WHOLLY])
def test_a_restore_waits_for_another_programs_lock_no_longer_than_any_statement(
    store, copy, in_another_process, statements
):
    other = in_another_process(LOCK_AND_WAIT, store.file, statements)
    assert other.stdout.readline() == "locked\n"
    assert said(restore, store.folder, copy) == (Refused, "store.busy")
    other.kill()
    other.wait()
    assert names_in(store.folder) == ["first", "second"]
    restore(store.folder, copy)
    assert names_in(store.folder) == ["first"]


@pytest.mark.usefixtures("hurried")
def test_a_restore_goes_on_when_a_short_lock_ends(store, copy, in_another_process, monkeypatch):
    monkeypatch.setattr(dialect, "PATIENCE", 60)
    other = in_another_process(LOCK_AND_WAIT, store.file, "BEGIN IMMEDIATE")
    assert other.stdout.readline() == "locked\n"
    ends = threading.Timer(0.5, other.kill)
    ends.start()
    told = []
    restore(store.folder, copy, progress=lambda done, total: told.append((done, total)))
    ends.join()
    assert [step for step in told if not 0 < step[0] <= step[1]] == []
    assert names_in(store.folder) == ["first"]


def test_a_copy_that_may_not_be_read_says_so(store, copy, privileges_dropped):
    copy.chmod(0)
    assert said(restore, store.folder, copy) == (Refused, "restore.no_permission")
    assert said(verify_copy, copy) == (Refused, "restore.no_permission")
    copy.chmod(0o600)
    copy.parent.chmod(0)
    assert said(restore, store.folder, copy) == (Refused, "restore.no_permission")
    copy.parent.chmod(0o700)
    restore(store.folder, copy)


def test_a_lock_file_that_may_not_be_opened_is_not_called_gone(store, copy, privileges_dropped):
    held = store.folder / lock.FILE_NAME
    held.chmod(0)
    assert said(Store.open, store.folder) == (Refused, "store.no_permission")
    assert said(restore, store.folder, copy) == (Refused, "store.no_permission")
    held.unlink()
    held.mkdir()
    assert said(Store.open, store.folder) == (Damaged, "store.lock_spoilt")


def test_what_a_killed_backup_left_is_cleared_away_when_it_is_old(store, copy):
    old, young, theirs = (copy.with_name(f"{name}.new") for name in ("desk-1.db.77", "desk-2.db.78", "notes"))
    for file in (old, young, theirs):
        file.write_bytes(b"x")
    for file in (old, theirs):
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 2 * A_DAY))
    restore(store.folder, copy)
    assert (old.exists(), young.exists(), theirs.exists()) == (False, True, True)
