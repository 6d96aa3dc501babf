"""Whose rows an advisor sees and changes: their own customers' alone, by every way there is to them."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.phone import MaskedPhone
from dealerdesk.domain.rights import Right
from dealerdesk.services.customers.changes import field_history
from dealerdesk.services.customers.editing import (
    CustomerEdit,
    VehicleEdit,
    edit_customer,
    edit_file,
    edit_vehicle,
)
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.customers.handing_over import hand_over
from dealerdesk.services.customers.table import customer_rows, customers_query
from dealerdesk.services.list_files import export_list, list_on_paper
from dealerdesk.services.list_view import list_rows_of, list_view
from dealerdesk.services.list_why import explain, explain_vehicle
from dealerdesk.services.lists import AskFor, month_list, statuses, why_in_list
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.phones import open_phones
from dealerdesk.services.reception.changing_hands import NewOwner, change_owner, change_plate, look_at_new_owner
from dealerdesk.services.reception.new_car import NewCar, add_car, look_at_new_car
from dealerdesk.services.search import find
from dealerdesk.services.sheets import call_sheet, sheet_tasks, sheets_of_day
from dealerdesk.services.tasks import generate_tasks, task_queue
from dealerdesk.services.today import day_at_the_desk
from dealerdesk.services.undoing import undo_act
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 20)
ASK = AskFor(ListName.LOST)
MINE, THEIRS = "琼A11111", "琼A22222"


class Two:
    """Two advisors with a car each, both lost in November; `desk` is the first one's, with every right."""

    def __init__(self, shop):
        self.shop = shop
        self.me, other = shop.staff("李诚", "advisor"), shop.staff("张敏", "advisor")
        self.my_customer, self.their_customer = (
            shop.customer("王明", "13800001111"),
            shop.customer("赵六", "13900002222"),
        )
        visits = (date(2025, 11, 25),)
        self.my_car = shop.car(self.my_customer, MINE, advisor=self.me, visits=visits)
        self.their_car = shop.car(self.their_customer, THEIRS, advisor=other, visits=visits)
        self.owner = shop.on(TODAY)
        self.desk = self.owner.by(clerk(*Right, advisor_id=self.me))

    def phones(self):
        rows = self.shop.rows("SELECT id, customer_id FROM phone")
        return {row["customer_id"]: MaskedPhone(row["id"], "138****") for row in rows}

    def task_of(self, customer):
        (row,) = self.shop.rows("SELECT id FROM task WHERE customer_id = ? LIMIT 1", customer)
        return row["id"]


