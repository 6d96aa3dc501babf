from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.calendar import Span
from dealerdesk.domain.loyalty import (
    Product,
    ending_soon,
    in_force,
    is_after_sales_loyal,
    is_protected,
    is_sales_loyal,
    loyalty_span,
)
from dealerdesk.domain.rules import Rules

DAY = date(2026, 2, 28)
RULES = Rules()


def test_visits_make_loyal_that_are_later_than_12_months_before():
    assert loyalty_span(DAY, RULES) == Span(date(2025, 3, 1), DAY)


@pytest.mark.parametrize(
    ("visits", "paid_fen", "loyal"), [(2, 0, True), (1, 300_000, True), (1, 299_999, False), (0, 0, False)]
)
def test_two_counting_visits_or_3000_yuan_are_loyal(visits, paid_fen, loyal):
    assert is_after_sales_loyal(visits, paid_fen, RULES) is loyal


@pytest.mark.parametrize(
    ("bought_here", "referrals", "loyal"),
    [(True, 1, True), (True, 0, False), (False, 3, True), (False, 2, False)],
)
def test_who_bought_here_refers_one_and_who_bought_elsewhere_three(bought_here, referrals, loyal):
    assert is_sales_loyal(bought_here=bought_here, referrals=referrals) is loyal


@pytest.mark.parametrize(
    ("product", "protects"),
    [
        (Product("prepaid-maintenance", ends=DAY), True),
        (Product("prepaid-maintenance", ends=date(2026, 2, 27)), False),
        (Product("prepaid-maintenance", starts=date(2026, 3, 1), ends=date(2027, 3, 1)), False),
        (Product("extended-warranty", starts=DAY, ends=date(2027, 3, 1)), True),
        (Product("extended-warranty"), False),
        (Product("stored-value", balance_fen=1), True),
        (Product("stored-value", balance_fen=0), False),
        (Product("stored-value", balance_fen=0, ends=date(2027, 1, 1)), False),
        (Product("stored-value", balance_fen=500, ends=date(2026, 1, 1)), False),
        (Product("voucher", ends=date(2027, 1, 1)), False),
    ],
)
def test_products_in_force_protect(product, protects):
    assert in_force(product, DAY) is protects
    assert is_protected((Product("voucher"), product), DAY) is protects


def test_nothing_protects_who_bought_nothing():
    assert not is_protected((), DAY)


def test_a_product_that_ends_within_60_days_is_a_reason_to_call():
    ends = [
        Product("prepaid-maintenance", ends=date.fromisoformat(day))
        for day in ("2026-02-27", "2026-02-28", "2026-04-29", "2026-04-30")
    ]
    assert ending_soon([*ends, Product("stored-value", balance_fen=5)], DAY, RULES) == tuple(ends[1:3])
