"""The audit trail and the recycle bin in the window."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.rights import RIGHTS_OF, Actor, Role
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.deleting import remove_vehicle
from dealerdesk.services.recycling import deleted_things
from dealerdesk.ui.pages.settings import SettingsPage


@pytest.fixture
def lived(opened, settled):
    """A settings page on a store in which a customer was edited and a car deleted."""

    def make(lang="en"):
        page = opened("invented", lang)
        desk = page.session.desk
        with desk.store.read() as conn:
            key, revision = conn.exec_driver_sql("SELECT id, revision FROM customer ORDER BY id").first()
            car = conn.exec_driver_sql("SELECT vehicle_id FROM visit ORDER BY vehicle_id").scalar()
        edit_customer(desk, key, revision, {"note": "<b>x</b>", "address": "龙华区"})
        remove_vehicle(desk, car)
        page.reload()
        settled(page.session)
        return page

    return make


def section(page, code, settled):
    page.go_to(code)
    settled(page.session)
    return page.sections[code]


@pytest.mark.parametrize(("lang", "told"), [("en", "Car deleted"), ("zh_CN", "删除车辆")])
def test_the_newest_act_stands_first_with_what_it_changed(lived, settled, lang, told):
    trail = section(lived(lang), "trail", settled)
    trail.table.selectRow(0)
    settled(trail.session)
    assert trail.table.lazy.index(0, 2).data() == told
    assert told in trail.detail.title.text()
    assert trail.detail.text.toPlainText().count("\n") > 5
    trail.table.selectRow(1)
    settled(trail.session)
    assert "<b>x</b>" in trail.detail.text.toPlainText()


def test_filters_ask_and_what_is_none_shows_none(lived, settled, qtbot):
    trail = section(lived(), "trail", settled)
    trail.what.set_value("edit-customer")
    trail.what.chosen.emit()
    settled(trail.session)
    assert len(trail.table.lazy.ids) == 1
    trail.text.setText("nobody ever")
    qtbot.waitUntil(lambda: len(trail.table.lazy.ids) == 0)
    settled(trail.session)
    assert trail.detail.title.text() == ""
    trail.text.clear()
    trail.what.set_value("")
    trail.since.set_day(date(2000, 1, 1))
    trail.until.set_day(date(2000, 1, 2))
    trail.until.editingFinished.emit()
    settled(trail.session)
    assert trail.count.text() == "0 acts"


def test_the_chain_is_checked_beside_all_other_work(lived, settled, act):
    page = lived()
    trail = section(page, "trail", settled)
    act(page, "check_trail")
    assert "holds" in trail.state_line.text()


def test_it_is_exported_to_the_file_that_was_named(lived, settled, act, tmp_path, monkeypatch):
    page = lived()
    trail = section(page, "trail", settled)
    file = tmp_path / "trail.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    trail.what.set_value("edit-customer")
    trail.what.chosen.emit()
    settled(page.session)
    act(page, "export_trail")
    assert openpyxl.load_workbook(file).worksheets[0].max_row == 2
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    act(page, "export_trail")


def test_what_was_deleted_comes_back_and_the_bin_is_empty(lived, settled, act):
    page = lived()
    bin_ = section(page, "bin", settled)
    assert len(bin_.table.lazy.ids) == 1
    assert not bin_.empty.isVisible()
    act(page, "restore_deleted")
    assert deleted_things(page.session.desk) == ()
    assert bin_.empty.isVisible()


def test_purging_is_asked_before_it_is_done(lived, settled, act):
    page = lived()
    bin_ = section(page, "bin", settled)
    act(page, "purge_deleted")
    assert bin_.sure.isVisible()
    bin_._no.click()
    settled(page.session)
    assert not bin_.sure.isVisible()
    assert len(deleted_things(page.session.desk)) == 1
    act(page, "purge_deleted")
    bin_._do_purge()
    settled(page.session)
    assert deleted_things(page.session.desk) == ()
    assert bin_.empty.isVisible()


def test_nothing_chosen_is_said(opened, settled, act):
    page = opened("empty")
    bin_ = section(page, "bin", settled)
    for name in ("restore_deleted", "purge_deleted"):
        act(page, name)
    assert bin_.empty.isVisible()


def test_who_may_not_sees_neither(store_session, qtbot):
    session = store_session("empty")
    session.desk = session.desk.by(Actor("x", RIGHTS_OF[Role.RECEPTIONIST]))
    page = SettingsPage(session)
    qtbot.addWidget(page)
    assert not {"trail", "bin"} & set(page.sections)
