"""Where an agent stands in a script: at a question of the path, on it or back at an earlier one, or at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from dealerdesk.domain.questionnaire import Passed, answer, clear, is_told, path

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire import Answer, Interview, Path, Step


@dataclass(frozen=True)
class Walk:
    """An interview, and the step of its path that is looked at by its code; empty at the end."""

    interview: Interview
    at: str = ""

    @classmethod
    def begin(cls, interview: Interview) -> Self:
        """Stand at what is to be asked next."""
        return cls(interview, _code(path(interview).current))

    @cached_property
    def path(self) -> Path:
        """The path as it is answered now."""
        return path(self.interview)

    @property
    def step(self) -> Step | None:
        """The step that is looked at; None at the end."""
        return self.interview.script.by_code[self.at] if self.at else None

    @property
    def answer(self) -> Answer | None:
        """What is answered to it."""
        return self.path.answers.get(self.at)

    @property
    def is_behind(self) -> bool:
        """Whether it was answered before, and others are asked after it."""
        return self.at != _code(self.path.current)

    @property
    def aside(self) -> tuple[Step, ...]:
        """The steps whose answers do not count, since the path does not come to them; they return when it does."""
        held, counted = self.interview.answers, self.path.answers
        return tuple(
            step for step in self.interview.script.steps if step.code not in counted and is_told(held.get(step.code))
        )

    def given(self, value: Answer | None) -> Self:
        """Answered so; None takes the answer back. Raises WrongUse where it does not fit."""
        if value is None:
            return replace(self, interview=clear(self.interview, self.at))
        return replace(self, interview=answer(self.interview, self.at, value))

    def on(self) -> Self:
        """At the step after this one; one without an answer is passed. Raises WrongUse where it must be answered."""
        if not self.at:
            return self
        now = self._passed()
        codes = [step.code for step in now.path.steps]
        place = codes.index(now.at) + 1 if now.at in codes else len(codes)
        return replace(now, at=codes[place] if place < len(codes) else _code(now.path.current))

    def _passed(self) -> Self:
        """With this step gone over: its answer stands, or is given once more where the path came back to it."""
        value = self.answer
        if value is None:
            return self.given(Passed())
        return self.given(value) if self.path.returned and not self.is_behind else self

    def back(self) -> Self:
        """At the step before this one; the first stays."""
        if not self.at:
            return replace(self, at=_code(self.path.steps[-1]))
        before = self.path.before(self.at)
        return self if before is None else replace(self, at=before.code)

    def to(self, code: str) -> Self:
        """At a step of the path; where the code is none of it, at what is to be asked next."""
        known = any(step.code == code for step in self.path.steps)
        return replace(self, at=code if known else _code(self.path.current))


def _code(step: Step | None) -> str:
    return "" if step is None else step.code