@pytest.fixture
def two(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield Two(shop)


def refusal(call, *args, **kwargs):
    """The code of what is refused."""
    with pytest.raises((Refused, WrongUse)) as caught:
        call(*args, **kwargs)
    return caught.value.said.code


def test_tables_and_search(two):
    assert len(customers_query(two.owner, CustomersQuery())) == 2
    assert customers_query(two.desk, CustomersQuery()) == (two.my_car,)
    assert customer_rows(two.desk, [two.my_car, two.their_car]).keys() == {two.my_car}
    for text in (THEIRS, "赵六", "zhaoliu", "13900002222"):
        assert find(two.owner, text), text
        assert not find(two.desk, text), text
    assert find(two.desk, MINE)


def test_files_and_their_history(two):
    assert customer_file(two.desk, vehicle=two.my_car)
    assert refusal(customer_file, two.desk, vehicle=two.their_car) == "customers.gone"
    assert refusal(customer_file, two.desk, customer=two.their_customer) == "customers.gone"
    for record, mine, theirs in (
        ("customer", two.my_customer, two.their_customer),
        ("vehicle", two.my_car, two.their_car),
    ):
        assert field_history(two.desk, record, mine)
        assert field_history(two.owner, record, theirs)
        assert refusal(field_history, two.desk, record, theirs) == "customers.gone"


def test_edits(two):
    assert edit_customer(two.desk, two.my_customer, 1, {"note": "x"}).changed.act
    assert edit_vehicle(two.desk, two.my_car, 1, {"model": "明锐"}).changed.act
    theirs = CustomerEdit(two.their_customer, 1, {"note": "x"}), VehicleEdit(two.their_car, 1, {"model": "明锐"})
    assert refusal(edit_customer, two.desk, two.their_customer, 1, {"note": "x"}) == "customers.gone"
    assert refusal(edit_vehicle, two.desk, two.their_car, 1, {"model": "明锐"}) == "customers.gone"
    assert refusal(edit_file, two.desk, *theirs) == "customers.gone"


def test_lists_and_statuses(two, tmp_path):
    listed = month_list(two.desk, ASK)
    assert [row.plate for row in listed.rows] == [MINE]
    assert len(month_list(two.owner, ASK).rows) == 2
    assert len(list_view(two.desk, ASK).ids) == 1
    assert list_rows_of(two.desk, ASK, [two.my_car, two.their_car]).keys() == {two.my_car}
    born = AskFor(ListName.BIRTHDAYS)
    assert list_rows_of(two.desk, born, [two.my_customer, two.their_customer]).keys() == {two.my_customer}
    assert [row.plate for row in statuses(two.desk)] == [MINE]
    assert refusal(statuses, two.desk, [THEIRS]) == "why.unknown_plate"
    file = tmp_path / "list.csv"
    export_list(two.desk, listed, file)
    assert MINE in (told := file.read_text(encoding="utf-8-sig"))
    assert THEIRS not in told
    assert list_on_paper(two.desk, listed).startswith(b"%PDF")


def test_why(two):
    assert why_in_list(two.desk, MINE, ASK)
    assert explain_vehicle(two.desk, two.my_car, ASK)
    refusal(why_in_list, two.desk, THEIRS, ASK)
    refusal(explain_vehicle, two.desk, two.their_car, ASK)
    refusal(explain, two.desk, THEIRS, ASK)


def test_numbers(two):
    phones = two.phones()
    assert len(open_phones(two.owner, phones.values()).digits) == 2
    assert open_phones(two.desk, phones.values()).digits == {phones[two.my_customer].id: "13800001111"}


def test_tasks_and_calls(two):
    made = generate_tasks(two.desk)
    assert {row["customer_id"] for row in two.shop.rows("SELECT customer_id FROM task")} == {two.my_customer}
    assert made.created == 1
    generate_tasks(two.owner)
    due = date(2026, 12, 31)
    assert {row.customer_id for row in task_queue(two.desk, due).rows} <= {two.my_customer}
    seen = day_at_the_desk(two.desk, due)
    assert all(entry.leading.customer_id == two.my_customer for card in seen.cards for entry in card.entries or ())
    theirs = two.task_of(two.their_customer)
    assert refusal(record_outcome, two.desk, [theirs], Disposition.COMPLETED) == "outcome.task_gone"
    assert record_outcome(two.desk, [two.task_of(two.my_customer)], Disposition.COMPLETED).changed.act


def test_sheets_are_everybodys_and_not_for_who_sees_some_rows(two):
    assert refusal(call_sheet, two.desk, TODAY) == "sheet.everybodys"
    assert refusal(sheet_tasks, two.desk, "S22222") == "sheet.everybodys"
    assert sheets_of_day(two.desk, TODAY) == ()


def test_undo_takes_back_ones_own_acts_alone(two):
    theirs = edit_customer(two.owner, two.my_customer, 1, {"note": "x"}).changed.act
    assert refusal(undo_act, two.desk, theirs) == "act.somebody_elses"
    mine = edit_customer(two.desk, two.my_customer, 2, {"note": "y"}).changed.act
    assert undo_act(two.desk, mine).act
    assert undo_act(two.owner, theirs).act


def test_a_car_that_is_handed_over_goes_from_ones_sight(two):
    (row,) = two.shop.rows("SELECT id FROM responsibility WHERE vehicle_id = ?", two.my_car)
    other = two.shop.staff("新人", "advisor")
    two.shop.change(tables.Responsibility, row["id"], staff_id=other)
    assert customers_query(two.desk, CustomersQuery()) == ()
    assert refusal(customer_file, two.desk, vehicle=two.my_car) == "customers.gone"


def test_no_form_leads_to_a_stranger(two):
    """Neither by giving them a car of one's own, nor by what is said of somebody who is known already."""
    mine, theirs = two.my_car, two.their_customer
    for give in (
        lambda: change_owner(two.desk, mine, NewOwner(customer=theirs), TODAY),
        lambda: look_at_new_owner(two.desk, NewOwner(customer=theirs)),
        lambda: add_car(two.desk, NewCar(plate="琼A33333", owner=theirs)),
        lambda: look_at_new_car(two.desk, NewCar(plate="琼A33333", owner=theirs)),
    ):
        assert refusal(give) == "customers.gone"
    typed = {"customer": {"name": "赵六"}, "phones": ("13900002222",)}
    doubted = [
        look_at_new_car(two.desk, NewCar(plate=THEIRS, **typed)),
        look_at_new_car(two.desk, NewCar(plate="琼A33333", customer={"name": "赵六"})),
        look_at_new_owner(two.desk, NewOwner(fields={"name": "赵六"}, phones=("13900002222",))),
        change_plate(two.desk, mine, THEIRS, TODAY),
    ]
    for found in doubted:
        assert found.doubts
        assert "赵六" not in repr(found.doubts)
        assert theirs not in {key for code, key in found.others.items() if code.startswith("same")}
    assert "赵六" in repr(look_at_new_car(two.owner, NewCar(plate=THEIRS)).doubts)
    assert look_at_new_car(two.owner, NewCar(plate="琼A33333", **typed)).others == {"same_phone": theirs}
    assert look_at_new_owner(two.desk, NewOwner(fields={"name": "王明"})).others == {"same_name": two.my_customer}


def test_nobody_takes_a_car_over_that_they_do_not_see(two):
    assert refusal(hand_over, two.desk, [two.their_car], two.me) == "customers.gone"
    assert [row.customer for row in customer_rows(two.desk, [two.my_car, two.their_car]).values()] == ["王明"]
