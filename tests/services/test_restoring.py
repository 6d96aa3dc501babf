"""Restoring: what would be lost is told before, what was there is kept, and comes back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from dealerdesk.db import lock
from dealerdesk.db.backup import backup, restore
from dealerdesk.db.drafts import forms_of_all
from dealerdesk.db.manifest import first_digest
from dealerdesk.db.restore_note import FILE_NAME as NOTE
from dealerdesk.db.restore_note import RestoreNote, write_note
from dealerdesk.db.store import Store
from dealerdesk.domain.errors import Trouble
from dealerdesk.services.backups import back_up, backups_kept
from dealerdesk.services.demo import is_empty
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.drafts import drop_draft, keep_draft, my_drafts
from dealerdesk.services.opening import open_desk
from dealerdesk.services.restoring import Lost, restore_backup, restore_preview, undo_restore
from dealerdesk.services.settings import name_store, store_name
from dealerdesk.services.upkeep import check_store
from tests.stores import A_MOMENT, a_shop

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(lock.take_alone, "__kwdefaults__", {"wait": 0.2})


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        shop.car(visits=[date(2026, 9, 1)])
        yield shop


def doorstep(folder):
    return Doorstep(folder, TODAY, "en")


def refusal(attempt, *args):
    with pytest.raises(Trouble) as trouble:
        attempt(*args)
    return trouble.value.said.code


def test_it_is_told_what_a_backup_holds_and_what_would_be_lost(shop, tmp_path):
    copy = backup(shop.desk.store, tmp_path / "copy.db").file
    before = restore_preview(shop.desk, copy)
    assert (before.lost, before.same_store, before.kind) == (Lost(0, 0, 0, 0), True, "backup")
    shop.car(visits=[date(2026, 10, 1), date(2026, 10, 2)])
    name_store(shop.desk, "恒信")
    found = restore_preview(doorstep(shop.desk.store.folder), copy)
    assert (found.contents.vehicles, found.contents.visits) == (1, 1)
    assert (found.present.vehicles, found.present.visits) == (2, 3)
    assert (found.lost.customers, found.lost.vehicles, found.lost.visits) == (1, 1, 2)
    assert found.lost.acts == found.present.acts - found.contents.acts > 0
    assert found.contents.schema == found.present.schema
    assert abs(found.at.timestamp() - copy.stat().st_mtime) < 60


def test_where_both_went_on_only_what_the_store_has_alone_is_lost(shop, tmp_path):
    folder = shop.desk.store.folder
    old = backup(shop.desk.store, tmp_path / "old.db").file
    shop.car(visits=[date(2026, 10, 1)])
    newer = backup(shop.desk.store, tmp_path / "newer.db").file
    shop.desk.store.close()
    restore_backup(doorstep(folder), old)
    desk = open_desk(doorstep(folder))
    name_store(desk, "恒信")
    desk.store.close()
    found = restore_preview(doorstep(folder), newer)
    assert (found.lost.vehicles, found.lost.visits, found.lost.acts) == (0, 0, 1), "that it was restored is no loss"
    assert (found.present.vehicles, found.contents.vehicles) == (1, 2)


def test_the_backup_of_another_store_is_known(shop, tmp_path):
    with a_shop(tmp_path / "other", TODAY) as other:
        copy = backup(other.desk.store, tmp_path / "copy.db").file
    found = restore_preview(shop.desk, copy)
    assert not found.same_store
    assert found.lost.vehicles == found.present.vehicles == 1


def test_without_a_store_or_with_a_damaged_one_nobody_can_say(shop, tmp_path):
    copy = backup(shop.desk.store, tmp_path / "copy.db").file
    folder = shop.desk.store.folder
    shop.desk.store.close()
    assert restore_preview(doorstep(tmp_path / "nowhere"), copy).present is None
    for spoil in (newer, lambda file: (file.unlink(), foreign(file)), lambda file: file.write_bytes(b"x" * 9_000)):
        spoil(folder / "desk.db")
        found = restore_preview(doorstep(folder), copy)
        assert (found.present, found.lost) == (None, None)
    restore_backup(doorstep(folder), copy)
    assert restore_preview(doorstep(folder), copy).lost.vehicles == 0


def foreign(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE song (id)")
        connection.commit()


def newer(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")


def flip(file):
    whole = bytearray(file.read_bytes())
    place = whole.find("琼A".encode())
    whole[place + 3] ^= 1
    file.write_bytes(bytes(whole))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda file: file.unlink(), "restore.missing"),
        (lambda file: file.write_bytes(file.read_bytes()[:-5_000]), "restore.damaged"),
        (lambda file: file.write_bytes(b""), "restore.not_a_copy"),
        (lambda file: (file.unlink(), foreign(file)), "restore.not_a_copy"),
        (newer, "store.newer"),
        (flip, "restore.altered"),
    ],
)
def test_what_is_no_whole_backup_of_ours_is_refused_in_preview_and_restore(shop, tmp_path, spoil, code):
    copy = backup(shop.desk.store, tmp_path / "copy.db").file
    name_store(shop.desk, "恒信")
    spoil(copy)
    assert refusal(restore_preview, shop.desk, copy) == code
    shop.desk.store.close()
    assert refusal(restore_backup, doorstep(shop.desk.store.folder), copy) == code
    desk = open_desk(doorstep(shop.desk.store.folder))
    assert store_name(desk) == "恒信"
    assert check_store(desk).ok
    desk.store.close()


@pytest.mark.parametrize("told", ["", "[]", "{", '{"at": 3}', "[" * 90_000, "x" * 200_000])
def test_a_spoilt_manifest_is_none(shop, tmp_path, told):
    copy = back_up(shop.desk).file
    copy.with_name(f"{copy.name}.json").write_text(told, "utf-8")
    assert [kept.manifest for kept in backups_kept(shop.desk)] == [None]
    assert restore_preview(shop.desk, copy).contents.vehicles == 1


def test_a_truncated_copy_is_shown_as_damaged(shop):
    copy = back_up(shop.desk).file
    copy.write_bytes(copy.read_bytes()[:-1])
    assert [kept.sound for kept in backups_kept(shop.desk)] == [False]
    manifest = copy.with_name(f"{copy.name}.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "bytes": 1}), "utf-8")
    assert [kept.sound for kept in backups_kept(shop.desk)] == [False]


def test_a_restore_is_an_act_and_undone_brings_back_all(shop, tmp_path):
    folder = shop.desk.store.folder
    copy = backup(shop.desk.store, tmp_path / "copy.db").file
    name_store(shop.desk, "恒信")
    shop.desk.store.close()
    assert restore_backup(doorstep(folder), copy).restored == copy
    desk = open_desk(doorstep(folder))
    assert store_name(desk) == ""
    with desk.store.read() as conn:
        last = conn.exec_driver_sql("SELECT use_case FROM act ORDER BY id DESC LIMIT 1").scalar()
    assert last == "restore"
    assert check_store(desk).ok
    desk.store.close()
    back = undo_restore(doorstep(folder))
    assert back.kept is not None
    desk = open_desk(doorstep(folder))
    assert store_name(desk) == "恒信"
    assert not is_empty(desk)
    assert check_store(desk).ok
    desk.store.close()


def test_without_a_restore_there_is_nothing_to_bring_back(shop):
    back_up(shop.desk)
    shop.desk.store.close()
    assert refusal(undo_restore, doorstep(shop.desk.store.folder)) == "restore.nothing_kept"


def test_while_anybody_has_the_store_open_nothing_is_restored(shop, tmp_path):
    copy = backup(shop.desk.store, tmp_path / "copy.db").file
    with shop.desk.store.write(shop.desk.header("import")):
        assert refusal(restore_backup, doorstep(shop.desk.store.folder), copy) == "store.in_use"
    assert refusal(undo_restore, doorstep(shop.desk.store.folder), copy) == "store.in_use"
    live = shop.desk.store.folder / "desk.db"
    assert refusal(restore_preview, shop.desk, live) == "backup.is_the_store"


def restored_and_killed(folder, copy):
    """Put a copy into a store as a restore does, up to where the store is to hear of it."""
    restore(folder, copy, note=begun_note(folder, copy))


def begun_note(folder, copy):
    with Store.open(folder) as store, store.read() as conn:
        return RestoreNote("owner", "window", A_MOMENT, str(copy), first_digest(store), forms_of_all(conn))


def killed_in_a_restore(shop, tmp_path, how):
    folder = shop.desk.store.folder
    keep_draft(shop.desk, "visit", "old", {"x": 1})
    copy = backup(shop.desk.store, tmp_path / "copy.db").file
    name_store(shop.desk, "恒信")
    drop_draft(shop.desk, "visit", "old")
    keep_draft(shop.desk, "visit", "new", {"x": 2})
    shop.desk.store.close()
    how(folder, copy)
    desk = open_desk(doorstep(folder))
    with desk.store.read() as conn:
        restores = conn.exec_driver_sql("SELECT count(*) FROM act WHERE use_case = 'restore'").scalar()
    found = check_store(desk).problems, store_name(desk), [draft.key for draft in my_drafts(desk)], restores
    desk.store.close()
    assert not (folder / NOTE).exists()
    return found


def test_a_restore_whose_end_was_cut_off_is_ended_at_the_next_start(shop, tmp_path):
    problems, name, drafts, restores = killed_in_a_restore(shop, tmp_path, restored_and_killed)
    assert (problems, drafts, restores) == ((), ["new"], 1)
    assert name != "恒信"


def test_a_restore_that_never_began_to_write_never_happened(shop, tmp_path):
    def noted(folder, copy):
        digests = []
        for file in (folder / "desk.db", copy):
            with closing(sqlite3.connect(file)) as connection:
                digests += connection.execute("SELECT digest FROM act ORDER BY id DESC LIMIT 1").fetchone()
        write_note(folder, begun_note(folder, copy)._replace(before=digests[0], restored=digests[1]))

    assert killed_in_a_restore(shop, tmp_path, noted) == ((), "恒信", ["new"], 0)


def test_a_note_of_a_restore_that_cannot_be_read_is_dropped(shop, tmp_path):
    def noted(folder, _copy):
        (folder / NOTE).write_bytes(b'{"forms": 3}')

    assert killed_in_a_restore(shop, tmp_path, noted) == ((), "恒信", ["new"], 0)
