"""Accounts as managers keep them: roles, rights, the last manager, and two desks of one person."""

from __future__ import annotations

import pytest

from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.rights import OWNER, RIGHTS_OF, Right, Role
from dealerdesk.services.customers.table import customer_choices
from dealerdesk.services.settings import name_store, store_name
from dealerdesk.services.staff.accounts import (
    accounts,
    add_account,
    change_account,
    close_account,
    rename_account,
    reopen_account,
    reset_password,
)
from dealerdesk.services.staff.first_manager import end_accounts, set_up
from dealerdesk.services.staff.locking import choose_lock_minutes, lock_minutes
from dealerdesk.services.staff.own_secrets import change_own_password, choose_pin
from dealerdesk.services.staff.signing_in import has_accounts, people, sign_in, sign_in_by_pin, still_in
from dealerdesk.services.tasks import agents
from dealerdesk.services.undoing import undo_act
from tests.people import MANAGER, PASSWORD, PIN

NEW = "another password"


def refusal(call, *args, **kwargs):
    """The code of what is refused."""
    with pytest.raises((Refused, WrongUse)) as caught:
        call(*args, **kwargs)
    return caught.value.said.code


def acts(team, use_case):
    """The ids of the acts of a use case."""
    return [row[0] for row in team.rows("SELECT id FROM act WHERE use_case = ?", use_case)]


def test_a_role_brings_its_rights_and_grants_and_refusals_come_on_top(team):
    row = team.add("周接待", granted=[Right.EXPORT, Right.SEE], withheld=[Right.FULL_PHONE, Right.SEE, Right.STAFF])
    assert row.rights == RIGHTS_OF[Role.RECEPTIONIST] - {Right.FULL_PHONE} | {Right.EXPORT}
    assert (row.granted, row.withheld) == ({Right.EXPORT}, {Right.FULL_PHONE, Right.SEE})
    assert row.role is Role.RECEPTIONIST
    assert (row.closed_on, row.has_pin, row.last_seen) == (None, False, None)
    sign_in(team.desk, "周接待", PASSWORD)
    assert team.row("周接待").last_seen == team.clock.now


def test_whoever_was_known_by_name_gets_the_account_and_keeps_what_is_theirs(team):
    with team.desk.store.write(team.manager.header("fill-store")) as writer:
        from dealerdesk.db.tables import Staff

        (staff,) = writer.insert(Staff, [{"name": "李诚"}])
    row = team.add("李诚", Role.ADVISOR)
    assert sign_in(team.desk, "李诚", PASSWORD).staff == staff
    assert agents(team.manager) == ()
    change_account(team.manager, row.id, row.revision, role=Role.CARE_AGENT, granted=[], withheld=[])
    assert agents(team.manager) == ("李诚",)
    assert refusal(add_account, team.manager, " 李诚 ", Role.ADVISOR, PASSWORD) == "accounts.has_one"


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("", PASSWORD, "accounts.no_name"),
        ("李" * 41, PASSWORD, "accounts.long_name"),
        ("李诚", "short", "accounts.short_password"),
    ],
)
def test_accounts_that_cannot_be(team, name, password, code):
    before = accounts(team.manager)
    assert refusal(add_account, team.manager, name, Role.ADVISOR, password) == code
    assert [row.name for row in accounts(team.manager)] == [row.name for row in before]


def test_another_role_ends_what_its_person_does_at_the_next_write(team):
    row = team.add("周接待", granted=[Right.POLICIES])
    desk = team.by("周接待")
    name_store(desk, "一店")
    change_account(team.manager, row.id, row.revision, role=Role.CARE_AGENT, granted=[], withheld=[])
    assert refusal(name_store, desk, "二店") == "actor.changed"
    assert refusal(still_in, desk) == "actor.changed"
    assert store_name(team.manager) == "一店"
    assert refusal(name_store, team.by("周接待"), "二店") == "actor.no_right"


