"""A whole call kept at once: every row of the table of dispositions, and what becomes of the tasks of the call."""

from __future__ import annotations

from datetime import date, time

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.calling import Departing, Next, OutsideService
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.domain.offering import NotOffered
from dealerdesk.services.tasks import generate_tasks, task_queue
from tests.services.calling.calls import (
    TODAY,
    TOMORROW,
    a_task,
    at,
    call,
    lost_car,
    one,
    other_task,
    state,
    task,
    tasks_of,
    trouble,
)
from tests.stores import a_shop, clerk

D = Disposition


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def nexts(kept):
    return [proposal.next for proposal in kept.proposals]


# ---- not reached ----------------------------------------------------------------------------------------------------


def test_busy_is_rung_again_after_an_hour_once_and_then_like_no_answer(shop):
    key, _ = a_task(shop)
    kept = call(shop, D.BUSY, key, hour=10, minute=30)
    waiting = task(shop, key)
    assert (waiting["due"], waiting["not_before"], waiting["attempts"]) == ("2026-01-12", "11:30", 0)
    assert (waiting["last_try"], kept.follows.attempts) == ("busy", 0)
    call(shop, D.BUSY, key, hour=11, minute=31)
    again = task(shop, key)
    assert (again["due"], again["not_before"], again["part_of_day"]) == ("2026-01-13", None, "afternoon")
    assert (again["attempts"], again["last_try"]) == (1, "busy")


def test_busy_under_another_number_is_the_first_there(shop):
    customer = shop.customer()
    other = shop.phone(customer, "13900001111")
    key, _ = a_task(shop, owner=customer)
    call(shop, D.BUSY, key)
    call(shop, D.BUSY, key, hour=14, phone_id=other)
    assert (task(shop, key)["attempts"], task(shop, key)["not_before"]) == (0, "15:00")
    call(shop, D.BUSY, key, hour=15, phone_id=other)
    assert task(shop, key)["attempts"] == 1


def test_out_of_service_is_tried_in_two_working_days_and_then_the_number_is_bad(shop):
    key, _ = a_task(shop)
    call(shop, D.OUT_OF_SERVICE, key, day=date(2026, 1, 15))
    waiting = task(shop, key)
    assert (waiting["due"], waiting["attempts"], waiting["last_try"]) == ("2026-01-19", 1, "out-of-service")
    kept = call(shop, D.OUT_OF_SERVICE, key, day=date(2026, 1, 19))
    assert nexts(kept) == [Next.FIX_PHONE]
    assert one(shop, "SELECT quality FROM phone") == {"quality": "bad"}
    assert (task(shop, key)["state"], task(shop, key)["attempts"]) == ("open", 1)
    assert "customer" in kept.changed.kinds


def test_a_wrong_number_is_bad_and_the_next_good_one_is_offered_at_once(shop):
    customer = shop.customer()
    shop.phone(customer, "13900001111")
    key, _ = a_task(shop, owner=customer)
    call(shop, D.NO_ANSWER, key)
    kept = call(shop, D.WRONG_NUMBER, key, day=TOMORROW)
    assert kept.proposals == ()
    assert [row["quality"] for row in shop.rows("SELECT quality FROM phone ORDER BY id")] == ["bad", "good"]
    waiting = task(shop, key)
    assert (waiting["due"], waiting["attempts"], waiting["last_try"]) == ("2026-01-13", 1, None)
    assert (waiting["part_of_day"], waiting["state"]) == (None, "open")
    kept = call(shop, D.WRONG_NUMBER, key, day=TOMORROW)
    assert nexts(kept) == [Next.FIX_PHONE]
    assert task(shop, key)["last_try"] == "wrong-number"


def test_a_number_that_is_not_to_be_called_is_no_other_number(shop):
    customer = shop.customer()
    marked = shop.phone(customer, "13900001111")
    key, _ = a_task(shop, owner=customer)
    kept = call(shop, D.WRONG_PERSON, key)
    assert kept.proposals == ()
    shop.change(tables.Phone, marked, quality="doubtful")
    assert nexts(call(shop, D.WRONG_PERSON, key)) == [Next.FIX_PHONE]


