"""Do not call: set in a call, it ends what is planned, and no later outcome undoes it (PEERS 14)."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.complaint import NewComplaint
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.services.customers.marks import lift_do_not_call, set_do_not_call
from tests.services.calling.calls import (
    TODAY,
    TOMORROW,
    a_task,
    call,
    lost_car,
    one,
    other_task,
    state,
    task,
    tasks_of,
    trouble,
)
from tests.stores import a_shop

D = Disposition


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def test_do_not_call_set_with_the_call_holds_for_the_numbers_and_ends_every_task(shop):
    customer = shop.customer(phone="13800001234")
    keys = tasks_of(shop, *(lost_car(shop, customer) for _ in range(3)))
    with shop.writing() as writer:
        writer.insert(tables.Task, [other_task(None) | {"customer_id": customer}])
    kept = call(shop, D.REFUSED, keys[0], left=(keys[1],), do_not_call="不要再打")
    assert kept.proposals == ()
    assert {(row["state"], row["ended_why"]) for row in shop.rows("SELECT * FROM task")} == {("ended", "do-not-call")}
    marks = shop.rows("SELECT customer_id, digits, since, reason FROM do_not_call ORDER BY id")
    assert marks == [
        {"customer_id": customer, "digits": None, "since": "2026-01-12", "reason": "不要再打"},
        {"customer_id": None, "digits": "13800001234", "since": "2026-01-12", "reason": "不要再打"},
    ]
    assert trouble(WrongUse, shop, D.REFUSED, customer_id=customer, incoming=True, do_not_call=" ").code == (
        "outcome.do_not_call_why"
    )


@pytest.mark.parametrize("what", [D.COMPLETED, D.INTERESTED, D.NO_ANSWER, D.WRONG_NUMBER, D.CALL_LATER])
def test_do_not_call_is_absolute_and_no_outcome_undoes_it(shop, what):
    customer = shop.customer()
    set_do_not_call(shop.desk, customer, "asked", TODAY - timedelta(days=9))
    when = Promise(TOMORROW, time(10)) if what is D.CALL_LATER else None
    refused = trouble(Refused, shop, what, customer_id=customer, when=when)
    assert refused == said("outcome.do_not_call", since=TODAY - timedelta(days=9))
    assert shop.rows("SELECT * FROM call") == []
    assert (
        trouble(Refused, shop, what, customer_id=customer, topic="complaint", when=when).code == "outcome.do_not_call"
    )
    if when is not None:  # nothing plans a call to them
        refused = trouble(Refused, shop, what, customer_id=customer, incoming=True, when=when)
        assert refused.code == "outcome.promise_to_unwilling"
    else:
        call(shop, what, customer_id=customer, incoming=True)
        call(shop, what, customer_id=customer, channel=Channel.RECEPTION)
    assert one(shop, "SELECT count(*) AS n FROM do_not_call WHERE lifted_on IS NULL")["n"] == 2
    assert shop.rows("SELECT * FROM task") == []
    lift_do_not_call(shop.desk, customer, "asked again")
    call(shop, what, customer_id=customer, when=when)


def test_who_complained_is_answered_although_nobody_is_to_call_them(shop):
    customer = shop.customer()
    set_do_not_call(shop.desk, customer, "asked")
    call(shop, D.COMPLAINT, customer_id=customer, incoming=True, complaint=NewComplaint("太贵"))
    answer = one(shop, "SELECT id, state FROM task")
    assert answer["state"] == "open"
    call(shop, D.CALL_LATER, answer["id"], when=Promise(TOMORROW, time(10)))
    assert state(shop, answer["id"]) == ("open", None)
    call(shop, D.COMPLETED, customer_id=customer, topic="complaint", day=TOMORROW)
    assert len(shop.rows("SELECT * FROM call")) == 3


def test_do_not_call_set_in_the_middle_of_the_call_loses_nothing_of_it(shop):
    customer = shop.customer()
    key = tasks_of(shop, lost_car(shop, customer))[0]
    seen = {key: task(shop, key)["revision"]}
    set_do_not_call(shop.desk, customer, "asked")
    kept = call(shop, D.REFUSED, key, seen=seen, note="very angry")
    assert kept.follows is None
    assert state(shop, key) == ("ended", "do-not-call")
    row = one(shop, "SELECT disposition, note, customer_id FROM call")
    assert row == {"disposition": "refused", "note": "very angry", "customer_id": customer}
    assert one(shop, "SELECT task_id FROM call_task") == {"task_id": key}
    assert trouble(Refused, shop, D.REFUSED, key, day=TOMORROW).code == "outcome.task_closed"


def test_a_promise_with_do_not_call_is_no_promise(shop):
    key, _ = a_task(shop)
    call(shop, D.CALL_LATER, key, when=Promise(TOMORROW, time(10)), do_not_call="asked")
    assert state(shop, key) == ("ended", "do-not-call")
    assert len(shop.rows("SELECT * FROM task")) == 1
