"""Maintenance intervals: added, changed, removed, and refused beside the field."""

from __future__ import annotations

from dealerdesk.domain.rules import Interval, Rules
from dealerdesk.services.settings import rules_of
from tests.ui.settings.reading import errors


def test_intervals_are_added_changed_and_removed(opened, act, settled):
    page = opened("invented")
    section = page.sections["intervals"]
    act(page, "add_interval")
    model = section.model.value()
    assert model
    section.months.setText("12")
    section.km.setText("10,000")
    act(page, "add_interval")
    section.model.set_value(None)
    section.drive.set_value("electric")
    section.drive.chosen.emit()
    act(page, "save")
    assert rules_of(page.session.desk).intervals == (
        Interval(12, 10_000, model),
        Interval(6, 5_000, None, "electric"),
    )
    assert section.table.lazy.rowCount() == 2
    section.table.selectRow(0)
    act(page, "remove_interval")
    act(page, "save")
    assert rules_of(page.session.desk).intervals == (Interval(6, 5_000, None, "electric"),)


def test_intervals_that_cannot_be_are_told_beside_the_field(opened, act):
    page = opened("invented")
    section = page.sections["intervals"]
    act(page, "add_interval")
    section.km.setText("499")
    act(page, "save")
    assert errors(section._when) == {"km": "A number from 500 to 100,000 is needed here."}
    section.km.setText("5000")
    section.months.setText("61")
    assert errors(section._when) == {"months": "A number from 1 to 60 is needed here."}
    section.months.setText("6")
    section.model.set_value(None)
    section.model.chosen.emit()
    assert list(errors(section._whom)) == ["model"]
    assert rules_of(page.session.desk) == Rules()
