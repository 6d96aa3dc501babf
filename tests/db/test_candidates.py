"""Candidates for tasks say of a list's members what its rows say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.db.candidates import candidates
from dealerdesk.db.dialect import DRIVER
from dealerdesk.db.list_rows import Asking, list_rows
from dealerdesk.db.protection import protected_sql
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.calendar import Month
from dealerdesk.domain.loyalty import BINDING_PRODUCTS, Product, in_force
from dealerdesk.domain.month_list import ListName, criteria
from dealerdesk.services.demo import invent_store
from tests.stores import a_shop

TODAY = date(2026, 1, 12)


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    with a_shop(tmp_path_factory.mktemp("store"), TODAY) as shop:
        invent_store(shop.desk, 400)
        yield shop


@pytest.mark.parametrize("name", ListName)
@pytest.mark.parametrize("as_of", [TODAY, date(2025, 8, 31)])
def test_candidates_agree_with_the_rows_of_their_list(invented, name, as_of):
    with invented.desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        asking = Asking(criteria(name, Month(2026, 2), as_of, rules.policy_on(as_of), rules), rules_id, rules)
        rows, found = list_rows(conn, asking), list(candidates(conn, asking))
    assert [one.customer_id for one in found] == [row.customer_id for row in rows]
    if name is ListName.BIRTHDAYS:
        assert [one.birthday for one in found] == [row.end for row in rows]
        return
    assert [
        (one.vehicle_id, one.end, one.quasi_lost, one.protected, one.spend_24_fen, *stretch_of(one)) for one in found
    ] == [
        (row.id, row.end, row.quasi_lost, row.protected, row.spend_24_fen, row.reference, row.next_maintenance)
        for row in rows
    ]


def stretch_of(candidate):
    return candidate.stretch.reference, candidate.stretch.next_maintenance


days = st.none() | st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
products = st.builds(
    Product,
    kind=st.sampled_from([*sorted(BINDING_PRODUCTS), "voucher"]),
    starts=days,
    ends=days,
    balance_fen=st.none() | st.integers(0, 1),
)


@given(products)
def test_sql_and_domain_agree_on_what_protects(product):
    conn = DRIVER.connect(":memory:")
    conn.execute("CREATE TABLE product (vehicle_id, kind, starts, ends, balance_fen)")
    stored = [None if day is None else day.isoformat() for day in (product.starts, product.ends)]
    conn.execute("INSERT INTO product VALUES (1, ?, ?, ?, ?)", (product.kind, *stored, product.balance_fen))
    (found,) = conn.execute(f"SELECT {protected_sql('1', 'day')}", {"day": TODAY.isoformat()}).fetchone()
    conn.close()
    assert bool(found) == in_force(product, TODAY)
