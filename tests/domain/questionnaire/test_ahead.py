"""About how many questions are still to come."""

from __future__ import annotations

import pytest

from dealerdesk.domain.questionnaire import Number, Passed, answer, begin, is_complete, questions_ahead
from dealerdesk.services.scripts import shipped_scripts
from tests.questionnaires import chose, option, script, step

SCRIPT = script(
    step("hello", "say"),
    step("km", "number"),
    step("regular", options=["yes", option("never", to="bye")]),
    step("why", "several", options=["price", "other"]),
    step("more", "text", when={"question": "why", "has": "other"}),
    step("bye", "say"),
)


def led(**answers):
    interview = begin(SCRIPT)
    for code, value in answers.items():
        interview = answer(interview, code, value)
    return interview


def test_what_is_left_counts_the_questions_of_the_usual_way():
    assert questions_ahead(begin(SCRIPT)) == 3
    assert questions_ahead(led(hello=Passed(), km=Number(5))) == 2


def test_a_way_that_is_taken_counts_as_it_is():
    shorter = led(hello=Passed(), km=Number(5), regular=chose("never"))
    assert questions_ahead(shorter) == 0
    longer = led(hello=Passed(), km=Number(5), regular=chose("yes"), why=chose("other"))
    assert questions_ahead(longer) == 1


def test_nothing_is_left_at_the_end():
    ended = led(hello=Passed(), km=Number(5), regular=chose("never"), bye=Passed())
    assert is_complete(ended)
    assert questions_ahead(ended) == 0


@pytest.mark.parametrize("name", shipped_scripts())
def test_every_shipped_script_has_some_to_come(name):
    assert 3 <= questions_ahead(begin(shipped_scripts()[name])) <= 20
