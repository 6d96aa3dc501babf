"""A script out of its document: every key known, every text in both languages, or refused with the place named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.followup import CONSEQUENCES, Bucket, Disposition
from dealerdesk.domain.questionnaire.answers import NO, YES
from dealerdesk.domain.questionnaire.checking import check
from dealerdesk.domain.questionnaire.places import SCRIPT, at_number, at_option, at_part, at_step
from dealerdesk.domain.questionnaire.reading_conditions import condition_at, read_condition
from dealerdesk.domain.questionnaire.reading_effects import effects_of
from dealerdesk.domain.questionnaire.script import END, Cause, Jump, Kind, Option, Rule, Script, Step, Talk
from dealerdesk.domain.questionnaire.sections import Section, one_of, printable
from dealerdesk.domain.reminder import Reason

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire.places import Place

FORMAT: Final = 1
MOST_STEPS: Final = 200
MOST_OPTIONS: Final = 40
MOST_TALKS: Final = 40
MOST_JUMPS: Final = 40
MOST_PROPOSALS: Final = 100
MOST_DAYS: Final = 36_500
"""Days from the day of the call that a limit of a date may lie away."""

LONGEST_NUMBER: Final = 8

_SCRIPT_KEYS: Final = ("format", "name", "version", "title", "reasons", "steps", "proposals")
_OPTION_KEYS: Final = ("code", "text", "talk", "write", "cause", "effects", "to")
_ANY_STEP: Final = ("code", "number", "kind", "short", "text", "hint", "when", "talks", "to")
_ANY_QUESTION: Final = (*_ANY_STEP, "required", "effects")
_STEP_KEYS: Final = {
    Kind.SAY: _ANY_STEP,
    Kind.NUMBER: (*_ANY_QUESTION, "min", "max", "unit"),
    Kind.TEXT: _ANY_QUESTION,
    Kind.SINGLE: (*_ANY_QUESTION, "options"),
    Kind.SEVERAL: (*_ANY_QUESTION, "options"),
    Kind.DATE: (*_ANY_QUESTION, "min", "max"),
    Kind.YES_NO: (*_ANY_QUESTION, "options"),
}
_ALL_STEP_KEYS: Final = tuple(dict.fromkeys(key for keys in _STEP_KEYS.values() for key in keys))


def read_script(data: object) -> Script:
    """The script in a document, checked as a whole. Raises WrongUse, `script.*`, with the place named."""
    if isinstance(data, dict) and "format" not in data:
        raise WrongUse("script.no_format")
    whole = Section(data, SCRIPT, _SCRIPT_KEYS)
    if (number := whole.whole("format")) != FORMAT:
        raise WrongUse("script.other_format", format=number)
    steps = tuple(_step(step, place) for place, step in enumerate(whole.items("steps", MOST_STEPS, needed=True)))
    version = whole.whole("version")
    if version is None or version < 1:
        raise WrongUse("script.no_version", place=SCRIPT)
    script = Script(
        name=whole.code("name"),
        version=version,
        title=whole.need_texts("title", fields=False),
        reasons=_reasons(whole),
        steps=steps,
        proposals=tuple(
            _rule(rule, at_number(SCRIPT, "proposals", number))
            for number, rule in enumerate(whole.items("proposals", MOST_PROPOSALS), 1)
        ),
    )
    check(script)
    return script


def _reasons(whole: Section) -> tuple[Reason, ...]:
    reasons = tuple(one_of(code, Reason, SCRIPT, "reasons") for code in whole.items("reasons", len(Reason)))
    twice = next((reason for reason in reasons if reasons.count(reason) > 1), None)
    if twice is not None:
        raise WrongUse("script.twice", place=SCRIPT, value=twice.value)
    return reasons


def _rule(data: object, place: Place) -> Rule:
    section = Section(data, place, ("when", "disposition"))
    section.need("when")
    disposition = section.one_of("disposition", Disposition)
    if CONSEQUENCES[disposition].bucket is Bucket.NOT_REACHED:
        raise WrongUse("script.not_reached", place=place, value=disposition.value)
    return Rule(condition_at(section), disposition)


def _step(data: object, place: int) -> Step:
    code = data.get("code") if isinstance(data, dict) else None
    section = Section(data, at_step(place + 1, code and printable(str(code))), _ALL_STEP_KEYS)
    kind = section.one_of("kind", Kind)
    foreign = next((key for key in _ALL_STEP_KEYS if key in section and key not in _STEP_KEYS[kind]), None)
    if foreign is not None:
        raise WrongUse("script.key_not_here", place=section.place, key=foreign, kind=kind.value)
    low, high = _limits(section, kind)
    return Step(
        code=_step_code(section),
        place=place,
        kind=kind,
        short=section.need_texts("short", fields=False),
        text=section.need_texts("text"),
        number=_number(section),
        hint=section.texts("hint"),
        unit=section.texts("unit", fields=False),
        required=section.flag("required", default=kind.chooses),
        when=condition_at(section),
        at_least=low,
        at_most=high,
        options=_options(section, kind),
        talks=_talks(section),
        effects=effects_of(section, kind),
        jumps=_jumps(section),
    )


def _limits(section: Section, kind: Kind) -> tuple[int | None, int | None]:
    low, high = section.whole("min"), section.whole("max")
    if low is not None and high is not None and low > high:
        raise WrongUse("script.limits", place=section.place, least=low, most=high)
    if kind is Kind.DATE and any(abs(limit) > MOST_DAYS for limit in (low, high) if limit is not None):
        raise WrongUse("script.limits_days", place=section.place, most=MOST_DAYS)
    return low, high


def _step_code(section: Section) -> str:
    code = section.code("code")
    if code == END:
        raise WrongUse("script.bad_code", place=section.place, key="code", value=code)
    return code


def _number(section: Section) -> str | None:
    if "number" not in section:
        return None
    number = section.string("number").strip()
    if not 0 < len(number) <= LONGEST_NUMBER or not number.isprintable():
        raise WrongUse("script.bad_number", place=section.place, most=LONGEST_NUMBER)
    return number


def _options(section: Section, kind: Kind) -> tuple[Option, ...]:
    if not kind.chooses:
        return ()
    asked = section.items("options", MOST_OPTIONS, needed=kind is not Kind.YES_NO)
    read = [_option(data, section.place, number, kind) for number, data in enumerate(asked, 1)]
    codes = [option.code for option in read]
    for option in read:
        if codes.count(option.code) > 1:
            raise WrongUse("script.twice", place=section.place, value=option.code)
    if kind is not Kind.YES_NO:
        return tuple(read)
    own = {option.code: option for option in read}
    return tuple(own.get(code) or Option(code, number, None) for number, code in enumerate((YES, NO), 1))


def _option(data: object, step: Place, number: int, kind: Kind) -> Option:
    section = Section(data, at_option(step, number), _OPTION_KEYS)
    code = section.code("code")
    if kind is Kind.YES_NO:
        if code not in {YES, NO}:
            raise WrongUse("script.yes_or_no", place=section.place, value=code)
        number = (YES, NO).index(code) + 1
    foreign = {Kind.SEVERAL: "to", Kind.YES_NO: "write"}.get(kind)
    if foreign is not None and foreign in section:
        raise WrongUse("script.key_not_here", place=section.place, key=foreign, kind=kind.value)
    return Option(
        code=code,
        number=number,
        text=section.texts("text", fields=False) if kind is Kind.YES_NO else section.need_texts("text", fields=False),
        talk=section.texts("talk"),
        write=section.texts("write", fields=False),
        cause=section.one_of("cause", Cause) if "cause" in section else None,
        effects=effects_of(section, kind),
        to=section.string("to") if "to" in section else None,
    )


def _talks(section: Section) -> tuple[Talk, ...]:
    places = (
        (at_number(section.place, "talks", n), data) for n, data in enumerate(section.items("talks", MOST_TALKS), 1)
    )
    talks = (Section(data, place, ("when", "title", "text")) for place, data in places)
    return tuple(Talk(talk.need_texts("text"), condition_at(talk), talk.texts("title", fields=False)) for talk in talks)


def _jumps(section: Section) -> tuple[Jump, ...]:
    if not isinstance(section.get("to"), list):
        return (Jump(section.string("to")),) if "to" in section else ()
    items = section.items("to", MOST_JUMPS, needed=True)
    jumps = tuple(_jump(data, at_number(section.place, "to", number)) for number, data in enumerate(items, 1))
    for number, jump in enumerate(jumps[:-1], 1):
        if jump.when is None:
            raise WrongUse("script.jump_never", place=at_number(section.place, "to", number + 1))
    return jumps


def _jump(data: object, place: Place) -> Jump:
    if isinstance(data, str):
        return Jump(data)
    section = Section(data, place, ("when", "to"))
    return Jump(section.string("to"), read_condition(section.need("when"), at_part(place, "when")))
