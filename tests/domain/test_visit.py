from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.rules import Rules
from dealerdesk.domain.visit import (
    Visit,
    charge_of,
    is_counting,
    is_evidence,
    is_maintenance,
    is_reversal,
    is_settled,
    kind_facts,
    owner_paid,
    weighed,
)

DAY = date(2026, 2, 3)
RULES = Rules()
amounts = st.none() | st.integers(-50_000, 90_000)


def order(**cells):
    return Visit(1, DAY, "RO1", **cells)


@pytest.mark.parametrize(
    ("cells", "charge"),
    [
        ({"due_fen": 61_000, "discount_fen": 12_200, "paid_fen": 48_800}, 48_800),
        ({"due_fen": 50_000, "discount_fen": 50_000, "paid_fen": 0}, 0),  # waived
        ({"due_fen": 50_000, "discount_fen": 0, "paid_fen": 0}, 50_000),  # on account
        ({"due_fen": 50_000, "paid_fen": 30_000}, 30_000),
        ({"discount_fen": 5_000, "paid_fen": 30_000}, 30_000),
        ({"paid_fen": 30_000}, 30_000),
        ({"due_fen": 50_000}, 50_000),
        ({"discount_fen": 5_000}, 0),
        ({}, 0),
        ({"due_fen": 50_000, "discount_fen": 50_000, "redeemed_fen": 50_000}, 50_000),
        ({"due_fen": 50_000, "discount_fen": 0, "redeemed_fen": 20_000, "paid_fen": 30_000}, 50_000),
        ({"paid_fen": 0, "redeemed_fen": 38_000}, 38_000),
        ({"paid_fen": 10_000, "redeemed_fen": 38_000}, 48_000),
        ({"redeemed_fen": 38_000}, 38_000),
        ({"due_fen": -50_000, "discount_fen": 0}, -50_000),
        ({"paid_fen": -300}, -300),
        ({"due_fen": 0, "discount_fen": 0, "redeemed_fen": -38_000}, -38_000),
    ],
)
def test_the_charge_is_due_less_discount_else_what_was_paid_and_redeemed(cells, charge):
    assert charge_of(order(**cells)) == charge
    assert is_reversal(order(**cells)) is (charge < 0)


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"kind": "一般维修", "paid_fen": 1}, True),
        ({"kind": "一般维修", "paid_fen": 1, "state": "handed-over"}, True),
        ({"kind": "首次保养", "paid_fen": 38_000, "payer": "manufacturer"}, True),
        ({"kind": "保修索赔", "paid_fen": 38_000, "payer": "manufacturer"}, True),
        ({"kind": "事故车维修", "paid_fen": 380_000, "payer": "insurer"}, True),
        ({"kind": "常规保养", "paid_fen": 0, "redeemed_fen": 38_000, "payer": "package"}, True),
        ({"kind": "常规保养", "redeemed_fen": 38_000, "payer": "stored-value"}, True),
        ({"kind": "常规保养", "redeemed_fen": 38_000, "payer": "voucher"}, True),
        ({"kind": "上门检测", "paid_fen": 5_000}, True),
        ({"paid_fen": 5_000}, True),
        ({"kind": "上门检测", "paid_fen": 0}, False),
        ({"kind": "维修", "due_fen": 0, "discount_fen": 0, "paid_fen": 0}, False),  # bulbs, clamps, fuses
        ({"kind": "一般维修", "due_fen": 900, "discount_fen": 900}, False),  # waived
        ({"kind": "一般维修", "paid_fen": 900, "state": "void"}, False),
        ({"kind": "一般维修", "paid_fen": 900, "state": "in-workshop"}, False),
        ({"kind": "一般维修", "paid_fen": 900, "state": "arrived"}, False),
        ({"kind": "内部维修", "paid_fen": 900}, False),
        ({"kind": "一般维修", "paid_fen": 900, "payer": "internal"}, False),
        ({"kind": "一般维修", "paid_fen": -900}, False),
        ({"kind": "精品销售", "paid_fen": 900}, False),
        ({"kind": "Accessories Over the Counter", "paid_fen": 900}, False),
    ],
)
def test_a_counting_visit_was_settled_and_brought_a_charge_whoever_paid(cells, counts):
    assert is_counting(order(**cells), RULES) is counts


def test_whether_the_manufacturers_money_counts_is_a_setting():
    claim = order(kind="保修索赔", paid_fen=38_000, payer="manufacturer")
    assert is_counting(claim, RULES)
    assert not is_counting(claim, Rules(manufacturer_counts=False))
    assert is_counting(claim._replace(payer="owner"), Rules(manufacturer_counts=False))


