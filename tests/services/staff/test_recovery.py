"""The recovery code: the managers' way back in, good for one use, printed for the safe."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.recovery_code import new_code, read_code
from dealerdesk.domain.rights import OWNER, Role
from dealerdesk.services.settings import name_store
from dealerdesk.services.staff.accounts import close_account
from dealerdesk.services.staff.recovery import recover, recovery_sheet, renew_recovery_code
from dealerdesk.services.staff.signing_in import sign_in
from tests.people import MANAGER, PASSWORD

NEW = "another password"


def trouble(call, *args):
    """What is refused."""
    with pytest.raises((Refused, WrongUse)) as caught:
        call(*args)
    return caught.value.said


def mistyped(code, group):
    """The code with the first character of a group wrong."""
    groups = code.split("-")
    groups[group - 1] = ("3" if groups[group - 1][0] == "2" else "2") + groups[group - 1][1:]
    return "-".join(groups)


def test_the_code_gives_a_manager_another_password_and_the_store_another_code(team):
    desk = team.manager
    done = recover(team.desk, team.code.lower().replace("-", " "), MANAGER, NEW)
    assert done.actor.name == MANAGER
    assert read_code(done.code) != team.code
    assert sign_in(team.desk, MANAGER, NEW) == done.actor
    assert trouble(sign_in, team.desk, MANAGER, PASSWORD).code == "accounts.wrong_password"
    assert trouble(name_store, desk, "二店").code == "actor.changed"
    assert trouble(recover, team.desk, team.code, MANAGER, NEW).code == "recovery.wrong_code"
    assert recover(team.desk, done.code, MANAGER, PASSWORD).actor.name == MANAGER


@pytest.mark.parametrize("group", [1, 2, 3, 4, 5])
def test_a_mistyped_group_is_named_and_counts_as_no_try(team, group):
    for _ in range(20):
        said = trouble(recover, team.desk, mistyped(team.code, group), MANAGER, NEW)
        assert (said.code, said.params["group"]) == ("recovery.wrong_group", group)
    assert team.manager.actor.name == MANAGER


def test_a_wrong_code_is_counted_as_any_wrong_secret_is(team):
    for _ in range(3):
        assert trouble(recover, team.desk, new_code(), MANAGER, NEW).code == "recovery.wrong_code"
    assert trouble(recover, team.desk, team.code, MANAGER, NEW).code == "accounts.wait"
    team.clock.move(seconds=30)
    assert recover(team.desk, team.code, MANAGER, NEW).actor.name == MANAGER


def test_a_bad_new_password_spends_nothing(team):
    assert trouble(recover, team.desk, team.code, MANAGER, "short").code == "accounts.short_password"
    assert recover(team.desk, team.code, MANAGER, NEW).actor.name == MANAGER


def test_the_code_is_for_managers_and_for_names_that_are_known(team):
    team.add("周接待")
    assert trouble(recover, team.desk, team.code, "周接待", NEW).code == "recovery.managers_only"
    assert trouble(recover, team.desk, team.code, "谁", NEW).code == "accounts.unknown_name"


def test_any_manager_comes_back_by_the_one_code_of_the_store(team):
    team.add("王经理", Role.MANAGER)
    me = team.row(MANAGER)
    close_account(team.by("王经理"), me.id, me.revision)
    assert trouble(recover, team.desk, team.code, MANAGER, NEW).code == "accounts.closed"
    assert recover(team.desk, team.code, "王经理", NEW).actor.name == "王经理"


def test_a_lost_sheet_is_made_worthless_by_another_code(team):
    assert trouble(renew_recovery_code, team.manager, "wrong password").code == "accounts.wrong_password"
    assert trouble(renew_recovery_code, team.desk.by(OWNER), PASSWORD).code == "accounts.no_account"
    done = renew_recovery_code(team.manager, PASSWORD)
    assert trouble(recover, team.desk, team.code, MANAGER, NEW).code == "recovery.wrong_code"
    assert recover(team.desk, done.code, MANAGER, NEW).actor.name == MANAGER


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_sheet_is_one_page_that_says_the_code_the_store_and_what_it_is_for(team, lang):
    name_store(team.manager, "海口恒信")
    pdf = recovery_sheet(team.manager.in_language(lang), team.code)
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    text = page.extract_text()
    assert "海口恒信" in text
    for group in team.code.split("-"):
        assert group in text
    assert ("safe" if lang == "en" else "保险柜") in text
    assert pdf == recovery_sheet(team.manager.in_language(lang), team.code)
    assert trouble(recovery_sheet, team.manager, mistyped(team.code, 2)).code == "recovery.wrong_group"