def test_the_wrong_person_makes_a_number_doubtful_for_all_who_are_called_under_it(shop):
    one_customer, other = (shop.customer(phone="13800009999") for _ in range(2))
    bystander = shop.customer(phone="13800009999")
    shop.phone(other, "13900001111")
    first, second = tasks_of(shop, lost_car(shop, one_customer), lost_car(shop, other))
    kept = call(shop, D.WRONG_PERSON, first, left=(second,))
    found = {(row["customer_id"], row["digits"]): row["quality"] for row in shop.rows("SELECT * FROM phone")}
    assert found == {
        (one_customer, "13800009999"): "doubtful",
        (other, "13800009999"): "doubtful",
        (other, "13900001111"): "good",
        (bystander, "13800009999"): "good",
    }
    assert (task(shop, first)["last_try"], task(shop, second)["last_try"]) == ("wrong-person", None)
    assert nexts(kept) == [Next.FIX_PHONE]


def test_what_was_not_reached_moves_unticked_tasks_too(shop):
    fleet = shop.customer()
    first, second = tasks_of(shop, lost_car(shop, fleet), lost_car(shop, fleet))
    call(shop, D.POWERED_OFF, first, left=(second,))
    assert [task(shop, key)["due"] for key in (first, second)] == ["2026-01-13"] * 2
    assert len(shop.rows("SELECT * FROM call_task")) == 2


def test_unticked_tasks_stay_when_somebody_was_reached_and_are_fresh(shop):
    fleet = shop.customer()
    first, second = tasks_of(shop, lost_car(shop, fleet), lost_car(shop, fleet))
    call(shop, D.NO_ANSWER, first, left=(second,))
    call(shop, D.COMPLETED, first, left=(second,), day=TOMORROW)
    assert [task(shop, key)["state"] for key in (first, second)] == ["done", "open"]
    left = task(shop, second)
    assert (left["attempts"], left["last_try"], left["part_of_day"], left["due"]) == (0, None, None, "2026-01-13")
    assert len(shop.rows("SELECT * FROM call_task")) == 3


def test_the_third_attempt_in_whatever_way_is_the_last_and_a_letter_is_proposed(shop):
    key, _ = a_task(shop)
    call(shop, D.NO_ANSWER, key)
    call(shop, D.OUT_OF_SERVICE, key, day=TOMORROW)
    kept = call(shop, D.POWERED_OFF, key, day=date(2026, 1, 15))
    assert state(shop, key) == ("ended", "unreachable")
    assert kept.proposals[0] == (Next.WRITE, said("call.ask_to_write", attempts=3), None)


# ---- reached --------------------------------------------------------------------------------------------------------


def test_who_is_interested_is_called_again_in_three_working_days_by_the_same_agent(shop):
    shop.staff("周敏")
    other = shop.staff("吴倩")
    key, _ = a_task(shop)
    call(shop, D.INTERESTED, key, agent="吴倩")
    waiting = task(shop, key)
    assert (waiting["due"], waiting["agent_id"], waiting["state"]) == ("2026-01-15", other, "open")
    assert (waiting["first_due"], waiting["promised_at"]) == ("2026-01-12", None)


def test_a_promise_outside_the_hours_or_on_a_day_off_stands_and_is_said(shop):
    key, _ = a_task(shop)
    kept = call(shop, D.CALL_LATER, key, when=Promise(date(2026, 1, 17), time(20, 15)))
    assert kept.notes == (
        said("call.promised_on_closed_day", day=date(2026, 1, 17)),
        said("call.promised_outside_hours", at="20:15"),
    )
    assert (task(shop, key)["due"], task(shop, key)["promised_at"]) == ("2026-01-17", "20:15")
    kept = call(shop, D.CALL_LATER, key, when=Promise(TOMORROW, time(10)))
    assert kept.notes == ()
    row = one(shop, "SELECT promised_on, promised_at FROM call ORDER BY id DESC LIMIT 1")
    assert row == {"promised_on": "2026-01-13", "promised_at": "10:00"}


def test_a_promise_on_a_day_that_the_store_has_closed_is_said_too(shop):
    with shop.writing() as writer:
        writer.insert(tables.StoreDay, [{"day": TOMORROW, "open": False, "note": None}])
    key, _ = a_task(shop)
    kept = call(shop, D.CALL_LATER, key, when=Promise(TOMORROW, time(10)))
    assert kept.notes == (said("call.promised_on_closed_day", day=TOMORROW),)
    call(shop, D.NO_ANSWER, key)
    assert task(shop, key)["due"] == "2026-01-14"


