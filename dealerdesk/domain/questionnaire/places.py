"""Where in a script something is wrong, in words that its author understands: step 4 “why”, option 2, Chinese text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from dealerdesk.domain.errors import Said, said

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire.script import Option, Step

Place: TypeAlias = tuple[Said, ...]
"""From the whole to its part; each is said, and one follows another."""

SCRIPT: Final[Place] = (said("script.at.top"),)

_PARTS: Final = {
    "title": said("script.at.title"),
    "short": said("script.at.short"),
    "hint": said("script.at.hint"),
    "unit": said("script.at.unit"),
    "talk": said("script.at.talk"),
    "write": said("script.at.write"),
    "when": said("script.at.when"),
    "to": said("script.at.to"),
}
"""What the parts are called that a script names by a key; the text itself needs no name."""

_NUMBERED: Final = {
    "effects": "script.at.effect",
    "talks": "script.at.talk_number",
    "to": "script.at.jump",
    "proposals": "script.at.proposal",
    "all": "script.at.part",
    "any": "script.at.part",
}


def at_step(number: int, code: object = None) -> Place:
    """The step at a place from 1; `code` where it has one."""
    if isinstance(code, str) and code:
        return (said("script.at.step", number=number, name=code),)
    return (said("script.at.nameless_step", number=number),)


def of_step(step: Step) -> Place:
    """The place of a step that was read."""
    return at_step(step.place + 1, step.code)


def at_option(step: Place, number: int) -> Place:
    """An option of a step, from 1."""
    return (*step, said("script.at.option", number=number))


def of_option(step: Step, option: Option) -> Place:
    """The place of an option that was read."""
    return at_option(of_step(step), option.number)


def at_part(place: Place, key: str) -> Place:
    """A part of what is at a place, by its key."""
    inside = () if place is SCRIPT else place
    return (*inside, _PARTS[key]) if key in _PARTS else place


def at_number(place: Place, key: str, number: int) -> Place:
    """One of several parts, from 1: a jump, a talking point, an effect."""
    inside = () if place is SCRIPT else place
    return (*inside, said(_NUMBERED[key], number=number))


def in_language(place: Place, language: str) -> Place:
    """The text at a place in one language."""
    return (*place, said("script.at.english" if language == "en" else "script.at.chinese"))
