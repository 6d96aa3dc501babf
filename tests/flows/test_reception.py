"""A day at reception in a real window by keys alone: a returning car takes six keys at most beyond its numbers."""

from __future__ import annotations

import time

import pytest

from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.reception.arriving import arrival
from dealerdesk.services.reception.booking import cars_in_workshop, visits_of_day
from dealerdesk.services.reception.matching import matches
from dealerdesk.words import Words
from tests.flows.screen import Program, a_screen, missing
from tests.flows.test_whole_job import DAY, kept

SECONDS = 20
"""Within which a returning car is logged, from the plate's first character to the visit in the store."""

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no real window here: {', '.join(missing())} not installed")


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
def returning(tmp_path):
    """A store of 400 cars: the plate's tail and odometer of one that is known, and not in the workshop."""
    desk = open_desk(Doorstep(tmp_path / "store", DAY, "en"), create=True)
    try:
        invent_store(desk, vehicles=400, seed=5)
        inside = {line.vehicle_id for line in (*cars_in_workshop(desk), *visits_of_day(desk))}
        for found in matches(desk, "1", 50):
            plate = found.hit.plate or ""
            (best, *_) = matches(desk, plate[-5:])
            last = arrival(desk, found.hit.id).last
            if found.hit.id not in inside and best.hit.id == found.hit.id and last is not None:
                return found.hit.id, plate[-5:].lower(), last.km + 800
    finally:
        desk.store.close()
    raise AssertionError("no car of this store is fit for the test")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_returning_car_is_logged_by_keys_alone(tmp_path, look, returning, lang):
    vehicle, tail, km = returning
    words, pressed = Words(lang), []

    def logged():
        return [line for line in look(visits_of_day) if line.vehicle_id == vehicle]

    with a_screen() as surroundings:
        folder = str(tmp_path / "store")
        program = Program(surroundings, tmp_path / "w.ini", "--data-dir", folder, "--lang", lang, "--as-of", str(DAY))

        def press(*keys):
            pressed.extend(keys)
            program.keys(*keys)

        try:
            program.waits_for_window(words.text("Today") + " — ")
            program.keys("ctrl+2")
            program.waits_for_window(words.text("Reception") + " — ")
            began = time.monotonic()
            program.types(tail)
            press("Return")
            time.sleep(0.8)  # a person looks whose car it is
            program.types(str(km))
            press("Return", "Return")
            program.types("RO77001")
            press("Return")
            program.types("520")
            kept(program, f"{lang}-reception")
            press("Return")
            program.waits(logged, "the visit was not kept", SECONDS)
            seconds = time.monotonic() - began
            kept(program, f"{lang}-reception-kept")
            program.keys("ctrl+q")
            assert program.ends() == 0
        finally:
            program.kill()
    (line,) = logged()
    assert (line.odometer, line.order_no, line.paid_fen, line.state) == (km, "RO77001", 52_000, "settled")
    assert len(pressed) <= 6, f"{len(pressed)} keys beyond plate and numbers"
    assert seconds <= SECONDS, f"{seconds:.1f} s with looking at the car"
