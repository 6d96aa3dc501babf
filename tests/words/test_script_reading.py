"""A script in words, as its manager reads it through."""

from __future__ import annotations

import pytest

from dealerdesk.domain.questionnaire import read_script
from dealerdesk.words import Words
from dealerdesk.words.script_reading import Part, read_through


def both(text):
    return {"en": text, "zh_CN": text}


def step(code, kind, **more):
    return {"code": code, "kind": kind, "short": both(code), "text": both(f"{code}?"), **more}


FEES = {"any": [{"question": "km", "at_least": 1, "at_most": 5}, {"question": "why", "has": "price"}]}
SCRIPT = read_script(
    {
        "format": 1,
        "name": "try",
        "version": 1,
        "title": both("Try"),
        "reasons": [],
        "steps": [
            step("km", "number", number="1", effects=[{"effect": "reading"}]),
            step(
                "why",
                "several",
                text=both("{name}, why? {advisor|Nobody} asks."),
                options=[{"code": "price", "text": both("price"), "talk": both("I see."), "write": both("how much")}],
            ),
            step("sure", "yes-no", options=[{"code": "yes", "to": "end"}]),
            step(
                "more",
                "text",
                when={"all": [FEES, {"not": {"question": "sure", "is": "yes"}}]},
                talks=[
                    {"text": both("Always.")},
                    {"when": {"field": "offer", "known": False}, "text": both("No offer.")},
                    {"when": {"question": "km", "answered": False}, "text": both("No km.")},
                ],
                to=[{"when": {"question": "km", "at_least": 9}, "to": "bye"}, "end"],
            ),
            step("bye", "say"),
        ],
        "proposals": [],
    }
)
KM, WHY, SURE, MORE, BYE = read_through(SCRIPT, Words("en"))


def test_a_question_tells_its_kind_whether_it_may_be_passed_over_and_what_it_does():
    assert (KM.heading, KM.kind, KM.notes) == ("Q1  km", "a number, may be passed over", ("keeps the odometer",))
    assert (BYE.kind, BYE.notes) == ("to say", ())


def test_what_is_filled_in_is_named_instead_of_its_fallback():
    assert WHY.said == (
        Part("name of the customer", True),
        Part(", why? "),
        Part("their advisor", True),
        Part(" asks."),
    )


def test_an_answer_tells_what_is_said_to_it_and_where_it_leads():
    (price,) = WHY.options
    assert (price.number, price.text, price.notes, price.talk) == (
        "1", "price", ("write: how much",), (Part("I see."),),
    )  # fmt: skip
    assert [(option.text, option.notes) for option in SURE.options] == [("yes", ("→ end",)), ("no", ())]


def test_conditions_are_read_in_words():
    only, jump, end = MORE.notes
    assert only == "Only if (km ≥ 1, ≤ 5 or why: price) and not: sure: yes"
    assert (jump, end) == ("→ bye, if km ≥ 9", "→ end")
    assert [point.label for point in MORE.points] == ["always", "the offer is not known", "km: not answered"]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_word_of_it_is_in_the_language(lang):
    words = Words(lang)
    for one in read_through(SCRIPT, words):
        assert one.kind.startswith(words.label(f"script_kind.{SCRIPT.by_code[one.code].kind}"))
