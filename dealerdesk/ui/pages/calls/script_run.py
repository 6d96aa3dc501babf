"""What the answers of a call come to: the result that they propose, and what they give the call beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.calling import Departing, InterviewDone, OutsideService
from dealerdesk.domain.complaint import Category
from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire import (
    Choice,
    Day,
    EffectName,
    Number,
    Text,
    answers_from_data,
    begin,
    effects,
    is_complete,
    missing,
    proposed,
    result,
    spoken,
)
from dealerdesk.ui.pages.calls.when_text import time_of
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dealerdesk.domain.questionnaire import Answer, Interview, Named, Script
    from dealerdesk.words import Words

DOES: Final[Mapping[EffectName, str]] = {
    EffectName.READING: N_("keeps the odometer"),
    EffectName.APPOINTMENT: N_("books an appointment"),
    EffectName.COMPLAINT: N_("opens a complaint"),
    EffectName.DEPARTED: N_("the car departs"),
    EffectName.DO_NOT_CALL: N_("nobody calls any more"),
    EffectName.OUTSIDE_MAINTENANCE: N_("keeps the service elsewhere"),
    EffectName.CALLBACK: N_("promises another call"),
    EffectName.MESSAGE: N_("wants it as a message: send it afterwards"),
    EffectName.WECHAT: N_("added on WeChat"),
}
"""What each effect does, to be read before it is done."""

_FORM_OF: Final = {
    EffectName.APPOINTMENT: "appointment",
    EffectName.COMPLAINT: "complaint",
    EffectName.CALLBACK: "later",
    EffectName.OUTSIDE_MAINTENANCE: "outside",
}
_SOLD: Final = "sold"


@dataclass(frozen=True)
class Come:
    """What an interview comes to so far. `given`: fields of a CallMade that need nobody's eye any more.

    `forms`: what is still to be looked at in a form, and what the form begins with. `open_questions`: how many on the
    path must still be answered. `does`: the effects in words.
    """

    disposition: Disposition
    complete: bool
    open_questions: int
    given: Mapping[str, Any] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    does: tuple[EffectName, ...] = ()


@dataclass(frozen=True)
class ScriptRunning:
    """A script in a call: the fields that are known, the day, and in which language options are told."""

    script: Script
    facts: Mapping[str, str]
    day: date
    language: str

    def interview(self, answers: Mapping[str, Any]) -> Interview:
        """The interview as it stands."""
        return begin(self.script, self.facts.keys(), self.day, answers_from_data(dict(answers)))

    def come(self, answers: Mapping[str, Any]) -> Come:
        """What it comes to."""
        interview = self.interview(answers)
        given: dict[str, Any] = {}
        forms: dict[str, Mapping[str, Any]] = {}
        named = effects(interview)
        for one in named:
            self._take(one, given, forms)
        seen = tuple(dict.fromkeys(one.effect for one in named))
        told = proposed(interview).disposition if answers else Disposition.COMPLETED
        return Come(told, is_complete(interview), len(missing(interview)), given, forms, seen)

    def done(self, answers: Mapping[str, Any], began_at: datetime) -> InterviewDone | None:
        """What is stored of it; None where nothing was answered."""
        interview = self.interview(answers)
        told = result(interview)
        if not told:
            return None
        return InterviewDone(
            self.script.name,
            self.script.version,
            told,
            began_at,
            is_complete(interview),
            proposed(interview).disposition,
        )

    def _take(self, one: Named, given: dict[str, Any], forms: dict[str, Mapping[str, Any]]) -> None:
        """Take an effect as given, or as the begin of a form."""
        if one.effect is EffectName.READING and isinstance(one.answer, Number):
            given["reading"] = one.answer.value
        elif one.effect is EffectName.WECHAT:
            given["wechat"] = True
        elif one.effect is EffectName.DO_NOT_CALL:
            given["do_not_call"] = self._words(one.step, one.answer)
        elif one.effect is EffectName.DEPARTED:
            self._departs(one, given, forms)
        elif one.effect is EffectName.OUTSIDE_MAINTENANCE and (outside := self._outside(one)) is not None:
            given["outside"] = outside
        elif one.effect in _FORM_OF:
            code = _FORM_OF[one.effect]
            begun = dict(forms.get(code, {}))
            forms[code] = begun | {name: text for name, text in self._begin(one).items() if text}

    def _departs(self, one: Named, given: dict[str, Any], forms: dict[str, Mapping[str, Any]]) -> None:
        reason = str(one.given.get("reason", _SOLD))
        if reason == _SOLD:
            forms[_SOLD] = {"departs": True}
        else:
            given["departed"] = Departing(reason)

    def _outside(self, one: Named) -> OutsideService | None:
        """The service elsewhere, where the day of it was told."""
        told = {name: self._value(one, name) for name in ("where", "what", "why")}
        day, km = one.given.get("day"), one.given.get("km")
        if not isinstance(day, Day):
            return None
        return OutsideService(day.value, km.value if isinstance(km, Number) else None, **told)

    def _begin(self, one: Named) -> dict[str, str]:
        """What stands in a form at first, by what the script gives the effect."""
        begun = {name: self._value(one, name) for name in one.given if name != "category"}
        if one.effect is EffectName.CALLBACK and isinstance(one.answer, Day):
            begun["when"] = one.answer.value.isoformat()
        if one.effect is EffectName.APPOINTMENT and isinstance(one.answer, Day):
            begun["day"] = one.answer.value.isoformat()
        if (said := begun.pop("time", "")) and (at := time_of(said)) is not None:
            begun["at"] = f"{at:%H:%M}"
        elif said:
            begun["note"] = said
        if "category" in one.given:
            begun["category"] = _category(one.given["category"])
        return begun

    def _value(self, one: Named, name: str) -> str:
        value = one.given.get(name)
        if value is None or isinstance(value, str):
            return value or ""
        return self._words(one.step, value)

    def _words(self, step: str, answer: Answer) -> str:
        """An answer in words: what was written, else the options' own words."""
        if isinstance(answer, Text):
            return answer.value
        if isinstance(answer, Number):
            return str(answer.value)
        if isinstance(answer, Day):
            return answer.value.isoformat()
        if not isinstance(answer, Choice):
            return ""
        written = dict(answer.written)
        return "; ".join(written.get(code) or self._option(step, code, answer) for code in answer.codes)

    def _option(self, step: str, code: str, answer: Choice) -> str:
        """The words of an option: of this step's, else of the first step that has all that was chosen."""
        steps = [self.script.by_code[step], *self.script.steps]
        for one in steps:
            options = {option.code: option for option in one.options}
            if set(answer.codes) <= options.keys():
                text = options[code].text
                return code if text is None else spoken(text, self.language, self.facts)
        return code


def _category(value: str | Answer) -> str:
    """The category that an answer names, or none."""
    codes = (value,) if isinstance(value, str) else value.codes if isinstance(value, Choice) else ()
    return next((code for code in codes if code in set(Category)), "")


def come_words(words: Words, come: Come) -> str:
    """What else will happen, beside the result, in a line."""
    does = [words.text(DOES[one]) for one in come.does]
    if "reading" in come.given:
        km = words.text("keeps the odometer {km:km}", km=come.given["reading"])
        does = [km if one is EffectName.READING else text for one, text in zip(come.does, does, strict=True)]
    if come.open_questions and not come.complete:
        does.append(words.text("the questionnaire is not at its end"))
    return words.shown(tuple(does)) if does else ""
