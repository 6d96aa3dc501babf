"""Texts with fields: filled from what is known, with a fallback or dots where it is not."""

from __future__ import annotations

import pytest

from dealerdesk.domain.questionnaire import FIELDS, LANGUAGES, fields_of, gaps, pieces, spoken
from dealerdesk.domain.questionnaire.wording import NoSuchField, wording
from dealerdesk.words import LANGUAGES as SPOKEN


def texts(text):
    return {"en": wording(text), "zh_CN": wording(text)}


HELLO = texts("您好，{name}！{ advisor |您的顾问}在{store}。")


def test_fields_are_filled_fall_back_or_show_as_dots():
    known = {"name": "陈丽", "advisor": None, "store": ""}
    assert spoken(HELLO, "zh_CN", known) == "您好，陈丽！您的顾问在……。"
    assert spoken(HELLO, "en", known) == "您好，陈丽！您的顾问在…。"
    assert gaps(HELLO, "en", known) == ("store",)
    assert fields_of(HELLO) == {"name", "advisor", "store"}


def test_pieces_say_what_was_filled_in():
    told = [(piece.text, piece.field, piece.known) for piece in pieces(HELLO, "zh_CN", {"name": "陈丽"})]
    assert told[1] == ("陈丽", "name", True)
    assert told[3] == ("您的顾问", "advisor", False)
    assert told[0] == ("您好，", None, True)


def test_an_empty_fallback_says_nothing_and_a_fact_is_not_read_as_a_text():
    assert spoken(texts("a{offer|}b"), "en", {}) == "ab"
    assert gaps(texts("a{offer|}b"), "en", {}) == ()
    assert spoken(texts("{name}"), "en", {"name": "{store}"}) == "{store}"


@pytest.mark.parametrize("text", ["{", "}", "a}b", "{{name}}", "{name", "{na{me}"])
def test_a_brace_that_stands_alone_is_refused(text):
    with pytest.raises(ValueError):
        wording(text)


@pytest.mark.parametrize("text", ["{nobody}", "{}", "{Name}", "{|x}", "{name.x}"])
def test_a_field_that_there_is_not_is_refused_by_name(text):
    with pytest.raises(NoSuchField):
        wording(text)


def test_scripts_are_in_the_languages_that_the_desk_speaks():
    assert LANGUAGES == SPOKEN
    assert {"name", "plate", "months", "advisor", "store", "offer"} <= FIELDS
