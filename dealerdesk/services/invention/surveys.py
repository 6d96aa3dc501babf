"""Surveys of customers who were lost, gone through by the questionnaire's own rules from its beginning to its end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.calling import InterviewDone
from dealerdesk.domain.invented import InventedInterview
from dealerdesk.domain.questionnaire import (
    Answer,
    Choice,
    Day,
    Kind,
    Number,
    Passed,
    Text,
    YesNo,
    answer,
    begin,
    codes_of,
    current,
    proposed,
    result,
    script_from_bytes,
)
from dealerdesk.paths import resource
from dealerdesk.services.calling.interviews import interview_rows
from dealerdesk.services.invention.chance import COURSES, between, deck, dice, pick

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from dealerdesk.domain.questionnaire import Script, Step

SCRIPT: Final = "lost-customer"

_LIKELY: Final[Mapping[str, tuple[str, ...]]] = {
    "opener": deck(("maintenance", 6), ("activity", 3), ("birthday", 1)),
    "convenient": ("yes",),
    "regular": deck(("regularly", 9), ("sometimes", 8), ("never", 3)),
    "why-regular": deck(("interested", 4), ("think", 4), ("no", 2)),
    "where": deck(("repair-shop", 12), ("same-brand", 5), ("other-brand", 1), ("other", 2)),
    "why": deck(
        ("price", 35), ("distance", 24), ("waiting", 14), ("attitude", 8), ("quality", 8), ("assigned", 4), ("other", 7)
    ),
    "behind": deck(("competitor", 4), ("market", 4), ("natural", 3), ("staff-left", 2), ("broken-promise", 1)),
    "invite": deck(("interested", 5), ("think", 8), ("no", 7)),
    "send": deck(("wechat", 5), ("message", 2), ("nothing", 3)),
}
_WRITTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "same-brand": ("城西的同品牌店", "老家县城的店"),
    "other-brand": ("旁边别的品牌店",),
    "repair-shop": ("小区门口修理厂", "快修连锁店", "朋友的修理厂", "路边汽修店"),
    "other": ("单位定点", "自己买机油做的"),
    "product": ("中控屏有时会卡",),
    "service-quality": ("希望接待快一点",),
    "price": ("机油价格能再优惠些就好", "工时费希望便宜点"),
    "purchase-advice": ("希望有免费接送车",),
}
_OTHER_WHY: Final = ("工作忙没时间", "车开得少", "家人在管这台车")
_SAID: Final[Mapping[str, tuple[str, ...]]] = {
    "condition": ("正常", "刹车有点响", "冷车启动有抖动", "没有问题"),
    "there": ("换机油机滤，图方便", "做小保养，便宜", "换了轮胎和刹车片"),
}
_LEFT_OPEN: Final[Mapping[str, float]] = {"condition": 0.5, "there": 0.4, "done-on": 0.3, "behind": 0.5, "wishes": 0.65}
_TWO: Final = 0.35
_ANY_DAY: Final = date(2026, 1, 5)
_KINDS: Final = 64
"""So many different surveys there are; only the kilometres and the days in them are each car's own."""


class Survey(NamedTuple):
    """A survey of one car: its interview, what it led to, and the reasons that were given."""

    interview: InventedInterview
    disposition: str
    reasons: tuple[str, ...]


class _Course(NamedTuple):
    """One way through the questions, with its answers as rows."""

    rows: tuple[Mapping[str, object], ...]
    disposition: str
    reasons: tuple[str, ...]


def survey(cast: Random, day: date, km: int | None) -> Survey:
    """Answer a survey made on that day of a car that may have so many kilometres."""
    course = _course(int(cast.random() * _KINDS))
    serviced = day - timedelta(days=between(cast, 30, 330))
    rows = tuple(_own(row, serviced, km) for row in course.rows)
    version = _script().version
    made = InventedInterview(SCRIPT, version, between(cast, 2, 6), course.disposition, rows)
    return Survey(made, course.disposition, course.reasons)


def _own(row: Mapping[str, object], serviced: date, km: int | None) -> Mapping[str, object]:
    """An answer of a course, with a car's own kilometres and day in it."""
    if row["number"] is not None and km is not None:
        return {**row, "number": km}
    return row if row["day"] is None else {**row, "day": serviced}


@lru_cache(maxsize=1)
def _script() -> Script:
    """The script that is shipped, alone: reading all of them takes as long as inventing a thousand cars."""
    return script_from_bytes(resource("scripts", f"{SCRIPT}.json").read_bytes())


@lru_cache(maxsize=_KINDS)
def _course(number: int) -> _Course:
    """Answer one of the courses, each question answered as the script asks it."""
    cast = dice(number, COURSES, number)
    interview = begin(_script(), day=_ANY_DAY)
    while (step := current(interview)) is not None:
        interview = answer(interview, step.code, _answer(cast, step))
    told = result(interview)
    led = proposed(interview).disposition
    moment = datetime.combine(_ANY_DAY, time())
    _, rows = interview_rows(InterviewDone(SCRIPT, interview.script.version, told, moment, complete=True, proposed=led))
    return _Course(tuple(rows), led.value, codes_of(told.get("why")))


def _answer(cast: Random, step: Step) -> Answer:
    if not step.required and cast.random() < _LEFT_OPEN.get(step.code, 0.0):
        return Passed()
    if step.kind in {Kind.SINGLE, Kind.SEVERAL}:
        return _choice(cast, step)
    answers: dict[Kind, Answer] = {
        Kind.NUMBER: Number(between(cast, 30, 120) * 1_000),
        Kind.DATE: Day(_ANY_DAY + timedelta(days=step.at_least or 0)),
        Kind.TEXT: Text(pick(cast, _SAID.get(step.code, _OTHER_WHY))),
        Kind.YES_NO: YesNo(value=False),
    }
    return answers.get(step.kind, Passed())


def _choice(cast: Random, step: Step) -> Choice:
    """Answer one option as likely as it is, or, where several may be chosen, sometimes two."""
    likely = [code for code in _LIKELY.get(step.code, ()) if code in step.by_code] or list(step.by_code)
    codes = [pick(cast, likely)]
    if step.kind is Kind.SEVERAL and cast.random() < _TWO:
        codes.append(pick(cast, likely))
    chosen = tuple(code for code in step.by_code if code in codes)
    words = {code: _WRITTEN.get(code, _OTHER_WHY) for code in chosen if step.by_code[code].write is not None}
    if step.code == "why":
        words = dict.fromkeys(words, _OTHER_WHY)
    return Choice(chosen, tuple((code, pick(cast, said)) for code, said in words.items()))
