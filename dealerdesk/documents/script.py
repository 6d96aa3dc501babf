"""The script that a call sheet prints: the one that the screen leads by, as paper needs it, with the result codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.questionnaire import Choice, Kind, script_from_bytes, spoken
from dealerdesk.domain.questionnaire.conditions import Chosen, holds
from dealerdesk.paths import resource
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dealerdesk.domain.questionnaire import Option, Script, Step, Texts
    from dealerdesk.words import Words

LOST_CUSTOMER: Final = "lost-customer"

_GAPS: Final = {
    "name": N_("[name]"),
    "plate": N_("[plate]"),
    "months": N_("[months]"),
    "activity": N_("[activity]"),
    "festival": N_("[festival]"),
    "offer": N_("[offer]"),
}
"""What stands on paper for what differs from call to call."""

_FILLED_WHEN_PRINTED: Final = ("store", "agent")
_CONVENIENT, _GOODBYE = "convenient", "bye"


@dataclass(frozen=True)
class Opener:
    """What a call begins with: the greeting, then one of the ways to go on, of which `occasion` says when it is for."""

    occasion: str
    text: str


@dataclass(frozen=True)
class ScriptQuestion:
    """One question; without answers it asks for a number, written down in `unit`."""

    number: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()  # (code, words)
    short: str = ""  # what it asks, for the legend under the rows
    hint: str = ""  # what the agent does or writes with the answer
    unit: str = ""
    several: bool = False

    @property
    def label(self) -> str:
        """Answer the short name that cover, rows and legend share."""
        return f"Q{self.number}"


@dataclass(frozen=True)
class CallResult:
    """One disposition (rulebook 6.3): the code in its box, its name in the data, its words, what to write down."""

    code: str
    disposition: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class ResultGroup:
    """One bucket of dispositions (rulebook 6.3): a line of boxes on the sheet."""

    name: str
    results: tuple[CallResult, ...]


@dataclass(frozen=True)
class SheetScript:
    """All that the sheet's cover and boxes are made of; `{store}` and `{agent}` in openers are filled when printed."""

    title: str
    openers: tuple[Opener, ...] = ()
    convenience: str = ""
    questions: tuple[ScriptQuestion, ...] = ()
    talking_points: tuple[tuple[str, str], ...] = ()  # (question and answer, what to say)
    closing: str = ""
    groups: tuple[ResultGroup, ...] = ()


def lost_customer_script(words: Words) -> SheetScript:
    """Answer the lost-customer script as it is shipped (rulebook 7), in the language of the words."""
    return sheet_script(_shipped(), words)


def sheet_script(script: Script, words: Words) -> SheetScript:
    """Answer a script as the sheet prints it, with the dispositions (6.3), in the language of the words.

    Paper has the questions that have a number, and what is said before, between and after them.
    """
    groups = tuple(_group(one, words) for one in _results())
    goodbye = script.by_code.get(_GOODBYE)
    return SheetScript(
        title=_text(script.title, words),
        openers=tuple(_openers(script, words)),
        convenience=_convenience(script, groups, words),
        questions=tuple(_question(step, words) for step in script.steps if step.number is not None),
        talking_points=tuple(_talking_points(script, words)),
        closing="" if goodbye is None else _text(goodbye.text, words),
        groups=groups,
    )


@lru_cache(maxsize=1)
def _shipped() -> Script:
    return script_from_bytes(resource("scripts", f"{LOST_CUSTOMER}.json").read_bytes())


def _results() -> list[dict[str, Any]]:
    data: dict[str, Any] = json.loads(resource("sheets", "results.json").read_text(encoding="utf-8"))
    results: list[dict[str, Any]] = data["results"]
    return results


def _text(texts: Texts, words: Words) -> str:
    """A text of the script for every call: with gaps for what differs, to be filled in when it is read out."""
    gaps: Mapping[str, str] = {name: words.text(gap) for name, gap in _GAPS.items()}
    return spoken(texts, words.language, {**gaps, **{name: f"{{{name}}}" for name in _FILLED_WHEN_PRINTED}})


