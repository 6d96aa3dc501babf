"""What an agent reads of a script beside what is spoken: options, answers and effects in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.questionnaire import (
    YES,
    Choice,
    Day,
    EffectName,
    Number,
    Text,
    YesNo,
    chosen,
    effects,
    questions_ahead,
    spoken,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.domain.questionnaire import Answer, Effect, Option, Step, Texts
    from dealerdesk.ui.pages.calls.script.walk import Walk
    from dealerdesk.ui.pages.calls.script_run import ScriptRunning
    from dealerdesk.words import Words


class Reading:
    """A script that runs, read in the language of the words."""

    def __init__(self, words: Words, running: ScriptRunning) -> None:
        self.words, self.running = words, running

    def plain(self, texts: Texts | None) -> str:
        """A text with its fields filled in; empty where there is none."""
        return "" if texts is None else spoken(texts, self.words.language, self.running.facts)

    def option(self, option: Option) -> str:
        """What there is to choose."""
        if option.text is not None:
            return self.plain(option.text)
        return self.words.label("answer.yes" if option.code == YES else "answer.no")

    def answer(self, step: Step, answer: Answer | None) -> str:
        """What was answered; a dash where it was passed, nothing where it was not asked."""
        if answer is None:
            return ""
        if isinstance(answer, Number):
            return f"{self.words.number(answer.value)} {self.plain(step.unit)}".strip()
        if isinstance(answer, Text):
            return " ".join(answer.value.split())
        if isinstance(answer, Day):
            return self.words.day(answer.value)
        if isinstance(answer, YesNo):
            return self.words.label("answer.yes" if answer.value else "answer.no")
        return self._options(step, answer) if isinstance(answer, Choice) else "—"

    def _options(self, step: Step, answer: Choice) -> str:
        written = dict(answer.written)
        told = [(self.option(option), written.get(option.code, "")) for option in chosen(step, answer)]
        return self.words.shown(tuple(f"{text}: {beside}" if beside else text for text, beside in told))

    def question(self, step: Step) -> str:
        """The name of a step, with its number where it has one."""
        short = self.plain(step.short)
        return f"{step.number}  {short}" if step.number else short

    # what follows

    def does(self, named: Iterable[Effect]) -> str:
        """What an answer does beside being kept, before it does so."""
        told = tuple(self.words.label(f"script_effect.{one.effect}") for one in named)
        return self.words.shown(told) if told else ""

    def step_does(self, step: Step, answer: Answer | None) -> str:
        """What answering a step does whatever the answer, with the answer in it where it is one."""
        told = []
        for one in step.effects:
            if one.effect is EffectName.READING and isinstance(answer, Number):
                told.append(self.words.text("keeps the odometer {km:km}", km=answer.value))
            else:
                told.append(self.words.label(f"script_effect.{one.effect}"))
        return self.words.shown(tuple(told)) if told else ""

    def all_does(self, walk: Walk) -> str:
        """What all the answers on the path do."""
        told = []
        for one in effects(walk.interview):
            if one.effect is EffectName.READING and isinstance(one.answer, Number):
                told.append(self.words.text("keeps the odometer {km:km}", km=one.answer.value))
            else:
                told.append(self.words.label(f"script_effect.{one.effect}"))
        return self.words.shown(tuple(dict.fromkeys(told))) if told else ""

    # how far

    def how_far(self, walk: Walk) -> str:
        """How far the interview has come, by its questions."""
        step = walk.step
        if step is None:
            return self.words.text("The end")
        codes = [one.code for one in walk.path.steps]
        asked = [one for one in walk.path.steps[: codes.index(walk.at) + 1] if one.kind.value != "say"]
        answered = sum(one.code in walk.path.answers and one.kind.value != "say" for one in walk.path.steps)
        whole = max(answered + questions_ahead(walk.interview), len(asked))
        told = self.words.text("{n} of about {whole}", n=max(len(asked), 1), whole=max(whole, 1))
        if step.number is None:
            return told
        return f"{self.words.text('Question {n}', n=step.number)}  ·  {told}"
