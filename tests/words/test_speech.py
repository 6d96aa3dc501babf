"""Coded values become sentences: by code, with parameters shown by their type."""

from __future__ import annotations

import string
from datetime import date

import pytest

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Refused, Said, said
from dealerdesk.domain.ranking import Ranked, why_now
from dealerdesk.domain.reminder import Reason
from dealerdesk.words import Words
from dealerdesk.words.mark import Plural
from dealerdesk.words.sentences import AREAS, SENTENCES
from dealerdesk.words.speech import SPECS

EN, ZH = Words("en"), Words("zh_CN")
BY_SPEC = {"": "×", "plain": 7, "money": 12345, "km": 900, "size": 5000, "full": date(2026, 2, 28), "inline": "Lost"}


def fields(text):
    return [(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None]


def wordings(sentence):
    return (sentence.one, sentence.many) if isinstance(sentence, Plural) else (sentence,)


def some_params(sentence):
    params = {name: BY_SPEC[spec] for wording in wordings(sentence) for name, spec in fields(wording)}
    return params | ({sentence.by: 3} if isinstance(sentence, Plural) else {})


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh_CN"])
@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_can_be_said(words, code):
    told = words.say(Said(code, some_params(SENTENCES[code])))
    assert told
    assert "{" not in told


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_shows_its_parameters_in_ways_that_exist(code):
    for wording in wordings(SENTENCES[code]):
        for name, spec in fields(wording):
            assert spec in SPECS | {""}, (code, name)
            assert name.endswith("_fen") == (spec == "money"), (code, name)


@pytest.mark.parametrize("code", [code for code, sentence in SENTENCES.items() if isinstance(sentence, Plural)])
def test_every_plural_names_its_number(code):
    sentence = SENTENCES[code]
    assert sentence.by in dict(fields(sentence.many))
    assert set(fields(sentence.one)) <= set(fields(sentence.many))


def test_no_code_stands_in_two_areas():
    assert len(SENTENCES) == sum(len(area.SENTENCES) for area in AREAS)


def test_a_day_and_a_month_are_shown_in_each_language():
    value = said("why.reference_in_month", reference=date(2025, 2, 3), month=Month(2025, 2))
    assert EN.say(value) == (
        "Its reference date is 3 Feb 2025, which lies in February 2025, the month that this list looks back to."
    )
    assert ZH.say(value) == "计算基准日为2025年2月3日，落在本清单的基准月份2025年2月内。"


def test_a_coded_value_within_a_sentence_is_said_in_the_same_language():
    value = said("why.departed", day=date(2026, 1, 5), reason=said("label.departed_reason.sold"))
    assert EN.say(value) == "It departed on 5 Jan 2026: sold on."
    assert ZH.say(value) == "该车已于2026年1月5日自然流失（车辆转让）。"


@pytest.mark.parametrize(
    ("days", "expected"), [(1, "1 day overdue"), (2, "2 days overdue"), (1200, "1,200 days overdue")]
)
def test_a_number_decides_between_singular_and_plural(days, expected):
    assert EN.say(said("now.overdue", days=days)) == expected


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh_CN"])
@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("day", [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 2)])
def test_every_reason_of_a_task_has_a_line_that_says_why_now(words, reason, day):
    when = date(2026, 2, 28)
    task = Ranked(id=1, due=when, created_on=when, lost_on=when, protected=True, spend_24_fen=0)
    assert words.shown(why_now(task, reason, when, day))


def test_chinese_needs_no_plural():
    assert [ZH.say(said("now.overdue", days=days)) for days in (1, 2)] == ["已逾期1天", "已逾期2天"]


def test_several_things_are_listed():
    several = (said("label.list.lost"), said("label.list.watch"))
    assert EN.shown(several) == "Lost, Watch"
    assert ZH.shown(several) == "流失、预警"
    assert EN.shown(several, "inline") == "lost, watch"
    assert ZH.shown((date(2026, 1, 1), "琼A88888", 1500)) == "2026年1月1日、琼A88888、1,500"


def test_what_is_not_known_is_a_dash():
    assert EN.say(said("why.departed", day=None, reason="moved")) == "It departed on —: moved."


def test_a_number_that_counts_nothing_is_not_grouped():
    assert "12345" in EN.say(said("import.unknown_batch", batch=12345))


def test_braces_in_a_parameter_are_text():
    assert EN.say(said("use.bad_date", value="{x}")).startswith("“{x}” is not a date")


def test_trouble_is_said_like_any_other_value():
    trouble = Refused("store.no_permission", folder="/somewhere")
    assert ZH.say(trouble.said).startswith("您没有写入“/somewhere”的权限")


def test_texts_of_our_own_are_translated_and_filled():
    assert ZH.text("Lost") == "流失"
    assert ZH.ntext("{n} month", "{n} months", 3) == "3个月"
    assert EN.ntext("{n} month", "{n} months", 1) == "1 month"


@pytest.mark.parametrize(
    "value",
    [said("why.no_such_code"), said("label.status.no-such-status"), said("label.why.no_history"), said("now.overdue")],
)
def test_a_code_or_parameter_that_does_not_exist_is_our_bug(value):
    with pytest.raises(KeyError):
        EN.say(value)


def test_a_text_where_a_number_should_decide_is_our_bug():
    with pytest.raises(TypeError):
        EN.say(said("now.overdue", days="three"))
