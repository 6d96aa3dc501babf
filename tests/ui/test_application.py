"""The program around its window: opening, another language, another store, a second start, and what goes wrong."""

from __future__ import annotations

import shutil
import threading
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from dealerdesk.paths import demo_dir
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.trial import make_invented_store
from dealerdesk.ui import crash
from dealerdesk.ui.application import Application, Start
from dealerdesk.ui.single import First, raise_first
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


def test_a_second_start_raises_the_first(begun, qtbot, tmp_path):
    assert not raise_first(tmp_path / "data")
    program = begun()
    with qtbot.waitSignal(program._first.called, timeout=3000):
        assert raise_first(tmp_path / "data")
    assert not raise_first(tmp_path / "elsewhere")


def test_a_name_left_behind_by_a_window_that_died_is_taken_over(qtbot, tmp_path):
    first = First(tmp_path)
    again = First(tmp_path)
    with qtbot.waitSignal(again.called, timeout=3000):
        assert raise_first(tmp_path)
    first.close()
    again.close()


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
