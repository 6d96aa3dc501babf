"""The engine reads by index what a list or a check asks for, however large the store; it keeps no statistics."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dealerdesk.db import derive, list_rows
from dealerdesk.db.list_rows import Asking, member_ids, rows_of
from dealerdesk.db.list_rows import list_rows as all_rows
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.month_list import ListName, criteria, default_month
from tests.stores import a_shop

TODAY, LONG_AGO = date(2026, 3, 31), date(2024, 2, 29)
OWN = re.compile(r"SCAN (m|h|CONSTANT ROW|\(subquery-\d+\))( |$)")
"""Scans of what a query has made itself: a list's members."""


@pytest.fixture
def conn(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        shop.car(visits=[date(2025, 3, 9)])
        with shop.desk.store.read() as conn:
            yield conn


@pytest.fixture
def plans(conn, monkeypatch):
    """How the engine goes about each statement of a list."""
    steps = []

    def explained(conn, sql, params=()):
        steps.extend(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", params).fetchall())
        return conn.exec_driver_sql(sql, params).fetchall()

    monkeypatch.setattr(list_rows, "fetch_all", explained)
    return steps


@pytest.mark.parametrize("day", [TODAY, LONG_AGO])
@pytest.mark.parametrize("name", list(ListName))
def test_no_list_reads_a_table_from_end_to_end(conn, plans, name, day):
    rules_id, rules = current_rules(conn)
    asking = Asking(criteria(name, default_month(day), day, rules.policy_on(day), rules), rules_id, rules)
    member_ids(conn, asking)
    all_rows(conn, asking)
    rows_of(conn, asking, [1])
    assert plans
    assert [step for step in plans if step.startswith("SCAN") and not OWN.match(step)] == []


def test_what_belongs_to_a_row_is_found_by_its_vehicle(conn, plans):
    rules_id, rules = current_rules(conn)
    asked = criteria(ListName.LOST, default_month(TODAY), TODAY, rules.policy_on(TODAY), rules)
    rows_of(conn, Asking(asked, rules_id, rules), [1])
    for alias in ("s", "y", "z", "q", "e"):
        assert [step for step in plans if step.startswith(f"SEARCH {alias} USING")] == [
            step for step in plans if step.startswith(f"SEARCH {alias} USING PRIMARY KEY (vehicle_id=? AND rules_id=?")
        ]
    assert "SEARCH j USING INDEX ix_task_vehicle_id (vehicle_id=?)" in plans


@pytest.mark.parametrize("sql", [derive._STRETCHES, derive._STRETCHES_IN_SHORT, derive._EVIDENCE])
def test_a_check_reads_what_is_derived_by_ranges_of_vehicles(conn, sql):
    plan = [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1, 1, 1_000)).fetchall()]
    assert re.fullmatch(r"SEARCH \w+ USING PRIMARY KEY \(vehicle_id>\? AND vehicle_id<\?\)", plan[0])
