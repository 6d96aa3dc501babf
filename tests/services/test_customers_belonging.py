"""Tags of customers, who belongs together, and the fields that a file holds beside."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.errors import Refused
from dealerdesk.services.customers.alike import alike_customers
from dealerdesk.services.customers.belonging import set_tags, tie_customers, untie_customers
from dealerdesk.services.customers.changes import field_history
from dealerdesk.services.customers.editing import edit_customer, edit_vehicle
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.deleting import remove_customer
from dealerdesk.services.personal.data import personal_data
from dealerdesk.services.personal.erasing import erase_customer
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


def person(shop, customer):
    return customer_file(shop.desk, customer=customer).person


def test_tags_are_kept_once_each_and_undone(shop):
    owner = shop.customer("王小明")
    first = set_tags(shop.desk, owner, [" VIP ", "自驾游", "VIP", ""])
    assert person(shop, owner).tags == ("VIP", "自驾游")
    assert set_tags(shop.desk, owner, ["VIP", "自驾游"]).changed.act is None
    set_tags(shop.desk, owner, ["自驾游", "老客户𠮷"])
    assert person(shop, owner).tags == ("自驾游", "老客户𠮷")
    set_tags(shop.desk, owner, [])
    assert person(shop, owner).tags == ()
    assert first.changed.act is not None


@pytest.mark.parametrize("tags", [["字" * 21], [str(n) for n in range(21)]])
def test_too_many_or_too_long_tags_are_refused_beside_the_field(shop, tags):
    owner = shop.customer("王小明")
    assert set(set_tags(shop.desk, owner, tags).errors) == {"tags"}
    assert person(shop, owner).tags == ()


def test_who_belongs_together_is_in_the_files_of_both(shop):
    one, other = shop.customer("王小明"), shop.customer("李小红")
    done = tie_customers(shop.desk, one, other, "household")
    assert [(tie.customer, tie.name, tie.kind) for tie in person(shop, one).ties] == [(other, "李小红", "household")]
    assert [tie.customer for tie in person(shop, other).ties] == [one]
    assert set(tie_customers(shop.desk, other, one, "company").errors) == {"other"}
    assert set(tie_customers(shop.desk, one, one, "company").errors) == {"other"}
    assert set(tie_customers(shop.desk, one, other, "friends").errors) == {"kind"}
    undone = untie_customers(shop.desk, other, one)
    assert person(shop, one).ties == ()
    undo_act(shop.desk, undone.changed.act)
    undo_act(shop.desk, done.changed.act)
    assert person(shop, one).ties == ()


def test_nobody_links_or_tags_whom_they_do_not_see(shop):
    advisor = shop.staff("周顾问", "advisor")
    mine, theirs = shop.customer("王小明"), shop.customer("李小红")
    shop.car(mine, advisor=advisor)
    shop.car(theirs)
    desk = shop.desk.by(clerk("see", "enter", advisor_id=advisor))
    assert set_tags(desk, mine, ["VIP"]).changed.act is not None
    for call in (
        lambda: tie_customers(desk, mine, theirs, "household"),
        lambda: tie_customers(desk, mine, theirs + 99, "household"),
        lambda: untie_customers(desk, theirs, mine),
        lambda: set_tags(desk, theirs, ["VIP"]),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.said.code == "customers.gone"
    tie_customers(shop.desk, mine, theirs, "household")
    assert customer_file(desk, customer=mine).person.ties == ()
    assert len(person(shop, mine).ties) == 1


def test_the_fields_of_a_file_are_kept_with_their_history(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner)
    (staff,) = [row["id"] for row in shop.rows("SELECT id FROM staff LIMIT 1")] or [None]
    fields = {"hobbies": "钓鱼", "driving_since": "2009-05-01", "consent_on": date(2026, 1, 2), "referrals": " ３ "}
    assert edit_customer(shop.desk, owner, 1, fields).errors == {}
    assert edit_vehicle(shop.desk, car, 1, {"wished_service": "上门取车", "delivered_by": staff}).errors == {}
    held = person(shop, owner)
    assert (held.hobbies, held.driving_since, held.consent_on) == ("钓鱼", date(2009, 5, 1), date(2026, 1, 2))
    assert held.referrals == 3
    there = customer_file(shop.desk, vehicle=car).car
    assert (there.wished_service, there.delivered_by) == ("上门取车", staff)
    names = {change.field for change in field_history(shop.desk, "customer", owner)}
    assert {"hobbies", "driving_since", "consent_on", "referrals"} <= names


@pytest.mark.parametrize(
    ("field", "value"),
    [("referrals", "some"), ("referrals", "-1"), ("driving_since", "2030-01-01"), ("hobbies", "字" * 201)],
)
def test_what_cannot_be_is_refused_beside_the_field(shop, field, value):
    owner = shop.customer("王小明")
    assert set(edit_customer(shop.desk, owner, 1, {field: value}).errors) == {field}


def test_nobody_who_does_not_work_here_delivered_a_car(shop):
    car = shop.car(shop.customer("王小明"))
    assert set(edit_vehicle(shop.desk, car, 1, {"delivered_by": 4711}).errors) == {"delivered_by"}


def test_all_of_it_is_personal_data_and_goes_with_the_person(shop):
    owner, other = shop.customer("王小明", "13812345678"), shop.customer("李小红")
    car = shop.car(owner)
    edit_customer(shop.desk, owner, 1, {"hobbies": "钓鱼达人", "consent_on": "2026-01-02"})
    edit_vehicle(shop.desk, car, 1, {"wished_service": "请致电王小明"})
    set_tags(shop.desk, owner, ["大嗓门"])
    set_tags(shop.desk, owner, ["贵宾甲"])
    tie_customers(shop.desk, other, owner, "household")
    told = "\n".join(item.text for item in personal_data(shop.desk, owner).items)
    for text in ("钓鱼达人", "贵宾甲", "李小红", "请致电王小明"):
        assert text in told
    erase_customer(shop.desk, owner)
    left = "".join(str(row) for row in shop.rows('SELECT "before", "after" FROM act_row'))
    for text in ("钓鱼达人", "贵宾甲", "大嗓门", "王小明"):
        assert text not in left
    gone = person(shop, owner)
    assert (gone.hobbies, gone.tags, gone.ties, gone.consent_on) == (None, (), (), None)
    assert person(shop, other).ties == ()


def test_a_customer_is_deleted_with_tags_and_ties_and_comes_back_with_them(shop):
    owner, other = shop.customer("王小明"), shop.customer("李小红")
    set_tags(shop.desk, owner, ["VIP"])
    tie_customers(shop.desk, owner, other, "company")
    gone = remove_customer(shop.desk, owner)
    assert person(shop, other).ties == ()
    undo_act(shop.desk, gone.changed.act)
    assert person(shop, owner).tags == ("VIP",)
    assert [tie.customer for tie in person(shop, other).ties] == [owner]


def test_a_number_tells_no_name_of_whom_one_does_not_see(shop):
    advisor = shop.staff("周顾问", "advisor")
    mine, other = shop.customer("王小明"), shop.customer("陈丽", "13812345678")
    shop.car(mine, advisor=advisor)
    seeing = shop.desk.by(clerk("enter", advisor_id=advisor))
    (found,) = alike_customers(seeing, mine, "王小明", ["13812345678"])
    assert (found.name, found.seen) == ("陈**", False)
    (found,) = alike_customers(shop.desk, mine, "王小明", ["13812345678"])
    assert (found.name, found.seen) == ("陈丽", True)
    assert found.id == other
