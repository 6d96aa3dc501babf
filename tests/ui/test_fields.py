"""Fields: what is typed becomes a value or nothing, and stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from dealerdesk.domain.calendar import Month
from dealerdesk.ui.fields import Choice, DateEdit, MonthEdit, NumberEdit, day_of
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.forms import Form

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", TODAY),
        ("20261122", TODAY),
        ("2026/11/22", TODAY),
        ("2026年11月22日", TODAY),
        ("11-22", TODAY),
        ("１１．２２", TODAY),
        ("", None),
        ("  ", None),
    ],
)
def test_days_in_most_notations(text, day):
    assert day_of(text, TODAY) == day


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "2026", "1-2-3-4", "9" * 30 + "-1-1", "9" * 8_000])
def test_what_is_no_day(text):
    with pytest.raises(ValueError):
        day_of(text, TODAY)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_reads_back(day):
    assert day_of(day.isoformat(), TODAY) == day


def test_a_wrong_day_stays_as_typed(qtbot):
    field = DateEdit(TODAY, today=TODAY)
    qtbot.addWidget(field)
    field.setText("2026-02-30")
    field.editingFinished.emit()
    assert field.text() == "2026-02-30"
    with pytest.raises(ValueError):
        field.day()


def test_arrows_step_days_and_months(qtbot):
    day, month = DateEdit(TODAY, today=TODAY), MonthEdit(Month(2026, 12))
    qtbot.addWidget(day)
    qtbot.addWidget(month)
    with qtbot.waitSignal(day.chosen):
        qtbot.keyClick(day, Qt.Key.Key_Up)
    with qtbot.waitSignal(month.chosen):
        qtbot.keyClick(month, Qt.Key.Key_Up)
    assert day.day() == date(2026, 11, 23)
    assert month.month() == Month(2027, 1)


@pytest.mark.parametrize(
    ("text", "month"), [("202701", Month(2027, 1)), ("3", Month(2026, 3)), ("99", Month(2026, 12))]
)
def test_months_typed(qtbot, text, month):
    field = MonthEdit(Month(2026, 12))
    qtbot.addWidget(field)
    field.setText(text)
    field.editingFinished.emit()
    assert field.month() == month


def test_numbers(qtbot):
    field = NumberEdit()
    qtbot.addWidget(field)
    assert field.number() is None
    field.setText("６1, 240")
    assert field.number() == 61240
    field.setText("many")
    with pytest.raises(ValueError):
        field.number()


def test_a_form_names_every_field_and_says_errors_beside_it(qtbot):
    form = Form()
    qtbot.addWidget(form)
    km = form.add("km", "Every", NumberEdit(5000), unit="km", help="Between two services.")
    kind = form.add("kind", "Kind", Choice([("a", "Alpha"), ("b", "Beta")]))
    form.show()
    assert (km.accessibleName(), kind.accessibleName()) == ("Every", "Kind")
    form.show_errors({"km": "At least 500.", "elsewhere": "-"})
    assert form._errors["km"].isVisible()
    assert km.accessibleDescription() == "At least 500."
    km.setText("600")
    assert not form._errors["km"].isVisible()
    assert km.accessibleDescription() == "Between two services."


def test_the_last_days_and_months_are_stepped_on_no_further(qtbot):
    day, month = DateEdit(date.max, today=TODAY), MonthEdit(Month(2999, 12))
    for field in (day, month):
        qtbot.addWidget(field)
        qtbot.keyClick(field, Qt.Key.Key_Up)
    assert (day.day(), month.month()) == (date.max, Month(2999, 12))
    day.set_day(date.min)
    qtbot.keyClick(day, Qt.Key.Key_Down)
    assert day.day() == date.min


def test_what_is_hidden_leaves_no_gap_in_a_row_that_flows(qtbot):
    whole, parts = QWidget(), [QPushButton(text) for text in ("a", "b", "c")]
    whole.setLayout(flowing(*parts, gap=6))
    qtbot.addWidget(whole)
    parts[1].hide()
    whole.resize(600, 40)
    whole.show()
    qtbot.waitExposed(whole)
    assert parts[2].x() == parts[0].geometry().right() + 1 + 6
