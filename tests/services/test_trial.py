"""The invented store that people try the desk on: marked, never in the place of a real one, removed without a trace."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from dealerdesk.domain.errors import Trouble
from dealerdesk.paths import demo_dir
from dealerdesk.services import demo
from dealerdesk.services.backups import back_up
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.importing import import_file, undo_import
from dealerdesk.services.opening import open_desk
from dealerdesk.services.trial import is_invented, make_invented_store, remove_invented
from tests.spoilt import HEADINGS, ORDER, text, written
from tests.stores import a_shop

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(demo.invent_store.__wrapped__, "__defaults__", (40, demo.SEED, None, None, None))


@pytest.fixture
def door(tmp_path):
    return Doorstep(demo_dir(tmp_path), TODAY, "en")


def code_of(call):
    with pytest.raises(Trouble) as caught:
        call()
    return caught.value.said.code


def test_it_is_made_once_and_known_as_invented(door):
    told = []
    assert make_invented_store(door, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (40, 40)
    assert not make_invented_store(door)
    desk = open_desk(door)
    assert is_invented(desk)
    desk.store.close()


def test_cancelled_nothing_is_left_of_it(door):
    assert code_of(lambda: make_invented_store(door, cancelled=lambda: True)) == "invented.cancelled"
    assert not door.folder.exists()
    assert make_invented_store(door)


def test_it_is_removed_with_its_backups_and_rejects(door):
    make_invented_store(door)
    desk = open_desk(door)
    back_up(desk)
    file = written(door.folder.parent / "a.csv", text(HEADINGS, ORDER, [*ORDER[:-2], "x", "已结算"]))
    batch = import_file(desk, file).batch
    assert code_of(lambda: remove_invented(door)) == "store.in_use"
    desk.store.close()
    assert code_of(lambda: remove_invented(door)) == "invented.has_imports"
    desk = open_desk(door)
    undo_import(desk, batch)
    desk.store.close()
    remove_invented(door)
    assert not door.folder.exists()
    assert code_of(lambda: remove_invented(door)) == "store.missing"


def test_a_real_store_is_never_removed(tmp_path):
    with a_shop(tmp_path, TODAY) as shop:
        shop.car()
        real = back_up(shop.desk).file
    door = Doorstep(tmp_path, TODAY, "en")
    assert code_of(lambda: remove_invented(door)) == "invented.is_real"
    assert code_of(lambda: make_invented_store(door)) == "invented.is_real"
    other = Doorstep(tmp_path / "other", TODAY, "en")
    make_invented_store(other)
    (other.folder / "backups").mkdir()
    kept = shutil.copy(real, other.folder / "backups" / "real.db")
    (other.folder / "mine.txt").write_text("mine")
    remove_invented(other)
    left = sorted(path.relative_to(other.folder).as_posix() for path in other.folder.rglob("*"))
    assert left == ["backups", "backups/real.db", "mine.txt"], kept
