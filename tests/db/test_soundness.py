"""The seal of a closed store, and what is known of one before the first write."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from dealerdesk.db.repair import repair
from dealerdesk.db.rulebooks import insert_rules
from dealerdesk.db.seal import FILE_NAME, IN_USE, Seal, measured, seal_of, set_seal
from dealerdesk.db.soundness import How
from dealerdesk.db.store import Store
from dealerdesk.db.tables import Customer, Staff
from dealerdesk.domain.errors import Damaged
from dealerdesk.domain.rules import Rules


@pytest.fixture
def closed(folder, header):
    """A data folder whose store was written to and closed."""
    with Store.open(folder) as store, store.write(header) as writer:
        insert_rules(writer, Rules(), "current")
        writer.insert(Customer, [{"name": "王小明"}])
        writer.insert(Staff, [{"name": "李诚", "job": "care-agent"}])
    return folder


def write(store, header, name="赵敏"):
    with store.write(header) as writer:
        writer.insert(Customer, [{"name": name}])


def altered(folder, place=-3):
    file = folder / "desk.db"
    status = file.stat()
    content = bytearray(file.read_bytes())
    content[place] ^= 4
    file.write_bytes(content)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_closed_store_is_known_by_its_bytes_and_one_in_use_by_that(closed, header):
    assert seal_of(closed) == measured(closed / "desk.db")
    with Store.open(closed) as store:
        assert store.soundness.known is None
        assert seal_of(closed) == measured(closed / "desk.db")
        write(store, header)
        assert store.soundness.known.how is How.SEAL
        assert seal_of(closed) == IN_USE
    assert seal_of(closed) == measured(closed / "desk.db")


def test_who_only_reads_leaves_the_seal_alone(closed):
    before = (closed / FILE_NAME).stat()
    with Store.open(closed) as store, store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM customer").scalar() == 1
    assert (closed / FILE_NAME).stat().st_mtime_ns == before.st_mtime_ns
    assert (closed / FILE_NAME).stat().st_ino == before.st_ino


def test_a_closed_store_takes_no_writes_for_its_seal_would_call_them_damage(closed, header):
    store = Store.open(closed)
    write(store, header)
    store.close()
    with pytest.raises(ValueError, match="closed"):
        write(store, header, "钱七")
    with Store.open(closed) as again:
        write(again, header, "孙八")
    assert seal_of(closed) == measured(closed / "desk.db")


def test_the_last_one_who_leaves_closes_it(closed, header):
    first, second = Store.open(closed), Store.open(closed)
    write(first, header)
    first.close()
    assert seal_of(closed) == IN_USE
    write(second, header, "钱七")
    assert second.soundness.known.how is How.OTHERS
    second.close()
    assert seal_of(closed) == measured(closed / "desk.db")


def test_one_flipped_bit_keeps_everybody_from_writing_and_lets_them_read(closed, header):
    altered(closed)
    spoilt = (closed / "desk.db").read_bytes()
    for _ in range(2):
        with Store.open(closed) as store:
            with pytest.raises(Damaged) as told:
                write(store, header)
            assert told.value.said.code == "store.found_damaged"
            with store.read() as conn:
                conn.exec_driver_sql("SELECT count(*) FROM customer").scalar()
    assert (closed / "desk.db").read_bytes() == spoilt


def test_what_another_program_wrote_is_found_and_accepted_once_all_of_it_was_looked_through(closed, header):
    with closing(sqlite3.connect(closed / "desk.db")) as other:
        other.execute("VACUUM")
    with Store.open(closed) as store:
        with pytest.raises(Damaged):
            write(store, header)
        found, rebuilt = repair(store)
        assert (found.broken, rebuilt) == ((), 0)
        write(store, header)
    with Store.open(closed) as store:
        write(store, header, "孙八")


def test_what_another_program_changed_is_not_accepted(closed, header):
    with closing(sqlite3.connect(closed / "desk.db")) as other:
        other.execute("UPDATE customer SET name = '别人'")
        other.commit()
    with Store.open(closed) as store:
        found, _ = repair(store)
        assert [problem.code for problem in found.broken] == ["check.row_differs"]
        with pytest.raises(Damaged):
            write(store, header)


def test_a_log_that_appeared_beside_a_closed_store_is_no_log_of_ours(closed, header, tmp_path):
    with closing(sqlite3.connect(closed / "desk.db")) as other:
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute("UPDATE customer SET name = '别人'")
        other.commit()
        shutil.copytree(closed, tmp_path / "copied")
    with Store.open(tmp_path / "copied") as store, pytest.raises(Damaged):
        write(store, header)


@pytest.mark.parametrize("kind", ["killed", "without", "garbled", "large"])
def test_a_store_that_nobody_closed_is_looked_through_first(closed, header, kind):
    if kind == "killed":
        set_seal(closed, IN_USE)
    elif kind == "without":
        (closed / FILE_NAME).unlink()
    else:
        (closed / FILE_NAME).write_bytes(b"{" * (5 if kind == "garbled" else 9_000))
    with Store.open(closed) as store:
        write(store, header)
        assert store.soundness.known.how is How.CHECK


def test_a_store_that_nobody_closed_and_that_is_altered_is_not_written_to(closed, header):
    set_seal(closed, IN_USE)
    with closing(sqlite3.connect(closed / "desk.db")) as other:
        other.execute("UPDATE customer SET name = '别人'")
        other.commit()
    with Store.open(closed) as store:
        with pytest.raises(Damaged) as told:
            write(store, header)
        assert told.value.said.params["why"].code == "check.row_differs"
    assert seal_of(closed) is None


def test_a_seal_is_of_all_bytes_in_their_places(tmp_path):
    file = tmp_path / "large"
    size = 20_000_003
    file.write_bytes(os.urandom(size))
    seal = measured(file)
    assert seal.bytes == size
    assert measured(file) == seal
    for place in (0, 4 << 20, size - 1):
        with file.open("r+b") as opened:
            opened.seek(place)
            byte = opened.read(1)
            opened.seek(place)
            opened.write(bytes([byte[0] ^ 1]))
            opened.flush()
            assert measured(file) != seal
            opened.seek(place)
            opened.write(byte)
    assert measured(file) == seal
    set_seal(tmp_path, seal)
    assert seal_of(tmp_path) == seal
    assert Seal("x", 1) != seal
