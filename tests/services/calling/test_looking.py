"""What an agent sees of whom they call, and who it may be that rings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.appointment import NewAppointment
from dealerdesk.domain.complaint import NewComplaint
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.domain.rights import Actor, Right, Scope
from dealerdesk.services.calling.looking import caller_panel, find_for_call
from dealerdesk.services.customers.marks import set_do_not_call
from tests.services.calling.calls import TODAY, TOMORROW, at, call, lost_car, tasks_of
from tests.stores import a_shop, clerk

D = Disposition


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def agent_of(shop, staff, *rights):
    return at(shop, actor=Actor("agent", frozenset(Right(right) for right in rights), Scope(), staff))


def test_the_panel_tells_all_that_is_open_and_what_was_said_last(shop):
    shop.staff("周敏")
    customer = shop.customer("王小明", phone="13800001234")
    car, other = (lost_car(shop, customer) for _ in range(2))
    first, second = tasks_of(shop, car, other)
    booked = NewAppointment(other, TOMORROW, time(10), "保养")
    call(shop, D.NO_ANSWER, first, left=(second,))
    call(
        shop,
        D.APPOINTMENT,
        second,
        hour=11,
        note="回电 13912345678",
        appointment=booked,
        flag="看一下",
        for_next="下午",
    )
    call(
        shop, D.COMPLAINT, customer_id=customer, hour=12, incoming=True, channel=Channel.WECHAT, topic="price",
        complaint=NewComplaint("太贵"),
    )  # fmt: skip
    panel = caller_panel(at(shop), customer, car)
    assert (panel.file.person.name, panel.file.chosen, panel.do_not_call) == ("王小明", car, False)
    assert (panel.file.car.figures.months_since, panel.file.car.figures.visits) == (18, 1)
    assert [(one.disposition, one.channel, one.incoming, one.reason, one.topic) for one in panel.calls] == [
        ("complaint", "wechat", True, None, "price"),
        ("appointment-made", "call", False, "survey", None),
        ("no-answer", "call", False, "survey", None),
    ]
    assert panel.calls[1].note == "回电 13912345678"
    assert (panel.calls[2].who, panel.calls[2].attempt) == ("周敏", 1)
    assert sorted(task.reason for task in panel.tasks) == ["complaint", "survey"]
    assert (panel.appointment.vehicle_id, panel.appointment.day) == (other, TOMORROW)
    assert [one.happened for one in panel.complaints] == ["太贵"]
    assert [one.what for one in panel.flags] == ["看一下"]
    assert [(one.full, one.quality, one.preferred, one.marked) for one in panel.numbers] == [
        ("13800001234", "good", True, False)
    ]
    assert caller_panel(at(shop), vehicle=other).file.chosen == other
    assert len(caller_panel(at(shop), customer, calls=1).calls) == 1


def test_a_note_to_the_next_caller_shows_until_somebody_was_reached(shop):
    customer = shop.customer()
    (key,) = tasks_of(shop, lost_car(shop, customer))
    assert caller_panel(at(shop), customer).note is None
    call(shop, D.CALL_LATER, key, when=Promise(TOMORROW, time(10)), for_next="找她先生")
    note = caller_panel(at(shop), customer).note
    assert (note.text, note.day, note.who) == ("找她先生", TODAY, "owner")
    call(shop, D.NO_ANSWER, key, day=TOMORROW)
    call(shop, D.REFUSED, customer_id=customer, day=TOMORROW)
    assert caller_panel(at(shop), customer).note == note
    call(shop, D.NO_ANSWER, key, day=TOMORROW, for_next="换个时间")
    assert caller_panel(at(shop), customer).note.text == "换个时间"
    call(shop, D.COMPLETED, key, day=TOMORROW)
    assert caller_panel(at(shop), customer).note is None


def test_numbers_are_whole_for_whose_tasks_they_are_and_masked_for_the_rest(shop):
    mine, other = shop.staff("周敏"), shop.staff("吴倩")
    customer = shop.customer(phone="13800001234")
    (key,) = tasks_of(shop, lost_car(shop, customer))
    call(shop, D.CALL_LATER, key, when=Promise(TOMORROW, time(10)), agent="周敏", note="13912345678")
    panels = [caller_panel(agent_of(shop, staff, "see", "call"), customer) for staff in (mine, other)]
    assert [panel.numbers[0].full for panel in panels] == ["13800001234", None]
    assert [panel.numbers[0].phone.shown for panel in panels] == ["138****1234"] * 2
    assert [panel.tasks[0].own for panel in panels] == [True, False]
    assert [panel.calls[0].note for panel in panels] == ["139****5678"] * 2
    manager = agent_of(shop, other, "see", "full-phone")
    manager = replace(manager, actor=replace(manager.actor, account=7, revision=1))
    assert caller_panel(manager, customer).numbers[0].full is None  # theirs to open, which is an act


def test_who_makes_no_calls_leaves_the_tasks_to_whom_they_were_given(shop):
    agent, manager = shop.staff("周敏"), shop.staff("王经理", "manager")
    customer = shop.customer()
    (key,) = tasks_of(shop, lost_car(shop, customer))
    call(shop, D.NO_ANSWER, key, desk=agent_of(shop, manager, "see", "call"))
    panel = caller_panel(agent_of(shop, agent, "see", "call"), customer)
    assert (panel.calls[0].who, panel.tasks[0].own) == ("王经理", True)
    other = shop.staff("吴倩")
    call(shop, D.INTERESTED, key, desk=agent_of(shop, other, "see", "call"))
    panel = caller_panel(agent_of(shop, other, "see", "call"), customer)
    assert (panel.calls[0].who, panel.tasks[0].own) == ("吴倩", True)


def test_do_not_call_shows_with_its_number(shop):
    customer = shop.customer()
    lost_car(shop, customer)
    set_do_not_call(shop.desk, customer, "asked")
    panel = caller_panel(at(shop), customer)
    assert (panel.do_not_call, panel.numbers[0].marked, panel.file.person.marks[0].reason) == (True, True, "asked")


def test_nobody_looks_at_customers_out_of_their_sight(shop):
    advisor = shop.staff("李诚", "advisor")
    customer = shop.customer("王小明", phone="13800001234")
    car = lost_car(shop, customer)
    tasks_of(shop, car)
    desk = at(shop, actor=clerk("see", advisor_id=advisor))
    for whom in ({"customer": customer}, {"vehicle": car}):
        with pytest.raises(Refused):
            caller_panel(desk, **whom)
    assert find_for_call(desk, "13800001234") == find_for_call(desk, "王小明") == ()


def test_a_car_that_nobody_is_known_to_own_has_its_panel_too(shop):
    car = lost_car(shop)
    with shop.writing() as writer:
        writer.conn.exec_driver_sql("DELETE FROM ownership WHERE vehicle_id = ?", (car,))
    panel = caller_panel(at(shop), vehicle=car)
    assert (panel.file.person, panel.numbers, panel.calls, panel.do_not_call) == (None, (), (), False)


# ---- who rings ------------------------------------------------------------------------------------------------------


def test_whoever_rings_is_found_by_number_with_cars_and_open_tasks(shop):
    customer = shop.customer("王小明", phone="13800001234")
    second_line = shop.phone(customer, "089866661234")
    without_car = shop.customer("李华", phone="13800001234")
    car, other = (lost_car(shop, customer) for _ in range(2))
    keys = tasks_of(shop, car, other)
    shop.change(tables.Task, keys[0], due=date(2026, 3, 2))
    found = find_for_call(at(shop), "+86 138-0000-1234")
    assert [one.customer_id for one in found] == [customer, without_car]
    assert [task.id for task in found[0].tasks] == [keys[1], keys[0]]
    assert {one.vehicle_id for one in found[0].cars} == {car, other}
    assert (found[0].phone.shown, found[1].cars, found[1].tasks) == ("138****1234", (), ())
    (landline,) = find_for_call(at(shop), "0898 6666 1234")
    assert (landline.customer_id, landline.phone.id) == (customer, second_line)


def test_by_a_plate_its_car_is_the_first_and_by_a_name_its_bearer(shop):
    customer = shop.customer("王小明")
    cars = [lost_car(shop, customer, plate=plate) for plate in ("琼A11111", "琼A22222", "琼A33333")]
    (found,) = find_for_call(at(shop), "琼a·33333")
    assert [one.vehicle_id for one in found.cars] == [cars[2], cars[0], cars[1]]
    assert [one.name for one in find_for_call(at(shop), "王小明")] == ["王小明"]
    assert find_for_call(at(shop), "  ") == find_for_call(at(shop), "13999999999") == ()


def test_hidden_digits_find_nobody(shop):
    lost_car(shop, shop.customer(phone="13800001234"))
    desk = replace(at(shop), actor=clerk("see"))
    assert find_for_call(desk, "800001") == ()
    assert len(find_for_call(desk, "13800001234")) == 1
