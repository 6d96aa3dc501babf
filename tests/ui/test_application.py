"""The program around its window: opening, another language, another store, a second start, and what goes wrong."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.errors import Refused
from dealerdesk.paths import demo_dir
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.trial import make_invented_store
from dealerdesk.ui import crash
from dealerdesk.ui.application import Application, Start
from dealerdesk.ui.single import First, name_of, raise_first
from tests.ui.pretend import PlainPage

DAY = date(2026, 11, 20)


@pytest.fixture
def begun(tmp_path, qtbot, qapp, monkeypatch):
    """Start the program on a folder, with plain pages; ended at the end."""
    monkeypatch.setattr(
        "dealerdesk.ui.window.make_page", lambda name, session: type("P", (PlainPage,), {"name": name})(session)
    )
    troubles, made = [], []
    monkeypatch.setattr("dealerdesk.ui.application.told", lambda _parent, text: troubles.append(text))

    def begin(folder=tmp_path / "data", lang="en", **start):
        program = Application(qapp, Start(folder, tmp_path / "window.ini", DAY, lang, **start))
        program.troubles = troubles
        made.append(program)
        program.opened = program.open(folder)
        return program

    yield begin
    for program in made:
        program.leave()
    QApplication.processEvents()


def quiet(program, qtbot):
    qtbot.waitUntil(lambda: program.session is not None and not program.session.background.busy)
    QApplication.processEvents()


def test_a_new_folder_begins_with_the_first_steps(begun, qtbot, tmp_path):
    program = begun()
    quiet(program, qtbot)
    assert program.opened
    assert program.window.page.name == "first-run"
    assert program.window.banner is None
    assert (tmp_path / "data" / "desk.db").is_file()


def test_an_empty_demo_is_asked_to_be_invented(begun, qtbot):
    program = begun(demo=True)
    assert program.window.page.handed == {"invent": True}


def test_a_store_with_cars_begins_with_today(begun, tmp_path):
    desk = open_desk(Doorstep(tmp_path / "data", DAY, "en"), create=True)
    invent_store(desk, vehicles=20, seed=1)
    desk.store.close()
    assert begun().window.page.name == "today"


def test_another_language_is_another_window_at_the_same_place(begun, qtbot):
    program = begun()
    first = program.window
    first.show_page("lists")
    first.page.line.setText("typed")
    program.session.choose_language("zh_CN")
    qtbot.waitUntil(lambda: program.window is not first)
    quiet(program, qtbot)
    assert program.session.words.language == "zh_CN"
    assert program.window.page.name == "lists"
    assert program.window.page.line.text() == "typed"
    assert program.window.rail.buttons["lists"].text() == "清单"


def test_letters_of_another_size_are_another_window_measured_by_them(begun, qtbot):
    program = begun()
    program.session.theme.choose("light", 0)
    first, width = program.window, program.window.rail.width()
    first.show_page("lists")
    first.page.line.setText("typed")
    program.session.choose_size(4)
    assert program.window is not first
    quiet(program, qtbot)
    assert program.session.theme.size == 4
    assert program.window.rail.width() > width
    assert (program.window.page.name, program.window.page.line.text()) == ("lists", "typed")
    program.session.theme.choose(size=0)


def test_the_language_chosen_holds_at_the_next_start(begun, qtbot):
    program = begun(lang=None)
    program.session.choose_language("zh_CN")
    qtbot.waitUntil(lambda: program.session.words.language == "zh_CN")
    program.leave()
    assert begun(lang=None).session.words.language == "zh_CN"


def test_no_other_language_while_something_works(begun, qtbot):
    program, gate = begun(), threading.Event()
    window = program.window
    program.session.background.work(window, lambda _p: gate.wait(5), label="Long", reads=True)
    program.session.choose_language("zh_CN")
    gate.set()
    quiet(program, qtbot)
    assert program.window is window
    assert "Wait" in window.notes.text


def test_going_to_the_invented_store_and_removing_it(begun, qtbot, tmp_path):
    demo = demo_dir(tmp_path / "data")
    program = begun()
    make_invented_store(Doorstep(demo, DAY, "en"))
    program.session.switch_store(demo)
    qtbot.waitUntil(lambda: program.window.banner is not None)
    assert program.session.desk.store.folder == demo
    quiet(program, qtbot)
    program.session.removal_asked.emit()
    assert program.troubles == []
    assert program.session.desk.store.folder == tmp_path / "data"
    assert program.window.banner is None
    assert not (demo / "desk.db").exists()


def test_an_invented_store_that_may_not_be_removed_stays_open_and_says_why(begun, qtbot, tmp_path, monkeypatch):
    def refused(_doorstep):
        raise Refused("invented.has_imports", n=1)

    monkeypatch.setattr("dealerdesk.ui.application.remove_invented", refused)
    make_invented_store(Doorstep(tmp_path / "data", DAY, "en"))
    program = begun()
    program.window.show_page("lists")
    program.window.page.line.setText("typed")
    quiet(program, qtbot)
    program.window.actions_everywhere["window.remove_invented"].trigger()
    assert program.troubles == []
    assert "Import page" in program.window.notes.text
    assert program.window.page.name == "lists"
    assert program.window.page.line.text() == "typed"
    assert program.window.banner is not None


def test_without_a_store_to_come_back_to_the_program_ends(begun, qtbot, tmp_path, monkeypatch):
    program, quits = begun(), []
    quiet(program, qtbot)
    monkeypatch.setattr("dealerdesk.ui.application.remove_invented", lambda _doorstep: shutil.rmtree(tmp_path / "data"))
    monkeypatch.setattr("dealerdesk.db.place.is_remote", lambda _folder: True)
    monkeypatch.setattr(program, "_app", type("App", (), {"quit": lambda _self: quits.append(True)})())
    program.session.removal_asked.emit()
    assert quits == [True]
    assert "network" in program.troubles[0]
    monkeypatch.undo()


def test_only_an_invented_store_is_offered_to_be_removed(begun):
    assert not begun().window.actions_everywhere["window.remove_invented"].isEnabled()


def test_another_store_is_not_opened_over_what_is_not_saved(begun, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("dealerdesk.ui.asking.leave_unsaved", lambda *_: False)
    program = begun()
    program.window.show_page("lists")
    program.window.page.line.setText("typed")
    program.session.switch_store(tmp_path / "other")
    assert program.session.desk.store.folder == tmp_path / "data"
    assert not (tmp_path / "other").exists()
    assert program.window.page.line.text() == "typed"


def test_a_second_start_raises_the_first(begun, qtbot, tmp_path):
    assert not raise_first(tmp_path / "data")
    program = begun()
    with qtbot.waitSignal(program._first.called, timeout=3000):
        assert raise_first(tmp_path / "data")
    assert not raise_first(tmp_path / "elsewhere")


def test_however_its_folder_is_written(begun, qtbot, tmp_path, monkeypatch):
    program = begun()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "beside").mkdir()
    for written in (Path("data"), tmp_path / "beside" / ".." / "data", tmp_path / "link"):
        with qtbot.waitSignal(program._first.called, timeout=3000):
            assert raise_first(written)


def test_the_second_of_two_starts_at_the_same_moment_ends_before_it_opens_anything(begun, qapp, qtbot, tmp_path):
    first = First(tmp_path / "data")
    with qtbot.waitSignal(first.called, timeout=3000):
        assert Application(qapp, Start(tmp_path / "data", tmp_path / "window.ini", DAY, "en")).run() == 0
    assert not (tmp_path / "data").exists()
    first.close()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="such names leave nothing behind here")
def test_a_name_left_behind_by_a_window_that_died_is_taken_over(qtbot, tmp_path):
    place = Path(tempfile.gettempdir()) / name_of(tmp_path)
    with socket.socket(socket.AF_UNIX) as died:
        died.bind(str(place))
    assert place.exists()
    first = First(tmp_path)
    assert not first.is_second
    with qtbot.waitSignal(first.called, timeout=3000):
        assert raise_first(tmp_path)
    first.close()


def test_a_folder_that_cannot_be_used_is_said_in_a_sentence(begun, tmp_path):
    (tmp_path / "file").write_text("no folder")
    program = begun(tmp_path / "file")
    assert not program.opened
    assert len(program.troubles) == 1
    assert program.window is None


def test_a_network_drive_is_refused_with_the_reason(begun, tmp_path, monkeypatch):
    monkeypatch.setattr("dealerdesk.db.place.is_remote", lambda _folder: True)
    program = begun()
    assert not program.opened
    assert "network" in program.troubles[0]


def test_a_store_that_vanishes_is_said_once(begun, qtbot, tmp_path):
    program = begun()
    quiet(program, qtbot)
    notes = []
    program.session.noted.connect(notes.append)
    shutil.move(tmp_path / "data" / "desk.db", tmp_path / "gone.db")
    for _ in range(3):
        program.session.look_for_others()
        quiet(program, qtbot)
    assert len([note for note in notes if note.bad]) <= 1


def test_a_store_that_comes_back_is_looked_at_anew(begun, qtbot, tmp_path):
    program = begun()
    program.window.show_page("today")
    quiet(program, qtbot)
    (tmp_path / "data").rename(tmp_path / "unplugged")
    program.session.look_for_others()
    quiet(program, qtbot)
    assert "gone" in program.window.notes.text
    looked = program.window.page.looked
    (tmp_path / "unplugged").rename(tmp_path / "data")
    program.session.look_for_others()
    qtbot.waitUntil(lambda: program.window.page.looked == looked + 1)
    assert program.window.notes.text == "The store is there again."


def test_a_bug_in_the_window_is_logged_and_said_with_a_report(begun, qtbot, tmp_path):
    program = begun()
    quiet(program, qtbot)
    error = ValueError("王小明 13812345678")
    program.guard._caught(ValueError, error, None)
    assert "dealerdesk.log" in program.window.notes.text
    program.window.notes._do()
    quiet(program, qtbot)
    report = QApplication.clipboard().text()
    assert "ValueError" in report
    assert "王小明" not in report
    assert "13812345678" not in report
    assert "SQLite" in report


def test_the_report_holds_versions(begun, qtbot):
    program = begun()
    quiet(program, qtbot)
    assert any("DealerDesk" in line for line in crash.facts(program.session))


def test_a_new_day_is_another_window(begun, qtbot, tmp_path):
    program = begun()
    quiet(program, qtbot)
    program._start = program._start._replace(as_of=None)
    before = program.window
    program._look_at_day()
    assert program.window is not before
    assert program.session.desk.today != DAY
