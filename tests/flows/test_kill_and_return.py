"""A form half filled in by keys in a real window, the program killed, and the form there again at the next start."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.drafts import my_drafts
from dealerdesk.services.opening import open_desk
from dealerdesk.words import Words
from tests.flows.screen import Program, a_screen, missing

DAY = date(2026, 11, 20)
TYPED = "12 Harbour Road"

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no real window here: {', '.join(missing())} not installed")


@pytest.fixture
def look(tmp_path):
    """Look into the store beside the window, as a command does."""

    def answer(question):
        desk = open_desk(Doorstep(tmp_path / "data", DAY, "en"))
        try:
            return question(desk)
        finally:
            desk.store.close()

    return answer


def test_a_half_filled_form_outlives_the_program(tmp_path, look):
    words = Words("en")
    desk = open_desk(Doorstep(tmp_path / "data", DAY, "en"), create=True)
    invent_store(desk, vehicles=60, seed=7)
    desk.store.close()
    started = ("--data-dir", str(tmp_path / "data"), "--lang", "en", "--as-of", str(DAY))
    with a_screen() as surroundings:
        program = Program(surroundings, tmp_path / "w.ini", *started)
        try:
            program.waits_for_window(words.text("Today") + " — ")
            program.keys("ctrl+3")
            program.waits_for_window(words.text("Customers") + " — ")
            program.keys("Down", "Return", "F2")
            program.types(TYPED)
            program.waits(lambda: look(my_drafts), "nothing was kept", patience=5)
        finally:
            program.kill()
        (draft,) = look(my_drafts)
        assert TYPED in draft.content["held"]["typed"].values()
        program = Program(surroundings, tmp_path / "w.ini", *started)
        try:
            program.waits_for_window(words.text("Today") + " — ")
            program.keys("ctrl+shift+d")
            program.waits_for_window(words.text("Customers") + " — ")
            program.keys("ctrl+s")
            program.waits(lambda: not look(my_drafts), "the form was not saved", patience=10)
            program.keys("ctrl+q")
            assert program.ends() == 0
        finally:
            program.kill()
    person = look(lambda desk: customer_file(desk, vehicle=draft.content["held"]["vehicle"])).person
    assert TYPED in {person.name, person.address}