def test_a_promise_may_lie_twelve_months_ahead_and_not_in_the_past(shop):
    key, _ = a_task(shop)
    call(shop, D.CALL_LATER, key, when=Promise(date(2027, 1, 12), time(9)))
    assert trouble(WrongUse, shop, D.CALL_LATER, key, when=Promise(date(2027, 1, 13), time(9))).code == (
        "outcome.when_too_far"
    )
    assert trouble(WrongUse, shop, D.CALL_LATER, key, when=Promise(TODAY, time(9, 59))).code == "outcome.when_past"
    assert trouble(WrongUse, shop, D.CALL_LATER, key) == said("outcome.when_missing")


def test_what_is_not_due_yet_waits_for_the_day_that_the_reading_predicts(shop):
    customer = shop.customer()
    car = shop.car(customer)
    shop.visit(car, date(2024, 5, 1), kind="保养", odometer=10_000)
    shop.visit(car, date(2024, 7, 10), odometer=12_000)
    (key,) = tasks_of(shop, car)
    assert trouble(WrongUse, shop, D.NOT_DUE, key) == said("outcome.reading_missing")
    kept = call(shop, D.NOT_DUE, key, reading=13_000)
    assert one(shop, "SELECT vehicle_id, day, odometer, maintenance FROM told") == {
        "vehicle_id": car,
        "day": "2026-01-12",
        "odometer": 13_000,
        "maintenance": 0,
    }
    now = one(shop, "SELECT * FROM stretch WHERE from_day <= ? AND until_day > ?", *[TODAY.isoformat()] * 2)
    assert (now["next_maintenance"], now["last_km"]) == ("2024-11-01", 13_000)
    assert kept.follows.due == TOMORROW
    assert "visit" in kept.changed.kinds
    assert (task(shop, key)["state"], task(shop, key)["first_due"]) == ("open", None)


def test_without_a_prediction_what_is_not_due_waits_thirty_days_and_its_time_runs_from_there(shop):
    key, _ = a_task(shop)
    call(shop, D.NOT_DUE, key, reading=20_000)
    assert task(shop, key)["due"] == "2026-02-11"
    late = date(2026, 3, 20)  # more than 60 days after it was first due
    generate_tasks(shop.on(late))
    assert state(shop, key) == ("open", None)


def test_a_reading_that_was_told_today_already_needs_no_second_telling(shop):
    key, _ = a_task(shop)
    call(shop, D.NO_ANSWER, key, reading=20_000)
    call(shop, D.NOT_DUE, key)
    assert len(shop.rows("SELECT * FROM told")) == 1
    assert trouble(WrongUse, shop, D.NOT_DUE, key, reading=0).code == "outcome.reading_wrong"
    assert trouble(WrongUse, shop, D.NOT_DUE, key, reading=3_000_001).code == "outcome.reading_wrong"


def test_a_service_elsewhere_is_a_maintenance_that_counts_for_the_next_one_and_no_visit(shop):
    car = shop.car(shop.customer())
    shop.visit(car, date(2024, 7, 10), kind="保养", odometer=10_000)
    (key,) = tasks_of(shop, car)
    assert trouble(WrongUse, shop, D.SERVICED_ELSEWHERE, key).code == "outcome.outside_missing"
    told = OutsideService(date(2026, 1, 5), 25_000, " 快修店 ", "换机油", "近")
    call(shop, D.SERVICED_ELSEWHERE, key, outside=told)
    row = one(shop, "SELECT * FROM told")
    assert (row["day"], row["odometer"], row["maintenance"]) == ("2026-01-05", 25_000, 1)
    assert (row["place"], row["note"]) == ("快修店", "换机油\n近")
    now = one(shop, "SELECT * FROM stretch WHERE from_day <= ? AND until_day > ?", *[TODAY.isoformat()] * 2)
    assert (now["maintained"], now["visits"], now["reference"]) == ("2026-01-05", 1, "2024-07-10")
    assert state(shop, key) == ("done", None)
    ahead = OutsideService(TOMORROW)
    assert trouble(WrongUse, shop, D.SERVICED_ELSEWHERE, vehicle_id=car, outside=ahead).code == "outcome.outside_ahead"


