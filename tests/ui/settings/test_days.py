"""Working days in the settings: what is published, days closed and opened, absences, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.services.store_days import store_days


@pytest.fixture
def section(opened, settled):
    page = opened()
    page.go_to("days")
    settled(page.session)
    return page, page.sections["days"]


def set_days(act, section, first, last, what, note=""):
    page, days = section
    days.first.setText(first)
    days.last.setText(last)
    days.what.set_value(what)
    days.note.setText(note)
    act(page, "add_day")


def own(section):
    page, days = section
    found = store_days(page.session.desk, int(days.year.value()))
    return [(one.day.isoformat(), one.open, one.note) for one in found.own]


def test_what_the_calendar_has_is_there_and_cannot_be_taken_back(section, act, settled):
    page, days = section
    days.year.set_value(2026)
    days.load()
    settled(page.session)
    assert days.table.lazy.rowCount() >= 10
    days.table.selectRow(0)
    act(page, "remove_day")
    assert own(section) == []


def test_days_are_closed_opened_and_taken_back(section, act, settled):
    page, days = section
    year = int(days.year.value())
    before = days.table.lazy.rowCount()
    set_days(act, section, f"{year}-03-02", f"{year}-03-03", "closed", "inventory")
    assert own(section) == [(f"{year}-03-02", False, "inventory"), (f"{year}-03-03", False, "inventory")]
    assert days.first.day() is None
    assert days.table.lazy.rowCount() == before + 2
    rows = [days.table.lazy.index(at, 0).data() for at in range(before + 2)]
    days.table.selectRow(next(at for at, text in enumerate(rows) if text == rows_text(days, date(year, 3, 3))))
    act(page, "remove_day")
    assert own(section) == [(f"{year}-03-02", False, "inventory")]


def rows_text(days, day):
    return days.words.formats.full_day(day)


@pytest.mark.parametrize(
    ("first", "last", "field"), [("", "", "first"), ("x", "", "first"), ("2026-03-02", "2026-03-01", "last")]
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(section, act, first, last, field):
    set_days(act, section, first, last, "closed", "note")
    _, days = section
    assert days.form._errors[field].text()
    assert days.note.value() == "note"
    assert own(section) == []
