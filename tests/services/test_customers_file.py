"""The file of a customer: person, cars over time, figures, and what happened, newest first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.rules import Status
from dealerdesk.services.customers.file import customer_file, customer_timeline
from dealerdesk.services.tasks import generate_tasks
from tests.stores import a_shop, clerk

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop


def kinds(file):
    return [event.kind for event in file.timeline.events]


def test_the_person_is_told_with_masked_numbers_and_marks(shop):
    owner = shop.customer(
        "王小明", phone="13812345678", sex="male", birthday=date(1980, 2, 29), district="龙华区", wechat=True
    )
    shop.phone(owner, "0898-66661234".replace("-", ""), quality="bad")
    shop.do_not_call(owner, date(2026, 1, 5), "asked twice")
    person = customer_file(shop.desk, customer=owner).person
    assert (person.name, person.sex, person.birthday, person.wechat) == ("王小明", "male", date(1980, 2, 29), True)
    assert [(str(p.phone), p.kind, p.quality, p.preferred) for p in person.phones] == [
        ("138****5678", "mobile", "good", True),
        ("0898****1234", "landline", "bad", False),
    ]
    (mark,) = person.marks
    assert (person.do_not_call, mark.since, mark.reason, mark.number) == (True, date(2026, 1, 5), "asked twice", None)


def test_loyalty_counts_over_all_cars(shop):
    owner = shop.customer("王小明", referrals=1)
    assert customer_file(shop.desk, customer=owner).person.loyalty == "none"
    shop.car(owner, visits=[date(2025, 8, 1)])
    own = shop.car(owner, source="own", delivered=date(2025, 6, 1))
    assert customer_file(shop.desk, customer=owner).person.loyalty == "sales"
    shop.visit(own, date(2025, 9, 1))
    assert customer_file(shop.desk, customer=owner).person.loyalty == "both"


def test_a_car_is_told_with_plates_owners_and_figures(shop):
    old, new = shop.customer("李四"), shop.customer("王小明")
    car = shop.car(old, "琼A10001", model="明锐", delivered=date(2020, 1, 1), vin="LSVNJC1M0T5361951")
    shop.visit(car, date(2024, 6, 1), paid_fen=30_000, odometer=20_000)
    shop.visit(car, date(2025, 8, 1), kind="常规保养", paid_fen=20_000, odometer=31_000)
    shop.sold_to(car, new, date(2025, 1, 1))
    shop.product(car, ends=date(2027, 1, 1))
    found = customer_file(shop.desk, vehicle=car)
    assert (found.person.name, found.chosen) == ("王小明", car)
    told = found.car
    assert [(span.name, span.from_day, span.until_day) for span in told.owners] == [
        ("王小明", date(2025, 1, 1), None),
        ("李四", None, date(2025, 1, 1)),
    ]
    figures = told.figures
    assert (figures.status, figures.reference, figures.months_since) == (Status.AT_RISK, date(2025, 8, 1), 7)
    assert figures.lost_from == date(2026, 8, 1)
    assert (figures.visits, figures.visits_12, figures.spend_fen, figures.spend_12_fen) == (2, 1, 50_000, 20_000)
    assert (figures.last_odometer, figures.rate_km, figures.rate_days) == (31_000, 11_000, 426)
    assert figures.predicted_odometer == 31_000 + 11_000 * 213 // 426
    assert (figures.last_maintenance, figures.protected) == (date(2025, 8, 1), True)
    assert told.products[0].in_force


def test_a_former_car_is_told_after_those_of_today_with_what_fell_into_their_time(shop):
    old, new = shop.customer("李四"), shop.customer("王小明")
    car, other = shop.car(old, "琼A10001"), shop.car(old, "琼A10002")
    shop.visit(car, date(2024, 6, 1))
    shop.sold_to(car, new, date(2025, 1, 1))
    shop.visit(car, date(2025, 6, 1))
    found = customer_file(shop.desk, customer=old)
    assert [(one.id, one.present) for one in found.cars] == [(other, True), (car, False)]
    assert [(event.kind, event.day, event.plate) for event in found.timeline.events] == [
        ("visit", date(2024, 6, 1), "琼A10001")
    ]
    assert kinds(customer_file(shop.desk, customer=new)) == ["visit", "owner", "visit"]


def test_the_timeline_tells_all_that_happened_newest_first(shop):
    owner = shop.customer("王小明", phone="13812345678")
    car = shop.car(owner, "琼A10001")
    shop.visit(car, date(2025, 2, 20), kind="机修", items="刹车片", odometer=20_000, order_no="RO1")
    shop._insert(tables.Told, vehicle_id=car, day=date(2025, 7, 1), odometer=25_000, maintenance=True, place="路边店")
    generate_tasks(shop.desk)
    shop._insert(tables.Sheet, code="S1", day=TODAY, made_at=NOON, reserved_until=TODAY)
    (task,) = shop.rows("SELECT id, code FROM task")
    shop._insert(tables.SheetRow, sheet_id=1, task_id=task["id"], entry=1, place=0)
    call = shop._insert(
        tables.Call,
        at=NOON, day=TODAY, who="owner", customer_id=owner, disposition="no-answer",
    )  # fmt: skip
    shop._insert(tables.CallTask, call_id=call, task_id=task["id"], place=0)
    found = customer_file(shop.desk, vehicle=car)
    assert kinds(found) == ["call", "sheet", "task", "told", "visit"]
    call_event, sheet, planned, told, visit = (event.detail for event in found.timeline.events)
    assert (call_event.disposition, call_event.reasons, call_event.who) == ("no-answer", (planned.reason,), "owner")
    assert (sheet.code, sheet.task, planned.code) == ("S1", task["code"], task["code"])
    assert (told.odometer, told.maintenance, told.place) == (25_000, True, "路边店")
    assert (visit.order_no, visit.items, visit.charge_fen, visit.counting) == ("RO1", "刹车片", 50_000, True)


def test_departures_and_marks_stand_on_the_timeline(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner, "琼A10001")
    shop.do_not_call(owner, date(2026, 1, 5), "asked")
    shop.departs(car, date(2026, 2, 1), "moved")
    found = customer_file(shop.desk, vehicle=car)
    assert kinds(found) == ["departure", "mark"]
    assert (found.car.departure.reason, found.car.present) == ("moved", True)
    assert found.timeline.events[1].detail.reason == "asked"


def test_a_long_timeline_comes_some_at_a_time(shop):
    car = shop.car(visits=[date(2025, 1, day) for day in range(1, 8)])
    found = customer_file(shop.desk, vehicle=car, events=3)
    assert (len(found.timeline.events), found.timeline.total, found.timeline.more) == (3, 7, 4)
    rest = customer_timeline(shop.desk, vehicle=car, start=3)
    assert [event.day.day for event in (*found.timeline.events, *rest.events)] == [7, 6, 5, 4, 3, 2, 1]
    assert rest.more == 0


def test_a_car_without_an_owner_has_a_file_without_a_person(shop):
    with shop.writing() as writer:
        (car,) = writer.insert(tables.Vehicle, [{"source": "unknown"}])
        shop.fold(car)
    found = customer_file(shop.desk, vehicle=car)
    assert (found.person, found.chosen, len(found.cars)) == (None, car, 1)


def test_a_customer_without_a_car_has_a_file(shop):
    owner = shop.customer("王小明")
    found = customer_file(shop.desk, customer=owner)
    assert (found.person.name, found.cars, found.chosen, found.timeline.events) == ("王小明", (), None, ())


def test_what_is_gone_or_out_of_scope_is_refused(shop):
    me, other = shop.staff("李诚", "advisor"), shop.staff("赵洁", "advisor")
    owner = shop.customer("王小明")
    mine, theirs = shop.car(owner, advisor=me), shop.car(owner, advisor=other)
    desk = shop.on(TODAY, clerk("see", advisor_id=me))
    assert [car.id for car in customer_file(desk, vehicle=mine).cars] == [mine]
    lonely = shop.customer("无车")
    for what in ({"vehicle": theirs}, {"vehicle": 999}, {"customer": lonely}, {"customer": 999}):
        with pytest.raises(Refused) as trouble:
            customer_file(desk, **what)
        assert trouble.value.said.code == "customers.gone"
    with pytest.raises(Refused):
        customer_file(shop.desk, customer=999)
