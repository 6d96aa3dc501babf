"""Do not call, departed, handed over, and the products of a car: entered by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.record_fields import PhoneEdit
from dealerdesk.services.customers.belonging import set_tags, tie_customers
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.customers.handing_over import cars_of_advisor, hand_over, hand_over_all
from dealerdesk.services.customers.holdings import drop_product, keep_product
from dealerdesk.services.customers.marks import depart, lift_do_not_call, set_do_not_call, take_back_departure
from dealerdesk.services.lists import AskFor, month_list
from dealerdesk.services.personal.erasing import erase_customer
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


def test_who_shares_a_number_that_nobody_calls_is_marked_by_themselves(shop):
    first, second = shop.customer("王小明", "13812345678"), shop.customer("王大明", "13812345678")
    shop.phone(second, "13912345678")
    set_do_not_call(shop.desk, first, "asked")
    assert set_do_not_call(shop.desk, second, "asked as well").changed.act
    lift_do_not_call(shop.desk, first, "called us")
    held = customer_file(shop.desk, customer=second).person.marks
    assert {mark.number for mark in held} == {None, "139****5678"}
    assert customer_file(shop.desk, customer=first).person.marks == ()


def test_a_number_that_comes_to_a_marked_customer_is_marked(shop):
    owner = shop.customer("王小明", "13812345678")
    set_do_not_call(shop.desk, owner, "asked")
    person = customer_file(shop.desk, customer=owner).person
    (phone,) = person.phones
    kept = PhoneEdit(id=phone.phone.id, revision=phone.revision)
    edit_customer(shop.desk, owner, person.revision, {}, [kept, PhoneEdit(text="13912345678")])
    other = shop.car(shop.customer("王大明", "13912345678"), visits=[date(2025, 5, 1)])
    assert other not in lost(shop)


def test_a_car_that_came_back_can_depart_again(shop):
    car = shop.car(visits=[date(2024, 5, 1)])
    depart(shop.desk, car, "moved", date(2025, 1, 1))
    shop.visit(car, date(2025, 6, 1))
    assert customer_file(shop.desk, vehicle=car).car.departure is None
    assert take_back_departure(shop.desk, car).changed.act is None
    done = depart(shop.desk, car, "sold", date(2025, 6, 1))
    assert customer_file(shop.desk, vehicle=car).car.departure.reason == "sold"
    undo_act(shop.desk, done.changed.act)
    assert customer_file(shop.desk, vehicle=car).car.departure is None


def test_no_car_departs_before_it_was_here_last(shop):
    car = shop.car(visits=[date(2026, 10, 1)])
    wrong = depart(shop.desk, car, "sold", date(2026, 9, 30)).errors["day"]
    assert (wrong.code, wrong.params["day"]) == ("departure.came_since", date(2026, 10, 1))


def test_all_that_an_advisor_has_today_is_handed_over_though_from_an_earlier_day(shop):
    leaving, staying, third = (shop.staff(name, "advisor") for name in ("李诚", "周顾问", "吴顾问"))
    passed_on, taken_on = shop.car(advisor=leaving), shop.car(advisor=third)
    hand_over(shop.desk, [passed_on], third, date(2026, 10, 1))
    hand_over(shop.desk, [taken_on], leaving, date(2026, 10, 5))
    hand_over_all(shop.desk, leaving, staying, date(2026, 9, 1))
    assert cars_of_advisor(shop.desk, leaving) == ()
    assert cars_of_advisor(shop.desk, third) == (passed_on,)
    assert cars_of_advisor(shop.desk, staying) == (taken_on,)


def test_nothing_is_kept_again_of_who_was_erased(shop):
    gone, other = shop.customer("陈丽"), shop.customer("王小明")
    erase_customer(shop.desk, gone)
    revision = customer_file(shop.desk, customer=gone).person.revision
    for call in (
        lambda: set_do_not_call(shop.desk, gone, "asked"),
        lambda: set_tags(shop.desk, gone, ["VIP"]),
        lambda: tie_customers(shop.desk, other, gone, "household"),
        lambda: edit_customer(shop.desk, gone, revision, {"name": "陈丽"}),
    ):
        with pytest.raises(Refused, match=r"customers\.erased_already"):
            call()


def test_a_voucher_with_something_left_is_held_and_binds_nobody(shop):
    car = shop.car()
    keep_product(shop.desk, car, {"kind": "voucher", "balance_fen": "100"})
    keep_product(shop.desk, car, {"kind": "voucher", "balance_fen": "0"})
    told = customer_file(shop.desk, vehicle=car).car
    assert {(one.balance_fen, one.in_force) for one in told.products} == {(10_000, True), (0, False)}
    assert not told.figures.protected
