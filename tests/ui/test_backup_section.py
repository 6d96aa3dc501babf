"""The backup section: by themselves, a second folder, the copies that are kept, and restoring with its preview."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from dealerdesk.services.automatic_backups import AutomaticBackups, automatic_backups, choose_automatic_backups
from dealerdesk.services.backups import back_up, backups_kept
from dealerdesk.services.demo import invent_store, is_empty
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.settings import name_store, store_name
from dealerdesk.ui.application import Application, Start
from dealerdesk.ui.pages.settings import SettingsPage
from dealerdesk.ui.safekeeping import Safekeeping
from tests.stores import Shop
from tests.ui.conftest import TODAY
from tests.ui.pretend import PlainPage


@pytest.fixture
def opened(store_session, settled, qtbot):
    """The backup section on a store, with the page and what it needs to settle."""

    def make(kind="invented"):
        session = store_session(kind)
        page = SettingsPage(session)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.go_to("backup")
        page.reload()
        settled(session)
        page.stale = False
        notes = []
        session.noted.connect(lambda note: notes.append((note.text, note.bad)))
        return page, page.sections["backup"], notes

    return make


def reloaded(page, settled):
    page.reload()
    settled(page.session)


def test_what_is_made_by_itself_is_chosen_and_saved(opened, settled, tmp_path, monkeypatch):
    page, section, notes = opened("empty")
    assert section.automatic.isChecked()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "U 盘"))
    page.action("settings.choose_second").trigger()
    section.automatic.setChecked(False)
    page.action("settings.save").trigger()
    settled(page.session)
    assert automatic_backups(page.session.desk) == AutomaticBackups(on=False, second=tmp_path / "U 盘")
    assert notes == [("Saved.", False)]
    (tmp_path / "file").touch()
    section.second.setText(str(tmp_path / "file"))
    page.action("settings.save").trigger()
    settled(page.session)
    assert "cannot be written" in section.form._errors["second"].text()
    assert section.form._errors["folder"].text() == ""


def test_the_copies_say_what_is_in_them(opened, settled):
    page, section, _notes = opened()
    back_up(page.session.desk)
    reloaded(page, settled)
    (kept,) = backups_kept(page.session.desk)
    model = section.table.lazy
    shown = [model.data(model.index(0, at)) for at in range(model.columnCount())]
    assert page.words.number(kept.manifest.contents.visits) in shown
    assert "Backup" in shown


def test_a_restore_is_seen_before_and_done_by_a_second_press(opened, settled):
    page, section, notes = opened()
    desk = page.session.desk
    copy = back_up(desk).file
    name_store(desk, "恒信")
    reloaded(page, settled)
    asked = []
    page.session.restore_asked.connect(lambda file, undoing: asked.append((file, undoing)))
    assert not page.action("settings.restore_chosen").isEnabled() or section.table.current()
    section.table.go_to(1)
    page.action("settings.restore_chosen").trigger()
    settled(page.session)
    panel = section.panel
    assert panel.isVisible()
    assert not section.table.isVisible()
    assert panel.title.text().startswith("Restore the backup of ")
    assert "vehicles" in panel.holds.text()
    assert panel.lost.text().endswith("1 change"), "that a backup was made is none"
    panel.restore.click()
    assert asked == []
    assert panel.restore.text() == "Press again to restore"
    panel.restore.click()
    assert asked == [(copy, False)]
    assert section.table.isVisible()
    assert notes == []


def test_a_file_that_is_no_backup_is_refused_in_its_place(opened, settled, tmp_path, monkeypatch):
    page, section, notes = opened()
    file = tmp_path / "songs.db"
    file.write_bytes(b"songs" * 1_000)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    page.action("settings.restore_file").trigger()
    settled(page.session)
    assert section.panel.title.text() == "This backup cannot be restored"
    assert "no backup of DealerDesk" in section.panel.lost.text()
    assert not section.panel.restore.isVisible()
    section.panel.cancel.click()
    assert section.panel.isHidden()
    assert notes == []


def test_the_window_backs_up_by_itself_and_says_a_trouble_once(store_session, settled, tmp_path):
    session = store_session("empty")
    Shop(session.desk).car()
    second = tmp_path / "stick"
    choose_automatic_backups(session.desk, AutomaticBackups(on=True, second=second))
    second.rmdir()
    notes, heard = [], []
    session.noted.connect(lambda note: notes.append((note.text, note.bad)))
    session.changed.connect(heard.append)
    keeping = Safekeeping(session)
    for _ in range(3):
        keeping.look()
        settled(session)
    assert [copy.kind for copy in backups_kept(session.desk)].count("daily") == 1
    assert len(notes) == 1
    assert "second backup folder" in notes[0][0]
    assert notes[0][1]
    assert frozenset({"backup"}) in heard


def test_an_empty_store_is_left_in_peace(store_session, settled):
    session = store_session("empty")
    Safekeeping(session).look()
    settled(session)
    assert backups_kept(session.desk) == ()


@pytest.fixture
def program(tmp_path, qtbot, qapp, monkeypatch):
    """The program with plain pages on a store with cars; ended at the end."""
    monkeypatch.setattr(
        "dealerdesk.ui.window.make_page", lambda name, session: type("P", (PlainPage,), {"name": name})(session)
    )
    monkeypatch.setattr("dealerdesk.ui.application.told", lambda _parent, text: pytest.fail(text))
    desk = open_desk(Doorstep(tmp_path / "data", TODAY, "en"), create=True)
    invent_store(desk, vehicles=20, seed=1)
    desk.store.close()
    made = Application(qapp, Start(tmp_path / "data", tmp_path / "window.ini", TODAY, "en"))
    assert made.open(tmp_path / "data")
    yield made
    made.leave()
    QApplication.processEvents()


def test_the_window_comes_back_on_the_restored_store_and_the_restore_is_undone(program, qtbot):
    copy = back_up(program.session.desk).file
    name_store(program.session.desk, "恒信")
    first = program.window
    program.session.restore_asked.emit(copy, False)
    qtbot.waitUntil(lambda: program.window is not first, timeout=20_000)
    assert store_name(program.session.desk) != "恒信"
    assert not is_empty(program.session.desk)
    assert program.window.page.name == "settings"
    assert program.window.page.handed == {"section": "backup"}
    assert program.window.notes.text.startswith("Restored from ")
    second = program.window
    assert second.notes._act.text() == "Undo the restore"
    second.notes._act.click()
    qtbot.waitUntil(lambda: program.window is not second, timeout=20_000)
    assert store_name(program.session.desk) == "恒信"
    assert "undone" in program.window.notes.text
    assert program.window.notes._act.isHidden()


def test_what_cannot_be_restored_leaves_all_as_it_was(program, qtbot, tmp_path):
    name_store(program.session.desk, "恒信")
    file = tmp_path / "songs.db"
    file.write_bytes(b"songs" * 1_000)
    first = program.window
    program.session.restore_asked.emit(file, False)
    qtbot.waitUntil(lambda: program.window is not first, timeout=20_000)
    assert store_name(program.session.desk) == "恒信"
    assert "no backup of DealerDesk" in program.window.notes.text


def test_while_something_works_nothing_is_restored(program, qtbot):
    copy = back_up(program.session.desk).file
    gate = threading.Event()
    first = program.window
    program.session.background.work(first, lambda _progress: gate.wait(5), label="Long", reads=True)
    program.session.restore_asked.emit(copy, False)
    assert "Wait until" in first.notes.text
    gate.set()
    qtbot.waitUntil(lambda: not program.session.background.works)
    assert program.window is first
