"""The offer on real stores: who is not called now and why, counted and with their rows (Rulebook 6.2, 6.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.followup import Disposition, PartOfDay
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_desk import QueueAsk, call_desk
from dealerdesk.services.event_tasks import plan_task
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.reserving import keep_taken, release_call, take_call
from dealerdesk.services.store_days import close_day, keep_absence
from dealerdesk.services.tasks import generate_tasks
from tests.stores import A_MOMENT, a_shop, clerk

TODAY = date(2026, 1, 12)
TEN = time(10)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def lost_car(shop, **fields):
    return shop.car(visits=[date(2024, 7, 10)], **fields)


def made(shop, *cars):
    """The tasks of the lists; those of these cars."""
    generate_tasks(shop.desk)
    return [row["id"] for row in shop.rows("SELECT id, vehicle_id FROM task") if row["vehicle_id"] in cars]


def held(shop, **ask):
    """Which cars are held back for what, and which are called."""
    queue = call_desk(shop.desk, QueueAsk(**ask))
    found = {why.value: [row.vehicle_id for row in rows] for why, rows in queue.held.items()}
    return found, [row.vehicle_id for row in queue.rows]


def contact(shop, customer, day, channel="call", disposition="completed", **fields):
    row = {"at": A_MOMENT, "day": day, "who": "owner", "customer_id": customer, "channel": channel}
    return shop._insert(tables.Call, disposition=disposition, **row, **fields)


def appointment(shop, car, day, state="booked", **fields):
    row = {"vehicle_id": car, "day": day, "at": TEN, "minutes": 60, "purpose": "repair", "state": state}
    return shop._insert(tables.Appointment, code=f"A{day}{car}", booked_on=TODAY, booked_by="owner", **row, **fields)


def complaint(shop, customer, state="received", **fields):
    row = {
        "customer_id": customer,
        "category": "price",
        "channel": "call",
        "happened": "…",
        "received_on": TODAY,
        "limit_from": A_MOMENT,
    }
    shop._insert(tables.Complaint, code=f"C{customer}", received_by="owner", state=state, **row, **fields)


@pytest.mark.parametrize("channel", ["call", "wechat", "message", "letter", "house-visit", "reception"])
def test_whoever_was_reached_by_any_channel_rests_for_seven_days(shop, channel):
    car = lost_car(shop)
    made(shop, car)
    contact(shop, 1, TODAY - timedelta(days=6), channel)
    assert held(shop) == ({"reached": [car]}, [])
    assert held(shop, day=TODAY + timedelta(days=1)) == ({}, [car])  # the seventh day


def test_who_answered_another_customers_number_rests_too(shop):
    car, other = lost_car(shop, owner=shop.customer("甲", "13800001111")), shop.customer("乙", "13800001111")
    made(shop, car)
    contact(shop, other, TODAY)
    assert held(shop) == ({"reached": [car]}, [])


def test_an_attempt_is_no_contact(shop):
    car = lost_car(shop)
    made(shop, car)
    contact(shop, 1, TODAY, disposition="no-answer")
    assert held(shop) == ({}, [car])


def test_an_appointment_ahead_holds_the_calls_until_its_day_is_over(shop):
    car = lost_car(shop)
    made(shop, car)
    booked = appointment(shop, car, TODAY + timedelta(days=1))
    assert held(shop) == ({"appointment": [car]}, [])
    assert held(shop, day=TODAY + timedelta(days=1)) == ({"appointment": [car]}, [])
    assert held(shop, day=TODAY + timedelta(days=2)) == ({}, [car])
    shop.change(tables.Appointment, booked, state="cancelled")
    assert held(shop) == ({}, [car])


def test_an_open_complaint_holds_all_but_itself_callbacks_and_care(shop):
    owner = shop.customer()
    car = lost_car(shop, owner=owner)
    shop.visit(car, TODAY - timedelta(days=5), paid_fen=0)  # free, and asked about all the same
    complaint(shop, owner)
    generate_tasks(shop.desk)
    queue = call_desk(shop.desk)
    assert {row.reason for row in queue.rows} == {Reason.COMPLAINT, Reason.CARE}
    assert {row.reason for row in queue.held[NotOffered.COMPLAINT]} == {Reason.SURVEY}


def test_a_wrong_person_waits_for_a_good_number(shop):
    owner = shop.customer(quality="doubtful")
    car = lost_car(shop, owner=owner)
    (task,) = made(shop, car)
    assert held(shop) == ({}, [car])
    shop.change(tables.Task, task, last_try="wrong-person")
    assert held(shop) == ({"no-phone": [car]}, [])
    shop.phone(owner, "13899990000", quality="good")
    assert held(shop) == ({}, [car])


@pytest.mark.parametrize("channel", ["wechat", "message", "letter"])
def test_who_prefers_messages_is_called_back_alone(shop, channel):
    owner = shop.customer(preferred_channel=channel)
    car = lost_car(shop, owner=owner)
    made(shop, car)
    assert held(shop) == ({"messages": [car]}, [])
    plan_task(shop.desk, NewTask(Reason.CALLBACK, TODAY, owner, about="price of tyres"))
    (row,) = call_desk(shop.desk).rows
    assert (row.reason, row.about) == (Reason.CALLBACK, "price of tyres")
    assert row.why == (said("now.callback", day=TODAY), said("now.about", about="price of tyres"))


def test_outside_the_hours_only_what_was_promised_stands(shop):
    car, named = lost_car(shop), shop.customer()
    made(shop, car)
    plan_task(shop.desk, NewTask(Reason.CALLBACK, TODAY, named, at=time(12, 30)))
    assert held(shop, at=time(12, 15)) == ({"later": [None], "hours": [car]}, [])
    assert held(shop, at=time(12, 30)) == ({"hours": [car]}, [None])
    assert held(shop, at=time(14)) == ({}, [None, car])


def test_on_a_day_on_which_the_store_is_closed_nobody_is_called(shop):
    car = lost_car(shop)
    made(shop, car)
    close_day(shop.desk, TODAY)
    assert held(shop, at=TEN) == ({"closed": [car]}, [])
    assert held(shop) == ({}, [car])


def test_the_tasks_of_who_is_away_are_offered_to_all_others(shop):
    away, here = shop.staff("周敏"), shop.staff("李娜")
    cars = [lost_car(shop) for _ in range(4)]
    made(shop, *cars)
    assert len(held(shop, agent="李娜")[1]) == 2
    keep_absence(shop.desk, away, TODAY, TODAY)
    assert sorted(held(shop, agent="李娜")[1]) == cars
    assert len(held(shop, agent="李娜", day=TODAY + timedelta(days=1))[1]) == 2
    assert here


def test_a_call_that_somebody_has_taken_is_theirs_until_they_let_go(shop):
    car = lost_car(shop)
    (task,) = made(shop, car)
    take_call(shop.desk, [task], "window 1")
    assert held(shop, holder="window 2") == ({"reserved": [car]}, [])
    assert held(shop, holder="window 1") == ({}, [car])
    with pytest.raises(Refused) as refused:
        take_call(shop.desk, [task], "window 2")
    since = A_MOMENT.astimezone()
    assert refused.value.said == said("call.taken", who="owner", at=f"{since:%H:%M}")
    release_call(shop.desk, [task], "window 2")  # not theirs to let go
    assert held(shop, holder="window 2") == ({"reserved": [car]}, [])
    release_call(shop.desk, [task], "window 1")
    assert held(shop, holder="window 2") == ({}, [car])
    assert shop.rows("SELECT use_case FROM act WHERE use_case IN ('take-call', 'keep-taken', 'release-call')") == []


def at(shop, minutes):
    """The desk when so many minutes have gone by."""

    return replace(shop.desk, clock=lambda: A_MOMENT + timedelta(minutes=minutes))


def test_a_call_is_free_again_when_nothing_was_heard_for_a_quarter_of_an_hour(shop):
    car = lost_car(shop)
    (task,) = made(shop, car)
    take_call(shop.desk, [task], "one")
    keep_taken(at(shop, 10), [task], "one")
    with pytest.raises(Refused):
        take_call(at(shop, 24), [task], "two")
    assert take_call(at(shop, 26), [task], "two").until == A_MOMENT + timedelta(minutes=41)
    with pytest.raises(Refused):
        keep_taken(at(shop, 27), [task], "one")


def test_a_clock_that_was_set_back_frees_the_call(shop):
    car = lost_car(shop)
    (task,) = made(shop, car)
    take_call(shop.desk, [task], "one")
    assert take_call(at(shop, -60), [task], "two").tasks == (task,)
    keep_taken(at(shop, -59), [task], "two")


def test_a_call_that_was_kept_frees_its_tasks(shop):
    car = lost_car(shop)
    (task,) = made(shop, car)
    take_call(shop.desk, [task], "one")
    shop.change(tables.Task, task, state="done", ended_on=TODAY)
    take_call(shop.desk, [task], "two")
    assert shop.rows("SELECT holder FROM reservation") == [{"holder": "two"}]


def test_filters_keep_whole_calls_and_counts_stay_those_of_the_queue(shop):
    shop.staff("周敏")
    owner = shop.customer()
    cars = [lost_car(shop, owner=owner), lost_car(shop)]
    generate_tasks(shop.desk)
    plan_task(shop.desk, NewTask(Reason.CALLBACK, TODAY, owner, at=time(15)))
    queue = call_desk(shop.desk)
    assert queue.by_reason == {Reason.SURVEY: 2, Reason.CALLBACK: 1}
    assert queue.by_agent == {"周敏": 3}
    kept = call_desk(shop.desk, QueueAsk(reason=Reason.CALLBACK))
    assert [[row.reason for row in entry.rows] for entry in kept.entries] == [[Reason.CALLBACK, Reason.SURVEY]]
    assert kept.by_reason == queue.by_reason
    assert len(call_desk(shop.desk, QueueAsk(part=PartOfDay.AFTERNOON)).entries) == 1
    assert len(call_desk(shop.desk, QueueAsk(part=PartOfDay.MORNING)).entries) == 0
    assert [row.vehicle_id for row in call_desk(shop.desk, QueueAsk(reason=Reason.SURVEY)).rows] == [None, *cars]


def test_who_answers_more_often_is_called_first(shop):
    never, always, unknown = (lost_car(shop) for _ in range(3))
    made(shop)
    for customer, disposition in ((1, "no-answer"), (1, "completed"), (1, "busy"), (2, "refused")):
        contact(shop, customer, date(2025, 11, 3), disposition=disposition)
    assert held(shop)[1] == [always, unknown, never]


def test_promises_come_at_their_time_and_to_the_same_agent_first(shop):
    mine, other = shop.staff("周敏"), shop.staff("李娜")
    people = [shop.customer() for _ in range(3)]
    for customer, agent, hour in ((people[0], other, 9), (people[1], mine, 9), (people[2], other, 8)):
        plan_task(shop.desk, NewTask(Reason.CALLBACK, TODAY, customer, at=time(hour), agent_id=agent))
    assert [row.customer_id for row in call_desk(shop.desk).rows] == [people[2], people[0], people[1]]

    sitting = replace(shop.desk, actor=replace(shop.desk.actor, staff=mine))
    assert [row.customer_id for row in call_desk(sitting).rows] == [people[2], people[1], people[0]]


def test_what_was_kept_of_a_call_lets_go_of_it(shop):
    car = lost_car(shop)
    (task,) = made(shop, car)
    take_call(shop.desk, [task], "one")
    record_outcome(shop.desk, [task], Disposition.NO_ANSWER)
    assert shop.rows("SELECT * FROM reservation") == []


def test_who_sees_their_own_rows_alone_is_offered_the_calls_that_are_theirs(shop):
    seller, advisor = shop.staff("刘洋", "sales"), shop.staff("陈伟", "advisor")
    shop.car(source="own", delivered=date(2025, 12, 8), delivered_by=seller, advisor=advisor)
    generate_tasks(shop.desk)
    sitting = shop.on(TODAY + timedelta(days=1), clerk("see", "call", advisor_id=seller))
    (row,) = call_desk(sitting).rows
    assert (row.reason, row.step) == (Reason.NEW_OWNER, 1)
    record_outcome(sitting, [row.id], Disposition.COMPLETED)
    assert call_desk(sitting).rows == ()
