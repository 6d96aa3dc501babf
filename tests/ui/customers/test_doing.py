"""What is done with a customer or a car beside editing: marks, plates, owners, advisors, products, by keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from dealerdesk.db import tables
from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.rights import RIGHTS_OF, Actor, Right, Role, Scope
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.customers.holdings import keep_product
from dealerdesk.services.customers.table import customer_rows, customers_query
from dealerdesk.services.undoing import undo_act

TODAY = date(2026, 11, 20)


def fill(page, **fields):
    page.doing.panel.put({name.replace("__", "."): value for name, value in fields.items()})
    page.settled()


def save(page):
    page.action("customers.save").trigger()
    page.settled()


def error(page, name):
    return page.doing.panel.form._errors[name].text()


def offered(page):
    return [one.text() for one in page.doing.panel._offer_buttons]


def choose(page, text):
    next(one for one in page.doing.panel._offer_buttons if one.text() == text).click()
    page.settled()


def file_of(page):
    return page.file.file


def undo(page):
    undo_act(page.session.desk, page.notes[-1].undo)
    page.reload()
    page.settled()


def another(page, fits):
    """A row beside the current one."""
    desk = page.session.desk
    rows = customer_rows(desk, customers_query(desk, CustomersQuery())).values()
    here = file_of(page)
    return next(row for row in rows if row.vehicle_id not in {None, here.chosen} and fits(row))


def test_nobody_is_called_from_a_day_on_for_a_reason_and_may_be_again(page, do):
    do(page, "do_not_call")
    panel = page.doing.panel
    assert panel.form.fields["reason"].hasFocus()
    save(page)
    assert error(page, "reason") == "This cannot be empty."
    fill(page, reason="asked at the desk", day="2026-12-01")
    save(page)
    assert error(page, "day") == "This day is still to come."
    fill(page, day="2026-11-02")
    save(page)
    assert not page.doing.is_open
    mark = file_of(page).person.marks[0]
    assert (mark.since, mark.reason) == (date(2026, 11, 2), "asked at the desk")
    assert not page.action("customers.do_not_call").isEnabled()
    do(page, "lift")
    fill(page, reason="called us herself")
    save(page)
    assert file_of(page).person.marks == ()
    undo(page)
    assert file_of(page).person.do_not_call


def test_a_car_that_departed_leaves_and_comes_back(page, do):
    do(page, "depart")
    fill(page, reason="scrapped", note="accident")
    save(page)
    gone = file_of(page).car.departure
    assert (gone.day, gone.reason, gone.note) == (TODAY, "scrapped", "accident")
    do(page, "take_back")
    assert file_of(page).car.departure is None
    undo(page)
    assert file_of(page).car.departure is not None


def test_another_plate_is_kept_from_a_day_on_and_the_old_one_stays(page, do):
    old = file_of(page).car.plate
    do(page, "plate")
    fill(page, plate=" 沪a9z9z8 ")
    save(page)
    car = file_of(page).car
    assert car.plate == "沪A9Z9Z8"
    assert [span.name for span in car.plates] == ["沪A9Z9Z8", old]


def test_a_plate_that_another_car_bears_is_asked_about(page, do):
    mine, other = file_of(page).car, another(page, lambda row: bool(row.plate))
    do(page, "plate")
    fill(page, plate=other.plate)
    save(page)
    assert page.doing.is_open
    assert offered(page) == ["It has changed hands", "Typing error", "Open"]
    choose(page, "Typing error")
    assert page.doing.panel.form.fields["plate"].hasFocus()
    assert file_of(page).car.plate == mine.plate
    choose(page, "It has changed hands")
    assert not page.doing.is_open
    assert file_of(page).car.plate == other.plate


def test_the_dummy_plate_is_refused_beside_the_field(page, do):
    do(page, "plate")
    fill(page, plate="免单车号")
    save(page)
    assert "dummy plate" in error(page, "plate")
    assert page.doing.panel.value("plate") == "免单车号"


def test_a_new_owner_starts_without_the_marks_of_the_old_one(page, do):
    old = file_of(page).person
    do(page, "do_not_call")
    fill(page, reason="asked")
    save(page)
    do(page, "owner")
    save(page)
    assert error(page, "customer.name") == "This cannot be empty."
    fill(page, customer__name="欧阳𠮷祥", phones__0="138 0000 7788")
    save(page)
    file = file_of(page)
    assert file.person.name == "欧阳𠮷祥"
    assert not file.person.do_not_call
    assert [span.name for span in file.car.owners] == ["欧阳𠮷祥", old.name]


def test_a_customer_that_is_known_is_named_while_it_is_typed_and_can_be_linked(page, do, qtbot):
    here = file_of(page)
    other = another(page, lambda row: row.customer_id not in {None, here.person.id})
    do(page, "owner")
    fill(page, customer__name=other.customer)
    qtbot.waitUntil(lambda: bool(page.doing.panel._offer_buttons))
    assert offered(page) == ["Link", "Open", "Add anyway"]
    choose(page, "Link")
    assert not page.doing.panel.form.fields["customer.name"].isEnabled()
    save(page)
    assert file_of(page).person.id == other.customer_id


def test_a_namesake_can_be_added_anyway(page, do, qtbot):
    here = file_of(page)
    other = another(page, lambda row: row.customer_id not in {None, here.person.id})
    do(page, "owner")
    fill(page, customer__name=other.customer)
    qtbot.waitUntil(lambda: bool(page.doing.panel._offer_buttons))
    choose(page, "Add anyway")
    assert file_of(page).person.name == other.customer
    assert file_of(page).person.id not in {other.customer_id, here.person.id}


def test_a_car_is_handed_over_and_all_of_an_advisor(page, do):
    before = file_of(page).car.advisor
    do(page, "hand_over")
    save(page)
    assert error(page, "advisor") == "This cannot be empty."
    chosen = next(one for one in file_of(page).staff if one.here and one.advises and one.name != before)
    fill(page, advisor=chosen.id)
    save(page)
    assert file_of(page).car.advisor == chosen.name
    do(page, "hand_over_all")
    panel = page.doing.panel
    assert panel.value("leaving") == chosen.id
    assert panel.intro.text().startswith(f"{chosen.name}: ")
    fill(page, advisor=chosen.id)
    save(page)
    assert error(page, "advisor") == "That is who leaves: choose another advisor."
    after = next(one for one in file_of(page).staff if one.here and one.advises and one.id != chosen.id)
    fill(page, advisor=after.id)
    save(page)
    assert file_of(page).car.advisor == after.name
    undo(page)
    assert file_of(page).car.advisor == chosen.name


def test_products_are_added_changed_and_deleted_with_undo(page, do):
    count = len(file_of(page).car.products)
    do(page, "product")
    fill(page, kind="stored-value")
    save(page)
    assert error(page, "ends") == "Enter when it ends, or what is left of it."
    fill(page, balance_fen="1,280.50")
    save(page)
    held = next(one for one in file_of(page).car.products if one.balance_fen == 128_050)
    assert (held.kind, len(file_of(page).car.products)) == ("stored-value", count + 1)
    at_product(page, held.id)
    do(page, "change_product")
    assert page.doing.panel.value("balance_fen") == "1280.50"
    fill(page, state="declined", declined_reason="too dear", interest="low")
    save(page)
    held = next(one for one in file_of(page).car.products if one.id == held.id)
    assert (held.balance_fen, held.declined_on, held.declined_reason, held.interest) == (None, TODAY, "too dear", "low")
    at_product(page, held.id)
    do(page, "drop_product")
    assert len(file_of(page).car.products) == count
    undo(page)
    assert held.id in {one.id for one in file_of(page).car.products}


def at_product(page, key):
    place = next(at for at, fact in enumerate(page.file.facts.facts) if fact.key == key)
    page.file.facts.setCurrentCell(place, 1)


def test_who_is_later_sees_what_somebody_else_entered(page, do):
    desk, car = page.session.desk, file_of(page).car
    keep_product(desk, car.id, {"kind": "voucher", "ends": "2027-01-31"})
    page.reload()
    page.settled()
    held = next(one for one in file_of(page).car.products if one.kind == "voucher" and one.ends == date(2027, 1, 31))
    at_product(page, held.id)
    do(page, "change_product")
    fill(page, ends="2027-03-31")
    keep_product(desk, car.id, {"ends": "2027-02-28"}, held.id, held.revision)
    save(page)
    assert page.doing.is_open
    assert "2027-02-28" in error(page, "ends").replace("/", "-") or "28 Feb 2027" in error(page, "ends")
    save(page)
    assert not page.doing.is_open
    assert date(2027, 3, 31) in {one.ends for one in file_of(page).car.products}


def test_enter_on_a_fact_opens_what_changes_it(page, qtbot):
    for field, code in (("plate", "plate"), ("advisor", "hand-over"), ("departed", "depart"), ("product", "product")):
        page.file.facts.go_to_field("vehicle", field)
        page.file.facts.setFocus()
        qtbot.keyClick(page.file.facts, Qt.Key.Key_Return)
        page.settled()
        assert page.doing.panel.code == code
        page.action("customers.cancel").trigger()
        page.settled()
        assert not page.doing.is_open


def test_what_was_dropped_can_be_brought_back_and_a_panel_holds_the_file(page, do):
    do(page, "do_not_call")
    fill(page, reason="half a reason")
    first = file_of(page).chosen
    page.wanted(vehicle=another(page, lambda _row: True).vehicle_id)
    page.settled()
    assert file_of(page).chosen == first
    page.action("customers.cancel").trigger()
    page.settled()
    assert not page.doing.is_open
    page.notes[-1].act[1]()
    page.settled()
    assert page.doing.panel.value("reason") == "half a reason"


def test_a_half_filled_panel_is_a_draft_and_comes_back(page, do):
    do(page, "owner")
    fill(page, customer__name="半句", phones__0="139")
    (begun,) = page.drafts()
    assert begun.slot.kind == "customer-act"
    page.doing.close()
    page.settled()
    assert page.drafts() == ()
    assert page.take_up(begun)
    page.settled()
    assert page.doing.panel.value("customer.name") == "半句"
    assert page.doing.panel.value("phones.0") == "139"
    state = page.state()
    page.doing.close()
    page.restore(state)
    page.settled()
    assert page.doing.panel.value("customer.name") == "半句"


def test_wechat_is_one_key(page, do):
    person = file_of(page).person
    edit_customer(page.session.desk, person.id, person.revision, {"wechat": False})
    page.reload()
    page.settled()
    do(page, "wechat")
    assert file_of(page).person.wechat
    assert not page.action("customers.wechat").isEnabled()
    undo(page)
    assert not file_of(page).person.wechat


@pytest.mark.parametrize("role", list(Role))
def test_each_is_offered_by_its_own_right(opened, role):
    page = opened(actor=Actor("owner", RIGHTS_OF[role]))
    rights = {"owner": Right.ENTER, "hand_over_all": Right.PLAN, "product": Right.ENTER, "tags": Right.ENTER}
    for name, right in rights.items():
        assert page.action(f"customers.{name}").isEnabled() == (right in RIGHTS_OF[role]), name


@pytest.mark.parametrize(
    "code", ["do_not_call", "depart", "plate", "owner", "hand_over", "hand_over_all", "product", "tags", "tie"]
)
def test_every_field_has_a_label_a_name_and_tab_goes_on_as_the_eye_does(page, do, code, qtbot):
    do(page, code)
    panel = page.doing.panel
    shown = [field for name, field in panel.form.fields.items() if panel.form.shows(name)]
    assert all(field.accessibleName() for field in shown)
    shown[0].setFocus()
    for after in (*shown[1:], panel.keep, panel.cancel):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        assert page.window().focusWidget() is after
    assert all(one.accessibleName() for one in panel.findChildren(QPushButton))


def test_tags_stand_in_the_head_and_in_the_file(page, do):
    do(page, "tags")
    fill(page, tags="VIP，自驾游, VIP")
    save(page)
    assert file_of(page).person.tags == ("VIP", "自驾游")
    assert next(fact.value for fact in page.file.facts.facts if fact.field == "tag").startswith("VIP")
    undo(page)
    assert file_of(page).person.tags == ()


def test_who_belongs_together_is_found_while_typing_and_one_press_away(page, do, qtbot):
    here = file_of(page).person
    other = another(page, lambda row: row.customer_id not in {None, here.id} and bool(row.plate))
    do(page, "tie")
    save(page)
    assert error(page, "text") == "This cannot be empty."
    fill(page, text=other.plate)
    qtbot.waitUntil(lambda: page.doing.panel.value("other") == other.customer_id)
    save(page)
    assert [tie.customer for tie in file_of(page).person.ties] == [other.customer_id]
    link = next(one for one in page.file.head.findChildren(QPushButton) if other.customer in one.text())
    link.click()
    page.settled()
    assert file_of(page).person.id == other.customer_id
    page.file.facts.go_to_field("customer", "tie")
    do(page, "untie")
    assert file_of(page).person.ties == ()


def test_the_file_of_somebody_alike_is_looked_at_while_what_was_typed_waits(page, do, qtbot):
    here = file_of(page)
    other = another(page, lambda row: row.customer_id not in {None, here.person.id})
    do(page, "owner")
    fill(page, customer__name=other.customer, phones__0="139")
    qtbot.waitUntil(lambda: bool(page.doing.panel._offer_buttons))
    choose(page, "Open")
    assert file_of(page).person.name == other.customer
    assert not page.doing.is_open
    assert len(page.drafts()) == 1
    page.wanted(vehicle=here.chosen)
    page.settled()
    assert page.doing.panel.value("phones.0") == "139"


def test_what_is_doubtful_is_confirmed_by_one_key(page, do):
    other = another(page, lambda row: bool(row.plate))
    do(page, "plate")
    do(page, "confirm")
    assert page.doing.is_open
    fill(page, plate=other.plate)
    save(page)
    do(page, "confirm")
    assert not page.doing.is_open
    assert file_of(page).car.plate == other.plate


def test_all_that_can_be_done_is_in_one_menu(page, do):
    do(page, "more")
    (menu,) = [one for one in page.findChildren(QMenu) if one.isVisible()]
    words = [one.text() for one in menu.actions() if one.isVisible() and one.text()]
    assert "Another owner…" in words
    assert "May be called again…" not in words
    menu.close()


def test_who_gives_their_own_car_away_is_told_so_and_sees_it_no_more(opened, do):
    page = opened()
    car = file_of(page).car
    mine = next(one for one in file_of(page).staff if one.name == car.advisor)
    page.session.desk = page.session.desk.by(Actor("owner", RIGHTS_OF[Role.ADVISOR], Scope(mine.id), mine.id))
    page.reload()
    page.settled()
    page.wanted(vehicle=car.id)
    page.settled()
    do(page, "hand_over")
    fill(page, advisor=next(key for key, _ in page.doing.panel.offered() if key is not None))
    save(page)
    assert not page.notes[-1].bad
    assert page.notes[-1].undo is not None
    assert page.file.file is None or page.file.file.chosen != car.id


def test_who_only_shares_a_number_that_nobody_calls_can_be_marked_by_themselves(page, do):
    desk, person = page.session.desk, file_of(page).person
    with desk.store.write(desk.header("fill-store")) as writer:
        digits = writer.conn.exec_driver_sql("SELECT digits FROM phone WHERE customer_id = ?", (person.id,)).scalar()
        writer.insert(tables.DoNotCall, [{"digits": digits, "since": TODAY, "reason": "asked"}])
    page.reload()
    page.settled()
    assert page.action("customers.lift").isVisible()
    do(page, "do_not_call")
    fill(page, reason="asked as well")
    save(page)
    assert None in {mark.number for mark in file_of(page).person.marks}
    assert not page.action("customers.do_not_call").isEnabled()
