"""What chips and groups say."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.list_query import Between, Contains, OneOf, Query
from dealerdesk.words import Words
from dealerdesk.words.list_filters import filter_words, filters_words, group_words


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (OneOf("model", ("Octavia", "Superb")), "Model: Octavia, Superb"),
        (OneOf("model", ("A", "B", "C", "D", "E")), "Model: A, B, C and 2 more"),
        (OneOf("status", ("at-risk", None)), "Status: At risk, (blank)"),
        (OneOf("source", ("of-the-future",)), "Source: of-the-future"),
        (OneOf("wechat", (1, None)), "On WeChat: Yes, (blank)"),
        (Contains("plate", "888"), "Plate contains “888”"),
        (Between("reference", date(2026, 2, 1), date(2026, 2, 28)), "Reference date: February 2026"),
        (Between("reference", date(2026, 2, 1), date(2026, 2, 1)), "Reference date: 1 Feb 2026"),
        (Between("reference", date(2026, 2, 1), date(2026, 3, 1)), "Reference date: 1 Feb 2026 – 1 Mar 2026"),
        (Between("reference", None, date(2026, 3, 1)), "Reference date: up to 1 Mar 2026"),
        (Between("visits", 3), "Visits ever: from 3"),
    ],
)
def test_filters_in_words(one, told):
    assert filter_words(Words("en"), one) == told


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (Between("last_odometer", 20_000, 29_999), "20,000–29,999"),
        (Between("months_since", 7, 7), "7"),
        (Between("age_months", 0, 11), "under 1 year"),
        (Between("age_months", 12, 23), "1 year old"),
        (Between("age_months", 12, 22), "12–22"),
        (Between("visits_per_year", 250, 299), "2.50–2.99"),
        (Between("spend", 0, 0), "¥0"),
        (Between("spend", 100_000, 299_999), "¥1,000–¥2,999"),
        (Between("spend", 1, 99_999), "¥0.01–¥999.99"),
        (Between("spend", 5_000_000, None), "from ¥50,000"),
        (Contains("plate", "888"), "“888”"),
        (OneOf("quasi_lost", (0,)), "No"),
        (OneOf("reference", (None,)), "(blank)"),
        (OneOf("reference", (date(2026, 2, 1),)), "1 Feb 2026"),
    ],
)
def test_groups_in_words(one, told):
    assert group_words(Words("en"), one) == told


def test_all_filters_in_one_line():
    assert filters_words(Words("en"), Query((Between("visits", 3), Contains("vin", "X")))) == (
        "Visits ever: from 3 · VIN contains “X”"
    )
