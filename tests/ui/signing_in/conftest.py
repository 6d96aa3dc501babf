"""Stores with accounts, whose secrets cost little to try."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.accounts import HashingCost
from dealerdesk.domain.rights import Role
from dealerdesk.services.desk import NOBODY
from dealerdesk.services.opening import open_desk
from dealerdesk.services.staff.accounts import add_account
from dealerdesk.services.staff.first_manager import set_up
from dealerdesk.services.staff.own_secrets import choose_pin
from dealerdesk.services.staff.signing_in import sign_in
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.session import Session
from dealerdesk.ui.theme import Theme
from tests.ui.conftest import TODAY, at_the_door

CHEAP = HashingCost(1, 64)
PASSWORD = "correct horse"
PIN = "2468"
PEOPLE = {
    "李娜": Role.MANAGER,
    "王芳": Role.RECEPTIONIST,
    "赵敏": Role.CARE_AGENT,
    "陈伟": Role.ADVISOR,
}


class Clock:
    """A clock that tests set."""

    def __init__(self):
        self.now = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def peopled(tmp_path_factory, filled):
    """The folder of a store with an account of each role, that tests copy; and its recovery code."""
    made = {}

    def folder(kind="busy", lang="en"):
        if (kind, lang) not in made:
            place = tmp_path_factory.mktemp("peopled") / "store"
            shutil.copytree(filled(kind, lang, TODAY), place)
            desk = open_desk(replace(at_the_door(place, lang, TODAY), hashing=CHEAP))
            first = set_up(desk, "李娜", PASSWORD)
            desk = desk.by(first.actor)
            for name, role in PEOPLE.items():
                if role is not Role.MANAGER:
                    add_account(desk, name, role, PASSWORD)
            for name in ("李娜", "王芳"):
                choose_pin(desk.by(sign_in(desk.by(NOBODY), name, PASSWORD)), PASSWORD, PIN)
            desk.store.close()
            made[kind, lang] = place, first.code
        return made[kind, lang]

    return folder


@pytest.fixture
def a_copy(tmp_path, peopled):
    """The folder of a store with accounts, of one's own."""

    def make(kind="busy", lang="en"):
        folder = tmp_path / f"peopled-{kind}-{lang}"
        shutil.copytree(peopled(kind, lang)[0], folder)
        return folder

    return make


@pytest.fixture
def sitting(a_copy, tmp_path, clock, qtbot):
    """A sitting of somebody who signed in (by name), or of nobody."""
    made = []

    def make(name=None, kind="busy", lang="en", folder=None):
        desk = open_desk(replace(at_the_door(folder or a_copy(kind, lang), lang, TODAY), hashing=CHEAP, clock=clock))
        memory = Memory(tmp_path / f"sitting-{len(made)}.ini")
        theme = Theme(memory)
        theme.choose("light")
        actor = NOBODY if name is None else sign_in(desk.by(NOBODY), name, PASSWORD)
        session = Session(desk.by(actor), memory, theme)
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()
    QApplication.processEvents()
