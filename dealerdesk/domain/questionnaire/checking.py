"""Whether the parts of a script fit together: what conditions read, where jumps lead, and that it always ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire.circles import check_ways
from dealerdesk.domain.questionnaire.conditions import Answered, Between, Chosen, Known, leaves
from dealerdesk.domain.questionnaire.places import SCRIPT, at_number, at_part, of_option, of_step
from dealerdesk.domain.questionnaire.reading_effects import TAKES
from dealerdesk.domain.questionnaire.script import END, AnswerTo, Kind
from dealerdesk.domain.questionnaire.sections import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dealerdesk.domain.questionnaire.conditions import AboutAnswer, Condition
    from dealerdesk.domain.questionnaire.places import Place
    from dealerdesk.domain.questionnaire.script import Effect, Script, Step


def check(script: Script) -> None:
    """Raise WrongUse, `script.*`, for the first thing that does not fit, with its place."""
    _check_codes(script)
    for step in script.steps:
        _check_targets(script, step)
        for place, condition, up_to in _conditions(step):
            _check_condition(script, condition, place, up_to)
        for place, effects in _effects(step):
            _check_effects(script, effects, place)
    for number, rule in enumerate(script.proposals, 1):
        _check_condition(script, rule.when, at_number(SCRIPT, "proposals", number), len(script.steps))
    check_ways(script)


def _check_codes(script: Script) -> None:
    codes: set[str] = set()
    numbers: set[str] = set()
    for step in script.steps:
        if step.code in codes:
            raise WrongUse("script.twice", place=of_step(step), value=step.code)
        if step.number is not None and step.number in numbers:
            raise WrongUse("script.number_twice", place=of_step(step), number=step.number)
        codes.add(step.code)
        numbers.update({step.number} - {None})  # type: ignore[arg-type]


def _check_targets(script: Script, step: Step) -> None:
    for place, to in _targets(step):
        if to != END and to not in script.by_code:
            raise WrongUse("script.unknown_target", place=place, to=printable(to))


def _targets(step: Step) -> Iterator[tuple[Place, str]]:
    for number, jump in enumerate(step.jumps, 1):
        yield at_number(of_step(step), "to", number), jump.to
    for option in step.options:
        if option.to is not None:
            yield at_part(of_option(step, option), "to"), option.to


def _conditions(step: Step) -> Iterator[tuple[Place, Condition | None, int]]:
    """The conditions of a step with their places, and the place in the script before which they may read answers."""
    place = of_step(step)
    yield at_part(place, "when"), step.when, step.place
    for number, talk in enumerate(step.talks, 1):
        yield at_number(place, "talks", number), talk.when, step.place
    for number, jump in enumerate(step.jumps, 1):
        yield at_number(place, "to", number), jump.when, step.place + 1


def _check_condition(script: Script, condition: Condition | None, place: Place, up_to: int) -> None:
    for part in leaves(condition):
        if isinstance(part, Known):
            continue
        question = script.by_code.get(part.question)
        if question is None:
            raise WrongUse("script.unknown_question", place=place, question=part.question)
        if question.place >= up_to:
            raise WrongUse("script.later_question", place=place, question=part.question)
        _check_fit(part, question, place)


def _check_fit(part: AboutAnswer, question: Step, place: Place) -> None:
    """A condition must ask what an answer to that question can say."""
    key, kinds = _asks(part)
    if question.kind not in kinds:
        raise WrongUse(
            "script.condition_kind", place=place, key=key, question=question.code, kinds=tuple(sorted(kinds))
        )
    if isinstance(part, Chosen) and part.option not in question.by_code:
        options = tuple(question.by_code)
        raise WrongUse(
            "script.unknown_option", place=place, question=question.code, option=part.option, options=options
        )


def _asks(part: AboutAnswer) -> tuple[str, frozenset[Kind]]:
    if isinstance(part, Answered):
        return "answered", frozenset(Kind) - {Kind.SAY}
    if isinstance(part, Between):
        return "at_least" if part.at_least is not None else "at_most", frozenset({Kind.NUMBER})
    return ("has", frozenset({Kind.SEVERAL})) if part.several else ("is", frozenset({Kind.SINGLE, Kind.YES_NO}))


def _effects(step: Step) -> Iterator[tuple[Place, tuple[Effect, ...]]]:
    yield of_step(step), step.effects
    for option in step.options:
        yield of_option(step, option), option.effects


def _check_effects(script: Script, effects: Iterable[Effect], place: Place) -> None:
    for number, effect in enumerate(effects, 1):
        for key, value in effect.given.items():
            if not isinstance(value, AnswerTo):
                continue
            question = script.by_code.get(value.question)
            if question is None:
                raise WrongUse(
                    "script.unknown_question", place=at_number(place, "effects", number), question=value.question
                )
            if question.kind not in TAKES[effect.effect][key].kinds:
                raise WrongUse(
                    "script.effect_given", place=at_number(place, "effects", number), key=key, value=value.question
                )
