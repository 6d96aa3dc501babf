"""About how many questions are still to come, so that an agent can say how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.questionnaire.conditions import holds
from dealerdesk.domain.questionnaire.interview import path
from dealerdesk.domain.questionnaire.script import END, Kind

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire.interview import Interview
    from dealerdesk.domain.questionnaire.script import Step


def questions_ahead(interview: Interview) -> int:
    """How many questions are left, with the one that is asked now, on the way that the first answers of each lead.

    A guess: nobody knows what the customer will say. None is left at the end.
    """
    at = path(interview)
    passed = {step.code for step in at.steps if step is not at.current}
    left, step = 0, at.current
    while step is not None and step.code not in passed:
        passed.add(step.code)
        left += step.kind is not Kind.SAY
        step = _after(interview, step)
    return left


def _after(interview: Interview, step: Step) -> Step | None:
    """The step that comes next as a rule; None at the end."""
    script, answers = interview.script, path(interview).answers
    jumps = (jump.to for jump in step.jumps if holds(jump.when, answers, interview.known))
    first = step.options[0].to if step.kind is not Kind.SEVERAL and step.options else None
    to = first or next(jumps, None)
    if to == END:
        return None
    place = step.place + 1 if to is None else script.by_code[to].place
    onward = script.steps[place:]
    return next((one for one in onward if one.when is None or holds(one.when, answers, interview.known)), None)
