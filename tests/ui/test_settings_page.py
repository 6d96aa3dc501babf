"""The settings page: every section loads, saves, says what is wrong beside the field, and keeps what was typed."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.rules import POLICIES, DatedPolicy, Interval, Rules
from dealerdesk.services.backups import backup_folder, backups_kept
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.settings import rules_of
from dealerdesk.services.store_details import StoreDetails, change_store_details, store_details
from dealerdesk.ui.pages.settings import SettingsPage
from dealerdesk.ui.pages.settings.store_section import drawn

from .conftest import TODAY

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="12"><rect width="40" height="12" fill="#c00"/></svg>'


@pytest.fixture
def opened(store_session, settled, qtbot):
    """A settings page on a store, with what it needs to settle."""

    def make(kind="empty", lang="en"):
        session = store_session(kind, lang)
        page = SettingsPage(session)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.reload()
        settled(session)
        page.stale = False
        return page

    return make


@pytest.fixture
def act(settled):
    """Do an action of a page by its id, and wait for what it begins."""

    def do(page, name):
        page.action(f"settings.{name}").trigger()
        settled(page.session)

    return do


def notes_of(session):
    heard = []
    session.noted.connect(lambda note: heard.append((note.text, note.bad)))
    return heard


def errors(form):
    return {name: place.text() for name, place in form._errors.items() if place.text()}


def test_every_section_is_shown_by_keys_and_from_elsewhere(opened, act):
    page = opened()
    seen = []
    for _ in page.sections:
        seen.append(page.shown.code)
        act(page, "next")
    assert seen == ["store", "look", "rules", "intervals", "backup", "data"]
    assert page.shown.code == "store"
    act(page, "previous")
    assert page.shown.code == "data"
    page.wanted(section="backup")
    assert page.shown.code == "backup"
    page.wanted(section="nowhere")
    assert page.shown.code == "backup"


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


def test_store_details_are_saved(opened, act):
    page = opened()
    notes, store = notes_of(page.session), page.sections["store"]
    store.name.setText("恒信海口店")
    store.phone.setText("0898-66668888")
    store.opening.setPlainText("您好，这里是{store}")
    act(page, "save")
    assert store_details(page.session.desk) == StoreDetails("恒信海口店", "", "0898-66668888", "您好，这里是{store}")
    assert notes == [("Saved.", False)]
    assert not page.unsaved()


def test_what_is_wrong_is_said_beside_its_field(opened, act):
    page = opened()
    store = page.sections["store"]
    store.phone.setText("ask us")
    act(page, "save")
    assert errors(store.form) == {"phone": "This is no phone number: write its digits."}
    assert page.unsaved()
    assert store_details(page.session.desk) == StoreDetails()
    store.phone.setText("0898")
    assert errors(store.form) == {}


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


def test_a_logo_is_chosen_shown_saved_and_removed(opened, act, settled, tmp_path, monkeypatch):
    page = opened()
    store, file = page.sections["store"], tmp_path / "标志 d'or.svg"
    file.write_bytes(SVG)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    act(page, "choose_logo")
    assert not store.picture.pixmap().isNull()
    act(page, "save")
    assert store_details(page.session.desk).logo.startswith(b"\x89PNG")
    act(page, "remove_logo")
    assert store.picture.text() == "No logo yet"
    act(page, "save")
    assert store_details(page.session.desk).logo is None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    act(page, "choose_logo")
    assert not page.unsaved()


def test_a_file_that_is_no_picture_is_refused_with_a_note(opened, settled, tmp_path):
    page = opened()
    notes, file = notes_of(page.session), tmp_path / "x.png"
    file.write_bytes(b"nothing")
    page.sections["store"].take_logo(file)
    settled(page.session)
    assert [bad for _, bad in notes] == [True]
    assert not page.unsaved()


def test_a_drawing_that_is_none_is_not_drawn():
    assert drawn(b"<svg") is None
    assert drawn(b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>") is None
    assert drawn(SVG).startswith(b"\x89PNG")


def test_language_and_look_hold_at_once(opened, settled):
    page = opened()
    look, spoken = page.sections["look"], []
    page.session.language_chosen.connect(spoken.append)
    look.language._buttons["zh_CN"].click()
    look.mode._buttons["dark"].click()
    look.letters.setCurrentIndex(4)
    look.letters.chosen.emit()
    settled(page.session)
    assert spoken == ["zh_CN"]
    assert (page.session.theme.mode, page.session.theme.size) == ("dark", 2)
    look.language._buttons["en"].click()
    settled(page.session)
    assert spoken == ["zh_CN"]


def test_what_is_refused_while_work_goes_on_shows_as_it_was(opened, settled):
    page = opened()
    look, notes, going = page.sections["look"], notes_of(page.session), threading.Event()
    page.session.background.work(page, lambda _progress: going.wait(10), label="Long", reads=True)
    look.language._buttons["zh_CN"].click()
    look.letters.setCurrentIndex(5)
    look.letters.chosen.emit()
    going.set()
    settled(page.session)
    assert [bad for _, bad in notes] == [True, True]
    assert (look.language.value(), look.letters.value(), page.session.theme.size) == ("en", 0, 0)


def test_another_policy_is_counted_and_saved_from_its_day(opened, act, settled):
    page = opened("invented")
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.policy._choice.set_value("3-6-9")
    rules.policy._choice.chosen.emit()
    act(page, "count")
    moves = rules.moves.told
    assert moves.changed > 0
    assert any(move.code == "status.watch" and move.come for move in moves.statuses)
    rules.policy.from_day.setText("2026-12-01")
    act(page, "count")
    assert rules.moves.told.day == date(2026, 12, 1)
    act(page, "save")
    assert rules_of(page.session.desk).policies == (
        DatedPolicy(EVER, POLICIES["6-12"]),
        DatedPolicy(date(2026, 12, 1), POLICIES["3-6-9"]),
    )
    assert "since 1 Dec 2026: 3–6–9 months" in rules.policy._dated.text()
    assert [field.text() for field in rules.policy.stages.values()] == ["", "6", "12"]
    rules.policy._drop.click()
    act(page, "save")
    assert rules_of(page.session.desk) == Rules()


def test_own_stages_from_ever(opened, act):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.policy.stages["at_risk"].setText("4")
    rules.policy.ever.setChecked(True)
    act(page, "save")
    (dated,) = rules_of(page.session.desk).policies
    assert (dated.from_day, [n for _, n in dated.policy.stages]) == (EVER, [4, 12])
    assert rules.policy._choice.value() == "custom"


@pytest.mark.parametrize(
    ("stage", "typed", "wrong"),
    [
        ("lost", "", "The month from which a vehicle is lost is needed."),
        ("lost", "6", "Each stage must begin later than the one before it."),
        ("lost", "x", "A number from 1 to 60 is needed here."),
        ("lost", "99", "A stage begins after 60 months at the latest."),
        ("watch", "0", "Each stage must begin later than the one before it."),
    ],
)
def test_stages_that_cannot_be_are_told_and_not_saved(opened, act, stage, typed, wrong):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.policy.stages[stage].setText(typed)
    act(page, "save")
    assert errors(rules.policy.form) == {stage: wrong}
    assert rules_of(page.session.desk) == Rules()
    assert rules.moves.told is None


def test_a_number_that_folds_histories_is_counted_and_saved_with_progress(opened, act, settled):
    page = opened("invented")
    rules = page.sections["rules"]
    page.go_to("rules")
    box = rules.form.fields["manufacturer_counts"]
    began = []
    page.session.background.began.connect(lambda work: began.append(work.label))
    box.click()
    act(page, "count")
    assert rules.moves.told.rebuilt
    act(page, "save")
    assert rules_of(page.session.desk).manufacturer_counts is False
    assert began == ["Counting what would change", "Reckoning every vehicle by the new numbers"]
    assert not page.unsaved()


def test_numbers_out_of_bounds_are_told_beside_their_fields(opened, act):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.form.fields["loyal_visits"].setText("")
    rules.form.fields["first_km"].setText("100")
    rules.form.fields["maintenance_words"].setText(" ， ")
    act(page, "save")
    assert errors(rules.form) == {
        "loyal_visits": "A number from 1 to 50 is needed here.",
        "first_km": "A number from 500 to 100,000 is needed here.",
        "maintenance_words": "At least one word is needed here.",
    }
    assert rules_of(page.session.desk) == Rules()


def test_words_and_amounts_are_saved_as_they_are_meant(opened, act):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.form.fields["maintenance_words"].setText("保养，首保, service")
    rules.form.fields["loyal_paid_fen"].setText("４,000")
    act(page, "save")
    saved = rules_of(page.session.desk)
    assert (saved.maintenance_words, saved.loyal_paid_fen) == (("保养", "首保", "service"), 400_000)
    act(page, "defaults")
    act(page, "save")
    assert rules_of(page.session.desk) == Rules()


def test_counting_can_be_stopped(opened, settled):
    page = opened("invented")
    rules = page.sections["rules"]
    rules.form.fields["first_km"].setText("7000")
    rules.moves.stop()
    settled(page.session)
    assert rules.moves.told is None
    assert rules.moves._text.text() == "Counting was stopped: F5 counts again."


def test_rules_that_others_changed_meanwhile_are_not_overwritten(opened, settled, qtbot):
    page = opened()
    rules = page.sections["rules"]
    notes = notes_of(page.session)
    rules.form.fields["survey_days"].setText("90")
    change_rules(page.session.desk, Rules(tasks_per_agent_day=10))
    page.go_to("rules")
    rules.save()
    settled(page.session)
    assert notes[-1][1]
    assert rules_of(page.session.desk) == Rules(tasks_per_agent_day=10)
    assert rules.form.fields["tasks_per_agent_day"].text() == "10"
    rules.save()
    settled(page.session)
    assert rules_of(page.session.desk) == Rules(tasks_per_agent_day=10, survey_days=90)


def test_intervals_are_added_changed_and_removed(opened, act, settled):
    page = opened("invented")
    section = page.sections["intervals"]
    act(page, "add_interval")
    model = section.model.value()
    assert model
    section.months.setText("12")
    section.km.setText("10,000")
    act(page, "add_interval")
    section.model.set_value(None)
    section.drive.set_value("electric")
    section.drive.chosen.emit()
    act(page, "save")
    assert rules_of(page.session.desk).intervals == (
        Interval(12, 10_000, model),
        Interval(6, 5_000, None, "electric"),
    )
    assert section.table.lazy.rowCount() == 2
    section.table.selectRow(0)
    act(page, "remove_interval")
    act(page, "save")
    assert rules_of(page.session.desk).intervals == (Interval(6, 5_000, None, "electric"),)


def test_intervals_that_cannot_be_are_told_beside_the_field(opened, act):
    page = opened("invented")
    section = page.sections["intervals"]
    act(page, "add_interval")
    section.km.setText("499")
    act(page, "save")
    assert errors(section._when) == {"km": "A number from 500 to 100,000 is needed here."}
    section.km.setText("5000")
    section.months.setText("61")
    assert errors(section._when) == {"months": "A number from 1 to 60 is needed here."}
    section.months.setText("6")
    section.model.set_value(None)
    section.model.chosen.emit()
    assert list(errors(section._whom)) == ["model"]
    assert rules_of(page.session.desk) == Rules()


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
