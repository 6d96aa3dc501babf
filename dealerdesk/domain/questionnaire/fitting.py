"""Whether an answer fits its question: its kind, its limits, its options."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import said
from dealerdesk.domain.questionnaire.answers import Choice, Day, Number, Passed, Text, YesNo
from dealerdesk.domain.questionnaire.script import Kind

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.questionnaire.answers import Answer, Answers
    from dealerdesk.domain.questionnaire.script import Script, Step

LONGEST_TEXT: Final = 4_000
"""Characters that an answer in words may have."""

LARGEST_NUMBER: Final = 1_000_000_000

_KINDS: Final = {
    Kind.NUMBER: Number,
    Kind.TEXT: Text,
    Kind.SINGLE: Choice,
    Kind.SEVERAL: Choice,
    Kind.DATE: Day,
    Kind.YES_NO: YesNo,
}


def misfit(step: Step, answer: Answer, day: date | None = None) -> Said | None:
    """What is wrong with an answer to a step, or None. `day`: of the call, which the limits of days count from."""
    if isinstance(answer, Passed):
        return said("interview.required") if step.required else None
    if not isinstance(answer, _KINDS.get(step.kind, Passed)):
        return said("interview.other_kind")
    if isinstance(answer, Number):
        return _number(step, answer.value)
    if isinstance(answer, Text):
        return _words(answer.value)
    if isinstance(answer, Day):
        return _day(step, answer.value, day)
    return _choice(step, answer) if isinstance(answer, Choice) else None


def fitting(script: Script, answers: Answers, day: date | None = None) -> dict[str, Answer]:
    """Those of the answers that fit a script: a call that was broken off may have been led by another version."""
    steps = script.by_code
    return {
        code: answer for code, answer in answers.items() if code in steps and misfit(steps[code], answer, day) is None
    }


def _number(step: Step, value: int) -> Said | None:
    low = -LARGEST_NUMBER if step.at_least is None else step.at_least
    high = LARGEST_NUMBER if step.at_most is None else step.at_most
    if value < low:
        return said("interview.too_small", least=low)
    return said("interview.too_large", most=high) if value > high else None


def _words(value: str) -> Said | None:
    if not value.strip():
        return said("interview.no_words")
    return said("interview.too_long", most=LONGEST_TEXT) if len(value) > LONGEST_TEXT else None


def _day(step: Step, value: date, day: date | None) -> Said | None:
    if day is None:
        return None
    if step.at_least is not None and value < (first := day + timedelta(days=step.at_least)):
        return said("interview.too_early", first=first)
    if step.at_most is not None and value > (last := day + timedelta(days=step.at_most)):
        return said("interview.too_late", last=last)
    return None


def _choice(step: Step, answer: Choice) -> Said | None:
    options = step.by_code
    if not answer.codes:
        return said("interview.nothing_chosen")
    if len(set(answer.codes)) != len(answer.codes) or not options.keys() >= set(answer.codes):
        return said("interview.no_such_option")
    if step.kind is Kind.SINGLE and len(answer.codes) > 1:
        return said("interview.one_only")
    if any(code not in answer.codes or options[code].write is None for code, _ in answer.written):
        return said("interview.words_nowhere")
    if any(len(words) > LONGEST_TEXT for _, words in answer.written):
        return said("interview.too_long", most=LONGEST_TEXT)
    return None
