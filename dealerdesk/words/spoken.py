"""Days, times and texts as they are spoken on the phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from datetime import date, time

    from dealerdesk.words.speech import Words

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_WEEKDAYS: Final = "一二三四五六日"
_NOON: Final = 12
_EVENING: Final = 19
_HALF: Final = 30
_SENTENCES: Final = re.compile(r"(?<=[。！？!?；;\n])\s*|(?<=\.)\s+")
_PARTS: Final = re.compile(r"(?<=[,，、：:])\s*")
_LOOSE: Final = " \t\r\n。.，,；;、！!：:"
_JOBS: Final = re.compile(r"[,，、；;。\n/+＋|]+|\s{2,}")
_BRACKETS: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_HOURS: Final = N_("{opens} to {closes}")


def spoken_day(words: Words, day: date, today: date) -> str:
    """A day in the long form of the language, with its year where that is another than today's."""
    if words.language == "zh_CN":
        year = "" if day.year == today.year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def spoken_time(words: Words, at: time) -> str:
    """A time of the day: 上午9点半, 9:30 am."""
    hour = at.hour if at.hour <= _NOON else at.hour - _NOON
    if words.language == "zh_CN":
        half = "半" if at.minute == _HALF else f"{at.minute:02d}分" if at.minute else ""
        return f"{_part(at.hour)}{hour}点{half}"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{hour}{minutes} {'am' if at.hour < _NOON else 'pm'}"


def _part(hour: int) -> str:
    if hour < _NOON:
        return "上午"
    if hour == _NOON:
        return "中午"
    return "下午" if hour < _EVENING else "晚上"


def spoken_moment(words: Words, day: date, at: time, today: date) -> str:
    """A day with its day of the week, and the time on it."""
    if words.language == "zh_CN":
        return f"{spoken_day(words, day, today)}星期{_CHINESE_WEEKDAYS[day.weekday()]}{spoken_time(words, at)}"
    return f"{_WEEKDAYS[day.weekday()]} {spoken_day(words, day, today)} at {spoken_time(words, at)}"


def spoken_hours(words: Words, opens: time, closes: time) -> str:
    """Hours from and until."""
    return words.text(_HOURS, opens=spoken_time(words, opens), closes=spoken_time(words, closes))


def sayable(text: str | None, most: int) -> str | None:
    """As many whole sentences of a text as can be said within a sentence, else parts of its first.

    `most`: how many signs that may have. None where nothing is short enough: half a thought is not said.
    """
    whole = (text or "").strip()
    for cut in (_SENTENCES, _PARTS):
        taken = ""
        for piece in cut.split(whole):
            if len((taken + piece).strip(_LOOSE)) > most:
                break
            taken += piece
        if taken.strip(_LOOSE):
            return " ".join(taken.strip(_LOOSE).split())
    return None


def spoken_jobs(words: Words, items: str | None, most: int) -> str | None:
    """The first jobs of a repair order that can be said in so many signs; what stands in brackets is not said."""
    jobs = [job.strip(_LOOSE) for job in _JOBS.split(_BRACKETS.sub("", items or ""))]
    taken: list[str] = []
    for job in dict.fromkeys(job for job in jobs if job):
        if len("".join([*taken, job])) > most:
            break
        taken.append(job)
    return words.formats.enumeration(taken) if taken else None
