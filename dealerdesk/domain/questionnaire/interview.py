"""One run through a script: where it stands, what it has been told, and what of that counts (Rulebook 7).

Answers that a changed branch hides stay with the interview and return with the branch; only those on the path are
read by conditions, shown, and stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire.answers import NONE, codes_of, is_told
from dealerdesk.domain.questionnaire.conditions import holds
from dealerdesk.domain.questionnaire.fitting import fitting, misfit
from dealerdesk.domain.questionnaire.script import END

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from dealerdesk.domain.questionnaire.answers import Answer, Answers
    from dealerdesk.domain.questionnaire.script import Script, Step


@dataclass(frozen=True)
class Interview:
    """A script and all that was answered. `known`: the fields that are; `day`: of the call, for the limits of days.

    `answers` holds hidden ones too: `reachable` are those that count.
    """

    script: Script
    answers: Answers = field(default_factory=lambda: NONE)
    known: frozenset[str] = field(default_factory=frozenset)
    day: date | None = None


class Path(NamedTuple):
    """The steps that an interview has taken, in their order; the current one is among them, and None at the end.

    `answers`: of the steps on it. `returned`: a jump led back to the current step, which has its former answer. Where
    the path comes back once more when it is answered, what stands between is asked again.
    """

    steps: tuple[Step, ...]
    current: Step | None
    answers: Answers
    returned: bool = False

    @property
    def ended(self) -> bool:
        """Whether the script was gone through to its end."""
        return self.current is None

    def before(self, code: str) -> Step | None:
        """The step that came before another one on the path; None before the first."""
        codes = [step.code for step in self.steps]
        place = codes.index(code)
        return self.steps[place - 1] if place else None


def begin(script: Script, known: Collection[str] = (), day: date | None = None, answers: Answers = NONE) -> Interview:
    """A run through a script; `answers` of a call that was broken off are taken up as far as they fit the script."""
    fit = MappingProxyType(fitting(script, answers, day))
    return Interview(script, fit, frozenset(known), day)


def path(interview: Interview) -> Path:
    """The path taken so far: on over answered steps, in the script's order and by its jumps.

    It stops at the first step that has no answer, and where a jump leads back to a step on the path: never does it
    turn in a circle.
    """
    script, answers, known = interview.script, interview.answers, interview.known
    taken: list[Step] = []
    seen: dict[str, Answer] = {}
    step = _landing(script, 0, seen, known)
    while step is not None:
        if step.code in seen:
            return Path(tuple(taken), step, seen, returned=True)
        taken.append(step)
        answer = answers.get(step.code)
        if answer is None:
            return Path(tuple(taken), step, seen)
        seen[step.code] = answer
        step = _landing(script, _target(script, step, seen, known), seen, known)
    return Path(tuple(taken), None, seen)


def _landing(script: Script, place: int, seen: Answers, known: Collection[str]) -> Step | None:
    """The first step from a place on that is not gone over."""
    for step in script.steps[place:]:
        if step.when is None or holds(step.when, seen, known):
            return step
    return None


def _target(script: Script, step: Step, seen: Answers, known: Collection[str]) -> int:
    """The place that an answered step leads to: by the option chosen, else by its jumps, else the next."""
    jumps = (jump.to for jump in step.jumps if holds(jump.when, seen, known))
    to = _of_option(step, seen[step.code]) or next(jumps, None)
    if to is None:
        return step.place + 1
    return len(script.steps) if to == END else script.by_code[to].place


def _of_option(step: Step, answer: Answer) -> str | None:
    codes = codes_of(answer) if step.options else ()
    option = step.by_code.get(codes[0]) if len(codes) == 1 else None
    return option.to if option is not None else None


def current(interview: Interview) -> Step | None:
    """The step that is to be said or asked now; None at the end."""
    return path(interview).current


def is_complete(interview: Interview) -> bool:
    """Whether the script was gone through to its end."""
    return path(interview).ended


def reachable(interview: Interview) -> Answers:
    """What stands on the path, in its order: what was told, and what was only passed."""
    return path(interview).answers


def result(interview: Interview) -> Answers:
    """What is stored: what was told on the path, in its order, and nothing that a changed branch hides."""
    return {code: answer for code, answer in path(interview).answers.items() if is_told(answer)}


def missing(interview: Interview) -> tuple[Step, ...]:
    """The steps on the path that must be answered and are not: the current one, or none."""
    at = path(interview)
    return tuple(step for step in at.steps if step.required and step.code not in at.answers)


def answer(interview: Interview, code: str, value: Answer) -> Interview:
    """The interview with a step answered, anew or for the first time; `Passed` for what was said or left open.

    Raises WrongUse where the answer does not fit, KeyError for a step that the script does not have.
    """
    wrong = misfit(interview.script.by_code[code], value, interview.day)
    if wrong is not None:
        raise WrongUse(wrong.code, **wrong.params)
    changed = replace(interview, answers=MappingProxyType({**interview.answers, code: value}))
    if not _led_back(path(interview), code):
        return changed
    return _without(changed, _circle(path(changed), code))


def _led_back(at: Path, code: str) -> bool:
    return at.returned and at.current is not None and at.current.code == code


def _circle(at: Path, code: str) -> tuple[str, ...]:
    """The steps after one that a jump leads back to although it was just answered: they are asked again."""
    codes = tuple(step.code for step in at.steps)
    return codes[codes.index(code) + 1 :] if _led_back(at, code) else ()


def clear(interview: Interview, code: str) -> Interview:
    """The interview with the answer to a step taken back, if there is one."""
    return _without(interview, (code,))


def _without(interview: Interview, codes: Collection[str]) -> Interview:
    kept = {code: value for code, value in interview.answers.items() if code not in codes}
    return replace(interview, answers=MappingProxyType(kept))
