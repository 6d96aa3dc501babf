"""People at a real window by keys alone: the first manager, an account, a PIN, the lock, and a change of places."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.staff.signing_in import people
from dealerdesk.words import Words
from tests.flows.screen import Program, a_screen, missing

DAY = date(2026, 11, 20)
PICTURES = os.environ.get("DEALERDESK_PICTURES", "")
PASSWORD = "Correct-horse 7"

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no real window here: {', '.join(missing())} not installed")


def look(folder, question):
    """Look into the store beside the window, as a command does."""
    desk = open_desk(Doorstep(folder, DAY, "en"))
    try:
        return question(desk)
    finally:
        desk.store.close()


def kept(program, name):
    if PICTURES:
        program.picture(Path(PICTURES) / f"people-{name}.png")


def named(folder):
    return {person.name: person for person in look(folder, people)}


def test_the_manager_sets_up_locks_and_changes_places_by_keys_alone(tmp_path):
    words, folder = Words("en"), tmp_path / "data"
    with a_screen() as surroundings:
        asked = ("--data-dir", str(folder), "--lang", "en", "--as-of", str(DAY))
        program = Program(surroundings, tmp_path / "w.ini", *asked)
        try:
            make_the_manager(program, words, folder)
            add_somebody(program, words, folder)
            choose_a_pin(program, words, folder)
            program.keys("ctrl+alt+l")
            program.waits_for_window("^DealerDesk$")
            kept(program, "locked")
            program.types("2468")
            program.keys("Return")
            program.waits_for_window(words.text("Settings") + " — ")
            kept(program, "open-again")
            program.keys("ctrl+shift+u")
            program.waits_for_window("^" + words.text("Another person"))
            kept(program, "switch")
            program.keys("shift+Tab", "Home", "Return")
            program.types(PASSWORD)
            program.keys("Return")
            program.waits_for_window(words.text("Today") + " — ")
            kept(program, "somebody-else")
            program.keys("ctrl+i", "ctrl+9")
            program.waits_for_window(words.text("Settings") + " — ")
            program.keys("ctrl+q")
            assert program.ends() == 0
        finally:
            program.kill()
        again = Program(surroundings, tmp_path / "w.ini", *asked)
        try:
            again.waits_for_window("^" + words.text("Sign in") + " — ")
            kept(again, "door")
            again.types(PASSWORD)
            again.keys("Return")
            again.waits_for_window(words.text("First steps") + " — ")
            again.keys("ctrl+q")
            assert again.ends() == 0
        finally:
            again.kill()
    assert set(named(folder)) == {"Anna", "Li Na"}


def make_the_manager(program, words, folder):
    program.waits_for_window(words.text("First steps") + " — ")
    program.keys("shift+Tab", "Return")
    kept(program, "ask")
    program.types("Li Na")
    program.keys("Tab")
    program.types(PASSWORD)
    program.keys("Tab")
    program.types(PASSWORD)
    program.keys("Return")
    program.waits(lambda: "Li Na" in named(folder), "no manager was made")
    program.waits_for_window(words.text("First steps") + " — ")
    kept(program, "code")
    program.keys("Tab", "space", "Tab", "Return")
    program.waits_for_window(words.text("First steps") + " — ")


def add_somebody(program, words, folder):
    program.keys("ctrl+9")
    program.waits_for_window(words.text("Settings") + " — ")
    program.keys("ctrl+shift+a")
    program.types("Anna")
    program.keys(*["Tab"] * 17)
    kept(program, "add")
    program.types(PASSWORD)
    program.keys("Tab")
    program.types(PASSWORD)
    program.keys("ctrl+s")
    program.waits(lambda: "Anna" in named(folder), "no account was added")


def choose_a_pin(program, words, folder):
    program.waits_for_window(words.text("Settings") + " — ")
    program.keys("ctrl+Next", *["Tab"] * 4)
    program.types("2468")
    program.keys("Tab")
    program.types(PASSWORD)
    program.keys("Return")
    program.waits(lambda: named(folder)["Li Na"].has_pin, "no PIN was chosen")
    program.waits_for_window(words.text("Settings") + " — ")
