"""Complaints, flags, appointments and reservations when a customer, a car or the import that brought them goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from dealerdesk.db import tables
from dealerdesk.domain.complaint import NewComplaint
from dealerdesk.services.complaints import complaints, open_complaint
from dealerdesk.services.deleting import remove_customer, remove_vehicle
from dealerdesk.services.flags import flags, raise_flag
from dealerdesk.services.importing import undo_import
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.importing import CAR, PLATE, TODAY

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HELD = ("complaint", "flag", "appointment", "interview", "answer", "task", "call", "call_task", "reservation")


def filled(shop, owner, car):
    """Everything that may come of a call with the owner of a car."""
    desk = shop.desk
    with shop.writing() as writer:
        call = {"day": TODAY, "at": NOW, "who": "owner", "disposition": "completed", "customer_id": owner}
        (call_id,) = writer.insert(tables.Call, [call])
        made = {"code": "T2222Z", "key": "other:1", "reason": "other", "created_on": TODAY, "due": TODAY}
        (task,) = writer.insert(tables.Task, [{**made, "customer_id": owner, "vehicle_id": car}])
        writer.insert(tables.CallTask, [{"call_id": call_id, "task_id": task, "place": 0}])
        ran = {"call_id": call_id, "script": "general", "version": 1, "day": TODAY, "began_at": NOW, "ended_at": NOW}
        (interview,) = writer.insert(tables.Interview, [{**ran, "complete": True, "customer_id": owner}])
        writer.insert(tables.InterviewAnswer, [{"interview_id": interview, "step": "a", "place": 0}])
        booked = {"day": date(2026, 3, 9), "at": time(9), "minutes": 60, "booked_on": TODAY, "booked_by": "owner"}
        about = {"code": "A1", "vehicle_id": car, "customer_id": owner, "call_id": call_id, "purpose": "保养"}
        writer.insert(tables.Appointment, [{**booked, **about}])
        taken = {"holder": "owner 1", "who": "owner", "at": NOW, "until": NOW + timedelta(minutes=10)}
        writer.derived(tables.Reservation, [{**taken, "task_id": task}])
    open_complaint(desk, NewComplaint("漏油", vehicle_id=car))
    raise_flag(desk, owner, car, task, "请经理致电")


def counts(shop):
    return {table: shop.rows(f'SELECT count(*) AS n FROM "{table}"')[0]["n"] for table in HELD}


def test_a_deleted_customer_takes_all_of_it_along_and_brings_it_back(shop):
    owner = shop.customer("王小明")
    filled(shop, owner, shop.car(owner))
    before = counts(shop)
    assert min(before.values()) == 1
    done = remove_customer(shop.desk, owner)
    assert set(counts(shop).values()) == {0}
    assert check_store(shop.desk).problems == ()
    undo_act(shop.desk, done.changed.act)
    assert counts(shop) == {**before, "reservation": 0}
    assert check_store(shop.desk).problems == ()


def test_a_deleted_car_takes_its_own_along(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner)
    filled(shop, owner, car)
    remove_vehicle(shop.desk, car)
    assert (complaints(shop.desk), flags(shop.desk)) == ((), ())
    assert check_store(shop.desk).problems == ()


def test_an_import_that_is_taken_back_leaves_the_car_of_a_complaint_whole(shop, exports):
    row = {"no": "KH-7", "name": "王小明", "phone": "13812345678", "vin": CAR, "plate": PLATE}
    batch = exports.vehicles(shop.desk, row).batch
    (car,) = (found["id"] for found in shop.rows("SELECT id FROM vehicle"))
    open_complaint(shop.desk, NewComplaint("漏油", vehicle_id=car))
    undo_import(shop.desk, batch)
    (found,) = complaints(shop.desk)
    assert (found.customer, found.plate) == ("王小明", PLATE)
    assert shop.rows("SELECT digits FROM phone") == [{"digits": "13812345678"}]
    assert check_store(shop.desk).problems == ()
