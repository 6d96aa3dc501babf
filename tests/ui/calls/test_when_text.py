"""When a customer wants to be called again, as it is typed while they say it."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from dealerdesk.ui.pages.calls.when_text import promise_of, time_of

TODAY = date(2026, 11, 20)  # a Friday
NOW = datetime(2026, 11, 20, 10, 30)


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("tomorrow 10:30", date(2026, 11, 21), time(10, 30)),
        ("Tomorrow 2pm", date(2026, 11, 21), time(14)),
        ("tomorrow", date(2026, 11, 21), time(9)),
        ("tomorrow afternoon", date(2026, 11, 21), time(14)),
        ("tomorrow evening", date(2026, 11, 21), time(17)),
        ("today 15", date(2026, 11, 20), time(15)),
        ("15:45", date(2026, 11, 20), time(15, 45)),
        ("9:00", date(2026, 11, 21), time(9)),
        ("mon 14:00", date(2026, 11, 23), time(14)),
        ("Friday 9", date(2026, 11, 27), time(9)),
        ("next monday 9", date(2026, 11, 23), time(9)),
        ("in 2 hours", date(2026, 11, 20), time(12, 30)),
        ("30 min", date(2026, 11, 20), time(11)),
        ("in 3 days 10:00", date(2026, 11, 23), time(10)),
        ("11-28 9:00", date(2026, 11, 28), time(9)),
        ("2026-12-01 14:30", date(2026, 12, 1), time(14, 30)),
        ("1-5 10:00", date(2027, 1, 5), time(10)),
        ("明天10:30", date(2026, 11, 21), time(10, 30)),
        ("明天上午", date(2026, 11, 21), time(9)),
        ("后天下午3点", date(2026, 11, 22), time(15)),
        ("下周一下午2点半", date(2026, 11, 23), time(14, 30)),
        ("周三9点", date(2026, 11, 25), time(9)),
        ("25号10点", date(2026, 11, 25), time(10)),
        ("5号10点", date(2026, 12, 5), time(10)),
        ("11月28日14：30", date(2026, 11, 28), time(14, 30)),
        ("2小时后", date(2026, 11, 20), time(12, 30)),
        ("明天晚上7点", date(2026, 11, 21), time(19)),
        ("明天下午三点", date(2026, 11, 21), time(15)),
        ("明晚七点半", date(2026, 11, 21), time(19, 30)),
        ("后天上午十点一刻", date(2026, 11, 22), time(10, 15)),
        ("下周一十点二十", date(2026, 11, 23), time(10, 20)),
        ("周二下午两点以后", date(2026, 11, 24), time(14)),
        ("十一月二十五日十五点", date(2026, 11, 25), time(15)),
        ("二十五号上午", date(2026, 11, 25), time(9)),
        ("半小时后", date(2026, 11, 20), time(11)),
        ("两个小时后", date(2026, 11, 20), time(12, 30)),
        ("一个半小时后", date(2026, 11, 20), time(12)),
        ("三天后", date(2026, 11, 23), time(9)),
        ("half an hour", date(2026, 11, 20), time(11)),
        ("中午", date(2026, 11, 20), time(12)),
        ("明天中午12点半", date(2026, 11, 21), time(12, 30)),
        ("noon", date(2026, 11, 20), time(12)),
        ("3", date(2026, 11, 20), time(15)),
        ("明天3点", date(2026, 11, 21), time(15)),
        ("tomorrow at 4", date(2026, 11, 21), time(16)),
        ("tomorrow 4 am", date(2026, 11, 21), time(4)),
    ],
)
def test_day_and_time_are_read_as_people_say_them(text, day, at):
    assert promise_of(text, NOW, TODAY) == (day, at)


@pytest.mark.parametrize("text", ["", "soon", "tomorrow soonish", "25:00", "11-31 9:00", "in 2 hours 5", "?", "下周"])
def test_what_is_no_time_is_none(text):
    assert promise_of(text, NOW, TODAY) is None


@pytest.mark.parametrize(
    ("text", "at"), [("14:30", time(14, 30)), ("930", time(9, 30)), ("下午3点", time(15)), ("24:00", None), ("x", None)]
)
def test_times_alone(text, at):
    assert time_of(text) == at