def test_changes_of_one_account_at_two_desks_meet(team):
    row = team.add("周接待")
    change_account(team.manager, row.id, row.revision, role=Role.ADVISOR, granted=[], withheld=[])
    late = refusal(change_account, team.manager, row.id, row.revision, role=Role.MANAGER, granted=[], withheld=[])
    assert late == "record.changed_meanwhile"
    assert refusal(close_account, team.manager, row.id, row.revision) == "record.changed_meanwhile"
    assert refusal(rename_account, team.manager, row.id, row.revision, "周") == "record.changed_meanwhile"
    assert refusal(reset_password, team.manager, 99, NEW) == "record.changed_meanwhile"
    now = team.row("周接待")
    done = change_account(team.manager, now.id, now.revision, role=Role.ADVISOR, granted=[], withheld=[])
    assert done.act is None
    assert still_in(team.by("周接待")).name == "周接待"


def test_the_last_manager_stays(team):
    me = team.row(MANAGER)
    desk = team.manager
    assert refusal(close_account, desk, me.id, me.revision) == "accounts.last_manager"
    for role in (Role.ADVISOR, Role.RECEPTIONIST, Role.CARE_AGENT):
        demoted = refusal(change_account, desk, me.id, me.revision, role=role, granted=list(Right), withheld=[])
        assert demoted == "accounts.last_manager"
    other = team.add("王经理", Role.MANAGER)
    close_account(team.manager, other.id, other.revision)
    assert refusal(close_account, desk, me.id, me.revision) == "accounts.last_manager"
    reopen_account(team.manager, other.id, team.row("王经理").revision)
    close_account(desk, me.id, me.revision)
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.closed"
    assert [person.name for person in people(team.desk)] == ["王经理"]


def test_a_manager_always_keeps_the_right_over_staff(team):
    me = team.row(MANAGER)
    change_account(team.manager, me.id, me.revision, role=Role.MANAGER, granted=[], withheld=[Right.STAFF])
    assert Right.STAFF in team.manager.actor.rights


def test_who_is_closed_out_writes_nothing_more_and_can_be_let_in_again(team):
    row = team.add("周接待", granted=[Right.POLICIES])
    desk = team.by("周接待")
    close_account(team.manager, row.id, row.revision)
    assert refusal(name_store, desk, "二店") == "actor.changed"
    assert refusal(still_in, desk) == "actor.changed"
    assert refusal(sign_in, team.desk, "周接待", PASSWORD) == "accounts.closed"
    closed = team.row("周接待")
    assert closed.closed_on == team.desk.today
    assert close_account(team.manager, closed.id, closed.revision).act is None
    assert refusal(add_account, team.manager, "周接待", Role.ADVISOR, PASSWORD) == "accounts.has_closed_one"
    reopen_account(team.manager, closed.id, closed.revision)
    assert reopen_account(team.manager, closed.id, team.row("周接待").revision).act is None
    name_store(team.by("周接待"), "二店")


def test_a_new_name_is_the_one_to_sign_in_by_and_ends_the_old_ones_desk(team):
    row = team.add("周接待", granted=[Right.POLICIES])
    desk = team.by("周接待")
    assert refusal(rename_account, team.manager, row.id, row.revision, MANAGER) == "accounts.name_taken"
    assert rename_account(team.manager, row.id, row.revision, "周接待").act is None
    rename_account(team.manager, row.id, row.revision, " 周丽 ")
    assert refusal(name_store, desk, "二店") == "actor.changed"
    assert refusal(still_in, desk) == "actor.changed"
    assert refusal(sign_in, team.desk, "周接待", PASSWORD) == "accounts.unknown_name"
    name_store(team.by("周丽"), "二店")
    assert team.rows("SELECT who FROM act ORDER BY id DESC LIMIT 1") == [("周丽",)]


