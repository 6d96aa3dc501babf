"""The fields of scripts as they are known of a call, and what the store offers now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.appointment import NewAppointment
from dealerdesk.domain.complaint import NewComplaint
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.questionnaire import FIELDS
from dealerdesk.domain.reason import Reason
from dealerdesk.services.appointments.booking import book_appointment
from dealerdesk.services.calling.facts import script_facts
from dealerdesk.services.calling.offers import LONGEST, Offers, call_offers, choose_call_offers
from dealerdesk.services.complaints import open_complaint
from dealerdesk.services.desk import OWNER
from dealerdesk.services.event_tasks import plan_task
from dealerdesk.services.undoing import undo_act
from tests.services.calling.calls import at
from tests.stores import a_shop, clerk

TODAY = date(2026, 1, 12)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


@pytest.fixture
def known(shop):
    """A customer with a car that was maintained here last autumn."""
    advisor = shop.staff("孙伟", job="service-advisor")
    owner = shop.customer("王小明", sex="male")
    car = shop.car(owner, "琼A88888", model="明锐", delivered=date(2024, 5, 6))
    shop.visit(car, date(2025, 9, 3), kind="常规保养", odometer=61_240, items="更换机油；更换机滤", advisor_id=advisor)
    return shop, owner, car


def a_task(shop, owner, car, reason, about=None):
    plan_task(shop.desk, NewTask(reason, TODAY, owner, car, about=about))
    return shop.rows("SELECT max(id) AS id FROM task")[0]["id"]


def told(shop, owner=None, car=None, *tasks, lang="zh_CN", **more):
    return script_facts(shop.on(TODAY, lang=lang), owner, car, tasks, **more)


def test_a_car_its_last_visit_and_its_next_maintenance_are_said(known):
    facts = told(*known)
    said = {
        "name": "王小明", "title": "先生", "plate": "琼A88888", "model": "明锐", "last_visit": "2025年9月3日",
        "last_km": "61,240", "last_work": "更换机油、更换机滤", "receiving_advisor": "孙伟", "delivery": "2024年5月6日",
        "next_maintenance": "3月3日", "next_km": "66,240", "hours": "上午8点到下午6点", "today": "1月12日",
    }  # fmt: skip
    assert {name: facts[name] for name in said} == said
    assert facts.keys() <= FIELDS


def test_every_field_can_be_known(known):
    shop, owner, car = known
    seen = set(told(*known))
    for reason in (Reason.FESTIVAL, Reason.WEATHER, Reason.CAMPAIGN):
        seen |= told(shop, owner, car, a_task(shop, owner, car, reason, "大风")).keys()
    assert {"festival", "weather", "activity", "reason_detail"} <= seen


def test_the_owner_of_a_car_is_meant_where_nobody_is_named(known):
    shop, _owner, car = known
    assert told(shop, None, car)["name"] == "王小明"


def test_nothing_is_said_of_nobody(shop):
    assert "name" not in told(shop)
    assert "hours" in told(shop)


def test_offer_and_activity_are_the_stores_own_words(known):
    shop, owner, car = known
    wanted = Offers({"zh_CN": "免费检测一次。", "en": " a free  check "}, {"zh_CN": "爱车讲堂"})
    done = choose_call_offers(shop.desk, wanted)
    assert call_offers(shop.desk).offer == {"zh_CN": "免费检测一次", "en": "a free check"}
    assert told(shop, owner, car)["offer"] == "免费检测一次"
    english = told(shop, owner, car, lang="en")
    assert (english["offer"], english["activity"]) == ("a free check", "爱车讲堂")
    assert not choose_call_offers(shop.desk, wanted).kinds
    undo_act(shop.desk, done.act)
    assert "offer" not in told(shop, owner, car)


def test_an_offer_that_nobody_can_say_is_refused(shop):
    with pytest.raises(WrongUse) as found:
        choose_call_offers(shop.desk, Offers({"en": "x" * (LONGEST + 1)}))
    assert found.value.said.code == "script.offer_too_long"


def test_the_festival_is_the_tasks_else_the_next_holiday(known):
    shop, owner, car = known
    near = script_facts(shop.on(date(2026, 2, 1), lang="en"), owner, car)
    assert near["festival"] == "Spring Festival"
    assert "festival" not in told(shop, owner, car)
    assert told(shop, owner, car, a_task(shop, owner, car, Reason.FESTIVAL, "腊八节"))["festival"] == "腊八节"


def test_the_weather_is_what_the_task_is_about(known):
    shop, owner, car = known
    assert told(shop, owner, car, a_task(shop, owner, car, Reason.WEATHER, "台风要来"))["weather"] == "台风要来"


def test_the_complaint_is_the_open_one(known):
    shop, owner, car = known
    open_complaint(shop.desk, NewComplaint("空调不制冷。后来又坏了", customer_id=owner, vehicle_id=car))
    shop.change(tables.Complaint, 1, state="closed", solution="换了压缩机。")
    assert told(shop, owner, car)["solution"] == "换了压缩机"
    open_complaint(shop.desk, NewComplaint("刹车异响", customer_id=owner, vehicle_id=car))
    facts = told(shop, owner, car)
    assert (facts["complaint"], "solution" in facts) == ("刹车异响", False)


def test_the_appointment_is_the_next_or_the_one_that_was_missed(known):
    shop, owner, car = known
    book_appointment(at(shop), NewAppointment(car, date(2026, 1, 14), time(9, 30), "保养", customer_id=owner))
    assert told(shop, owner, car, lang="en")["appointment"] == "Wednesday 14 January at 9:30 am"
    shop.change(tables.Appointment, 1, state="missed", day=date(2026, 1, 9))
    task = a_task(shop, owner, car, Reason.OTHER)
    assert "appointment" not in told(shop, owner, car, task)
    shop.change(tables.Task, task, reason="no-show")
    assert told(shop, owner, car, task)["appointment"] == "1月9日星期五上午9点半"


def test_care_is_asked_about_its_own_visit(known):
    shop, owner, car = known
    other = shop.visit(car, date(2025, 9, 1), kind="机修", items="换轮胎")
    task = a_task(shop, owner, car, Reason.OTHER)
    shop.change(tables.Task, task, reason="care-after-service", visit_id=other)
    facts = told(shop, owner, car, task)
    assert (facts["last_visit"], facts["last_work"]) == ("2025年9月1日", "换轮胎")


def test_the_agent_is_who_acts_else_who_was_chosen(shop):
    li = shop.staff("李娜")
    assert "agent" not in told(shop)
    assert told(shop, agent="周敏")["agent"] == "周敏"
    signed_in = replace(OWNER, name="lina", staff=li, account=1)
    assert script_facts(shop.on(TODAY, signed_in), None, None, (), "周敏")["agent"] == "李娜"


def test_numbers_in_what_people_wrote_are_masked_for_who_may_not_see_them(known):
    shop, owner, car = known
    task = a_task(shop, owner, car, Reason.OTHER, "打 13712345678")
    assert "13712345678" in told(shop, owner, car, task)["reason_detail"]
    hidden = script_facts(shop.on(TODAY, clerk("see")), owner, car, (task,))
    assert "13712345678" not in hidden["reason_detail"]
