"""What leaves the Customers page: previews, files of the table as it is shown; and what the timeline shows."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.rights import Actor, Right
from dealerdesk.services.customers.table_files import COLUMNS
from dealerdesk.ui.pages.customers.columns import columns
from dealerdesk.ui.preview import Preview


@pytest.mark.parametrize("name", ["print", "print_visits", "print_table"])
def test_what_is_printed_is_looked_at_first(page, do, name):
    do(page, name)
    (shown,) = page.window().findChildren(Preview)
    assert shown.isVisible()
    shown.close()


@pytest.mark.parametrize("name", ["export_visits", "export_table"])
def test_an_export_writes_what_is_shown_and_offers_to_open_it(page, do, name, tmp_path, monkeypatch):
    file = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    page.table.show_columns(["customer", "plate"])
    do(page, name)
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    if name == "export_table":
        assert rows[0][:2] == ["Customer", "Plate"]
        assert len(rows) == page.table.model().rowCount() + 1
    assert "out.csv" in page.notes[-1].text
    assert page.notes[-1].act[0] == "Open the file"


def test_without_the_right_nothing_is_offered_to_leave(opened):
    page = opened(actor=Actor("owner", frozenset({Right.SEE})))
    for name in ("print", "print_visits", "export_visits", "print_table", "export_table"):
        assert not page.action(f"customers.{name}").isVisible()


def test_the_table_and_its_files_have_the_same_columns(page):
    assert [column.code for column in columns(page.words)] == [column.code for column in COLUMNS]


def test_the_timeline_is_narrowed_by_keys_and_stays_so(page, do):
    do(page, "kinds")
    timeline, everything = page.file.timeline, page.file.file.timeline.total
    assert timeline.kinds.hasFocus()
    counted = {}
    for name in ("visits", "calls", "tasks", "changes", "marks", "told", ""):
        timeline.kinds.set_value(name)
        timeline.kinds.chosen.emit()
        page.settled()
        counted[name] = len(timeline.table.lazy.ids) if not timeline.table.isHidden() else 0
    assert counted.pop("") == everything == sum(counted.values())
    timeline.kinds.set_value("visits")
    timeline.kinds.chosen.emit()
    page.settled()
    page.file.reload()
    page.settled()
    assert timeline.kinds.value() == "visits"
    assert timeline.table.current().event.kind == "visit"
