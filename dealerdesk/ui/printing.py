"""PDF pages on a printer: drawn in a thread of their own, page by page, so that a long sheet can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dealerdesk.ui.background import Progress

_FINEST: Final = 300
"""Dots an inch that paper from a desk needs; printers name many more, and pages grow with their square."""


def load(pdf: bytes, document: QPdfDocument) -> None:
    """Let a document show these bytes. They are ours: raises ValueError where they are no PDF."""
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        raise ValueError(document.error())


def any_printer() -> bool:
    """Whether this PC knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def choose_printer(parent: QWidget, title: str, pages: int, *, landscape: bool) -> QPrinter | None:
    """Ask for the printer and the pages; None where nobody wants to print any more."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    sideways = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(sideways)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages)
    dialog.setWindowTitle(title)
    return printer if dialog.exec() else None


def print_pages(pdf: bytes, printer: QPrinter, progress: Progress) -> int:
    """Print the pages that the printer was asked for; answers how many came out. For a thread of its own."""
    document = QPdfDocument()
    try:
        load(pdf, document)
        return _print(document, printer, progress)
    finally:
        document.close()


def _print(document: QPdfDocument, printer: QPrinter, progress: Progress) -> int:
    count = document.pageCount()
    first, last = max(printer.fromPage(), 1), min(printer.toPage() or count, count)
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    done = 0
    for page in range(first - 1, last):
        if progress.cancelled():
            break
        if done and not printer.newPage():
            break
        _draw(document, page, painter, printer)
        done += 1
        progress(done, last - first + 1)
    painter.end()
    return done


def _draw(document: QPdfDocument, page: int, painter: QPainter, printer: QPrinter) -> None:
    """Draw a page as large as the paper allows, in the middle of it."""
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    paper.moveTo(0, 0)
    shown = document.pagePointSize(page).toSize().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    fine = min(1.0, _FINEST / printer.resolution())
    image = document.render(page, QSize(round(shown.width() * fine), round(shown.height() * fine)))
    place = QRect(0, 0, shown.width(), shown.height())
    place.moveCenter(paper.center())
    painter.drawImage(place, image)
