"""The preview: pages, looking closer, saving where a person says, and printing as far as this PC can."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from reportlab.pdfgen.canvas import Canvas

from dealerdesk.ui import printing
from dealerdesk.ui.background import Progress
from dealerdesk.ui.preview import show_preview

if TYPE_CHECKING:
    from pathlib import Path


def pdf_of(pages, size=(842, 595)):
    made = BytesIO()
    canvas = Canvas(made, pagesize=size)
    for page in range(pages):
        canvas.drawString(100, 300, f"page {page + 1}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.fixture
def shown(session, qtbot):
    """A preview of three pages over a window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    preview = show_preview(session, window, pdf_of(3), "Call sheet S2223H", "sheet 王's.pdf")
    qtbot.waitExposed(preview)
    yield preview
    preview.close()
    QApplication.processEvents()


def press(qtbot, preview, key, modifier=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(preview, key, modifier)
    QApplication.processEvents()


def test_it_opens_at_the_first_page_as_wide_as_the_window(shown):
    assert shown.windowTitle() == "Call sheet S2223H"
    assert (shown.page, shown.page_box.number(), shown.document.pageCount()) == (1, 1, 3)
    assert shown.view.zoomMode() is QPdfView.ZoomMode.FitToWidth
    assert shown.view.pageMode() is QPdfView.PageMode.MultiPage


def test_pages_turn_by_keys_and_by_number(shown, qtbot):
    press(qtbot, shown, Qt.Key.Key_PageDown)
    assert shown.page == 2
    press(qtbot, shown, Qt.Key.Key_End)
    assert shown.page == 3
    press(qtbot, shown, Qt.Key.Key_PageDown)
    assert shown.page == 3
    press(qtbot, shown, Qt.Key.Key_PageUp)
    assert shown.page == 2
    assert shown.page_box.number() == 2
    for typed, page in (("１", 1), ("99", 3), ("x", 3), ("", 3)):
        shown.page_box.setFocus()
        shown.page_box.setText(typed)
        qtbot.keyClick(shown.page_box, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert (shown.page, shown.page_box.text()) == (page, str(page))


def test_looking_closer_starts_from_what_is_shown(shown, qtbot):
    fitted = shown._factor()
    press(qtbot, shown, Qt.Key.Key_Plus)
    assert shown.view.zoomMode() is QPdfView.ZoomMode.Custom
    assert shown.view.zoomFactor() == pytest.approx(fitted * 1.25)
    for _ in range(20):
        press(qtbot, shown, Qt.Key.Key_Plus)
    assert shown.view.zoomFactor() == 5
    press(qtbot, shown, Qt.Key.Key_0)
    assert shown.view.zoomMode() is QPdfView.ZoomMode.FitInView
    press(qtbot, shown, Qt.Key.Key_Minus)
    assert shown.view.zoomFactor() < fitted
    press(qtbot, shown, Qt.Key.Key_1)
    assert shown.view.zoomMode() is QPdfView.ZoomMode.FitToWidth


def saved_as(monkeypatch, file):
    asked = []

    def answer(_parent, _title, start, _filter):
        asked.append(start)
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


def test_it_is_saved_where_a_person_says_and_the_folder_is_remembered(shown, qtbot, settled, tmp_path, monkeypatch):
    folder = tmp_path / "它's a folder"
    folder.mkdir()
    asked = saved_as(monkeypatch, folder / "sheet")
    press(qtbot, shown, Qt.Key.Key_S)
    settled(shown.session)
    assert (folder / "sheet.pdf").read_bytes() == shown.pdf
    assert shown._told.text() == f'Saved as "{folder / "sheet.pdf"}".'
    shown.save()
    assert asked[1] == str(folder / "sheet 王's.pdf")


def test_nothing_is_saved_where_nobody_named_a_file(shown, settled, tmp_path, monkeypatch):
    saved_as(monkeypatch, "")
    shown.save()
    settled(shown.session)
    assert shown._told.text() == ""


def test_a_file_that_cannot_be_written_is_said(shown, settled, tmp_path):
    shown.save_to(tmp_path / "nowhere" / "sheet.pdf")
    settled(shown.session)
    assert shown._told.property("role") == "bad"
    assert "sheet.pdf" in shown._told.text()
    assert shown._actions["save"].isEnabled()


def test_without_a_printer_it_says_what_to_do(shown, qtbot, monkeypatch):
    monkeypatch.setattr(printing, "any_printer", lambda: False)
    press(qtbot, shown, Qt.Key.Key_P)
    assert shown._told.text() == "No printer is set up on this PC: save the file and print it elsewhere."


def on_file(file: Path, first: int = 0, last: int = 0) -> QPrinter:
    """A printer that writes what it is given into a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printer.setFromTo(first, last)
    return printer


def pages_in(file: Path) -> int:
    document = QPdfDocument()
    document.load(str(file))
    count = document.pageCount()
    document.close()
    return count


def test_all_pages_are_printed_in_the_background(shown, settled, tmp_path, monkeypatch):
    printer = on_file(tmp_path / "out.pdf")
    monkeypatch.setattr(printing, "any_printer", lambda: True)
    monkeypatch.setattr(printing, "choose_printer", lambda *_asked, landscape: printer if landscape else None)
    shown.print_it()
    assert not shown._actions["print"].isEnabled()
    settled(shown.session)
    assert pages_in(tmp_path / "out.pdf") == 3
    assert shown._told.text() == "3 pages were sent to the printer."
    assert shown._actions["print"].isEnabled()


def test_some_pages_are_printed_and_printing_can_be_stopped(qapp, tmp_path):
    told = []
    progress = Progress(lambda done, total: told.append((done, total)))
    assert printing.print_pages(pdf_of(5), on_file(tmp_path / "some.pdf", 2, 4), progress) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    stopped = Progress(lambda *_moved: stopped.cancel())
    assert printing.print_pages(pdf_of(5), on_file(tmp_path / "one.pdf"), stopped) == 1


def test_a_printer_that_takes_nothing_is_said(shown, settled, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "any_printer", lambda: True)
    monkeypatch.setattr(printing, "choose_printer", lambda *_asked, **_more: object())
    monkeypatch.setattr(printing, "print_pages", lambda *_asked: 0)
    shown.print_it()
    settled(shown.session)
    assert shown._told.text() == "The printer took nothing: check it, or save the file."


def test_what_is_no_pdf_is_our_bug(qapp):
    document = QPdfDocument()
    with pytest.raises(ValueError, match="Error"):
        printing.load(b"no pdf", document)


def test_every_control_has_a_name(shown):
    for control in (*shown.findChildren(type(shown.page_box)), shown.view):
        assert control.accessibleName()
    for action in shown._actions.values():
        assert action.text()
