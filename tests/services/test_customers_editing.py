"""Editing customers and vehicles by hand: checked beside the field, refused where others changed the same."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.errors import Refused
from dealerdesk.domain.record_fields import CUSTOMER, VEHICLE, PhoneEdit, checked, checked_phones
from dealerdesk.domain.rules import Status
from dealerdesk.services.customers.changes import field_history
from dealerdesk.services.customers.editing import CustomerEdit, VehicleEdit, edit_customer, edit_file, edit_vehicle
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.search import find
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from dealerdesk.words import Words
from tests.exports import Exports, contents, vin
from tests.stores import a_shop, clerk

TODAY = date(2026, 6, 10)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


def person(shop, key):
    (row,) = shop.rows("SELECT * FROM customer WHERE id = ?", key)
    return row


def numbers(shop, customer):
    rows = shop.rows("SELECT digits, quality, preferred FROM phone WHERE customer_id = ? ORDER BY id", customer)
    return [tuple(row.values()) for row in rows]


# What can be entered


@pytest.mark.parametrize(
    ("rules", "field", "entered", "kept"),
    [
        (CUSTOMER, "name", "  王  小明 ", "王 小明"),
        (CUSTOMER, "address", " ", None),
        (CUSTOMER, "sex", "", None),
        (CUSTOMER, "birthday", "1980-02-29", date(1980, 2, 29)),
        (CUSTOMER, "birthday", None, None),
        (CUSTOMER, "wechat", True, True),
        (CUSTOMER, "customer_type", "集团客户", "集团客户"),
        (CUSTOMER, "customer_type", "company", "company"),
        (CUSTOMER, "note", "one  \r\ntwo\n\n", "one\ntwo"),
        (VEHICLE, "source", "own", "own"),
        (VEHICLE, "drive", "四驱", "四驱"),
        (VEHICLE, "insurance_end", date(2027, 1, 1), date(2027, 1, 1)),
        (VEHICLE, "needs_file", False, False),
    ],
)
def test_what_is_entered_takes_one_form(rules, field, entered, kept):
    assert checked(rules, {field: entered}, TODAY) == ({field: kept}, {})


@pytest.mark.parametrize(
    ("rules", "field", "entered", "code"),
    [
        (CUSTOMER, "name", " ", "edit.required"),
        (CUSTOMER, "name", "长" * 81, "edit.too_long"),
        (CUSTOMER, "birthday", "2026-02-30", "edit.bad_day"),
        (CUSTOMER, "birthday", "2026-06-11", "edit.future_day"),
        (CUSTOMER, "birthday", "0180-06-11", "edit.odd_year"),
        (CUSTOMER, "sex", "other", "edit.bad_choice"),
        (CUSTOMER, "wechat", "yes", "edit.bad_choice"),
        (VEHICLE, "source", None, "edit.bad_choice"),
        (VEHICLE, "needs_file", None, "edit.bad_choice"),
        (VEHICLE, "warranty_end", "2206-01-01", "edit.odd_year"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(rules, field, entered, code):
    assert checked(rules, {field: entered}, TODAY).errors[field].code == code


@pytest.mark.parametrize(
    ("texts", "errors"),
    [
        (["138 1234 5678"], {}),
        (["12"], {"phones.0": "edit.bad_phone"}),
        (["13812345678", "none"], {"phones.1": "edit.bad_phone"}),
        (["13812345678/13912345678"], {"phones.0": "edit.several_phones"}),
        (["13812345678", "+86 138-1234-5678"], {"phones.1": "edit.phone_twice"}),
        (["13812345678", ""], {}),
    ],
)
def test_numbers_are_checked_one_by_one(texts, errors):
    found = checked_phones([PhoneEdit(text=text) for text in texts])[1]
    assert {place: said.code for place, said in found.items()} == errors


def test_one_number_is_preferred():
    edits = [PhoneEdit(text="13800000001"), PhoneEdit(text="13800000002", preferred=True), PhoneEdit(text="")]
    assert [edit.preferred for edit in checked_phones(edits)[0]] == [False, True]
    assert [edit.preferred for edit in checked_phones(edits[:1])[0]] == [True]


# What becomes of it


def test_named_fields_change_and_others_stay(shop):
    owner = shop.customer("王小明", birthday=date(1980, 2, 29), address="海口")
    edited = edit_customer(shop.desk, owner, 1, {"birthday": date(1981, 7, 1), "district": "龙华区"})
    assert edited.changed.kinds == {"customer"}
    row = person(shop, owner)
    assert (row["birthday"], row["birthday_month"], row["address"], row["district"]) == (
        "1981-07-01",
        7,
        "海口",
        "龙华区",
    )
    edit_customer(shop.desk, owner, 2, {"birthday": None, "address": ""})
    row = person(shop, owner)
    assert (row["birthday"], row["birthday_month"], row["address"], row["name"]) == (None, None, None, "王小明")


def test_an_edit_that_changes_nothing_is_no_act(shop):
    owner = shop.customer("王小明", phone="13812345678")
    (phone,) = customer_file(shop.desk, customer=owner).person.phones
    same = [PhoneEdit(phone.phone.id, phone.revision, None, phone.quality, phone.preferred)]
    assert edit_customer(shop.desk, owner, 1, {"name": " 王小明 "}, same).changed.act is None


def test_where_anything_is_wrong_nothing_is_written(shop):
    owner = shop.customer("王小明")
    edited = edit_customer(shop.desk, owner, 1, {"name": "", "address": "海口"}, [PhoneEdit(text="1")])
    assert {place: said.code for place, said in edited.errors.items()} == {
        "name": "edit.required",
        "phones.0": "edit.bad_phone",
    }
    assert person(shop, owner)["address"] is None
    assert edited.changed.act is None


def test_a_field_that_is_not_entered_by_hand_is_a_bug(shop):
    with pytest.raises(KeyError):
        edit_customer(shop.desk, shop.customer("王小明"), 1, {"number": "C1"})


def test_a_car_is_found_by_its_owners_new_name_and_numbers(shop):
    owner = shop.customer("王小明", phone="13812345678")
    car = shop.car(owner, "琼A10001")
    edit_customer(shop.desk, owner, 1, {"name": "陈敏"}, [PhoneEdit(text="13987654321")])
    assert [hit.id for hit in find(shop.desk, "cm")] == [hit.id for hit in find(shop.desk, "4321")] == [car]
    assert find(shop.desk, "5678") == find(shop.desk, "wxm") == ()


def test_numbers_come_go_and_change(shop):
    owner = shop.customer("王小明", phone="13812345678")
    second = shop.phone(owner, "13900000000")
    phones = customer_file(shop.desk, customer=owner).person.phones
    first = phones[0]
    edits = [
        PhoneEdit(first.phone.id, first.revision, None, "bad", preferred=False),
        PhoneEdit(second, 1, "137 0000 1111", "good", preferred=True),
        PhoneEdit(text="0898-66661234"),
    ]
    edit_customer(shop.desk, owner, 1, {}, edits)
    assert numbers(shop, owner) == [
        ("13812345678", "bad", 0),
        ("13700001111", "good", 1),
        ("089866661234", "good", 0),
    ]
    edit_customer(shop.desk, owner, 1, {}, [PhoneEdit(second, 2)])
    assert numbers(shop, owner) == [("13700001111", "good", 1)]


def test_a_number_that_stays_is_not_entered_again(shop):
    owner = shop.customer("王小明", phone="13812345678")
    (phone,) = customer_file(shop.desk, customer=owner).person.phones
    again = [PhoneEdit(phone.phone.id, phone.revision), PhoneEdit(text="138 1234 5678")]
    assert edit_customer(shop.desk, owner, 1, {}, again).errors["phones.1"].code == "edit.phone_twice"


def test_a_number_that_nobody_may_call_marks_its_new_owner(shop):
    owner = shop.customer("王小明", phone="13812345678")
    car = shop.car(owner, "琼A10001", visits=[date(2026, 1, 1)])
    stranger = shop.customer("李四", phone="13700000000")
    with shop.writing() as writer:
        from dealerdesk.db.tables import DoNotCall

        writer.insert(DoNotCall, [{"digits": "13700000000", "since": TODAY, "reason": "asked"}])
    edit_customer(shop.desk, owner, 1, {}, [PhoneEdit(text="13700000000")])
    assert customer_file(shop.desk, vehicle=car).person.do_not_call
    assert customer_file(shop.desk, customer=stranger).person.do_not_call


def test_what_a_history_is_read_by_is_folded_anew(shop):
    car = shop.car(shop.customer("王小明"), "琼A10001", source="unknown")
    assert customer_file(shop.desk, vehicle=car).car.figures.status is Status.NO_HISTORY
    edit_vehicle(shop.desk, car, 1, {"source": "own", "delivered": date(2026, 5, 1)})
    figures = customer_file(shop.desk, vehicle=car).car.figures
    assert (figures.status, figures.reference) == (Status.ACTIVE, date(2026, 5, 1))


# Others at the same time


def test_the_same_field_changed_meanwhile_is_refused_with_both_values(shop):
    owner = shop.customer("王小明", preferred_channel="call")
    edit_customer(shop.desk, owner, 1, {"address": "三亚", "preferred_channel": "wechat"})
    with pytest.raises(Refused) as trouble:
        edit_customer(shop.desk, owner, 1, {"address": "海口", "preferred_channel": None, "note": "新"})
    assert trouble.value.said.code == "edit.changed_meanwhile"
    sentence = Words("en").say(trouble.value.said)
    assert "“海口”" in sentence
    assert "“三亚”" in sentence
    assert "“WeChat”" in sentence
    assert person(shop, owner)["note"] is None


def test_another_field_changed_meanwhile_is_no_conflict(shop):
    car = shop.car(insurance_company="甲")
    edit_vehicle(shop.desk, car, 1, {"insurance_company": "乙"})
    edit_vehicle(shop.desk, car, 1, {"note": "贴膜"})
    edit_vehicle(shop.desk, car, 1, {"insurance_company": "乙"})
    (row,) = shop.rows("SELECT insurance_company, note FROM vehicle")
    assert row == {"insurance_company": "乙", "note": "贴膜"}


def test_a_number_changed_or_gone_meanwhile_is_refused(shop):
    owner = shop.customer("王小明", phone="13812345678")
    (phone,) = customer_file(shop.desk, customer=owner).person.phones
    edit_customer(shop.desk, owner, 1, {}, [PhoneEdit(phone.phone.id, phone.revision, "13911112222")])
    for text in ("13600000000", None):
        with pytest.raises(Refused):
            edit_customer(shop.desk, owner, 1, {}, [PhoneEdit(phone.phone.id, phone.revision, text)])
    edit_customer(shop.desk, owner, 1, {}, [])
    with pytest.raises(Refused):
        edit_customer(shop.desk, owner, 1, {}, [PhoneEdit(phone.phone.id, 2, "13600000000")])
    assert numbers(shop, owner) == []


def test_who_is_gone_or_not_in_sight_cannot_be_edited(shop):
    me, other = shop.staff("李诚", "advisor"), shop.staff("赵洁", "advisor")
    mine, theirs = shop.customer("王小明"), shop.customer("李四")
    shop.car(mine, advisor=me)
    car = shop.car(theirs, advisor=other)
    desk = shop.on(TODAY, clerk("see", "enter", advisor_id=me))
    assert edit_customer(desk, mine, 1, {"note": "x"}).changed.act
    for call in (
        lambda: edit_customer(desk, theirs, 1, {"note": "x"}),
        lambda: edit_vehicle(desk, car, 1, {"note": "x"}),
        lambda: edit_customer(shop.desk, 999, 1, {"note": "x"}),
        lambda: edit_vehicle(shop.desk, 999, 1, {"note": "x"}),
    ):
        with pytest.raises(Refused) as trouble:
            call()
        assert trouble.value.said.code == "customers.gone"
    with pytest.raises(Refused):
        edit_customer(shop.on(TODAY, clerk("see")), mine, 2, {"note": "y"})


# Tonight's export


FILE = {
    "no": "C1",
    "name": "王小明",
    "phone": "13812345678",
    "birthday": "1980-01-01",
    "address": "海口",
    "plate": "琼A12345",
    "vin": vin(1),
    "model": "明锐",
    "source": "自店销售",
    "warranty": "2027-01-01",
}


def test_what_a_person_corrected_survives_the_next_export(shop, tmp_path, monkeypatch):
    exports = Exports(tmp_path, monkeypatch)
    exports.vehicles(shop.desk, FILE)
    file = customer_file(shop.desk, vehicle=1)
    edit_customer(
        shop.desk, file.person.id, file.person.revision, {"name": "王晓明", "address": "三亚", "birthday": None}
    )
    edit_vehicle(shop.desk, 1, file.car.revision, {"model": "明锐旅行", "source": "other-store"})
    exports.vehicles(shop.desk, {**FILE, "warranty": "2028-01-01"})
    file = customer_file(shop.desk, vehicle=1)
    assert (file.person.name, file.person.address, file.person.birthday) == ("王晓明", "三亚", None)
    assert (file.car.model, file.car.source, file.car.warranty_end) == ("明锐旅行", "other-store", date(2028, 1, 1))
    exports.vehicles(shop.desk, {**FILE, "address": "文昌", "warranty": "2028-01-01"})
    file = customer_file(shop.desk, vehicle=1)
    assert (file.person.name, file.person.address) == ("王晓明", "文昌")


def test_a_corrected_name_without_a_number_makes_no_second_customer(shop, tmp_path, monkeypatch):
    exports = Exports(tmp_path, monkeypatch)
    row = {name: value for name, value in FILE.items() if name != "no"}
    exports.vehicles(shop.desk, row)
    file = customer_file(shop.desk, vehicle=1)
    edit_customer(shop.desk, file.person.id, file.person.revision, {"name": "王晓明"})
    exports.vehicles(shop.desk, {**row, "warranty": "2028-01-01"})
    assert [row["name"] for row in shop.rows("SELECT name FROM customer")] == ["王晓明"]


def test_corrected_numbers_survive_the_next_export(shop, tmp_path, monkeypatch):
    exports = Exports(tmp_path, monkeypatch)
    exports.vehicles(shop.desk, FILE)
    owner = customer_file(shop.desk, vehicle=1).person
    edit_customer(shop.desk, owner.id, owner.revision, {}, [PhoneEdit(text="13987654321")])
    exports.vehicles(shop.desk, {**FILE, "warranty": "2028-01-01"})
    assert numbers(shop, owner.id) == [("13987654321", "good", 1)]


# Where a value comes from


def test_the_history_of_a_field_tells_who_changed_it_from_where(shop, tmp_path, monkeypatch):
    exports = Exports(tmp_path, monkeypatch)
    exports.vehicles(shop.desk, FILE)
    owner = customer_file(shop.desk, vehicle=1).person
    edit_customer(shop.desk, owner.id, owner.revision, {"birthday": date(1981, 7, 1), "sex": "male"})
    history = field_history(shop.desk, "customer", owner.id, "birthday")
    assert [(change.origin, change.old, change.new) for change in history] == [
        ("hand", date(1980, 1, 1), date(1981, 7, 1)),
        ("import", None, date(1980, 1, 1)),
    ]
    assert history[0].who == "owner"
    (sex,) = field_history(shop.desk, "customer", owner.id, "sex")
    assert (sex.new.code, sex.source) == ("label.sex.male", "command")
    fields = [change.field for change in field_history(shop.desk, "customer", owner.id)]
    assert sorted(fields) == ["added", "birthday", "phone", "sex"]
    assert [change.field for change in field_history(shop.desk, "vehicle", 1)] == ["added"]


def test_the_history_of_numbers_is_told_masked_also_of_those_that_are_gone(shop):
    owner = shop.customer("王小明", phone="13812345678")
    (phone,) = customer_file(shop.desk, customer=owner).person.phones
    edit_customer(shop.desk, owner, 1, {}, [PhoneEdit(phone.phone.id, 1, "13911112222", "bad", preferred=True)])
    edit_customer(shop.desk, owner, 1, {}, [])
    told = [(change.field, change.old, change.new) for change in field_history(shop.desk, "customer", owner, "phone")]
    assert told == [
        ("phone", "139****2222", None),
        ("phone", "138****5678", "139****2222"),
        ("phone", None, "138****5678"),
    ]
    (quality,) = field_history(shop.desk, "customer", owner, "quality")
    assert (quality.new.code, quality.of) == ("label.phone_quality.bad", "139****2222")


# A customer and a vehicle together


def test_a_file_is_edited_in_one_act_and_taken_back_by_one(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner, "琼A10001")
    before = contents(shop.desk)
    edited = edit_file(
        shop.desk, CustomerEdit(owner, 1, {"note": "老客户"}), VehicleEdit(car, 1, {"model": "明锐", "source": "own"})
    )
    assert edited.changed.kinds == {"customer", "vehicle"}
    found = customer_file(shop.desk, vehicle=car)
    assert (found.person.note, found.car.model) == ("老客户", "明锐")
    undo_act(shop.desk, edited.changed.act)
    assert contents(shop.desk) == before


def test_errors_of_a_file_name_their_record(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner, "琼A10001")
    customer = CustomerEdit(owner, 1, {"name": ""}, [PhoneEdit(text="1")])
    edited = edit_file(shop.desk, customer, VehicleEdit(car, 1, {"delivered": "x"}))
    assert set(edited.errors) == {"customer.name", "phones.0", "vehicle.delivered"}
    assert edit_file(shop.desk, None, None).changed.act is None


def test_a_conflict_in_one_record_keeps_the_other_unwritten(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner, "琼A10001")
    edit_vehicle(shop.desk, car, 1, {"model": "明锐"})
    with pytest.raises(Refused):
        edit_file(shop.desk, CustomerEdit(owner, 1, {"note": "x"}), VehicleEdit(car, 1, {"model": "途观L"}))
    assert person(shop, owner)["note"] is None