def test_a_car_that_was_sold_is_departed_only_when_the_agent_says_so(shop):
    (first, car), (second, other) = a_task(shop), a_task(shop)
    kept = call(shop, D.CAR_SOLD, first)
    assert [(one.next, one.reason) for one in kept.proposals] == [(Next.DEPARTED, "sold"), (Next.NEW_OWNER, None)]
    assert (state(shop, first), shop.rows("SELECT * FROM departure")) == (("done", None), [])
    kept = call(shop, D.USED_ELSEWHERE, second, departed=Departing("moved", "三亚"))
    assert nexts(kept) == [Next.NEW_OWNER]
    left = one(shop, "SELECT vehicle_id, day, reason, note FROM departure")
    assert left == {"vehicle_id": other, "day": "2026-01-12", "reason": "moved", "note": "三亚"}
    assert "vehicle" in kept.changed.kinds
    assert car != other
    assert (
        trouble(WrongUse, shop, D.CAR_SOLD, vehicle_id=car, departed=Departing("?")).code == "outcome.departed_reason"
    )


def test_departing_ends_the_other_tasks_of_the_car(shop):
    key, car = a_task(shop)
    with shop.writing() as writer:
        (other,) = writer.insert(tables.Task, [other_task(car)])
    call(shop, D.CAR_SOLD, key, departed=Departing("sold"))
    assert state(shop, other) == ("ended", "departed")
    call(shop, D.CAR_SOLD, vehicle_id=car, incoming=True, departed=Departing("sold"))  # told a second time
    assert len(shop.rows("SELECT * FROM departure")) == 1


@pytest.mark.parametrize(("first", "second"), [(D.REFUSED, D.HUNG_UP), (D.HUNG_UP, D.REFUSED), (D.REFUSED, D.REFUSED)])
def test_the_second_refusal_within_twelve_months_asks_for_do_not_call(shop, first, second):
    customer = shop.customer()
    one_task, other = tasks_of(shop, lost_car(shop, customer), lost_car(shop, customer))
    assert call(shop, first, one_task).proposals == ()
    assert state(shop, one_task) == ("ended", "refused")
    kept = call(shop, second, other, day=TOMORROW)
    assert kept.proposals == ((Next.DO_NOT_CALL, said("call.ask_do_not_call", times=2), None),)


def test_refusals_count_for_twelve_months_and_for_the_customer_alone(shop):
    customer = shop.customer()
    mine, later, of_another = tasks_of(
        shop, lost_car(shop, customer), lost_car(shop, customer), lost_car(shop, shop.customer())
    )
    call(shop, D.REFUSED, mine)
    assert call(shop, D.REFUSED, of_another).proposals == ()
    assert call(shop, D.REFUSED, later, day=date(2027, 1, 12)).proposals == ()
    with shop.writing() as writer:
        writer.insert(tables.Task, [other_task(None) | {"customer_id": customer}])
    kept = call(shop, D.HUNG_UP, customer_id=customer, day=date(2027, 1, 11))
    assert [proposal.said.params["times"] for proposal in kept.proposals] == [3]


# ---- what cannot be kept, and clocks --------------------------------------------------------------------------------


def test_nothing_of_a_call_is_kept_where_a_part_of_it_is_impossible(shop):
    (key, car), (done, _) = a_task(shop), a_task(shop)
    call(shop, D.COMPLETED, done)
    before = [shop.rows(f"SELECT * FROM {table}") for table in ("task", "call", "told", "phone")]
    asked = {"reading": 20_000, "wechat": True}
    assert trouble(Refused, shop, D.COMPLETED, key, done, **asked).code == "outcome.task_closed"
    assert trouble(WrongUse, shop, D.APPOINTMENT, key, **asked).code == "outcome.appointment_missing"
    assert trouble(WrongUse, shop, D.COMPLAINT, key, **asked).code == "outcome.complaint_missing"
    assert trouble(WrongUse, shop, D.COMPLETED, key, departed=Departing("gone"), **asked).code
    assert trouble(WrongUse, shop, D.COMPLETED, key, phone_id=99, **asked) == said("outcome.phone_of_nobody")
    assert trouble(WrongUse, shop, D.COMPLETED, **asked) == said("outcome.nobody")
    assert trouble(Refused, shop, D.COMPLETED, vehicle_id=99).code == "customers.gone"
    assert trouble(Refused, shop, D.COMPLETED, customer_id=99).code == "customers.gone"
    assert [shop.rows(f"SELECT * FROM {table}") for table in ("task", "call", "told", "phone")] == before
    assert car


