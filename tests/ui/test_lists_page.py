"""The page of lists: counts, filters, groups, order, why, views, files, paper and tasks, all by keyboard."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Damaged
from dealerdesk.domain.list_query import Between, Contains, OneOf, Query, Sort
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.list_view import list_counts, list_view
from dealerdesk.services.list_views import saved_views
from dealerdesk.services.lists import AskFor
from dealerdesk.ui.pages.lists.place import Place
from dealerdesk.ui.window import Window


@pytest.fixture
def opened(store_session, qtbot, settled):
    """The page of lists in a window, on a store."""

    def make(kind="invented", lang="en"):
        session = store_session(kind, lang)
        window = Window(session)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        window.show_page("lists")
        settled(session)
        return window

    return make


@pytest.fixture
def page(opened, settled):
    """The page on the list of the lost, of which an invented store has many."""
    page = opened().page
    page.wanted(list="lost")
    settled(page.session)
    return page


@pytest.fixture
def notes(page):
    told = []
    page.session.noted.connect(told.append)
    return told


def ask(page, query, settled):
    page._ask(query)
    settled(page.session)
    return page.rows.table.lazy.ids


def cells(page, column, rows=5):
    model = page.rows.table.lazy
    at = next(at for at, one in enumerate(model.columns) if one.code == column)
    return [model.index(row, at).data() for row in range(min(rows, model.rowCount()))]


def keys(qtbot, widget, *pressed):
    """Press keys; a text comes as an input method brings it."""
    for key in pressed:
        if isinstance(key, str):
            widget.insert(key)
        else:
            qtbot.keyClick(widget, key)


def test_the_lists_stand_with_their_counts_and_the_heading_says_what_they_ask(page):
    counts = list_counts(page.session.desk).members
    shown = [page.names.item(row, 1).text() for row in range(page.names.rowCount())]
    assert shown == [f"{counts[name]:,}" for name in ListName]
    assert len(page.rows.table.lazy.ids) == counts[ListName.LOST]
    assert "Lost · December 2026" in page.heading.text()
    assert "reference date up to 31 Dec 2025" in page.heading.text()
    assert "Policy 6–12 months" in page.heading.text()


def test_moving_among_the_names_shows_each_list_and_enter_goes_to_its_rows(page, qtbot, settled):
    page.names.setFocus()
    keys(qtbot, page.names, Qt.Key.Key_Up)
    settled(page.session)
    assert page.place.name is ListName.AT_RISK
    keys(qtbot, page.names, Qt.Key.Key_Return)
    assert page.rows.table.hasFocus()
    opened = []
    page.session.opened.connect(lambda name, what: opened.append((name, what)))
    page.session.opened.disconnect(page.window().show_page)
    row = page.rows.table.current()
    keys(qtbot, page.rows.table, Qt.Key.Key_Return)
    assert opened == [("customers", {"vehicle": row.vehicle_id})]


def test_tasks_asked_for_before_the_rows_show_are_of_the_list_that_was_asked_for(page, notes, settled):
    desk = page.session.desk
    page._choose_list("maintenance-due")
    page.does()["lists.tasks"]()
    settled(page.session)
    members = len(list_view(desk, AskFor(ListName.MAINTENANCE_DUE), Query()).ids)
    assert members
    made = [note.text for note in notes if note.undo is not None]
    assert len(made) == 1
    assert sum(map(int, re.findall(r"\d+", made[0]))) >= members


def test_a_list_that_cannot_be_shown_leaves_no_other_rows_under_its_name(page, settled, monkeypatch):
    def gone(*_asked):
        raise Damaged("store.vanished", file="desk.db")

    monkeypatch.setattr("dealerdesk.ui.pages.lists.page.list_view", gone)
    page._choose_list("watch")
    settled(page.session)
    assert page.rows.says == "empty"
    assert "desk.db" in page.rows._empty._text.text()
    assert not page.action("lists.tasks").isEnabled()
    monkeypatch.undo()
    page.reload()
    settled(page.session)
    assert page.action("lists.tasks").isEnabled() == bool(page.view.ids)


def test_month_day_and_policy_are_followed(page, qtbot, settled):
    keys(qtbot, page.when.month, Qt.Key.Key_Up)
    settled(page.session)
    assert page.place.month == Month(2027, 1)
    page.does()["lists.earlier"]()
    settled(page.session)
    assert page.place.month is None
    page.when.day.setText("2026-06-01")
    keys(qtbot, page.when.day, Qt.Key.Key_Return)
    settled(page.session)
    assert page.place.as_of == date(2026, 6, 1)
    assert "As of 1 Jun 2026" in page.heading.text()
    assert "December 2026" in page.heading.text()
    page.when.policy.set_value("3-6-9")
    page.when.policy.chosen.emit()
    settled(page.session)
    counts = list_counts(page.place.desk(page.session.desk), Month(2026, 12), "3-6-9").members
    assert page.names.item(2, 1).text() == f"{counts[ListName.WATCH]:,}"
    page.when._to_today()
    settled(page.session)
    assert page.place.as_of is None


def test_a_day_that_is_none_is_marked_and_changes_nothing(page, qtbot, settled):
    page.when.day.setText("2026-02-31")
    keys(qtbot, page.when.day, Qt.Key.Key_Return)
    settled(page.session)
    assert page.when.day.property("wrong") == "true"
    assert page.place.as_of is None


def test_a_filter_is_added_changed_and_removed_by_keys(page, qtbot, settled):
    page.side.open_filter(page.place, "model")
    settled(page.session)
    editor = page.side.filters.values
    first = editor.list.item(0).text().rsplit("  (", 1)[0]
    keys(qtbot, editor.list, Qt.Key.Key_Space, Qt.Key.Key_Return)
    settled(page.session)
    assert page.place.query == Query((OneOf("model", (first,)),))
    assert set(cells(page, "model", 50)) == {first}
    assert " of " in page.heading.text()
    assert not page.side.isVisible()
    chip = page.chips._flow.itemAt(1).widget()
    assert chip.chip.text() == f"Model: {first}"
    keys(qtbot, chip.chip, Qt.Key.Key_Space)
    settled(page.session)
    assert editor.list.item(0).checkState() is Qt.CheckState.Checked
    keys(qtbot, page.side, Qt.Key.Key_Escape)
    chip = page.chips._flow.itemAt(1).widget()
    keys(qtbot, chip.chip, Qt.Key.Key_Delete)
    settled(page.session)
    assert page.place.query.is_plain


def test_typing_narrows_the_values_and_asks_for_a_part_of_a_word(page, qtbot, settled):
    page.side.open_filter(page.place, "customer")
    settled(page.session)
    editor = page.side.filters.values
    every = editor.list.count()
    keys(qtbot, editor.text, "王")
    assert 0 < editor.list.count() < every
    keys(qtbot, editor.text, Qt.Key.Key_Return)
    settled(page.session)
    assert page.place.query.filters == (Contains("customer", "王"),)
    assert all("王" in name for name in cells(page, "customer", 50))


def test_days_and_amounts_are_asked_from_to_or_by_their_bands(page, qtbot, settled):
    page.side.open_filter(page.place, "spend")
    settled(page.session)
    span = page.side.filters.span
    keys(qtbot, span.first, "1,000.5x", Qt.Key.Key_Return)
    assert span.error.isVisible()
    span.first.setText("1,000.50")
    keys(qtbot, span.first, Qt.Key.Key_Return)
    settled(page.session)
    assert page.place.query.filters == (Between("spend", 100_050, None),)
    page.side.open_filter(page.place, "reference")
    settled(page.session)
    span.bands.setCurrentRow(0)
    keys(qtbot, span.bands, Qt.Key.Key_Return)
    settled(page.session)
    assert page.place.query.filter_of("reference").first.day == 1
    page.side.open_filter(page.place, "reference")
    settled(page.session)
    span.first.setText("20250301")
    span.last.setText("2025-2-30")
    page.side.filters.apply()
    assert "Not a day" in span.error.text()
    span.blank.setChecked(True)
    page.side.filters.apply()
    settled(page.session)
    assert page.place.query.filter_of("reference") == OneOf("reference", (None,))
    assert page.rows.says == "empty"
    page.rows.cleared.emit()
    settled(page.session)
    assert (page.place.query.is_plain, page.rows.says) == (True, "rows")


def test_headings_sort_and_the_chip_says_so(page, settled):
    table = page.rows.table
    at = next(at for at, one in enumerate(table.lazy.columns) if one.code == "spend_12")
    table._sort_by(at)
    settled(page.session)
    table._sort_by(at)
    settled(page.session)
    assert page.place.query.sort == Sort("spend_12", descending=True)
    ids = list_view(page.session.desk, AskFor(ListName.LOST), page.place.query).ids
    assert tuple(table.lazy.ids) == ids
    assert "descending" in page.chips._flow.itemAt(1).widget().chip.text()
    page.chips.unsorted.emit()
    settled(page.session)
    assert page.place.query.is_plain


def test_groups_count_and_filter(page, qtbot, settled):
    page.does()["lists.group"]()
    page.side.groups.by.set_value("age_months")
    page.side.groups.by.chosen.emit()
    settled(page.session)
    groups = page.side.groups.table
    every = len(page.rows.table.lazy.ids)
    counts = [int(groups.lazy.index(row, 1).data().replace(",", "")) for row in range(groups.lazy.rowCount())]
    assert sum(counts) == every
    assert "year" in groups.lazy.index(0, 0).data()
    keys(qtbot, groups, Qt.Key.Key_Return)
    settled(page.session)
    assert len(page.rows.table.lazy.ids) == counts[0]
    assert groups.lazy.rowCount() == len(counts)
    assert groups.lazy.index(0, 0).data().startswith("✓")
    keys(qtbot, groups, Qt.Key.Key_Return)
    settled(page.session)
    assert len(page.rows.table.lazy.ids) == every
    keys(qtbot, page.side, Qt.Key.Key_Escape)
    settled(page.session)
    assert page.place.query.group is None


def test_the_current_value_filters(page, settled):
    table = page.rows.table
    at = next(at for at, one in enumerate(table.lazy.columns) if one.code == "model")
    table.setCurrentIndex(table.lazy.index(0, at))
    page.does()["lists.only"]()
    settled(page.session)
    assert page.place.query.filters == (OneOf("model", (cells(page, "model", 1)[0],)),)


def test_why_is_said_for_the_row_and_for_whatever_is_typed(page, qtbot, settled):
    row = page.rows.table.current()
    page.does()["lists.why_row"]()
    settled(page.session)
    said = page.side.why.texts()
    assert said[:2] == (row.plate, "It is in the list, because:")
    assert any("reference date" in line for line in said)
    ask(page, Query((Contains("vin", "no such vin"),)), settled)
    assert any("a filter hides it" in line for line in page.side.why.texts())
    keys(qtbot, page.side.why.plate, "琼Z99999", Qt.Key.Key_Return)
    settled(page.session)
    assert "No vehicle bears the plate" in page.side.why.texts()[0]
    page.side.why.plate.setText("1")
    keys(qtbot, page.side.why.plate, Qt.Key.Key_Return)
    settled(page.session)
    assert page.side.why.texts()[0] == "Several vehicles fit: which one?"
    page.wanted(why=row.plate)
    settled(page.session)
    assert page.side.why.texts()[0] == row.plate


def test_why_leads_to_the_row(page, settled):
    last = page.rows.table.lazy.ids[-1]
    page.side.open_why(page.place)
    page.side.why._ask(last)
    settled(page.session)
    page.side.why.found.emit(last)
    assert page.rows.table.current_id() == last


def test_views_are_saved_shown_renamed_deleted_and_brought_back(page, notes, qtbot, settled):
    query = Query((Contains("customer", "王"),), Sort("plate"), "model")
    ask(page, query, settled)
    page.rows.table.show_columns(["customer", "plate", "vin"])
    page.does()["lists.views"]()
    keys(qtbot, page.side.views.name, "Wangs", Qt.Key.Key_Return)
    settled(page.session)
    (view,) = saved_views(page.session.desk)
    assert (view.name, view.query, view.columns) == ("Wangs", query, ("customer", "plate", "vin"))
    page.wanted(list="insurance")
    page.rows.table_of("references").show_columns(["plate"])
    settled(page.session)
    page.side.views.list.setCurrentRow(0)
    keys(qtbot, page.side.views.list, Qt.Key.Key_Return)
    settled(page.session)
    assert (page.place.name, page.place.query) == (ListName.LOST, query)
    assert page.rows.table.shown_columns() == ("customer", "plate", "vin")
    page.side.views.name.setText("All Wangs")
    page.side.views.rename()
    settled(page.session)
    assert page.side.views.list.item(0).text() == "All Wangs"
    page.side.views.list.setCurrentRow(0)
    keys(qtbot, page.side.views.list, Qt.Key.Key_Delete)
    settled(page.session)
    assert page.side.views.list.count() == 0
    assert notes[-1].undo is not None
    page.window().notes.undo()
    settled(page.session)
    assert page.side.views.list.count() == 1
    page.side.views.name.setText(" ")
    page.side.views.save()
    settled(page.session)
    assert page.side.views.error.text() == "Give the view a name."


@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf", ""])
def test_export_writes_what_is_shown_and_remembers_the_folder(page, notes, settled, tmp_path, monkeypatch, ending):
    ask(page, Query((Contains("customer", "王"),)), settled)
    page.rows.table.show_columns(["customer", "plate"])
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / (f"list.{ending}" if ending else "list")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), "Comma-separated text (*.csv)"))
    page.does()["lists.export"]()
    settled(page.session)
    written = file if ending else file.with_name("list.csv")
    assert written.exists()
    assert written.name in notes[-1].text
    assert page.session.memory.get("lists.folder") == str(tmp_path / "out")
    if written.suffix == ".csv":
        rows = list(csv.reader(written.read_text("utf-8-sig").splitlines()))
        assert rows[0] == ["Customer", "Plate"]
        assert len(rows) == len(page.rows.table.lazy.ids) + 1


def test_an_export_that_cannot_be_written_is_a_sentence(page, notes, settled, tmp_path, monkeypatch):
    (tmp_path / "list.xlsx").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "list.xlsx"), ""))
    page.does()["lists.export_all"]()
    settled(page.session)
    assert notes[-1].bad
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    page.does()["lists.export_all"]()
    settled(page.session)
    assert len(notes) == 1


def test_print_shows_a_preview(page, settled, monkeypatch):
    shown = []
    monkeypatch.setattr("dealerdesk.ui.preview.show_preview", lambda *given: shown.append(given))
    page.does()["lists.print"]()
    settled(page.session)
    ((_, _, pdf, title, file_name),) = shown
    assert pdf.startswith(b"%PDF")
    assert (title, file_name) == ("Lost 2026-12", "Lost 2026-12.pdf")


def test_tasks_are_made_of_the_rows_shown_and_can_be_taken_back(page, notes, settled):
    page.wanted(list="insurance")
    settled(page.session)
    members = len(page.rows.table.lazy.ids)
    page.does()["lists.tasks"]()
    page.does()["lists.tasks"]()
    settled(page.session)
    assert len(notes) == 1
    assert "made" in notes[0].text
    assert any(cells(page, "open_task_reason", members))
    page.window().notes.undo()
    settled(page.session)
    assert not any(cells(page, "open_task_reason", members))


def test_tasks_are_refused_as_of_another_day(page, notes, settled):
    page.wanted(list="lost", as_of="2026-06-01")
    settled(page.session)
    page.does()["lists.tasks"]()
    page.does()["lists.tasks_all"]()
    assert [note.bad for note in notes] == [True, True]
    page.wanted(list="lost", policy="6-12")
    settled(page.session)
    page.does()["lists.tasks_dormant"]()
    settled(page.session)
    assert not notes[-1].bad


def test_another_write_is_seen_and_the_current_row_stays(page, settled):
    table = page.rows.table
    table.selectRow(7)
    kept = table.current_id()
    page.stale = True
    page.window().show_page("lists")
    settled(page.session)
    assert table.current_id() == kept


def test_an_empty_store_points_to_the_import(opened, settled):
    page = opened("empty").page
    assert page.rows.says == "bare"
    assert not page.action("lists.export").isEnabled()


def test_an_empty_list_says_why(page, settled):
    page.wanted(list="watch")
    settled(page.session)
    assert page.rows.says == "empty"
    assert "no such stage" in page.rows._empty._text.text()


def test_the_place_survives_a_change_of_language(page, settled):
    ask(page, Query((Contains("customer", "王"),), group="model"), settled)
    page.side.open_groups()
    kept = page.state()
    assert Place.from_plain(kept) == page.place
    page.wanted(list="birthdays")
    page.restore(kept)
    settled(page.session)
    assert (page.place.name, page.side.shown) == (ListName.LOST, "groups")
    assert Place.from_plain({"list": "x", "month": "y", "as_of": 3, "policy": "z", "query": 0}) == Place()


def test_birthdays_have_their_own_columns(page, settled):
    page.wanted(list="birthdays")
    settled(page.session)
    assert "Birthday" in [one.title for one in page.rows.table.lazy.columns]
    assert cells(page, "end", 1)[0]


def test_a_grouped_place_shows_its_groups(page, settled):
    ask(page, Query(group="model"), settled)
    assert page.side.shown == "groups"
    assert page.side.groups.by.value() == "model"
