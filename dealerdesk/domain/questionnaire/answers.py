"""What was answered in an interview: values of six kinds, and their way into JSON and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing was answered: what is said was said, or a question that may stay open was gone over."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Text:
    """What the customer said, in words."""

    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The options that were chosen, by their codes, and what was written beside them: pairs of option and words."""

    codes: tuple[str, ...]
    written: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day."""

    value: date


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    value: bool


Answer: TypeAlias = Passed | Number | Text | Choice | Day | YesNo

Answers: TypeAlias = "Mapping[str, Answer]"
"""What was answered to each step, by its code; nobody changes it once it is made."""

NONE: Final[Answers] = MappingProxyType({})
"""No answers yet."""

YES: Final = "yes"
NO: Final = "no"


def codes_of(answer: Answer | None) -> tuple[str, ...]:
    """The options that an answer chooses; yes and no are options too."""
    if isinstance(answer, Choice):
        return answer.codes
    if isinstance(answer, YesNo):
        return (YES if answer.value else NO,)
    return ()


def is_told(answer: Answer | None) -> bool:
    """Whether something was answered: a step that was only passed tells nothing."""
    return answer is not None and not isinstance(answer, Passed)


def answers_to_data(answers: Answers) -> dict[str, dict[str, Any]]:
    """Answers as plain data that JSON can hold."""
    return {code: _to_data(answer) for code, answer in answers.items()}


def _to_data(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Passed):
        return {"passed": True}
    if isinstance(answer, Number):
        return {"number": answer.value}
    if isinstance(answer, Text):
        return {"text": answer.value}
    if isinstance(answer, Day):
        return {"day": answer.value.isoformat()}
    if isinstance(answer, YesNo):
        return {"yes": answer.value}
    written = {"written": dict(answer.written)} if answer.written else {}
    return {"chosen": list(answer.codes), **written}


def answers_from_data(data: object) -> dict[str, Answer]:
    """The answers that `answers_to_data` wrote, in their order; what is none is left out, since a call goes on."""
    if not isinstance(data, dict):
        return {}
    read = ((code, _from_data(value)) for code, value in data.items() if isinstance(code, str))
    return {code: answer for code, answer in read if answer is not None}


def _from_data(data: object) -> Answer | None:  # noqa: PLR0911 - a kind a line
    match data:
        case {"passed": True, **rest} if not rest:
            return Passed()
        case {"number": int(value), **rest} if not rest and not isinstance(value, bool):
            return Number(value)
        case {"text": str(value), **rest} if not rest:
            return Text(value)
        case {"day": str(value), **rest} if not rest:
            return _day(value)
        case {"yes": bool(value), **rest} if not rest:
            return YesNo(value)
        case {"chosen": list(codes), **rest} if rest.keys() <= {"written"}:
            return _choice(codes, rest.get("written", {}))
    return None


def _day(text: str) -> Day | None:
    try:
        return Day(date.fromisoformat(text))
    except ValueError:
        return None


def _choice(codes: list[object], written: object) -> Choice | None:
    chosen = tuple(code for code in codes if isinstance(code, str))
    if len(chosen) != len(codes) or not isinstance(written, dict):
        return None
    words = tuple((code, text) for code, text in written.items() if isinstance(code, str) and isinstance(text, str))
    return Choice(chosen, words) if len(words) == len(written) else None
