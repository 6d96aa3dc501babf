"""The audit trail's soundness as a person meets it: check, lost keys, older states put back, restores."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from datetime import date

import pytest

from dealerdesk.db import dialect
from dealerdesk.db.manifest import manifest_file
from dealerdesk.db.store import FILE_NAME
from dealerdesk.db.trail import KEY_FILE
from dealerdesk.domain.errors import Refused
from dealerdesk.services.automatic_backups import AutomaticBackups, choose_automatic_backups
from dealerdesk.services.backups import back_up
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.restoring import restore_backup, undo_restore
from dealerdesk.services.settings import name_store
from dealerdesk.services.trail import check_trail
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop, clerk

TODAY = date(2026, 3, 1)


@pytest.fixture
def folder(tmp_path):
    """A store that was lived in, closed."""
    with a_shop(tmp_path / "shop", TODAY) as shop:
        shop.car(shop.customer("王小明"), "琼A10001", visits=[date(2025, 8, 1)])
        name_store(shop.desk, "永安")
    return tmp_path / "shop"


def at(folder):
    return closing(_Open(folder))


class _Open:
    """A desk that is closed with its store."""

    def __init__(self, folder):
        self.desk = open_desk(Doorstep(folder, TODAY, "en"))
        self.close = self.desk.store.close


def codes(folder):
    with at(folder) as opened:
        checked = check_store(opened.desk)
    return {said.code for said in checked.problems}, {said.code for said in checked.advice}


def renamed(folder, *names):
    with at(folder) as opened:
        for name in names:
            name_store(opened.desk, name)


def last_use_cases(folder, n=1):
    with closing(dialect.connect(folder / FILE_NAME)) as connection:
        return [row[0] for row in connection.execute(f"SELECT use_case FROM act ORDER BY id DESC LIMIT {n}")]


def test_a_store_that_is_only_used_is_sound_and_has_nothing_to_tell(folder):
    renamed(folder, "甲", "乙")
    assert codes(folder) == (set(), set())
    with at(folder) as opened:
        checked = check_trail(opened.desk)
        assert (checked.problems, checked.advice) == ((), ())
        assert checked.acts > 4


@pytest.mark.parametrize("how", ["lost", "another"])
def test_a_lost_key_is_replaced_by_an_act_that_stays_in_sight(folder, how):
    key = folder / KEY_FILE
    key.unlink()
    if how == "another":
        key.write_bytes(b"x" * 32)
    assert codes(folder) == (set(), {"check.key_renewed"})
    assert last_use_cases(folder) == ["renew-trail-key"]
    renamed(folder, "甲")
    assert codes(folder) == (set(), {"check.key_renewed"})
    assert last_use_cases(folder, 3).count("renew-trail-key") == 1


def test_no_new_key_vouches_for_a_trail_that_does_not_hold(folder):
    (folder / KEY_FILE).unlink()
    with closing(dialect.connect(folder / FILE_NAME)) as connection:
        connection.execute("UPDATE act SET who = 'x' WHERE id = 2")
    problems, _ = codes(folder)
    assert {"check.act", "check.head_unknown"} <= problems
    assert "renew-trail-key" not in last_use_cases(folder, 50)


def test_a_store_from_another_computer_says_so(folder, tmp_path):
    with at(folder) as opened:
        copy = back_up(opened.desk, tmp_path / "stick.db").file
    elsewhere = tmp_path / "elsewhere"
    restore_backup(Doorstep(elsewhere, TODAY, "en"), copy)
    assert last_use_cases(elsewhere, 2) == ["restore", "renew-trail-key"]
    assert codes(elsewhere) == (set(), {"check.key_renewed"})


def test_restoring_in_the_same_folder_and_back_keeps_the_key(folder):
    door = Doorstep(folder, TODAY, "en")
    with at(folder) as opened:
        copy = back_up(opened.desk).file
    renamed(folder, "甲", "乙")
    with at(folder) as opened:
        back_up(opened.desk)
    restore_backup(door, copy)
    assert codes(folder) == (set(), set())
    renamed(folder, "丙")
    with at(folder) as opened:
        back_up(opened.desk)
    undo_restore(door)
    assert codes(folder) == (set(), set())


@pytest.mark.parametrize("second", [False, True])
def test_an_older_state_put_back_by_hand_is_known_by_the_backups(folder, tmp_path, second):
    stick = tmp_path / "stick"
    with at(folder) as opened:
        if second:
            choose_automatic_backups(opened.desk, AutomaticBackups(on=True, second=stick))
    older = tmp_path / "older.db"
    shutil.copyfile(folder / FILE_NAME, older)
    renamed(folder, "甲", "乙")
    with at(folder) as opened:
        copy = back_up(opened.desk).file
    if second:
        for file in (copy, manifest_file(copy)):
            shutil.move(file, stick / file.name)
    for name in ("", "-wal", "-shm"):
        (folder / f"{FILE_NAME}{name}").unlink(missing_ok=True)
    shutil.copyfile(older, folder / FILE_NAME)
    assert "check.older_state" in codes(folder)[0]


def test_what_lies_beside_a_backup_cannot_be_rewritten_unseen(folder):
    with at(folder) as opened:
        copy = back_up(opened.desk).file
    beside = manifest_file(copy)
    told = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps({**told, "acts": told["acts"] - 1}), "utf-8")
    assert "check.manifest_forged" in codes(folder)[0]
    beside.write_text("{", "utf-8")
    assert codes(folder)[0] == set()


def test_a_backup_of_another_store_in_the_same_folder_says_nothing(folder, tmp_path):
    with a_shop(tmp_path / "other", TODAY) as other:
        for number in range(30):
            name_store(other.desk, f"{number}")
        back_up(other.desk, folder / "backups" / "desk-20260101T000000Z.db")
    assert codes(folder) == (set(), set())


def test_only_who_may_read_the_trail_checks_it(folder):
    with at(folder) as opened, pytest.raises(Refused):
        check_trail(opened.desk.by(clerk("see")))


def test_a_database_that_was_carried_elsewhere_alone_can_be_written_to(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copyfile(folder / FILE_NAME, elsewhere / FILE_NAME)
    renamed(elsewhere, "甲")
    assert codes(elsewhere) == (set(), {"check.key_renewed"})
