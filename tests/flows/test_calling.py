"""A morning at the call desk in a real window by keys alone, and a program that is killed in the middle of a call."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_desk import call_desk
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.drafts import my_drafts
from dealerdesk.services.opening import open_desk
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.words import Words
from tests.flows.screen import Program, a_screen, missing
from tests.flows.test_whole_job import DAY, kept

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no real window here: {', '.join(missing())} not installed")

TEN = 10
"""The hour by the clock of the program's place: somewhere on earth it is always ten in the morning."""


def at_ten(surroundings):
    """The same surroundings in a place where it is between ten and eleven now."""
    ahead = TEN - datetime.now(UTC).hour
    return {**surroundings, "TZ": f"DESK{-ahead:+d}"}


@pytest.fixture
def look(tmp_path):
    """Look into the store beside the window, as a command does."""

    def answer(question):
        desk = open_desk(Doorstep(tmp_path / "store", DAY, "en"))
        try:
            return question(desk)
        finally:
            desk.store.close()

    return answer


@pytest.fixture
def rows(look):
    """The rows that a question finds in the store."""

    def found(sql):
        def ask(desk):
            with desk.store.read() as conn:
                return [tuple(row) for row in conn.exec_driver_sql(sql).fetchall()]

        return look(ask)

    return found


@pytest.fixture
def lost(tmp_path):
    """A store with a full queue; the plates of those of whom nothing but the survey is asked, the last in it first."""
    desk = open_desk(Doorstep(tmp_path / "store", DAY, "en"), create=True)
    try:
        invent_store(desk, vehicles=400, seed=5)
        generate_tasks(desk)
        entries = call_desk(desk).entries
        alone = [one.leading for one in entries if one.leading.reason is Reason.SURVEY and not one.covered]
        return [row.plate for row in reversed(alone)]
    finally:
        desk.store.close()


class Agent:
    """Somebody who makes calls by keys alone, and sees in the store that they were kept."""

    def __init__(self, program, rows):
        self.program, self._rows = program, rows
        self._before = len(self.calls())

    def calls(self):
        return self._rows("SELECT disposition FROM call ORDER BY id")

    def press(self, *keys):
        self.program.keys(*keys)
        time.sleep(0.25)

    def goes_to(self, plate):
        """Look for a car in the queue and stand at it."""
        self.press("ctrl+f")
        self.press("ctrl+a")
        self.program.types(plate[1:].lower())
        time.sleep(0.8)
        self.press("Return")

    def keeps(self, disposition, *keys):
        """Press keys, and wait until a call with this result is in the store."""
        self.press(*keys)
        self._before += 1
        wanted = self._before
        self.program.waits(lambda: len(self.calls()) >= wanted, f"no call was kept as {disposition}", 15)
        assert self.calls()[-1] == (disposition,)
        time.sleep(0.5)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_morning_of_calls_by_keys_alone(tmp_path, rows, lost, lang):
    words = Words(lang)
    with a_screen() as surroundings:
        program = Program(
            at_ten(surroundings), tmp_path / "w.ini", "--data-dir", str(tmp_path / "store"), "--lang", lang,
            "--as-of", str(DAY),
        )  # fmt: skip
        try:
            program.waits_for_window(words.text("Today") + " — ")
            program.keys("ctrl+4")
            program.waits_for_window(words.text("Call desk") + " — ")
            time.sleep(1.5)
            agent = Agent(program, rows)
            agent.keeps("no-answer", "F5")
            agent.keeps("busy", "F6")
            agent.press("F9")
            agent.press("ctrl+a")
            program.types("2026-11-23 15:30")
            agent.keeps("call-later", "Return")
            agent.keeps("refused", "F12")
            a_whole_survey(agent, lost[0], lang)
            agent.goes_to(lost[1])
            agent.press("ctrl+t")
            program.types("waited for three hours")
            kept(program, f"{lang}-calls-complaint")
            agent.keeps("complaint", "ctrl+Return")
            agent.goes_to(lost[2])
            agent.press("ctrl+F8")
            kept(program, f"{lang}-calls-sold")
            agent.keeps("car-sold", "ctrl+Return")
            program.keys("ctrl+q")
            assert program.ends() == 0
        finally:
            program.kill()
    assert rows(
        "SELECT promised_on, promised_at FROM call WHERE disposition = 'call-later' ORDER BY id DESC LIMIT 1"
    ) == [("2026-11-23", "15:30")]
    assert rows("SELECT happened FROM complaint ORDER BY id DESC LIMIT 1") == [("waited for three hours",)]
    assert rows("SELECT reason FROM departure ORDER BY id DESC LIMIT 1") == [("sold",)]


