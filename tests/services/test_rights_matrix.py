"""Every use case × every role, as the help tells it: a new one without a row fails, and so does a row without one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rights import NOBODY, OWNER, Role
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.staff.signing_in import sign_in
from dealerdesk.words import Words
from dealerdesk.words.language import LANGUAGES
from tests.people import PASSWORD, a_team
from tests.rights_table import ROLES, YES, file_of, rights_of_role, told, use_cases

USE_CASES = use_cases()
TOLD = told("en")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """By role: a desk of somebody with it, and the doorstep of the same; nobody's too."""
    with a_team(tmp_path_factory.mktemp("matrix") / "store") as team:
        found = {"nobody": (team.desk, replace(team.doorstep, actor=NOBODY))}
        for role in Role:
            team.add(str(role), role)
            actor = sign_in(team.desk, str(role), PASSWORD)
            found[role] = (team.desk.by(actor), replace(team.doorstep, actor=actor))
        door = Doorstep(tmp_path_factory.mktemp("matrix") / "owned", team.doorstep.today, "en")
        desk = open_desk(door, create=True)
        found["owner"] = (desk, door)
        assert desk.actor == OWNER
        yield found
        desk.store.close()


def acts(place):
    with place[0].store.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM act").scalar()


def is_allowed(found, place):
    """Whether somebody gets past the check: the call brings an argument that no use case takes, so no body runs."""
    desk, door = place
    before = acts(place)
    try:
        found.function(door if found.at_doorstep else desk, no_such_argument=None)
    except TypeError:
        return True
    except Refused as refused:
        if refused.said.code != "actor.no_right":
            raise
        return False
    finally:
        assert acts(place) == before
    raise AssertionError("an unknown argument was taken")


@pytest.mark.parametrize("found", USE_CASES, ids=lambda one: f"{one.name}-{one.function.__name__}")
def test_every_use_case_is_open_to_the_roles_that_the_help_names(found, places):
    assert found.name in TOLD, "run tests/rights_table.py"
    right, marks = TOLD[found.name]
    assert right == ("Anybody" if found.right is None else Words("en").label(f"right.{found.right}"))
    for role in ROLES:
        assert is_allowed(found, places[role]) == (marks[role] == YES), role
    assert is_allowed(found, places["nobody"]) == (found.right is None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_tells_of_no_use_case_that_there_is_not(lang):
    rows = told(lang)
    assert rows.keys() == {found.name for found in USE_CASES}
    assert {name: marks for name, (_right, marks) in rows.items()} == {
        name: marks for name, (_right, marks) in TOLD.items()
    }


def test_one_name_asks_for_one_right():
    rights = {}
    for found in USE_CASES:
        assert rights.setdefault(found.name, found.right) == found.right, found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_says_it_in_its_language(lang):
    words = Words(lang)
    text = file_of(lang).read_text(encoding="utf-8")
    for role in Role:
        assert words.label(f"role.{role}") in text


def test_the_owner_may_do_everything_and_nobody_nothing():
    assert all(found.right is None or found.right in rights_of_role("owner") for found in USE_CASES)
    assert not NOBODY.rights
