"""Do not call, departed, handed over, and the products of a car: entered by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.customers.handing_over import cars_of_advisor, hand_over, hand_over_all
from dealerdesk.services.customers.holdings import drop_product, keep_product
from dealerdesk.services.customers.marks import depart, lift_do_not_call, set_do_not_call, take_back_departure
from dealerdesk.services.lists import AskFor, month_list
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


def lost(shop):
    return [row.id for row in month_list(shop.desk, AskFor(ListName.LOST)).rows]


def open_tasks(shop):
    return shop.rows("SELECT ended_why FROM task WHERE state = 'open'")


def test_who_does_not_want_to_be_called_is_in_no_list_and_has_no_task(shop):
    owner = shop.customer("王小明", "13812345678")
    car = shop.car(owner, visits=[date(2025, 5, 1)])
    generate_tasks(shop.desk)
    done = set_do_not_call(shop.desk, owner, "asked at reception")
    assert (lost(shop), open_tasks(shop)) == ([], [])
    assert shop.rows("SELECT DISTINCT ended_why FROM task") == [{"ended_why": "do-not-call"}]
    assert customer_file(shop.desk, vehicle=car).person.do_not_call
    undo_act(shop.desk, done.changed.act)
    assert lost(shop) == [car]
    assert open_tasks(shop)


def test_the_mark_holds_for_the_number_of_whoever_else_has_it(shop):
    owner = shop.customer("王小明", "13812345678")
    other = shop.customer("王大明", "13812345678")
    car = shop.car(other, visits=[date(2025, 5, 1)])
    set_do_not_call(shop.desk, owner, "asked")
    assert lost(shop) == []
    lift_do_not_call(shop.desk, owner, "called us herself")
    assert lost(shop) == [car]


def test_a_mark_is_set_once_and_lifted_with_a_reason(shop):
    owner = shop.customer()
    assert set_do_not_call(shop.desk, owner, " ").errors["reason"].code == "edit.required"
    assert set_do_not_call(shop.desk, owner, "x", TODAY + timedelta(1)).errors["day"].code == "edit.future_day"
    assert set_do_not_call(shop.desk, owner, "asked").changed.act
    assert set_do_not_call(shop.desk, owner, "asked again").changed.act is None
    assert lift_do_not_call(shop.desk, owner, "").errors["reason"].code == "edit.required"
    assert lift_do_not_call(shop.desk, owner, "wants calls").changed.act
    assert lift_do_not_call(shop.desk, owner, "wants calls").changed.act is None
    with pytest.raises(Refused, match=r"customers\.gone"):
        set_do_not_call(shop.desk, 99, "asked")


def test_a_car_that_departed_is_out_of_every_list_until_that_is_taken_back(shop):
    car = shop.car(visits=[date(2025, 5, 1)])
    generate_tasks(shop.desk)
    depart(shop.desk, car, "sold", date(2026, 10, 1), "to a cousin")
    assert (lost(shop), open_tasks(shop)) == ([], [])
    told = customer_file(shop.desk, vehicle=car).car.departure
    assert (told.day, told.reason, told.note) == (date(2026, 10, 1), "sold", "to a cousin")
    with pytest.raises(Refused, match=r"departure\.already"):
        depart(shop.desk, car, "scrapped")
    take_back_departure(shop.desk, car)
    assert lost(shop) == [car]
    assert take_back_departure(shop.desk, car).changed.act is None


def test_what_no_departure_can_be_is_said(shop):
    wrong = depart(shop.desk, shop.car(), "stolen", TODAY + timedelta(1))
    assert {name: why.code for name, why in wrong.errors.items()} == {
        "reason": "edit.bad_choice",
        "day": "edit.future_day",
    }


def test_an_advisor_who_leaves_hands_all_cars_over_and_the_history_stays(shop):
    leaving, staying = shop.staff("李诚", "advisor"), shop.staff("周顾问", "advisor")
    cars = [shop.car(advisor=leaving) for _ in range(3)]
    served = shop.car(visits=[])
    shop.visit(served, date(2026, 3, 1), advisor_id=leaving)
    assert set(cars_of_advisor(shop.desk, leaving)) == {*cars, served}
    done = hand_over_all(shop.desk, leaving, staying)
    assert cars_of_advisor(shop.desk, leaving) == ()
    assert set(cars_of_advisor(shop.desk, staying)) == {*cars, served}
    spans = customer_file(shop.desk, vehicle=cars[0]).car.advisors
    assert [(span.name, span.from_day) for span in spans] == [("周顾问", TODAY), ("李诚", None)]
    undo_act(shop.desk, done.act)
    assert set(cars_of_advisor(shop.desk, leaving)) == {*cars, served}


def test_a_car_is_handed_over_once(shop):
    staying = shop.staff("周顾问", "advisor")
    car = shop.car()
    assert hand_over(shop.desk, [car, car], staying).act
    assert hand_over(shop.desk, [car], staying).act is None
    with pytest.raises(Refused, match=r"handover\.nobody"):
        hand_over(shop.desk, [car], 99)
    with pytest.raises(WrongUse, match=r"handover\.future"):
        hand_over(shop.desk, [car], staying, TODAY + timedelta(1))


def test_nobody_hands_over_the_cars_of_others(shop):
    mine, other = shop.staff("李诚", "advisor"), shop.staff("周顾问", "advisor")
    car = shop.car(advisor=mine)
    theirs = shop.on(TODAY, clerk("see", "enter", "plan", advisor_id=other))
    assert cars_of_advisor(theirs, mine) == ()
    with pytest.raises(Refused, match=r"customers\.gone"):
        hand_over(theirs, [car], other)


def test_a_product_in_force_protects(shop):
    car = shop.car()
    kept = keep_product(shop.desk, car, {"kind": "stored-value", "balance_fen": "500"})
    assert customer_file(shop.desk, vehicle=car).car.figures.protected
    (row,) = shop.rows("SELECT id, revision FROM product")
    keep_product(shop.desk, car, {"balance_fen": "0"}, row["id"], row["revision"])
    assert not customer_file(shop.desk, vehicle=car).car.figures.protected
    with pytest.raises(Refused, match=r"record\.changed_meanwhile"):
        drop_product(shop.desk, car, row["id"], row["revision"])
    drop_product(shop.desk, car, row["id"], row["revision"] + 1)
    assert not shop.rows("SELECT 1 FROM product")
    assert kept.changed.act


@pytest.mark.parametrize(
    ("entered", "field", "code"),
    [
        ({}, "kind", "edit.bad_choice"),
        ({"kind": "voucher"}, "ends", "holding.end_or_balance"),
        ({"kind": "voucher", "starts": TODAY, "ends": date(2026, 1, 1)}, "ends", "holding.ends_before"),
        ({"kind": "voucher", "declined_on": TODAY}, "declined_reason", "edit.required"),
        ({"kind": "voucher", "balance_fen": "-1"}, "balance_fen", "entry.negative_amount"),
    ],
)
def test_what_no_product_can_be_is_said(shop, entered, field, code):
    assert keep_product(shop.desk, shop.car(), entered).errors[field].code == code


def test_a_product_that_was_declined_keeps_reason_and_interest(shop):
    car = shop.car()
    said = {"kind": "extended-warranty", "declined_on": TODAY, "declined_reason": "too dear", "interest": "low"}
    keep_product(shop.desk, car, said)
    (told,) = customer_file(shop.desk, vehicle=car).car.products
    assert (told.declined_reason, told.interest, told.in_force) == ("too dear", "low", False)
