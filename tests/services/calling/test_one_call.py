"""What is one call is made once, whoever has its tasks; and a call without tasks counts for what it is."""

from __future__ import annotations

from datetime import date, time

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.calling import Next
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.domain.offering import NotOffered
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.services.customers.marks import set_do_not_call
from dealerdesk.services.event_tasks import plan_task
from dealerdesk.services.reserving import take_call
from dealerdesk.services.task_ends import tidy_tasks
from dealerdesk.services.tasks import generate_tasks, task_queue
from tests.services.calling.calls import TODAY, TOMORROW, a_task, at, call, lost_car, one, state, task, tasks_of
from tests.stores import a_shop, clerk

D = Disposition


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def two_agents(shop, *owners):
    """Two tasks that are one call, each given to another agent."""
    agents = [shop.staff("周敏"), shop.staff("吴倩")]
    keys = tasks_of(shop, *(lost_car(shop, owner) for owner in owners))
    for key, agent in zip(keys, agents, strict=True):
        shop.change(tables.Task, key, agent_id=agent)
    return keys


@pytest.mark.parametrize("same_customer", [True, False])
def test_who_was_not_reached_by_one_agent_is_not_rung_by_another_on_that_day(shop, same_customer):
    customer = shop.customer(phone="13800009999")
    first, second = two_agents(shop, customer, customer if same_customer else shop.customer(phone="13800009999"))
    call(shop, D.NO_ANSWER, first, agent="周敏")
    assert task_queue(shop.desk, TODAY, "吴倩", at=time(11)).rows == ()
    assert [task(shop, key)["attempts"] for key in (first, second)] == [1, 1]
    assert [task(shop, key)["due"] for key in (first, second)] == ["2026-01-13"] * 2
    call(shop, D.NO_ANSWER, second, agent="吴倩", day=TOMORROW, hour=15)
    call(shop, D.NO_ANSWER, first, agent="周敏", day=date(2026, 1, 14), hour=18)
    assert [state(shop, key) for key in (first, second)] == [("ended", "unreachable")] * 2


def test_who_is_put_off_is_rung_once_and_by_the_same_agent(shop):
    customer = shop.customer()
    keys = two_agents(shop, customer, customer)
    call(shop, D.CALL_LATER, keys[0], agent="周敏", when=Promise(TOMORROW, time(10)))
    assert sorted(row.id for row in task_queue(shop.desk, TOMORROW, "周敏").rows) == keys
    assert task_queue(shop.desk, TOMORROW, "吴倩").rows == ()


def test_a_time_that_the_customer_named_is_kept_whatever_else_they_were_rung_for(shop):
    customer = shop.customer()
    (key,) = tasks_of(shop, lost_car(shop, customer))
    plan_task(at(shop), NewTask(Reason.CALLBACK, TODAY, customer, None, at=time(16)))
    call(shop, D.NO_ANSWER, key)
    row = one(shop, "SELECT due, promised_at, attempts FROM task WHERE reason = 'callback'")
    assert row == {"due": "2026-01-12", "promised_at": "16:00", "attempts": 0}


def test_a_promise_that_moved_a_callback_begins_its_time_anew(shop):
    plan_task(at(shop), NewTask(Reason.CALLBACK, TODAY, shop.customer(), None, at=time(10)))
    key = one(shop, "SELECT id FROM task")["id"]
    call(shop, D.CALL_LATER, key, when=Promise(date(2026, 2, 9), time(10)))
    call(shop, D.NO_ANSWER, key, day=date(2026, 2, 9))
    tidy_tasks(at(shop, date(2026, 2, 16)))
    assert state(shop, key) == ("open", None)
    tidy_tasks(at(shop, date(2026, 2, 17)))
    assert state(shop, key) == ("ended", "expired")


@pytest.mark.parametrize("has_car", [True, False])
def test_nothing_plans_a_call_to_who_is_not_to_be_called(shop, has_car):
    customer = shop.customer()
    asked = [NewTask(Reason.CALLBACK, TODAY, customer, None, at=time(10))]
    if has_car:
        asked.append(NewTask(Reason.OTHER, TODAY, None, lost_car(shop, customer)))
    set_do_not_call(shop.desk, customer, "asked")
    for new in asked:
        with pytest.raises(Refused) as refused:
            plan_task(at(shop), new)
        assert refused.value.said == said("outcome.promise_to_unwilling", since=TODAY)
    assert shop.rows("SELECT * FROM task") == []


def test_who_was_reached_before_the_clock_was_set_back_is_left_alone(shop):
    customer = shop.customer()
    first, second = tasks_of(shop, *(lost_car(shop, customer) for _ in range(2)))
    call(shop, D.COMPLETED, first, left=(second,), day=date(2026, 1, 15))
    assert task_queue(at(shop), TODAY).not_offered == {NotOffered.REACHED: 1}
    assert [row.id for row in task_queue(at(shop), date(2026, 1, 22)).rows] == [second]


def test_an_unplanned_call_in_vain_forgets_no_attempts(shop):
    customer = shop.customer()
    (key,) = tasks_of(shop, lost_car(shop, customer))
    call(shop, D.NO_ANSWER, key)
    call(shop, D.NO_ANSWER, key, day=TOMORROW)
    call(shop, D.NO_ANSWER, customer_id=customer, day=TOMORROW, hour=16)
    lost_car(shop, customer)
    generate_tasks(shop.on(TOMORROW))
    newest = "SELECT attempts FROM task ORDER BY id DESC LIMIT 1"
    assert one(shop, newest) == {"attempts": 2}
    call(shop, D.COMPLETED, customer_id=customer, day=TOMORROW, hour=17)
    lost_car(shop, customer)
    generate_tasks(shop.on(TOMORROW))
    assert one(shop, newest) == {"attempts": 0}


@pytest.mark.parametrize(("what", "quality"), [(D.WRONG_NUMBER, "bad"), (D.WRONG_PERSON, "doubtful")])
def test_an_unplanned_call_finds_out_about_the_number_too(shop, what, quality):
    customer = shop.customer()
    kept = call(shop, what, customer_id=customer)
    assert one(shop, "SELECT quality FROM phone") == {"quality": quality}
    assert [proposal.next for proposal in kept.proposals] == [Next.FIX_PHONE]


def test_only_tasks_that_are_there_and_in_sight_are_taken(shop):
    advisor = shop.staff("李诚", "advisor")
    key, _ = a_task(shop)
    for desk, asked in ((at(shop), 999), (at(shop, actor=clerk("call", advisor_id=advisor)), key)):
        with pytest.raises(Refused) as refused:
            take_call(desk, [asked], "here")
        assert refused.value.said == said("outcome.task_gone")
    assert shop.rows("SELECT * FROM reservation") == []
