"""People who sign in, for tests: a store with accounts that are cheap to try, and a clock that tests move."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from dealerdesk.domain.accounts import HashingCost
from dealerdesk.domain.rights import NOBODY, Role
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.staff.accounts import accounts, add_account
from dealerdesk.services.staff.first_manager import set_up
from dealerdesk.services.staff.signing_in import sign_in

CHEAP = HashingCost(passes=1, memory_kib=8)
"""What a password of a test costs to try: nothing."""

TODAY = date(2026, 11, 20)
MANAGER, PASSWORD, PIN = "陈经理", "manager's pass", "4711"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now=datetime(2026, 11, 20, 1, 0, tzinfo=UTC)):
        self.now = now

    def __call__(self):
        return self.now

    def move(self, **by):
        self.now += timedelta(**by)


@dataclass
class Team:
    """A store whose people sign in. `desk` is nobody's; `code` is its recovery code."""

    doorstep: Doorstep
    clock: Clock
    desk: object = None
    code: str = ""

    def open(self):
        self.desk = open_desk(self.doorstep, create=True)
        return self.desk

    def restart(self):
        self.desk.store.close()
        return self.open()

    def by(self, name, password=PASSWORD):
        """The desk of somebody who signs in."""
        return self.desk.by(sign_in(self.desk, name, password))

    @property
    def manager(self):
        return self.by(MANAGER)

    def add(self, name, role=Role.RECEPTIONIST, **rights):
        """Somebody with an account; all have the same password. Answers their account as it is listed."""
        add_account(self.manager, name, role, PASSWORD, **rights)
        return self.row(name)

    def row(self, name):
        return next(row for row in accounts(self.manager) if row.name == name)

    def rows(self, sql, *params):
        with self.desk.store.read() as conn:
            return [tuple(row) for row in conn.exec_driver_sql(sql, params).fetchall()]


@contextmanager
def a_team(folder, lang="en"):
    """A new store with one manager, closed when done."""
    clock = Clock()
    team = Team(Doorstep(folder, TODAY, lang, clock, hashing=CHEAP), clock)
    owner = team.open()
    try:
        done = set_up(owner, MANAGER, PASSWORD)
        team.code = done.code
        team.desk = replace(owner, actor=NOBODY)
        yield team
    finally:
        team.desk.store.close()
