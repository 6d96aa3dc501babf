"""Headings say who is in a list, with the dates that it looks at."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.list_told import told
from dealerdesk.domain.month_list import ListName, criteria
from dealerdesk.domain.rules import POLICIES, Rules
from dealerdesk.words import Words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "policy", "sentence"),
    [
        ("about-to-be-lost", "6-12", "Last came in February 2025: lost during February 2026 unless it comes back."),
        ("second-visit", "6-12", "Last came in August 2025, February 2026 is the month to come again."),
        ("watch", "6-12", "The policy 6–12 months has no such stage, so the list is empty."),
        ("at-risk", "6-12", "At risk on 28 Feb 2026: reference date from 1 Mar 2025 to 31 Aug 2025."),
        ("lost", "6-12", "Lost on 28 Feb 2026: reference date up to 28 Feb 2025."),
        ("overdue", "6", "Next maintenance was due before February 2026, and not lost."),
        ("insurance", "6", "Its insurance ends in February 2026; passing cars and other brands are listed too."),
        ("birthdays", "6", "The owner's birthday is in February 2026: one row a customer."),
    ],
)
def test_what_a_list_asks(name, policy, sentence):
    asked = criteria(ListName(name), Month(2026, 2), TODAY, POLICIES[policy], Rules())
    assert Words("en").say(told(asked)) == sentence


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", ListName)
def test_every_list_can_be_told_under_every_policy(name, policy, lang):
    asked = criteria(name, Month(2027, 1), TODAY, POLICIES[policy], Rules())
    assert "—" not in Words(lang).say(told(asked))
