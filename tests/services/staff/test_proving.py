"""Who may replace or remove a store that has accounts: whoever proves at the doorstep that they may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rights import NOBODY, OWNER, Right, Role
from dealerdesk.services.backups import back_up
from dealerdesk.services.opening import open_desk
from dealerdesk.services.restoring import restore_backup, restore_preview, undo_restore
from dealerdesk.services.staff.accounts import change_account, close_account
from dealerdesk.services.staff.own_secrets import change_own_password
from dealerdesk.services.staff.proving import asks_for_proof, prove
from dealerdesk.services.staff.signing_in import sign_in
from dealerdesk.services.trial import make_invented_store, remove_invented
from tests.people import MANAGER, PASSWORD


def refusal(call, *args, **kwargs):
    """The code of what is refused."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.said.code


@pytest.fixture
def copy(team, tmp_path):
    """A backup of the store; nobody has the store open any more."""
    made = back_up(team.manager, tmp_path / "copy.db").file
    team.desk.store.close()
    return made


def test_nothing_at_the_doorstep_works_unproven(team, copy):
    door = team.doorstep
    assert asks_for_proof(door)
    for call, *args in (
        (restore_preview, copy),
        (restore_backup, copy),
        (undo_restore,),
        (remove_invented,),
        (make_invented_store,),
    ):
        assert refusal(call, door, *args) == "actor.sign_in", call
        assert refusal(call, replace(door, actor=NOBODY), *args) == "actor.no_right", call


def test_who_proves_it_restores_and_takes_it_back(team, copy):
    door = prove(team.doorstep, MANAGER, PASSWORD)
    assert restore_preview(door, copy).contents is not None
    restore_backup(door, copy)
    door = prove(team.doorstep, MANAGER, PASSWORD)
    undo_restore(door)
    team.open()
    told = team.rows("SELECT who, use_case FROM act ORDER BY id")
    assert ("sign-in", MANAGER) not in told
    assert told[-1] == (MANAGER, "restore")


def test_whose_desk_it_was_does_not_count_once_the_account_changed(team, copy):
    door = prove(team.doorstep, MANAGER, PASSWORD)
    team.open()
    change_own_password(team.manager, PASSWORD, "another password")
    team.desk.store.close()
    assert refusal(restore_backup, door, copy) == "actor.changed"


def test_a_person_without_the_right_proves_who_they_are_in_vain(team):
    team.add("周接待", granted=[Right.EXPORT])
    team.desk.store.close()
    door = prove(team.doorstep, "周接待", PASSWORD)
    assert refusal(restore_preview, door, team.doorstep.folder) == "actor.no_right"


def test_wrong_passwords_at_the_doorstep_are_counted(team):
    team.desk.store.close()
    for _ in range(3):
        assert refusal(prove, team.doorstep, MANAGER, "wrong password") == "accounts.wrong_password"
    assert refusal(prove, team.doorstep, MANAGER, PASSWORD) == "accounts.wait"
    assert refusal(sign_in, team.open(), MANAGER, PASSWORD) == "accounts.wait"


@pytest.mark.parametrize("left", [b"", b"no database at all" * 1000, None])
def test_where_nobody_can_read_the_store_the_copys_accounts_decide(team, copy, left):
    file = team.doorstep.folder / "desk.db"
    for beside in file.parent.glob("desk.db*"):
        beside.unlink()
    if left is not None:
        file.write_bytes(left)
    assert asks_for_proof(team.doorstep, copy)
    assert not asks_for_proof(team.doorstep)
    assert refusal(restore_backup, team.doorstep, copy) == "actor.sign_in"
    assert refusal(prove, team.doorstep, MANAGER, "wrong password", copy=copy) == "accounts.wrong_password"
    assert refusal(prove, team.doorstep, "谁", PASSWORD, copy=copy) == "accounts.unknown_name"
    assert refusal(prove, team.doorstep, MANAGER, PASSWORD) == "accounts.none"
    restore_backup(prove(team.doorstep, MANAGER, PASSWORD, copy=copy), copy)
    assert sign_in(team.open(), MANAGER, PASSWORD).name == MANAGER


def test_a_store_without_accounts_asks_nobody(team, copy, tmp_path):
    door = replace(team.doorstep, folder=tmp_path / "other")
    open_desk(door, create=True).store.close()
    assert not asks_for_proof(door, copy)
    assert refusal(prove, door, MANAGER, PASSWORD) == "accounts.none"
    restore_backup(door, copy)
    assert refusal(restore_backup, door, copy) == "actor.sign_in"


def test_who_proved_it_at_the_doorstep_sits_at_the_desk_that_is_opened(team):
    team.desk.store.close()
    door = prove(team.doorstep, MANAGER, PASSWORD)
    team.doorstep = door
    assert team.open().actor == door.actor
    change_own_password(team.desk, PASSWORD, "another password")
    assert team.restart().actor == NOBODY


def test_who_had_an_account_in_a_store_that_wants_none_any_more_is_its_owner(team, tmp_path):
    door = replace(prove(team.doorstep, MANAGER, PASSWORD), folder=tmp_path / "other")
    desk = open_desk(door, create=True)
    assert desk.actor == OWNER
    desk.store.close()


def test_nobody_comes_to_rights_by_a_backup(team, tmp_path):
    row = team.add("周丽", granted=[Right.RESTORE])
    same = back_up(team.manager, tmp_path / "same.db").file
    change_account(team.manager, row.id, row.revision, role=Role.CARE_AGENT, granted=[Right.RESTORE], withheld=[])
    team.add("吴芳")
    with_more = back_up(team.manager, tmp_path / "more.db").file
    gone = team.row("吴芳")
    close_account(team.manager, gone.id, gone.revision)
    fewer = back_up(team.manager, tmp_path / "fewer.db").file
    team.desk.store.close()
    owned = open_desk(replace(team.doorstep, folder=tmp_path / "owned"), create=True)
    nobody = back_up(owned, tmp_path / "nobody.db").file
    owned.store.close()
    for copy in (same, with_more, nobody):
        door = prove(team.doorstep, "周丽", PASSWORD)
        assert refusal(restore_backup, door, copy) == "restore.other_accounts", copy
    restore_backup(prove(team.doorstep, "周丽", PASSWORD), fewer)
    restore_backup(prove(team.doorstep, MANAGER, PASSWORD), nobody)
