"""A script as a person reads it through: each step with what is said, what can be answered, and where that leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.questionnaire import END, NO, Kind, pieces, spoken
from dealerdesk.domain.questionnaire.conditions import AllOf, Answered, AnyOf, Between, Chosen, Known, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dealerdesk.domain.questionnaire import Effect, Option, Script, Step, Texts
    from dealerdesk.domain.questionnaire.conditions import Condition
    from dealerdesk.words import Words


class Part(NamedTuple):
    """A part of what is said; `filled`: it stands for what is filled in when the call is made."""

    text: str
    filled: bool = False


Said = tuple[Part, ...]


class Point(NamedTuple):
    """What to say besides, and for whom."""

    label: str
    said: Said


class ReadOption(NamedTuple):
    """An answer to choose: its number, its words, what to say to it, and what follows."""

    number: str
    text: str
    notes: tuple[str, ...]
    talk: Said


@dataclass(frozen=True)
class ReadStep:
    """A step of a script, in words. `notes`: when it is asked, what its answer does, where it leads."""

    code: str
    heading: str
    kind: str
    said: Said
    hint: Said
    options: tuple[ReadOption, ...]
    points: tuple[Point, ...]
    notes: tuple[str, ...]


def read_through(script: Script, words: Words) -> tuple[ReadStep, ...]:
    """All steps of a script, in the language of the words."""
    return tuple(_Reading(script, words).step(step) for step in script.steps)


class _Reading:
    """A script and the words that it is read in."""

    def __init__(self, script: Script, words: Words) -> None:
        self._script, self._words = script, words

    def step(self, step: Step) -> ReadStep:
        words = self._words
        number = "" if step.number is None else f"Q{step.number}  "
        may_skip = step.kind is not Kind.SAY and not step.required
        kind = words.label(f"script_kind.{step.kind}")
        return ReadStep(
            code=step.code,
            heading=number + self._plain(step.short),
            kind=words.text("{kind}, may be passed over", kind=kind) if may_skip else kind,
            said=self._said(step.text),
            hint=() if step.hint is None else self._said(step.hint),
            options=tuple(self._option(option) for option in step.options),
            points=tuple(self._points(step)),
            notes=tuple(self._notes(step)),
        )

    def _said(self, texts: Texts) -> Said:
        """A text with the names of its fields where they are filled in; one that may be left out without a word is."""
        parts = pieces(texts, self._words.language, {})
        named = (
            Part(part.text) if part.field is None else Part(self._words.label(f"script_field.{part.field}"), True)
            for part in parts
            if part.text
        )
        return tuple(named)

    def _plain(self, texts: Texts) -> str:
        return spoken(texts, self._words.language, {})

    def _option(self, option: Option) -> ReadOption:
        words = self._words
        notes = [*self._effects(option.effects)]
        if option.write is not None:
            notes.insert(0, words.text("write: {what}", what=self._plain(option.write)))
        if option.to is not None:
            notes.append(self._leads(option.to))
        talk = () if option.talk is None else self._said(option.talk)
        return ReadOption(str(option.number), self._answer(option), tuple(notes), talk)

    def _answer(self, option: Option) -> str:
        if option.text is not None:
            return self._plain(option.text)
        return self._words.text("no") if option.code == NO else self._words.text("yes")

    def _points(self, step: Step) -> Iterator[Point]:
        for talk in step.talks:
            when = "" if talk.when is None else self._condition(talk.when)
            yield Point(when or self._words.text("always"), self._said(talk.text))

    def _notes(self, step: Step) -> Iterator[str]:
        words = self._words
        if step.when is not None:
            yield words.text("Only if {condition}", condition=self._condition(step.when))
        yield from self._effects(step.effects)
        for jump in step.jumps:
            leads = self._leads(jump.to)
            if jump.when is None:
                yield leads
            else:
                yield words.text("{leads}, if {condition}", leads=leads, condition=self._condition(jump.when))

    def _effects(self, effects: Iterable[Effect]) -> list[str]:
        return [self._words.label(f"script_effect.{effect.effect}") for effect in effects]

    def _leads(self, to: str) -> str:
        if to == END:
            return self._words.text("→ end")
        return f"→ {self._plain(self._script.by_code[to].short)}"

    def _condition(self, condition: Condition) -> str:
        words = self._words
        if isinstance(condition, AllOf):
            return words.text(" and ").join(map(self._part, condition.parts))
        if isinstance(condition, AnyOf):
            return words.text(" or ").join(map(self._part, condition.parts))
        if isinstance(condition, Not):
            return words.text("not: {condition}", condition=self._condition(condition.part))
        if isinstance(condition, Known):
            name = words.label(f"script_field.{condition.field}")
            wanted = condition.wanted
            return (
                words.text("{field} is known", field=name) if wanted else words.text("{field} is not known", field=name)
            )
        return self._about_answer(condition)

    def _part(self, condition: Condition) -> str:
        """A condition among others: one that has parts of its own stands in brackets."""
        told = self._condition(condition)
        return f"({told})" if isinstance(condition, AllOf | AnyOf) else told

    def _about_answer(self, condition: Chosen | Between | Answered) -> str:
        words, question = self._words, self._script.by_code[condition.question]
        short = self._plain(question.short)
        if isinstance(condition, Chosen):
            return words.text(
                "{question}: {answer}", question=short, answer=self._answer(question.by_code[condition.option])
            )
        if isinstance(condition, Answered):
            told = words.text("answered") if condition.wanted else words.text("not answered")
            return words.text("{question}: {answer}", question=short, answer=told)
        low, high = condition.at_least, condition.at_most
        bounds = [f"≥ {low}"] * (low is not None) + [f"≤ {high}"] * (high is not None)
        return f"{short} {', '.join(bounds)}"
