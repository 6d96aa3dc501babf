"""Erasing a customer: no byte of them is left in the store, the figures stay, and no import brings them back."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.calendar import Month
from dealerdesk.domain.complaint import ComplaintState, ComplaintStep, NewComplaint
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.list_query import Contains, Query
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.record_fields import PhoneEdit
from dealerdesk.services.backups import back_up
from dealerdesk.services.complaints import change_complaint, open_complaint
from dealerdesk.services.customers.changes import field_history
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.desk import Right
from dealerdesk.services.flags import raise_flag, solve_flag
from dealerdesk.services.importing import undo_import
from dealerdesk.services.list_views import SavedView, delete_view, save_view, saved_views
from dealerdesk.services.lists import AskFor, month_list, statuses
from dealerdesk.services.personal.erasing import erase_customer, look_at_erasing
from dealerdesk.services.recycling import deleted_things
from dealerdesk.services.search import find
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.exports import order
from tests.importing import CAR, OTHER, PLATE, PLATE_2, TODAY
from tests.stores import clerk

NAME, EARLIER, PHONE, LANDLINE = "欧阳无痕", "欧阳旧名", "13987654321", "089855554444"
ADDRESS = "琼山区无痕路77号"
VEHICLE = {"no": "KH-77", "name": NAME, "phone": f"{PHONE}/{LANDLINE}", "birthday": "1981-05-06", "address": ADDRESS}
FILE = ({**VEHICLE, "vin": CAR, "plate": PLATE, "model": "朗逸"}, {"no": "KH-1", "name": "王强", "vin": OTHER,
        "plate": PLATE_2, "phone": "13800000001"})  # fmt: skip
ORDERS = (
    order(
        "R1",
        vin=CAR,
        plate=PLATE,
        name=NAME,
        phone=PHONE,
        day="2025-03-01",
        km="10000",
        items="保养",
        note="客户无痕要求",
    ),
    order("R2", vin=CAR, plate=PLATE, name=NAME, phone=PHONE, day="2025-09-01", km="20000", items=f"{NAME}的轮胎"),
    order("R3", vin=OTHER, plate=PLATE_2, name="王强", phone="13800000001", day="2025-09-02", km="5000"),
)
SECRETS = (
    NAME,
    EARLIER,
    PHONE,
    LANDLINE,
    ADDRESS,
    "1981-05-06",
    "KH-77",
    "请勿透露",
    "客户无痕要求",
    "wuhen",
    "ouyang",
)


def id_of(shop, name=NAME):
    return shop.rows("SELECT id FROM customer WHERE name = ?", name)[0]["id"]


def full(shop, exports):
    """A store that knows the person from imports, an undone one among them, from edits, a call and a mark."""
    desk = shop.desk
    undo_import(desk, exports.orders(desk, *ORDERS).batch)
    exports.vehicles(desk, *FILE)
    exports.orders(desk, *ORDERS)
    person = id_of(shop)
    (row,) = shop.rows("SELECT revision FROM customer WHERE id = ?", person)
    assert edit_customer(desk, person, row["revision"], {"name": EARLIER, "note": "请勿透露"}).errors == {}
    (row,) = shop.rows("SELECT revision FROM customer WHERE id = ?", person)
    assert edit_customer(desk, person, row["revision"], {"name": NAME}).errors == {}
    with shop.writing() as writer:
        call = {"day": TODAY, "at": datetime(2026, 3, 1, tzinfo=UTC), "who": "owner", "disposition": "completed"}
        writer.insert(tables.Call, [{**call, "customer_id": person, "note": f"请勿透露 {PHONE}"}])
    return person


def bytes_of(desk):
    return b"".join(
        file.read_bytes() for file in sorted(desk.store.folder.glob("desk.db*")) if not file.name.endswith("-shm")
    )


def figures(shop):
    """What must not change: visits with their amounts, cars, plates, statuses, lists."""
    visits = "SELECT id, vehicle_id, order_no, date_in, odometer, kind, paid_fen, due_fen, state, payer FROM visit"
    asks = [AskFor(name, Month.of(TODAY)) for name in ListName if name is not ListName.BIRTHDAYS]
    return (
        shop.rows(visits),
        shop.rows("SELECT id, vin, model, source, delivered FROM vehicle"),
        shop.rows("SELECT * FROM plate"),
        shop.rows("SELECT vehicle_id, customer_id, from_day, until_day FROM ownership"),
        statuses(shop.desk, ()),
        [[(row.vehicle_id, row.spend_fen, row.visits) for row in month_list(shop.desk, ask).rows] for ask in asks],
    )


def test_nothing_of_an_erased_person_is_left_in_the_file_and_all_figures_stay(shop, desk, exports):
    person = full(shop, exports)
    before = figures(shop)
    assert all(secret.encode() in bytes_of(desk) for secret in (NAME, PHONE, LANDLINE, EARLIER, ADDRESS))
    erased = erase_customer(desk, person)
    assert erased.swept
    left = bytes_of(desk)
    assert [secret for secret in SECRETS if secret.encode() in left] == []
    assert figures(shop) == before
    assert shop.rows("SELECT name, number, birthday, address, note FROM customer WHERE id = ?", person) == [
        {"name": "***", "number": None, "birthday": None, "address": None, "note": None}
    ]
    assert {row["name"] for row in shop.rows("SELECT name FROM customer")} == {"***", "王强"}
    assert (find(desk, PHONE), find(desk, NAME)) == ((), ())
    assert [hit.customer for hit in find(desk, PLATE)] == ["***"]
    assert [hit.customer for hit in find(desk, "13800000001")] == ["王强"]
    assert check_store(desk).problems == ()


def test_nothing_of_what_came_of_calls_is_left(shop, desk, exports):
    person = full(shop, exports)
    with shop.writing() as writer:
        car = writer.conn.exec_driver_sql(
            "SELECT vehicle_id FROM ownership WHERE customer_id = ?", (person,)
        ).scalar_one()
        call = {"day": TODAY, "at": datetime(2026, 3, 1, tzinfo=UTC), "who": "owner", "disposition": "complaint"}
        (call_id,) = writer.insert(
            tables.Call, [{**call, "customer_id": person, "for_next": "秘密甲", "topic": "秘密乙", "note": "秘密丙"}]
        )
        ran = {"began_at": call["at"], "ended_at": call["at"], "complete": True, "day": TODAY}
        (interview,) = writer.insert(
            tables.Interview,
            [{**ran, "call_id": call_id, "script": "lost-customer", "version": 1, "customer_id": person}],
        )
        answers = [
            {"interview_id": interview, "step": "why", "place": 0, "option": "price", "words": "秘密丁"},
            {"interview_id": interview, "step": "km", "place": 0, "number": 61_240},
        ]
        writer.insert(tables.InterviewAnswer, answers)
        booked = {"day": TODAY, "at": time(9), "minutes": 60, "booked_on": TODAY, "booked_by": "owner"}
        writer.insert(
            tables.Appointment,
            [{**booked, "code": "A1", "vehicle_id": car, "customer_id": person, "purpose": "保养", "note": "秘密戊"}],
        )
        made = {"code": "T22235", "key": "callback:1", "reason": "callback", "created_on": TODAY, "due": TODAY}
        writer.insert(tables.Task, [{**made, "customer_id": person, "vehicle_id": car, "about": "秘密己"}])
    key = open_complaint(desk, NewComplaint(f"{NAME}秘密庚", wanted="秘密辛", vehicle_id=car)).id
    change_complaint(desk, key, 1, ComplaintStep(ComplaintState.ANSWERED, solution="秘密壬"))
    undo_act(desk, open_complaint(desk, NewComplaint("秘密癸", customer_id=person)).changed.act)
    flag = raise_flag(desk, person, None, None, "秘密子").id
    solve_flag(desk, flag, 1, "秘密丑")
    undo_act(desk, raise_flag(desk, None, car, None, f"秘密寅{PHONE}").changed.act)
    raise_flag(desk, None, car, None, f"别人问起{NAME}")
    assert all(secret.encode() in bytes_of(desk) for secret in ["秘密甲", "秘密丁", "秘密庚", "秘密癸", "秘密寅"])
    erase_customer(desk, person)
    left = bytes_of(desk)
    assert [secret for secret in (*SECRETS, "秘密") if secret.encode() in left] == []
    told = shop.rows("SELECT state, category, happened, wanted, solution, customer_id FROM complaint")
    assert told == [
        {"state": "answered", "category": "other", "happened": "…", "wanted": None, "solution": None,
         "customer_id": person}
    ]  # fmt: skip
    assert shop.rows("SELECT option, number, words FROM answer ORDER BY id") == [
        {"option": "price", "number": None, "words": None},
        {"option": None, "number": 61_240, "words": None},
    ]
    assert shop.rows("SELECT purpose, note FROM appointment") == [{"purpose": "保养", "note": None}]
    assert [row["what"] for row in shop.rows("SELECT what FROM flag ORDER BY id")] == ["…", "别人问起…"]
    assert check_store(desk).problems == ()


def test_views_that_name_an_erased_person_go_too(shop, desk, exports):
    person = full(shop, exports)
    theirs = Query((Contains("customer", NAME),))
    save_view(desk, SavedView("熟客", ListName.AT_RISK, theirs))
    save_view(desk, SavedView(f"{NAME}的车", ListName.AT_RISK))
    delete_view(desk, f"{NAME}的车")
    save_view(desk, SavedView("改过", ListName.AT_RISK, theirs))
    save_view(desk, SavedView("改过", ListName.LOST))
    save_view(desk, SavedView("其他", ListName.LOST))
    erase_customer(desk, person)
    left = bytes_of(desk)
    assert [secret for secret in SECRETS if secret.encode() in left] == []
    assert [view.name for view in saved_views(desk)] == ["改过", "其他"]
    assert deleted_things(desk) == ()
    assert check_store(desk).problems == ()


def test_the_next_import_of_the_same_files_does_not_bring_them_back(shop, desk, exports):
    person = full(shop, exports)
    erase_customer(desk, person)
    for _ in range(2):
        vehicles, orders = exports.vehicles(desk, *FILE), exports.orders(desk, *ORDERS)
        assert (vehicles.warnings["erased_person"], orders.warnings["erased_person"]) == (1, 2)
        assert (vehicles.unchanged, orders.unchanged) == (2, 3)
    new = order("R9", vin=CAR, plate=PLATE, name=NAME, phone=PHONE, day="2026-01-05", km="30000", note="叫无痕先生")
    result = exports.orders(desk, new)
    assert (result.added, result.warnings["erased_person"]) == (1, 1)
    assert shop.rows("SELECT customer_name, note, paid_fen FROM visit WHERE order_no = 'R9'") == [
        {"customer_name": None, "note": None, "paid_fen": 50_000}
    ]
    left = bytes_of(desk)
    assert [secret for secret in SECRETS if secret.encode() in left] == []
    assert len(shop.rows("SELECT * FROM customer")) == 2


@pytest.mark.parametrize("existing", ["update", "fill", "skip"])
def test_a_person_is_known_again_by_number_by_phone_or_by_name_with_a_car(shop, desk, exports, existing):
    erase_customer(desk, full(shop, exports))
    rows = (
        {"no": "KH-77", "name": "别名", "vin": "LSVTEST0100000008"},
        {"name": "又一别名", "phone": f"+86 {PHONE}", "plate": "琼A99001"},
        {"name": NAME, "vin": CAR, "plate": PLATE},
    )
    for row in rows:
        assert exports.vehicles(desk, row, existing=existing).warnings["erased_person"] == 1
    assert {row["name"] for row in shop.rows("SELECT name FROM customer")} == {"***", "王强"}


def test_a_new_owner_of_their_car_comes_in(shop, desk, exports):
    erase_customer(desk, full(shop, exports))
    result = exports.vehicles(desk, {"no": "KH-9", "name": "孙新", "phone": "13711112222", "vin": CAR, "plate": PLATE})
    assert "erased_person" not in result.warnings
    assert [hit.customer for hit in find(desk, PLATE)] == ["孙新"]
    assert [hit.customer for hit in find(desk, "13711112222")] == ["孙新"]


def test_a_number_shared_within_a_family_still_lets_the_others_in(shop, desk, exports):
    person = full(shop, exports)
    exports.vehicles(desk, {"no": "KH-8", "name": "欧阳夫人", "phone": PHONE, "vin": "LSVTEST0100000009"})
    erase_customer(desk, person)
    assert [row["digits"] for row in shop.rows("SELECT digits FROM phone WHERE digits = ?", PHONE)] == [PHONE]
    again = {"no": "KH-8", "name": "欧阳夫人", "phone": PHONE, "vin": "LSVTEST0100000009", "address": "新址"}
    assert "erased_person" not in exports.vehicles(desk, again).warnings
    assert NAME.encode() not in bytes_of(desk)


def test_their_wish_not_to_be_called_holds_for_whoever_has_the_number(shop, desk, exports):
    person = full(shop, exports)
    shop.do_not_call(person, date(2026, 1, 1), "asked")
    assert look_at_erasing(desk, person).do_not_call
    erase_customer(desk, person)
    other = id_of(shop, "王强")
    (row,) = shop.rows("SELECT revision FROM customer WHERE id = ?", other)
    phones = [PhoneEdit(None, None, PHONE, "good", True)]
    assert edit_customer(desk, other, row["revision"], {}, phones).errors == {}
    assert customer_file(desk, customer=other).person.do_not_call


def test_erasing_cannot_be_undone_and_neither_can_what_it_erased(shop, desk, exports):
    person = full(shop, exports)
    (row,) = shop.rows("SELECT revision FROM customer WHERE id = ?", person)
    edited = edit_customer(desk, person, row["revision"], {"address": "别处"}).changed.act
    erased = erase_customer(desk, person)
    for act in (edited, erased.changed.act):
        with pytest.raises(Refused) as refusal:
            undo_act(desk, act)
        assert refusal.value.said.code in {"act.erased", "act.not_undoable"}
    batch = max(row["id"] for row in shop.rows("SELECT id FROM batch WHERE kind = 'visits' AND state = 'done'"))
    undo_import(desk, batch)
    assert NAME.encode() not in bytes_of(desk)
    assert check_store(desk).problems == ()
    assert field_history(desk, "customer", person) == ()


def test_erasing_asks_for_the_right_and_is_done_once(shop, desk, exports):
    person = full(shop, exports)
    for call in (erase_customer, look_at_erasing):
        with pytest.raises(Refused) as refusal:
            call(shop.on(TODAY, clerk(Right.SEE, Right.ENTER, Right.DELETE)), person)
        assert refusal.value.said.code == "actor.no_right"
    erase_customer(desk, person)
    for call in (erase_customer, look_at_erasing):
        with pytest.raises(Refused) as refusal:
            call(desk, person)
        assert refusal.value.said.code == "customers.erased_already"
        with pytest.raises(Refused) as refusal:
            call(desk, 999)
        assert refusal.value.said.code == "customers.gone"


def test_what_stays_outside_the_store_is_said_beforehand(shop, desk, exports):
    person = full(shop, exports)
    bad = order("R7", vin=CAR, plate=PLATE, name=NAME, phone=PHONE, day="昨天")
    rejected = exports.orders(desk, bad)
    back_up(desk, desk.store.folder / "backups" / "by-hand.db")
    ahead = look_at_erasing(desk, person)
    assert (ahead.name, ahead.phones, ahead.cars, ahead.visits) == (NAME, 2, 1, 2)
    assert ahead.workbooks == (rejected.rejects_file.name,)
    assert ahead.copies >= 1
    assert ahead.copies_until == date(TODAY.year + 1, TODAY.month, TODAY.day)
    assert erase_customer(desk, person).workbooks == ahead.workbooks


@pytest.mark.parametrize("seed", range(3))
def test_erasing_one_after_another_leaves_a_sound_store(shop, desk, exports, seed):
    full(shop, exports)
    chance = random.Random(seed)
    people = [shop.customer(f"甲乙{n}号", f"1360000{n:04d}") for n in range(6)]
    for person in people:
        shop.car(person, visits=[date(2025, 1 + chance.randrange(12), 3)])
    for person in chance.sample(people, 3):
        erase_customer(desk, person)
    assert check_store(desk).problems == ()
    gone = [n for n, person in enumerate(people) if customer_file(desk, customer=person).person.name == "***"]
    left = bytes_of(desk)
    assert [n for n in range(6) if f"甲乙{n}号".encode() in left] == [n for n in range(6) if n not in gone]
