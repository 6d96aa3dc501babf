"""The sheets and tasks of the page Today, and what a day without calls says."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from dealerdesk.domain.followup import Disposition
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.sheets import call_sheet, sheets_of_day
from dealerdesk.services.tasks import task_queue
from dealerdesk.ui.preview import Preview
from tests.services.test_outcomes import lost_car
from tests.ui.today.sitting import MONDAY, TODAY, buttons_of


def previews(here):
    return here.page.window().findChildren(Preview)


def test_the_sheet_is_made_and_shown_before_it_prints_and_found_again(sitting):
    here = sitting(None, None).show()
    here.page.action("today.sheet").trigger()
    here.wait()
    (line,) = sheets_of_day(here.session.desk, TODAY)
    (preview,) = previews(here)
    assert line.code in preview.windowTitle()
    assert preview._file_name == f"2026-11-20-{line.code}.pdf"
    assert here.told.startswith("Call sheet with 2 calls made.")
    preview.close()
    QApplication.processEvents()
    count = len(here.notes)
    here.page.action("today.sheet").trigger()
    here.wait()
    assert len(sheets_of_day(here.session.desk, TODAY)) == 1
    assert len(here.notes) == count
    previews(here)[-1].close()
    QApplication.processEvents()


def test_earlier_sheets_are_offered_with_what_is_still_open(sitting, monkeypatch):
    here = sitting(None, None)
    made = call_sheet(here.session.desk, TODAY)
    here.show()
    shown = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))
    here.page.action("today.sheets").trigger()
    here.wait()
    (entry,) = shown[0].actions()
    assert entry.text() == f"20 Nov 2026   Everybody   {made.sheet}   2 calls   2 tasks open"
    show_calls = entry.menu().actions()[1]
    here.press(Qt.Key.Key_F5)
    show_calls.trigger()
    here.wait()
    assert len(here.plates) == 2
    assert here.page._back.text() == f"Sheet {made.sheet}  ✕"
    why = [here.page.table.lazy.data(here.page.table.lazy.index(at, 2)) for at in range(2)]
    assert any(text.startswith("Moved to 23 Nov 2026") for text in why)
    shown[0].deleteLater()


def test_a_closed_day_offers_the_next_working_day(sitting):
    here = sitting(None).show()
    here.page.bar.go_to(date(2026, 11, 21))
    here.wait()
    here.page.action("today.sheet").trigger()
    here.wait()
    assert here.notes[-1].bad
    assert here.notes[-1].act[0] == "Make it for 23 Nov 2026"
    here.notes[-1].act[1]()
    here.wait()
    assert len(sheets_of_day(here.session.desk, MONDAY)) == 1
    previews(here)[-1].close()
    QApplication.processEvents()


def test_without_tasks_the_page_makes_them(sitting):
    here = sitting()
    lost_car(here.shop)
    here.show()
    assert here.page.empty.isVisible()
    make = next(one for one in buttons_of(here.page.empty) if one.text() == "Make tasks")
    make.click()
    here.wait()
    assert here.told.startswith("1 task made.")
    assert len(here.plates) == 1
    assert not here.page.empty.isVisible()


def test_an_empty_store_leads_to_the_import(sitting):
    here = sitting().show()
    assert here.page.empty.store.isVisible()
    (go,) = [one for one in buttons_of(here.page.empty.store) if one.text() == "Go to Import"]
    go.click()
    assert here.opened == [("import", {})]


def test_a_day_without_calls_leads_to_the_next_one(sitting):
    here = sitting(None)
    (task,) = [row.id for row in task_queue(here.session.desk).rows]
    record_outcome(here.session.desk, [task], Disposition.NO_ANSWER)
    here.show()
    (go,) = [one for one in buttons_of(here.page.empty) if one.text().startswith("Go to")]
    assert go.text() == "Go to 23 Nov 2026"
    go.click()
    here.wait()
    assert len(here.plates) == 1
