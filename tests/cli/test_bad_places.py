"""Folders, disks, stores and other processes that do not let a command work: one sentence each, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from dealerdesk.cli import main
from dealerdesk.db import dialect, lock
from tests import privileges
from tests.commands import TODAY, At, run
from tests.spoilt import HEADINGS, NOISE, PROGRAM, folder, order, pipe, text, written


@pytest.fixture
def mounted(tmp_path):
    """Mounts a file system of our own: a function of the options for `mount`."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = []

    def mount(*options):
        made = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
        if made.returncode:
            pytest.skip("only an administrator can mount a disk here")
        done.append(folder)
        return folder

    yield mount
    for each in done:
        subprocess.run(["umount", str(each)], check=True)


# Where things are written to


def test_what_cannot_be_written_to_is_said_and_left_alone(desk, tmp_path):
    target, parent = pipe(tmp_path / "pipe"), written(tmp_path / "file", "mine")
    desk("tasks", "generate")
    for command in (["list", "lost", "--format", "csv"], ["backup"], ["sheet", "--date", TODAY]):
        named = (target, parent / "x.csv", tmp_path, tmp_path / ("x" * 300), "/proc/none/x")
        for out in named[1:] if command[0] == "list" else named:
            assert desk(*command, "--out", out).code in {2, 3}, (command, out)
            desk(*command, "--out", out).refused(desk(*command, "--out", out).code)
    assert target.is_fifo()
    assert parent.read_text() == "mine"
    assert desk("undo-import", 2**70).refused(2)
    assert desk("check").json["ok"]


def test_files_where_folders_of_the_store_should_be(desk):
    desk("tasks", "generate")
    for name, command in (("sheets", ["sheet", "--date", TODAY]), ("backups", ["backup"])):
        written(desk.folder / name, "mine")
        desk(*command).refused(3)
        assert (desk.folder / name).read_text() == "mine"


