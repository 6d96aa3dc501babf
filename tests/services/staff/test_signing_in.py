"""Signing in by password and PIN: who is let in, how long one waits after failures, and what is taken down."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from dealerdesk.domain.accounts import HashingCost
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rights import NOBODY, Right, Role, Scope
from dealerdesk.services.customers.table import customer_choices
from dealerdesk.services.settings import name_store
from dealerdesk.services.staff.own_secrets import choose_pin
from dealerdesk.services.staff.signing_in import has_accounts, people, sign_in, sign_in_by_pin, sign_out, still_in
from tests.people import CHEAP, MANAGER, PASSWORD, PIN


def refusal(call, *args):
    """The code of what is refused."""
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.said.code


def fail(team, times, name=MANAGER):
    """Give a wrong password so often, as soon as it is looked at."""
    for _ in range(times):
        while (code := refusal(sign_in, team.desk, name, "wrong password")) != "accounts.wrong_password":
            assert code in {"accounts.wait", "accounts.wait_minutes"}
            team.clock.move(minutes=15)


def test_a_store_without_accounts_has_nobody_to_sign_in(team, tmp_path):
    assert has_accounts(team.desk)
    team.desk.store.close()
    team.doorstep = type(team.doorstep)(tmp_path / "other", team.doorstep.today, "en")
    desk = team.open()
    assert not has_accounts(desk)
    assert people(desk) == ()
    assert desk.actor.rights == frozenset(Right)
    assert refusal(sign_in, desk, MANAGER, PASSWORD) == "accounts.none"
    assert still_in(desk) == desk.actor


def test_nobody_sits_at_a_desk_that_was_just_opened(team):
    desk = team.restart()
    assert desk.actor == NOBODY
    assert refusal(customer_choices, desk) == "actor.no_right"
    assert refusal(name_store, desk, "我店") == "actor.no_right"
    assert refusal(still_in, desk) == "actor.sign_in"


def test_who_knows_the_password_is_in_with_role_and_scope(team):
    manager = sign_in(team.desk, MANAGER, PASSWORD)
    assert (manager.name, manager.rights, manager.scope) == (MANAGER, frozenset(Right), Scope())
    advisor = team.add("李诚", Role.ADVISOR, granted=[Right.EXPORT], withheld=[Right.BACKUP])
    actor = sign_in(team.desk, "李诚", PASSWORD)
    assert actor.scope == Scope(actor.staff)
    assert actor.rights == advisor.rights == {Right.SEE, Right.ENTER, Right.CALL, Right.EXPORT}


def test_a_name_is_found_in_any_case_and_width(team):
    team.add("Li Cheng")
    for typed in ("li cheng", "Ｌｉ　Ｃｈｅｎｇ", "LICHENG"):
        assert sign_in(team.desk, typed, PASSWORD).name == "Li Cheng"
    team.add("LiCheng")
    assert refusal(sign_in, team.desk, "licheng", PASSWORD) == "accounts.unknown_name"
    assert sign_in(team.desk, "LiCheng", PASSWORD).name == "LiCheng"


def test_arrivals_failures_and_leaving_are_acts_that_never_hold_what_was_typed(team):
    desk = team.manager
    choose_pin(desk, PASSWORD, PIN)
    refusal(sign_in, team.desk, MANAGER, "a wrong secret")
    refusal(sign_in, team.desk, "typed my secret here", "x")
    account = people(team.desk)[0].account
    refusal(sign_in_by_pin, team.desk, account, "9999")
    sign_in_by_pin(team.desk, account, PIN)
    sign_out(desk)
    sign_out(team.desk)
    acts = team.rows("SELECT use_case, who FROM act ORDER BY id")
    assert acts[-7:] == [
        ("prove-oneself", MANAGER),
        ("choose-pin", MANAGER),
        ("sign-in-failed", MANAGER),
        ("sign-in-failed", "unknown"),
        ("sign-in-failed", MANAGER),
        ("sign-in-by-pin", MANAGER),
        ("sign-out", MANAGER),
    ]
    told = json.dumps(team.rows('SELECT "table", before, after FROM act_row'), ensure_ascii=False)
    for typed in ("secret", PIN, PASSWORD, "argon2", team.code):
        assert typed not in told


def test_secrets_are_argon2id_and_tell_nothing(team):
    choose_pin(team.manager, PASSWORD, PIN)
    (kept,) = team.rows("SELECT password, pin, recovery FROM secret")
    assert all(secret.startswith("$argon2id$") for secret in kept)
    assert len(set(kept)) == 3


def test_a_password_is_kept_at_todays_cost_once_it_was_given(team):
    assert "m=8,t=1,p=1" in team.rows("SELECT password FROM secret")[0][0]
    team.desk = type(team.desk)(**{**vars(team.desk), "hashing": HashingCost(passes=2, memory_kib=16)})
    assert team.manager.actor.name == MANAGER
    assert "m=16,t=2,p=1" in team.rows("SELECT password FROM secret")[0][0]
    assert team.manager.actor.name == MANAGER


def test_the_usual_cost_is_a_sensible_one():
    usual = HashingCost()
    assert usual.memory_kib >= 19 * 1024
    assert usual.passes >= 2
    assert usual != CHEAP


def test_after_three_failures_one_waits_and_the_screen_can_say_how_long(team):
    fail(team, 3)
    (person,) = people(team.desk)
    assert person.wait_until == team.clock.now + timedelta(seconds=30)
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.wait"
    team.clock.move(seconds=29)
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.wait"
    team.clock.move(seconds=1)
    assert people(team.desk)[0].wait_until is None
    assert team.manager.actor.name == MANAGER
    assert team.rows("SELECT failures, failed_at FROM secret") == [(0, None)]


def test_waiting_survives_a_restart_and_grows(team):
    fail(team, 8)
    team.restart()
    with pytest.raises(Refused, match=r"accounts\.wait_minutes") as caught:
        sign_in(team.desk, MANAGER, PASSWORD)
    assert caught.value.said.params["minutes"] == 15
    team.clock.move(minutes=14, seconds=59)
    assert refusal(sign_in, team.restart(), MANAGER, PASSWORD) == "accounts.wait"
    team.clock.move(seconds=1)
    assert team.manager.actor.name == MANAGER


def test_a_try_is_counted_before_it_is_looked_at(team, monkeypatch):
    def crash(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("argon2.PasswordHasher.verify", crash)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            sign_in(team.desk, MANAGER, PASSWORD)
    monkeypatch.undo()
    assert team.rows("SELECT failures FROM secret") == [(3,)]
    assert refusal(sign_in, team.restart(), MANAGER, PASSWORD) == "accounts.wait"


def test_a_clock_set_back_shortens_no_waiting_and_locks_nobody_out_for_days(team):
    fail(team, 5)
    team.clock.move(days=-400)
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.wait_minutes"
    team.clock.move(seconds=119)
    assert refusal(sign_in, team.desk, MANAGER, PASSWORD) == "accounts.wait"
    team.clock.move(seconds=1)
    assert team.manager.actor.name == MANAGER


def test_who_waits_is_not_counted_and_not_kept_waiting_longer(team):
    fail(team, 3)
    for _ in range(20):
        assert refusal(sign_in, team.desk, MANAGER, "wrong again") == "accounts.wait"
    assert team.rows("SELECT failures FROM secret") == [(3,)]
    team.clock.move(seconds=30)
    assert team.manager.actor.name == MANAGER


def test_one_persons_failures_keep_nobody_else_waiting(team):
    team.add("李诚")
    fail(team, 6)
    assert sign_in(team.desk, "李诚", PASSWORD).name == "李诚"


def test_a_pin_tried_a_thousand_times_opens_nothing_and_is_closed_after_ten(team):
    choose_pin(team.manager, PASSWORD, PIN)
    account = people(team.desk)[0].account
    answers = []
    for number in range(1000):
        if number % 250 == 100:
            team.restart()
        if number % 100 == 50:
            team.clock.move(days=-1)
        answers.append(refusal(sign_in_by_pin, team.desk, account, f"{number:04d}"))
        team.clock.move(minutes=15)
    assert answers.count("accounts.wrong_pin") == 10
    assert set(answers[15:]) == {"accounts.pin_closed"}
    assert refusal(sign_in_by_pin, team.desk, account, PIN) == "accounts.pin_closed"
    assert not people(team.desk)[0].has_pin
    assert team.manager.actor.name == MANAGER
    assert people(team.desk)[0].has_pin
    assert sign_in_by_pin(team.desk, account, PIN).name == MANAGER


def test_who_has_no_pin_signs_in_by_password(team):
    account = people(team.desk)[0].account
    assert refusal(sign_in_by_pin, team.desk, account, PIN) == "accounts.no_pin"
    assert team.rows("SELECT failures FROM secret") == [(0,)]
    choose_pin(team.manager, PASSWORD, "００１２")
    assert sign_in_by_pin(team.desk, account, "0012").name == MANAGER
    choose_pin(team.manager, PASSWORD, None)
    assert refusal(sign_in_by_pin, team.desk, account, "0012") == "accounts.no_pin"


@pytest.mark.parametrize("account", [0, -1, 99])
def test_an_account_that_is_none(team, account):
    assert refusal(sign_in_by_pin, team.desk, account, PIN) == "accounts.closed"
