"""Duplicates are said while a customer's name or number is typed: opened, or kept anyway."""

from __future__ import annotations

from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.rights import Scope
from dealerdesk.services.customers.alike import alike_customers
from dealerdesk.services.customers.table import customer_rows, customers_query
from dealerdesk.services.phones import open_phones


def another(page):
    desk = page.session.desk
    rows = customer_rows(desk, customers_query(desk, CustomersQuery())).values()
    here = page.file.file.person.id
    return next(row for row in rows if row.customer_id not in {None, here} and row.phone is not None)


def told(page):
    return page.editor.form.alike._told.text()


def press(page, text):
    next(one for one in page.editor.form.alike.buttons if one.text() == text).click()
    page.settled()


def test_whose_number_is_typed_is_named_and_can_be_kept_anyway(page, do, qtbot):
    other = another(page)
    (digits,) = dict(open_phones(page.session.desk, [other.phone]).digits).values()
    do(page, "edit")
    alike = page.editor.form.alike
    assert alike.isHidden()
    do(page, "add_phone")
    page.editor.form.phones.rows[-1].line.setText(digits)
    qtbot.waitUntil(lambda: not alike.isHidden())
    assert told(page) == f"{other.customer} has this number too."
    press(page, "Keep anyway")
    assert alike.isHidden()
    do(page, "save")
    assert not page.editor.is_open


def test_a_namesake_is_named_and_opened_while_what_was_typed_stays(page, do, qtbot):
    other = another(page)
    do(page, "edit")
    page.editor.form.form.fields["customer.name"].setText(other.customer)
    qtbot.waitUntil(lambda: not page.editor.form.alike.isHidden())
    assert told(page).startswith("There is another customer called")
    here = page.file.file.chosen
    press(page, f"Open {other.customer}")
    assert page.file.file.person.name == other.customer
    assert not page.editor.is_open
    assert len(page.drafts()) == 1
    page.wanted(vehicle=here)
    page.settled()
    assert page.editor.form.form.fields["customer.name"].text() == other.customer


def test_what_nobody_changed_is_not_asked_about(page, do, qtbot):
    do(page, "edit")
    page.editor.form.form.fields["customer.hobbies"].setText("钓鱼")
    page.editor.form.alike.look()
    qtbot.wait(50)
    page.settled()
    assert page.editor.form.alike.isHidden()


def test_who_sees_some_rows_alone_is_told_but_cannot_open(page):
    from dataclasses import replace

    desk, other = page.session.desk, another(page)
    seeing = desk.by(replace(desk.actor, scope=Scope(4711)))
    (found,) = {one for one in alike_customers(seeing, 0, other.customer, ()) if one.id == other.customer_id}
    assert not found.seen
