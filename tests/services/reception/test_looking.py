"""What the form of a visit is filled with: matches, likely kinds, balances, and visits as they are kept."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.errors import Refused
from dealerdesk.services.reception.arriving import arrival
from dealerdesk.services.reception.booking import log_visit, void_visit
from dealerdesk.services.reception.looking import look_at_visit, visit_choices
from dealerdesk.services.reception.matching import matches
from dealerdesk.services.reception.new_car import NewCar, look_at_new_car
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def test_matches_say_when_each_car_was_here_last(shop):
    car = shop.car(plate="琼A88888", visits=[date(2026, 1, 5), date(2026, 3, 6)])
    shop.visit(car, date(2026, 8, 1), state="void")
    never = shop.car(plate="琼B88888")
    assert {match.hit.id: match.last_visit for match in matches(shop.desk, "８８８８８")} == {
        car: date(2026, 3, 6),
        never: None,
    }
    assert [match.hit.plate for match in matches(shop.desk, "琼A88888")] == ["琼A88888"]
    assert matches(shop.desk, "zzz") == ()


def test_matches_are_those_of_the_row_scope(shop):
    mine, other = shop.staff("李诚", "advisor"), shop.staff("孙悦", "advisor")
    car = shop.car(plate="琼A88888", advisor=mine)
    shop.car(plate="琼B88888", advisor=other)
    desk = shop.on(TODAY, clerk("see", "enter", advisor_id=mine))
    assert [match.hit.id for match in matches(desk, "88888")] == [car]


def test_the_kind_is_maintenance_where_that_is_due_else_what_it_was_last(shop):
    due = shop.car(delivered=date(2025, 1, 1))
    shop.visit(due, date(2025, 6, 1), kind="Maintenance", maintenance=True)
    shop.visit(due, date(2026, 6, 1), kind="Repair")
    assert arrival(shop.desk, due).kind == "Maintenance"
    lately = shop.car(delivered=date(2025, 1, 1))
    shop.visit(lately, date(2026, 11, 1), kind="Maintenance", maintenance=True)
    shop.visit(lately, date(2026, 11, 10), kind="warranty claim")
    assert arrival(shop.desk, lately).kind == "Warranty claim"
    shop.visit(lately, date(2026, 11, 11), kind="机修")
    assert arrival(shop.desk, lately).kind == "Repair"


def test_balances_are_told_by_who_pays(shop):
    car = shop.car()
    shop.product(car, "stored-value", balance_fen=30_000)
    shop.product(car, "stored-value", balance_fen=5_000)
    assert arrival(shop.desk, car).balances == {"stored-value": 35_000}


def test_who_left_cannot_be_chosen(shop):
    here = shop.staff("李诚", "advisor")
    shop.staff("孙悦", "advisor", left_on=date(2026, 1, 1))
    shop.staff("周敏", "care-agent")
    choices = visit_choices(shop.desk)
    assert choices.advisors == ((here, "李诚"),)
    assert [kind.name for kind in choices.kinds][:2] == ["Maintenance", "First maintenance"]


def test_a_visit_is_looked_at_as_it_is_kept(shop):
    car = shop.car()
    entered = {"date_in": TODAY, "kind": "Repair", "payer": "owner", "paid_fen": "12.5", "brought_by": "a friend"}
    kept = log_visit(shop.desk, car, entered)
    seen = look_at_visit(shop.desk, kept.visit)
    assert (seen.vehicle, seen.state, seen.revision) == (car, "settled", 1)
    assert (seen.values["paid_fen"], seen.values["brought_by"], seen.values["met_advisor"]) == (1_250, "a friend", None)
    void_visit(shop.desk, kept.visit, 1, "twice")
    assert look_at_visit(shop.desk, kept.visit).state == "void"


def test_a_visit_that_is_gone_or_elsewhere_is_not_shown(shop):
    mine, other = shop.staff("李诚", "advisor"), shop.staff("孙悦", "advisor")
    visit = shop.visit(shop.car(advisor=other), TODAY)
    with pytest.raises(Refused, match=r"visit\.gone"):
        look_at_visit(shop.on(TODAY, clerk("see", "enter", advisor_id=mine)), visit)
    with shop.writing() as writer:
        writer.delete(tables.Visit, [visit])
    with pytest.raises(Refused, match=r"visit\.gone"):
        look_at_visit(shop.desk, visit)


def test_a_wrong_number_of_a_nameless_customer_is_not_passed_over(shop):
    looked = look_at_new_car(shop.desk, NewCar("琼A12345", customer={"name": ""}, phones=("12",)))
    assert "phones.0" in looked.errors


def test_the_reading_of_a_visit_that_is_changed_is_not_its_last_one(shop):
    car = shop.car()
    shop.visit(car, date(2026, 5, 1), odometer=100)
    visit = shop.visit(car, TODAY, odometer=900)
    assert arrival(shop.desk, car).last.km == 900
    assert arrival(shop.desk, car, without=visit).last.km == 100


def test_a_text_longer_than_any_plate_or_name_finds_nothing(shop):
    shop.car()
    assert matches(shop.desk, "好" * 60_000) == ()
