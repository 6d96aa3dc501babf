"""Visits by hand: what is kept, what follows from it, and what is refused or asked about beside its field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealerdesk.db.integrity import problems
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rules import Status
from dealerdesk.domain.visit import VisitState
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.reception.booking import (
    cars_in_workshop,
    change_visit,
    log_first_visit,
    log_visit,
    visits_of_day,
    void_visit,
)
from dealerdesk.services.reception.changing_hands import change_plate
from dealerdesk.services.reception.new_car import NewCar, add_car, look_at_new_car
from dealerdesk.services.task_ends import tidy_tasks
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)
PAID = {"date_in": TODAY, "kind": "Maintenance", "odometer": "61 240", "payer": "owner", "paid_fen": "520"}


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def status(shop, car):
    return customer_file(shop.desk, vehicle=car).car.figures.status


def sound(shop):
    found = check_store(shop.desk)
    return found.ok or found.problems


def row_of(shop, visit):
    (row,) = shop.rows("SELECT * FROM visit WHERE id = ?", visit)
    return row


def test_a_lost_customer_who_comes_is_active_again(shop):
    car = shop.car(visits=[date(2025, 5, 1)])
    assert status(shop, car) is Status.LOST
    kept = log_visit(shop.desk, car, PAID)
    assert kept.visit is not None
    assert status(shop, car) is Status.ACTIVE
    row = row_of(shop, kept.visit)
    assert (row["odometer"], row["paid_fen"], row["state"]) == (61_240, 52_000, "settled")
    assert (row["date_settled"], row["maintenance"], row["counts"]) == ("2026-11-22", 1, None)
    assert sound(shop) is True


def test_undo_takes_a_visit_back_with_all_that_followed(shop):
    car = shop.car(visits=[date(2025, 5, 1)])
    generate_tasks(shop.desk)
    assert shop.rows("SELECT 1 FROM task WHERE state = 'open'")
    kept = log_visit(shop.desk, car, PAID)
    assert not shop.rows("SELECT 1 FROM task WHERE state = 'open'")
    undo_act(shop.desk, kept.changed.act)
    assert status(shop, car) is Status.LOST
    assert shop.rows("SELECT 1 FROM task WHERE state = 'open'")
    assert not tidy_tasks(shop.desk).act
    assert sound(shop) is True


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(shop):
    car = shop.car()
    wrong = {**PAID, "date_in": TODAY + timedelta(1), "odometer": "x", "paid_fen": "-5", "kind": " "}
    kept = log_visit(shop.desk, car, wrong)
    assert {name: why.code for name, why in kept.errors.items()} == {
        "date_in": "edit.future_day",
        "odometer": "entry.no_odometer",
        "paid_fen": "entry.negative_amount",
        "kind": "edit.required",
    }
    assert not visits_of_day(shop.desk)


def test_what_is_doubtful_is_kept_once_it_is_confirmed(shop):
    car = shop.car()
    shop.visit(car, TODAY, odometer=70_000)
    kept = log_visit(shop.desk, car, PAID)
    assert [doubt.code for doubt in kept.doubts] == ["second_that_day", "odometer_fell"]
    assert kept.visit is None
    again = log_visit(shop.desk, car, PAID, confirmed=["second_that_day", "odometer_fell"])
    assert again.visit is not None


def test_an_order_number_is_only_once(shop):
    car = shop.car(plate="琼A12345")
    other = shop.car()
    log_visit(shop.desk, car, {**PAID, "order_no": "RO1"})
    kept = log_visit(shop.desk, other, {**PAID, "order_no": "RO1"})
    assert kept.errors["order_no"].params["plate"] == "琼A12345"


def test_a_visit_lives_from_arrival_to_handing_over(shop):
    car = shop.car(visits=[date(2025, 5, 1)])
    came = log_visit(shop.desk, car, {"date_in": TODAY, "kind": "Repair"}, VisitState.ARRIVED)
    assert [line.id for line in cars_in_workshop(shop.desk)] == [came.visit]
    assert status(shop, car) is Status.LOST
    change_visit(shop.desk, came.visit, 1, {}, VisitState.IN_WORKSHOP)
    unpaid = change_visit(shop.desk, came.visit, 2, {}, VisitState.SETTLED)
    assert set(unpaid.errors) == {"payer"}
    change_visit(shop.desk, came.visit, 2, {"payer": "owner", "paid_fen": "300"}, VisitState.SETTLED)
    assert status(shop, car) is Status.ACTIVE
    assert not cars_in_workshop(shop.desk)
    change_visit(shop.desk, came.visit, 3, {}, VisitState.HANDED_OVER)
    assert row_of(shop, came.visit)["date_out"] == "2026-11-22"
    with pytest.raises(Refused, match=r"visit\.step_back"):
        change_visit(shop.desk, came.visit, 4, {}, VisitState.ARRIVED)
    assert sound(shop) is True


def test_a_settled_visit_is_corrected_for_a_reason(shop):
    car = shop.car()
    kept = log_visit(shop.desk, car, PAID)
    refused = change_visit(shop.desk, kept.visit, 1, {"paid_fen": "250"})
    assert refused.errors["why"].code == "entry.why_missing"
    change_visit(shop.desk, kept.visit, 1, {"paid_fen": "250"}, why="wrong amount")
    row = row_of(shop, kept.visit)
    assert (row["paid_fen"], row["changed_why"]) == (25_000, "wrong amount")


def test_who_comes_later_to_the_same_visit_is_told(shop):
    kept = log_visit(shop.desk, shop.car(), PAID)
    change_visit(shop.desk, kept.visit, 1, {"note": "a"}, why="one")
    with pytest.raises(Refused, match=r"record\.changed_meanwhile"):
        change_visit(shop.desk, kept.visit, 1, {"note": "b"}, why="two")


def test_a_void_visit_counts_no_more_and_stays(shop):
    car = shop.car(visits=[date(2025, 5, 1)])
    kept = log_visit(shop.desk, car, PAID)
    assert set(void_visit(shop.desk, kept.visit, 1, " ").errors) == {"why"}
    void_visit(shop.desk, kept.visit, 1, "entered twice")
    assert status(shop, car) is Status.LOST
    assert row_of(shop, kept.visit)["changed_why"] == "entered twice"
    with pytest.raises(Refused, match=r"visit\.is_void"):
        void_visit(shop.desk, kept.visit, 2, "again")
    assert sound(shop) is True


def test_stored_value_is_redeemed_and_given_back(shop):
    car = shop.car()
    product = shop.product(car, "stored-value", balance_fen=50_000)
    wanted = {**PAID, "payer": "stored-value", "paid_fen": "0", "redeemed_fen": "380"}
    kept = log_visit(shop.desk, car, wanted)
    assert shop.rows("SELECT balance_fen FROM product WHERE id = ?", product) == [{"balance_fen": 12_000}]
    short = log_visit(shop.desk, car, wanted, confirmed=["second_that_day"])
    assert short.errors["redeemed_fen"].params["left_fen"] == 12_000
    change_visit(shop.desk, kept.visit, 1, {"redeemed_fen": "400"}, why="one more part")
    assert shop.rows("SELECT balance_fen FROM product WHERE id = ?", product) == [{"balance_fen": 10_000}]
    void_visit(shop.desk, kept.visit, 2, "wrong car")
    assert shop.rows("SELECT balance_fen FROM product WHERE id = ?", product) == [{"balance_fen": 50_000}]


def test_a_visit_that_took_nothing_off_a_balance_gives_nothing_back(shop):
    car = shop.car()
    kept = log_visit(shop.desk, car, {**PAID, "payer": "stored-value", "paid_fen": "0", "redeemed_fen": "380"})
    product = shop.product(car, "stored-value", balance_fen=50_000)
    change_visit(shop.desk, kept.visit, 1, {"note": "waits"}, why="forgotten")
    void_visit(shop.desk, kept.visit, 2, "wrong car")
    assert shop.rows("SELECT balance_fen FROM product WHERE id = ?", product) == [{"balance_fen": 50_000}]


def test_an_accessory_sale_over_the_counter_never_counts(shop):
    car = shop.car(visits=[date(2025, 5, 1)])
    log_visit(shop.desk, car, {**PAID, "kind": "Accessories"})
    assert status(shop, car) is Status.LOST


def test_an_advisor_logs_for_their_own_customers_only(shop):
    mine, other = shop.staff("李诚", "advisor"), shop.staff("周顾问", "advisor")
    car = shop.car(advisor=mine)
    theirs = shop.on(TODAY, clerk("see", "enter", advisor_id=other))
    with pytest.raises(Refused, match=r"customers\.gone"):
        log_visit(theirs, car, PAID)
    kept = log_visit(shop.on(TODAY, clerk("see", "enter", advisor_id=mine)), car, PAID)
    with pytest.raises(Refused, match=r"visit\.gone"):
        void_visit(theirs, kept.visit, 1, "no")
    assert not visits_of_day(theirs)


def test_a_new_car_and_its_customer_come_with_the_visit_in_one_act(shop):
    typed = NewCar("琼a·66 666", "", {"model": "明锐"}, {"name": "王小明"}, ("138 1234 5678",))
    kept = log_first_visit(shop.desk, typed, PAID)
    file = customer_file(shop.desk, vehicle=kept.vehicle)
    assert (file.person.name, file.car.plate, file.car.needs_file) == ("王小明", "琼A66666", True)
    assert [phone.phone.shown for phone in file.person.phones] == ["138****5678"]
    assert file.car.figures.status is Status.ACTIVE
    undo_act(shop.desk, kept.changed.act)
    assert not shop.rows("SELECT 1 FROM vehicle UNION ALL SELECT 1 FROM customer UNION ALL SELECT 1 FROM visit")
    assert sound(shop) is True


def test_nothing_of_a_new_car_is_kept_where_the_visit_cannot_be(shop):
    kept = log_first_visit(shop.desk, NewCar("琼A66666"), {**PAID, "paid_fen": "x"})
    assert set(kept.errors) == {"paid_fen"}
    assert not shop.rows("SELECT 1 FROM vehicle")


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        (NewCar("免单车号"), "plate", "entry.plate_free"),
        (NewCar("12"), "plate", "entry.plate_unusable"),
        (NewCar(""), "plate", "entry.plate_missing"),
        (NewCar("琼A66666", "LSVAA4187E218432"), "vin", "entry.vin_length"),
        (NewCar("琼A66666", "LSVAA4187E2184O21"), "vin", "entry.vin_alphabet"),
        (NewCar("琼A66666", "LSVAA4187E2184321"), "vin", "entry.vin_taken"),
    ],
)
def test_what_no_new_car_can_be_is_refused_while_it_is_typed(shop, typed, field, code):
    shop.car(vin="LSVAA4187E2184321")
    assert look_at_new_car(shop.desk, typed).errors[field].code == code
    assert add_car(shop.desk, typed).vehicle is None


def test_who_may_be_known_already_is_said_while_it_is_typed(shop):
    known = shop.customer("王小明", "13812345678")
    by_phone = look_at_new_car(shop.desk, NewCar("琼A66666", customer={"name": "王明"}, phones=("+86 138-1234-5678",)))
    assert ([doubt.code for doubt in by_phone.doubts], by_phone.others) == (["same_phone"], {"same_phone": known})
    by_name = look_at_new_car(shop.desk, NewCar("琼A66666", customer={"name": "王小明"}))
    assert ([doubt.code for doubt in by_name.doubts], by_name.others) == (["same_name"], {"same_name": known})
    linked = add_car(shop.desk, NewCar("琼A66666", owner=known))
    assert customer_file(shop.desk, vehicle=linked.vehicle).person.id == known
    anyway = add_car(shop.desk, NewCar("琼A77777", customer={"name": "王小明"}), confirmed=["same_name"])
    assert anyway.customer not in {None, known}


def test_a_plate_that_changed_hands_is_the_new_cars_from_that_day(shop):
    old = shop.car(plate="琼A66666", visits=[date(2025, 5, 1)])
    typed = NewCar("琼A66666")
    asked = log_first_visit(shop.desk, typed, PAID)
    assert ([doubt.code for doubt in asked.doubts], asked.others) == (["plate_taken"], {"plate_taken": old})
    kept = log_first_visit(shop.desk, typed, PAID, confirmed=["plate_taken"])
    assert customer_file(shop.desk, vehicle=kept.vehicle).car.plate == "琼A66666"
    before = customer_file(shop.desk, vehicle=old).car
    assert before.plate is None
    assert [span.name for span in before.plates] == ["琼A66666"]
    assert sound(shop) is True


def test_every_act_is_whole(shop):
    log_visit(shop.desk, shop.car(), PAID)
    with shop.desk.store.read() as conn:
        assert not list(problems(conn))


def balances(shop):
    return {row["kind"]: row["balance_fen"] for row in shop.rows("SELECT kind, balance_fen FROM product")}


def redeemed_by(payer, yuan="100"):
    return {**PAID, "paid_fen": "", "payer": payer, "redeemed_fen": yuan}


def test_a_change_that_the_balance_does_not_allow_moves_nothing(shop):
    car = shop.car()
    shop.product(car, "stored-value", balance_fen=50_000)
    shop.product(car, "voucher", balance_fen=5_000)
    kept = log_visit(shop.desk, car, redeemed_by("stored-value"))
    short = change_visit(shop.desk, kept.visit, 1, {"payer": "voucher"}, why="wrong payer")
    assert short.errors["redeemed_fen"].code == "entry.balance_short"
    assert balances(shop) == {"stored-value": 40_000, "voucher": 5_000}
    assert sound(shop) is True


def test_what_was_redeemed_goes_with_who_paid_by_it(shop):
    car = shop.car()
    shop.product(car, "stored-value", balance_fen=50_000)
    kept = log_visit(shop.desk, car, redeemed_by("stored-value"))
    asked = change_visit(shop.desk, kept.visit, 1, {"payer": "owner"}, why="wrong payer")
    assert [doubt.code for doubt in asked.doubts] == ["no_charge"]
    assert change_visit(shop.desk, kept.visit, 1, {"payer": "owner", "paid_fen": "100"}, why="wrong payer").visit
    row = row_of(shop, kept.visit)
    assert (row["payer"], row["paid_fen"], row["redeemed_fen"]) == ("owner", 10_000, None)
    assert balances(shop) == {"stored-value": 50_000}


def test_nothing_is_redeemed_of_what_was_declined(shop):
    car = shop.car()
    shop.product(car, "voucher", balance_fen=5_000, declined_on=TODAY, declined_reason="too dear")
    assert log_visit(shop.desk, car, redeemed_by("voucher", "30")).visit is not None
    assert balances(shop) == {"voucher": 5_000}


@pytest.mark.parametrize("state", [VisitState.SETTLED, VisitState.HANDED_OVER])
def test_later_days_that_were_the_day_it_came_move_with_it(shop, state):
    kept = log_visit(shop.desk, shop.car(), {**PAID, "date_in": TODAY - timedelta(5)}, state)
    assert change_visit(shop.desk, kept.visit, 1, {"date_in": TODAY}, why="mistyped").changed.act is not None
    row = row_of(shop, kept.visit)
    last = row["date_out"] if state is VisitState.HANDED_OVER else row["date_settled"]
    assert (row["date_in"], row["date_settled"], last) == ("2026-11-22", "2026-11-22", "2026-11-22")


def test_a_car_does_not_come_after_it_was_settled(shop):
    came, settled = TODAY - timedelta(5), TODAY - timedelta(3)
    kept = log_visit(shop.desk, shop.car(), {**PAID, "date_in": came, "date_settled": settled})
    wrong = change_visit(shop.desk, kept.visit, 1, {"date_in": TODAY}, why="mistyped")
    assert wrong.errors["date_in"].code == "entry.settled_before_in"
    assert row_of(shop, kept.visit)["date_in"] == came.isoformat()


def test_nobody_receives_a_car_who_is_not_there(shop):
    wrong = log_visit(shop.desk, shop.car(), {**PAID, "advisor_id": 9_999})
    assert wrong.errors["advisor_id"].code == "edit.bad_choice"


def test_a_change_does_not_void(shop):
    kept = log_visit(shop.desk, shop.car(), PAID)
    with pytest.raises(Refused) as refused:
        change_visit(shop.desk, kept.visit, 1, {}, VisitState.VOID, why="entered twice")
    assert refused.value.said.code == "visit.step_back"


@pytest.mark.parametrize("typed", ["ＲＯ２０２６－１", "ro2026-1", " 'RO2026-1\n"])
def test_an_order_number_is_kept_as_exports_have_it(shop, typed):
    kept = log_visit(shop.desk, shop.car(), {**PAID, "order_no": typed})
    assert row_of(shop, kept.visit)["order_no"] == "RO2026-1"


def test_half_a_character_is_left_out(shop):
    kept = log_visit(shop.desk, shop.car(), {**PAID, "note": "waits\ud83d"})
    assert row_of(shop, kept.visit)["note"] == "waits"


def test_a_new_day_or_payer_is_held_against_what_depends_on_it(shop):
    car = shop.car()
    log_visit(shop.desk, car, {**PAID, "date_in": TODAY - timedelta(9), "odometer": "60000"})
    kept = log_visit(shop.desk, car, {**PAID, "odometer": "61000"})
    earlier = change_visit(shop.desk, kept.visit, 1, {"date_in": TODAY - timedelta(20)}, why="mistyped")
    assert [doubt.code for doubt in earlier.doubts] == ["odometer_above_later"]


def test_a_plate_that_another_car_bore_on_the_day_of_the_visit_is_asked_about(shop):
    other = shop.car(plate="琼A11111")
    assert change_plate(shop.desk, other, "琼A33333", TODAY - timedelta(5)).changed.act
    asked = log_first_visit(shop.desk, NewCar("琼A11111"), {**PAID, "date_in": TODAY - timedelta(10)})
    assert ([doubt.code for doubt in asked.doubts], asked.others) == (["plate_taken"], {"plate_taken": other})
    assert log_first_visit(shop.desk, NewCar("琼A11111"), PAID).visit is not None


def test_more_redeemed_than_is_due_is_asked_about(shop):
    car = shop.car()
    shop.product(car, "stored-value", balance_fen=500_000)
    typed = {**redeemed_by("stored-value", "1000"), "labour_fen": "100"}
    assert [doubt.code for doubt in log_visit(shop.desk, car, typed).doubts] == ["redeemed_beyond"]
    assert balances(shop) == {"stored-value": 500_000}
    assert log_visit(shop.desk, car, typed, confirmed=("redeemed_beyond",)).visit is not None