def test_a_list_and_a_copy_onto_a_disk_that_takes_no_files(desk, tmp_path, mounted):
    (tmp_path / "source").mkdir()
    disk = mounted("--bind", str(tmp_path / "source"))
    if subprocess.run(["mount", "-o", "remount,ro,bind", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("cannot make a mounted folder read-only here")
    for ending in ("csv", "xlsx", "pdf", "json"):
        assert "cannot be written" in desk("list", "lost", "--out", disk / f"list.{ending}").refused(3)
    assert "cannot be written" in desk("backup", "--out", disk / "copy.db").refused(3)
    assert "--data-dir" in At(disk / "store")("demo").refused(3)


def test_folders_and_files_that_are_closed_to_us(desk, tmp_path):
    export = written(tmp_path / "orders.csv", text(HEADINGS, order("C1"), order("C2", came="bad")))
    copy = Path(desk("backup", "--out", tmp_path / "copy.db").json["file"])
    desk("tasks", "generate")
    before = desk("status").json
    closed = folder(tmp_path / "closed")
    with privileges.dropped():
        copy.chmod(0)
        assert "may not read" in desk("restore", copy).refused(3)
        closed.chmod(0)
        for command in (["list", "lost"], ["backup"], ["sheet", "--date", TODAY]):
            for out in (closed / "x.pdf", closed / "deeper" / "x.pdf"):
                assert "write" in desk(*command, "--out", out).refused(3), command
        assert "may not read" in desk("restore", closed / "copy.db").refused(3)
        assert "may not write" in At(closed / "store")("demo").refused(3)
        for name, mode, commands in (
            ("desk.lock", 0, (["status"], ["import", export])),
            ("desk.db", 0, (["status"], ["import", export], ["check"])),
            ("desk.db", 0o400, (["status"], ["import", export], ["backup"])),
        ):
            (desk.folder / name).chmod(mode)
            for command in commands:
                assert "may not write" in desk(*command).refused(3), (name, command)
            (desk.folder / name).chmod(0o600)
        for name, command in (("sheets", ["sheet", "--date", TODAY]), ("rejects", ["import", export])):
            folder(desk.folder / name).chmod(0o500)
            assert "cannot be written" in desk(*command).refused(3)
            assert list((desk.folder / name).iterdir()) == []
    assert desk("status").json == before
    assert desk("check").json["ok"]


def test_a_disk_without_any_room(invented, mounted, tmp_path):
    disk = mounted("-t", "tmpfs", "-o", "size=3m", "none")
    at = At(disk / "store")
    shutil.copytree(invented.folder, at.folder)
    before = invented("status").json
    export = written(tmp_path / "many.csv", text(HEADINGS, *(order(f"F{i}", plate=f"琼F{i:05d}") for i in range(6000))))
    assert "full" in at("import", export).refused(3)
    assert at("status").json == before
    room = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(room.f_bavail * room.f_frsize))
    for command in (["status"], ["import", export], ["tasks", "generate"], ["backup"], ["list", "lost"]):
        assert "full" in at(*command).refused(3)
    (disk / "filler").unlink()
    assert at("status").json == before
    assert at("check").json["ok"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_an_answer_that_cannot_be_written_takes_nothing_back(desk, tmp_path):
    export = written(tmp_path / "orders.csv", text(HEADINGS, order("F1")))
    command = [*PROGRAM, *desk.base, "import", str(export)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=120)
    assert done.returncode == 3
    assert done.stderr.decode().count("\n") == 1
    assert desk.stored("SELECT count(*) FROM visit WHERE order_no = 'F1'") == [(1,)]


def test_without_a_place_to_answer_to(desk, monkeypatch):
    for machine in ([], ["--json"]):
        with monkeypatch.context() as nowhere:
            nowhere.setattr(sys, "stdout", None)
            with pytest.raises(SystemExit) as done:
                main([*desk.base, *machine, "status"])
        assert done.value.code == 0


# Stores that are damaged, foreign, or in somebody's hands


def test_another_programs_database_is_left_alone(desk, tmp_path):
    copy = desk("backup", "--out", tmp_path / "copy.db").json["file"]
    other = tmp_path / "other"
    other.mkdir()
    with closing(sqlite3.connect(other / "desk.db")) as theirs:
        theirs.execute("CREATE TABLE bookmark (url TEXT)")
        theirs.commit()
    bytes_before = (other / "desk.db").read_bytes()
    for command in (["status"], ["demo"], ["check"], ["backup"], ["restore", copy]):
        assert "another program" in At(other)(*command).refused(4)
    assert (other / "desk.db").read_bytes() == bytes_before
    assert "no backup" in desk("restore", other / "desk.db").refused(4)
    assert desk("check").json["ok"]


def test_a_damaged_store_says_so_and_a_backup_heals_it(desk, tmp_path):
    before = desk("status").json
    copy = desk("backup", "--out", tmp_path / "copy.db").json["file"]
    store = desk.folder / "desk.db"
    os.truncate(store, store.stat().st_size // 3)
    for command in (["status"], ["tasks", "generate"], ["backup"], ["undo-import", 1]):
        told = desk(*command).refused(4)
        assert str(store) in told
    assert "restore" in desk("check").refused(4)
    assert desk("restore", copy).code == 0
    assert desk("status").json == before
    assert desk("check").json["ok"]


def test_a_spoilt_lock_and_a_folder_in_place_of_the_database(desk):
    (desk.folder / "desk.lock").write_bytes(NOISE)
    assert "delete it" in desk("status").refused(4)
    (desk.folder / "desk.lock").unlink()
    assert desk("status").code == 0
    (desk.folder / "desk.db").unlink()
    (desk.folder / "desk.db").mkdir()
    for command in (["status"], ["demo"], ["check"]):
        desk(*command).refused(4)


@pytest.fixture
def locked_by(monkeypatch):
    """Another program that has a database locked, by statements; the commands wait for it only a moment."""
    monkeypatch.setattr(dialect, "PATIENCE", 0.2)
    monkeypatch.setattr(lock, "SHARED_PATIENCE", 0.1)
    for waiting in (dialect.connect, lock.share, lock.take_alone):
        monkeypatch.setattr(waiting, "__kwdefaults__", {**waiting.__kwdefaults__, "wait": 0.1})
    program = (
        "import sqlite3, sys; other = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "other.executescript(sys.argv[2]); print(flush=True); sys.stdin.read()"
    )

    @contextmanager
    def locked(file, statements):
        command = [sys.executable, "-c", program, str(file), statements]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout.readline()
            yield
            other.kill()

    return locked


def test_a_store_that_another_program_has_locked(desk, tmp_path, locked_by):
    export = written(tmp_path / "orders.csv", text(HEADINGS, order("L1"), order("L2", came="bad")))
    copy = desk("backup", "--out", tmp_path / "copy.db").json["file"]
    before = desk("status").json
    writing = (["import", export], ["tasks", "generate"], ["undo-import", 1], ["restore", copy])
    reading = (["status"], ["list", "lost"], ["why", before[0]["plate"], "lost"], ["check"], ["backup"])
    with locked_by(desk.folder / "desk.db", "BEGIN IMMEDIATE"):
        for command in writing:
            assert "Another program" in desk(*command).refused(3), command
        for command in reading:
            assert desk(*command).code == 0
    with locked_by(desk.folder / "desk.db", "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"):
        for command in (*writing, *reading, ["demo"], ["sheet", "--date", TODAY]):
            assert "Another program" in desk(*command).refused(3), command
    with locked_by(desk.folder / "desk.lock", "BEGIN EXCLUSIVE"):
        for command in (*writing, *reading):
            desk(*command).refused(3)
    assert not list(desk.folder.glob("rejects/*"))
    assert desk("status").json == before
    assert desk("check").json["ok"]


def test_an_import_that_is_killed_leaves_the_store_as_it_was(desk, tmp_path):
    lines = [order(f"K{i}", plate=f"琼K{i:05d}") for i in range(1200)]
    export = written(tmp_path / "orders.csv", text(HEADINGS, *lines, order("K", came="bad")))
    before = desk("status").json
    with subprocess.Popen([*PROGRAM, *desk.base, "--json", "import", str(export)], stdout=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not any(desk.folder.glob("rejects/.*")) and time.monotonic() < deadline:  # about to write
            time.sleep(0.005)
        process.kill()
    assert desk("check").json["ok"]
    if desk.stored("SELECT count(*) FROM batch") == [(0,)]:
        assert desk("status").json == before
        assert desk("import", export).json["added"] == 1200
    assert desk.stored("SELECT count(*) FROM visit WHERE order_no LIKE 'K%'") == [(1200,)]


def test_two_imports_at_once_both_arrive(desk, tmp_path):
    started = []
    for name in "AB":
        lines = [order(f"{name}{i}", plate=f"琼P{i:05d}", came=f"2026-0{1 + 'AB'.index(name)}-05") for i in range(300)]
        export = written(tmp_path / f"{name}.csv", text(HEADINGS, *lines))
        command = [*PROGRAM, *desk.base, "--json", "import", str(export)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    for process in started:
        assert process.communicate(timeout=120)[1] == b""
        assert process.returncode == 0
    assert desk.stored("SELECT count(*) FROM visit WHERE order_no GLOB '[AB][0-9]*'") == [(600,)]
    assert desk.stored("SELECT count(*) FROM plate WHERE plate LIKE '琼P%'") == [(300,)]
    assert desk("check").json["ok"]


# Words that are none


@pytest.mark.parametrize(
    "command", [["status", "\udcff"], ["why", "\udcff", "lost"], ["list", "\udcff"], ["import", "\udcff.csv"]]
)
def test_bytes_that_are_no_characters(invented, command):
    run(*invented.base, *command).refused(2)


@pytest.mark.parametrize("name", ["it's “quoted” 中文", "per%cent#hash?\n", "y" * 200])
def test_folders_and_files_of_any_name(tmp_path, name):
    at = At(tmp_path / name)
    export = written(tmp_path / f"{name}.csv", text(HEADINGS, order("N1"), order("N2", came="bad")))
    result = at("import", "--", export)
    assert result.code == 1, result.err
    assert Path(result.json["rejects_file"]).is_file()
    assert Path(at("backup").json["file"]).is_file()
    assert at("check").json["ok"]
    assert "\n" not in At(tmp_path / name / "none")("status").refused(4)
