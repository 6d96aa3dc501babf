"""Every event of a timeline is told in both languages, in one line and in full."""

from __future__ import annotations

from datetime import date, time

import pytest

from dealerdesk.domain.customer_file import (
    CallEvent,
    ChangeEvent,
    ComplaintEvent,
    DepartureEvent,
    Event,
    MarkEvent,
    SheetEvent,
    TaskEvent,
    ToldEvent,
    VisitEvent,
)
from dealerdesk.words import Words
from dealerdesk.words.events import event_facts, event_line

DAY = date(2026, 3, 1)
VISIT = VisitEvent(1, "RO1", "常规保养", "机油机滤", 20_000, 50_000, 0, "insurer", "void", False, "李诚", DAY)
EVENTS = {
    "visit": VISIT,
    "task": TaskEvent(1, "T1", "survey", DAY, "ended", DAY, "visit", "陈丽"),
    "sheet": SheetEvent(1, "S1", "T1", "survey", "陈丽"),
    "call": CallEvent("陈丽", "call-later", ("survey", "birthday"), DAY, time(10, 30), "晚上再打"),
    "complaint": ComplaintEvent(1, "C22232", "price", "answered", "太贵\n了", "退款", "陈丽", "打折", DAY),
    "plate": ChangeEvent("琼A10001", "琼A10002"),
    "owner": ChangeEvent(None, "王小明"),
    "advisor": ChangeEvent("李诚", "赵洁"),
    "departure": DepartureEvent("sold", "卖到外地", DAY),
    "told": ToldEvent(25_000, True, "路边店", None),
    "mark": MarkEvent(True, "asked", "138****5678"),
}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_is_told_in_a_line_and_in_full(kind, lang):
    words, event = Words(lang), Event(DAY, kind, 1, "琼A10001", EVENTS[kind])
    assert event_line(words, event)
    assert all(name and value for name, value in event_facts(words, event))


def test_a_visit_tells_all_that_is_known():
    words = Words("en")
    told = dict(event_facts(words, Event(DAY, "visit", 1, None, VISIT)))
    assert told["Charge"] == "¥500.00, not counting"
    assert told["Paid by the owner"] == "¥0.00"
    assert event_line(words, Event(DAY, "visit", 1, None, VISIT)) == "常规保养 · Void · 机油机滤"


def test_a_call_tells_when_it_is_to_be_made_again():
    told = dict(event_facts(Words("en"), Event(DAY, "call", 1, None, EVENTS["call"])))
    assert told["To be called again"] == "1 Mar 2026 10:30"
    assert told["Reason"] == "Lost survey, Birthday greeting"
