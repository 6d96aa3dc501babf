"""The printed script is complete in both languages and agrees with the rulebook and the desk's own words."""

from __future__ import annotations

import json

import pytest

from dealerdesk.documents.script import lost_customer_script, sheet_script
from dealerdesk.documents.sheet_cover import plan_cover
from dealerdesk.domain.questionnaire import read_script, script_from_bytes, spoken
from dealerdesk.paths import resource
from dealerdesk.words import Words
from dealerdesk.words.labels import LABELS

from .conftest import entry, sheet

SCRIPTS = {lang: lost_customer_script(Words(lang)) for lang in ("zh_CN", "en")}


def codes(script):
    return [
        [(one.number, [code for code, _ in one.answers]) for one in script.questions],
        [[(one.code, one.disposition) for one in group.results] for group in script.groups],
    ]


def test_both_languages_have_the_same_questions_and_codes():
    assert codes(SCRIPTS["zh_CN"]) == codes(SCRIPTS["en"])


def test_the_answers_are_those_of_rulebook_7(words):
    counts = [len(one.answers) for one in SCRIPTS[words.language].questions]
    assert counts == [0, 3, 4, 7, 4, 5]
    assert [one.number for one in SCRIPTS[words.language].questions if one.several] == ["4"]


def test_the_call_begins_with_a_greeting_and_goes_on_in_one_of_four_ways(words):
    openers = SCRIPTS[words.language].openers
    assert len(openers) == 5
    assert "{store}" in openers[0].text
    assert "{agent}" in openers[0].text
    assert words.text("[name]") in openers[0].text
    assert all(words.text("[plate]") in opener.text for opener in openers[1:])


def test_not_now_and_no_name_their_results(words):
    assert "14" in SCRIPTS[words.language].convenience
    assert "25" in SCRIPTS[words.language].convenience


def test_there_is_something_to_say_to_never_to_every_reason_and_of_the_offer(words):
    points = SCRIPTS[words.language].talking_points
    assert [label.split()[0] for label, _ in points[:8]] == ["2-3", *(f"4-{number}" for number in range(1, 8))]
    assert words.text("[offer]") in points[8][1]
    assert len(points) == 9


def test_the_results_are_all_dispositions_of_rulebook_6_3_once():
    printed = [one.disposition for group in SCRIPTS["en"].groups for one in group.results]
    known = [code.removeprefix("disposition.") for code in LABELS if code.startswith("disposition.")]
    assert sorted(printed) == sorted(known)
    assert [len(group.results) for group in SCRIPTS["en"].groups] == [5, 7, 5]


def test_a_code_names_one_result():
    numbers = [one.code for group in SCRIPTS["en"].groups for one in group.results]
    assert len(set(numbers)) == len(numbers)


def test_paper_and_screen_are_one_script(words):
    script = script_from_bytes(resource("scripts", "lost-customer.json").read_bytes())
    lang = words.language
    for step, question in zip([one for one in script.steps if one.number], SCRIPTS[lang].questions, strict=True):
        assert [text for _, text in question.answers] == [spoken(one.text, lang, {}) for one in step.options]
        assert question.hint == spoken(step.hint, lang, {})


def test_a_script_of_another_shape_prints_too(words):
    data = json.loads(resource("scripts", "satisfaction.json").read_text(encoding="utf-8"))
    printed = sheet_script(read_script(data), words)
    assert [question.number for question in printed.questions] == ["1"]
    assert len(printed.openers) == 1


def test_what_is_written_beside_a_result_is_there_in_both_languages():
    data = json.loads(resource("sheets", "results.json").read_text(encoding="utf-8"))
    for text in (one["write"] for group in data["results"] for one in group["list"] if "write" in one):
        assert text["en"].isascii()
        assert any("\u4e00" <= char <= "\u9fff" for char in text["zh_CN"])
        assert not set(text["zh_CN"]) & set(",?!;")


@pytest.mark.parametrize("opening", ["", "您好，我是{store}的{agent}，很高兴为您服务。"])
def test_the_whole_script_is_on_one_page(words, opening):
    assert plan_cover(sheet([entry(1)], words.language, opening=opening), words).pages == 1
