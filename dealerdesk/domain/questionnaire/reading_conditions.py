"""Conditions out of a script's document: their shape; `checking` looks at what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire.conditions import AllOf, Answered, AnyOf, Between, Chosen, Known, Not
from dealerdesk.domain.questionnaire.places import at_number, at_part
from dealerdesk.domain.questionnaire.sections import Section, printable
from dealerdesk.domain.questionnaire.wording import FIELDS

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire.conditions import Condition
    from dealerdesk.domain.questionnaire.places import Place

DEEPEST: Final = 8
"""Conditions within conditions."""

MOST_PARTS: Final = 40
_KEYS: Final = ("question", "is", "has", "at_least", "at_most", "answered", "field", "known", "all", "any", "not")
_SHAPES: Final = frozenset(
    {
        frozenset({"question", "is"}),
        frozenset({"question", "has"}),
        frozenset({"question", "at_least"}),
        frozenset({"question", "at_most"}),
        frozenset({"question", "at_least", "at_most"}),
        frozenset({"question", "answered"}),
        frozenset({"field", "known"}),
        frozenset({"all"}),
        frozenset({"any"}),
        frozenset({"not"}),
    }
)


def condition_at(section: Section, key: str = "when") -> Condition | None:
    """The condition at a key, or None where it is not there."""
    if key not in section:
        return None
    return read_condition(section.get(key), at_part(section.place, key))


def read_condition(data: object, place: Place, depth: int = 1) -> Condition:
    """A condition of any shape. Raises WrongUse, `script.*`."""
    section = Section(data, place, _KEYS)
    keys = frozenset(key for key in _KEYS if key in section)
    if keys not in _SHAPES:
        raise WrongUse("script.condition_shape", place=place)
    if depth > DEEPEST:
        raise WrongUse("script.condition_deep", place=place, most=DEEPEST)
    if "question" in keys:
        return _about_answer(section)
    if "field" in keys:
        return _about_field(section)
    if "not" in keys:
        return Not(read_condition(section.get("not"), place, depth + 1))
    key = "all" if "all" in keys else "any"
    parts = tuple(
        read_condition(part, at_number(place, key, number), depth + 1)
        for number, part in enumerate(section.items(key, MOST_PARTS, needed=True), 1)
    )
    return AllOf(parts) if key == "all" else AnyOf(parts)


def _about_answer(section: Section) -> Condition:
    question = section.code("question")
    if "is" in section or "has" in section:
        return Chosen(question, section.code("is" if "is" in section else "has"), several="has" in section)
    if "answered" in section:
        return Answered(question, section.flag("answered", default=True))
    low, high = section.whole("at_least"), section.whole("at_most")
    if low is not None and high is not None and low > high:
        raise WrongUse("script.limits", place=section.place, least=low, most=high)
    return Between(question, low, high)


def _about_field(section: Section) -> Condition:
    field = section.string("field")
    if field not in FIELDS:
        raise WrongUse("script.unknown_field", place=section.place, field=printable(field))
    return Known(field, section.flag("known", default=True))
