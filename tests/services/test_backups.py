"""Backups as a person keeps them: the folder, the last one, those that are kept."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from dealerdesk.db.backup import restore
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.backups import (
    back_up,
    backup_folder,
    backups_kept,
    choose_backup_folder,
    last_backup,
)
from dealerdesk.services.data_place import data_place
from dealerdesk.services.upkeep import check_store
from tests.stores import A_MOMENT, a_shop

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        shop.car(visits=[date(2026, 9, 1)])
        yield shop


def code_of(call):
    with pytest.raises((Refused, WrongUse)) as refused:
        call()
    return refused.value.said.code


def test_without_a_backup_there_is_no_last_one(shop):
    assert last_backup(shop.desk) is None
    assert backups_kept(shop.desk) == ()


def test_a_backup_goes_beside_the_store_and_is_the_last(shop):
    made = back_up(shop.desk)
    assert made.changed.kinds == {"backup"}
    assert made.file.parent == backup_folder(shop.desk).folder == shop.desk.store.folder / "backups"
    (kept,) = backups_kept(shop.desk)
    assert (kept.file, kept.kind, kept.bytes, kept.sound) == (made.file, "backup", made.bytes, True)
    last = last_backup(shop.desk)
    assert (last.file, last.bytes, last.ok) == (made.file, made.bytes, True)
    assert check_store(shop.desk).ok


def test_the_next_goes_into_the_chosen_folder_and_the_old_ones_stay_listed(shop, tmp_path):
    first = back_up(shop.desk)
    other = tmp_path / "U 盘 d'or" / "备份"
    assert choose_backup_folder(shop.desk, other).act
    assert backup_folder(shop.desk).chosen
    second = back_up(shop.desk)
    assert second.file.parent == other
    assert [copy.file for copy in backups_kept(shop.desk)] == [second.file, first.file]
    assert choose_backup_folder(shop.desk, None).act
    assert not backup_folder(shop.desk).chosen
    assert choose_backup_folder(shop.desk, shop.desk.store.folder / "backups").act is None


def test_a_backup_elsewhere_is_remembered_and_missed_when_it_is_gone(shop, tmp_path):
    made = back_up(shop.desk, tmp_path / "mine.db")
    last = last_backup(shop.desk)
    assert (last.file, last.at, last.ok) == (made.file, A_MOMENT, True)
    made.file.unlink()
    assert not last_backup(shop.desk).ok


def test_a_folder_that_takes_no_files_is_refused_in_one_sentence(shop, tmp_path):
    file = tmp_path / "file"
    file.touch()
    assert code_of(lambda: choose_backup_folder(shop.desk, file)) == "backup.folder_unusable"
    assert code_of(lambda: choose_backup_folder(shop.desk, file / "in it")) == "backup.folder_unusable"
    assert code_of(lambda: choose_backup_folder(shop.desk, tmp_path / "a\0b")) == "backup.folder_unusable"
    assert code_of(lambda: choose_backup_folder(shop.desk, Path("somewhere"))) == "backup.folder_not_whole"
    assert not backup_folder(shop.desk).chosen


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(shop, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert code_of(lambda: choose_backup_folder(shop.desk, locked)) == "backup.folder_unusable"


def test_a_drive_that_is_gone_is_told_when_a_backup_is_made(shop, tmp_path):
    choose_backup_folder(shop.desk, tmp_path / "drive" / "backups")
    (tmp_path / "drive" / "backups").rmdir()
    (tmp_path / "drive").rmdir()
    (tmp_path / "drive").touch()
    assert code_of(lambda: back_up(shop.desk)) == "backup.folder_unusable"


def test_a_backup_that_is_stopped_leaves_nothing(shop):
    assert code_of(lambda: back_up(shop.desk, cancelled=lambda: True)) == "backup.cancelled"
    assert list((shop.desk.store.folder / "backups").iterdir()) == []
    assert last_backup(shop.desk) is None
    told = []
    back_up(shop.desk, progress=lambda done, whole: told.append((done, whole)), cancelled=lambda: False)
    assert told
    assert told[-1][0] == told[-1][1]


def test_kept_copies_are_told_apart_and_foreign_files_left_out(shop):
    made = back_up(shop.desk)
    folder = made.file.parent
    (folder / "before-schema-2-20260101T010203000000Z.db").write_bytes(made.file.read_bytes())
    (folder / "before-restore-20260102T010203000000Z.damaged.db").write_bytes(b"x")
    (folder / "desk-20260103T010203000000Z.db").write_bytes(b"spoilt")
    (folder / "notes.txt").write_text("x")
    kept = {copy.file.name[:14]: (copy.kind, copy.sound) for copy in backups_kept(shop.desk)}
    assert kept == {
        made.file.name[:14]: ("backup", True),
        "before-schema-": ("before-upgrade", True),
        "before-restore": ("before-restore", False),
        "desk-20260103T": ("backup", False),
    }
    assert last_backup(shop.desk).file == made.file


def test_after_a_restore_the_last_backup_is_still_known(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        first = back_up(shop.desk)
        second = back_up(shop.desk)
    restore(tmp_path / "store", first.file)
    with a_shop(tmp_path / "store", TODAY) as shop:
        assert last_backup(shop.desk).file == second.file


def test_where_the_data_lie(shop):
    place = data_place(shop.desk)
    assert place.folder == shop.desk.store.folder
    assert place.file.is_file()
    assert place.bytes >= place.file.stat().st_size > 0
    assert place.free > 0


def test_a_copy_that_was_cut_short_is_known_without_what_lies_beside_it(shop):
    done = back_up(shop.desk)
    whole = done.file.read_bytes()
    cut = done.file.with_name("desk-20260101T000000Z.db")
    cut.write_bytes(whole[: len(whole) // 2])
    (done.file.with_name("desk-20260102T000000Z.db")).write_bytes(whole)
    assert [copy.sound for copy in backups_kept(shop.desk)] == [True, True, False]
