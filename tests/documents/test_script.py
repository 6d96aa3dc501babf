"""The printed script is complete in both languages and agrees with the rulebook and the desk's own words."""

from __future__ import annotations

import json

from dealerdesk.documents.script import lost_customer_script
from dealerdesk.paths import resource
from dealerdesk.words import Words
from dealerdesk.words.labels import LABELS

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
    assert len(SCRIPTS[words.language].openers) == 4
    assert len(SCRIPTS[words.language].talking_points) == 7


def test_the_results_are_all_dispositions_of_rulebook_6_3_once():
    printed = [one.disposition for group in SCRIPTS["en"].groups for one in group.results]
    known = [code.removeprefix("disposition.") for code in LABELS if code.startswith("disposition.")]
    assert sorted(printed) == sorted(known)
    assert [len(group.results) for group in SCRIPTS["en"].groups] == [5, 7, 5]


def test_a_code_names_one_result():
    numbers = [one.code for group in SCRIPTS["en"].groups for one in group.results]
    assert len(set(numbers)) == len(numbers)


def pairs(value):
    """Every text of the data with its languages."""
    if isinstance(value, dict) and "zh_CN" in value:
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from pairs(one)


def test_every_text_is_there_in_both_languages_and_chinese_is_chinese():
    data = json.loads(resource("scripts", "lost_customer_sheet.json").read_text(encoding="utf-8"))
    for text in pairs(data):
        assert text["en"].isascii() or "→" in text["en"] or "…" in text["en"]
        assert any("\u4e00" <= char <= "\u9fff" for char in text["zh_CN"]) or text["zh_CN"] == "km"
        assert not set(text["zh_CN"]) & set(",?!;")
        for name in ("{store}", "{agent}"):
            assert text["en"].count(name) == text["zh_CN"].count(name)
