"""The store's details and logo, and the look: saved, refused beside the field, or held at once."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QFileDialog

from dealerdesk.services.store_details import StoreDetails, store_details
from dealerdesk.ui.pages.settings.store_section import drawn
from tests.ui.settings.reading import errors, notes_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="12"><rect width="40" height="12" fill="#c00"/></svg>'


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
