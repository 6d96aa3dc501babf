"""The sign-in screen: by keys alone, with PIN or password, waiting after failures, and the recovery code."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest

from dealerdesk.domain.rights import Role
from dealerdesk.services.desk import NOBODY
from dealerdesk.services.staff.accounts import add_account
from dealerdesk.services.staff.signing_in import sign_in
from dealerdesk.ui.signing_in.door import Door
from dealerdesk.ui.signing_in.screen import LAST
from dealerdesk.ui.signing_in.waiting import wait_words
from tests.ui.signing_in.conftest import PASSWORD, PIN
from tests.ui.walking import clipped, described


@pytest.fixture
def door(sitting, settled, qtbot):
    made = []

    def show(lang="en", session=None, **how):
        session = session or sitting(lang=lang, kind="empty")
        shown = Door(session, **how)
        made.append(shown)
        shown.resize(1280, 800)
        shown.show()
        qtbot.waitExposed(shown)
        shown.activateWindow()
        settled(session)
        return shown

    yield show
    for shown in made:
        shown.blockSignals(True)
        shown.hide()
        shown.deleteLater()


def came(screen):
    actors = []
    screen.signed_in.connect(actors.append)
    return actors


def choose(screen, name):
    people = screen.people
    for row in range(people.list.count()):
        people.list.setCurrentRow(row)
        if people.person.name == name:
            return
    raise AssertionError(name)


def test_somebody_comes_in_by_keys_alone(door, settled):
    shown = door()
    screen, actors = shown.people, came(shown.people)
    people = screen.people
    people.setFocus()
    while people.person.name != "赵敏":
        QTest.keyClick(people.list, Qt.Key.Key_Down)
    QTest.keyClick(people.list, Qt.Key.Key_Return)
    assert screen.secret.hasFocus()
    QTest.keyClicks(screen.secret, PASSWORD)
    QTest.keyClick(screen.secret, Qt.Key.Key_Return)
    assert screen.secret.isEnabled() is False
    settled(shown.session)
    assert [actor.name for actor in actors] == ["赵敏"]
    assert screen.secret.text() == ""
    assert shown.session.memory.get(LAST) == actors[0].account


def test_who_was_here_last_types_at_once(door, sitting, settled):
    session = sitting(kind="empty")
    wanted = sign_in(session.desk.by(NOBODY), "王芳", PASSWORD)
    session.memory.put(LAST, wanted.account)
    shown = door(session=session)
    assert shown.people.people.person.name == "王芳"
    assert shown.people.focusWidget() is shown.people.secret


def test_a_pin_opens_and_the_password_does_too(door, settled):
    shown = door()
    screen, actors = shown.people, came(shown.people)
    choose(screen, "王芳")
    assert screen.secret.accessibleName() == "PIN"
    screen.secret.setText(PIN)
    screen.sign_in()
    settled(shown.session)
    screen.other_way.click()
    assert screen.secret.accessibleName() == "Password"
    screen.secret.setText(PASSWORD)
    screen.sign_in()
    settled(shown.session)
    assert [actor.name for actor in actors] == ["王芳", "王芳"]
    choose(screen, "赵敏")
    assert screen.secret.accessibleName() == "Password"
    assert screen.other_way.isHidden()


def test_no_input_method_meddles_with_secrets(door):
    screen = door().people
    for field in (screen.secret, screen.recovery.code, screen.recovery.password):
        assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    choose(screen, "王芳")
    assert not screen.secret.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert screen.secret.event(QEvent(QEvent.Type.FocusIn)) in {True, False}


def test_what_is_wrong_is_said_and_the_wait_is_counted_down(door, settled, clock, qtbot):
    shown = door()
    screen, actors = shown.people, came(shown.people)
    choose(screen, "赵敏")
    for _ in range(3):
        screen.secret.setText("wrong wrong")
        screen.sign_in()
        settled(shown.session)
        assert screen.secret.text() == ""
        assert screen.wrong.isVisible()
    assert screen.wrong.text() == "Too many wrong tries. Try again in 30 seconds."
    assert not screen.go.isEnabled()
    screen.secret.setText(PASSWORD)
    screen.sign_in()
    settled(shown.session)
    assert actors == []
    clock.forward(seconds=29)
    qtbot.waitUntil(lambda: screen.wrong.text() == "Too many wrong tries. Try again in 1 second.")
    clock.forward(seconds=1)
    qtbot.waitUntil(screen.go.isEnabled)
    assert screen.wrong.text() == ""
    screen.sign_in()
    settled(shown.session)
    assert [actor.name for actor in actors] == ["赵敏"]


def test_the_wait_is_of_one_person_and_outlasts_a_restart(door, sitting, settled, a_copy):
    folder = a_copy("empty")
    session = sitting(kind="empty", folder=folder)
    shown = door(session=session)
    choose(shown.people, "赵敏")
    for _ in range(3):
        shown.people.secret.setText("wrong wrong")
        shown.people.sign_in()
        settled(session)
    session.close()
    again = door(session=sitting(kind="empty", folder=folder))
    choose(again.people, "赵敏")
    assert "Try again in 30 seconds" in again.people.wrong.text()
    choose(again.people, "陈伟")
    assert again.people.wrong.text() == ""
    assert again.people.go.isEnabled()


def test_minutes_are_counted_as_minutes(session):
    assert wait_words(session.words, 61) == "Too many wrong tries. Try again in 1:01."


def test_part_of_a_name_narrows_many_people(door, sitting, settled):
    session = sitting("李娜", kind="empty")
    for name in ("Anna", "Berta", "Clara"):
        add_account(session.desk, name, Role.CARE_AGENT, PASSWORD)
    screen = door(session=session).people
    people = screen.people
    assert people.line.isVisible()
    QTest.keyClicks(people.line, "ber")
    assert (people.list.count(), people.person.name) == (1, "Berta")
    QTest.keyClick(people.line, Qt.Key.Key_Return)
    assert screen.secret.hasFocus()
    people.line.setFocus()
    QTest.keyClick(people.line, Qt.Key.Key_Escape)
    assert people.list.count() == 7
    assert people.person.name == "Berta"
    QTest.keyClick(people.line, Qt.Key.Key_Down)
    assert people.person.name == "Clara"


def test_the_recovery_code_opens_and_is_another_one_then(door, settled, peopled):
    shown = door()
    screen, actors, code = shown.people, came(shown.people), peopled("empty")[1]
    choose(screen, "李娜")
    screen.forgotten.click()
    panel = screen.recovery
    wrong = code[:5] + ("3" if code[5] != "3" else "4") + code[6:]
    panel.code.setText(wrong.lower().replace("-", " "))
    panel.password.setText("a new password")
    panel.again.setText("a new pasword")
    panel.recover()
    assert panel.form._errors["again"].text() == "The two passwords are not the same."
    panel.again.setText("a new password")
    panel.recover()
    settled(shown.session)
    assert panel.form._errors["code"].text().startswith("Group 2 of the recovery code is mistyped")
    panel.code.setText(code.lower().replace("-", " "))
    panel.recover()
    settled(shown.session)
    assert screen.code.code.text() not in {"", code}
    assert not screen.code.go_on.isEnabled()
    assert actors == []
    screen.code.show_sheet()
    settled(shown.session)
    preview = shown.findChild(type(shown)) or next(
        child for child in shown.children() if type(child).__name__ == "Preview"
    )
    assert preview.pdf.startswith(b"%PDF")
    preview.close()
    screen.code.kept.click()
    screen.code.go_on.click()
    assert [actor.name for actor in actors] == ["李娜"]


def test_esc_leaves_the_recovery_and_never_the_door(door):
    screen = door().people
    screen.forgotten.click()
    QTest.keyClick(screen.recovery.code, Qt.Key.Key_Escape)
    assert screen.secret.hasFocus()
    QTest.keyClick(screen.secret, Qt.Key.Key_Escape)
    assert screen.isVisible()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_nothing_is_clipped_on_a_small_screen_with_large_letters(door, sitting, settled, lang):
    session = sitting(kind="empty", lang=lang)
    session.theme.choose("light", 2)
    shown = door(session=session, told="Locked. " * 12)
    shown.resize(900, 720)
    settled(session)
    assert [described(part) for part in clipped(shown)] == []
    choose(shown.people, "李娜")
    shown.people.forgotten.click()
    settled(session)
    assert [described(part) for part in clipped(shown)] == []