def test_nobody_gives_away_or_takes_over_what_they_may_not_do_themselves(team):
    me = team.row(MANAGER)
    team.add("周主管", granted=[Right.STAFF])
    desk = team.by("周主管")
    mate = team.add("李接待")
    assert refusal(reset_password, desk, me.id, NEW) == "accounts.beyond_own"
    assert refusal(close_account, desk, me.id, me.revision) == "accounts.beyond_own"
    assert refusal(rename_account, desk, me.id, me.revision, "谁") == "accounts.beyond_own"
    assert refusal(add_account, desk, "新人", Role.MANAGER, PASSWORD) == "accounts.beyond_own"
    raised = refusal(change_account, desk, mate.id, mate.revision, role=Role.MANAGER, granted=[], withheld=[])
    assert raised == "accounts.beyond_own"
    assert refusal(end_accounts, desk, PASSWORD) == "accounts.managers_only"
    reset_password(desk, mate.id, NEW)
    add_account(desk, "新人", Role.RECEPTIONIST, PASSWORD)
    assert {row.name for row in accounts(desk)} == {MANAGER, "周主管", "李接待", "新人"}


def test_two_desks_of_one_person_both_work_until_the_password_changes(team):
    one, other = team.manager, team.manager
    name_store(one, "一店")
    name_store(other, "二店")
    done = change_own_password(one, PASSWORD, NEW)
    assert refusal(name_store, other, "三店") == "actor.changed"
    assert refusal(name_store, one, "三店") == "actor.changed"
    name_store(one.by(done.actor), "三店")
    assert still_in(one.by(done.actor)) == done.actor
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.wrong_password"
    assert sign_in(team.desk, MANAGER, NEW) == done.actor


def test_the_same_password_again_ends_other_desks_too(team):
    other = team.manager
    change_own_password(team.manager, PASSWORD, PASSWORD)
    assert refusal(name_store, other, "三店") == "actor.changed"


def test_a_password_is_changed_by_who_knows_the_old_one(team):
    desk = team.manager
    assert refusal(change_own_password, desk, "not this one", NEW) == "accounts.wrong_password"
    assert refusal(change_own_password, desk, PASSWORD, "short") == "accounts.short_password"
    assert refusal(choose_pin, desk, "not this one", PIN) == "accounts.wrong_password"
    assert refusal(choose_pin, desk, PASSWORD, "12") == "accounts.bad_pin"
    owner = team.desk.by(OWNER)
    assert refusal(change_own_password, owner, PASSWORD, NEW) == "accounts.no_account"
    assert refusal(choose_pin, owner, PASSWORD, PIN) == "accounts.no_account"


def test_a_new_password_from_the_manager_ends_waiting_and_old_desks(team):
    row = team.add("周接待", granted=[Right.POLICIES])
    desk = team.by("周接待")
    for _ in range(3):
        assert refusal(sign_in, team.desk, "周接待", "wrong") == "accounts.wrong_password"
    assert refusal(sign_in, team.desk, "周接待", PASSWORD) == "accounts.wait"
    reset_password(team.manager, row.id, NEW)
    assert sign_in(team.desk, "周接待", NEW).name == "周接待"
    assert refusal(name_store, desk, "二店") == "actor.changed"


def test_whoever_worked_as_owner_signs_in_once_there_are_accounts(team):
    owner = team.desk.by(OWNER)
    assert refusal(name_store, owner, "二店") == "actor.sign_in"
    assert refusal(still_in, owner) == "actor.sign_in"
    assert refusal(set_up, owner, "谁", PASSWORD) == "actor.sign_in"
    assert refusal(set_up, team.manager, "谁", PASSWORD) == "accounts.exist"


