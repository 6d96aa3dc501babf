"""A walk over the page with a car at the desk: names, places for errors, tab order, small screens, no SQL, rights."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit
from sqlalchemy import Engine, event

from dealerdesk.domain.visit import VisitState
from dealerdesk.services.reception.booking import log_visit
from dealerdesk.ui.navigation import places_of
from dealerdesk.ui.window import Window
from tests.stores import Shop, clerk
from tests.ui.reception.sitting import TODAY, Sitting
from tests.ui.walking import clipped, described, scrolled, seen


@pytest.fixture
def busy(store_session, qtbot, settled):
    """A window at reception, on a small screen with large letters, with what is shown there."""
    made = []

    def make(what, lang="en"):
        session = store_session("busy", lang)
        session.theme.choose("light", 2)
        window = Window(session)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_page("reception")
        settled(session)
        show(window, what)
        settled(session)
        made.append(window)
        return window

    yield make
    for window in made:
        window.session.theme.choose("light", 0)


def show(window, what):
    entry, session = window.page.entry, window.session
    if what == "new":
        entry.receive_new("琼B77777")
    elif what == "car":
        entry.receive(next(iter(free_cars(session))))
    else:
        car = next(iter(free_cars(session)))
        entered = {"date_in": session.desk.today, "kind": "Repair", "payer": "owner", "paid_fen": "5"}
        kept = log_visit(session.desk, car, entered, VisitState.SETTLED, confirmed=["second_that_day"])
        entry.open_visit(kept.visit)


def free_cars(session):
    inside = "SELECT vehicle_id FROM visit WHERE state IN ('arrived', 'in-workshop')"
    read = "SELECT vehicle_id FROM visit WHERE odometer > 0"
    sql = f"SELECT id FROM vehicle WHERE id NOT IN ({inside}) AND id IN ({read})"
    return [row["id"] for row in Shop(session.desk).rows(sql)]


@pytest.mark.parametrize("what", ["car", "new", "visit"])
def test_every_field_has_its_label_its_name_and_a_place_for_its_error(busy, what):
    page = busy(what).page
    for form in (page.form.form, page.new_car.form):
        assert set(form.fields) == set(form._errors) == set(form._cells)
        for name, field in form.fields.items():
            words = form._cells[name][0]
            assert field.accessibleName() == words.text() != ""
            assert words.buddy() is field
    nameless = [
        described(one)
        for one in seen(page, QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
        if not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
        and not isinstance(one.parentWidget(), QComboBox | QAbstractItemView)
    ]
    assert [one for one in nameless if "QTabBar" not in one and "in QTableView" not in one] == []


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("what", ["car", "new", "visit"])
def test_nothing_is_clipped_on_a_small_screen_with_large_letters(busy, settled, what, lang):
    window = busy(what, lang)
    window.page.saving.save()
    settled(window.session)
    assert scrolled(window) == (0, 0)
    assert [*map(described, clipped(window))] == []


def test_tab_goes_through_the_form_as_the_eye_does(busy, qtbot):
    window = busy("car")
    page, order = window.page, []
    page.form.focus("date_in")
    for _ in range(30):
        focused = QApplication.focusWidget()
        while focused is not None and focused.property("field") is None and focused is not page:
            focused = focused.parentWidget()
        name = None if focused is None else focused.property("field")
        if name is None:
            break
        order.append(name)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    shown = [name for name in page.form.form.fields if page.form.form.shows(name)]
    assert order == shown


def test_tab_goes_from_the_form_to_the_conversation_and_then_to_the_tables(busy, qtbot):
    page, seen_in_order = busy("car").page, []
    page._save.setFocus()
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        part = next((one for one in (page.talk, page.running) if one.isAncestorOf(focused)), None)
        if part not in seen_in_order:
            seen_in_order.append(part)
        if part is page.running or part is None:
            break
    assert seen_in_order == [page.talk, page.running]


def test_a_whole_visit_runs_no_sql_in_the_thread_that_paints(sitting):
    asked = []

    def note(_conn, _cursor, statement, *_rest):
        if threading.current_thread() is threading.main_thread():
            asked.append(statement)

    desk: Sitting = sitting()
    desk.shop.car(plate="琼A88888", visits=[TODAY.replace(year=2025)])
    desk.show()
    event.listen(Engine, "before_cursor_execute", note)
    try:
        desk.receive("A88888")
        desk.put(odometer="61240", paid_fen="5")
        desk.does("save")
        desk.does("step")
        desk.does("new")
        desk.page.new_car.form.fields["plate"].setText("琼A88888")
        desk.wait()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert asked == []


def test_who_may_not_enter_has_no_such_page(store_session):
    session = store_session()
    session.desk = session.desk.by(clerk("see", "call"))
    assert "reception" not in [place.name for place in places_of(session)]


def test_an_advisor_receives_the_cars_that_are_theirs(sitting):
    desk = sitting()
    mine, other = desk.shop.staff("李诚", "advisor"), desk.shop.staff("孙悦", "advisor")
    desk.shop.car(plate="琼A88888", advisor=mine)
    hers = desk.shop.car(plate="琼B88888", advisor=other)
    desk.shop.visit(hers, TODAY)
    desk.session.desk = desk.session.desk.by(clerk("see", "enter", advisor_id=mine))
    desk.show()
    desk.find("88888")
    assert desk.page.plate.results.count() == 1
    assert desk.page.running.tabText(1) == "Today's visits (0)"
    desk.page.entry.receive(hers)
    desk.wait()
    assert desk.mode == "nothing"
    assert desk.notes[-1].bad
