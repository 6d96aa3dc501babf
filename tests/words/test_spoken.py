"""Days, times and texts as they are said on the phone."""

from __future__ import annotations

from datetime import date, time

import pytest

from dealerdesk.words import Words
from dealerdesk.words.spoken import sayable, spoken_day, spoken_hours, spoken_jobs, spoken_moment, spoken_time

TODAY = date(2026, 11, 20)
EN, ZH = Words("en"), Words("zh_CN")


@pytest.mark.parametrize(
    ("words", "day", "told"),
    [
        (ZH, date(2026, 11, 23), "11月23日"),
        (ZH, date(2025, 3, 1), "2025年3月1日"),
        (EN, date(2026, 11, 23), "23 November"),
        (EN, date(2025, 3, 1), "1 March 2025"),
    ],
)
def test_a_day_has_its_year_only_where_that_is_another(words, day, told):
    assert spoken_day(words, day, TODAY) == told


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        (time(9, 30), "上午9点半", "9:30 am"),
        (time(12), "中午12点", "12 pm"),
        (time(14, 5), "下午2点05分", "2:05 pm"),
        (time(19), "晚上7点", "7 pm"),
    ],
)
def test_a_time_is_said_by_the_part_of_its_day(at, zh, en):
    assert (spoken_time(ZH, at), spoken_time(EN, at)) == (zh, en)


def test_an_appointment_and_the_hours_are_said_whole():
    assert spoken_moment(ZH, date(2026, 11, 23), time(9, 30), TODAY) == "11月23日星期一上午9点半"
    assert spoken_moment(EN, date(2026, 11, 23), time(9, 30), TODAY) == "Monday 23 November at 9:30 am"
    assert spoken_hours(EN, time(8), time(18)) == "8 am to 6 pm"


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("刹车异响。", 40, "刹车异响"),
        ("等了两个小时，没人理。后来走了。", 12, "等了两个小时，没人理"),
        ("等了两个小时，没人理。", 8, "等了两个小时"),
        ("Waited two hours. Nobody came.", 20, "Waited two hours"),
        ("一句很长很长而且没有标点的话", 5, None),
        ("", 5, None),
        (None, 5, None),
    ],
)
def test_half_a_thought_is_not_said(text, most, told):
    assert sayable(text, most) == told


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ("更换机油；更换机滤；更换空滤；四轮定位；清洗节气门", "更换机油、更换机滤、更换空滤、四轮定位"),
        ("更换机油（5W-40）；更换机油", "更换机油"),
        ("；", None),
        (None, None),
    ],
)
def test_the_first_jobs_are_said(items, told):
    assert spoken_jobs(ZH, items, 17) == told
