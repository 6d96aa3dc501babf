"""The fields of a customer and a car that the form has beside the usual ones: days, counts, and who works here."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.services.customers.editing import edit_vehicle


def fields(page):
    return page.editor.form.form.fields


def edit(page, do, **typed):
    do(page, "edit")
    for name, value in typed.items():
        widget = fields(page)[name.replace("__", ".")]
        widget.set_value(value) if not hasattr(widget, "setText") else widget.setText(value)
    page.settled()


def test_what_is_entered_is_in_the_file(page, do):
    staff = page.file.file.staff[0]
    edit(
        page,
        do,
        customer__hobbies="钓鱼 𠮷",
        customer__driving_since="2009.5.1",
        customer__consent_on="20260102",
        customer__referrals="１２",
        vehicle__wished_service="上门取车",
        vehicle__delivered_by=staff.id,
    )
    do(page, "save")
    assert not page.editor.is_open
    person, car = page.file.file.person, page.file.file.car
    assert (person.hobbies, person.driving_since, person.consent_on) == (
        "钓鱼 𠮷",
        date(2009, 5, 1),
        date(2026, 1, 2),
    )
    assert (person.referrals, car.wished_service, car.delivered_by) == (12, "上门取车", staff.id)
    shown = {fact.field: fact.value for fact in page.file.facts.facts}
    assert (shown["delivered_by"], shown["referrals"]) == (staff.name, "12")
    page.file.facts.go_to_field("vehicle", "delivered_by")
    do(page, "history")
    assert page.file.changes.table.current().change.new == staff.name


@pytest.mark.parametrize(("typed", "wrong"), [("many", "Enter a whole number, such as 3."), ("99999", "Enter a whole")])
def test_a_count_that_is_none_is_refused_beside_the_field_and_stays(page, do, typed, wrong):
    edit(page, do, customer__referrals=typed)
    do(page, "save")
    assert page.editor.form.form._errors["customer.referrals"].text().startswith(wrong)
    assert fields(page)["customer.referrals"].text() == typed


def test_nothing_is_changed_by_opening_and_saving(page, do):
    edit(page, do)
    assert not page.editor.form.is_changed
    do(page, "save")
    assert not page.editor.is_open


def test_who_else_was_entered_as_the_one_who_delivered_is_named(page, do):
    one, other = page.file.file.staff[:2]
    car = page.file.file.car
    edit(page, do, vehicle__delivered_by=one.id)
    edit_vehicle(page.session.desk, car.id, car.revision, {"delivered_by": other.id})
    do(page, "save")
    assert page.editor.is_open
    assert other.name in page.notes[-1].text
    assert other.name in page.editor.form.form._errors["vehicle.delivered_by"].text()
