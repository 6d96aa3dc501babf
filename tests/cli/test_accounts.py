"""Commands on a store whose people sign in: who works is named, proven, and may do what the window lets them do."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.rights import Right, Role
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.staff.accounts import add_account
from dealerdesk.services.staff.first_manager import set_up
from tests.people import CHEAP, MANAGER, PASSWORD


@pytest.fixture
def staffed(desk):
    """The invented store with a manager, a receptionist, and an advisor who may export."""
    opened = open_desk(Doorstep(desk.folder, date(2026, 11, 20), "en", hashing=CHEAP))
    try:
        manager = opened.by(set_up(opened, MANAGER, PASSWORD).actor)
        add_account(manager, "周接待", Role.RECEPTIONIST, PASSWORD)
        (busiest,) = desk.stored(
            "SELECT s.name FROM staff s JOIN responsibility r ON r.staff_id = s.id GROUP BY s.id ORDER BY count(*) DESC"
            " LIMIT 1"
        )
        add_account(manager, busiest[0], Role.ADVISOR, PASSWORD, granted=[Right.EXPORT])
    finally:
        opened.store.close()
    return desk, busiest[0]


@pytest.fixture
def store(staffed):
    return staffed[0]


@pytest.fixture
def password(monkeypatch):
    """Sets what stands in DEALERDESK_PASSWORD."""
    return lambda text: monkeypatch.setenv("DEALERDESK_PASSWORD", text)


COMMANDS = [
    ["status"],
    ["list", "lost"],
    ["tasks", "show"],
    ["tasks", "generate"],
    ["backup"],
    ["settings", "--store-name", "我店"],
    ["check"],
    ["staff"],
    ["restore", "copy.db"],
    ["demo"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_works_for_nobody(store, password, command):
    before = store.stored("SELECT count(*) FROM act")
    assert "--user NAME" in store(*command).refused(3)
    assert "DEALERDESK_PASSWORD" in store("--user", MANAGER, *command).refused(3)
    password("")
    assert "DEALERDESK_PASSWORD" in store("--user", MANAGER, *command).refused(3)
    assert store.stored("SELECT count(*) FROM act") == before
    password("wrong password")
    assert MANAGER in store("--user", MANAGER, *command).refused(3)
    assert "Nobody" in store("--user", "谁", *command).refused(3)
    assert "wrong password" not in str(store.stored("SELECT * FROM act"))


def test_who_is_named_and_proven_works_and_the_acts_say_so(store, password):
    password(PASSWORD)
    assert store("--user", MANAGER, "settings", "--store-name", "我店").json["store_name"] == "我店"
    acts = store.stored("SELECT who, use_case, source FROM act ORDER BY id DESC LIMIT 2")
    assert acts == [(MANAGER, "name-store", "command"), (MANAGER, "sign-in", "command")]


def test_what_a_role_may_not_is_refused_in_one_sentence(store, password):
    password(PASSWORD)
    for command in (["settings", "--store-name", "我店"], ["staff"], ["check", "--repair"], ["restore", "copy.db"]):
        assert "lacks the right" in store("--user", "周接待", *command).refused(3), command
    assert store("--user", "周接待", "status").code == 0


def test_an_advisor_is_told_of_their_own_cars_alone(staffed, password):
    store, advisor = staffed
    password(PASSWORD)
    own = {row["plate"] for row in store("--user", advisor, "status").json}
    everybodys = {row["plate"] for row in store("--user", MANAGER, "status").json}
    assert own < everybodys
    others = sorted(everybodys - own)
    assert store("--user", advisor, "why", others[0], "lost").code == 2


def test_failures_make_the_command_line_wait_too(store, password):
    password("wrong password")
    for _ in range(3):
        store("--user", "周接待", "status").refused(3)
    password(PASSWORD)
    assert "second" in store("--user", "周接待", "status").refused(3)
    assert store("--user", MANAGER, "status").code == 0


@pytest.mark.parametrize("command", [["status"], ["demo"], ["restore", "copy.db"], ["backup"]], ids=" ".join)
def test_a_store_without_accounts_asks_for_no_name(desk, password, command):
    password(PASSWORD)
    assert "--user" in desk("--user", MANAGER, *command).refused(2)


def test_staff_lists_who_may_sign_in(store, desk, password):
    password(PASSWORD)
    rows = store("--user", MANAGER, "staff").json
    assert {row["name"]: row["role"] for row in rows}["周接待"] == "receptionist"
    assert all(row["closed_on"] is None and not row["has_pin"] for row in rows)
    assert f"{MANAGER}: Manager" in store.said("--user", MANAGER, "staff").out


def test_staff_of_a_store_with_one_owner(desk):
    assert desk("staff").json == []
    assert "one owner" in desk.said("staff").out


def test_who_proves_it_restores(store, password, tmp_path):
    password(PASSWORD)
    copy = tmp_path / "copy.db"
    assert store("--user", MANAGER, "backup", "--out", copy).code == 0
    assert store("--user", MANAGER, "restore", copy).code == 0
    assert store.stored("SELECT who, use_case FROM act ORDER BY id DESC LIMIT 1") == [(MANAGER, "restore")]
    (store.folder / "desk.db").unlink()
    assert "--user NAME" in store("restore", copy).refused(3)
    assert store("--user", MANAGER, "restore", copy).code == 0
    assert store("--user", MANAGER, "status").code == 0


def test_the_sentences_are_there_in_chinese(store, password):
    chinese = type(store)(store.folder, lang="zh_CN")
    assert "--user 姓名" in chinese("status").refused(3)
    password("wrong password")
    assert "密码不对" in chinese("--user", MANAGER, "status").refused(3)
