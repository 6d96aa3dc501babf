"""What an interview comes to: the disposition it proposes, the effects it names, the causes, what to say meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire.answers import codes_of, is_told
from dealerdesk.domain.questionnaire.conditions import AllOf, AnyOf, holds, questions_of
from dealerdesk.domain.questionnaire.interview import path
from dealerdesk.domain.questionnaire.script import AnswerTo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dealerdesk.domain.questionnaire.answers import Answer, Answers
    from dealerdesk.domain.questionnaire.conditions import Condition
    from dealerdesk.domain.questionnaire.interview import Interview
    from dealerdesk.domain.questionnaire.script import Cause, Effect, EffectName, Given, Option, Step
    from dealerdesk.domain.questionnaire.wording import Texts


class Proposal(NamedTuple):
    """The disposition that the path leads to, and the questions on it that led there; none of them: the default."""

    disposition: Disposition
    because: tuple[str, ...] = ()


Value: TypeAlias = "str | Answer"


@dataclass(frozen=True)
class Named:
    """An effect that the answers ask for: by which step, and which option of it; services do it, once it is agreed.

    `answer`: to that step; the odometer of a reading is its number. `given`: what the script gives the effect beside:
    codes, and answers to other questions as far as they are on the path.
    """

    effect: EffectName
    step: str
    option: str | None
    answer: Answer
    given: Mapping[str, Value]


class Talking(NamedTuple):
    """A talking point; `option`: by whose choice at this step it is shown, None for one by earlier answers."""

    text: Texts
    title: Texts | None = None
    option: str | None = None


def proposed(interview: Interview) -> Proposal:
    """The disposition of the first rule that holds on the answers that count; `completed` where none does."""
    answers = path(interview).answers
    for rule in interview.script.proposals:
        if holds(rule.when, answers, interview.known):
            because = (code for code in _told_by(rule.when, answers, interview.known) if is_told(answers.get(code)))
            return Proposal(rule.disposition, tuple(dict.fromkeys(because)))
    return Proposal(Disposition.COMPLETED)


def _told_by(when: Condition | None, answers: Answers, known: Collection[str]) -> Iterator[str]:
    """The questions that make a condition hold: of several ways to do so, those that were taken."""
    if isinstance(when, AnyOf | AllOf):
        for part in when.parts:
            if holds(part, answers, known):
                yield from _told_by(part, answers, known)
    else:
        yield from questions_of(when)


def effects(interview: Interview) -> tuple[Named, ...]:
    """The effects that the answers on the path ask for, in its order; the same one twice where two answers do."""
    at = path(interview)
    return tuple(
        Named(effect.effect, step.code, option, at.answers[step.code], _given(effect.given, at.answers))
        for step in at.steps
        if is_told(at.answers.get(step.code))
        for option, effect in _effects_of(step, at.answers[step.code])
    )


def _effects_of(step: Step, answer: Answer) -> Iterator[tuple[str | None, Effect]]:
    yield from ((None, effect) for effect in step.effects)
    for option in chosen(step, answer):
        yield from ((option.code, effect) for effect in option.effects)


def _given(given: Mapping[str, Given], answers: Answers) -> dict[str, Value]:
    values = {
        name: answers.get(value.question) if isinstance(value, AnswerTo) else value for name, value in given.items()
    }
    return {name: value for name, value in values.items() if isinstance(value, str) or is_told(value)}  # type: ignore[misc]


def chosen(step: Step, answer: Answer | None) -> tuple[Option, ...]:
    """The options of a step that an answer chooses, in the script's order."""
    codes = codes_of(answer)
    return tuple(option for option in step.options if option.code in codes)


def causes(interview: Interview) -> tuple[Cause, ...]:
    """How the reasons on the path are classed for analysis, each once, in the path's order."""
    at = path(interview)
    told = (option.cause for step in at.steps for option in chosen(step, at.answers.get(step.code)))
    return tuple(dict.fromkeys(cause for cause in told if cause is not None))


def talking_points(interview: Interview, step: Step, chosen_now: Answer | None = None) -> tuple[Talking, ...]:
    """What to say at a step: for the sake of the answers before it, then for the options chosen at it.

    `chosen_now`: what is marked on the screen and not answered yet; else the answer given counts.
    """
    at = path(interview)
    before: dict[str, Answer] = {}
    for other in at.steps:
        if other.code == step.code:
            break
        if other.code in at.answers:
            before[other.code] = at.answers[other.code]
    earlier = (Talking(talk.text, talk.title) for talk in step.talks if holds(talk.when, before, interview.known))
    marked = chosen(step, chosen_now if chosen_now is not None else at.answers.get(step.code))
    now = (Talking(option.talk, option.text, option.code) for option in marked if option.talk is not None)
    return (*earlier, *now)
