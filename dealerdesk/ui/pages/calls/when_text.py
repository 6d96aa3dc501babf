"""Reading when a customer wants to be called, as it is typed with a headset on: "tomorrow 10:30", 下周一下午3点."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Final

from dealerdesk.domain.folding import fold_width
from dealerdesk.domain.followup import PartOfDay, Promise

_DAYS: Final = {
    "today": 0, "tod": 0, "今天": 0, "今日": 0, "今": 0,
    "tomorrow": 1, "tmrw": 1, "tmr": 1, "tom": 1, "明天": 1, "明日": 1, "明": 1,
    "后天": 2, "大后天": 3, "后": 2,
}  # fmt: skip
_WEEKDAYS: Final = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thu": 3, "friday": 4,
    "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
_CHINESE_WEEKDAY: Final = re.compile(r"^(下?)(?:周|星期|礼拜)([一二三四五六日天])")
_CHINESE_DAYS: Final = "一二三四五六日"
_PARTS: Final = {
    "morning": PartOfDay.MORNING, "am": PartOfDay.MORNING, "上午": PartOfDay.MORNING, "早上": PartOfDay.MORNING,
    "afternoon": PartOfDay.AFTERNOON, "pm": PartOfDay.AFTERNOON, "下午": PartOfDay.AFTERNOON,
    "中午": PartOfDay.AFTERNOON, "noon": PartOfDay.AFTERNOON,
    "evening": PartOfDay.EVENING, "晚上": PartOfDay.EVENING, "傍晚": PartOfDay.EVENING,
}  # fmt: skip
_IN: Final = re.compile(
    r"^(?:in\s+)?(\d{1,3})\s*(minutes?|mins?|min|hours?|h|days?|d|分钟|个?半?小时|天)(?:后|以后|之后)?"
)
_CLOCK: Final = re.compile(r"^(\d{1,2})(?:[:.点时h](\d{1,2})?(半)?分?)?(?:\s*(am|pm))?$")
_SHORT_DATE: Final = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/月](\d{1,2})(?:[日号]|(?=\D|$))")
_DAY_OF_MONTH: Final = re.compile(r"^(\d{1,2})[日号]")
_NOON: Final = 12
_NIGHT: Final = range(1, 7)
"""Hours that mean the afternoon where nobody says which: nobody is called at three in the night."""

_SAID: Final = tuple(
    (re.compile(way), meant)
    for way, meant in (
        ("([明今])早(?!上)", r"\1天早上"),
        ("([明今])晚(?!上)", r"\1天晚上"),
        (r"中午(?![\d一二两十])", "12点 "),
        (r"\bnoon\b", "12:00 "),
        (r"(?<![\d个一二两三四五六七八九十])半个?小时", "30分钟"),
        (r"\b(?:in )?half an hour", "30 min"),
        (r"\bin an hour", "1 hour"),
        ("一刻钟", "15分钟"),
        ("点一刻", "点15"),
        ("点三刻", "点45"),
    )
)
"""Ways of saying it that mean others."""

_NUMERAL: Final = re.compile(
    r"(?<![周期拜])[零一二两三四五六七八九十]+(?=个?半?小时|分钟|点|时|分|天|月|日|号)|(?<=点)[零一二三四五六七八九十]+"
)
_DIGITS: Final = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_AFTER: Final = re.compile(r"(?<=[点半分\d午上])\s*(?:左右|前后|以后|之后|后|吧)$")


def promise_of(text: str, now: datetime, today: date) -> Promise | None:
    """The day and time that were typed, None for what is neither; without a day it is the next time it is so late.

    `now`: by the store's clock. A day without a time is the begin of the part of the day that it is now.
    """
    rest = _plain(text).replace("，", " ").replace(",", " ")
    if not rest:
        return None
    ahead = _IN.match(rest)
    if ahead is not None and (found := _ahead(ahead, rest[ahead.end() :], now, today)) is not None:
        return found
    day, rest = _day(_AFTER.sub("", rest), today)
    part, rest = _part(rest)
    at, known = _time(rest.strip(), part)
    if not known or (day is None and at is None):
        return None
    at = at if at is not None else _part_of(now.time()).begins
    if day is None:
        day = today if at > now.time() else today + timedelta(days=1)
    return Promise(day, at)


def time_of(text: str) -> time | None:
    """The time that was typed: 14:30, 14.30, 1430, 9, 下午3点; None for what is none."""
    part, rest = _part(_AFTER.sub("", _plain(text)))
    at, known = _time(rest, part)
    return at if known else None


def _plain(text: str) -> str:
    """What was typed, in the words and digits that are read here: 明晚七点 is 明天晚上7点."""
    plain = fold_width(text).strip().casefold()
    for way, meant in _SAID:
        plain = way.sub(meant, plain)
    return _NUMERAL.sub(lambda found: str(_number(found[0])), plain).strip()


def _number(numeral: str) -> int:
    """A number up to 99 as it is written in Chinese: 二十五, 十, 三."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    return 10 * (_DIGITS.get(tens[-1:], 1) if tens else 1) + (_DIGITS.get(ones[-1:], 0) if ones else 0)


