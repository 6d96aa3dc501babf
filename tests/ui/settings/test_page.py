"""The settings page: its sections by keys, what waits to be saved, and where backups and data lie."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from dealerdesk.services.backups import backup_folder, backups_kept
from dealerdesk.services.store_details import StoreDetails, change_store_details, store_details
from dealerdesk.ui.pages.settings import SettingsPage
from tests.ui.conftest import TODAY
from tests.ui.settings.reading import errors, notes_of


def test_every_section_is_shown_by_keys_and_from_elsewhere(opened, act):
    page = opened()
    seen = []
    for _ in page.sections:
        seen.append(page.shown.code)
        act(page, "next")
    assert seen == [
        "store", "look", "rules", "intervals", "kinds", "days", "receiving", "scripts", "staff", "backup", "trail",
        "bin", "data",
    ]  # fmt: skip
    assert page.shown.code == "store"
    act(page, "previous")
    assert page.shown.code == "data"
    page.wanted(section="backup")
    assert page.shown.code == "backup"
    page.wanted(section="nowhere")
    assert page.shown.code == "backup"


def test_no_section_outlives_its_page(session):
    page = SettingsPage(session)
    page.show()
    page.go_to("backup")
    sections = list(page.sections.values())
    page.deleteLater()
    for _ in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(shiboken6.isValid(one) for one in (page, *sections))


def test_nothing_can_be_saved_until_something_changed(opened):
    page = opened()
    assert not page.unsaved()
    assert not page.action("settings.save").isEnabled()
    page.sections["store"].name.setText("恒信")
    assert page.unsaved()
    assert page.action("settings.save").isEnabled()
    page.action("settings.discard").trigger()
    assert not page.unsaved()
    assert page.sections["store"].name.text() == ""


def test_what_waits_in_other_sections_is_said_in_each(opened):
    page = opened()
    page.sections["store"].name.setText("恒信")
    assert page._waiting.text() == "Not saved yet"
    page.go_to("intervals")
    next(iter(page.sections["intervals"]._general.fields.values())).setText("7")
    page.go_to("backup")
    assert page._waiting.text() == "Not saved yet: Store, Maintenance intervals"
    assert not page.action("settings.save").isEnabled()


def test_what_somebody_else_saved_shows_and_what_is_typed_stays(opened, settled):
    page = opened()
    store = page.sections["store"]
    store.name.setText("mine")
    change_store_details(page.session.desk, StoreDetails("theirs", "their address"))
    page.reload()
    settled(page.session)
    assert (store.name.text(), store.address.text()) == ("mine", "their address")
    store.save()
    settled(page.session)
    assert store_details(page.session.desk) == StoreDetails("mine", "their address")


def test_a_backup_is_made_and_listed(opened, act):
    page = opened()
    section = page.sections["backup"]
    heard = []
    page.session.changed.connect(heard.append)
    notes = notes_of(page.session)
    assert section._last.text() == "There is no backup yet"
    act(page, "back_up")
    (kept,) = backups_kept(page.session.desk)
    assert section.table.lazy.rowCount() == 1
    assert section._last.text().startswith("Last backup: ")
    assert frozenset({"backup"}) in heard
    assert str(kept.file) in notes[0][0]


def test_the_backup_folder_is_chosen_and_checked(opened, act, tmp_path, monkeypatch):
    page = opened()
    section, desk = page.sections["backup"], page.session.desk
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "U 盘"))
    act(page, "choose_folder")
    act(page, "save")
    assert backup_folder(desk).folder == tmp_path / "U 盘"
    (tmp_path / "file").touch()
    section.folder.setText(str(tmp_path / "file"))
    act(page, "save")
    assert "cannot be written" in errors(section.form)["folder"]
    assert page.unsaved()
    act(page, "beside_store")
    act(page, "save")
    assert not backup_folder(desk).chosen


def test_the_data_folder_is_shown_opened_and_copied(opened, act, monkeypatch):
    page = opened()
    urls = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    act(page, "open_data")
    act(page, "open_backups")
    act(page, "copy_data")
    folder = str(page.session.desk.store.folder)
    assert urls == [folder, QUrl.fromLocalFile(f"{folder}/backups").toLocalFile()]
    assert QGuiApplication.clipboard().text() == folder
    assert page.sections["data"].folder.text() == folder


def test_what_was_typed_survives_a_change_of_language(opened, settled):
    page = opened("invented")
    page.sections["store"].name.setText("恒信")
    page.sections["rules"].policy.stages["lost"].setText("10")
    page.action("settings.add_interval").trigger()
    kept = page.state()
    other = opened("invented", "zh_CN")
    other.restore(kept)
    other.reload()
    settled(other.session)
    assert other.shown.code == "intervals"
    assert other.sections["store"].name.text() == "恒信"
    assert other.sections["rules"].policy.stages["lost"].text() == "10"
    assert other.sections["intervals"].table.lazy.rowCount() == 1
    assert other.unsaved()


def test_every_control_has_a_name(opened):
    page = opened("invented", "zh_CN")
    for section in page.sections.values():
        for part in section.findChildren(QWidget):
            if part.focusPolicy().value and part.metaObject().className() not in {"QScrollArea", "QWidget"}:
                named = part.accessibleName() or getattr(part, "text", str)()
                assert named or part.parent().accessibleName() or not part.isVisibleTo(section), part


def test_the_day_of_the_store_is_the_default_day(opened):
    page = opened()
    assert page.sections["rules"].policy.from_day.text() == TODAY.isoformat()