def _label(texts: Texts, words: Words) -> str:
    """A text as it stands at the beginning of a line."""
    text = _text(texts, words)
    return text[:1].upper() + text[1:]


def _openers(script: Script, words: Words) -> Iterator[Opener]:
    """The greeting, and the ways to go on from it: what is said for each option of the first question."""
    first = script.steps[0]
    yield Opener(_label(first.short, words), _text(first.text, words))
    for option in first.options if first.kind is Kind.SINGLE else ():
        said = [talk for step in script.steps for talk in step.talks if _is_for(talk.when, first, option)]
        if option.text is not None and said:
            yield Opener(_label(option.text, words), _text(said[0].text, words))


def _convenience(script: Script, groups: tuple[ResultGroup, ...], words: Words) -> str:
    """Whether it is a good time, and the results of the answers that end the call there."""
    step = script.by_code.get(_CONVENIENT)
    if step is None:
        return ""
    codes = {result.disposition: result.code for group in groups for result in group.results}
    ends = (
        words.text("{answer}: {code}", answer=_text(option.text, words), code=codes[disposition])
        for option in step.options
        if option.text is not None and (disposition := _ends_with(script, step, option)) is not None
    )
    return "  →  ".join(filter(None, (_text(step.text, words), "  ·  ".join(ends))))


def _ends_with(script: Script, step: Step, option: Option) -> str | None:
    """The disposition that an answer alone leads to, if it does."""
    answers = {step.code: Choice((option.code,))}
    return next((str(rule.disposition) for rule in script.proposals if holds(rule.when, answers, ())), None)


def _question(step: Step, words: Words) -> ScriptQuestion:
    answers = ((str(option.number), _text(option.text, words)) for option in step.options if option.text is not None)
    return ScriptQuestion(
        number=step.number or "",
        text=_text(step.text, words),
        answers=tuple(answers),
        short=_text(step.short, words),
        hint="" if step.hint is None else _text(step.hint, words),
        unit="" if step.unit is None else _text(step.unit, words),
        several=step.kind is Kind.SEVERAL,
    )


def _talking_points(script: Script, words: Words) -> Iterator[tuple[str, str]]:
    """What to say to an answer: what stands behind it, and what a later question has ready for it."""
    numbered = [step for step in script.steps if step.number is not None]
    for step in numbered:
        for option in step.options:
            behind = script.by_code.get(option.to or "")
            text = behind.text if behind is not None and _is_told(script, step, behind) else None
            said = [talk.text for other in numbered for talk in other.talks if _is_for(talk.when, step, option)]
            if option.text is not None and (points := [*said, *([text] if text is not None else [])]):
                yield f"{step.number}-{option.number} {_text(option.text, words)}", _text(points[0], words)
    for talk in (talk for step in numbered for talk in step.talks if not isinstance(talk.when, Chosen)):
        if talk.title is not None:
            yield _label(talk.title, words), _text(talk.text, words)


def _is_told(script: Script, step: Step, behind: Step) -> bool:
    """Whether a step without a number is what is said to one answer alone, at once."""
    leading = [one for one in script.steps for option in one.options if option.to == behind.code]
    return behind.number is None and behind.place == step.place + 1 and leading == [step]


def _is_for(condition: object, step: Step, option: Option) -> bool:
    return isinstance(condition, Chosen) and (condition.question, condition.option) == (step.code, option.code)


def _group(data: dict[str, Any], words: Words) -> ResultGroup:
    return ResultGroup(
        words.label(f"bucket.{data['bucket']}"),
        tuple(
            CallResult(
                code=one["code"],
                disposition=one["disposition"],
                words=words.label(f"disposition.{one['disposition']}"),
                hint=one.get("write", {}).get(words.language, ""),
            )
            for one in data["list"]
        ),
    )
