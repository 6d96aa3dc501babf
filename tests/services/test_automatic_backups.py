"""Backups by themselves: when they are due, where they go, what is told when a place is not there, what is rotated."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dealerdesk.db.backup import verify_copy
from dealerdesk.domain.errors import Damaged, Refused, Trouble, WrongUse
from dealerdesk.services.automatic_backups import (
    AutomaticBackups,
    automatic_backups,
    back_up_before_import,
    back_up_if_due,
    backup_due,
    choose_automatic_backups,
)
from dealerdesk.services.backups import back_up, backups_kept, choose_backup_folder, last_backup
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.importing import import_file
from dealerdesk.services.opening import open_desk
from dealerdesk.services.trial import _mark
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        shop.desk = replace(shop.desk, clock=lambda: NOON)
        shop.car(visits=[date(2026, 9, 1)])
        yield shop


def later(desk, **by):
    return replace(desk, clock=lambda: desk.clock() + timedelta(**by))


def daily(folder):
    return sorted(file.name for file in folder.glob("daily-*.db"))


def with_second(desk, folder):
    choose_automatic_backups(desk, AutomaticBackups(on=True, second=folder))


def test_it_is_made_once_a_day_and_told_of(shop):
    desk = shop.desk
    assert backup_due(desk)
    done = back_up_if_due(desk)
    assert (done.second, done.problems, done.dropped) == (None, (), 0)
    assert done.changed.kinds == {"backup"}
    assert verify_copy(done.file)
    assert last_backup(desk).file == done.file
    assert not backup_due(desk)
    assert back_up_if_due(desk) is None
    assert not backup_due(later(desk, hours=1))
    tomorrow = later(desk, days=1)
    assert backup_due(tomorrow)
    assert back_up_if_due(tomorrow).file != done.file
    assert [copy.kind for copy in backups_kept(desk)] == ["daily", "daily"]
    assert check_store(desk).ok


def test_what_lies_beside_a_copy_says_what_is_in_it(shop):
    for file, automatic in ((back_up_if_due(shop.desk).file, True), (back_up(shop.desk).file, False)):
        told = json.loads(file.with_name(f"{file.name}.json").read_text("utf-8"))
        assert (told["vehicles"], told["visits"], told["customers"]) == (1, 1, 1)
        assert told["bytes"] == file.stat().st_size
        assert told["automatic"] is automatic
        assert told["acts"] >= 2
        assert len(told["last_digest"]) == len(told["sha256"]) == 64
        assert datetime.fromisoformat(told["at"]).tzinfo
    assert {copy.manifest.contents.visits for copy in backups_kept(shop.desk)} == {1}


def test_an_empty_or_invented_store_and_one_that_wants_none_makes_none(tmp_path, shop):
    with a_shop(tmp_path / "empty", TODAY) as empty:
        assert not backup_due(empty.desk)
        assert back_up_if_due(empty.desk) is None
        assert back_up_before_import(empty.desk) is None
    with a_shop(tmp_path / "invented", TODAY) as invented:
        _mark(invented.desk)
        invent_store(invented.desk, vehicles=5, seed=1)
        assert not backup_due(invented.desk)
    choose_automatic_backups(shop.desk, AutomaticBackups(on=False, second=None))
    assert not backup_due(shop.desk)
    assert back_up_if_due(shop.desk) is None
    assert back_up_before_import(shop.desk) is None
    assert backups_kept(shop.desk) == ()


def test_a_clock_that_was_set_back_makes_one_more_not_one_each_hour(shop):
    back_up_if_due(later(shop.desk, days=30))
    assert back_up_if_due(shop.desk).file
    assert back_up_if_due(later(shop.desk, hours=1)) is None
    assert len(daily(shop.desk.store.folder / "backups")) == 2


def test_the_second_folder_gets_the_same_copy(shop, tmp_path):
    with_second(shop.desk, tmp_path / "U 盘 d'or")
    done = back_up_if_due(shop.desk)
    assert done.second == tmp_path / "U 盘 d'or" / done.file.name
    assert done.second.read_bytes() == done.file.read_bytes()
    assert {file.name for file in done.second.parent.iterdir()} == {done.file.name, f"{done.file.name}.json"}


def test_a_second_folder_that_is_gone_is_a_sentence_and_gets_its_copy_when_it_is_back(shop, tmp_path):
    second = tmp_path / "stick"
    with_second(shop.desk, second)
    second.rmdir()
    done = back_up_if_due(shop.desk)
    assert verify_copy(done.file)
    assert done.second is None
    assert [why.code for why in done.problems] == ["backup.second_missing"]
    assert not second.exists(), "nobody wants a folder where the drive was"
    assert backup_due(shop.desk)
    assert back_up_if_due(shop.desk).changed.kinds == frozenset()
    second.mkdir()
    again = back_up_if_due(shop.desk)
    assert (again.file, again.second) == (None, second / done.file.name)
    assert back_up_if_due(shop.desk) is None


def test_a_backup_folder_that_takes_nothing_is_told_and_the_copy_goes_beside_the_store(shop, tmp_path):
    drive = tmp_path / "drive"
    choose_backup_folder(shop.desk, drive)
    drive.rmdir()
    drive.touch()
    done = back_up_if_due(shop.desk)
    assert [why.code for why in done.problems] == ["backup.folder_unusable"]
    assert done.file.parent == shop.desk.store.folder / "backups"
    assert not backup_due(shop.desk)
    with pytest.raises(Refused):
        back_up(shop.desk)


def test_a_second_folder_that_is_full_keeps_what_it_has(shop, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only an administrator can mount a small disk here")
    try:
        with_second(shop.desk, disk)
        done = back_up_if_due(shop.desk)
        assert [why.code for why in done.problems] == ["store.disk_full"]
        assert verify_copy(done.file)
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_folders_that_cannot_be_a_second_one_are_refused(shop, tmp_path):
    first = shop.desk.store.folder / "backups"
    first.mkdir()
    (tmp_path / "file").touch()
    for folder, code in ((first, "backup.second_is_first"), (tmp_path / "file", "backup.folder_unusable")):
        with pytest.raises(Trouble) as trouble:
            with_second(shop.desk, folder)
        assert trouble.value.said.code == code
    assert automatic_backups(shop.desk) == AutomaticBackups(on=True, second=None)
    assert choose_automatic_backups(shop.desk, automatic_backups(shop.desk)).act is None


def test_one_that_is_stopped_leaves_nothing(shop):
    with pytest.raises(WrongUse):
        back_up_if_due(shop.desk, cancelled=lambda: True)
    assert list((shop.desk.store.folder / "backups").iterdir()) == []
    assert backup_due(shop.desk)


def test_old_ones_are_rotated_out_of_every_folder_and_those_made_by_hand_stay(shop, tmp_path):
    second = tmp_path / "second"
    with_second(shop.desk, second)
    mine = back_up(shop.desk, shop.desk.store.folder / "backups" / "desk-20200101T010101000000Z.db").file
    for day in range(-25, 1):
        done = back_up_if_due(later(shop.desk, days=day))
    assert done.dropped
    first = daily(done.file.parent)
    assert first == daily(second)
    assert 7 < len(first) <= 7 + 4 + 2
    assert mine.is_file()
    beside = {file.name.removesuffix(".json") for file in done.file.parent.glob("*.json")}
    assert beside == {*first, mine.name}


def test_the_copies_of_another_store_in_the_same_folder_are_left_alone(shop, tmp_path):
    shared = tmp_path / "shared"
    with a_shop(tmp_path / "other", TODAY) as other:
        other.desk = replace(other.desk, clock=lambda: NOON + timedelta(minutes=1))
        other.car()
        for one in (shop, other):
            choose_backup_folder(one.desk, shared)
        theirs = [back_up_if_due(later(other.desk, days=day)).file for day in range(-9, 0)]
        theirs = [file for file in theirs if file.exists()]
        assert backup_due(shop.desk)
        for day in range(-20, 1):
            back_up_if_due(later(shop.desk, days=day))
        assert all(file.is_file() for file in theirs)
        assert not {copy.file for copy in backups_kept(shop.desk)} & set(theirs)


def test_a_copy_is_kept_before_an_import_once_for_each_run(shop, tmp_path):
    file = tmp_path / "cars.csv"
    file.write_text(
        "车牌号,车架号,车主姓名,联系电话,交车日期\n琼A8K321,LSVAM4187C2184841,林小满,13800001234,2025-03-01\n", "utf-8"
    )
    import_file(shop.desk, file, dry_run=True)
    assert backups_kept(shop.desk) == ()
    import_file(shop.desk, file)
    (kept,) = backups_kept(shop.desk)
    assert (kept.kind, kept.manifest.contents.vehicles) == ("before-import", 1)
    import_file(later(shop.desk, minutes=5), file)
    assert len(backups_kept(shop.desk)) == 1
    import_file(later(shop.desk, hours=2), file)
    assert len(backups_kept(shop.desk)) == 2
    assert last_backup(shop.desk) is None, "what lies beside the store is no backup that a person may rely on"


def test_nothing_is_kept_before_an_import_that_a_copy_has_already(shop):
    back_up(shop.desk, shop.desk.store.folder / "backups" / "desk-20200101T010101000000Z.db")
    assert back_up_before_import(shop.desk), "that a backup was made is an act that it has not"
    assert back_up_before_import(later(shop.desk, days=1)) is None


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from dealerdesk.db import dialect
from dealerdesk.services.automatic_backups import back_up_if_due
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk

dialect._COPIED_PAGES = 5
back_up_if_due(
    open_desk(Doorstep(Path(sys.argv[1]), date(2026, 11, 20), "en")), lambda *_: os.kill(os.getpid(), signal.SIGKILL)
)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="killing is told apart on POSIX alone")
def test_killed_in_the_middle_it_leaves_no_half_copy_and_the_next_is_whole(shop, tmp_path):
    folder = tmp_path / "U"
    choose_backup_folder(shop.desk, folder)
    done = subprocess.run([sys.executable, "-c", KILLED, str(shop.desk.store.folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert daily(folder) == []
    (half,) = folder.glob("*.new")
    assert backups_kept(shop.desk) == ()
    long_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(half, (long_ago, long_ago))
    (folder / "mine.db.new").touch()
    os.utime(folder / "mine.db.new", (long_ago, long_ago))
    assert verify_copy(back_up_if_due(shop.desk).file)
    assert not half.exists(), "what was left is cleared away when nobody can be working on it"
    assert (folder / "mine.db.new").exists()
    assert check_store(shop.desk).ok


def test_nothing_is_copied_of_a_store_that_is_damaged_and_no_good_copy_is_written_over(shop, tmp_path):
    folder = shop.desk.store.folder
    shop.customer("陈敏敏敏敏敏", phone=None)
    good = back_up(shop.desk, tmp_path / "good.db").file
    before = good.read_bytes()
    shop.desk.store.close()
    content = (folder / "desk.db").read_bytes()
    name = "陈敏敏敏敏敏".encode()
    assert name in content
    (folder / "desk.db").write_bytes(content.replace(name, "陈敏敏敏敏王".encode()))
    desk = replace(open_desk(Doorstep(folder, NOON.date(), "en")), clock=lambda: NOON)
    assert back_up_if_due(desk) is None
    with pytest.raises(Damaged):
        back_up(desk, good)
    with pytest.raises(Damaged):
        back_up_before_import(desk)
    desk.store.close()
    assert good.read_bytes() == before
    assert daily(folder / "backups") == []
