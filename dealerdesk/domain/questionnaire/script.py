"""A script as it was designed: its steps with their options, jumps and talking points (Rulebook 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from dealerdesk.domain.questionnaire.wording import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dealerdesk.domain.followup import Disposition
    from dealerdesk.domain.questionnaire.conditions import Condition
    from dealerdesk.domain.questionnaire.wording import Texts
    from dealerdesk.domain.reminder import Reason

END: Final = "end"
"""The target of a jump that ends the interview."""


class Kind(StrEnum):
    """What a step is: something to say, or a question with a kind of answer."""

    SAY = "say"
    NUMBER = "number"
    TEXT = "text"
    SINGLE = "single"
    SEVERAL = "several"
    DATE = "date"
    YES_NO = "yes-no"

    @property
    def chooses(self) -> bool:
        """Whether it is answered by options."""
        return self in _CHOOSING


_CHOOSING: Final = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.YES_NO})


class Cause(StrEnum):
    """How a reason for staying away is classed for analysis (Rulebook 7)."""

    STAFF_LEFT = "staff-left"
    COMPETITOR = "competitor"
    MARKET = "market"
    NEGLECTED_DETAIL = "neglected-detail"
    BROKEN_PROMISE = "broken-promise"
    HIGH_HANDED = "high-handed"
    LARGE_CUSTOMERS = "large-customers"
    NATURAL = "natural"


class EffectName(StrEnum):
    """What an answer does beyond being stored. A script names it, the agent sees it first, services do it."""

    READING = "reading"
    APPOINTMENT = "appointment"
    COMPLAINT = "complaint"
    DEPARTED = "departed"
    DO_NOT_CALL = "do-not-call"
    OUTSIDE_MAINTENANCE = "outside-maintenance"
    CALLBACK = "callback"
    MESSAGE = "message"
    WECHAT = "wechat"


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """What an effect is given: the answer to another question, where there is one."""

    question: str


Given: TypeAlias = "str | AnswerTo"
"""What an effect is given: a code, or an answer."""


@dataclass(frozen=True)
class Effect:
    """An effect that a script names, and what it is given: `category` to `price`."""

    effect: EffectName
    given: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from. `number`: what it is chosen by, from 1.

    `talk`: what to say when it is chosen. `write`: the short name of the words that it asks for. `text` may be None for
    yes and no alone.
    """

    code: str
    number: int
    text: Texts | None
    talk: Texts | None = None
    write: Texts | None = None
    cause: Cause | None = None
    effects: tuple[Effect, ...] = ()
    to: str | None = None


@dataclass(frozen=True)
class Jump:
    """Where it goes on after a step: the code of a step, or `END`."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True)
class Talk:
    """What to say at a step, for the sake of earlier answers."""

    text: Texts
    when: Condition | None = None
    title: Texts | None = None


@dataclass(frozen=True)
class Step:
    """Something to say or to ask. `place`: where it stands in the script, from 0; `number`: as paper shows it.

    `at_least`, `at_most`: of a number, or days from the day of the call. `when`: else the step is gone over.
    """

    code: str
    place: int
    kind: Kind
    short: Texts
    text: Texts
    number: str | None = None
    hint: Texts | None = None
    unit: Texts | None = None
    required: bool = False
    when: Condition | None = None
    at_least: int | None = None
    at_most: int | None = None
    options: tuple[Option, ...] = ()
    talks: tuple[Talk, ...] = ()
    effects: tuple[Effect, ...] = ()
    jumps: tuple[Jump, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Option]:
        """Its options by their codes."""
        return {option.code: option for option in self.options}

    def texts(self) -> Iterator[Texts]:
        """All that is read or shown of it."""
        own = (self.short, self.text, self.hint, self.unit)
        of_options = (text for option in self.options for text in (option.text, option.talk, option.write))
        of_talks = (text for talk in self.talks for text in (talk.title, talk.text))
        yield from (text for text in (*own, *of_options, *of_talks) if text is not None)


@dataclass(frozen=True)
class Rule:
    """A disposition that is proposed where a condition holds on the answers given."""

    when: Condition | None
    disposition: Disposition


@dataclass(frozen=True)
class Script:
    """A version of a questionnaire: for which reasons to call, its steps in their order, and what it proposes."""

    name: str
    version: int
    title: Texts
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    proposals: tuple[Rule, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Step]:
        """The steps by their codes."""
        return {step.code: step for step in self.steps}

    @cached_property
    def questions(self) -> tuple[Step, ...]:
        """The steps that ask for an answer."""
        return tuple(step for step in self.steps if step.kind is not Kind.SAY)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that its texts have: what has to be looked up before it is read out."""
        return frozenset().union(*(fields_of(texts) for step in self.steps for texts in step.texts()))
