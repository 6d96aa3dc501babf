"""The Customers page by keys and by looking: table, filters, file, editing with Undo, history, numbers."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from dealerdesk.db.store import Store
from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.rules import Status
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.desk import Right
from dealerdesk.ui.window import Window

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def leaving(monkeypatch):
    """Windows close at the end of a test whatever was entered."""
    monkeypatch.setattr("dealerdesk.ui.asking.leave_unsaved", lambda *_asked: True)


@pytest.fixture
def opened(qtbot, store_session, settled):
    """Open a window at the Customers page; answers the page once it is at rest."""

    def open_page(kind="invented", lang="en", **what):
        session = store_session(kind, lang)
        window = Window(session)
        qtbot.addWidget(window)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1280, 800)
        window.show()
        window.show_page("customers", what)
        settled(session)
        page = window.page
        page.settled = lambda: (settled(session), settled(session))
        return page

    return open_page


@pytest.fixture
def page(opened):
    return opened()


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier, on=None):
    qtbot.keyClick(on or page.window().focusWidget() or page, key, modifier)
    page.settled()


def do(page, action):
    page.action(action).trigger()
    page.settled()


def fields(page):
    return page.editor.form.form.fields


def note(page):
    return page.window().notes.text


def test_the_table_holds_everybody_and_the_file_stands_beside_it(page):
    assert page.table.model().rowCount() >= 120
    row = page.table.current()
    assert row is not None
    assert page.file.file.chosen == row.vehicle_id
    assert page.file.head.name.text() == row.customer
    assert page.count.text() == f"{page.table.model().rowCount()} rows"


def test_the_search_finds_as_one_types_and_enter_goes_on_to_the_rows(qtbot, page):
    plate = page.table.current().plate
    do(page, "customers.search")
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, plate[2:].lower())
    qtbot.wait(200)
    page.settled()
    assert [page.table.current().plate] == [plate]
    press(qtbot, page, Key.Key_Return)
    assert page.table.hasFocus()
    do(page, "customers.search")
    press(qtbot, page, Key.Key_Escape)
    qtbot.wait(200)
    page.settled()
    assert page.table.model().rowCount() >= 120


def test_what_nobody_has_says_so_and_offers_the_way_back(qtbot, page):
    page.search.setText("zzzz")
    qtbot.wait(200)
    page.settled()
    assert page._stack.currentWidget() is page._none
    do(page, "customers.clear")
    assert page._stack.currentWidget() is page.table
    assert page.search.text() == ""


def test_filters_stand_as_chips_and_go_by_delete(qtbot, page):
    page.ask(CustomersQuery(statuses=(Status.LOST,), departed=False))
    page.settled()
    lost = page.table.model().rowCount()
    assert 0 < lost < 120
    assert all(page.table.lazy.row_at(place).status == "lost" for place in range(min(lost, 20)))
    chips = [chip for chip in page.filters.findChildren(QWidget) if "Lost" in chip.accessibleName()]
    chips[0].setFocus()
    press(qtbot, page, Key.Key_Delete, on=chips[0])
    assert page.query == CustomersQuery(departed=False)
    assert page.table.model().rowCount() > lost


def test_the_menu_ticks_filters(page):
    menu = page.filters.menu()
    status = menu.actions()[0].menu()
    assert [entry.text() for entry in status.actions()] == ["Active", "Watch", "At risk", "Lost", "No history"]
    status.actions()[3].trigger()
    page.settled()
    assert page.query.statuses == (Status.LOST,)
    models = page.filters.menu().actions()[2].menu()
    models.actions()[0].trigger()
    page.settled()
    assert len(page.query.models) == 1
    menu.deleteLater()


def test_headings_sort_the_whole_store(page):
    place = page.table.shown_columns().index("spend")
    page.table._sort_by([column.code for column in page.table.lazy.columns].index("spend"))
    page.settled()
    page.table._sort_by([column.code for column in page.table.lazy.columns].index("spend"))
    page.settled()
    spends = [page.table.lazy.row_at(at).spend_fen for at in range(10)]
    assert place >= 0
    assert spends == sorted(spends, reverse=True)
    assert spends[0] > 0


def test_who_is_asked_for_is_found_even_outside_the_filters(page):
    last = max(page.table.lazy.ids)
    page.ask(CustomersQuery("zzzz"))
    page.settled()
    page.wanted(vehicle=last)
    page.settled()
    assert page.table.current_id() == last
    assert page.file.file.chosen == last
    owner = page.file.file.person.id
    page.table.selectRow(0)
    page.settled()
    page.wanted(customer=owner)
    page.settled()
    assert page.file.file.person.id == owner


def test_a_file_can_be_asked_for_before_the_page_was_ever_shown(opened, store_session):
    page = opened(vehicle=57)
    assert page.table.current_id() == 57
    assert page.file.file.chosen == 57


def test_editing_by_keys_saves_with_an_undo(qtbot, page):
    name = page.file.file.person.name
    press(qtbot, page, Key.Key_Return, on=page.table)
    assert page.file.facts.hasFocus()
    press(qtbot, page, Key.Key_F2)
    field = fields(page)["customer.name"]
    assert field.hasFocus()
    assert not page.unsaved()
    qtbot.keyClicks(field, "Ann Wang")
    assert page.unsaved()
    press(qtbot, page, Key.Key_S, Ctrl)
    assert not page.editor.is_open
    assert page.file.head.name.text() == "Ann Wang"
    assert note(page) == "Saved: Ann Wang"
    page.window().notes.undo()
    page.settled()
    assert page.file.head.name.text() == name


def test_the_field_that_the_keyboard_is_at_is_edited_first(qtbot, page):
    page.file.facts.go_to_field("vehicle", "insurance_company")
    do(page, "customers.edit")
    assert fields(page)["vehicle.insurance_company"].hasFocus()


def test_errors_stand_beside_their_fields_and_nothing_is_saved(qtbot, page):
    do(page, "customers.edit")
    fields(page)["customer.name"].setText(" ")
    fields(page)["customer.birthday"].setText("2026-13-01")
    page.action("customers.add_phone").trigger()
    page.editor.form.phones.rows[-1].line.setText("12")
    do(page, "customers.save")
    assert page.editor.is_open
    form = page.editor.form
    assert form.form._errors["customer.name"].text() == "This cannot be empty."
    assert form.form._errors["customer.birthday"].text() == "This is no day: enter it as 2026-03-01."
    assert form.phones.rows[-1].error.text() == "This is no phone number: enter 5 to 20 digits."
    assert page.unsaved()


def test_escape_drops_what_was_entered_and_a_note_brings_it_back(qtbot, page):
    do(page, "customers.edit")
    fields(page)["customer.address"].setText("海口")
    do(page, "customers.cancel")
    assert not page.editor.is_open
    page.window().notes._do()
    page.settled()
    assert page.editor.is_open
    assert fields(page)["customer.address"].text() == "海口"
    assert page.unsaved()


def test_another_row_waits_until_the_form_is_saved_or_cancelled(page):
    first = page.table.current_id()
    do(page, "customers.edit")
    fields(page)["customer.address"].setText("海口")
    page.table.selectRow(5)
    page.settled()
    assert page.table.current_id() == first
    assert "first" in note(page)
    do(page, "customers.cancel")
    page.table.selectRow(5)
    page.settled()
    assert page.file.file.chosen == page.table.current_id() != first


def test_a_form_without_changes_gives_way_to_another_row(page):
    do(page, "customers.edit")
    page.table.selectRow(5)
    page.settled()
    assert not page.editor.is_open
    assert page.file.file.chosen == page.table.current_id()


def test_what_others_changed_meanwhile_is_said_beside_the_field_and_can_be_saved_over(page):
    desk, person = page.session.desk, page.file.file.person
    do(page, "customers.edit")
    fields(page)["customer.address"].setText("海口")
    edit_customer(desk, person.id, person.revision, {"address": "三亚", "occupation": "教师"})
    do(page, "customers.save")
    assert "三亚" in note(page)
    assert "三亚" in page.editor.form.form._errors["customer.address"].text()
    assert fields(page)["customer.occupation"].text() == "教师"
    assert fields(page)["customer.address"].text() == "海口"
    do(page, "customers.save")
    fresh = customer_file(desk, customer=person.id).person
    assert (fresh.address, fresh.occupation) == ("海口", "教师")


def test_numbers_are_added_preferred_and_dropped(page):
    do(page, "customers.edit")
    rows = page.editor.form.phones
    before = len(rows.rows)
    do(page, "customers.add_phone")
    rows.rows[-1].line.setText("138 1111 2222")
    rows.rows[-1].preferred.setChecked(True)
    rows.rows[0].drop.click()
    assert page.unsaved()
    do(page, "customers.save")
    phones = page.file.file.person.phones
    assert len(phones) == before
    assert (str(phones[0].phone), phones[0].preferred) == ("138****2222", True)


def test_numbers_are_masked_until_they_are_asked_for(page):
    assert "****" in page.file.head.phone.text()
    do(page, "customers.reveal")
    assert "*" not in page.file.head.phone.text()
    do(page, "customers.copy_phone")
    digits = page.file.head.phone.text().replace(" ", "")
    assert QGuiApplication.clipboard().text() == digits
    do(page, "customers.reveal")
    assert "****" in page.file.head.phone.text()
    do(page, "customers.reveal")
    page.table.selectRow(5)
    page.settled()
    assert "****" in page.file.head.phone.text()


def test_a_fields_history_is_one_key_away(qtbot, page):
    do(page, "customers.edit")
    fields(page)["customer.occupation"].setText("教师")
    do(page, "customers.save")
    page.file.facts.setFocus()
    page.file.facts.go_to_field("customer", "occupation")
    press(qtbot, page, Key.Key_F3)
    changes = page.file.changes
    assert page.file.tabs.currentWidget() is changes
    assert changes.title.text() == 'History of "Occupation"'
    assert changes._change(changes.table.current()).endswith(" → 教师")
    assert changes._who(changes.table.current()) == "owner · By hand"
    changes.show_all()
    page.settled()
    assert changes.table.model().rowCount() > 1


def test_while_editing_the_history_leads_back_to_the_form(qtbot, page):
    do(page, "customers.edit")
    fields(page)["customer.address"].setText("海口")
    fields(page)["customer.address"].setFocus()
    do(page, "customers.history")
    assert page.file.tabs.isVisible()
    do(page, "customers.cancel")
    assert page.editor.form.isVisible()
    assert fields(page)["customer.address"].text() == "海口"


def test_the_timeline_is_as_long_as_the_history(page):
    page.table._sort_by([column.code for column in page.table.lazy.columns].index("visits"))
    page.settled()
    page.table._sort_by([column.code for column in page.table.lazy.columns].index("visits"))
    page.settled()
    page.table.selectRow(0)
    page.settled()
    do(page, "customers.timeline")
    table = page.file.timeline.table
    assert table.hasFocus()
    assert table.model().rowCount() == page.file.file.timeline.total >= page.file.file.car.figures.visits
    table.selectRow(table.model().rowCount() - 1)
    page.settled()
    assert table.current() is not None
    assert page.file.timeline._facts.text()


def test_a_customer_with_several_cars_is_looked_at_car_by_car(page):
    several = next(
        row
        for place in range(page.table.model().rowCount())
        if (row := page.table.lazy.row_at(place)) is not None
        and row.customer_id
        and len(customer_file(page.session.desk, customer=row.customer_id).cars) > 1
    )
    page.table.go_to(several.id)
    page.settled()
    assert page.file.head.cars.isVisible()
    first = page.file.file.chosen
    do(page, "customers.next_car")
    assert page.file.file.chosen != first
    assert page.file.file.person.id == several.customer_id


def test_an_empty_store_points_to_the_import(opened):
    page = opened("empty")
    assert page._stack.currentWidget() is page._empty
    asked = []
    page.session.opened.connect(lambda name, _what: asked.append(name))
    page.session.opened.disconnect(page.window().show_page)
    page._empty.findChildren(type(page.button("customers.edit")))[0].click()
    assert asked == ["import"]


def test_the_page_comes_back_as_it_was(opened, page, store_session):
    page.ask(CustomersQuery(statuses=(Status.LOST,)))
    page.settled()
    page.table.selectRow(3)
    page.settled()
    state = page.state()
    other = opened()
    other.restore(state)
    other.reload()
    other.settled()
    assert other.query == page.query
    assert other.table.current_id() == state["row"]


def test_who_may_not_enter_or_see_numbers_is_not_offered_to(opened, store_session, qtbot, settled):
    from dataclasses import replace

    session = store_session("invented")
    session.desk = replace(session.desk, actor=replace(session.desk.actor, rights=frozenset({Right.SEE})))
    window = Window(session)
    qtbot.addWidget(window)
    window.show()
    window.show_page("customers")
    settled(session)
    page = window.page
    for name in ("customers.edit", "customers.save", "customers.reveal", "customers.copy_phone"):
        assert not page.action(name).isEnabled()
    assert not page.file.head._edit.isVisible()


def test_every_control_has_a_name_also_while_editing(page):
    do(page, "customers.edit")
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and type(widget).__name__ not in {"QTabBar", "QTabWidget"}
    ]
    assert nameless == []


def test_the_painting_thread_never_touches_the_store(opened, monkeypatch, qtbot):
    painting, reads = threading.get_ident(), []
    read = Store.read

    def watched(self):
        if threading.get_ident() == painting:
            reads.append(True)
        return read(self)

    page = opened()
    monkeypatch.setattr(Store, "read", watched)
    page.table.selectRow(3)
    page.settled()
    for action in ("customers.timeline", "customers.changes", "customers.reveal", "customers.edit", "customers.cancel"):
        do(page, action)
    page.search.setText("a")
    qtbot.wait(200)
    page.settled()
    assert reads == []


def test_both_languages_are_complete_on_the_page(opened):
    page = opened(lang="zh_CN")
    do(page, "customers.edit")
    QApplication.processEvents()
    assert page.file.tabs.tabText(0) == "客户档案"


def chain(page, first):
    """Where Tab goes, from a widget on, within the page."""
    found, widget = [first], first
    for _ in range(400):
        widget = widget.nextInFocusChain()
        if widget is first:
            break
        if page.isAncestorOf(widget) and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
    return found


def test_tab_goes_as_the_eye_does(page):
    head = page.file.head
    expected = [page.search, page._filter_button, page.table, head._edit, *page._phone_buttons_made]
    assert [one for one in chain(page, page.search) if one in expected] == expected
    do(page, "customers.edit")
    do(page, "customers.add_phone")
    form = page.editor.form
    order = [*page._phone_buttons_made, *form.parts()]
    assert [one for one in chain(page, page.search) if one in order] == order
