"""Calls for tests: a desk at an hour of its own clock, tasks of a lost car, and a call in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from dealerdesk.domain.calling import CallMade
from dealerdesk.services.calling.recording import record_call
from dealerdesk.services.tasks import generate_tasks

TODAY = date(2026, 1, 12)  # a Monday
TOMORROW = date(2026, 1, 13)


def at(shop, day=TODAY, hour=10, minute=0, **on):
    """The desk on a day at a time by its own clock."""
    moment = datetime.combine(day, time(hour, minute)).astimezone(UTC)
    return replace(shop.on(day, **on), clock=lambda: moment)


def lost_car(shop, owner=None, day=date(2024, 7, 10), **fields):
    return shop.car(owner, visits=[day], **fields)


def tasks_of(shop, *cars):
    """The tasks of lost cars, made if they are not yet: one a car."""
    generate_tasks(shop.desk)
    found = {row["vehicle_id"]: row["id"] for row in shop.rows("SELECT id, vehicle_id FROM task")}
    return [found[car] for car in cars]


def a_task(shop, **fields):
    """The task of a new lost car, and the car."""
    car = lost_car(shop, **fields)
    return tasks_of(shop, car)[0], car


def made(disposition, *tasks, **more):
    return CallMade(disposition, tasks, **more)


def call(shop, disposition, *tasks, day=TODAY, hour=10, minute=0, desk=None, **more):
    return record_call(desk or at(shop, day, hour, minute), made(disposition, *tasks, **more))


def task(shop, key):
    (row,) = shop.rows("SELECT * FROM task WHERE id = ?", key)
    return row


def one(shop, sql, *params):
    (row,) = shop.rows(sql, *params)
    return row


def trouble(kind, *asked, **more):
    with pytest.raises(kind) as found:
        call(*asked, **more)
    return found.value.said


def state(shop, key):
    row = task(shop, key)
    return row["state"], row["ended_why"]


def other_task(car):
    about = {"code": "X1", "key": "x1", "reason": "insurance", "vehicle_id": car, "created_on": TODAY, "due": TODAY}
    return {**about, "state": "open", "attempts": 0, "cause": None}