def a_whole_survey(agent, plate, lang):
    """Go through the questionnaire with an answer to each question, to an appointment."""
    program = agent.program
    agent.goes_to(plate)
    agent.press("Return")  # the call begins
    time.sleep(1)
    kept(program, f"{lang}-calls-survey")
    agent.press("1", "1")  # about maintenance; it is convenient
    program.types("88000")
    agent.press("Return", "Return")  # the odometer; how the car is doing
    agent.press("1", "3")  # maintained regularly; at a repair shop
    program.types("corner shop")
    agent.press("Return")
    program.types("oil")
    agent.press("Return", "Return")  # what was done; when it was is not known
    agent.press("3", "4")  # price and distance
    kept(program, f"{lang}-calls-reasons")
    agent.press("Return", "Return")  # the deeper cause is left open
    kept(program, f"{lang}-calls-invitation")
    agent.press("4")  # books a date
    program.types("2026-11-24")
    agent.press("Return")
    program.types("10:30")
    agent.press("Return")
    program.types("big service")
    agent.press("Return", "Return")  # it is booked
    agent.press("Return", "Return")  # nothing else to tell; goodbye
    kept(program, f"{lang}-calls-end")
    agent.press("ctrl+Return")
    time.sleep(0.5)
    kept(program, f"{lang}-calls-appointment")  # its form has the day and the time that were told
    agent.keeps("appointment-made", "ctrl+Return")


def test_a_call_that_was_under_way_is_offered_again_after_a_kill(tmp_path, look, rows, lost):
    words, plate = Words("en"), lost[0]
    started = ("--data-dir", str(tmp_path / "store"), "--lang", "en", "--as-of", str(DAY))
    with a_screen() as surroundings:
        there = at_ten(surroundings)
        program = Program(there, tmp_path / "w.ini", *started)
        try:
            program.waits_for_window(words.text("Today") + " — ")
            program.keys("ctrl+4")
            program.waits_for_window(words.text("Call desk") + " — ")
            time.sleep(1.5)
            agent = Agent(program, rows)
            before = agent.calls()
            agent.goes_to(plate)
            agent.press("Return")
            time.sleep(1)
            agent.press("1", "1")
            program.types("88000")
            agent.press("Return", "Return", "1")
            agent.press("ctrl+m")
            program.types("his son drives it now")
            program.waits(lambda: "his son" in str(look(my_drafts)), "the note was not kept", 5)
        finally:
            program.kill()
        assert agent.calls() == before
        (draft,) = look(my_drafts)
        assert "88000" in str(draft.content)
        program = Program(there, tmp_path / "w.ini", *started)
        try:
            program.waits_for_window(words.text("Today") + " — ")
            program.keys("ctrl+shift+d")
            program.waits_for_window(words.text("Call desk") + " — ")
            time.sleep(1)
            kept(program, "en-calls-again")
            agent = Agent(program, rows)
            agent.press("Return")
            time.sleep(1)
            agent.keeps("hung-up", "shift+F12")
            program.keys("ctrl+q")
            assert program.ends() == 0
        finally:
            program.kill()
    assert look(my_drafts) == ()
    assert rows("SELECT note FROM call ORDER BY id DESC LIMIT 1") == [("his son drives it now",)]
    kept_answers = rows("SELECT step, number FROM answer WHERE interview_id = (SELECT max(id) FROM interview)")
    assert ("odometer", 88_000) in kept_answers
