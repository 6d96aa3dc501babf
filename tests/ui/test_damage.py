"""A damaged store in the window: it is said, nothing is written, and each choice leads to a store that works."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtWidgets import QPushButton

from dealerdesk.db.seal import IN_USE, set_seal
from dealerdesk.ui.application import Application, Start
from tests.commands import At


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    at = At(tmp_path_factory.mktemp("sound") / "store")
    assert at("demo", "--vehicles", 12).code == 0
    assert at("backup").code == 0
    return at


@pytest.fixture
def begun(sound, tmp_path, qapp, qtbot):
    """Start the program on a copy of the store that something was done to."""
    began = []

    def begin(spoil):
        folder = tmp_path / "store"
        shutil.copytree(sound.folder, folder)
        spoil(folder)
        program = Application(qapp, Start(folder, tmp_path / "memory.ini", lang="en"))
        began.append(program)
        assert program.open(folder)
        return program

    yield begin
    for program in began:
        program.leave()


def flip(folder):
    with (folder / "desk.db").open("r+b") as file:
        file.seek(-2, 2)
        last = file.read(1)
        file.seek(-2, 2)
        file.write(bytes([last[0] ^ 1]))


def ruin(folder):
    (folder / "desk.db").write_bytes(b"no database" * 4096)


def way_out_of(program):
    return [one for one in program.window.findChildren(QPushButton) if one.text() == "What can be done…"]


def test_a_store_that_was_altered_is_shown_without_writing_and_can_be_brought_back(begun, qtbot):
    program = begun(flip)
    spoilt = (program.session.desk.store.file).read_bytes()
    qtbot.waitUntil(lambda: bool(way_out_of(program)), timeout=8000)
    way_out_of(program)[0].click()
    screen = program._damage
    qtbot.waitUntil(screen.restore.isVisible, timeout=8000)
    assert "not what it was" in screen.told.text()
    screen.look.click()
    assert program._damage is None
    assert program.window.isVisible()
    folder = program.session.desk.store.folder
    assert (folder / "desk.db").read_bytes() == spoilt
    program.session.damage_met.emit(program.session.desk.store.soundness.verdict().problems[0])
    screen = program._damage
    qtbot.waitUntil(lambda: screen.restore.isEnabled() and screen.restore.isVisible(), timeout=8000)
    screen.restore.click()
    qtbot.waitUntil(lambda: program._damage is None, timeout=20000)
    assert program.session.desk.store.soundness.verdict().problems == ()
    assert At(folder)("check").json["ok"]


def test_a_file_that_does_not_open_gets_the_same_choice_and_a_rescue_leads_on(begun, qtbot, sound, tmp_path):
    program = begun(ruin)
    screen = program._damage
    qtbot.waitUntil(lambda: screen.restore.isVisible() and screen.restore.isEnabled(), timeout=8000)
    assert "damaged" in screen.told.text()
    assert not screen.look.isVisible()
    screen.rescue_into(tmp_path / "new")
    qtbot.waitUntil(screen.outcome.isVisible, timeout=20000)
    assert "Nothing can be read" in screen.outcome.text()
    shutil.copyfile(sound.folder / "desk.db", tmp_path / "store" / "desk.db")
    flip(tmp_path / "store")
    screen.rescue_into(tmp_path / "new")
    qtbot.waitUntil(screen.open_new.isVisible, timeout=20000)
    assert "12 vehicles" in screen.outcome.text()
    screen.open_new.click()
    assert program.session.desk.store.folder == tmp_path / "new"


def test_a_store_that_nobody_closed_is_looked_through_and_works(begun, qtbot):
    program = begun(lambda folder: set_seal(folder, IN_USE))
    soundness = program.session.desk.store.soundness
    qtbot.waitUntil(lambda: soundness.known is not None, timeout=20000)
    assert soundness.known.problems == ()
