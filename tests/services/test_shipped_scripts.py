"""The ten scripts that are shipped: complete in both languages, speakable, without dead ends, sensible at every end."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from itertools import pairwise

import pytest

from dealerdesk.domain.complaint import Category
from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire import (
    LANGUAGES,
    Choice,
    Day,
    EffectName,
    Kind,
    Number,
    Passed,
    Text,
    YesNo,
    answer,
    begin,
    chosen,
    current,
    effects,
    path,
    proposed,
    spoken,
)
from dealerdesk.domain.reason import Reason
from dealerdesk.paths import resource
from dealerdesk.services.scripts import shipped_scripts

DAY = date(2026, 11, 23)
NAMES = (
    "at-risk", "care-after-service", "complaint-follow-up", "first-maintenance", "general", "lost-customer",
    "maintenance", "new-owner-care", "satisfaction", "second-visit",
)  # fmt: skip
SCRIPTS = shipped_scripts()
BREATH = {"zh_CN": 120, "en": 260}
FACTS = {"offer", "advisor", "next_maintenance", "ends", "product", "solution"}


@pytest.fixture(params=NAMES)
def script(request):
    return SCRIPTS[request.param]


def test_ten_scripts_serve_every_reason_once():
    assert tuple(SCRIPTS) == NAMES
    served = [reason for script in SCRIPTS.values() for reason in script.reasons]
    assert sorted(served) == sorted(Reason)


def test_its_name_is_that_of_its_file(script):
    data = json.loads(resource("scripts", f"{script.name}.json").read_text(encoding="utf-8"))
    assert (data["name"], data["format"]) == (script.name, 1)


# --- the texts ---------------------------------------------------------------------------------------------------


def spoken_texts(script):
    """All that an agent says."""
    for step in script.steps:
        yield step.text
        yield from (talk.text for talk in step.talks)
        yield from (option.talk for option in step.options if option.talk is not None)


def all_texts(script):
    yield script.title
    for step in script.steps:
        yield from step.texts()


def plain(texts, lang):
    """A text without its fields, their fallbacks standing for them."""
    return "".join(part if isinstance(part, str) else part.fallback or "" for part in texts[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_can_be_said_in_a_breath(script, lang):
    for texts in spoken_texts(script):
        said = spoken(texts, lang, {})
        assert 4 <= len(said) <= BREATH[lang], said
        assert not re.search(r"[\[\]{}<>()（）〔〕【】/|]|TODO|XX", said), said
        assert "  " not in said
        assert said[-1] in ("。？！" if lang == "zh_CN" else ".?!"), said


def test_chinese_is_chinese_with_its_own_signs(script):
    for texts in all_texts(script):
        text = plain(texts, "zh_CN")
        assert text == "km" or not text or any("\u4e00" <= sign <= "\u9fff" for sign in text), text
        assert not set(text) & set(",?!;:\"'"), text
        assert not re.search(r"[.](?!\d)", text), text
        assert "你" not in text, text


def test_english_is_english(script):
    for texts in all_texts(script):
        assert plain(texts, "en").isascii(), texts["en"]


def test_no_language_fills_in_what_the_other_leaves_out(script):
    """But for the title, which English names do without."""
    for texts in spoken_texts(script):
        fields = [{part.name for part in texts[lang] if not isinstance(part, str)} - {"title"} for lang in LANGUAGES]
        assert fields[0] == fields[1], texts


def test_what_may_be_unknown_has_something_to_say_instead(script):
    """Only what every call knows stands without a fallback, or what its talking point waits for."""
    always = {"name", "plate", "store", "agent"}
    waited_for = {"offer", "next_maintenance", "advisor", "solution"}
    for texts in spoken_texts(script):
        bare = {part.name for part in texts["zh_CN"] if not isinstance(part, str) and part.fallback is None}
        assert bare <= always | waited_for


def test_options_can_be_chosen_by_a_digit(script):
    """Those of the general script's first question are chosen for the agent."""
    most = 9 if script.name != "general" else 12
    assert all(len(step.options) <= most for step in script.steps)


