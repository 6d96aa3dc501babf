"""The filters, order, groups and saved views of the page of lists, all by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt

from dealerdesk.domain.list_query import Between, Contains, OneOf, Query, Sort
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.list_view import list_view
from dealerdesk.services.list_views import saved_views
from dealerdesk.services.lists import AskFor
from tests.ui.lists.asking import ask, cells, keys


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


def test_a_grouped_place_shows_its_groups(page, settled):
    ask(page, Query(group="model"), settled)
    assert page.side.shown == "groups"
    assert page.side.groups.by.value() == "model"
