"""The Import page: every file gets as far as it can, by keys alone, and the store is as it was wherever it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from dealerdesk.services.importing import Stage, import_file, import_history
from dealerdesk.ui.pages.importing import ImportPage
from dealerdesk.ui.pages.importing import jobs as jobs_module
from dealerdesk.ui.pages.importing.job import Step
from dealerdesk.ui.window import Window
from tests.exports import contents
from tests.spoilt import HEADINGS, NOISE, ORDER, order, text, written
from tests.spreadsheets.making import workbook
from tests.ui.walking import clipped, described

DATA = Path(__file__).resolve().parents[1] / "data" / "store_a"
VEHICLES, VISITS = DATA / "vehicles.xlsx", DATA / "visits.xlsx"


@pytest.fixture
def page(session, qtbot):
    made = ImportPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


@pytest.fixture
def orders(tmp_path):
    rows = [order("R1"), order("R2", paid="x"), order("R3", came="2031-05-01"), order("R4", vin="LSVTB1J0X6C376027")]
    return written(tmp_path / "工单 it's.csv", text(HEADINGS, *rows))


def steps(page):
    return [(job.name, job.step) for job in page.jobs.all]


def brought(page, settled, *files):
    """Bring files onto the page, and wait until they were looked into."""
    page.add(files)
    settled(page.session)


def go(page, settled):
    page.action("import.go").trigger()
    settled(page.session)


def test_vehicles_come_before_visits_and_each_goes_its_way(page, settled):
    brought(page, settled, VISITS, VEHICLES)
    assert steps(page) == [("vehicles.xlsx", Step.COLUMNS), ("visits.xlsx", Step.COLUMNS)]
    assert page.tabs.tabText(0) == "vehicles.xlsx — to be checked"
    page.show_job(page.jobs.all[0])
    assert page.view.columns.kind.value() == "vehicles"
    go(page, settled)
    dry = page.job.dry
    assert (page.job.step, dry.batch) == (Step.TRIED, None)
    assert page.view.tried.counts.figures["added"].text() == f"{dry.added:,}"
    assert import_history(page.session.desk) == ()
    go(page, settled)
    result = page.job.result
    assert (result.added, result.rejected, result.reasons) == (dry.added, dry.rejected, dry.reasons)
    assert result.rows == result.added + result.updated + result.unchanged + result.set_aside + result.rejected
    assert page.view.done.isVisible()
    assert page.view.next.text() == "Next: visits.xlsx"
    assert page.view._intervals.isVisible()
    go(page, settled)
    assert page.job.name == "visits.xlsx"


def test_the_whole_way_by_keys(session, qtbot, settled, orders):
    window = Window(session)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.show_page("import")
    settled(session)
    page = window.page
    page.add([orders])
    settled(session)
    for expected in (Step.TRIED, Step.DONE):
        qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # a second press does not stop it
        settled(session)
        assert page.job.step is expected
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    settled(session)
    assert page.history.isVisible()
    assert page.history.current().file_name == orders.name
    window.close()


def test_reasons_and_the_rows_behind_them(page, settled, orders):
    brought(page, settled, orders)
    go(page, settled)
    panel = page.view.tried
    model = panel.reasons.lazy
    shown = [(row.what, row.code, row.count) for row in map(model.row_at, range(model.rowCount()))]
    assert shown == [("rejected", "bad_amount", 1), ("rejected", "future_date", 1), ("warning", "vin_check", 1)]
    assert panel.in_words.text() == "An amount is not a number: correct it, or empty the cell."
    cells = panel.examples.cells
    assert [(row.line, row.cells[0]) for row in cells.rows] == [(3, "R2")]
    paid = HEADINGS.index("实收金额")
    index = cells.index(0, paid)
    assert cells.data(index) == "x"
    assert cells.data(index, Qt.ItemDataRole.ForegroundRole) == page.session.theme.color("bad")
    panel.examples.setCurrentIndex(index)
    assert panel.about.text() == panel.in_words.text()


def test_the_workbook_of_what_was_not_taken(page, settled, orders, monkeypatch, qtbot):
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(Path(url.toLocalFile())) or False)
    brought(page, settled, orders)
    assert not page.action("import.rejects").isEnabled()
    go(page, settled)
    go(page, settled)
    path = page.job.result.rejects_file
    with qtbot.waitSignal(page.session.noted) as said:
        page.action("import.rejects").trigger()
    assert said.args[0].bad
    page.view.workbook.folder_asked.emit()
    assert asked == [path, path.parent]
    page.view.workbook.copy_asked.emit()
    assert QGuiApplication.clipboard().text() == str(path)
    brought(page, settled, path)
    assert page.job.preview.trouble is None
    go(page, settled)
    assert (page.job.dry.rows, page.job.dry.rejected) == (2, 2)


def choose_field(page, column, field):
    """Choose by the keyboard what a column holds."""
    choice = page.view.columns.head.choices[column]
    choice.setFocus()
    choice.setCurrentIndex(choice.findData(field))
    choice.activated.emit(choice.currentIndex())


def test_strange_headings_are_said_by_hand_and_remembered(page, settled, tmp_path):
    file = written(tmp_path / "怪.csv", text(["单子", "牌", "哪天来的"], ["W1", "琼A88888", "2026-05-04"]))
    brought(page, settled, file)
    panel = page.view.columns
    assert panel.trouble.text().startswith("None of the headings is known here")
    assert not page.action("import.go").isEnabled()
    for column, field in enumerate(("order_no", "plate", "date_in")):
        choose_field(page, column, field)
        settled(page.session)
    assert not panel.trouble.isVisible()
    go(page, settled)
    go(page, settled)
    assert page.job.result.added == 1
    page.leave()
    brought(page, settled, file)
    assert page.job.preview.remembered
    assert panel._remembered.isVisible()
    assert panel._before.isVisible()
    assert [choice.currentData() for choice in panel.head.choices] == ["order_no", "plate", "date_in"]
    panel._as_recognised.click()
    settled(page.session)
    assert page.job.preview.trouble.code == "import.no_headings"


def test_a_column_that_is_missing_is_named(page, settled, tmp_path):
    brought(page, settled, written(tmp_path / "a.csv", text(HEADINGS[1:], ORDER[1:])))
    page.view.columns.kind.set_value("visits")
    page.view.columns.kind.chosen.emit()
    settled(page.session)
    assert page.view.columns.trouble.text() == "No column is order number yet: choose it above its heading."
    assert not page.action("import.go").isEnabled()


def test_what_is_known_may_stay_as_it_is(page, settled, orders):
    desk = page.session.desk
    import_file(desk, orders)
    brought(page, settled, orders)
    page.view.columns.existing.set_value("skip")
    page.view.columns.existing.chosen.emit()
    go(page, settled)
    assert (page.job.existing, page.job.dry.unchanged) == ("skip", 2)


def test_the_row_of_the_headings_may_be_said(page, settled, tmp_path):
    rows = (["甲乙丙丁", "戊己庚辛", "壬癸"], ["单子", "牌", "哪天来的"], ["W1", "琼A88888", "2026-05-04"])
    brought(page, settled, written(tmp_path / "a.csv", text(*rows)))
    panel = page.view.columns
    assert panel.line.isVisible()
    assert [panel.line.itemText(at) for at in range(3)][1] == "2 · 单子 | 牌 | 哪天来的"
    panel.line.set_value(2)
    panel.line.chosen.emit()
    settled(page.session)
    assert [column.heading for column in page.job.preview.columns] == ["单子", "牌", "哪天来的"]


def test_corrections_in_quick_succession_all_hold(page, settled, tmp_path):
    brought(page, settled, written(tmp_path / "a.csv", text(HEADINGS, ORDER)))
    choose_field(page, 7, "note")
    choose_field(page, 3, "items")
    choose_field(page, 3, "payer")
    settled(page.session)
    fields = [column.field for column in page.job.preview.columns]
    assert (fields[7], fields[3], page.job.mapping) == ("note", "payer", {"note": "服务顾问", "payer": "客户名称"})


def test_a_sheet_may_be_chosen(page, settled, tmp_path):
    book = workbook(tmp_path / "a.xlsx", [HEADINGS, ORDER], [HEADINGS, order("R9")], names=("一月", "二月"))
    brought(page, settled, book)
    sheet = page.view.columns.sheet
    assert sheet.isVisible()
    assert sheet.currentText() == "All with these headings (2)"
    sheet.set_value("二月")
    sheet.chosen.emit()
    go(page, settled)
    assert page.job.dry.rows == 1


WRONG = {
    "empty.csv": (b"", "The file holds no rows: check the period that was chosen, and export it again."),
    "noise.xlsx": (NOISE, "The file is no table that can be read: export it again as .xlsx, .xls or .csv."),
    "cut.xlsx": (b"PK\x03\x04" + NOISE, "The file breaks off in the middle: copy or export it again."),
    "gone.xlsx": (None, "There is no such file: check its name and folder."),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_said_in_place(page, settled, tmp_path, name):
    content, sentence = WRONG[name]
    file = tmp_path / name
    if content is not None:
        written(file, content)
    notes = []
    page.session.noted.connect(notes.append)
    brought(page, settled, file, VEHICLES)
    assert steps(page) == [(name, Step.FAILED), ("vehicles.xlsx", Step.COLUMNS)]
    page.show_job(page.jobs.all[0])
    assert page.view.failed.told.text() == sentence
    assert notes == []
    page.action("import.leave").trigger()
    assert steps(page) == [("vehicles.xlsx", Step.COLUMNS)]


def test_a_file_that_was_mended_is_tried_again(page, settled, tmp_path):
    file = written(tmp_path / "a.csv", b"")
    brought(page, settled, file)
    assert page.job.step is Step.FAILED
    written(file, text(HEADINGS, ORDER))
    go(page, settled)
    assert page.job.step is Step.COLUMNS
    written(file, b"")
    page.leave()
    brought(page, settled, file)
    written(file, text(HEADINGS, ORDER))
    brought(page, settled, file)
    assert steps(page) == [("a.csv", Step.COLUMNS)]


def test_looking_may_be_cancelled(page, settled):
    page.add([VISITS])
    page.action("import.cancel").trigger()
    settled(page.session)
    assert steps(page) == []
    assert page.empty.isVisible()


def test_cancelled_the_store_is_as_it_was(page, settled, qtbot, monkeypatch):
    brought(page, settled, VISITS)
    go(page, settled)
    desk, before = page.session.desk, contents(page.session.desk)
    monkeypatch.setattr(jobs_module, "import_file", cancelling(page))
    go(page, settled)
    assert page.job.step is Step.TRIED
    assert page.view.tried.trouble.text() == "The import was cancelled; the store is as it was."
    assert contents(desk) == before
    assert import_history(desk) == ()


def cancelling(page):
    """The import as it is, which a person cancels just when it is being written."""

    def imports(desk, path, *, stage, **options):
        def staged(reached):
            stage(reached)
            if reached is Stage.WRITING:
                page.jobs.all[0].work.cancel()

        return import_file(desk, path, stage=staged, **options)

    return imports


def test_closing_during_an_import_leaves_the_store_as_it_was(session, qtbot, settled):
    window = Window(session)
    window.show()
    window.show_page("import")
    page = window.page
    page.add([VISITS])
    settled(session)
    go(page, settled)
    before = contents(session.desk)
    page.action("import.go").trigger()
    with qtbot.waitSignal(window.closed, timeout=20_000):
        window.close()
    assert contents(session.desk) == before
    window.deleteLater()


def test_the_history_takes_imports_back_and_says_what_stays(store_session, qtbot, settled, orders):
    session = store_session("empty", lang="zh_CN")
    desk = session.desk
    import_file(desk, orders)
    page = ImportPage(session)
    qtbot.addWidget(page)
    page.show()
    page.reload()
    page.show_part("history")
    settled(session)
    history = page.history
    assert history.current().batch == 1
    page.action("import.undo").trigger()
    assert history.sure.isVisible()
    history._confirmed()
    settled(session)
    assert import_history(desk)[0].state == "undone"
    assert history.result.isVisible()
    assert not page.action("import.undo").isEnabled()
    assert history._why_not.text().startswith("已于")


def test_files_are_dropped(page, settled, orders):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(orders)), QUrl("https://example.org/a.csv")])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(drop)
    settled(page.session)
    assert steps(page) == [(orders.name, Step.COLUMNS)]


def test_files_are_chosen_and_their_folder_is_remembered(page, settled, orders):
    page.action("import.choose").trigger()
    assert page.dialog.isVisible()
    page.dialog.filesSelected.emit([str(orders)])
    page.dialog.close()
    settled(page.session)
    assert steps(page) == [(orders.name, Step.COLUMNS)]
    assert page.session.memory.get("import.folder") == str(orders.parent)
    page.choose()
    assert Path(page.dialog.directory().absolutePath()) == orders.parent
    page.dialog.close()


def test_another_language_goes_on_where_this_one_was(page, session, qtbot, settled, orders):
    brought(page, settled, orders)
    choose_field(page, 7, "note")
    settled(session)
    page._existing("fill")
    other = ImportPage(session)
    qtbot.addWidget(other)
    other.restore(page.state())
    settled(session)
    job = other.jobs.all[0]
    assert (job.step, job.existing, job.preview.columns[7].field) == (Step.COLUMNS, "fill", "note")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_no_step_is_clipped_on_a_small_screen_with_large_letters(store_session, qtbot, settled, tmp_path, lang):
    session = store_session("empty", lang)
    session.theme.choose("light", 2)
    window = Window(session)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.show_page("import")
    page = window.page
    strange = written(tmp_path / "怪.csv", text(["单子", "牌", "哪天来的"], ["W1", "琼A88888", "2026-05-04"]))
    page.add([strange, written(tmp_path / "noise.xlsx", NOISE), VEHICLES])
    settled(session)
    for job in page.jobs.all:
        page.show_job(job)
        settled(session)
        assert [*map(described, clipped(window))] == []
    for _ in range(2):
        go(page, settled)
        assert [*map(described, clipped(window))] == []
    page.show_part("history")
    settled(session)
    page.history.ask_undo()
    settled(session)
    assert [*map(described, clipped(window))] == []
    session.theme.choose("light", 0)


def test_nobody_imports_without_the_right(session, qtbot, settled):
    from dataclasses import replace

    from tests.stores import clerk

    session.desk = replace(session.desk, actor=clerk("see"))
    page = ImportPage(session)
    qtbot.addWidget(page)
    page.show()
    settled(session)
    assert not page.action("import.choose").isEnabled()
