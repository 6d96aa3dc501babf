"""What goes out of the page of lists: files, paper and tasks."""

from __future__ import annotations

import csv
import re

import pytest
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.list_query import Contains, Query
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.list_view import list_view
from dealerdesk.services.lists import AskFor
from tests.ui.lists.asking import ask, cells


def test_tasks_asked_for_before_the_rows_show_are_of_the_list_that_was_asked_for(page, notes, settled):
    desk = page.session.desk
    page._choose_list("maintenance-due")
    page.does()["lists.tasks"]()
    settled(page.session)
    members = len(list_view(desk, AskFor(ListName.MAINTENANCE_DUE), Query()).ids)
    assert members
    made = [note.text for note in notes if note.undo is not None]
    assert len(made) == 1
    assert sum(map(int, re.findall(r"\d+", made[0]))) >= members


@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf", ""])
def test_export_writes_what_is_shown_and_remembers_the_folder(page, notes, settled, tmp_path, monkeypatch, ending):
    ask(page, Query((Contains("customer", "王"),)), settled)
    page.rows.table.show_columns(["customer", "plate"])
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / (f"list.{ending}" if ending else "list")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), "Comma-separated text (*.csv)"))
    page.does()["lists.export"]()
    settled(page.session)
    written = file if ending else file.with_name("list.csv")
    assert written.exists()
    assert written.name in notes[-1].text
    assert page.session.memory.get("lists.folder") == str(tmp_path / "out")
    if written.suffix == ".csv":
        rows = list(csv.reader(written.read_text("utf-8-sig").splitlines()))
        assert rows[0] == ["Customer", "Plate", "Origin of this row"]
        assert len(rows) == len(page.rows.table.lazy.ids) + 1


def test_an_export_that_cannot_be_written_is_a_sentence(page, notes, settled, tmp_path, monkeypatch):
    (tmp_path / "list.xlsx").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "list.xlsx"), ""))
    page.does()["lists.export_all"]()
    settled(page.session)
    assert notes[-1].bad
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    page.does()["lists.export_all"]()
    settled(page.session)
    assert len(notes) == 1


def test_print_shows_a_preview(page, settled, monkeypatch):
    shown = []
    monkeypatch.setattr("dealerdesk.ui.preview.show_preview", lambda *given: shown.append(given))
    page.does()["lists.print"]()
    settled(page.session)
    ((_, _, pdf, title, file_name),) = shown
    assert pdf.startswith(b"%PDF")
    assert (title, file_name) == ("Lost 2026-12", "Lost 2026-12.pdf")


def test_tasks_are_made_of_the_rows_shown_and_can_be_taken_back(page, notes, settled):
    page.wanted(list="insurance")
    settled(page.session)
    members = len(page.rows.table.lazy.ids)
    page.does()["lists.tasks"]()
    page.does()["lists.tasks"]()
    settled(page.session)
    assert len(notes) == 1
    assert "made" in notes[0].text
    assert any(cells(page, "open_task_reason", members))
    page.window().notes.undo()
    settled(page.session)
    assert not any(cells(page, "open_task_reason", members))


def test_tasks_are_refused_as_of_another_day(page, notes, settled):
    page.wanted(list="lost", as_of="2026-06-01")
    settled(page.session)
    page.does()["lists.tasks"]()
    page.does()["lists.tasks_all"]()
    assert [note.bad for note in notes] == [True, True]
    page.wanted(list="lost", policy="6-12")
    settled(page.session)
    page.does()["lists.tasks_dormant"]()
    settled(page.session)
    assert not notes[-1].bad
