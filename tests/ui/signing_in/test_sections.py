"""The manager's account at the first start, the staff in the settings, and one's own account."""

from __future__ import annotations

import pytest

from dealerdesk.domain.rights import Right, Role
from dealerdesk.services.desk import NOBODY
from dealerdesk.services.staff.accounts import accounts
from dealerdesk.services.staff.locking import lock_minutes
from dealerdesk.services.staff.signing_in import has_accounts, people, sign_in, sign_in_by_pin
from dealerdesk.ui.pages.first_run import FirstRunPage
from dealerdesk.ui.pages.settings import SettingsPage
from tests.ui.signing_in.conftest import CHEAP, PASSWORD, PIN


@pytest.fixture
def page_of(sitting, settled, qtbot):
    def show(name, kind="empty"):
        session = sitting(name, kind=kind)
        page = SettingsPage(session)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.reload()
        settled(session)
        return page

    return show


@pytest.fixture
def staff(page_of):
    page = page_of("李娜")
    page.go_to("staff")
    return page


def pick(page, name):
    section = page.sections["staff"]
    row = next(row for row in section._rows if row.name == name)
    assert section.table.go_to(row.id)
    section._picked()
    return section


def row_of(page, name):
    return next(row for row in accounts(page.session.desk) if row.name == name)


def error_at(form, name):
    return form._errors[name].text()


def test_the_first_start_offers_the_manager_and_goes_on_without(session, settled, qtbot):
    page = FirstRunPage(session)
    qtbot.addWidget(page)
    page.show()
    panel = page.responsible
    assert (panel.step, page._first.isVisible()) == (0, True)
    panel.begin.click()
    assert (panel.step, page._first.isVisible()) == (1, False)
    panel.set_up()
    assert error_at(panel.form, "name") == "Enter the name of the manager."
    panel.name.setText("李娜")
    panel.password.setText("short")
    panel.again.setText("short")
    panel.set_up()
    settled(session)
    assert error_at(panel.form, "password") == "A password has at least 8 characters."
    assert not has_accounts(session.desk)
    panel.leave.click()
    assert (panel.step, page._first.isVisible()) == (0, True)


def test_the_manager_is_made_and_the_code_kept_before_anything_goes_on(session, settled, qtbot):
    session.desk = session.desk.__class__(**{**session.desk.__dict__, "hashing": CHEAP})
    page = FirstRunPage(session)
    qtbot.addWidget(page)
    page.show()
    panel, came = page.responsible, []
    session.person_came.connect(came.append)
    panel.begin.click()
    panel.name.setText("李娜")
    panel.password.setText(PASSWORD)
    panel.again.setText(PASSWORD)
    panel.set_up()
    panel.set_up()
    settled(session)
    assert panel.step == 2
    assert len(panel.code.code.text()) == 24
    assert session.desk.actor.name == "李娜"
    assert not panel.code.go_on.isEnabled()
    panel.code.kept.click()
    panel.code.go_on.click()
    assert [actor.name for actor in came] == ["李娜"]
    assert panel.code.code.text() == ""


def test_an_account_is_added(staff, settled):
    section = staff.sections["staff"]
    staff.action("settings.add_account").trigger()
    editor = section.editor
    assert editor.is_new
    editor.name.setText("周杰")
    editor.role.set_value(Role.ADVISOR)
    editor.role.chosen.emit()
    editor.rights.boxes[Right.EXPORT].click()
    assert editor.rights.boxes[Right.EXPORT].text() == "Export (granted)"
    assert staff.unsaved()
    assert not section.table.isEnabled()
    staff.action("settings.save").trigger()
    assert error_at(editor.passwords, "password") == "Think of a password."
    editor.password.setText("another horse")
    editor.again.setText("another horse")
    staff.action("settings.save").trigger()
    settled(staff.session)
    row = row_of(staff, "周杰")
    assert (row.role, row.granted) == (Role.ADVISOR, {Right.EXPORT})
    assert sign_in(staff.session.desk.by(NOBODY), "周杰", "another horse").staff is not None
    assert not staff.unsaved()


def test_who_has_an_account_is_not_given_another(staff, settled):
    section = staff.sections["staff"]
    staff.action("settings.add_account").trigger()
    section.editor.name.setText("王芳")
    section.editor.password.setText(PASSWORD)
    section.editor.again.setText(PASSWORD)
    staff.action("settings.save").trigger()
    settled(staff.session)
    assert error_at(section.editor.form, "name") == "王芳 has an account already."
    assert section.editor.name.text() == "王芳"
    staff.action("settings.discard").trigger()
    assert not staff.unsaved()
    assert section.table.isEnabled()


