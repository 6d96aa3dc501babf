"""Handing over and erasing a whole person from the Customers page, and opening their numbers as an act."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.rights import RIGHTS_OF, Actor, Right, Role
from dealerdesk.ui.preview import Preview
from dealerdesk.ui.window import Window


@pytest.fixture
def opened(qtbot, store_session, settled):
    """Open a window at the Customers page; answers the page once it is at rest."""

    def open_page(kind="invented", actor=None):
        session = store_session(kind, "en")
        if actor is not None:
            session.desk = session.desk.by(actor)
        window = Window(session)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.show_page("customers", {})
        settled(session)
        window.page.settled = lambda: (settled(session), settled(session))
        return window.page

    return open_page


def do(page, action):
    page.action(action).trigger()
    page.settled()


def rows(page, sql, *params):
    with page.session.desk.store.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(sql, params).fetchall()]


DISCLOSED = "SELECT kind, customer_id FROM disclosure ORDER BY id"


def test_numbers_stay_masked_until_they_are_opened_and_that_is_one_act_a_day(opened):
    page = opened()
    person = page.file.file.person
    assert "****" in page.file.head.phone.text()
    assert rows(page, DISCLOSED) == []
    for _ in range(3):
        do(page, "customers.reveal")
    do(page, "customers.copy_phone")
    digits = page.file.head.phone.text().replace(" ", "")
    assert digits.isdigit()
    assert QGuiApplication.clipboard().text() == digits
    assert rows(page, DISCLOSED) == [("phone", person.id)]


def test_looking_at_tables_and_files_writes_nothing(opened, qtbot):
    page = opened()
    before = rows(page, "SELECT max(id) FROM act")
    for _ in range(5):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
        page.settled()
    page.search.setText("138")
    page.settled()
    assert rows(page, "SELECT max(id) FROM act") == before


def test_who_may_not_open_export_or_erase_is_not_offered_it(opened):
    page = opened(actor=Actor("李洋", RIGHTS_OF[Role.CARE_AGENT], staff=1, account=1))
    for name in (
        "customers.reveal",
        "customers.copy_phone",
        "customers.data",
        "customers.data_file",
        "customers.erase",
    ):
        assert not page.action(name).isEnabled(), name
    assert page.action("customers.edit").isEnabled()
    assert "****" in page.file.head.phone.text()


def test_erasing_says_what_it_does_asks_twice_and_erases(opened):
    page = opened()
    person = page.file.file.person
    do(page, "customers.erase")
    asking = page.person.asking
    assert page.file.shows_form(asking)
    assert person.name in asking.title.text()
    asking.erase.click()
    page.settled()
    assert rows(page, "SELECT name FROM customer WHERE id = ?", person.id) == [(person.name,)]
    asking.erase.click()
    page.settled()
    assert rows(page, "SELECT name FROM customer WHERE id = ?", person.id) == [("***",)]
    assert page.person.asking is None
    assert page.file.head.name.text() == "Erased customer"
    assert "erased" in page.window().notes.text


def test_escape_another_row_and_cancel_erase_nobody(opened, qtbot):
    page = opened()
    for leave in ("escape", "row", "cancel"):
        do(page, "customers.erase")
        asking = page.person.asking
        if leave == "escape":
            do(page, "customers.cancel")
        elif leave == "row":
            page.table.setFocus()
            qtbot.keyClick(page.table, Qt.Key.Key_Down)
            qtbot.wait(80)
            page.settled()
        else:
            asking.cancel.click()
            page.settled()
        assert page.person.asking is None, leave
        assert page.file.file is not None
    assert rows(page, "SELECT count(*) FROM customer WHERE name = '***'") == [(0,)]


def test_all_data_shows_as_pages_and_goes_into_a_file(opened, qtbot, tmp_path, monkeypatch):
    page = opened()
    person = page.file.file.person
    do(page, "customers.data")
    (preview,) = page.window().findChildren(Preview)
    assert preview.document.pageCount() >= 1
    preview.close()
    file = tmp_path / "all.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(file), ""))
    do(page, "customers.data_file")
    assert file.is_file()
    assert rows(page, DISCLOSED) == [("data", person.id)] * 2


def test_the_rights_of_a_manager_are_enough():
    assert {Right.ERASE, Right.EXPORT, Right.FULL_PHONE} <= RIGHTS_OF[Role.MANAGER]
