"""Invented questionnaires: by hand, and at random with conditions, jumps forward and back, and ends."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire import (
    END,
    Choice,
    Day,
    Kind,
    Number,
    Passed,
    Text,
    YesNo,
    answer,
    misfit,
    read_script,
)


def both(text):
    """A text in both languages."""
    return {"en": f"{text}", "zh_CN": f"中{text}"}


def option(code, **more):
    return {"code": code, "text": both(code), **more}


def step(code, kind="single", options=(), **more):
    """A step of the document; `options` are codes or whole options."""
    listed = [option(one) if isinstance(one, str) else one for one in options]
    told = {"options": listed} if listed else {}
    return {"code": code, "kind": kind, "short": both(code), "text": both(f"{code}?"), **told, **more}


def document(*steps, **more):
    """A whole document with these steps."""
    head = {"format": 1, "name": "invented", "version": 1, "title": both("Invented"), "reasons": ["survey"]}
    return {**head, "steps": list(steps), **more}


def script(*steps, **more):
    return read_script(document(*steps, **more))


def chose(*codes, **written):
    return Choice(codes, tuple(written.items()))


def passing(interview, *codes):
    """The interview with steps passed."""
    for code in codes:
        interview = answer(interview, code, Passed())
    return interview


OPTIONS = ("a", "b", "c")
FIELDS = ("offer", "activity")
KINDS = (*(kind.value for kind in Kind), "single", "several", "yes-no")
"""Questions that branch come more often than others."""


@st.composite
def about_answers(draw, earlier):
    """A condition on one of the questions that may be read."""
    asked = [one for one in earlier if one["kind"] != "say"]
    if not asked or draw(st.integers(0, 5)) == 0:
        return {"field": draw(st.sampled_from(FIELDS)), "known": draw(st.booleans())}
    question = draw(st.sampled_from(asked))
    about = {"question": question["code"]}
    if question["kind"] in {"text", "date"} or draw(st.integers(0, 4)) == 0:
        return {**about, "answered": draw(st.booleans())}
    if question["kind"] == "number":
        low = draw(st.integers(0, 4))
        return {**about, "at_least": low, **draw(st.sampled_from([{}, {"at_most": low + 1}]))}
    if question["kind"] == "yes-no":
        return {**about, "is": draw(st.sampled_from(["yes", "no"]))}
    chosen = draw(st.sampled_from([one["code"] for one in question["options"]]))
    return {**about, "has" if question["kind"] == "several" else "is": chosen}


def conditions(earlier):
    single = about_answers(earlier)
    several = st.lists(single, min_size=1, max_size=2)
    return st.one_of(
        single, several.map(lambda all_: {"all": all_}), several.map(lambda any_: {"any": any_}), single.map(_negated)
    )


def _negated(condition):
    return {"not": condition}


@st.composite
def documents(draw, wild=False):
    """A document of 3 to 7 steps. `wild`: its jumps may make circles without an exit and steps that nobody reaches."""
    count = draw(st.integers(3, 7))
    codes = [f"s{place}" for place in range(count)]
    steps = []
    for place, code in enumerate(codes):
        kind = draw(st.sampled_from(KINDS))
        made = step(code, kind)
        if kind in {"single", "several"}:
            made["options"] = [option(one) for one in OPTIONS[: draw(st.integers(2, 3))]]
            made["options"][0]["write"] = both("which")
        if kind == "number":
            made |= {"min": 0, "max": 5}
        if kind != "say" and draw(st.booleans()):
            made["required"] = draw(st.booleans())
        if place and draw(st.integers(0, 2)) == 0:
            made["when"] = draw(conditions(steps))
        steps.append(made)
        _jumps(draw, made, steps, [*codes, END], wild)
    return document(*steps, proposals=[{"when": draw(conditions(steps)), "disposition": "interested"}])


def _jumps(draw, made, earlier, targets, wild):
    to = st.sampled_from(targets)
    if made["kind"] == "single" and draw(st.booleans()):
        made["options"][0]["to"] = draw(to)
    if made["kind"] == "yes-no" and draw(st.booleans()):
        made["options"] = [option("no", to=draw(to))]
    if draw(st.integers(0, 4)) == 0:
        onward = targets if wild else targets[len(earlier) :]
        made["to"] = [{"when": draw(conditions(earlier)), "to": draw(st.sampled_from(onward))}]
    if wild and draw(st.integers(0, 15)) == 0:
        made["to"] = draw(to)


def scripts(*, wild=False):
    """Scripts that the reader takes."""
    return documents(wild).map(read_or_none).filter(lambda script: script is not None)


def read_or_none(data):
    try:
        return read_script(data)
    except WrongUse as refused:
        if refused.said.code not in {"script.circle", "script.unreachable"}:
            raise
        return None


def answers_to(asked):
    """Answers that fit a step."""
    some = {
        Kind.SAY: st.just(Passed()),
        Kind.NUMBER: st.integers(0, 5).map(Number),
        Kind.TEXT: st.sampled_from(["x", "很好", " 2 "]).map(Text),
        Kind.DATE: st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(Day),
        Kind.YES_NO: st.booleans().map(YesNo),
        Kind.SINGLE: st.sampled_from([one.code for one in asked.options] or [""]).map(chose),
        Kind.SEVERAL: st.lists(
            st.sampled_from([one.code for one in asked.options] or [""]), min_size=1, unique=True
        ).map(lambda codes: chose(*codes)),
    }[asked.kind]
    return some if misfit(asked, Passed()) else some | st.just(Passed())
