"""The whole job in a real window by keys alone: export in, list, tasks, call sheet out."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from dealerdesk.services.desk import Doorstep
from dealerdesk.services.importing.undoing import import_history
from dealerdesk.services.opening import open_desk
from dealerdesk.services.tasks import task_queue
from dealerdesk.words import Words
from tests.flows.screen import Program, a_screen, missing

DAY = date(2026, 11, 20)
PICTURES = os.environ.get("DEALERDESK_PICTURES", "")
SAMPLES = Path(__file__).resolve().parent.parent / "data" / "store_a"

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no real window here: {', '.join(missing())} not installed")


@pytest.fixture
def look(tmp_path):
    """Look into the store beside the window, as a command does."""

    def answer(question):
        desk = open_desk(Doorstep(folder_of(tmp_path), DAY, "en"))
        try:
            return question(desk)
        finally:
            desk.store.close()

    return answer


def folder_of(tmp_path: Path) -> Path:
    """A data folder with a name that spoils many programs."""
    return tmp_path / "店 of O'Neil"


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_from_the_export_to_the_printed_sheet_by_keys_alone(tmp_path, look, lang):
    words, sheet = Words(lang), tmp_path / "sheet.pdf"
    with a_screen() as surroundings:
        folder = str(folder_of(tmp_path))
        program = Program(surroundings, tmp_path / "w.ini", "--data-dir", folder, "--lang", lang, "--as-of", str(DAY))
        try:
            program.waits_for_window(words.text("First steps") + " — ")
            program.keys("Tab", "Return")
            program.waits_for_window(words.text("Import") + " — ")
            for number, name in enumerate(("vehicles.xlsx", "visits.xlsx"), start=1):
                bring_in(program, words, SAMPLES / name)
                pressing(program, "ctrl+Return", lambda n=number: len(look(import_history)) == n)
            program.keys("ctrl+5")
            program.waits_for_window(words.text("Lists") + " — ")
            kept(program, f"{lang}-lists")
            pressing(program, "ctrl+shift+t", lambda: look(task_queue).entries)
            program.keys("ctrl+1")
            program.waits_for_window(words.text("Today") + " — ")
            kept(program, f"{lang}-today")
            save_sheet(program, words, sheet, lang)
            program.keys("ctrl+q")
            assert program.ends() == 0
        finally:
            program.kill()
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sorted(past.counts["rows"] for past in look(import_history)) == [1_500, 9_238]


def bring_in(program: Program, words: Words, file: Path) -> None:
    """Choose a file in the dialog."""
    program.keys("ctrl+o")
    program.waits_for_window(words.text("Choose exports to import"))
    program.types(str(file))
    program.keys("Return")
    program.waits_for_window(words.text("Import") + " — ")


def kept(program: Program, name: str) -> None:
    """Keep a picture of the screen where DEALERDESK_PICTURES names a folder: the README shows them."""
    if PICTURES:
        time.sleep(2)
        program.picture(Path(PICTURES) / f"{name}.png")


def save_sheet(program: Program, words: Words, file: Path, lang: str) -> None:
    """Make the day's sheet, look at it, save it, and go back."""
    program.keys("ctrl+p")
    program.waits_for_window(words.text("Call sheet {sheet} · {day}", sheet="", day=DAY).split("·")[0].strip())
    kept(program, f"{lang}-sheet")
    program.keys("ctrl+s")
    program.waits_for_window(words.text("Save as"))
    program.types(str(file))
    program.keys("Return")
    program.waits(file.is_file, "nothing was saved")
    program.waits_for_window(words.text("Call sheet {sheet} · {day}", sheet="", day=DAY).split("·")[0].strip())
    program.keys("Escape")
    program.waits_for_window(words.text("Today") + " — ")


def pressing(program: Program, key: str, until, patience: float = 60) -> None:
    """Press a key again each second until something holds: what it asks for may not be there yet."""
    end = time.monotonic() + patience
    while not until():
        assert time.monotonic() < end, f"{key} led to nothing"
        program.keys(key)
        time.sleep(1)
