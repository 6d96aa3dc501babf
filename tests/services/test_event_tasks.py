"""Tasks from what happened: which arise, on which working day, whose they are, once each (Rulebook 6.1)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.rules import Rules
from dealerdesk.services.event_tasks import BY_HAND, plan_task, task_within
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.store_days import close_day, keep_absence
from dealerdesk.services.task_ends import tidy_tasks
from dealerdesk.services.tasks import generate_tasks
from tests.stores import A_MOMENT, a_shop

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def tasks(shop, day=TODAY, reason=None):
    tidy_tasks(shop.on(day))
    rows = shop.rows("SELECT * FROM task ORDER BY id")
    return [row for row in rows if reason is None or row["reason"] == reason]


def dues(shop, day=TODAY, reason=None):
    return [(row["step"], row["due"]) for row in tasks(shop, day, reason)]


def reached(shop, task, day, disposition="completed"):
    call = {"at": A_MOMENT, "day": day, "who": "owner", "customer_id": 1}
    key = shop._insert(tables.Call, disposition=disposition, **call)
    shop._insert(tables.CallTask, call_id=key, task_id=task, place=0)


# ---- care after service ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "due"),
    [
        ("2026-02-11", "2026-02-14"),  # a Saturday, worked for Spring Festival
        ("2026-02-12", "2026-02-24"),  # the 15th to the 23rd are Spring Festival
        ("2026-02-24", "2026-02-27"),
        ("2026-02-25", "2026-02-28"),  # a Saturday that is worked
        ("2026-02-26", "2026-03-02"),
        ("2026-09-28", "2026-10-08"),  # National Day
        ("2026-10-07", "2026-10-10"),  # a Saturday that is worked
        ("2027-10-01", "2027-10-04"),  # a year that the calendar does not know: Monday to Friday
        ("2027-10-06", "2027-10-11"),
    ],
)
def test_the_first_care_call_is_due_three_days_after_the_car_left(shop, left, due):
    left = date.fromisoformat(left)
    shop.visit(shop.car(), left - timedelta(days=2), date_settled=left, date_out=left)
    assert dues(shop, left) == [(1, due)]


def test_it_is_made_once_and_not_before_the_car_left_nor_after_a_fortnight(shop):
    car = shop.car()
    shop.visit(car, TODAY - timedelta(days=20), date_out=TODAY - timedelta(days=14))
    shop.visit(car, TODAY - timedelta(days=30), date_out=TODAY - timedelta(days=15))
    shop.visit(car, TODAY - timedelta(days=1), date_out=TODAY + timedelta(days=1))
    assert len(tasks(shop)) == 1
    assert len(tasks(shop)) == 1
    assert len(tasks(shop, TODAY + timedelta(days=1))) == 2


@pytest.mark.parametrize(
    ("fields", "cares"),
    [
        ({}, True),
        ({"paid_fen": 0}, True),
        ({"paid_fen": 0, "kind": "咨询"}, True),
        ({"state": "handed-over"}, True),
        ({"state": "void"}, False),
        ({"state": "in-workshop"}, False),
        ({"kind": "内部车辆"}, False),
        ({"payer": "internal"}, False),
        ({"kind": "精品零售"}, False),
        ({"paid_fen": -30_000}, False),
    ],
)
def test_any_settled_visit_asks_for_care_but_no_internal_counter_or_reversed_one(shop, fields, cares):
    shop.visit(shop.car(), TODAY - timedelta(days=1), **fields)
    assert bool(tasks(shop)) is cares


def test_who_served_the_car_does_not_make_its_care_call(shop):
    serving = shop.staff("周敏")
    shop.visit(shop.car(), TODAY, advisor_id=serving)
    assert [row["agent_id"] for row in tasks(shop)] == [None]
    other = shop.staff("李娜")
    shop.visit(shop.car(), TODAY, advisor_id=serving)
    assert [row["agent_id"] for row in tasks(shop)] == [None, other]


def test_the_second_care_call_follows_the_first_contact_of_the_first(shop):
    shop.visit(shop.car(), TODAY)
    (first,) = tasks(shop)
    reached(shop, first["id"], date(2026, 3, 9), "no-answer")
    assert len(tasks(shop, date(2026, 3, 9))) == 1
    reached(shop, first["id"], date(2026, 3, 10))
    reached(shop, first["id"], date(2026, 3, 12))
    shop.change(tables.Task, first["id"], state="done", ended_on=date(2026, 3, 12))
    assert dues(shop, date(2026, 3, 12)) == [(1, "2026-03-09"), (2, "2026-03-18")]
    assert len(tasks(shop, date(2026, 3, 31))) == 2
    assert tasks(shop, date(2026, 4, 1))[1]["ended_why"] == "expired"


def test_care_ends_with_its_visit_and_its_time(shop):
    gone, kept = (shop.visit(shop.car(), TODAY) for _ in range(2))
    tasks(shop)
    shop.change(tables.Visit, gone, state="void")
    assert [row["ended_why"] for row in tasks(shop)] == ["cause-gone", None]
    assert [row["ended_why"] for row in tasks(shop, TODAY + timedelta(days=14))] == ["cause-gone", None]
    assert [row["ended_why"] for row in tasks(shop, TODAY + timedelta(days=15))] == ["cause-gone", "expired"]
    assert kept


@pytest.mark.parametrize("mark", ["departs", "do_not_call"])
def test_nobody_is_asked_who_left_or_wants_no_calls(shop, mark):
    car = shop.car()
    shop.visit(car, TODAY)
    if mark == "departs":
        shop.departs(car, TODAY)
    else:
        shop.do_not_call(1, TODAY)
    assert tasks(shop) == []


# ---- new owners -----------------------------------------------------------------------------------------------------


def test_a_new_owner_is_called_on_day_15_and_in_months_1_2_and_3(shop):
    care, seller = shop.staff("周敏"), shop.staff("刘洋", "sales")
    shop.car(source="own", delivered=date(2026, 1, 31), delivered_by=seller)
    shop.car(source="other-store", delivered=date(2026, 1, 31))
    everything = {}
    for day in (date(2026, 1, 31), date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20)):
        everything.update({row["step"]: (row["due"], row["agent_id"]) for row in tasks(shop, day)})
    assert everything == {
        0: ("2026-02-24", care),  # the 15th of February is Spring Festival
        1: ("2026-02-28", seller),  # a Saturday that is worked
        2: ("2026-03-31", seller),
        3: ("2026-04-30", seller),
    }
    ended = {row["step"]: row["ended_on"] for row in tasks(shop, date(2026, 5, 15))}
    assert ended[3] == "2026-05-15"


def test_without_a_seller_the_responsible_advisor_calls_else_a_care_agent(shop):
    care, advisor = shop.staff("周敏"), shop.staff("陈伟", "advisor")
    left = shop.staff("王强", "sales", left_on=date(2026, 1, 1))
    new = {"source": "own", "delivered": date(2026, 2, 4)}
    cars = {shop.car(delivered_by=left, advisor=advisor, **new): advisor, shop.car(**new): care}
    found = {row["vehicle_id"]: row["agent_id"] for row in tasks(shop) if row["step"] == 1}
    assert found == cars


# ---- what ends ------------------------------------------------------------------------------------------------------


def test_packages_stored_values_and_warranties_that_end_within_60_days(shop):
    car = shop.car()
    for days, kind, more in (
        (60, "prepaid-maintenance", {}),
        (61, "prepaid-maintenance", {}),
        (10, "stored-value", {"balance_fen": 100}),
        (20, "stored-value", {"balance_fen": 0}),
        (-15, "extended-warranty", {}),
        (-16, "extended-warranty", {}),
        (5, "voucher", {"balance_fen": 100}),
    ):
        shop.product(car, kind, ends=TODAY + timedelta(days=days), **more)
    expected = {str(TODAY + timedelta(days=days)) for days in (60, 10, -15)}
    assert {row["cause"] for row in tasks(shop, reason="package")} == expected
    tidy_tasks(shop.on(TODAY + timedelta(days=1)))
    shop.change(tables.Product, 3, balance_fen=0)
    ended = {row["cause"]: row["ended_why"] for row in tasks(shop, TODAY + timedelta(days=1), "package")}
    assert ended[str(TODAY + timedelta(days=10))] == "cause-gone"
    assert ended[str(TODAY - timedelta(days=15))] == "expired"


def test_what_ends_is_spread_over_working_days(shop):
    change_rules(shop.desk, Rules(tasks_per_agent_day=1))
    for _ in range(3):
        shop.product(shop.car(), ends=TODAY + timedelta(days=30))
    close_day(shop.desk, date(2026, 3, 5))
    assert [row["due"] for row in tasks(shop)] == ["2026-03-04", "2026-03-06", "2026-03-09"]


# ---- complaints -----------------------------------------------------------------------------------------------------


def test_an_open_complaint_is_followed_up_today_until_it_is_closed(shop):
    handler, _ = shop.staff("李娜"), shop.staff("周敏")
    row = {"customer_id": shop.customer(), "category": "price", "channel": "call", "happened": "…"}
    more = {"received_on": TODAY, "received_by": "owner", "limit_from": A_MOMENT, "handler_id": handler}
    key = shop._insert(tables.Complaint, code="C1", **row, **more)
    sunday = date(2026, 3, 8)
    (task,) = tasks(shop, sunday)
    assert (task["due"], task["cause"], task["complaint_id"], task["agent_id"]) == (
        str(sunday),
        str(TODAY),
        key,
        handler,
    )
    shop.change(tables.Complaint, key, state="answered")
    assert tasks(shop, date(2027, 1, 1))[0]["state"] == "open"
    shop.change(tables.Complaint, key, state="closed")
    assert tasks(shop)[0]["ended_why"] == "closed"
    shop.change(tables.Complaint, key, state="reopened", reopened=1)
    assert [one["state"] for one in tasks(shop)] == ["ended", "open"]


# ---- from lists -----------------------------------------------------------------------------------------------------


def test_the_rest_is_made_when_no_list_is_named(shop):
    shop.visit(shop.car(), TODAY)
    assert generate_tasks(shop.desk, lists=[ListName.LOST]).created == 0
    assert generate_tasks(shop.desk).by_reason == {"care-after-service": 1}
    assert generate_tasks(shop.desk).created == 0


def test_invitations_go_to_the_responsible_advisor_where_the_store_says_so(shop):
    care, advisor = shop.staff("周敏"), shop.staff("陈伟", "advisor")
    cars = [shop.car(advisor=advisor, visits=[date(2025, 7, 10)]), shop.car(visits=[date(2025, 7, 10)])]
    lost = shop.car(advisor=advisor, visits=[date(2024, 7, 10)])
    change_rules(shop.desk, Rules(invitations_to_advisor=True))
    generate_tasks(shop.desk, lists=[ListName.LOST, ListName.AT_RISK])
    found = {row["vehicle_id"]: row["agent_id"] for row in tasks(shop) if row["list_name"]}
    assert found == {cars[0]: advisor, cars[1]: care, lost: care}


def test_nobody_is_given_calls_on_days_of_an_absence(shop):
    change_rules(shop.desk, Rules(tasks_per_agent_day=2))
    away, here = shop.staff("周敏"), shop.staff("李娜")
    for _ in range(6):
        shop.car(visits=[date(2025, 7, 10)])
    keep_absence(shop.desk, away, TODAY, TODAY)
    generate_tasks(shop.desk, lists=[ListName.AT_RISK])
    found = [(row["due"], row["agent_id"]) for row in tasks(shop) if row["list_name"]]
    assert found[:2] == [("2026-03-04", here)] * 2
    assert sorted(found[2:]) == [("2026-03-05", away)] * 2 + [("2026-03-05", here)] * 2


# ---- by hand --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", BY_HAND)
def test_a_call_planned_by_hand_is_a_task(shop, reason):
    agent = shop.staff("周敏")
    customer = shop.customer()
    day = TODAY + timedelta(days=2)
    changed = plan_task(shop.desk, NewTask(reason, day, customer, about="Qingming"), "周敏")
    (task,) = tasks(shop)
    assert changed.kinds == {"task"}
    assert (task["reason"], task["due"], task["about"], task["agent_id"]) == (reason, str(day), "Qingming", agent)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewTask(Reason.SURVEY, TODAY, 1), "plan.not_by_hand"),
        (NewTask(Reason.OTHER, TODAY), "plan.nobody"),
        (NewTask(Reason.OTHER, TODAY, 99), "plan.nobody"),
        (NewTask(Reason.OTHER, TODAY - timedelta(days=1), 1), "plan.past"),
        (NewTask(Reason.OTHER, date(2027, 3, 5), 1), "plan.too_far"),
    ],
)
def test_what_cannot_be_planned_is_told(shop, new, code):
    shop.customer()
    with pytest.raises(WrongUse) as wrong:
        plan_task(shop.desk, new)
    assert wrong.value.said.code == code


def test_a_new_task_inherits_attempts_but_for_the_last(shop):
    customer = shop.customer()
    row = {"at": A_MOMENT, "day": TODAY - timedelta(days=29), "who": "owner", "customer_id": customer}
    shop._insert(tables.Call, disposition="no-answer", attempt=3, **row)
    plan_task(shop.desk, NewTask(Reason.CALLBACK, TODAY, customer, at=time(15)))
    assert [(task["attempts"], task["state"]) for task in tasks(shop)] == [(2, "open")]


def test_a_key_makes_one_task(shop):
    new = NewTask(Reason.NO_SHOW, TODAY, shop.customer(), key="no-show:1")
    with shop.writing() as writer:
        assert task_within(writer, shop.desk, new) == task_within(writer, shop.desk, new)
