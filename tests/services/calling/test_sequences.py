"""Calls in any order: what holds of their tasks throughout, and that all of them can be taken back one by one."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from dealerdesk.db.integrity import problems
from dealerdesk.domain.calling import OutsideService
from dealerdesk.domain.complaint import NewComplaint
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.followup import CONTACTS, Disposition, Promise
from dealerdesk.domain.rules import Rules
from dealerdesk.services.undoing import undo_act
from tests.services.calling.calls import TODAY, at, call, lost_car, tasks_of
from tests.stores import a_shop

D = Disposition
KEPT = ("task", "call", "call_task", "phone", "told", "do_not_call", "complaint", "stretch", "customer")
POSSIBLE = sorted(set(D) - {D.APPOINTMENT})
CALLS = st.lists(
    st.tuples(st.sampled_from(POSSIBLE), st.integers(0, 4), st.sampled_from([8, 10, 11, 15, 18, 20]), st.booleans()),
    min_size=1,
    max_size=7,
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with a_shop(tmp_path_factory.mktemp("calls") / "store", TODAY) as shop:
        customer = shop.customer(phone="13800001111")
        shop.phone(customer, "13800002222")
        shop.phone(customer, "13800003333", quality="doubtful")
        tasks_of(shop, *(lost_car(shop, customer) for _ in range(2)))
        yield shop


def held(shop):
    found = {name: shop.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in KEPT}
    return {name: [{**row, "revision": None} for row in rows] for name, rows in found.items()}


def keep(shop, what, day, hour, *, last):
    """One call about the open tasks, the leading one ticked; None where there is nobody to call any more."""
    waiting = [
        row["id"] for row in shop.rows("SELECT id FROM task WHERE state = 'open' ORDER BY reason <> 'survey', id")
    ]
    if not waiting:
        return None
    more = {
        D.CALL_LATER: {"when": Promise(day + timedelta(days=2), time(9, 30))},
        D.NOT_DUE: {"reading": 50_000},
        D.COMPLAINT: {"complaint": NewComplaint("等了三个小时")},
        D.SERVICED_ELSEWHERE: {"outside": OutsideService(day, 51_000)},
    }.get(what, {})
    stop = {"do_not_call": "asked"} if last and what in {D.REFUSED, D.HUNG_UP} else {}
    try:
        return call(shop, what, waiting[0], left=tuple(waiting[1:]), day=day, hour=hour, **more, **stop)
    except Refused as refused:
        if refused.said.code != "outcome.do_not_call":
            raise
        return None


def must_hold(shop, what):
    """What holds after every call."""
    for row in shop.rows("SELECT * FROM task"):
        assert (row["ended_on"] is None) is (row["state"] == "open")
        assert row["state"] != "open" or row["attempts"] < Rules().call_attempts
        assert row["not_before"] is None or (row["last_try"], row["state"]) == ("busy", "open")
    if what in CONTACTS:
        assert all(row["attempts"] == 0 for row in shop.rows("SELECT attempts FROM task WHERE state <> 'ended'"))
    marked = shop.rows("SELECT 1 FROM do_not_call WHERE lifted_on IS NULL")
    open_ones = {row["reason"] for row in shop.rows("SELECT reason FROM task WHERE state = 'open'")}
    assert not marked or open_ones <= {"complaint"}


@given(CALLS)
@how(max_examples=25, deadline=None)
def test_whatever_is_kept_holds_together_and_can_be_taken_back(shop, calls):
    before, acts, day = held(shop), [], date(2026, 2, 10)  # the days before and after Spring Festival
    for place, (what, later, hour, last) in enumerate(calls):
        day += timedelta(days=later)
        kept = keep(shop, what, day, hour, last=last and place > 0)
        if kept is not None:
            acts.append(kept.changed.act)
            must_hold(shop, what)
    for act in reversed(acts):
        undo_act(at(shop, day), act)
    assert held(shop) == before
    with shop.desk.store.read() as conn:
        assert list(problems(conn)) == []
