"""Tasks from lists: one per key, and ended by themselves when their cause is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.calendar import Month
from dealerdesk.domain.codes import CodeKind, read_code
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.reminder import GENERATION_ORDER
from dealerdesk.domain.rules import POLICIES, DatedPolicy, Rules
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.task_ends import tidy_tasks
from dealerdesk.services.tasks import generate_tasks, task_queue
from tests.stores import a_shop, clerk

TODAY = date(2026, 1, 5)
FEBRUARY = Month(2026, 2)
SERVICE = "常规保养"


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def lost_car(shop, **fields):
    return shop.car(visits=[date(2024, 7, 10)], **fields)


def at_risk_car(shop, **fields):
    return shop.car(visits=[date(2025, 7, 10)], **fields)


def second_visit_car(shop):
    return shop.car(visits=[date(2025, 8, 10)])


def maintained_car(shop):
    """Maintained in August, here for a repair since: maintenance is due in February."""
    car = shop.car()
    shop.visit(car, date(2025, 8, 10), SERVICE)
    shop.visit(car, date(2025, 12, 1))
    return car


def new_car(shop):
    return shop.car(source="own", delivered=date(2025, 11, 20))


def recent_car(shop, **fields):
    return shop.car(visits=[date(2025, 12, 20)], **fields)


def tasks_of(shop, state="open"):
    return shop.rows("SELECT * FROM task WHERE state = ? ORDER BY id", state)


def by_lists(shop):
    """Make the tasks of all lists, and of nothing else."""
    return generate_tasks(shop.desk, lists=GENERATION_ORDER)


def keys_of(shop, state="open"):
    return sorted(task["key"] for task in tasks_of(shop, state))


# ---- one per key ----------------------------------------------------------------------------------------------------


def test_every_list_makes_its_tasks_once(shop):
    cars = [lost_car(shop), at_risk_car(shop), second_visit_car(shop), maintained_car(shop), new_car(shop)]
    recent_car(shop, warranty_end=date(2026, 2, 3), insurance_end=date(2026, 2, 4), inspection_end=date(2026, 2, 5))
    shop.car(shop.customer(birthday=date(1990, 2, 28)), visits=[date(2025, 12, 20)])
    made = by_lists(shop)
    assert keys_of(shop) == sorted(
        [
            f"survey:{cars[0]}:2024-07-10",
            f"at-risk:{cars[1]}:2025-07-10:at-risk",
            f"second-visit:{cars[2]}:2025-08-10",
            f"maintenance:{cars[3]}:2025-08-10",
            f"first-maintenance:{cars[4]}:2026-02",
            "warranty:6:2026-02-03",
            "insurance:6:2026-02-04",
            "inspection:6:2026-02-05",
            "birthday:7:2026-02-28",
        ]
    )
    assert made.created == 9
    assert sum(made.by_reason.values()) == 9
    assert made.changed.kinds == {"task"}


def test_a_second_run_makes_none(shop):
    for build in (lost_car, at_risk_car, second_visit_car, maintained_car, new_car):
        build(shop)
    first = by_lists(shop)
    before = tasks_of(shop)
    second = by_lists(shop)
    assert (first.created, first.existing) == (5, 0)
    assert (second.created, second.existing, second.by_reason) == (0, 5, {})
    assert second.changed.act is None
    assert tasks_of(shop) == before


def test_only_the_lists_asked_for_make_tasks(shop):
    lost_car(shop)
    at_risk_car(shop)
    made = generate_tasks(shop.desk, FEBRUARY, [ListName.AT_RISK, ListName.WATCH])
    assert made.by_reason == {"at-risk": 1}


def test_the_target_month_decides(shop):
    second_visit_car(shop)
    assert generate_tasks(shop.desk, Month(2026, 1)).created == 0
    assert generate_tasks(shop.desk).by_reason == {"second-visit": 1}


def test_one_at_risk_invitation_for_several_months_and_lists(shop):
    at_risk_car(shop)
    assert generate_tasks(shop.desk).created == 1
    for month in (Month(2026, 3), Month(2026, 6)):
        assert generate_tasks(shop.desk, month).created == 0
    about_to_be_lost = generate_tasks(shop.desk, Month(2026, 7))
    assert about_to_be_lost.by_reason == {"survey": 1}


def test_no_at_risk_invitation_beside_an_open_second_visit_one(shop):
    second_visit_car(shop)
    generate_tasks(shop.desk)
    later = generate_tasks(shop.on(date(2026, 2, 10)), lists=[ListName.AT_RISK])
    assert later.created == 0
    assert [task["reason"] for task in tasks_of(shop)] == ["second-visit"]


def test_a_quasi_lost_vehicle_gets_the_survey_alone(shop):
    car = at_risk_car(shop)
    shop.visit(car, date(2025, 12, 1), "上门检测", paid_fen=0)
    assert generate_tasks(shop.desk).by_reason == {"survey": 1}
    assert tasks_of(shop)[0]["due"] == TODAY.isoformat()


def test_a_survey_is_made_again_after_12_months(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    assert generate_tasks(shop.on(date(2027, 1, 4))).created == 0
    assert generate_tasks(shop.on(date(2027, 1, 5))).by_reason == {"survey": 1}
    assert generate_tasks(shop.on(date(2027, 1, 5))).created == 0
    assert keys_of(shop) == [f"survey:{car}:2024-07-10:2"]


def test_those_lost_for_more_than_24_months_are_surveyed_by_choice(shop):
    shop.car(visits=[date(2023, 1, 5)])
    shop.car(visits=[date(2023, 1, 4)])
    assert generate_tasks(shop.desk).created == 1
    assert generate_tasks(shop.desk, dormant=True).created == 1


def test_another_stage_makes_another_task(shop):
    change_rules(shop.desk, Rules(policies=(DatedPolicy(date(2020, 1, 1), POLICIES["3-6-9"]),)))
    car = shop.car(visits=[date(2025, 10, 20)])
    assert generate_tasks(shop.desk).by_reason == {"at-risk": 1}
    generate_tasks(shop.on(date(2026, 4, 20)))
    assert keys_of(shop) == [f"at-risk:{car}:2025-10-20:at-risk"]
    assert tasks_of(shop, "ended")[0]["ended_why"] == "stage"


def test_a_visit_begins_a_new_key(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    shop.visit(car, date(2026, 1, 6))
    later = date(2026, 8, 3)
    assert generate_tasks(shop.on(later)).by_reason == {"at-risk": 1}
    assert keys_of(shop) == [f"at-risk:{car}:2026-01-06:at-risk"]


def test_tasks_bear_codes_that_can_be_typed(shop):
    for _ in range(3):
        lost_car(shop)
    generate_tasks(shop.desk)
    assert [read_code(task["code"]) for task in tasks_of(shop)] == [
        (CodeKind.TASK, task["id"]) for task in tasks_of(shop)
    ]


def test_two_who_make_tasks_at_once_make_them_once(shop):
    for _ in range(4):
        lost_car(shop)
    with ThreadPoolExecutor(2) as both:
        made = list(both.map(generate_tasks, [shop.desk, shop.desk]))
    assert sorted(one.created for one in made) == [0, 4]
    assert len(tasks_of(shop)) == 4


def test_nothing_is_made_without_the_right(shop):
    with pytest.raises(Refused):
        generate_tasks(shop.on(TODAY, clerk("see", "call")))


def test_only_the_rows_in_the_actors_sight_become_tasks(shop):
    advisor = shop.staff("李诚", "advisor")
    mine = lost_car(shop, advisor=advisor)
    lost_car(shop)
    generate_tasks(shop.on(TODAY, clerk("plan", advisor_id=advisor)))
    assert [task["vehicle_id"] for task in tasks_of(shop)] == [mine]


# ---- ends -----------------------------------------------------------------------------------------------------------


def why_ended(shop, day):
    tidy_tasks(shop.on(day))
    return [task["ended_why"] for task in tasks_of(shop, "ended")]


@pytest.mark.parametrize("build", [lost_car, at_risk_car, second_visit_car, maintained_car])
def test_a_visit_ends_it(shop, build):
    car = build(shop)
    generate_tasks(shop.desk)
    shop.visit(car, date(2026, 1, 6), "机修")
    assert why_ended(shop, date(2026, 1, 5)) == []
    assert why_ended(shop, date(2026, 1, 6)) == ["visit"]
    assert tasks_of(shop, "ended")[0]["ended_on"] == "2026-01-06"


@pytest.mark.parametrize("build", [maintained_car, new_car])
def test_maintenance_ends_its_reminders(shop, build):
    car = build(shop)
    generate_tasks(shop.desk)
    shop.visit(car, date(2026, 1, 6), SERVICE)
    assert why_ended(shop, date(2026, 1, 6)) == ["maintained"]


@pytest.mark.parametrize(
    ("build", "last", "why"),
    [
        (lost_car, TODAY + timedelta(days=60), "expired"),
        (at_risk_car, date(2026, 7, 9), "stage"),
        (second_visit_car, date(2026, 8, 9), "stage"),
        (maintained_car, date(2026, 11, 30), "lost"),
        (new_car, date(2026, 11, 19), "too-old"),
        (lambda shop: recent_car(shop, insurance_end=date(2026, 2, 4)), date(2026, 2, 19), "expired"),
        (lambda shop: recent_car(shop, warranty_end=date(2026, 2, 4)), date(2026, 2, 19), "expired"),
        (lambda shop: recent_car(shop, inspection_end=date(2026, 2, 4)), date(2026, 2, 19), "expired"),
        (lambda shop: shop.car(shop.customer(birthday=date(1990, 2, 18))), date(2026, 2, 18), "expired"),
    ],
    ids=[
        "survey",
        "at-risk",
        "second-visit",
        "maintenance",
        "first",
        "insurance",
        "warranty",
        "inspection",
        "birthday",
    ],
)
def test_time_ends_it(shop, build, last, why):
    build(shop)
    assert by_lists(shop).created == 1
    assert why_ended(shop, last) == []
    assert task_queue(shop.on(last)).rows != ()
    assert task_queue(shop.on(last + timedelta(days=1))).rows == ()
    assert why_ended(shop, last + timedelta(days=1)) == [why]


BUILDS = [lost_car, at_risk_car, second_visit_car, maintained_car, new_car]


@pytest.mark.parametrize("build", BUILDS)
def test_do_not_call_ends_it(shop, build):
    build(shop)
    by_lists(shop)
    shop.do_not_call(1, date(2026, 1, 6))
    assert task_queue(shop.on(date(2026, 3, 2))).rows == ()
    assert why_ended(shop, date(2026, 1, 6)) == ["do-not-call"]
    assert generate_tasks(shop.on(date(2026, 1, 6))).created == 0


@pytest.mark.parametrize("build", BUILDS)
def test_a_departure_ends_it(shop, build):
    car = build(shop)
    by_lists(shop)
    shop.departs(car, date(2026, 1, 7))
    assert why_ended(shop, date(2026, 1, 6)) == []
    assert set(why_ended(shop, date(2026, 1, 7))) == {"departed"}


def test_another_owner_ends_it(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    shop.sold_to(car, shop.customer(), date(2026, 1, 7))
    assert why_ended(shop, date(2026, 1, 7)) == ["owner-changed"]


def test_greetings_end_with_the_customer(shop):
    stays, leaves, asks = (shop.customer(birthday=date(1990, 2, 18)) for _ in range(3))
    kept, sold = shop.car(stays), shop.car(stays)
    gone = shop.car(leaves)
    shop.car(asks)
    assert generate_tasks(shop.desk).by_reason == {"birthday": 3}
    shop.departs(sold, TODAY)
    shop.sold_to(gone, shop.customer(), TODAY)
    shop.do_not_call(asks, TODAY)
    tidy_tasks(shop.desk)
    assert [task["customer_id"] for task in tasks_of(shop)] == [stays]
    ended = {task["customer_id"]: task["ended_why"] for task in tasks_of(shop, "ended")}
    assert ended == {leaves: "owner-changed", asks: "do-not-call"}
    shop.departs(kept, TODAY)
    tidy_tasks(shop.desk)
    assert tasks_of(shop) == []


def test_an_end_that_was_moved_ends_its_task_and_makes_another(shop):
    car = recent_car(shop, insurance_end=date(2026, 2, 4))
    generate_tasks(shop.desk)
    shop.change(tables.Vehicle, car, insurance_end=date(2026, 2, 20))
    made = generate_tasks(shop.desk)
    assert (made.created, made.ended) == (1, 1)
    assert keys_of(shop) == [f"insurance:{car}:2026-02-20"]


def test_tidying_writes_nothing_where_nothing_ended(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    assert tidy_tasks(shop.desk).act is None


def test_what_would_end_at_once_is_not_made(shop):
    recent_car(shop, insurance_end=date(2025, 12, 15))
    shop.car(shop.customer(birthday=date(1990, 1, 4)))
    assert generate_tasks(shop.desk, Month(2025, 12)).created == 0
    assert generate_tasks(shop.desk, Month(2026, 1)).created == 0