def test_role_rights_and_name_are_changed_in_one_go(staff, settled):
    section = pick(staff, "赵敏")
    section.editor.name.setText("赵敏敏")
    section.editor.rights.boxes[Right.CALL].click()
    section.editor.rights.boxes[Right.PLAN].click()
    staff.action("settings.save").trigger()
    settled(staff.session)
    row = row_of(staff, "赵敏敏")
    assert (row.granted, row.withheld) == ({Right.PLAN}, {Right.CALL})
    shown = pick(staff, "赵敏敏")
    assert shown.editor.rights.boxes[Right.CALL].text() == "Call (withheld)"


def test_the_last_manager_stays_and_the_reason_stands_beside_it(staff, settled):
    section = pick(staff, "李娜")
    staff.action("settings.close_account").trigger()
    settled(staff.session)
    assert section.trouble.text().startswith("This is the last manager")
    assert section.trouble.isVisible()
    assert not section.editor.rights.boxes[Right.STAFF].isEnabled()
    section.editor.role.set_value(Role.RECEPTIONIST)
    section.editor.role.chosen.emit()
    staff.action("settings.save").trigger()
    settled(staff.session)
    assert error_at(section.editor.form, "role").startswith("This is the last manager")
    assert row_of(staff, "李娜").role is Role.MANAGER


def test_an_account_is_closed_and_reopened(staff, settled):
    section = pick(staff, "陈伟")
    staff.action("settings.close_account").trigger()
    settled(staff.session)
    staff.reload()
    settled(staff.session)
    assert row_of(staff, "陈伟").closed_on is not None
    pick(staff, "陈伟")
    assert section.reopen_it.isVisible()
    assert not section.close_it.isVisible()
    staff.action("settings.reopen_account").trigger()
    settled(staff.session)
    assert row_of(staff, "陈伟").closed_on is None


def test_a_new_password_for_somebody(staff, settled):
    section = pick(staff, "陈伟")
    staff.action("settings.reset_password").trigger()
    first, second = section.reset.new
    first.setText("short")
    second.setText("short")
    section.reset.go.click()
    settled(staff.session)
    assert error_at(section.reset.form, "password") == "A password has at least 8 characters."
    first.setText("quite another")
    second.setText("quite another")
    section.reset.go.click()
    settled(staff.session)
    assert sign_in(staff.session.desk.by(NOBODY), "陈伟", "quite another").name == "陈伟"
    assert not section.reset.isVisible()


def test_the_idle_minutes_hold_at_once(staff, settled):
    section = staff.sections["staff"]
    section.minutes.set_value(5)
    section.minutes.chosen.emit()
    settled(staff.session)
    assert lock_minutes(staff.session.desk) == 5


def test_the_accounts_end_by_the_password_alone(staff, settled):
    section = staff.sections["staff"]
    staff.action("settings.end_accounts").trigger()
    section.end.own.setText("wrong wrong")
    section.end.go.click()
    settled(staff.session)
    assert "not 李娜" in error_at(section.end.form, "own")
    section.end.own.setText(PASSWORD)
    section.end.go.click()
    settled(staff.session)
    assert people(staff.session.desk) == ()


def test_what_was_begun_outlasts_another_language(staff, settled, qtbot):
    section = pick(staff, "赵敏")
    section.editor.rights.boxes[Right.PLAN].click()
    state = staff.state()
    again = SettingsPage(staff.session)
    qtbot.addWidget(again)
    again.show()
    again.restore(state)
    again.reload()
    settled(again.session)
    assert again.unsaved()
    assert again.sections["staff"].editor.name.text() == "赵敏"
    assert again.sections["staff"].editor.rights.granted() == {Right.PLAN}


def test_ones_own_password_and_pin(page_of, settled):
    page = page_of("赵敏")
    section, session = page.sections["account"], page.session
    page.go_to("account")
    section.password.own.setText("wrong wrong")
    for field in section.password.new:
        field.setText("my new horse")
    section.password.go.click()
    settled(session)
    assert "not 赵敏" in error_at(section.password.form, "own")
    section.password.own.setText(PASSWORD)
    section.password.go.click()
    settled(session)
    before = session.desk.actor
    assert sign_in(session.desk.by(NOBODY), "赵敏", "my new horse") == before
    section.pin.setText("12")
    section.proof.setText("my new horse")
    section.set_pin.click()
    settled(session)
    assert error_at(section.pin_form, "pin") == "A PIN is 4 to 8 digits."
    section.pin.setText(PIN)
    section.set_pin.click()
    settled(session)
    assert sign_in_by_pin(session.desk.by(NOBODY), before.account, PIN) == before
    section.proof.setText("my new horse")
    section.drop_pin.click()
    settled(session)
    assert not next(person for person in people(session.desk) if person.name == "赵敏").has_pin


def test_a_manager_makes_another_recovery_code(page_of, settled):
    page = page_of("李娜")
    section = page.sections["account"]
    page.go_to("account")
    section.recovery.own.setText(PASSWORD)
    section.recovery.go.click()
    settled(page.session)
    assert len(section.code_panel.code.text()) == 24
    section.code_panel.kept.click()
    section.code_panel.go_on.click()
    assert section.code_panel.isHidden()
