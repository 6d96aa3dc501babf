import shutil
import subprocess
import threading

import pytest
from sqlalchemy import select

from dealerdesk.db import dialect
from dealerdesk.db.store import FILE_NAME, Store
from dealerdesk.db.tables import Customer
from dealerdesk.domain.errors import Damaged, Refused, Trouble, WrongUse

WRITE_AND_WAIT = """
    import sys
    from datetime import date
    from pathlib import Path
    from dealerdesk.db.acts import ActHeader
    from dealerdesk.db.store import Store
    from dealerdesk.db.tables import Customer
    with Store.open(Path(sys.argv[1])) as store:
        with store.write(ActHeader("try", "other", "test", date(2026, 1, 1))) as w:
            w.insert(Customer, [{"name": f"客户{n}"} for n in range(20_000)])
            print("written", flush=True)
            sys.stdin.readline()
    print("done", flush=True)
"""


def names(store):
    with store.read() as conn:
        return list(conn.scalars(select(Customer.name).order_by(Customer.id)))


def opening(folder, kind=Trouble, **options):
    with pytest.raises(kind) as trouble:
        Store.open(folder, **options)
    return trouble.value.said.code


def test_what_was_written_is_there_after_reopening(folder, header):
    with Store.open(folder) as store, store.write(header) as w:
        w.insert(Customer, [{"name": "王小明"}])
    with Store.open(folder) as store:
        assert names(store) == ["王小明"]
    assert sorted(file.name for file in folder.iterdir()) == [FILE_NAME, "desk.key", "desk.lock", "desk.seal"]


def test_a_folder_without_a_store_is_missing_one(tmp_path):
    assert opening(tmp_path, Damaged) == "store.missing"
    assert opening(tmp_path / "nowhere", Damaged) == "store.missing"
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    assert opening(tmp_path / "file", WrongUse, create=True) == "store.folder_is_file"


def test_a_store_is_made_once(tmp_path):
    with Store.open(tmp_path / "new", create=True) as first:
        identity = first.file.stat().st_ino
        with Store.open(tmp_path / "new", create=True) as second:
            assert second.file.stat().st_ino == identity


@pytest.mark.parametrize("text", [b"", b"not a database at all" * 300, b"PK\x03\x04" + bytes(5_000)])
def test_a_file_that_is_no_database_is_damaged_and_left_alone(tmp_path, text):
    (tmp_path / FILE_NAME).write_bytes(text)
    assert opening(tmp_path, Damaged, create=True) == "store.damaged"
    assert (tmp_path / FILE_NAME).read_bytes() == text


