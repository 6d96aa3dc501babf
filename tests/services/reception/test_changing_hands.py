"""Plates and owners that change from a day on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealerdesk.domain.errors import Refused
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.personal.erasing import erase_customer
from dealerdesk.services.reception.changing_hands import NewOwner, change_owner, change_plate
from dealerdesk.services.search import find
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop

TODAY = date(2026, 11, 22)
JUNE = date(2026, 6, 1)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def test_an_old_plate_still_leads_to_the_car(shop):
    car = shop.car(plate="琼A11111", visits=[date(2026, 3, 1)])
    done = change_plate(shop.desk, car, "琼b·22222", JUNE)
    assert not done.errors
    assert customer_file(shop.desk, vehicle=car).car.plate == "琼B22222"
    assert [hit.id for hit in find(shop.desk, "11111")] == [hit.id for hit in find(shop.desk, "22222")] == [car]
    assert customer_file(shop.on(JUNE - timedelta(1)), vehicle=car).car.plate == "琼A11111"
    undo_act(shop.desk, done.changed.act)
    assert customer_file(shop.desk, vehicle=car).car.plate == "琼A11111"
    assert check_store(shop.desk).ok


def test_a_plate_of_another_car_passes_on_once_that_is_confirmed(shop):
    car, other = shop.car(plate="琼A11111"), shop.car(plate="琼A22222")
    asked = change_plate(shop.desk, car, "琼A22222", JUNE)
    assert ([doubt.code for doubt in asked.doubts], asked.others) == (["plate_taken"], {"plate_taken": other})
    change_plate(shop.desk, car, "琼A22222", JUNE, confirmed=["plate_taken"])
    assert customer_file(shop.desk, vehicle=car).car.plate == "琼A22222"
    assert customer_file(shop.desk, vehicle=other).car.plate is None
    assert check_store(shop.desk).ok


@pytest.mark.parametrize(
    ("text", "day", "field", "code"),
    [
        ("", JUNE, "plate", "edit.required"),
        ("免单车号", JUNE, "plate", "entry.plate_free"),
        ("??", JUNE, "plate", "entry.plate_unusable"),
        ("琼A11111", JUNE, "plate", "entry.plate_already"),
        ("琼A33333", TODAY + timedelta(1), "day", "edit.future_day"),
    ],
)
def test_what_cannot_be_a_new_plate_is_said(shop, text, day, field, code):
    car = shop.car(plate="琼A11111")
    assert change_plate(shop.desk, car, text, day).errors[field].code == code


def test_a_plate_does_not_change_before_it_last_did(shop):
    car = shop.car(plate="琼A11111")
    change_plate(shop.desk, car, "琼A22222", JUNE)
    assert change_plate(shop.desk, car, "琼A33333", JUNE - timedelta(1)).errors["day"].code == "entry.before_change"


def test_what_was_typed_wrong_is_corrected_on_the_same_day(shop):
    owner, other = shop.customer("王小明"), shop.customer("陈丽")
    car = shop.car(owner, plate="琼A11111")
    for plate in ("琼A22222", "琼A23222", "琼A11111"):
        assert change_plate(shop.desk, car, plate, TODAY).changed.act
    change_owner(shop.desk, car, NewOwner(other), TODAY)
    assert change_owner(shop.desk, car, NewOwner(owner), TODAY).changed.act
    told = customer_file(shop.desk, vehicle=car).car
    assert [(span.name, span.from_day, span.until_day) for span in (*told.plates, *told.owners)] == [
        ("琼A11111", None, None),
        ("王小明", None, None),
    ]
    assert check_store(shop.desk).problems == ()


def test_nobody_who_was_erased_becomes_an_owner(shop):
    gone = shop.customer("陈丽")
    erase_customer(shop.desk, gone)
    with pytest.raises(Refused, match=r"customers\.erased_already"):
        change_owner(shop.desk, shop.car(), NewOwner(gone), TODAY)


def test_a_new_owner_starts_without_the_old_ones_mark_and_promises(shop):
    seller = shop.customer("王小明")
    car = shop.car(seller, visits=[date(2025, 1, 10)])
    generate_tasks(shop.desk)
    assert shop.rows("SELECT 1 FROM task WHERE state = 'open'")
    shop.do_not_call(seller, date(2026, 2, 1))
    done = change_owner(shop.desk, car, NewOwner(fields={"name": "陈丽"}, phones=("13912345678",)), JUNE)
    file = customer_file(shop.desk, vehicle=car)
    assert (file.person.name, file.person.do_not_call) == ("陈丽", False)
    assert [span.name for span in file.car.owners] == ["陈丽", "王小明"]
    assert not shop.rows("SELECT 1 FROM task WHERE state = 'open'")
    assert done.customer == file.person.id
    assert check_store(shop.desk).ok


def test_an_order_stays_with_who_owned_the_car_then(shop):
    seller = shop.customer("王小明")
    car = shop.car(seller, visits=[date(2026, 3, 1)])
    buyer = shop.customer("陈丽", "13912345678")
    change_owner(shop.desk, car, NewOwner(buyer), JUNE)
    shop.visit(car, date(2026, 8, 1))
    assert customer_file(shop.desk, customer=buyer).person.name == "陈丽"
    of_seller = customer_file(shop.desk, customer=seller)
    assert [event.day for event in of_seller.timeline.events if event.kind == "visit"] == [date(2026, 3, 1)]


def test_the_owner_that_a_car_has_cannot_become_its_owner(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner)
    assert change_owner(shop.desk, car, NewOwner(owner), JUNE).errors["owner"].code == "entry.same_owner"


def test_a_new_owner_who_may_be_known_is_asked_about(shop):
    known = shop.customer("陈丽", "13912345678")
    car = shop.car()
    asked = change_owner(shop.desk, car, NewOwner(fields={"name": "陈丽丽"}, phones=("13912345678",)), JUNE)
    assert asked.others == {"same_phone": known}
    anyway = change_owner(
        shop.desk, car, NewOwner(fields={"name": "陈丽丽"}, phones=("13912345678",)), JUNE, confirmed=["same_phone"]
    )
    assert anyway.customer not in {None, known}


def test_a_car_that_nobody_owned_is_its_first_known_owners_from_ever(shop):
    car = shop.car(visits=[date(2026, 3, 1)])
    shop.rows("SELECT 1")
    with shop.writing() as writer:
        from dealerdesk.db import tables

        keys = [row[0] for row in writer.conn.exec_driver_sql("SELECT id FROM ownership")]
        writer.delete(tables.Ownership, keys)
    shop.fold(car)
    change_owner(shop.desk, car, NewOwner(fields={"name": "陈丽"}), JUNE)
    assert customer_file(shop.on(date(2026, 3, 1)), vehicle=car).person.name == "陈丽"
    assert check_store(shop.desk).ok


def test_cars_that_swap_their_plates_bear_them_one_after_the_other(shop):
    first, second = shop.car(plate="琼A11111"), shop.car(plate="琼A22222")
    assert change_plate(shop.desk, first, "琼A22222", TODAY, confirmed=("plate_taken",)).changed.act
    assert change_plate(shop.desk, second, "琼A11111", TODAY).changed.act
    rows = shop.rows("SELECT vehicle_id, from_day, until_day FROM plate WHERE plate = '琼A11111' ORDER BY from_day")
    day = TODAY.isoformat()
    assert [(row["vehicle_id"], row["from_day"], row["until_day"]) for row in rows] == [
        (first, "0001-01-01", day),
        (second, day, "9999-12-31"),
    ]
