"""What an interview comes to: disposition, effects, causes, talking points."""

from __future__ import annotations

from datetime import date

from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire import (
    Cause,
    Day,
    EffectName,
    Number,
    YesNo,
    answer,
    begin,
    causes,
    effects,
    proposed,
    spoken,
    talking_points,
)
from tests.questionnaires import both, chose, option, passing, script, step

BOOKS = {"question": "coming", "is": "yes"}
ANGRY = {"question": "why", "has": "attitude"}
SCRIPT = script(
    step("km", "number", effects=[{"effect": "reading"}]),
    step("regular", options=["yes", option("never", to="bye")]),
    step("day", "date"),
    step(
        "why",
        "several",
        required=False,
        options=[
            option("price", cause="competitor", talk=both("Prices of {store}")),
            option("attitude", cause="high-handed", effects=[{"effect": "complaint", "with": {"category": "other"}}]),
            option("dear", cause="competitor"),
        ],
    ),
    step(
        "coming",
        "yes-no",
        options=[option("yes", effects=[{"effect": "appointment", "with": {"day": {"answer": "day"}}}])],
        talks=[
            {"when": {"question": "why", "has": "price"}, "title": both("Price"), "text": both("cheaper now")},
            {"when": ANGRY, "text": both("sorry")},
            {"text": both("always")},
        ],
    ),
    step("bye", "say"),
    proposals=[
        {"when": {"all": [BOOKS, {"not": {"question": "why", "has": "dear"}}]}, "disposition": "appointment-made"},
        {"when": ANGRY, "disposition": "complaint"},
    ],
)


def led(**answers):
    interview = begin(SCRIPT)
    for code, value in answers.items():
        interview = answer(interview, code, value)
    return interview


ALL = {
    "km": Number(500),
    "regular": chose("yes"),
    "day": Day(date(2026, 12, 1)),
    "why": chose("attitude", "price"),
    "coming": YesNo(True),
}


def test_the_first_rule_that_holds_proposes_and_says_because_of_what():
    assert proposed(led(**ALL)) == (Disposition.APPOINTMENT, ("coming", "why"))
    assert proposed(led(**{**ALL, "coming": YesNo(False)})) == (Disposition.COMPLAINT, ("why",))
    assert proposed(begin(SCRIPT)) == (Disposition.COMPLETED, ())


def test_a_hidden_answer_neither_proposes_nor_does_anything():
    interview = answer(led(**ALL), "regular", chose("never"))
    assert proposed(interview).disposition is Disposition.COMPLETED
    assert [named.effect for named in effects(interview)] == [EffectName.READING]
    assert causes(interview) == ()


def test_effects_are_named_with_what_they_are_given():
    reading, complaint, booked = effects(led(**ALL))
    assert (reading.effect, reading.step, reading.option, reading.answer) == ("reading", "km", None, Number(500))
    assert (complaint.effect, complaint.option, complaint.given) == ("complaint", "attitude", {"category": "other"})
    assert (booked.effect, booked.given) == ("appointment", {"day": ALL["day"]})


def test_an_answer_that_was_not_given_is_not_given_to_an_effect():
    interview = passing(led(km=Number(1), regular=chose("yes")), "day", "why")
    (_, booked) = effects(answer(interview, "coming", YesNo(True)))
    assert booked.given == {}


def test_a_question_that_was_passed_does_nothing():
    assert effects(passing(begin(SCRIPT), "km")) == ()


def test_causes_come_once_each_in_the_scripts_order():
    interview = answer(led(**ALL), "why", chose("dear", "attitude", "price"))
    assert causes(interview) == (Cause.COMPETITOR, Cause.HIGH_HANDED)


def test_talking_points_come_by_earlier_answers_and_by_what_is_chosen_now():
    interview = led(**ALL)
    coming, why = SCRIPT.by_code["coming"], SCRIPT.by_code["why"]
    said = [spoken(point.text, "en", {}) for point in talking_points(interview, coming)]
    assert said == ["cheaper now", "sorry", "always"]
    (price,) = talking_points(interview, why)
    assert (price.option, spoken(price.text, "en", {"store": "Haikou"})) == ("price", "Prices of Haikou")
    assert talking_points(interview, why, chose("dear")) == ()
    assert [point.option for point in talking_points(begin(SCRIPT), why, chose("price"))] == ["price"]
