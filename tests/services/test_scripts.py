"""The scripts that a store calls by: shipped or its own, each version kept, files checked before they lead a call."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.questionnaire import script_from_bytes, spoken
from dealerdesk.domain.reason import Reason
from dealerdesk.paths import resource
from dealerdesk.services.desk import Right
from dealerdesk.services.scripts import (
    script_file,
    script_for,
    script_version,
    scripts,
    shipped_again,
    shipped_scripts,
    take_in_script,
)
from dealerdesk.services.trail import check_trail
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A store that has no scripts of its own."""
    with a_shop(tmp_path_factory.mktemp("untouched") / "shop", TODAY) as shop:
        yield shop.desk


@pytest.fixture
def desk(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop.desk


def changed(tmp_path, name, /, **changes):
    """A shipped script in a file, with some of its parts changed."""
    document = json.loads(resource("scripts", f"{name}.json").read_text(encoding="utf-8"))
    file = tmp_path / "changed.json"
    file.write_text(json.dumps({**document, **changes}, ensure_ascii=False), encoding="utf-8")
    return file


def retitled(tmp_path, name, title):
    return changed(tmp_path, name, title={"en": title, "zh_CN": title})


# --- as shipped --------------------------------------------------------------------------------------------------


def test_a_new_store_calls_by_what_is_shipped(untouched):
    lines = scripts(untouched)
    assert [line.name for line in lines] == list(shipped_scripts())
    assert {(line.version, line.edited, line.since, line.who) for line in lines} == {(1, False, None, None)}
    assert {line.title for line in scripts(untouched.in_language("zh_CN"))} >= {"流失客户回访", "满意度回访"}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_script(untouched, reason):
    assert reason in script_for(untouched, reason).reasons


def test_the_second_care_call_asks_whether_they_are_satisfied(untouched):
    assert script_for(untouched, Reason.CARE).name == "care-after-service"
    assert script_for(untouched, Reason.CARE, 1).name == "care-after-service"
    assert script_for(untouched, Reason.CARE, 2).name == "satisfaction"


def test_a_version_is_found_by_name_and_number(untouched):
    assert script_version(untouched, "general", 1) == script_version(untouched, "general")
    for name, version in (("general", 2), ("nothing", 1), ("nothing", None)):
        with pytest.raises(WrongUse) as refused:
            script_version(untouched, name, version)
        assert refused.value.said.code == "script.no_such"


@pytest.mark.parametrize("name", list(shipped_scripts()))
def test_a_saved_file_is_the_script_in_lines_that_people_read(untouched, name):
    saved = script_file(untouched, name)
    assert script_from_bytes(saved) == shipped_scripts()[name]
    assert saved.count(b"\n") > 100
    assert "您好".encode() in saved


# --- the store's own ---------------------------------------------------------------------------------------------


def test_a_file_becomes_the_next_version_and_leads_from_then_on(desk, tmp_path):
    done = take_in_script(desk, retitled(tmp_path, "general", "Ours"))
    assert done.kinds == {"script"}
    (line,) = [line for line in scripts(desk) if line.name == "general"]
    assert (line.version, line.title, line.edited, line.since, line.who) == (2, "Ours", True, TODAY, "owner")
    script = script_for(desk, Reason.CAMPAIGN)
    assert (script.version, spoken(script.title, "en", {})) == (2, "Ours")
    assert [line.name for line in scripts(desk)] == list(shipped_scripts())


def test_old_interviews_keep_their_version(desk, tmp_path):
    for title in ("One", "Two", "Three"):
        take_in_script(desk.on(TODAY + timedelta(days=1)), retitled(tmp_path, "maintenance", title))
    titles = [spoken(script_version(desk, "maintenance", number).title, "en", {}) for number in (1, 2, 3, 4)]
    assert titles == ["Maintenance reminder", "One", "Two", "Three"]
    assert script_version(desk, "maintenance").version == 4
    assert json.loads(script_file(desk, "maintenance", 3))["version"] == 3


def test_the_number_in_a_file_says_nothing(desk, tmp_path):
    take_in_script(desk, changed(tmp_path, "general", version=77, title={"en": "A", "zh_CN": "甲"}))
    assert script_version(desk, "general").version == 2


def test_a_saved_file_comes_back_with_what_was_changed_in_it(desk, tmp_path):
    file = tmp_path / "saved.json"
    file.write_bytes(
        b"\xef\xbb\xbf" + script_file(desk, "at-risk").replace("现在方便说两句吗".encode(), "好吗".encode())
    )
    take_in_script(desk, file)
    said = spoken(script_for(desk, Reason.AT_RISK).steps[0].text, "zh_CN", {})
    assert said.endswith("好吗？")


def test_back_to_the_shipped_wording_is_a_new_version(desk, tmp_path):
    take_in_script(desk, retitled(tmp_path, "general", "Ours"))
    shipped_again(desk, "general")
    (line,) = [line for line in scripts(desk) if line.name == "general"]
    assert (line.version, line.title, line.edited, line.since) == (3, "General call", False, TODAY)
    assert spoken(script_version(desk, "general", 2).title, "en", {}) == "Ours"


def test_a_script_of_its_own_name_leads_the_calls_it_is_made_for(desk, tmp_path):
    file = changed(tmp_path, "general", name="spring", reasons=["festival"], title={"en": "Spring", "zh_CN": "春节"})
    take_in_script(desk, file)
    assert script_for(desk, Reason.FESTIVAL).name == "spring"
    assert script_for(desk, Reason.BIRTHDAY).name == "general"
    (line,) = [line for line in scripts(desk) if line.name == "spring"]
    assert (line.version, line.edited, line.reasons) == (1, True, (Reason.FESTIVAL,))
    with pytest.raises(WrongUse) as refused:
        shipped_again(desk, "spring")
    assert refused.value.said.code == "script.not_shipped"


def test_versions_stand_in_the_trail(desk, tmp_path):
    take_in_script(desk, retitled(tmp_path, "general", "Ours"))
    assert check_trail(desk).problems == ()


# --- refused -----------------------------------------------------------------------------------------------------


def refused_code(call, *args):
    with pytest.raises((WrongUse, Refused)) as refused:
        call(*args)
    return refused.value.said.code


def test_the_same_wording_is_refused_kindly(desk, tmp_path):
    assert refused_code(take_in_script, desk, changed(tmp_path, "general", version=5)) == "script.same"
    assert refused_code(shipped_again, desk, "general") == "script.same"
    take_in_script(desk, retitled(tmp_path, "general", "Ours"))
    assert refused_code(take_in_script, desk, retitled(tmp_path, "general", "Ours")) == "script.same"
    assert script_version(desk, "general").version == 2


def test_no_reason_is_left_without_a_script(desk, tmp_path):
    file = changed(tmp_path, "at-risk", reasons=[])
    with pytest.raises(Refused) as refused:
        take_in_script(desk, file)
    assert refused.value.said.code == "script.unserved"
    assert [reason.code for reason in refused.value.said.params["reasons"]] == ["label.reason.at-risk"]
    assert script_version(desk, "at-risk").version == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "script.not_json"),
        (b"{", "script.not_json"),
        (b"\xff\xfe{}", "script.not_utf8"),
        (b"[]", "script.no_object"),
        (b"PK\x03\x04" + b"\x00" * 40, "script.not_json"),
        (b" " * 1_000_001, "script.too_large"),
    ],
)
def test_a_file_that_is_no_script_is_refused(untouched, tmp_path, content, code):
    file = tmp_path / "wrong.json"
    file.write_bytes(content)
    assert refused_code(take_in_script, untouched, file) == code


def test_a_file_that_is_not_there_is_refused(untouched, tmp_path):
    assert refused_code(take_in_script, untouched, tmp_path / "gone.json") == "script.unreadable"
    assert refused_code(take_in_script, untouched, tmp_path) == "script.unreadable"


def test_a_wrong_place_is_named_in_the_managers_words(untouched, tmp_path):
    document = json.loads(resource("scripts", "general.json").read_text(encoding="utf-8"))
    document["steps"][1]["options"][2]["text"].pop("zh_CN")
    file = changed(tmp_path, "general", **document)
    with pytest.raises(WrongUse) as refused:
        take_in_script(untouched, file)
    assert refused.value.said.code == "script.missing_text"
    assert [part.code for part in refused.value.said.params["place"]] == [
        "script.at.step", "script.at.option", "script.at.chinese",
    ]  # fmt: skip


def test_who_may_not_change_scripts_reads_them(untouched, tmp_path):
    agent = untouched.by(clerk(Right.SEE, Right.CALL))
    assert len(scripts(agent)) == 10
    assert refused_code(take_in_script, agent, changed(tmp_path, "general")) == "actor.no_right"
    assert refused_code(shipped_again, agent, "general") == "actor.no_right"
