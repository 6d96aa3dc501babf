"""Who sits at the desk: signing in, locking, changing places, leaving, and accounts that change meanwhile."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from dealerdesk.domain.rights import Role
from dealerdesk.services.backups import back_up
from dealerdesk.services.desk import NOBODY
from dealerdesk.services.opening import open_desk
from dealerdesk.services.staff.accounts import accounts, change_account, close_account
from dealerdesk.services.staff.first_manager import end_accounts
from dealerdesk.services.staff.locking import choose_lock_minutes
from dealerdesk.services.staff.signing_in import sign_in
from dealerdesk.ui.application import Application, Start
from dealerdesk.ui.signing_in.switching import AnotherPerson
from tests.ui.conftest import TODAY, at_the_door
from tests.ui.pretend import PlainPage
from tests.ui.signing_in.conftest import CHEAP, PASSWORD, PIN


@pytest.fixture
def begun(tmp_path, a_copy, qapp, qtbot, monkeypatch):
    """Start the program on a store with accounts, with plain pages; ended at the end."""
    monkeypatch.setattr(
        "dealerdesk.ui.window.make_page", lambda name, session: type("P", (PlainPage,), {"name": name})(session)
    )
    monkeypatch.setattr("dealerdesk.ui.application.told", lambda _parent, text: pytest.fail(text))
    made = []

    def begin(lang="en", folder=None):
        folder = folder or a_copy("empty")
        program = Application(qapp, Start(folder, tmp_path / "window.ini", TODAY, lang))
        made.append(program)
        assert program.open(folder)
        return program

    yield begin
    for program in made:
        program.leave()
    QApplication.processEvents()


@pytest.fixture
def quiet(settled):
    def wait(program):
        settled(program.session)

    return wait


def choose(screen, name):
    people = screen.people
    for row in range(people.list.count()):
        people.list.setCurrentRow(row)
        if people.person.name == name:
            return
    raise AssertionError(name)


def comes_in(screen, name, secret=PASSWORD):
    choose(screen, name)
    if secret == PASSWORD and screen.secret.accessibleName() == "PIN":
        screen.other_way.click()
    screen.secret.setText(secret)
    screen.sign_in()


@pytest.fixture
def at_work(begun, quiet, qtbot):
    """The program with somebody signed in."""

    def start(name="李娜", **how):
        program = begun(**how)
        quiet(program)
        comes_in(program.door.people, name)
        qtbot.waitUntil(lambda: program.window is not None)
        quiet(program)
        return program

    return start


def elsewhere(folder, name="李娜"):
    """Somebody at another desk with the same store."""
    desk = open_desk(replace(at_the_door(folder, "en", TODAY), hashing=CHEAP))
    return desk.by(sign_in(desk.by(NOBODY), name, PASSWORD))


def account_of(desk, name):
    return next(row for row in accounts(desk) if row.name == name)


def test_nothing_but_the_sign_in_screen_shows_before_somebody_is_in(begun, quiet):
    program = begun()
    quiet(program)
    assert program.window is None
    assert program.door.isVisible()
    assert program.session.desk.actor == NOBODY


def test_who_signs_in_begins_where_the_program_begins(at_work):
    program = at_work("王芳")
    assert program.door is None
    assert program.session.desk.actor.name == "王芳"
    assert program.window.page.name in {"today", "first-run"}
    assert program.window.status.who.text() == "Acting: 王芳 ▾"
    assert "import" not in program.window.rail.buttons


def test_the_language_is_chosen_at_the_door_for_this_pc(begun, quiet, qtbot):
    program = begun(lang=None)
    quiet(program)
    program.session.choose_language("en")
    qtbot.waitUntil(lambda: program.session.words.language == "en")
    quiet(program)
    first = program.door
    first.people.language._buttons["zh_CN"].click()
    qtbot.waitUntil(lambda: program.door is not first)
    quiet(program)
    assert program.door.people.go.text() == "登录"
    program.leave()
    again = begun(lang=None, folder=program._start.folder)
    assert again.session.words.language == "zh_CN"


def test_the_lock_covers_everything_and_gives_it_back_as_it_was(at_work, quiet, qtbot):
    program = at_work()
    window = program.window
    window.show_page("customers")
    window.page.line.setText("half a word")
    window.page.line.setFocus()
    program.session.note("王小明 was saved.", bad=True)
    helper = QDialog(window)
    helper.show()
    window.actions_everywhere["window.lock"].trigger()
    quiet(program)
    assert window.locked
    assert window.windowTitle() == "DealerDesk"
    assert not window.page.isVisible()
    assert not helper.isVisible()
    assert window.notes.text == ""
    program.session.note("陈小红 was saved.")
    assert window.notes.text == ""
    assert not any(action.isEnabled() for action in window.actions_everywhere.values())
    shown = " ".join(part.text() for part in window.findChildren(QLabel) if part.isVisible())
    assert "小" not in shown
    assert "小" not in " ".join(part.text() for part in window.findChildren(QLineEdit) if part.isVisible())
    comes_in(program.lock.screen, "李娜", PIN)
    qtbot.waitUntil(lambda: not window.locked)
    assert program.window is window
    assert window.page.line.text() == "half a word"
    assert window.focusWidget() is window.page.line
    assert helper.isVisible()
    assert window.notes.text == "陈小红 was saved."
    assert window.actions_everywhere["window.lock"].isEnabled()
    assert window.windowTitle() == "Customers — DealerDesk"


def test_a_question_that_waits_is_left_when_the_window_locks(at_work, qtbot):
    program = at_work()
    asked = QDialog(program.window)
    from PySide6.QtCore import QTimer

    QTimer.singleShot(50, program.lock.lock)
    assert asked.exec() == QDialog.DialogCode.Rejected
    assert program.window.locked


def test_a_paper_that_is_ready_while_locked_waits_for_who_asked_for_it(at_work, quiet, qtbot):
    program = at_work()
    program.lock.lock()
    quiet(program)
    paper = QDialog(program.window)
    paper.open()
    seen = QDialog()
    seen.show()
    qtbot.waitUntil(lambda: not paper.isVisible() and not seen.isVisible())
    assert program.lock.screen.isEnabled()
    asked = QDialog(program.window)
    assert asked.exec() == QDialog.DialogCode.Rejected
    comes_in(program.lock.screen, "李娜", PIN)
    qtbot.waitUntil(lambda: not program.window.locked)
    assert paper.isVisible()
    assert seen.isVisible()
    assert not paper.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    assert not asked.isVisible()
    late = QDialog(program.window)
    late.open()
    assert late.isVisible()
    for one in (paper, seen, late):
        one.close()


def test_somebody_else_has_their_own_window_and_the_first_finds_theirs(at_work, quiet, qtbot):
    program = at_work()
    first = program.window
    first.show_page("settings")
    first.page.line.setText("李娜's")
    first.pages["settings"].line.setText("half a rule")
    program.lock.lock()
    quiet(program)
    comes_in(program.lock.screen, "王芳", PIN)
    qtbot.waitUntil(lambda: program.window is not first)
    quiet(program)
    assert program.session.desk.actor.name == "王芳"
    assert program.window.page is None or program.window.page.line.text() == ""
    assert "import" not in program.window.rail.buttons
    program.session.sign_out_asked.emit()
    qtbot.waitUntil(lambda: program.door is not None)
    quiet(program)
    comes_in(program.door.people, "李娜")
    qtbot.waitUntil(lambda: program.window is not None)
    quiet(program)
    assert program.window.page.name == "settings"
    assert program.window.page.line.text() == "half a rule"


def test_places_are_changed_by_keys_and_a_pin(at_work, quiet, qtbot):
    program = at_work()
    first = program.window
    first.show_page("customers")
    first.page.line.setText("begun")
    QTest.keyClick(first, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    asked = first.findChild(AnotherPerson)
    quiet(program)
    choose(asked.people, "王芳")
    QTest.keyClicks(asked.people.secret, PIN)
    QTest.keyClick(asked.people.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window is not first)
    assert program.session.desk.actor.name == "王芳"


def test_esc_at_the_change_of_places_changes_nothing(at_work, quiet):
    program = at_work()
    program.session.switch_asked.emit()
    asked = program.window.findChild(AnotherPerson)
    quiet(program)
    QTest.keyClick(asked.people.secret, Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert program.session.desk.actor.name == "李娜"


def test_the_same_person_again_keeps_their_window(at_work, quiet, qtbot):
    program = at_work()
    first = program.window
    program.session.switch_asked.emit()
    asked = first.findChild(AnotherPerson)
    quiet(program)
    comes_in(asked.people, "李娜", PIN)
    qtbot.waitUntil(lambda: first.findChild(AnotherPerson) is None)
    assert program.window is first


def test_work_goes_on_behind_the_lock_and_nobody_else_breaks_it_off(at_work, quiet, qtbot):
    program, gate = at_work(), threading.Event()
    window = program.window
    done = []
    program.session.background.work(window, lambda _p: gate.wait(20), done.append, label="An import", reads=True)
    program.lock.lock()
    screen = program.lock.screen
    qtbot.waitUntil(lambda: screen.people.list.count() > 0)
    comes_in(screen, "王芳", PIN)
    qtbot.waitUntil(lambda: "An import" in screen.wrong.text())
    assert window.locked
    assert program.session.desk.actor.name == "李娜"
    comes_in(screen, "李娜", PIN)
    qtbot.waitUntil(lambda: not window.locked)
    gate.set()
    quiet(program)
    assert done == [True]


def test_idle_minutes_lock_and_whoever_moves_is_not_idle(at_work, quiet, qtbot, monkeypatch):
    program = at_work()
    lock, handle = program.lock, program.window.windowHandle()
    assert lock._idle.interval() == 10 * 60_000
    choose_lock_minutes(program.session.desk, 1)
    program.session.changed.emit(frozenset({"setting"}))
    quiet(program)
    assert lock._idle.interval() == 60_000
    lock._watch(handle)
    moves = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(5, 5),
        QPointF(5, 5),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    lock._idle.stop()
    QApplication.sendEvent(handle, moves)
    assert lock._idle.isActive()
    assert not program.window.locked
    lock._idle.timeout.emit()
    assert program.window.locked


def test_a_pc_that_slept_is_locked_when_it_wakes(at_work, qtbot):
    program = at_work()
    lock, handle = program.lock, program.window.windowHandle()
    lock._watch(handle)
    lock._moved_at -= 11 * 60
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(handle, pressed)
    assert program.window.locked


def test_locked_stays_locked_in_another_language(at_work, quiet, qtbot):
    program = at_work()
    first = program.window
    program.lock.lock()
    quiet(program)
    program.lock.screen.language._buttons["zh_CN"].click()
    qtbot.waitUntil(lambda: program.window is not first)
    quiet(program)
    assert program.window.locked
    assert program.lock.screen.go.text() == "登录"
    comes_in(program.lock.screen, "李娜", PIN)
    qtbot.waitUntil(lambda: not program.window.locked)


def test_a_closed_account_ends_at_the_door_with_a_sentence(at_work, quiet, qtbot, a_copy):
    program = at_work("王芳")
    desk = elsewhere(program.session.desk.store.folder)
    row = account_of(desk, "王芳")
    close_account(desk, row.id, row.revision)
    desk.store.close()
    program.session.look_for_others()
    qtbot.waitUntil(lambda: program.door is not None)
    quiet(program)
    assert program.door.people.told.text() == "王芳's account was changed or closed meanwhile: sign in again."
    assert [person.name for person in program.door.people.people._people.values()] == ["李娜", "赵敏", "陈伟"]


def test_other_rights_are_another_window_after_signing_in_again(at_work, quiet, qtbot):
    program = at_work("王芳")
    program.window.show_page("customers")
    program.window.page.line.setText("begun")
    desk = elsewhere(program.session.desk.store.folder)
    row = account_of(desk, "王芳")
    change_account(desk, row.id, row.revision, role=Role.MANAGER, granted=(), withheld=())
    desk.store.close()
    program.session.look_for_others()
    qtbot.waitUntil(lambda: program.door is not None)
    quiet(program)
    comes_in(program.door.people, "王芳")
    qtbot.waitUntil(lambda: program.window is not None)
    quiet(program)
    assert "import" in program.window.rail.buttons
    assert program.window.page.line.text() == "begun"


def test_when_accounts_end_the_owner_sits_here(at_work, quiet, qtbot):
    program = at_work()
    desk = program.session.desk
    program.session.background.write(program.session, lambda: end_accounts(desk, PASSWORD))
    qtbot.waitUntil(lambda: program.session.desk.actor.account is None and program.window is not None)
    quiet(program)
    assert program.window.status.who.text() == "Acting: Owner"


def test_closing_the_door_ends_the_program(begun, quiet, monkeypatch):
    program, quits = begun(), []
    quiet(program)
    program.door.closed.connect(lambda: quits.append(True))
    program.door.close()
    assert quits == [True]


def test_after_a_restore_one_signs_in_and_hears_of_it(at_work, quiet, qtbot):
    program = at_work()
    made = back_up(program.session.desk)
    program.session.restore_asked.emit(made.file, False)
    qtbot.waitUntil(lambda: program.door is not None, timeout=20_000)
    quiet(program)
    comes_in(program.door.people, "李娜")
    qtbot.waitUntil(lambda: program.window is not None)
    quiet(program)
    assert program.window.page.name == "settings"
    assert program.window.notes.text.startswith("Restored from")


def test_who_may_not_restore_is_refused_also_by_the_window(at_work, quiet, qtbot):
    program = at_work()
    made = back_up(program.session.desk)
    program.session.sign_out_asked.emit()
    qtbot.waitUntil(lambda: program.door is not None)
    quiet(program)
    comes_in(program.door.people, "王芳")
    qtbot.waitUntil(lambda: program.window is not None)
    quiet(program)
    program.session.restore_asked.emit(made.file, False)
    qtbot.waitUntil(lambda: program.door is not None, timeout=20_000)
    quiet(program)
    comes_in(program.door.people, "王芳")
    qtbot.waitUntil(lambda: program.window is not None)
    quiet(program)
    assert "Restore" in program.window.notes.text
    assert not program.window.notes.text.startswith("Restored")
