"""The queue of a day: who is offered, in which order, and who is held back for what."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.phone import MaskedPhone
from dealerdesk.domain.reminder import Reason
from dealerdesk.domain.rules import Rules, Status
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.sheets import call_sheet
from dealerdesk.services.tasks import generate_tasks, task_queue
from tests.stores import a_shop, clerk

TODAY = date(2026, 1, 12)
TOMORROW = date(2026, 1, 13)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def queued(shop, day=TODAY, **asked):
    return [row.vehicle_id for row in task_queue(shop.desk, day, **asked).rows]


def lost_car(shop, day=date(2024, 7, 10), **fields):
    return shop.car(visits=[day], **fields)


def test_a_row_says_all_that_an_agent_needs(shop):
    agent = shop.staff("周敏")
    customer = shop.customer("王小明", "13812345678")
    car = lost_car(shop, owner=customer, plate="琼A88888", model="明锐")
    shop.visit(car, date(2025, 2, 3), odometer=61_240)
    generate_tasks(shop.desk)
    (row,) = [row for row in task_queue(shop.desk).rows if row.reason is Reason.AT_RISK]
    assert row._replace(id=0, code="", revision=0) == (
        *(0, "", car, customer, "王小明", MaskedPhone(1, "138****5678"), "琼A88888", "明锐", Reason.AT_RISK, TODAY),
        *((said("now.days_to_lost", days=22),), Status.AT_RISK, False, 11, date(2025, 2, 3), 61_240, "周敏", None),
        *(None, 0, "13812345678", 0, None, None),
    )
    assert agent == 1


def test_only_what_is_due_by_the_day_is_offered(shop):
    change_rules(shop.desk, Rules(tasks_per_agent_day=1))
    first, second = lost_car(shop), lost_car(shop)
    generate_tasks(shop.desk)
    assert queued(shop) == [first]
    assert queued(shop, TOMORROW) == [first, second]
    assert queued(shop, date(2026, 1, 11)) == []


def test_overdue_first_then_bands_then_protection_spend_and_age(shop):
    spent = lost_car(shop, date(2024, 12, 20))
    shop.visit(spent, date(2024, 12, 21), paid_fen=900_000)
    far = lost_car(shop, date(2024, 7, 10))
    near = lost_car(shop, date(2025, 1, 9))
    within_30 = lost_car(shop, date(2024, 12, 20))
    protected = lost_car(shop, date(2025, 1, 9))
    shop.product(protected, ends=date(2026, 12, 31))
    generate_tasks(shop.desk)
    assert queued(shop) == [near, protected, spent, within_30, far]
    late = lost_car(shop, date(2025, 1, 10))
    generate_tasks(shop.on(TOMORROW))
    assert queued(shop, TOMORROW) == [near, protected, spent, within_30, far, late]
    (last,) = [row for row in task_queue(shop.desk, TOMORROW).rows if row.vehicle_id == far]
    assert last.why == (said("now.overdue", days=1), said("now.lost_since", days=187))


def test_a_tie_goes_to_the_oldest_task(shop):
    cars = [lost_car(shop) for _ in range(3)]
    generate_tasks(shop.desk)
    assert queued(shop) == cars


def test_tasks_of_one_customer_are_one_call(shop):
    fleet, other = shop.customer("海口物流公司"), shop.customer()
    first = lost_car(shop, date(2025, 1, 9), owner=fleet)
    between = lost_car(shop, date(2024, 12, 20), owner=other)
    last = lost_car(shop, date(2024, 7, 10), owner=fleet)
    generate_tasks(shop.desk)
    queue = task_queue(shop.desk)
    assert [[row.vehicle_id for row in entry.rows] for entry in queue.entries] == [[first, last], [between]]
    assert queued(shop) == [first, last, between]


def test_customers_under_one_number_are_one_call(shop):
    for _ in range(2):
        lost_car(shop, owner=shop.customer(phone="13800009999"))
    generate_tasks(shop.desk)
    assert [len(entry.rows) for entry in task_queue(shop.desk).entries] == [2]


def test_a_car_in_the_workshop_is_not_offered_until_it_is_settled(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    order = shop.visit(car, TODAY, state="in-workshop")
    assert task_queue(shop.desk).not_offered == {NotOffered.IN_WORKSHOP: 1}
    assert task_queue(shop.desk).notes == (
        said("cli.tasks.not_offered", cause=said("label.not_offered.in-workshop"), count=1),
    )
    shop.change(tables.Visit, order, state="void")
    assert queued(shop) == [car]


def test_who_has_no_working_phone_is_not_offered(shop):
    lost_car(shop, owner=shop.customer(phone=None))
    lost_car(shop, owner=shop.customer(quality="bad"))
    second_phone = shop.customer(quality="bad")
    shop.phone(second_phone, "13900000001")
    kept = lost_car(shop, owner=second_phone)
    generate_tasks(shop.desk)
    queue = task_queue(shop.desk)
    assert [row.vehicle_id for row in queue.rows] == [kept]
    assert queue.rows[0].phone.shown == "139****0001"
    assert queue.not_offered == {NotOffered.NO_PHONE: 2}


def test_what_a_live_sheet_reserves_is_not_offered_elsewhere(shop):
    agent = shop.staff("周敏")
    mine = lost_car(shop)
    generate_tasks(shop.desk)
    call_sheet(shop.desk, TODAY, "周敏")
    assert queued(shop, agent="周敏") == [mine]
    assert task_queue(shop.desk).not_offered == {NotOffered.RESERVED: 1}
    assert task_queue(shop.desk, TOMORROW, "周敏").not_offered == {NotOffered.RESERVED: 1}
    assert queued(shop, date(2026, 1, 14), agent="周敏") == [mine]
    (sheet,) = shop.rows("SELECT id, agent_id FROM sheet")
    assert sheet["agent_id"] == agent
    shop.change(tables.Sheet, sheet["id"], keyed_in_on=TODAY)
    assert queued(shop, TOMORROW, agent="周敏") == [mine]


def test_whoever_is_on_a_live_sheet_is_not_called_for_another_task_meanwhile(shop):
    customer = shop.customer(phone="13800009999")
    lost_car(shop, owner=customer)
    generate_tasks(shop.desk)
    call_sheet(shop.desk, TODAY)
    second = lost_car(shop, owner=customer)
    same_number = lost_car(shop, owner=shop.customer(phone="13800009999"))
    other = lost_car(shop)
    generate_tasks(shop.desk)
    assert queued(shop, TOMORROW) == [other]
    assert task_queue(shop.desk, TOMORROW).not_offered == {NotOffered.RESERVED: 3}
    assert set(queued(shop, date(2026, 1, 14))) >= {second, same_number, other}


def test_an_agents_queue_holds_that_agents_tasks_alone(shop):
    shop.staff("周敏")
    shop.staff("吴倩")
    cars = [lost_car(shop) for _ in range(4)]
    generate_tasks(shop.desk)
    one, other = queued(shop, agent="周敏"), queued(shop, agent="吴倩")
    assert len(one) == len(other) == 2
    assert sorted(one + other) == cars == queued(shop)


def test_an_unknown_agent_is_said_with_those_who_are_known(shop):
    with pytest.raises(WrongUse) as nobody:
        task_queue(shop.desk, TODAY, "周敏")
    assert nobody.value.said == said("tasks.no_agents", agent="周敏")
    shop.staff("吴倩")
    shop.staff("李诚", "advisor")
    with pytest.raises(WrongUse) as unknown:
        task_queue(shop.desk, TODAY, "周敏")
    assert unknown.value.said == said("tasks.unknown_agent", agent="周敏", agents=("吴倩",))


def test_a_quasi_lost_vehicle_is_marked(shop):
    car = lost_car(shop)
    shop.visit(car, date(2025, 12, 1), "上门检测", paid_fen=0)
    generate_tasks(shop.desk)
    assert [row.quasi_lost for row in task_queue(shop.desk).rows] == [True]
    assert [row.quasi_lost for row in task_queue(shop.desk, date(2026, 6, 1)).rows] == []


def test_looking_writes_nothing(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    before = shop.rows("SELECT count(*) FROM act")
    assert task_queue(shop.desk, date(2030, 1, 1)).rows == ()
    assert shop.rows("SELECT count(*) FROM act") == before


def test_everybody_sees_the_rows_in_their_sight(shop):
    advisor = shop.staff("李诚", "advisor")
    mine = lost_car(shop, advisor=advisor)
    lost_car(shop)
    generate_tasks(shop.desk)
    assert [row.vehicle_id for row in task_queue(shop.on(TODAY, clerk("see", advisor_id=advisor))).rows] == [mine]
    with pytest.raises(Refused):
        task_queue(shop.on(TODAY, clerk("call")))


@pytest.mark.parametrize("day", [date.min, date(1900, 1, 1), date.max])
def test_any_day_can_be_asked_for(shop, day):
    lost_car(shop)
    generate_tasks(shop.desk)
    assert task_queue(shop.desk, day).rows == ()
