"""Effects out of a script's document, and what each of them may be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.complaint import Category
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire.places import at_number
from dealerdesk.domain.questionnaire.script import AnswerTo, Effect, EffectName, Kind
from dealerdesk.domain.questionnaire.sections import Section, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.questionnaire.places import Place
    from dealerdesk.domain.questionnaire.script import Given

MOST_EFFECTS: Final = 10


class Taken(NamedTuple):
    """What an effect takes under a name: one of these codes, or the answer to a question of these kinds."""

    codes: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()


_IN_WORDS: Final = Taken(kinds=frozenset({Kind.TEXT, Kind.SINGLE, Kind.SEVERAL}))
_DAY: Final = Taken(kinds=frozenset({Kind.DATE}))
_NUMBER: Final = Taken(kinds=frozenset({Kind.NUMBER}))

TAKES: Final[Mapping[EffectName, Mapping[str, Taken]]] = {
    EffectName.READING: {},
    EffectName.APPOINTMENT: {"day": _DAY, "time": _IN_WORDS, "purpose": _IN_WORDS},
    EffectName.COMPLAINT: {
        "category": Taken(frozenset(Category), frozenset({Kind.SINGLE})),
        "happened": _IN_WORDS,
        "wanted": _IN_WORDS,
    },
    EffectName.DEPARTED: {"reason": Taken(frozenset({"sold", "scrapped", "moved"})), "day": _DAY},
    EffectName.DO_NOT_CALL: {"reason": _IN_WORDS},
    EffectName.OUTSIDE_MAINTENANCE: {
        "what": _IN_WORDS,
        "where": _IN_WORDS,
        "why": _IN_WORDS,
        "day": _DAY,
        "km": _NUMBER,
    },
    EffectName.CALLBACK: {"day": _DAY},
    EffectName.MESSAGE: {"what": _IN_WORDS},
    EffectName.WECHAT: {"what": _IN_WORDS},
}
"""What each effect may be given; what is not given is asked for when it is done."""


def effects_of(section: Section, kind: Kind) -> tuple[Effect, ...]:
    """The effects of a step or option of a kind. Raises WrongUse, `script.*`."""
    return tuple(
        _effect(data, at_number(section.place, "effects", number), kind)
        for number, data in enumerate(section.items("effects", MOST_EFFECTS), 1)
    )


def _effect(data: object, place: Place, kind: Kind) -> Effect:
    section = Section(data, place, ("effect", "with"))
    name = section.one_of("effect", EffectName)
    if name is EffectName.READING and kind is not Kind.NUMBER:
        raise WrongUse("script.effect_kind", place=place, effect=name.value)
    if "with" not in section:
        return Effect(name)
    takes = TAKES[name]
    given = Section(section.get("with"), place, takes)
    return Effect(name, {key: _given(given, key, takes[key]) for key in takes if key in given})


def _given(section: Section, key: str, taken: Taken) -> Given:
    value = section.get(key)
    if isinstance(value, dict):
        return AnswerTo(Section(value, section.place, ("answer",)).code("answer"))
    code = section.string(key)
    if code not in taken.codes:
        raise WrongUse("script.effect_given", place=section.place, key=key, value=printable(code))
    return code
