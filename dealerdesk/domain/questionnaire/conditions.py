"""Conditions of a script: what earlier answers must be, and which fields must be known, for a step, jump or talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dealerdesk.domain.questionnaire.answers import Number, codes_of, is_told

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from dealerdesk.domain.questionnaire.answers import Answer, Answers


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answer to a question is this option; `several`: of a question where others may be chosen beside it."""

    question: str
    option: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """The answer to a question is a number within limits, both included; None leaves a side open."""

    question: str
    at_least: int | None
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered, or was not."""

    question: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """A field is known, or is not."""

    field: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    part: Condition


AboutAnswer: TypeAlias = Chosen | Between | Answered
Condition: TypeAlias = AboutAnswer | Known | AllOf | AnyOf | Not


def holds(condition: Condition | None, answers: Answers, known: Collection[str]) -> bool:
    """Whether a condition holds on these answers, `known` naming the fields that are; no condition always does."""
    if condition is None:
        return True
    if isinstance(condition, AllOf):
        return all(holds(part, answers, known) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, answers, known) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, answers, known)
    if isinstance(condition, Known):
        return (condition.field in known) == condition.wanted
    return says(condition, answers.get(condition.question))


def says(condition: AboutAnswer, answer: Answer | None) -> bool:
    """Whether the answer to the question of a condition is what it wants; none given is None."""
    if isinstance(condition, Chosen):
        return condition.option in codes_of(answer)
    if isinstance(condition, Answered):
        return is_told(answer) == condition.wanted
    if not isinstance(answer, Number):
        return False
    low, high = condition.at_least, condition.at_most
    return (low is None or low <= answer.value) and (high is None or answer.value <= high)


def verdict(condition: Condition | None, told: Callable[[AboutAnswer], bool | None]) -> bool | None:
    """Whether a condition holds as far as can be told; None where it depends on what `told` does not tell."""
    if condition is None:
        return True
    if isinstance(condition, Known):
        return None
    if isinstance(condition, Not):
        part = verdict(condition.part, told)
        return None if part is None else not part
    if isinstance(condition, AllOf | AnyOf):
        decisive = isinstance(condition, AnyOf)
        parts = [verdict(part, told) for part in condition.parts]
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    return told(condition)


def questions_of(condition: Condition | None) -> Iterator[str]:
    """The questions that a condition reads, in its order, again and again where it does."""
    yield from (part.question for part in leaves(condition) if not isinstance(part, Known))


def leaves(condition: Condition | None) -> Iterator[AboutAnswer | Known]:
    """What a condition is made of at last."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    elif condition is not None:
        yield condition