def _ahead(found: re.Match[str], rest: str, now: datetime, today: date) -> Promise | None:
    count, unit = int(found[1]), found[2]
    if unit.startswith(("d", "天")):
        part, rest = _part(rest.strip())
        at, known = _time(rest.strip(), part)
        return Promise(today + timedelta(days=count), at or _part_of(now.time()).begins) if known else None
    if rest.strip():
        return None
    half = 30 if "半" in unit else 0
    minutes = count if unit.startswith(("m", "分")) else 60 * count + half
    then = now + timedelta(minutes=minutes)
    return Promise(today + (then.date() - now.date()), time(then.hour, then.minute))


def _day(text: str, today: date) -> tuple[date | None, str]:
    for word in sorted(_DAYS, key=len, reverse=True):
        if text.startswith(word):
            return today + timedelta(days=_DAYS[word]), text[len(word) :].strip()
    named = _CHINESE_WEEKDAY.match(text)
    if named is not None:
        place = _CHINESE_DAYS.index(named[2].replace("天", "日"))
        return _weekday(place, today, week_after=bool(named[1])), text[named.end() :].strip()
    first, _, rest = text.partition(" ")
    if first == "next" and rest:
        first, _, rest = rest.partition(" ")
        if first in _WEEKDAYS:
            return _weekday(_WEEKDAYS[first], today, week_after=True), rest.strip()
    if first in _WEEKDAYS:
        return _weekday(_WEEKDAYS[first], today, week_after=False), rest.strip()
    return _dated(text, today)


def _weekday(place: int, today: date, *, week_after: bool) -> date:
    """The next such day after today; of the calendar week after this one, where that is asked for."""
    if week_after:
        return today + timedelta(days=7 - today.weekday() + place)
    return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)


def _dated(text: str, today: date) -> tuple[date | None, str]:
    """A day by its date; without a year it is the next one."""
    found = _SHORT_DATE.match(text)
    if found is not None:
        year, month, number = found[1], int(found[2]), int(found[3])
        day = _made(int(year) if year else today.year, month, number)
        if day is not None and not year and day < today:
            day = _made(today.year + 1, month, number)
        return (day, text[found.end() :].strip()) if day is not None else (None, text)
    alone = _DAY_OF_MONTH.match(text)
    if alone is not None:
        day = _made(today.year, today.month, int(alone[1]))
        if day is None or day < today:
            after = today.replace(day=monthrange(today.year, today.month)[1]) + timedelta(days=1)
            day = _made(after.year, after.month, int(alone[1]))
        return (day, text[alone.end() :].strip()) if day is not None else (None, text)
    return None, text


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _part(text: str) -> tuple[PartOfDay | None, str]:
    for word, part in _PARTS.items():
        if text.startswith(word):
            return part, text[len(word) :].strip()
    return None, text


def _time(text: str, part: PartOfDay | None) -> tuple[time | None, bool]:
    """The time, and whether the text was understood: an empty one is no time, or the begin of the part."""
    plain = text.removeprefix("at ").strip()
    if not plain:
        return (None if part is None else part.begins), True
    if plain.isdecimal() and len(plain) in {3, 4}:
        plain = f"{plain[:-2]}:{plain[-2:]}"
    found = _CLOCK.match(plain)
    if found is None:
        return None, False
    hour, minute = int(found[1]), 30 if found[3] else int(found[2] or 0)
    later = found[4] == "pm" or (found[4] is None and part in {PartOfDay.AFTERNOON, PartOfDay.EVENING})
    later |= found[4] is None and part is None and found[1] == str(hour) and hour in _NIGHT
    hour += _NOON if later and hour < _NOON else 0
    return (time(hour, minute), True) if hour < 24 and minute < 60 else (None, False)


def _part_of(at: time) -> PartOfDay:
    return max(
        (part for part in PartOfDay if part.begins <= at), key=lambda part: part.begins, default=PartOfDay.MORNING
    )
