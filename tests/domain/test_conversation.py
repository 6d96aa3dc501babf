from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.conversation import (
    AtTheDesk,
    Credit,
    Ends,
    OpenTask,
    Tone,
    came_back,
    conversation,
    days_to_birthday,
)
from dealerdesk.domain.loyalty import Product
from dealerdesk.domain.maintenance import ChangeInUse
from dealerdesk.domain.rules import Rules

DAY = date(2026, 11, 22)
RULES = Rules()
QUIET = AtTheDesk(source="own", reference=date(2026, 8, 1), visits=3, wechat=True, phones=("good",))


def told(seen, day=DAY):
    """The codes of what is said, in order."""
    return [line.said.code.removeprefix("talk.") for line in conversation(seen, day, RULES)]


def test_who_comes_regularly_needs_no_word():
    assert told(QUIET) == []


def test_who_was_lost_until_yesterday_came_back():
    lost = replace(QUIET, reference=date(2025, 5, 1))
    assert came_back(lost, DAY, RULES) == date(2026, 5, 1)
    assert told(lost) == ["returned"]
    assert told(replace(lost, credit=Credit("李娜", date(2026, 11, 3)))) == ["won_back"]


def test_the_boundary_day_is_the_eve_of_the_visit():
    reference = add_months(DAY, -12)
    assert came_back(replace(QUIET, reference=reference), DAY, RULES) is None
    assert came_back(replace(QUIET, reference=reference), DAY + timedelta(1), RULES) == DAY


@pytest.mark.parametrize("source", ["passing", "other-brand"])
def test_who_is_never_of_the_base_never_returns(source):
    assert came_back(replace(QUIET, source=source, reference=date(2024, 1, 1)), DAY, RULES) is None


def test_who_departed_is_not_a_return():
    assert told(replace(QUIET, reference=date(2024, 1, 1), departed=True)) == ["departed_came"]


def test_who_was_at_risk_is_told_of():
    assert told(replace(QUIET, reference=date(2026, 4, 1))) == ["was_at_risk"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"advisor": (1, "李诚"), "receiving": 2}, "other_advisor"),
        ({"tasks": (OpenTask(7, "maintenance", DAY),)}, "open_task"),
        ({"source": "other-store", "reference": None, "visits": 0}, "first_time_here"),
        ({"change": ChangeInUse(2_000, 100, 5_200, 100)}, "drives_more"),
        ({"change": ChangeInUse(5_200, 100, 2_000, 100)}, "drives_less"),
        ({"next_maintenance": DAY - timedelta(1)}, "maintenance_overdue"),
        ({"next_maintenance": DAY + timedelta(30)}, "maintenance_soon"),
        ({"ends": Ends(warranty=DAY)}, "warranty_ends"),
        ({"ends": Ends(insurance=DAY + timedelta(20))}, "insurance_ends"),
        ({"ends": Ends(inspection=DAY + timedelta(60))}, "inspection_ends"),
        ({"ends": Ends(inspection=DAY - timedelta(1))}, "inspection_over"),
        ({"products": (Product("prepaid-maintenance", ends=DAY + timedelta(60)),)}, "product_ends"),
        ({"products": (Product("stored-value", balance_fen=5),)}, "protected"),
        ({"complaint_since": DAY}, "complaint_open"),
        ({"owner": False}, "no_owner"),
        ({"birthday": date(1990, 11, 29)}, "birthday"),
        ({"birthday": date(1990, 11, 22)}, "birthday_today"),
        ({"phones": ()}, "no_phone"),
        ({"phones": ("bad", "bad")}, "phone_bad"),
        ({"phones": ("doubtful", "good")}, "phone_doubtful"),
        ({"wechat": None}, "not_on_wechat"),
        ({"wechat": False}, "not_on_wechat"),
        ({"missing": ("birthday",)}, "file_gaps"),
        ({"do_not_call": True}, "do_not_call"),
        ({"loyal": "after-sales"}, "loyal"),
    ],
)
def test_each_thing_worth_saying_is_said(changes, code):
    assert told(replace(QUIET, **changes)) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"advisor": (1, "李诚"), "receiving": 1},
        {"advisor": (1, "李诚"), "receiving": None},
        {"next_maintenance": DAY + timedelta(31)},
        {"ends": Ends(warranty=DAY - timedelta(1), insurance=DAY + timedelta(61))},
        {"products": (Product("voucher", ends=DAY),)},
        {"birthday": date(1990, 11, 30)},
        {"loyal": "none"},
        {"source": "own", "visits": 0},
    ],
)
def test_what_is_not_due_is_not_said(changes):
    assert told(replace(QUIET, **changes)) == []


def test_what_is_urgent_comes_first():
    seen = replace(QUIET, wechat=None, loyal="both", complaint_since=DAY, birthday=date(1990, 11, 22))
    assert told(seen) == ["complaint_open", "birthday_today", "not_on_wechat", "loyal"]
    assert [line.tone for line in conversation(seen, DAY, RULES)] == [Tone.URGENT, Tone.ASK, Tone.ASK, Tone.KNOW]


@pytest.mark.parametrize(
    ("birthday", "day", "days"),
    [
        (date(1992, 2, 29), date(2026, 2, 27), 1),
        (date(1992, 2, 29), date(2028, 2, 28), 1),
        (date(1990, 1, 3), date(2026, 12, 30), 4),
        (date(1990, 1, 3), date(2026, 1, 3), 0),
    ],
)
def test_a_birthday_is_kept_each_year(birthday, day, days):
    assert days_to_birthday(birthday, day) == days


@given(st.dates(date(1930, 1, 1), date(2026, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_birthday_is_never_a_year_away(birthday, day):
    assert 0 <= days_to_birthday(birthday, day) <= 366
