"""The scripts in the settings: read through in either language, saved, taken in with the fault's place, and back."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.rights import RIGHTS_OF, Actor, Role
from dealerdesk.services.calling.offers import Offers, call_offers
from dealerdesk.services.scripts import scripts
from dealerdesk.ui.pages.calls.script.trial import ScriptTrial
from dealerdesk.ui.pages.settings import SettingsPage


@pytest.fixture
def shown(opened, settled):
    """The section, with the script of a name chosen."""

    def make(name="lost-customer", lang="en"):
        page = opened("empty", lang)
        page.go_to("scripts")
        section = page.sections["scripts"]
        choose(section, name)
        settled(page.session)
        return page, section

    return make


def choose(section, name):
    names = [line.name for line in scripts(section.session.desk)]
    section.table.selectRow(names.index(name))


def told(section):
    return section.text.toPlainText()


@pytest.fixture
def saved_at(tmp_path, monkeypatch):
    """The file that every dialog names."""
    file = tmp_path / "script.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    return file


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "is now a good time?"), ("zh_CN", "只占用您两分钟，请问现在方便吗？")]
)
def test_a_script_is_read_in_the_windows_language(shown, lang, said):
    _, section = shown(lang=lang)
    assert section.table.lazy.rowCount() == 10
    assert said in told(section)


def test_it_is_read_in_the_other_language_too(shown):
    _, section = shown()
    section.language.set_value("zh_CN")
    section.language.chosen.emit("zh_CN")
    assert "方便问一下，是什么原因没有回我们店呢？" in told(section)
    assert "‹客户姓名›" in told(section)


def test_effects_jumps_and_conditions_are_read_in_words(shown):
    _, section = shown()
    for part in ("sets do-not-call", "→ refused", "keeps the odometer", "Q4", "the offer is known", "→ end"):
        assert part in told(section)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_script_can_be_read(shown, settled, lang):
    page, section = shown(lang=lang)
    for line in scripts(page.session.desk):
        choose(section, line.name)
        settled(page.session)
        assert len(told(section)) > 500
        assert "script_" not in told(section)


def test_a_saved_file_that_was_changed_is_taken_in_and_the_shipped_one_comes_back(shown, settled, act, saved_at):
    page, section = shown("general")
    act(page, "save_script")
    document = json.loads(saved_at.read_text(encoding="utf-8"))
    document["steps"][0]["text"]["en"] = "Good day, {name}!"
    saved_at.write_text(json.dumps(document), encoding="utf-8")
    act(page, "take_in_script")
    choose(section, "general")
    settled(page.session)
    assert (section.line.version, section.line.edited) == (2, True)
    assert "Good day" in told(section)
    section.version.set_value(1)
    section.version.chosen.emit()
    settled(page.session)
    assert "Good day" not in told(section)
    act(page, "shipped_script")
    assert (section.line.version, section.line.edited) == (3, False)


def test_a_fault_is_shown_with_its_place(shown, act, saved_at):
    page, section = shown("general")
    act(page, "save_script")
    document = json.loads(saved_at.read_text(encoding="utf-8"))
    document["steps"][1]["options"][2]["text"]["zh_CN"] = "{nobody}"
    saved_at.write_text(json.dumps(document), encoding="utf-8")
    act(page, "take_in_script")
    assert section.problem.isVisible()
    for part in ("convenient", "option 3", "Chinese", "nobody"):
        assert part in section.problem.text()
    assert scripts(page.session.desk)[4].version == 1


def test_the_same_wording_is_said_kindly(shown, act):
    page, section = shown("general")
    act(page, "shipped_script")
    assert "version 1" in section.problem.text()


def test_who_may_only_read_is_offered_no_change(store_session, settled, qtbot):
    session = store_session("empty")
    session.desk = session.desk.by(Actor("x", RIGHTS_OF[Role.CARE_AGENT]))
    page = SettingsPage(session)
    qtbot.addWidget(page)
    page.reload()
    settled(session)
    assert "scripts" in page.sections
    assert not page.action("settings.take_in_script").isEnabled()
    assert page.action("settings.save_script").isEnabled()


def test_a_script_is_tried_out_as_an_agent_is_led_by_it(shown, act):
    page, section = shown()
    act(page, "try_script")
    (trial,) = section.findChildren(ScriptTrial)
    assert trial.isVisible()
    assert trial.panel.question.spoken.plain.startswith("Hello, am I speaking to")
    trial.close()


def test_what_the_store_offers_is_saved_and_discarded(shown, settled):
    page, section = shown()
    section.offers.lines["offer_zh_CN"].setText("免费检测一次")
    assert page.unsaved()
    section.save()
    settled(page.session)
    assert call_offers(page.session.desk) == Offers({"zh_CN": "免费检测一次"})
    assert not section.unsaved()
    section.offers.lines["offer_zh_CN"].setText("别的")
    section.discard()
    assert section.values()["offer_zh_CN"] == "免费检测一次"
