"""A rescue as people with accounts do it: who may, and that everybody comes into the new store as before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest

from dealerdesk.db.rescuing import Count
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rights import Role
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.drafts import keep_draft
from dealerdesk.services.opening import open_desk
from dealerdesk.services.rescuing import rescue_store, told_of_rescue
from dealerdesk.services.soundness import look_for_damage, was_closed, way_out
from dealerdesk.services.staff.proving import prove
from dealerdesk.services.upkeep import check_store
from dealerdesk.words import Words
from tests.people import MANAGER, PASSWORD, a_team
from tests.stores import a_shop

TODAY = date(2026, 3, 1)


@pytest.fixture
def team(tmp_path):
    with a_team(tmp_path / "store") as team:
        team.add("周敏", Role.CARE_AGENT)
        yield team


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        shop.car(visits=[date(2025, 8, 1)])
        yield shop


def test_everybody_comes_into_the_rescued_store_by_the_same_password(team, tmp_path):
    manager = team.manager
    keep_draft(manager, "form", "1", {"name": "王"})
    team.desk.store.close()
    proven = prove(team.doorstep, MANAGER, PASSWORD)
    done = rescue_store(proven, tmp_path / "new")
    assert done.whole
    assert (done.counts["account"], done.counts["secret"].rescued) == (Count(whole=2), 2)
    assert done.counts["draft"].rescued == 1
    assert [said.code for said in told_of_rescue(done)][-1] == "rescue.all_there"
    assert "0" in Words("en").say(told_of_rescue(done)[0])
    team.doorstep = replace(team.doorstep, folder=tmp_path / "new")
    team.open()
    assert team.by("周敏").actor.name == "周敏"
    assert team.manager.actor == manager.actor
    assert was_closed(team.desk)
    assert look_for_damage(team.desk).why is None


def test_who_may_not_restore_may_not_rescue_either(team, tmp_path):
    team.desk.store.close()
    assert way_out(team.doorstep).proof
    with pytest.raises(Refused):
        rescue_store(team.doorstep, tmp_path / "new")
    with pytest.raises(Refused):
        rescue_store(prove(team.doorstep, "周敏", PASSWORD), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_left_of_another_store_is_set_aside_and_not_read_as_the_rescued_ones(shop, tmp_path):
    into, folder = tmp_path / "new", shop.desk.store.folder
    into.mkdir()
    for name in ("desk.db-wal", "desk.db-shm", "desk.key"):
        shutil.copyfile(folder / name, into / name)
    log = (into / "desk.db-wal").read_bytes()
    assert log
    shop.desk.store.close()
    assert rescue_store(Doorstep(folder, TODAY, "en"), into).whole
    desk = open_desk(Doorstep(into, TODAY, "en"))
    assert check_store(desk).problems == ()
    desk.store.close()
    assert [file.read_bytes() for file in into.glob("desk.db-wal.*.left")] == [log]
    assert len(list(into.glob("desk.key.*.left"))) == 1
