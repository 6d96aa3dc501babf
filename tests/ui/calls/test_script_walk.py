"""Where an agent stands in any script, however they go back and forth."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire import begin, is_told, result
from dealerdesk.ui.pages.calls.script.walk import Walk
from tests.questionnaires import answers_to, scripts

fast = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@st.composite
def strolls(draw):
    """A walk after some answers, steps on, steps back and leaps."""
    walk = Walk.begin(begin(draw(scripts())))
    for _ in range(draw(st.integers(1, 14))):
        walk = draw(st.sampled_from([_answered, _answered, _on, _back, _leap]))(draw, walk)
    return walk


def _answered(draw, walk):
    return walk if walk.step is None else _on(draw, walk.given(draw(answers_to(walk.step))))


def _on(_draw, walk):
    if walk.step is None or not walk.step.required or walk.answer is not None:
        return walk.on()
    with pytest.raises(WrongUse, match=r"interview\.required"):
        walk.on()
    return walk


def _back(_draw, walk):
    return walk.back()


def _leap(draw, walk):
    return walk.to(draw(st.sampled_from(walk.path.steps)).code)


@fast
@given(strolls())
def test_an_agent_stands_on_the_path_or_at_its_end(walk):
    codes = [step.code for step in walk.path.steps]
    assert walk.at in codes if walk.at else walk.path.ended


@fast
@given(strolls())
def test_what_is_set_aside_and_what_is_stored_are_all_that_was_told(walk):
    told = {code for code, answer in walk.interview.answers.items() if is_told(answer)}
    aside = {step.code for step in walk.aside}
    assert aside | result(walk.interview).keys() == told
    assert not aside & result(walk.interview).keys()


@fast
@given(strolls())
def test_going_back_and_forth_changes_no_answer(walk):
    there = walk.back()
    assert there.interview == walk.interview
    assert walk.to(there.at).interview == walk.interview
    if there.at != walk.at and there.answer is not None and not there.path.returned:
        assert there.on() == walk
