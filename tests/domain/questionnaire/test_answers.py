"""Answers as plain data: exact there and back, tolerant of what they do not know."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dealerdesk.domain.questionnaire import (
    Day,
    Number,
    Passed,
    Text,
    YesNo,
    answers_from_data,
    answers_to_data,
    codes_of,
    is_told,
)
from tests.questionnaires import chose

EVERY = {
    "hello": Passed(),
    "km": Number(0),
    "rest": Text("很好 “x”"),
    "why": chose("b", "a", b="too far"),
    "day": Day(date(2026, 2, 28)),
    "back": YesNo(False),
}


def test_every_kind_comes_back_in_its_order():
    back = answers_from_data(json.loads(json.dumps(answers_to_data(EVERY))))
    assert back == EVERY
    assert list(back) == list(EVERY)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        {},
        [],
        7,
        "x",
        {"number": True},
        {"number": 1.5},
        {"number": float("nan")},
        {"number": 1, "text": "x"},
        {"text": None},
        {"day": "2026-02-30"},
        {"day": 5},
        {"yes": 1},
        {"passed": False},
        {"chosen": "a"},
        {"chosen": ["a", 1]},
        {"chosen": ["a"], "written": ["a"]},
        {"chosen": ["a"], "written": {"a": 1}},
        {"chosen": ["a"], "more": 1},
    ],
)
def test_what_is_no_answer_is_left_out_and_the_others_stay(odd):
    assert answers_from_data({"odd": odd, "km": {"number": 3}}) == {"km": Number(3)}
    assert answers_from_data(odd) == {}


def test_yes_and_no_are_options_and_passing_tells_nothing():
    assert codes_of(YesNo(True)) == ("yes",)
    assert codes_of(YesNo(False)) == ("no",)
    assert codes_of(chose("a", "b")) == ("a", "b")
    assert codes_of(Number(1)) == codes_of(None) == ()
    assert is_told(YesNo(False))
    assert not is_told(Passed())
    assert not is_told(None)