def test_accounts_end_and_begin_again(team):
    team.add("周接待")
    choose_pin(team.manager, PASSWORD, PIN)
    assert refusal(end_accounts, team.manager, "wrong password") == "accounts.wrong_password"
    end_accounts(team.manager, PASSWORD)
    assert not has_accounts(team.desk)
    assert team.rows("SELECT count(*) FROM secret") == [(0,)]
    owner = team.restart()
    assert owner.actor == OWNER
    name_store(owner, "一店")
    done = set_up(owner, "周接待", NEW)
    assert done.actor.rights == frozenset(Right)
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.closed"
    desk = owner.by(done.actor)
    old = next(row for row in accounts(desk) if row.name == MANAGER)
    reopen_account(desk, old.id, old.revision)
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.no_password"
    assert refusal(sign_in_by_pin, team.desk, old.id, PIN) == "accounts.no_password"
    reset_password(desk, old.id, PASSWORD)
    assert sign_in(team.desk, MANAGER, PASSWORD).name == MANAGER


def test_nobody_comes_to_rights_by_ending_accounts(team):
    team.add("周丽", Role.MANAGER, withheld=[Right.ERASE, Right.AUDIT])
    assert refusal(end_accounts, team.by("周丽"), PASSWORD) == "accounts.beyond_own"
    assert has_accounts(team.desk)
    row = team.row(MANAGER)
    close_account(team.manager, row.id, row.revision)
    end_accounts(team.by("周丽"), PASSWORD)  # nobody else is left who could
    assert not has_accounts(team.desk)


def test_the_last_manager_is_the_last_who_can_come_in(team):
    team.add("周丽", Role.MANAGER)
    end_accounts(team.manager, PASSWORD)
    desk = team.desk.by(set_up(team.desk.by(OWNER), MANAGER, PASSWORD).actor)
    old = next(row for row in accounts(desk) if row.name == "周丽")
    reopen_account(desk, old.id, old.revision)
    own = team.row(MANAGER)
    assert refusal(close_account, team.manager, own.id, own.revision) == "accounts.last_manager"
    reset_password(team.manager, old.id, PASSWORD)
    close_account(team.manager, own.id, own.revision)
    assert team.by("周丽").actor.name == "周丽"


@pytest.mark.parametrize("name", ["owner", "Nobody", "UNKNOWN", "a\u202eb", "a\x00b", "\u200b"])
def test_nobody_is_called_what_the_trail_calls_others(team, name):
    before = team.rows("SELECT count(*) FROM account")
    assert refusal(add_account, team.manager, name, Role.RECEPTIONIST, PASSWORD) in {
        "accounts.bad_name", "accounts.no_name",
    }  # fmt: skip
    assert team.rows("SELECT count(*) FROM account") == before


def test_taking_an_undoing_back_asks_for_what_it_does(team):
    chosen = choose_lock_minutes(team.manager, 5)
    undone = undo_act(team.manager, chosen.act)
    again = undo_act(team.manager, undone.act)
    back = undo_act(team.manager, again.act)
    team.add("周接待", granted=[Right.POLICIES])
    assert refusal(undo_act, team.by("周接待"), back.act) == "actor.no_right"
    assert lock_minutes(team.desk) == 10


def test_nothing_about_accounts_can_be_undone(team):
    row = team.add("周接待")
    rename_account(team.manager, row.id, row.revision, "周丽")
    change_account(team.manager, row.id, row.revision, role=Role.MANAGER, granted=[], withheld=[])
    choose_pin(team.manager, PASSWORD, PIN)
    reset_password(team.manager, row.id, NEW)
    changes = ("set-up-accounts", "add-account", "change-account", "reset-password", "rename-account", "choose-pin")
    for use_case in (*changes, "sign-in"):
        for act in acts(team, use_case):
            assert refusal(undo_act, team.manager, act) == "act.not_undoable", use_case


def test_the_desk_locks_after_ten_minutes_unless_told_otherwise(team):
    assert lock_minutes(team.desk) == 10
    choose_lock_minutes(team.manager, 0)
    assert lock_minutes(team.desk) == 0
    assert choose_lock_minutes(team.manager, 0).act is None
    assert refusal(choose_lock_minutes, team.manager, 241) == "accounts.bad_minutes"


def test_an_advisors_desk_still_reads_what_any_desk_reads(team):
    team.add("李诚", Role.ADVISOR)
    assert customer_choices(team.by("李诚")).advisors