@pytest.mark.parametrize(
    ("cells", "inspection", "free_job_too"),
    [
        ({"kind": "上门检测"}, True, True),
        ({"kind": "On-site inspection"}, True, True),
        ({"kind": "维修"}, False, True),
        ({"kind": "一般维修", "due_fen": 900, "discount_fen": 900}, False, True),
        ({"kind": "上门检测", "paid_fen": 1}, False, False),
        ({"kind": "上门检测", "paid_fen": -1}, False, False),
        ({"kind": "上门检测", "state": "void"}, False, False),
        ({"kind": "上门检测", "state": "in-workshop"}, False, False),
        ({"kind": "上门检测", "payer": "internal"}, False, False),
        ({"kind": "内部上门检测"}, False, False),
    ],
)
def test_evidence_is_a_settled_order_without_charge(cells, inspection, free_job_too):
    assert is_evidence(order(**cells), RULES) is inspection
    assert is_evidence(order(**cells), Rules(free_jobs_are_evidence=True)) is free_job_too


@pytest.mark.parametrize(
    ("kind", "mark", "maintenance"),
    [
        ("常规保养", None, True),
        ("首次保养", None, True),
        ("4S首保", None, True),
        ("Maintenance A", None, True),
        ("一般维修", None, False),
        (None, None, False),
        ("一般维修", True, True),
        ("常规保养", False, False),
    ],
)
def test_a_maintenance_is_known_by_its_kind_or_by_its_mark(kind, mark, maintenance):
    assert is_maintenance(order(kind=kind, maintenance=mark), RULES) is maintenance
    assert weighed_maintenance(kind, mark) is maintenance


def weighed_maintenance(kind, mark, paid_fen=0):
    visit = order(kind=kind, maintenance=mark, paid_fen=paid_fen, due_fen=None, discount_fen=None)
    return weighed(visit, kind_facts(kind, RULES), RULES).maintenance


def test_a_reversal_is_no_maintenance():
    assert weighed_maintenance("常规保养", None, paid_fen=100)
    assert not weighed_maintenance("常规保养", None, paid_fen=-100)


@pytest.mark.parametrize(
    ("cells", "fen"),
    [
        ({"paid_fen": 48_800}, 48_800),
        ({"paid_fen": 48_800, "payer": "owner"}, 48_800),
        ({"paid_fen": 48_800, "payer": "insurer"}, 0),
        ({"paid_fen": 48_800, "payer": "manufacturer"}, 0),
        ({"due_fen": 50_000, "discount_fen": 0, "redeemed_fen": 20_000, "payer": "owner"}, 30_000),
        ({"paid_fen": 10_000, "redeemed_fen": 38_000}, 10_000),
        ({"redeemed_fen": 38_000, "payer": "package"}, 0),
    ],
)
def test_the_owner_paid_what_no_other_payer_did(cells, fen):
    assert owner_paid(order(**cells), RULES) == fen


def test_a_job_on_the_dummy_plate_never_counts_whatever_it_charged():
    job = order(kind="一般维修", paid_fen=900, counts=False)
    assert not is_counting(job, RULES)
    assert not is_evidence(job, RULES)
    assert is_counting(job._replace(counts=True), RULES)


def test_words_for_kinds_are_the_stores_own():
    rules = Rules(maintenance_words=("Service",), internal_words=("Eigen",))
    assert kind_facts("SERVICE gross", rules).maintenance
    assert not kind_facts("常规保养", rules).maintenance
    assert kind_facts("常规保养", RULES).maintenance
    assert not is_counting(order(kind="Eigenbedarf", paid_fen=5), rules)


@given(
    due=amounts,
    discount=amounts,
    paid=amounts,
    redeemed=amounts,
    state=st.sampled_from(["arrived", "in-workshop", "settled", "handed-over", "void"]),
    kind=st.sampled_from(["常规保养", "上门检测", "维修", "精品销售", "内修"]),
)
def test_no_visit_counts_and_is_evidence_and_neither_without_settlement(due, discount, paid, redeemed, state, kind):
    visit = order(due_fen=due, discount_fen=discount, paid_fen=paid, redeemed_fen=redeemed, state=state, kind=kind)
    for rules in (RULES, Rules(free_jobs_are_evidence=True)):
        assert not (is_counting(visit, rules) and is_evidence(visit, rules))
        if is_counting(visit, rules) or is_evidence(visit, rules):
            assert is_settled(visit)
            assert not is_reversal(visit)