def test_a_file_cut_in_the_middle_is_damaged(folder):
    whole = (folder / FILE_NAME).read_bytes()
    (folder / FILE_NAME).write_bytes(whole[: len(whole) // 2 + 100])
    assert opening(folder, Damaged) == "store.damaged"


def test_the_database_of_another_program_is_not_ours(tmp_path):
    connection = dialect.connect(tmp_path / FILE_NAME, mode="rwc")
    connection.execute("CREATE TABLE cookies (id INTEGER)")
    connection.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    assert opening(tmp_path, Damaged, create=True) == "store.not_ours"
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_newer_store_is_refused(folder):
    connection = dialect.connect(folder / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert opening(folder, Refused) == "store.newer"


def test_a_reader_sees_one_moment_while_a_writer_writes(store, header):
    with store.write(header) as w:
        w.insert(Customer, [{"name": "a"}])
    with store.read() as conn:
        count = select(Customer.name)
        assert len(conn.execute(count).all()) == 1
        with store.write(header) as w:
            w.insert(Customer, [{"name": "b"}])
            assert len(conn.execute(count).all()) == 1
            assert len(w.conn.execute(count).all()) == 2
        assert len(conn.execute(count).all()) == 1
    assert names(store) == ["a", "b"]


def test_a_reader_cannot_write(store):
    with pytest.raises(Refused), store.read() as conn:
        conn.exec_driver_sql("DELETE FROM customer")


def test_a_failed_write_leaves_nothing_and_lets_the_next_one_in(store, header):
    def fail():
        with store.write(header) as w:
            w.insert(Customer, [{"name": "a"}])
            raise KeyError("bug")

    with pytest.raises(KeyError):
        fail()
    assert names(store) == []
    with store.write(header) as w:
        w.insert(Customer, [{"name": "b"}])
    assert names(store) == ["b"]


def test_writers_of_many_threads_take_turns(store, header):
    def write(number):
        for step in range(5):
            with store.write(header) as w:
                w.insert(Customer, [{"name": f"{number}-{step}"}])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(store)) == 30


def test_a_writer_waits_for_the_writer_of_another_process(store, header, in_another_process):
    other = in_another_process(WRITE_AND_WAIT, store.folder)
    assert other.stdout.readline() == "written\n"
    assert names(store) == []
    wrote = threading.Event()

    def write():
        with store.write(header) as w:
            w.insert(Customer, [{"name": "second"}])
        wrote.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert not wrote.wait(0.3)
    other.stdin.write("go\n")
    other.stdin.flush()
    thread.join()
    assert len(names(store)) == 20_001
    assert names(store)[-1] == "second"


def test_a_writer_that_never_ends_makes_others_say_so(store, header, monkeypatch, in_another_process):
    monkeypatch.setattr(dialect, "PATIENCE", 0.05)
    other = in_another_process(WRITE_AND_WAIT, store.folder)
    assert other.stdout.readline() == "written\n"
    monkeypatch.setattr(dialect.connect, "__kwdefaults__", {**dialect.connect.__kwdefaults__, "wait": 0.05})
    with pytest.raises(Refused) as refusal, store.write(header):
        pass
    assert refusal.value.said.code == "store.busy"


def test_threads_wait_no_longer_than_they_must(store, header, monkeypatch):
    monkeypatch.setattr(dialect, "PATIENCE", 0.05)
    with store.write(header):
        with pytest.raises(Refused) as refusal, store.write(header):
            pass
        assert refusal.value.said.code == "store.busy"


def test_a_write_killed_in_the_middle_leaves_the_store_as_it_was(store, header, in_another_process):
    with store.write(header) as w:
        w.insert(Customer, [{"name": "before"}])
    other = in_another_process(WRITE_AND_WAIT, store.folder)
    assert other.stdout.readline() == "written\n"
    other.kill()
    other.wait()
    assert names(store) == ["before"]
    with store.write(header) as w:
        w.insert(Customer, [{"name": "after"}])
    store.close()
    with Store.open(store.folder) as again:
        assert names(again) == ["before", "after"]


def test_the_version_changes_when_others_write(store, header):
    before = store.others_version()
    with store.write(header) as w:
        w.insert(Customer, [{"name": "a"}])
        assert store.others_version() == before
    assert store.others_version() == before
    with Store.open(store.folder) as other, other.write(header) as w:
        w.insert(Customer, [{"name": "b"}])
    theirs = store.others_version()
    assert theirs != before
    assert store.others_version() == theirs


def test_what_others_wrote_before_an_own_write_is_not_overlooked(store, header):
    before = store.others_version()
    with Store.open(store.folder) as other, other.write(header) as w:
        w.insert(Customer, [{"name": "theirs"}])
    with store.write(header) as w:
        w.insert(Customer, [{"name": "ours"}])
    assert store.others_version() != before


def test_a_file_that_vanished_is_not_written_into_the_void(store, header):
    store.file.rename(store.folder / "elsewhere.db")
    for attempt in (store.read, lambda: store.write(header)):
        with pytest.raises(Damaged) as trouble, attempt():
            pass
        assert trouble.value.said.code == "store.vanished"


def test_a_file_swapped_under_us_is_noticed(store, header, new_store_file):
    store.file.rename(store.folder / "elsewhere.db")
    shutil.copyfile(new_store_file, store.file)
    with pytest.raises(Damaged), store.write(header):
        pass


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only an administrator can mount a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_is_lost(small_disk, new_store_file, header):
    shutil.copyfile(new_store_file, small_disk / FILE_NAME)
    with Store.open(small_disk) as store:
        with store.write(header) as w:
            w.insert(Customer, [{"name": "before"}])
        with pytest.raises(Refused) as refusal, store.write(header) as w:
            w.insert(Customer, [{"name": "客户" * 100, "note": "x" * 500} for _ in range(5_000)])
        assert refusal.value.said.code == "store.disk_full"
        assert names(store) == ["before"]
        with store.write(header) as w:
            w.insert(Customer, [{"name": "after"}])
    with Store.open(small_disk) as store:
        assert names(store) == ["before", "after"]


def test_a_disk_too_full_for_a_store_holds_none(small_disk):
    (small_disk / "filler").write_bytes(bytes(2 * 1024 * 1024 - 8192))
    assert opening(small_disk, Refused, create=True) == "store.disk_full"
    assert not (small_disk / FILE_NAME).exists()


def test_errors_do_not_tell_what_was_to_be_written(store, header):
    with pytest.raises(Exception, match="hidden") as error, store.write(header) as w:
        w.insert(Customer, [{"name": "王小明", "number": number} for number in "aa"])
    assert "王小明" not in str(error.value)


encrypting = pytest.mark.skipif(dialect.DRIVER.__name__ == "sqlite3", reason="this driver does not encrypt")


@encrypting
def test_an_encrypted_store_opens_with_its_key_alone(tmp_path, header):
    key, other = bytes(range(32)), bytes(32)
    with Store.open(tmp_path, create=True, key=key) as store, store.write(header) as w:
        w.insert(Customer, [{"name": "王小明"}])
    assert b"SQLite format" not in (tmp_path / FILE_NAME).read_bytes()
    with Store.open(tmp_path, key=key) as store:
        assert names(store) == ["王小明"]
    assert opening(tmp_path, Refused, key=other) == "store.wrong_key"
    assert opening(tmp_path, Damaged) == "store.damaged"


def test_the_standard_driver_serves_without_encryption(folder, monkeypatch, header):
    import sqlite3

    monkeypatch.setattr(dialect, "DRIVER", sqlite3)
    assert opening(folder, Refused, key=bytes(32)) == "store.no_encryption"
    with Store.open(folder) as store:
        with store.write(header) as w:
            w.insert(Customer, [{"name": "a"}])
        assert names(store) == ["a"]


def test_a_booked_visit_survives_a_power_cut_and_references_hold(store, header):
    """WAL, a full flush at every commit, and foreign keys: settings of a connection that nothing else would show."""
    with store.write(header) as writer:
        asked = {
            pragma: writer.conn.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert (asked["journal_mode"], asked["synchronous"], asked["foreign_keys"]) == ("wal", 2, 1)
    assert asked["busy_timeout"] > 0
