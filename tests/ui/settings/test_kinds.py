"""Kinds of visit in the settings: named, marked, ordered, added and retired by the manager."""

from __future__ import annotations

import pytest

from dealerdesk.domain.visit_kinds import VisitKind, Workshop
from dealerdesk.services.desk import Right
from dealerdesk.services.reception.kinds import change_visit_kinds, visit_kinds
from dealerdesk.ui.pages.settings import SettingsPage
from tests.stores import clerk


@pytest.fixture
def shown(store_session, qtbot, settled):
    def make(kind="empty", **how):
        session = store_session(kind, **how)
        page = SettingsPage(session)
        qtbot.addWidget(page)
        page.show()
        page.reload()
        page.go_to("kinds")
        settled(session)
        return page

    return make


@pytest.fixture
def saved(settled):
    def save(page):
        page.does()["settings.save"]()
        settled(page.session)

    return save


def names(page):
    return [kind.name for kind in visit_kinds(page.session.desk)]


def test_the_usual_kinds_are_there_in_the_language_of_the_store(shown):
    section = shown(lang="zh_CN").sections["kinds"]
    assert section.table.lazy.rowCount() == 8
    assert not section.unsaved()


def test_a_kind_is_renamed_marked_moved_and_saved(shown, saved):
    page = shown()
    section = page.sections["kinds"]
    section.table.selectRow(2)
    section.name.setText("机修")
    section.counts.set_value(False)
    section.counts.chosen.emit()
    section.workshop.set_value("body-and-paint")
    section.workshop.chosen.emit()
    page.does()["settings.kind_up"]()
    page.does()["settings.kind_up"]()
    assert section.unsaved()
    saved(page)
    first = visit_kinds(page.session.desk)[0]
    assert (first.name, first.counts, first.workshop) == ("机修", False, Workshop.BODY_AND_PAINT)
    assert not section.unsaved()
    section.name.setText("维修")
    page.reload()
    saved(page)
    assert names(page)[0] == "维修"


def test_a_kind_is_added_and_another_removed(shown, saved):
    page = shown()
    section = page.sections["kinds"]
    section.table.selectRow(7)
    page.does()["settings.add_kind"]()
    section.name.setText("Valet")
    section.table.selectRow(0)
    page.does()["settings.remove_kind"]()
    saved(page)
    assert names(page)[-1] == "Valet"
    assert len(names(page)) == 8


def test_what_is_wrong_is_said_beside_the_name(shown, saved):
    page = shown()
    section = page.sections["kinds"]
    section.table.selectRow(1)
    section.name.setText("maintenance")
    saved(page)
    assert "already" in section.form._errors["name"].text()
    section.name.setText("")
    saved(page)
    assert section.form._errors["name"].text()
    assert section.unsaved()


def test_who_saves_later_is_told(shown, saved, settled):
    page = shown()
    change_visit_kinds(page.session.desk, [VisitKind("A"), VisitKind("B")])
    page.reload()
    settled(page.session)
    section, notes = page.sections["kinds"], []
    page.session.noted.connect(lambda note: notes.append(note.text))
    kept = visit_kinds(page.session.desk)
    section.name.setText("C")
    change_visit_kinds(page.session.desk, [VisitKind("D", id=kept[0].id, revision=kept[0].revision), kept[1]])
    saved(page)
    assert any("meanwhile" in note for note in notes)
    assert section.unsaved()


def test_it_is_the_managers(store_session, qtbot):
    session = store_session()
    session.desk = session.desk.by(clerk("see", "enter"))
    assert Right.POLICIES not in session.desk.actor.rights
    page = SettingsPage(session)
    qtbot.addWidget(page)
    assert "kinds" not in page.sections
