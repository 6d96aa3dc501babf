"""Going on, back and round in an interview: the reference behaviour of a changed branch, jumps, loops, limits."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire import (
    Day,
    Number,
    Passed,
    Text,
    YesNo,
    answer,
    begin,
    clear,
    current,
    is_complete,
    misfit,
    missing,
    path,
    reachable,
    result,
)
from tests.questionnaires import chose, option, passing, script, step

SURVEY = script(
    step("hello", "say"),
    step("km", "number", min=0, max=999_999),
    step("regular", options=["regularly", "sometimes", option("never", to="explain")]),
    step("where", options=["own-brand", "repair-shop"]),
    step("why", "several", options=["price", "distance", option("other", write={"en": "what", "zh_CN": "什么"})]),
    step("how-far", "number", when={"question": "why", "has": "distance"}),
    step("back", "yes-no", options=[option("yes", to="end")]),
    step("rest", "text", to="end"),
    step("explain", "say"),
)


def filled():
    """Every answer of the long branch."""
    interview = passing(begin(SURVEY), "hello")
    for code, value in {
        "km": Number(61_240),
        "regular": chose("sometimes"),
        "where": chose("repair-shop"),
        "why": chose("price", "distance", "other", other="too loud"),
        "how-far": Number(30),
        "back": YesNo(False),
        "rest": Text("thanks"),
    }.items():
        assert current(interview).code == code
        interview = answer(interview, code, value)
    return interview


def test_a_changed_branch_hides_its_answers_and_brings_them_back_and_stores_none_of_them():
    first = filled()
    assert is_complete(first)
    whole = dict(result(first))
    away = answer(first, "regular", chose("never"))
    assert list(result(away)) == ["km", "regular"]
    assert current(away).code == "explain"
    again = answer(away, "regular", chose("sometimes"))
    assert dict(result(again)) == whole
    assert is_complete(again)
    finished = passing(answer(again, "regular", chose("never")), "explain")
    assert is_complete(finished)
    assert dict(result(finished)) == {"km": Number(61_240), "regular": chose("never")}
    assert "where" in finished.answers


def test_a_condition_that_fails_goes_over_its_step_and_hides_its_answer():
    interview = answer(filled(), "why", chose("price"))
    assert "how-far" not in result(interview)
    assert is_complete(interview)
    assert result(answer(interview, "why", chose("distance")))["how-far"] == Number(30)


def test_conditions_read_no_hidden_answers():
    asked = script(
        step("a", options=["long", option("short", to="c")]),
        step("b", options=["x", "y"]),
        step("c", "yes-no"),
        step("d", "text", when={"question": "b", "is": "x"}),
    )
    interview = begin(asked)
    for code, value in {"a": chose("long"), "b": chose("x"), "c": YesNo(True)}.items():
        interview = answer(interview, code, value)
    assert current(interview).code == "d"
    assert is_complete(answer(interview, "a", chose("short")))


def test_an_open_question_waits_and_one_that_may_stay_open_can_be_passed():
    interview = begin(SURVEY)
    assert current(interview).code == "hello"
    assert missing(interview) == ()
    interview = passing(interview, "hello", "km")
    assert [one.code for one in missing(interview)] == ["regular"]
    assert list(reachable(interview)) == ["hello", "km"]
    assert dict(result(interview)) == {}
    with pytest.raises(WrongUse) as refused:
        passing(interview, "regular")
    assert refused.value.said.code == "interview.required"


def test_an_answer_can_be_taken_back():
    interview = clear(filled(), "where")
    assert current(interview).code == "where"
    assert list(result(interview)) == ["km", "regular"]
    assert clear(interview, "where").answers == interview.answers


LOOP = script(
    step("km", "number"),
    step("told-by", options=["customer", "app"]),
    step("right", "yes-no", options=[option("no", to="km")]),
    step("bye", "say"),
)


def test_a_jump_back_makes_its_step_current_and_asks_again_what_lies_between():
    interview = begin(LOOP)
    for code, value in {"km": Number(1), "told-by": chose("app"), "right": YesNo(False)}.items():
        interview = answer(interview, code, value)
    at = path(interview)
    assert (at.current.code, at.returned, at.ended) == ("km", True, False)
    assert [one.code for one in at.steps] == ["km", "told-by", "right"]
    assert dict(result(interview))["right"] == YesNo(False)
    interview = answer(interview, "km", Number(2))
    assert current(interview).code == "told-by"
    assert dict(result(interview)) == {"km": Number(2)}
    interview = passing(answer(answer(interview, "told-by", chose("app")), "right", YesNo(True)), "bye")
    assert is_complete(interview)


def test_a_jump_back_can_be_taken_back_and_nothing_is_lost():
    interview = begin(LOOP)
    for code, value in {"km": Number(1), "told-by": chose("app"), "right": YesNo(False)}.items():
        interview = answer(interview, code, value)
    interview = answer(interview, "right", YesNo(True))
    assert list(result(interview)) == ["km", "told-by", "right"]
    assert current(interview).code == "bye"


def test_the_first_jump_that_holds_is_taken_and_an_options_own_comes_before():
    asked = script(
        step("a", options=[option("x", to="d"), "y", "z"], to=[{"when": {"question": "a", "is": "y"}, "to": "c"}]),
        step("b", "text", required=True),
        step("c", "text", required=True),
        step("d", "text", required=True),
    )
    led = {code: current(answer(begin(asked), "a", chose(code))).code for code in ("x", "y", "z")}
    assert led == {"x": "d", "y": "c", "z": "b"}


def test_known_fields_open_steps():
    asked = script(
        step("offer", "say", when={"field": "offer", "known": True}),
        step("none", "say", when={"field": "offer", "known": False}),
    )
    assert current(begin(asked, {"offer"})).code == "offer"
    assert current(begin(asked)).code == "none"


def test_the_step_before_is_found_on_the_path():
    at = path(filled())
    assert at.before("km").code == "hello"
    assert at.before("hello") is None


def test_a_broken_call_is_taken_up_as_far_as_its_answers_fit():
    told = {"hello": Passed(), "km": Number(5), "regular": chose("gone"), "nowhere": Text("x"), "where": Number(1)}
    interview = begin(SURVEY, answers=told)
    assert dict(interview.answers) == {"hello": Passed(), "km": Number(5)}
    assert current(interview).code == "regular"


DATED = script(step("when", "date", min=0, max=30), step("note", "text"))
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("asked", "code", "value", "wrong"),
    [
        (SURVEY, "km", Number(-1), "too_small"),
        (SURVEY, "km", Number(1_000_000), "too_large"),
        (SURVEY, "how-far", Number(10**12), "too_large"),
        (SURVEY, "km", Text("1"), "other_kind"),
        (SURVEY, "hello", Text("1"), "other_kind"),
        (SURVEY, "regular", chose("gone"), "no_such_option"),
        (SURVEY, "regular", chose("never", "sometimes"), "one_only"),
        (SURVEY, "why", chose("price", "price"), "no_such_option"),
        (SURVEY, "why", chose(), "nothing_chosen"),
        (SURVEY, "why", chose("price", price="dear"), "words_nowhere"),
        (SURVEY, "why", chose("price", other="dear"), "words_nowhere"),
        (SURVEY, "why", chose("other", other="x" * 4_001), "too_long"),
        (SURVEY, "rest", Text(" "), "no_words"),
        (SURVEY, "rest", Text("x" * 4_001), "too_long"),
        (SURVEY, "back", Passed(), "required"),
        (DATED, "when", Day(date(2026, 11, 21)), "too_early"),
        (DATED, "when", Day(date(2026, 12, 23)), "too_late"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_changes(asked, code, value, wrong):
    interview = begin(asked, day=TODAY)
    assert misfit(asked.by_code[code], value, TODAY).code == f"interview.{wrong}"
    with pytest.raises(WrongUse) as refused:
        answer(interview, code, value)
    assert refused.value.said.code == f"interview.{wrong}"


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 12, 22)])
def test_the_limits_of_a_day_are_included(day):
    assert misfit(DATED.by_code["when"], Day(day), TODAY) is None
    assert misfit(DATED.by_code["when"], Day(date(1999, 1, 1))) is None


def test_the_path_of_sixty_steps_takes_well_under_a_millisecond():
    steps = [step("q0", options=["a", "b"])]
    for place in range(1, 60):
        before = {"question": f"q{place - 1}", "is": "a"}
        steps.append(
            step(f"q{place}", options=["a", "b"], when={"any": [before, {"question": "q0", "answered": True}]})
        )
    asked = script(*steps)
    interview = begin(asked, answers={one.code: chose("a") for one in asked.steps})
    assert is_complete(interview)
    taken = []
    for _ in range(20):
        began = perf_counter()
        path(interview)
        taken.append(perf_counter() - began)
    assert min(taken) < 0.001
