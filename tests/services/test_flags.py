"""What callers want the manager to see: raised, seen by who may, solved, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.flags import flag_within, flags, raise_flag, solve_flag
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 20)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


def test_raised_on_a_task_it_names_customer_car_and_task(shop):
    shop.car(shop.customer("王小明"), "琼A88888", visits=[date(2025, 5, 1)])
    generate_tasks(shop.desk)
    (task,) = shop.rows("SELECT id, code FROM task")
    raise_flag(shop.desk, None, None, task["id"], "要求经理回电")
    (flag,) = flags(shop.desk)
    assert (flag.customer, flag.plate, flag.task, flag.what) == ("王小明", "琼A88888", task["code"], "要求经理回电")
    assert (flag.raised_on, flag.raised_by, flag.solved_on) == (TODAY, "owner", None)


def test_solved_it_leaves_the_list_and_is_found_among_the_solved(shop):
    kept = raise_flag(shop.desk, shop.customer("王小明"), None, None, "要求经理回电")
    done = solve_flag(shop.desk, kept.id, 1, "已回电")
    assert flags(shop.desk) == ()
    (flag,) = flags(shop.desk, solved=True)
    assert (flag.solved_on, flag.solved_by, flag.solution) == (TODAY, "owner", "已回电")
    with pytest.raises(Refused) as refused:
        solve_flag(shop.desk, kept.id, 2, "")
    assert refused.value.said.code == "flag.solved_already"
    undo_act(shop.desk, done.changed.act)
    assert [flag.id for flag in flags(shop.desk)] == [kept.id]
    undo_act(shop.desk, kept.changed.act)
    assert flags(shop.desk) == ()


def test_a_flag_says_something(shop):
    assert set(raise_flag(shop.desk, None, None, None, "  ").errors) == {"what"}
    assert set(raise_flag(shop.desk, None, None, None, "x" * 1_001).errors) == {"what"}
    with shop.desk.store.write(shop.desk.header("x")) as writer, pytest.raises(WrongUse) as wrong:
        flag_within(writer, shop.desk, "", customer=None, vehicle=None)
    assert wrong.value.said.code == "flag.empty"
    with pytest.raises(Refused) as refused:
        raise_flag(shop.desk, None, None, 99, "x")
    assert refused.value.said.code == "outcome.task_gone"


def test_who_is_not_the_manager_does_not_solve_it_nor_take_that_back(shop):
    kept = raise_flag(shop.desk, None, None, None, "x")
    caller = shop.on(TODAY, clerk("see", "enter", "call"))
    with pytest.raises(Refused):
        solve_flag(caller, kept.id, 1, "")
    done = solve_flag(shop.desk, kept.id, 1, "")
    with pytest.raises(Refused) as refused:
        undo_act(caller, done.changed.act)
    assert refused.value.said.code == "actor.no_right"


def test_an_advisor_sees_flags_of_their_customers_alone(shop):
    mine, other = shop.staff("周顾问", "advisor"), shop.staff("吴顾问", "advisor")
    here = raise_flag(shop.desk, None, shop.car(advisor=mine), None, "x").id
    owner = shop.customer("张三")
    shop.car(owner, advisor=mine)
    both = raise_flag(shop.desk, owner, None, None, "y").id
    there = shop.car(advisor=other)
    raise_flag(shop.desk, None, there, None, "z")
    desk = shop.on(TODAY, clerk("see", "call", advisor_id=mine))
    assert {flag.id for flag in flags(desk)} == {here, both}
    with pytest.raises(Refused):
        raise_flag(desk, None, there, None, "x")


def test_two_at_once(shop):
    kept = raise_flag(shop.desk, None, None, None, "x")
    with pytest.raises(Refused) as refused:
        solve_flag(shop.desk, kept.id, 7, "")
    assert refused.value.said.code == "record.changed_meanwhile"
