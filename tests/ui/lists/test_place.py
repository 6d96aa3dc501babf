"""The page of lists shows the list, month, day and policy that are asked for, and says why a car is in it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Damaged
from dealerdesk.domain.list_query import Contains, Query
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.list_view import list_counts
from dealerdesk.ui.pages.lists.place import Place
from tests.ui.lists.asking import ask, cells, keys


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
