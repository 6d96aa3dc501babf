import hashlib
import shutil
import subprocess
from contextlib import closing

import pytest
from sqlalchemy import select

from dealerdesk.db import backup as backups
from dealerdesk.db import dialect, lock, schema
from dealerdesk.db.backup import backup, restore, verify_copy
from dealerdesk.db.integrity import problems
from dealerdesk.db.schema import SCHEMA
from dealerdesk.db.store import BACKUPS, FILE_NAME, Store
from dealerdesk.db.tables import Customer
from dealerdesk.domain.errors import Damaged, Refused, Trouble, WrongUse

HOLD_OPEN = """
    import sys
    from pathlib import Path
    from dealerdesk.db.store import Store
    with Store.open(Path(sys.argv[1])) as store:
        print("open", flush=True)
        sys.stdin.readline()
    print("closed", flush=True)
"""

RESTORE_AND_WAIT = """
    import sys
    from pathlib import Path
    from dealerdesk.db import dialect
    from dealerdesk.db.backup import restore

    steps = []

    def wait(done, total):
        steps.append(done)
        if len(steps) == 1:
            print("restoring", flush=True)
            sys.stdin.readline()

    dialect._COPIED_PAGES = 5
    restore(Path(sys.argv[1]), Path(sys.argv[2]), progress=wait)
    print("restored", flush=True)
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(lock.take_alone, "__kwdefaults__", {"wait": 0.2})


def copies_at(folder):
    """The files of a folder, but for the manifest that lies beside each copy."""
    found = sorted(folder.iterdir())
    return [file for file in found if not (file.suffix == ".json" and file.with_suffix("") in found)]


def add(store, header, *names):
    with store.write(header) as w:
        w.insert(Customer, [{"name": name} for name in names])


def names(store):
    with store.read() as conn:
        assert list(problems(conn)) == []
        return list(conn.scalars(select(Customer.name).order_by(Customer.id)))


def names_in(folder):
    with Store.open(folder) as store:
        return names(store)


def said(kind, attempt, *args):
    with pytest.raises(kind) as trouble:
        attempt(*args)
    return trouble.value.said.code


@pytest.fixture
def copy(store, header):
    """A backup of a store with one customer; the store has two by now."""
    add(store, header, "first")
    made = backup(store)
    add(store, header, "second")
    return made.file


def test_a_backup_is_one_verified_file(store, header):
    add(store, header, "a", "b")
    made = backup(store)
    assert made.file.parent == store.folder / BACKUPS
    assert copies_at(made.file.parent) == [made.file]
    assert made.bytes == made.file.stat().st_size
    assert made.sha256 == hashlib.sha256(made.file.read_bytes()).hexdigest()
    assert verify_copy(made.file) == SCHEMA
    assert copies_at(made.file.parent) == [made.file], "looking leaves nothing behind"
    assert names(store) == ["a", "b"]


def test_a_backup_goes_where_it_is_told_and_replaces_an_older_one(store, header, tmp_path):
    target = tmp_path / "elsewhere" / "mine.db"
    add(store, header, "a")
    first = backup(store, target)
    add(store, header, "b")
    second = backup(store, target)
    assert (first.file, second.file) == (target, target)
    assert first.sha256 != second.sha256
    assert copies_at(target.parent) == [target]


def test_a_backup_is_one_moment_of_a_store_that_is_written_to(store, header, monkeypatch):
    monkeypatch.setattr(dialect, "_COPIED_PAGES", 5)
    add(store, header, *(f"客户{number}" for number in range(2_000)))
    steps = []

    def write_meanwhile(done, total):
        steps.append((done, total))
        if len(steps) < 20:
            add(store, header, f"during {len(steps)}")

    made = backup(store, progress=write_meanwhile)
    assert len(steps) > 20
    assert steps[-1][0] == steps[-1][1]
    assert len(names(store)) == 2_019
    with closing(dialect.connect_to_copy(made.file)) as connection:
        assert connection.execute("SELECT count(*) FROM customer").fetchone() == (2_000,)


def test_the_store_itself_and_other_files_are_no_place_for_a_backup(store, tmp_path):
    other = tmp_path / "orders.xlsx"
    other.write_bytes(b"PK something dear")
    assert said(WrongUse, backup, store, store.file) == "backup.is_the_store"
    assert said(WrongUse, backup, store, store.folder / "desk.db-wal") == "backup.is_the_store"
    assert said(WrongUse, backup, store, tmp_path) == "backup.is_folder"
    assert said(WrongUse, backup, store, other) == "backup.other_file"
    assert other.read_bytes() == b"PK something dear"


def test_an_empty_store_never_replaces_a_full_backup(store, header, copy, tmp_path):
    before = copy.read_bytes()
    with Store.open(tmp_path / "empty", create=True) as empty:
        assert said(Refused, backup, empty, copy) == "backup.nothing_to_save"
        assert copy.read_bytes() == before
        mine = backup(empty, tmp_path / "mine.db").file
        assert backup(empty, mine).file == mine
        assert backup(store, mine).bytes


def test_a_damaged_store_never_replaces_a_good_backup(store, header, copy):
    add(store, header, *(f"客户{number}" for number in range(3_000)))
    store.close()
    flip(store.file)
    before = copy.read_bytes()
    with Store.open(store.folder) as damaged:
        assert said(Damaged, backup, damaged, copy) in {"backup.damaged", "store.damaged"}
    assert copy.read_bytes() == before
    assert copies_at(copy.parent) == [copy]


def flip(file):
    """Overwrite pages in the middle of a database."""
    middle = file.stat().st_size // 8192 * 4096
    with file.open("rb+") as opened:
        opened.seek(middle)
        opened.write(b"\xff" * 8192)


def test_a_damaged_backup_may_be_replaced_by_a_good_one(store, header, copy):
    copy.write_bytes(copy.read_bytes()[:20_000])
    assert said(Damaged, verify_copy, copy) == "restore.damaged"
    backup(store, copy)
    assert verify_copy(copy) == SCHEMA


def test_a_full_disk_keeps_the_old_backup(store, header, copy, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    size = copy.stat().st_size * 3 // 2
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only an administrator can mount a small disk here")
    try:
        shutil.copyfile(copy, disk / "mine.db")
        assert said(Refused, backup, store, disk / "mine.db") == "store.disk_full"
        assert (disk / "mine.db").read_bytes() == copy.read_bytes()
        assert [file.name for file in disk.iterdir()] == ["mine.db"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_restore_brings_back_what_was_saved_and_keeps_what_was_there(store, copy):
    store.close()
    restored = restore(store.folder, copy)
    assert restored.restored == copy
    assert restored.kept.parent == store.folder / BACKUPS
    assert names_in(store.folder) == ["first"]
    restore(store.folder, restored.kept)
    assert names_in(store.folder) == ["first", "second"]


def test_a_restore_into_an_empty_folder_makes_a_store(store, copy, tmp_path):
    restored = restore(tmp_path / "new", copy)
    assert restored.kept is None
    assert names_in(tmp_path / "new") == ["first"]


def test_ids_stay_and_writing_goes_on_after_a_restore(store, header, copy):
    store.close()
    restore(store.folder, copy)
    with Store.open(store.folder) as again:
        add(again, header, "third")
        assert names(again) == ["first", "third"]


def test_a_store_that_is_open_is_not_restored(store, copy, in_another_process):
    assert said(Refused, restore, store.folder, copy) == "store.in_use"
    store.close()
    other = in_another_process(HOLD_OPEN, store.folder)
    assert other.stdout.readline() == "open\n"
    assert said(Refused, restore, store.folder, copy) == "store.in_use"
    other.kill()
    other.wait()
    restore(store.folder, copy)
    assert names_in(store.folder) == ["first"]


def test_a_store_that_is_being_restored_does_not_open(store, copy, in_another_process, monkeypatch):
    monkeypatch.setattr(lock.share, "__kwdefaults__", {"wait": 0.2})
    store.close()
    other = in_another_process(RESTORE_AND_WAIT, store.folder, copy)
    assert other.stdout.readline() == "restoring\n"
    assert said(Refused, Store.open, store.folder) == "store.locked"
    assert said(Refused, restore, store.folder, copy) == "store.in_use"
    other.stdin.write("go\n")
    other.stdin.flush()
    assert other.stdout.readline() == "restored\n"
    other.wait()
    assert names_in(store.folder) == ["first"]


def test_a_restore_killed_in_the_middle_leaves_the_store_as_it_was(store, copy, in_another_process):
    store.close()
    other = in_another_process(RESTORE_AND_WAIT, store.folder, copy)
    assert other.stdout.readline() == "restoring\n"
    other.kill()
    other.wait()
    assert names_in(store.folder) == ["first", "second"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda whole: whole[: len(whole) // 2], "restore.damaged"),
        (lambda whole: whole[:50], "restore.not_a_copy"),
        (lambda _: b"", "restore.not_a_copy"),
        (lambda _: b"name,plate\n" * 1_000, "restore.not_a_copy"),
        (lambda whole: whole[:4096] + b"\xff" * (len(whole) - 4096), "restore.damaged"),
    ],
)
def test_what_is_no_whole_backup_is_not_restored(store, copy, spoil, code):
    store.close()
    copy.write_bytes(spoil(copy.read_bytes()))
    assert said(Damaged, restore, store.folder, copy) == code
    assert names_in(store.folder) == ["first", "second"]
    assert copies_at(copy.parent) == [copy]


def test_a_backup_that_is_not_there_is_missing(store, tmp_path):
    assert said(Damaged, restore, store.folder, tmp_path / "none.db") == "restore.missing"
    assert said(Damaged, restore, store.folder, tmp_path) == "restore.missing"


def test_another_programs_database_is_not_restored(store, tmp_path):
    with closing(dialect.connect(tmp_path / "other.db", mode="rwc")) as connection:
        connection.execute("CREATE TABLE cookies (id INTEGER)")
    assert said(Damaged, restore, store.folder, tmp_path / "other.db") == "restore.not_a_copy"


def test_a_newer_backup_is_not_restored(store, copy):
    store.close()
    with closing(dialect.connect(copy)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert said(Refused, restore, store.folder, copy) == "store.newer"
    assert names_in(store.folder) == ["first", "second"]


def test_the_store_is_not_restored_from_itself(store):
    store.close()
    assert said(WrongUse, restore, store.folder, store.file) == "backup.is_the_store"


def test_an_older_backup_is_migrated(store, copy, monkeypatch):
    migrated = []
    store.close()
    monkeypatch.setattr(backups, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(schema, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(schema, "run_migrations", lambda *_: migrated.append("run"))
    restore(store.folder, copy)
    assert migrated == ["run"]
    with closing(dialect.connect(store.file)) as connection:
        assert dialect.schema_number(connection) == SCHEMA + 1


@pytest.mark.parametrize("spoil", [lambda file: file.write_bytes(b"garbage" * 900), flip])
def test_a_restore_heals_a_damaged_store_and_keeps_its_ruins(store, header, copy, spoil):
    store.close()
    spoil(store.file)
    ruins = store.file.read_bytes()
    restored = restore(store.folder, copy)
    assert restored.kept.read_bytes() == ruins
    assert names_in(store.folder) == ["first"]
    assert sorted(file.name for file in store.folder.iterdir()) == [
        BACKUPS,
        FILE_NAME,
        "desk.key",
        "desk.lock",
        "desk.seal",
    ]


def test_a_backup_on_a_disk_that_cannot_be_written_is_restored(store, copy, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    bind = ["mount", "--bind", "-o", "ro", str(copy.parent), str(disk)]
    if subprocess.run(bind, capture_output=True, check=False).returncode:
        pytest.skip("only an administrator can mount a read-only folder here")
    try:
        store.close()
        restore(store.folder, disk / copy.name)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert names_in(store.folder) == ["first"]


@pytest.mark.skipif(dialect.DRIVER.__name__ == "sqlite3", reason="this driver does not encrypt")
def test_encrypted_stores_are_saved_and_restored_encrypted(tmp_path, header):
    key = bytes(range(32))
    with Store.open(tmp_path / "desk", create=True, key=key) as store:
        add(store, header, "first")
        copy = backup(store).file
        add(store, header, "second")
        backup(store, copy)
    assert b"SQLite format" not in copy.read_bytes()
    with pytest.raises(Trouble):
        restore(tmp_path / "desk", copy)
    restore(tmp_path / "desk", copy, key=key)
    with Store.open(tmp_path / "desk", key=key) as store:
        assert names(store) == ["first", "second"]


def test_the_store_under_another_name_is_no_place_for_a_backup(store, tmp_path):
    (tmp_path / "link").symlink_to(store.folder, target_is_directory=True)
    (tmp_path / "file.db").symlink_to(store.file)
    for target in (tmp_path / "link" / store.file.name, tmp_path / "link" / "DESK.DB-wal", tmp_path / "file.db"):
        with pytest.raises(WrongUse):
            backup(store, target)
    with store.read() as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