def test_a_category_is_one_of_a_complaint(script):
    wishes = script.by_code["wishes"]
    assert {option.code for option in wishes.options} == set(Category)


# --- the paths ---------------------------------------------------------------------------------------------------


def some_answer(step, rnd):
    if step.code == "convenient" and rnd.random() < 0.7:
        return Choice(("yes",))
    if step.kind is Kind.SAY or (not step.required and rnd.random() < 0.3):
        return Passed()
    if step.kind.chooses and step.kind is not Kind.YES_NO:
        several = step.kind is Kind.SEVERAL
        number = rnd.randint(1, len(step.options)) if several else 1
        return Choice(tuple(option.code for option in rnd.sample(step.options, number)))
    return {
        Kind.NUMBER: Number(61_240),
        Kind.TEXT: Text("他说的话"),
        Kind.DATE: Day(DAY),
        Kind.YES_NO: YesNo(rnd.random() < 0.5),
    }[step.kind]


def walk(script, rnd):
    """One run to the end, answered at random."""
    interview = begin(script, frozenset(FACTS), DAY)
    for _ in range(60):
        step = current(interview)
        if step is None:
            return interview
        interview = answer(interview, step.code, some_answer(step, rnd))
    raise AssertionError([step.code for step in path(interview).steps])


@pytest.fixture(scope="module")
def walks():
    """Eight hundred runs through each script."""
    return {name: [walk(SCRIPTS[name], random.Random(seed)) for seed in range(800)] for name in NAMES}


def test_every_step_and_every_option_leads_to_the_end(script, walks):
    met, taken = set(), set()
    for interview in walks[script.name]:
        at = path(interview)
        met.update(step.code for step in at.steps)
        taken.update((step.code, one.code) for step in at.steps for one in chosen(step, at.answers.get(step.code)))
    assert met == {step.code for step in script.steps}
    assert taken == {(step.code, option.code) for step in script.steps for option in step.options}


def test_no_call_is_endless_and_each_ends_with_goodbye(script, walks):
    for interview in walks[script.name]:
        steps = path(interview).steps
        assert len(steps) <= 20
        last = steps[-1]
        assert last.kind is Kind.SAY or last.code == "refused"
        assert "再见" in spoken(last.text, "zh_CN", {})


def test_nothing_is_done_without_the_answer_that_asks_for_it(script, walks):
    """Nothing is done that the path does not show: no effect without the answer that asks for it."""
    for interview in walks[script.name]:
        answers = path(interview).answers
        named = {one.effect for one in effects(interview)}
        if EffectName.DO_NOT_CALL in named:
            assert answers["refused"] == Choice(("never",))
            assert proposed(interview).disposition is Disposition.REFUSED
        if proposed(interview).disposition is Disposition.APPOINTMENT:
            assert EffectName.APPOINTMENT in named
        if proposed(interview).disposition in {Disposition.CAR_SOLD, Disposition.USED_ELSEWHERE}:
            assert EffectName.DEPARTED in named
        if EffectName.COMPLAINT in named:
            assert proposed(interview).disposition is Disposition.COMPLAINT


def test_a_booked_day_is_the_appointments(script, walks):
    for interview in walks[script.name]:
        for named in effects(interview):
            if named.effect is EffectName.APPOINTMENT:
                assert named.given["day"] == Day(DAY)


def test_a_customer_who_drives_or_is_busy_is_left_in_peace(script, walks):
    for interview in walks[script.name]:
        at = path(interview)
        codes = [step.code for step in at.steps]
        for code, follower in pairwise(codes):
            if code == "convenient" and at.answers[code] == Choice(("later",)):
                assert follower == "later"
                assert codes[-1] == "later-bye"
                assert proposed(interview).disposition is Disposition.CALL_LATER
