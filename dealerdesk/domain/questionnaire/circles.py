"""Whether every step of a script is reached, and whether from every step there is a way to the end.

A way out must not hang on what was said before: at each step on it there is an answer to that very step which leads
on, whatever the earlier answers and the known fields are. So an agent who follows a customer round a circle can always
leave it, and no call is ever caught.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire.answers import Choice, Day, Number, Passed, Text, YesNo
from dealerdesk.domain.questionnaire.conditions import Between, leaves, says, verdict
from dealerdesk.domain.questionnaire.places import of_step
from dealerdesk.domain.questionnaire.script import END, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealerdesk.domain.questionnaire.answers import Answer
    from dealerdesk.domain.questionnaire.conditions import AboutAnswer
    from dealerdesk.domain.questionnaire.script import Script, Step

_ANY_DAY: Final = date(2000, 1, 1)


def check_ways(script: Script) -> None:
    """Raise WrongUse for the first step that no way leads to, and for a circle that has no way out."""
    reached = _reached(script)
    for step in script.steps:
        if step.place not in reached:
            raise WrongUse("script.unreachable", place=of_step(step))
    _check_ends(script)


def _check_ends(script: Script) -> None:
    out = ways_out(script)
    for step in script.steps:
        back = [place for place in _ways(script, step) if place <= step.place]
        if step.code not in out and back:
            circle = tuple(other.code for other in script.steps[min(back) : step.place + 1])
            raise WrongUse("script.circle", place=of_step(step), steps=circle)


def _reached(script: Script) -> set[int]:
    """The places that some answers may lead to."""
    end = len(script.steps)
    waiting = list(_landings(script, 0))
    reached: set[int] = set()
    while waiting:
        place = waiting.pop()
        if place < end and place not in reached:
            reached.add(place)
            waiting += [landing for to in _ways(script, script.steps[place]) for landing in _landings(script, to)]
    return reached


def ways_out(script: Script) -> dict[str, Answer]:
    """For each step from which the end can be reached, an answer to it that leads nearer, whatever else was said."""
    out: dict[str, Answer] = {}
    ending = {len(script.steps)}
    waiting = [(step, list(_led(script, step))) for step in reversed(script.steps)]
    while True:
        caught = []
        for step, led in waiting:
            way = next((answer for answer, landings in led if landings <= ending), None)
            if way is None:
                caught.append((step, led))
            else:
                out[step.code] = way
                ending.add(step.place)
        if len(caught) == len(waiting):
            return out
        waiting = caught


def _led(script: Script, step: Step) -> Iterator[tuple[Answer, set[int]]]:
    """Answers to a step, and where one may come to stand by each of them."""
    for answer in _answers(step):
        targets = _targets(script, step, answer)
        yield answer, {landing for to in targets for landing in _landings(script, to)}


def _landings(script: Script, place: int) -> Iterator[int]:
    """The places where one may come to stand who goes on at a place: steps with a condition may be gone over."""
    for step in script.steps[place:]:
        yield step.place
        if step.when is None:
            return
    yield len(script.steps)


def _ways(script: Script, step: Step) -> set[int]:
    """The places that any answer to a step may lead to."""
    own = {option.to for option in step.options if option.to is not None}
    ways = {_place(script, to) for to in own}
    by_jumps = step.kind is Kind.SEVERAL or not step.options or not step.required
    if by_jumps or any(option.to is None for option in step.options):
        ways |= {_place(script, jump.to) for jump in step.jumps}
        if all(jump.when is not None for jump in step.jumps):
            ways.add(step.place + 1)
    return ways


def _targets(script: Script, step: Step, answer: Answer) -> set[int]:
    """The places that this answer to a step may lead to, whatever else was answered."""
    if isinstance(answer, Choice | YesNo) and step.kind is not Kind.SEVERAL:
        code = answer.codes[0] if isinstance(answer, Choice) else ("yes" if answer.value else "no")
        to = step.by_code[code].to
        if to is not None:
            return {_place(script, to)}

    def told(part: AboutAnswer) -> bool | None:
        return says(part, answer) if part.question == step.code else None

    targets: set[int] = set()
    for jump in step.jumps:
        holds = verdict(jump.when, told)
        if holds is not False:
            targets.add(_place(script, jump.to))
        if holds:
            return targets
    return targets | {step.place + 1}


def _place(script: Script, to: str) -> int:
    return len(script.steps) if to == END else script.by_code[to].place


def _answers(step: Step) -> Iterator[Answer]:
    """Answers to a step that are worth trying: of those that lead the same way one is enough."""
    if not step.required:
        yield Passed()
    if step.kind is Kind.NUMBER:
        yield from (Number(number) for number in _numbers(step))
    elif step.kind is Kind.TEXT:
        yield Text("-")
    elif step.kind is Kind.DATE:
        yield Day(_ANY_DAY)
    elif step.kind is Kind.YES_NO:
        yield from (YesNo(value=True), YesNo(value=False))
    elif step.options:
        codes = tuple(option.code for option in step.options)
        yield from (Choice((code,)) for code in codes)
        if step.kind is Kind.SEVERAL:
            yield Choice(codes)


def _numbers(step: Step) -> set[int]:
    """A number on each side of every limit that a jump asks for, as far as the step admits it."""
    asked = {limit for limit in (step.at_least, step.at_most) if limit is not None} or {0}
    for jump in step.jumps:
        for part in leaves(jump.when):
            if isinstance(part, Between) and part.question == step.code:
                asked |= {
                    limit + by for limit in (part.at_least, part.at_most) if limit is not None for by in (-1, 0, 1)
                }
    return {
        number
        for number in asked
        if (step.at_least is None or number >= step.at_least) and (step.at_most is None or number <= step.at_most)
    }
