"""A queue ranked again after a call is the queue that is read anew, whatever the call was about."""

from __future__ import annotations

import random
from datetime import date, time, timedelta

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.errors import Trouble
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.domain.planned_task import NewTask
from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_desk import QueueAsk, call_desk, call_desk_after
from dealerdesk.services.event_tasks import plan_task
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.reserving import take_call
from dealerdesk.services.tasks import generate_tasks
from tests.stores import a_shop

TODAY = date(2026, 1, 12)
TEN = time(10)


def filled(shop, chance):
    """Some customers, several with the same number or several cars, with tasks of many kinds."""
    for name in ("周敏", "李娜"):
        shop.staff(name)
    numbers = [f"1380000{n:04d}" for n in range(9)]
    people = [
        shop.customer(
            phone=chance.choice(numbers),
            quality=chance.choice(["good", "good", "doubtful", "bad"]),
            preferred_channel=chance.choice([None, None, "wechat"]),
        )
        for _ in range(12)
    ]
    for _ in range(20):
        back = chance.choice([540, 360, 300, 200, 190, 20, 5])
        car = shop.car(owner=chance.choice(people), visits=[TODAY - timedelta(days=back)])
        if chance.random() < 0.2:
            shop.product(car, ends=TODAY + timedelta(days=chance.randrange(1, 90)))
    generate_tasks(shop.desk)
    for customer in people[:4]:
        plan_task(shop.desk, NewTask(Reason.CALLBACK, TODAY, customer, at=time(chance.randrange(8, 20))))
    with shop.writing() as writer:
        due = [TODAY - timedelta(days=chance.randrange(-1, 3)) for _ in range(200)]
        keys = [row[0] for row in writer.conn.exec_driver_sql("SELECT id FROM task WHERE state = 'open'").fetchall()]
        writer.update_many(tables.Task, {key: {"due": day} for key, day in zip(keys, due, strict=False)})


def same(one, other):
    assert list(one.entries) == list(other.entries)
    assert {why: list(rows) for why, rows in one.held.items()} == {why: list(rows) for why, rows in other.held.items()}
    assert (one.by_reason, one.by_agent) == (other.by_reason, other.by_agent)


@pytest.mark.parametrize("seed", range(6))
def test_ranked_again_is_read_anew(tmp_path, seed):
    chance = random.Random(seed)
    ask = QueueAsk(agent=chance.choice([None, "周敏"]), at=chance.choice([None, TEN]))
    with a_shop(tmp_path / "store", TODAY) as shop:
        with shop.writing():
            pass
        filled(shop, chance)
        queue = call_desk(shop.desk, ask)
        for _ in range(6):
            rows = [row for entry in queue.entries for row in entry.rows]
            rows += [row for held in queue.held.values() for row in held]
            if not rows:
                break
            row = chance.choice(rows)
            tasks = next((entry.rows for entry in queue.entries if row in entry.rows), (row,))
            ids = [task.id for task in tasks]
            try:
                what = chance.choice([Disposition.COMPLETED, Disposition.NO_ANSWER, Disposition.CALL_LATER])
                when = Promise(TODAY + timedelta(days=chance.randrange(2)), time(chance.randrange(13, 19)))
                record_outcome(shop.desk, ids, what, when=when)
            except Trouble:
                take_call(shop.desk, ids, "somebody else")
            queue = call_desk_after(shop.desk, queue, ids, ask)
            same(queue, call_desk(shop.desk, ask))


def test_a_new_task_and_another_number_are_found(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        customer, other = shop.customer(), shop.customer()
        shop.car(owner=customer, visits=[date(2024, 7, 10)])
        shop.car(owner=other, visits=[date(2024, 7, 10)])
        generate_tasks(shop.desk)
        queue = call_desk(shop.desk)
        called = [queue.entries[0].leading.id]
        plan_task(shop.desk, NewTask(Reason.CALLBACK, TODAY, customer, at=TEN))
        shop.change(tables.Phone, 1, quality="bad")
        shop.phone(customer, "13800000002", quality="good")
        again = call_desk_after(shop.desk, queue, called)
        same(again, call_desk(shop.desk))
        assert [len(entry.rows) for entry in again.entries] == [3]