def test_a_clock_that_was_set_back_miscounts_nothing(shop):
    customer = shop.customer()
    (key,) = tasks_of(shop, lost_car(shop, customer))
    call(shop, D.NO_ANSWER, key, day=date(2026, 1, 20))
    call(shop, D.NO_ANSWER, key, day=TODAY, hour=9)  # the PC thinks that it is eight days earlier
    assert task(shop, key)["attempts"] == 2
    lost_car(shop, customer)
    generate_tasks(shop.on(TODAY))
    assert one(shop, "SELECT attempts FROM task ORDER BY id DESC LIMIT 1") == {"attempts": 2}
    call(shop, D.COMPLETED, key, day=TODAY, hour=8)
    lost_car(shop, customer)
    generate_tasks(shop.on(TODAY))
    assert one(shop, "SELECT attempts FROM task ORDER BY id DESC LIMIT 1") == {"attempts": 0}


def test_a_new_task_waits_for_the_number_like_those_before_it(shop):
    customer = shop.customer()
    (key,) = tasks_of(shop, lost_car(shop, customer))
    call(shop, D.WRONG_PERSON, key)
    lost_car(shop, customer)
    generate_tasks(shop.desk)
    newest = one(shop, "SELECT last_try, attempts FROM task ORDER BY id DESC LIMIT 1")
    assert newest == {"last_try": "wrong-person", "attempts": 0}


def test_who_sees_some_rows_keeps_no_calls_about_others(shop):
    advisor = shop.staff("李诚", "advisor")
    customer = shop.customer()
    key, car = a_task(shop, owner=customer)
    desk = at(shop, actor=clerk("call", advisor_id=advisor))
    for whom in ({"tasks": key}, {"customer_id": customer}, {"vehicle_id": car}):
        keys = (whom.pop("tasks"),) if "tasks" in whom else ()
        assert trouble(Refused, shop, D.COMPLETED, *keys, desk=desk, **whom).code in {
            "outcome.task_gone",
            "customers.gone",
        }
    assert trouble(Refused, shop, D.COMPLETED, key, desk=at(shop, actor=clerk("see"))).code == "actor.no_right"


# ---- and the queue --------------------------------------------------------------------------------------------------


def queued(shop, day, **asked):
    return [row.id for row in task_queue(shop.desk, day, **asked).rows]


def test_who_is_interested_is_offered_again_although_they_were_reached(shop):
    fleet = shop.customer()
    first, second = tasks_of(shop, lost_car(shop, fleet), lost_car(shop, fleet))
    call(shop, D.INTERESTED, first, left=(second,))
    assert queued(shop, date(2026, 1, 14)) == []
    assert queued(shop, date(2026, 1, 15)) == [first]
    assert task_queue(shop.desk, date(2026, 1, 15)).not_offered == {NotOffered.REACHED: 1}


@pytest.mark.parametrize("what", [D.WRONG_PERSON, D.WRONG_NUMBER])
def test_a_task_that_waits_for_a_number_is_offered_once_there_is_one(shop, what):
    customer = shop.customer()
    shop.phone(customer, "13900001111", quality="doubtful")
    (key,) = tasks_of(shop, lost_car(shop, customer))
    call(shop, what, key)
    assert task_queue(shop.desk, TODAY).not_offered == {NotOffered.NO_PHONE: 1}
    shop.phone(customer, "13900002222")
    assert queued(shop, TODAY) == [key]


def test_a_busy_line_is_offered_after_its_hour(shop):
    key, _ = a_task(shop)
    call(shop, D.BUSY, key, hour=10, minute=30)
    assert queued(shop, TODAY, at=time(11, 29)) == []
    assert queued(shop, TODAY, at=time(11, 30)) == [key]
