"""What holds of every questionnaire and every walk through it, however an agent goes back and forth."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.domain.questionnaire import (
    Interview,
    Kind,
    answer,
    answers_from_data,
    answers_to_data,
    begin,
    clear,
    codes_of,
    effects,
    is_complete,
    is_told,
    missing,
    path,
    proposed,
    reachable,
    result,
    talking_points,
)
from dealerdesk.domain.questionnaire.circles import ways_out
from tests.questionnaires import FIELDS, answers_to, documents, read_or_none, scripts

fast = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@st.composite
def walks(draw, wild=False):
    """An interview in the midst of a call: answers given in turn, changed, taken back."""
    interview = begin(draw(scripts(wild=wild)), draw(st.sets(st.sampled_from(FIELDS))))
    for _ in range(draw(st.integers(2, 16))):
        at = path(interview)
        if at.current is None or draw(st.integers(0, 4)) == 0:
            changed = draw(st.sampled_from(at.steps or interview.script.steps))
        else:
            changed = at.current
        if draw(st.integers(0, 9)) == 0:
            interview = clear(interview, changed.code)
        else:
            interview = answer(interview, changed.code, draw(answers_to(changed)))
    return interview


def plain_path(interview):
    """The path by a second reading of the rules, step by step over the document's order, and slowly."""
    script, seen, place, taken = interview.script, {}, 0, []
    while place < len(script.steps):
        step = script.steps[place]
        if step.when is not None and not _holds(step.when, seen, interview.known):
            place += 1
            continue
        if step.code in seen:
            return taken, step.code
        taken.append(step.code)
        if step.code not in interview.answers:
            return taken, step.code
        seen[step.code] = interview.answers[step.code]
        place = _next(script, step, seen, interview.known)
    return taken, None


def _next(script, step, seen, known):
    given_codes = codes_of(seen[step.code])
    targets = [one.to for one in step.options if one.to and step.kind is not Kind.SEVERAL and one.code in given_codes]
    targets += [jump.to for jump in step.jumps if jump.when is None or _holds(jump.when, seen, known)]
    order = [one.code for one in script.steps]
    if not targets:
        return step.place + 1
    return len(order) if targets[0] == "end" else order.index(targets[0])


def _holds(condition, seen, known):
    name = type(condition).__name__
    if name in {"AllOf", "AnyOf"}:
        parts = [_holds(part, seen, known) for part in condition.parts]
        return all(parts) if name == "AllOf" else any(parts)
    if name == "Not":
        return not _holds(condition.part, seen, known)
    if name == "Known":
        return (condition.field in known) is condition.wanted
    told = seen.get(condition.question)
    if name == "Answered":
        return is_told(told) is condition.wanted
    if name == "Chosen":
        return condition.option in codes_of(told)
    value = getattr(told, "value", None)
    return value is not None and condition.at_least <= value <= (99 if condition.at_most is None else condition.at_most)


@fast
@given(walks(wild=True))
def test_the_path_is_what_a_second_reading_of_the_rules_makes_it(interview):
    at = path(interview)
    assert ([step.code for step in at.steps], at.current.code if at.current else None) == plain_path(interview)


@fast
@given(walks(wild=True))
def test_nothing_outside_the_reachable_path_is_stored(interview):
    on_path, _ = plain_path(interview)
    assert list(result(interview)) == [
        code for code in on_path if code in interview.answers and is_told(interview.answers[code])
    ]
    assert set(reachable(interview)) <= set(on_path)
    assert {named.step for named in effects(interview)} <= set(result(interview))
    assert set(proposed(interview).because) <= set(result(interview))


@fast
@given(walks())
def test_no_reachable_required_answer_is_missing_at_the_end(interview):
    open_ones = [step for step in path(interview).steps if step.required and step.code not in result(interview)]
    assert list(missing(interview)) == open_ones
    if is_complete(interview):
        assert not open_ones


@fast
@given(walks(wild=True), st.data())
def test_there_and_back_is_the_identity(interview, data):
    at = path(interview)
    answered = [step for step in at.steps if step.code in at.answers and not (at.returned and step is at.current)]
    if not answered:
        return
    step = data.draw(st.sampled_from(answered))
    there = answer(interview, step.code, data.draw(answers_to(step)))
    back = answer(there, step.code, interview.answers[step.code])
    assert dict(back.answers) == dict(interview.answers)
    assert path(back) == at
    assert result(back) == result(interview)


@fast
@given(walks())
def test_answers_survive_json(interview):
    told = answers_from_data(json.loads(json.dumps(answers_to_data(interview.answers))))
    assert told == dict(interview.answers)
    resumed = begin(interview.script, interview.known, answers=told)
    assert path(resumed) == path(interview)


@fast
@given(walks(wild=True))
def test_every_script_that_is_taken_can_be_finished_from_wherever_one_stands(interview):
    out = ways_out(interview.script)
    steps = len(interview.script.steps)
    for _ in range(2 * steps * steps):
        at = path(interview).current
        if at is None:
            return
        interview = answer(interview, at.code, out[at.code])
    raise AssertionError("caught in a circle")


@fast
@given(documents(wild=True))
def test_a_script_is_taken_or_refused_for_a_circle_or_for_a_step_nobody_reaches(data):
    read_or_none(data)


@fast
@given(walks())
def test_talking_points_need_no_more_than_the_path(interview):
    bare = Interview(interview.script, dict(reachable(interview)), interview.known)
    for step in path(interview).steps:
        assert talking_points(bare, step) == talking_points(interview, step)
