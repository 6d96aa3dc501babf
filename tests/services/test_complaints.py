"""Complaints: opened, handled step by step, looked at by who may, and the call that goes with each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealerdesk.domain.complaint import (
    Category,
    ComplaintsQuery,
    ComplaintState,
    ComplaintStep,
    NewComplaint,
    Urgency,
)
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.rules import Rules
from dealerdesk.services.complaint_history import complaint_file, handlers
from dealerdesk.services.complaints import (
    change_complaint,
    complaint,
    complaint_errors,
    complaints,
    edit_complaint,
    open_complaint,
    open_within,
)
from dealerdesk.services.customers.file import customer_timeline
from dealerdesk.services.flags import raise_flag
from dealerdesk.services.personal.erasing import erase_customer
from dealerdesk.services.reception.arriving import arrival
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.today import CardName, day_at_the_desk
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 20)  # a Friday
S = ComplaintState


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


def opened(shop, happened="机油漏了", **fields):
    return open_complaint(shop.desk, NewComplaint(happened, **fields))


def step(shop, key, state=None, *, day=None, **fields):
    desk = shop.desk if day is None else shop.desk.on(day)
    return change_complaint(desk, key, complaint(desk, key).revision, ComplaintStep(state, **fields))


def follow_ups(shop):
    return shop.rows("SELECT key, state, due, customer_id, vehicle_id, complaint_id FROM task ORDER BY id")


def later(desk, **by):
    """The desk so much later, by its clock and its day."""
    moment = desk.clock() + timedelta(**by)
    days = (moment.astimezone().date() - desk.clock().astimezone().date()).days
    return replace(desk, today=desk.today + timedelta(days=days), clock=lambda: moment)


def test_what_was_said_is_kept_with_its_owner_and_a_call(shop):
    car = shop.car(shop.customer("王小明"), "琼A88888")
    kept = opened(shop, wanted="退款", vehicle_id=car, category=Category.PRICE, channel=Channel.RECEPTION)
    found = complaint(shop.desk, kept.id)
    assert (found.customer, found.plate, found.happened, found.wanted) == ("王小明", "琼A88888", "机油漏了", "退款")
    assert (found.state, found.category, found.channel, found.received_by) == (
        S.RECEIVED, "price", "reception", "owner",
    )  # fmt: skip
    assert (found.left, found.urgency, found.code[0]) == (48, Urgency.IN_TIME, "C")
    (task,) = follow_ups(shop)
    assert (task["state"], task["due"], task["vehicle_id"]) == ("open", "2026-11-23", car)  # two days on is a Sunday
    assert kept.changed.kinds == {"complaint", "task"}


def test_a_complaint_needs_to_say_what_happened(shop):
    assert set(opened(shop, " \n").errors) == {"happened"}
    assert set(complaint_errors(NewComplaint("x" * 5_000, department="d" * 61), TODAY)) == {
        "happened",
        "department",
    }
    with shop.desk.store.write(shop.desk.header("x")) as writer, pytest.raises(WrongUse) as wrong:
        open_within(writer, shop.desk, NewComplaint(""), call_id=None, by="李四")
    assert wrong.value.said.code == "complaint.wrong"
    assert complaints(shop.desk) == ()


def test_from_received_to_closed(shop):
    worker = shop.staff("陈客服")
    key = opened(shop, vehicle_id=shop.car()).id
    assert set(step(shop, key, S.ASSIGNED).errors) == {"handler"}
    step(shop, key, S.ASSIGNED, handler=worker)
    step(shop, key, S.HANDLING)
    assert set(step(shop, key, S.ANSWERED).errors) == {"solution"}
    step(shop, key, S.ANSWERED, solution="免费重做", day=TODAY + timedelta(days=1))
    found = complaint(shop.desk, key)
    assert (found.handler, found.solved_on, found.untold) == ("陈客服", TODAY + timedelta(days=1), True)
    assert follow_ups(shop)[0]["due"] == "2026-11-21"  # the customer is told on the day a solution is found
    step(shop, key, told=True, day=TODAY + timedelta(days=1))
    assert not complaint(shop.desk, key).untold
    step(shop, key, S.CONFIRMED)
    step(shop, key, S.CLOSED)
    found = complaint(shop.desk, key)
    assert (found.state, found.closed_on, found.confirmed_on) == (S.CLOSED, TODAY, TODAY)
    assert [task["state"] for task in follow_ups(shop)] == ["done"]
    assert complaints(shop.desk, ComplaintsQuery(open=True)) == ()


def test_a_closed_one_is_reopened_with_a_new_limit_and_a_new_call(shop):
    key = opened(shop, vehicle_id=shop.car()).id
    for state in (S.ANSWERED, S.CONFIRMED, S.CLOSED):
        step(shop, key, state, solution="换件")
    week = later(shop.desk, days=7)
    change_complaint(week, key, complaint(week, key).revision, ComplaintStep(S.REOPENED))
    found = complaint(week, key)
    assert (found.state, found.reopened, found.left, found.solved_on) == (S.REOPENED, 1, 48, None)
    assert [(task["key"], task["state"]) for task in follow_ups(shop)] == [
        (f"complaint:{key}:0", "done"),
        (f"complaint:{key}:1", "open"),
    ]


@pytest.mark.parametrize("state", [S.RECEIVED, S.CONFIRMED, S.CLOSED, S.REOPENED])
def test_no_step_is_left_out_with_the_customer(shop, state):
    key = opened(shop).id
    with pytest.raises(Refused) as refused:
        step(shop, key, state)
    assert refused.value.said.code == "complaint.not_next"


def test_whoever_handles_it_takes_it_over(shop):
    worker = shop.staff("陈客服")
    desk = shop.desk.by(replace(shop.desk.actor, staff=worker))
    key = open_complaint(desk, NewComplaint("等太久")).id
    change_complaint(desk, key, 1, ComplaintStep(S.HANDLING))
    assert complaint(desk, key).handler == "陈客服"
    (mine,) = complaints(desk, ComplaintsQuery(handler=worker))
    assert mine.id == key
    assert complaints(desk, ComplaintsQuery(handler=0)) == ()


def test_who_has_left_is_given_nothing(shop):
    gone = shop.staff("旧同事", left_on=date(2026, 1, 1))
    key = opened(shop).id
    assert set(step(shop, key, S.ASSIGNED, handler=gone).errors) == {"handler"}
    assert set(step(shop, key, S.ASSIGNED, handler=99).errors) == {"handler"}


def test_over_the_limit_it_is_red_and_can_be_asked_for(shop):
    key, second = opened(shop).id, opened(shop, "价格高").id
    step(shop, second, S.ANSWERED, solution="优惠")
    desk = later(shop.desk, hours=49)
    first, other = complaints(desk)
    assert (first.id, first.urgency, first.left) == (key, Urgency.OVERDUE, -1)
    assert other.urgency is Urgency.SOLVED
    assert [one.id for one in complaints(desk, ComplaintsQuery(overdue=True))] == [key]
    assert [one.id for one in complaints(desk, ComplaintsQuery(untold=True))] == [second]
    assert complaints(later(shop.desk, hours=35), ComplaintsQuery(near=True)) == ()
    assert [one.id for one in complaints(later(shop.desk, hours=36), ComplaintsQuery(near=True))] == [key]
    assert complaints(later(shop.desk, hours=48), ComplaintsQuery(overdue=True)) == ()


def test_the_limit_is_a_number_of_the_store(shop):
    change_rules(shop.desk, Rules(complaint_days=5))
    key = opened(shop).id
    assert complaint(shop.desk, key).left == 120


def test_filters_hold_together(shop):
    car = shop.car()
    price = opened(shop, vehicle_id=car, category=Category.PRICE).id
    opened(shop, category=Category.PRICE)
    opened(shop, vehicle_id=car, category=Category.PRODUCT)
    found = complaints(shop.desk, ComplaintsQuery(vehicle=car, category=Category.PRICE, states=frozenset({S.RECEIVED})))
    assert [one.id for one in found] == [price]


def test_undo_takes_the_complaint_and_its_call_back(shop):
    kept = opened(shop, vehicle_id=shop.car())
    undo_act(shop.desk, kept.changed.act)
    assert complaints(shop.desk) == ()
    assert follow_ups(shop) == []


def test_undo_of_a_step(shop):
    key = opened(shop, vehicle_id=shop.car()).id
    done = step(shop, key, S.ANSWERED, solution="重做")
    undo_act(shop.desk, done.changed.act)
    found = complaint(shop.desk, key)
    assert (found.state, found.solution, found.solved_on) == (S.RECEIVED, None, None)
    assert follow_ups(shop)[0]["due"] == "2026-11-23"


def test_two_at_once_do_not_overwrite_each_other(shop):
    key = opened(shop).id
    step(shop, key, S.HANDLING)
    for change in (
        lambda: change_complaint(shop.desk, key, 1, ComplaintStep(S.ANSWERED, solution="x")),
        lambda: edit_complaint(shop.desk, key, 1, {"wanted": "退款"}),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.said.code == "record.changed_meanwhile"


def test_what_was_written_can_be_corrected(shop):
    key = opened(shop).id
    edit_complaint(shop.desk, key, 1, {"happened": "机油 渗漏", "category": "product", "department": "售后"})
    found = complaint(shop.desk, key)
    assert (found.happened, found.category, found.department) == ("机油 渗漏", "product", "售后")
    assert set(edit_complaint(shop.desk, key, 2, {"happened": "", "category": "odd"}).errors) == {
        "happened",
        "category",
    }
    assert edit_complaint(shop.desk, key, 2, {"happened": "机油 渗漏"}).changed.act is None


def test_an_advisor_sees_those_of_their_cars_and_those_they_handle(shop):
    mine, other = shop.staff("周顾问", "advisor"), shop.staff("吴顾问", "advisor")
    here = opened(shop, vehicle_id=shop.car(advisor=mine)).id
    there = opened(shop, vehicle_id=shop.car(advisor=other)).id
    given = opened(shop, "没有车").id
    step(shop, given, S.ASSIGNED, handler=mine)
    desk = shop.on(TODAY, clerk("see", "enter", advisor_id=mine))
    assert {one.id for one in complaints(desk)} == {here, given}
    with pytest.raises(Refused) as refused:
        complaint(desk, there)
    assert refused.value.said.code == "complaint.gone"
    with pytest.raises(Refused):
        open_complaint(desk, NewComplaint("x", vehicle_id=complaint(shop.desk, there).vehicle_id))


def test_nothing_is_opened_about_somebody_erased(shop):
    owner = shop.customer("王小明")
    shop.car(owner)
    erase_customer(shop.desk, owner)
    with pytest.raises(Refused) as refused:
        opened(shop, customer_id=owner)
    assert refused.value.said.code == "customers.erased_already"


def test_the_file_of_its_customer_and_reception_tell_of_it(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner)
    key = opened(shop, vehicle_id=car).id
    (event,) = [event for event in customer_timeline(shop.desk, customer=owner).events if event.kind == "complaint"]
    assert (event.day, event.vehicle_id, event.detail.happened) == (TODAY, car, "机油漏了")
    said = [line.said.code for line in arrival(shop.desk, car).lines]
    assert said[0] == "talk.complaint_open"
    for state in (S.ANSWERED, S.CONFIRMED, S.CLOSED):
        step(shop, key, state, solution="换件")
    said = [line.said.code for line in arrival(shop.desk, car).lines]
    assert "talk.complaint_open" not in said


def test_its_steps_are_told_with_who_and_when(shop):
    worker = shop.staff("陈客服")
    key = opened(shop).id
    step(shop, key, S.ASSIGNED, handler=worker)
    edit_complaint(shop.desk, key, 2, {"wanted": "退款"})
    step(shop, key, S.ANSWERED, solution="重做")
    step(shop, key, told=True)
    told = complaint_file(shop.desk, key).steps
    assert [(one.state, one.handler, one.solution, one.told, one.corrected) for one in told] == [
        (None, None, None, True, ()),
        ("answered", None, "重做", False, ()),
        (None, None, None, False, ("wanted",)),
        ("assigned", "陈客服", None, False, ()),
        ("received", None, None, False, ()),
    ]
    assert {one.who for one in told} == {"owner"}
    assert handlers(shop.desk) == ((worker, "陈客服"),)


def test_today_shows_those_near_their_limit_and_the_manager_what_is_flagged(shop):
    shop.car()
    opened(shop)
    raise_flag(shop.desk, None, None, None, "请看")
    desk = later(shop.desk, hours=37)
    cards = {card.name: (card.figure, card.part) for card in day_at_the_desk(desk).cards}
    assert cards[CardName.COMPLAINTS] == (1, 0)
    assert cards[CardName.FLAGS] == (1, None)
    cards = {card.name: (card.figure, card.part) for card in day_at_the_desk(later(shop.desk, hours=50)).cards}
    assert cards[CardName.COMPLAINTS] == (1, 1)
    caller = replace(desk, actor=clerk("see", "enter", "call"))
    assert CardName.FLAGS not in {card.name for card in day_at_the_desk(caller).cards}
