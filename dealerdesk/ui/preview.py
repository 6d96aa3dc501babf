"""The preview of anything that prints: page through it, look closer, print it, save it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QStandardPaths, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QToolButton, QWidget
from typing_extensions import override

from dealerdesk.services.files import write_whole
from dealerdesk.ui import printing
from dealerdesk.ui.actions.action import Action
from dealerdesk.ui.fields import NumberEdit
from dealerdesk.ui.widgets import boxed, column, label, restyled, row
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.background import Work
    from dealerdesk.ui.session import Session

_CLOSER: Final = 1.25
_NEAREST, _FARTHEST = 5.0, 0.2
_FOLDER: Final = "preview.folder"

_ACTIONS: Final = (
    Action("before", N_("Page before"), "Ctrl+PgUp", icon="left"),
    Action("after", N_("Next page"), "Ctrl+PgDown", icon="right"),
    Action("closer", N_("Look closer"), "Ctrl++", icon="zoom-in"),
    Action("farther", N_("Step back"), "Ctrl+-", icon="zoom-out"),
    Action("width", N_("Fit the width"), "Ctrl+1", icon="fit-width"),
    Action("whole", N_("Whole page"), "Ctrl+0", icon="fit-page"),
    Action("print", N_("Print…"), "Ctrl+P", icon="print"),
    Action("save", N_("Save as…"), "Ctrl+S", icon="save"),
    Action("first", N_("First page"), "Ctrl+Home"),
    Action("last", N_("Last page"), "Ctrl+End"),
)


def show_preview(session: Session, parent: QWidget, pdf: bytes, title: str, file_name: str) -> Preview:
    """Show a PDF over a window until it is closed. `file_name`: what it is called unless a person says otherwise."""
    preview = Preview(session, parent.window(), pdf, title, file_name)
    preview.open()
    return preview


class Preview(QDialog):
    """A PDF on screen. It asks for nothing from the store."""

    def __init__(self, session: Session, parent: QWidget, pdf: bytes, title: str, file_name: str) -> None:
        super().__init__(parent)
        self.session, self.pdf, self._title, self._file_name = session, pdf, title, file_name
        self._work: Work | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(title)
        self.document = QPdfDocument(self)
        printing.load(pdf, self.document)
        self.view = self._view()
        self.page_box = self._page_box()
        self._told = label("", "muted", wrap=True)
        self._actions = {action.id: self._action(action) for action in _ACTIONS}
        self.setLayout(column(self._bar(), self.view, self._foot(), gap=0))
        self._wire()
        self._place(parent)

    # what it does

    @property
    def page(self) -> int:
        """The page that is shown, the first being 1."""
        return self.view.pageNavigator().currentPage() + 1

    def go_to(self, page: int) -> None:
        """Show a page, the first being 1."""
        page = max(1, min(page, self.document.pageCount()))
        self.view.pageNavigator().jump(page - 1, QPointF(), 0)

    def zoom(self, by: float) -> None:
        """Show the page larger by this factor."""
        factor = max(_FARTHEST, min(self._factor() * by, _NEAREST))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(factor)

    def fit(self, mode: QPdfView.ZoomMode) -> None:
        """Show as much of a page as fits."""
        self.view.setZoomMode(mode)

    def print_it(self) -> None:
        """Ask for a printer and print in the background; without a printer say what to do instead."""
        words = self.session.words
        if not printing.any_printer():
            self.tell(words.text("No printer is set up on this PC: save the file and print it elsewhere."), bad=True)
            return
        size = self.document.pagePointSize(0)
        landscape = size.width() > size.height()
        printer = printing.choose_printer(self, self._title, self.document.pageCount(), landscape=landscape)
        if printer is None:
            return
        self._busy("print")
        pdf = self.pdf
        self._work = self.session.background.work(
            self,
            lambda progress: printing.print_pages(pdf, printer, progress),
            self._printed,
            label=words.text("Printing {title}", title=self._title),
            failed=self._failed,
            reads=True,
        )
        self._work.ended.connect(lambda: self._busy(""))

    def save(self) -> None:
        """Ask where to, and save in the background."""
        words = self.session.words
        start = Path(str(self.session.memory.get(_FOLDER, "") or _documents())) / self._file_name
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.text("Save as"), str(start), words.text("PDF files") + " (*.pdf)"
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, file: Path) -> None:
        """Save the PDF, whole or not at all, and remember the folder."""
        file = file if file.suffix else file.with_suffix(".pdf")
        self._busy("save")
        pdf = self.pdf
        self.session.background.read(
            self, lambda: write_whole(file, pdf), lambda _done: self._saved(file), failed=self._failed
        )

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say something below the pages."""
        self._told.setText(text)
        self._told.setProperty("role", "bad" if bad else "muted")
        self._told.setAccessibleName(text)
        restyled(self._told)

    # parts

    def _view(self) -> QPdfView:
        view = QPdfView(self)
        view.setDocument(self.document)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setAccessibleName(self._title)
        return view

    def _page_box(self) -> NumberEdit:
        box = NumberEdit(1)
        box.setFixedWidth(self.session.theme.px(48))
        box.setAccessibleName(self.session.words.text("Page"))
        box.setToolTip(box.accessibleName())
        return box

    def _bar(self) -> QFrame:
        words, count = self.session.words, self.document.pageCount()
        of = label(words.text("of {count}", count=count), "muted")
        whole = row(
            *(self._tool("before"), self.page_box, of, self._tool("after"), 12),
            *(self._tool("farther"), self._tool("closer"), self._tool("width"), self._tool("whole"), None),
            *(self._tool("save", words=True), self._tool("print", words=True)),
            gap=4,
            margins=(8, 6, 8, 6),
        )
        return boxed(whole, "top")

    def _foot(self) -> QFrame:
        close = QToolButton()
        close.setText(self.session.words.text("Close (Esc)"))
        close.setAccessibleName(close.text())
        close.setProperty("role", "icon")
        close.clicked.connect(self.close)
        foot = row(self._told, close, margins=(12, 4, 8, 4))
        foot.setStretch(0, 1)
        return boxed(foot, "bar")

    def _action(self, row_of: Action) -> QAction:
        made = QAction(self.session.words.text(row_of.words), self)
        made.setIcon(self.session.theme.icon(row_of.icon))
        made.setShortcut(QKeySequence(row_of.shortcut))
        made.triggered.connect(self._does()[row_of.id])
        self.addAction(made)
        return made

    def _does(self) -> dict[str, Callable[[bool], object]]:
        return {
            "before": lambda _on: self.go_to(self.page - 1),
            "after": lambda _on: self.go_to(self.page + 1),
            "first": lambda _on: self.go_to(1),
            "last": lambda _on: self.go_to(self.document.pageCount()),
            "closer": lambda _on: self.zoom(_CLOSER),
            "farther": lambda _on: self.zoom(1 / _CLOSER),
            "width": lambda _on: self.fit(QPdfView.ZoomMode.FitToWidth),
            "whole": lambda _on: self.fit(QPdfView.ZoomMode.FitInView),
            "print": lambda _on: self.print_it(),
            "save": lambda _on: self.save(),
        }

    def _tool(self, name: str, *, words: bool = False) -> QToolButton:
        made, action = QToolButton(), self._actions[name]
        made.setDefaultAction(action)
        made.setProperty("role", "icon")
        made.setAccessibleName(action.text())
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{action.text()} ({keys})")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return made

    def _wire(self) -> None:
        self.page_box.editingFinished.connect(self._page_asked)
        self.view.pageNavigator().currentPageChanged.connect(self._page_shown)
        self._page_shown(0)
        self.view.setFocus()

    def _page_asked(self) -> None:
        try:
            page = self.page_box.number()
        except ValueError:
            page = None
        if page is not None and page != self.page:
            self.go_to(page)
        self._page_shown(self.page - 1)

    def _page_shown(self, page: int) -> None:
        self.page_box.set_number(page + 1)
        self._actions["before"].setEnabled(page > 0)
        self._actions["after"].setEnabled(page + 1 < self.document.pageCount())

    def _factor(self) -> float:
        """How large a page is shown now; a fitted one fills the view."""
        if self.view.zoomMode() is QPdfView.ZoomMode.Custom:
            return self.view.zoomFactor()
        page, room = self.document.pagePointSize(self.view.pageNavigator().currentPage()), self.view.viewport().size()
        margins = self.view.documentMargins()
        inch = self.view.logicalDpiX() / 72
        across = (room.width() - margins.left() - margins.right()) / (page.width() * inch)
        down = (room.height() - self.view.pageSpacing()) / (page.height() * inch)
        return across if self.view.zoomMode() is QPdfView.ZoomMode.FitToWidth else min(across, down)

    def _place(self, parent: QWidget) -> None:
        px = self.session.theme.px
        room = parent.size()
        self.resize(max(px(760), room.width() * 9 // 10), max(px(520), room.height() * 9 // 10))

    # what became of it

    def _busy(self, doing: str) -> None:
        for name in ("print", "save"):
            self._actions[name].setEnabled(not doing)

    def _printed(self, pages: int) -> None:
        words = self.session.words
        if pages:
            self.tell(words.ntext("{n} page was sent to the printer.", "{n} pages were sent to the printer.", pages))
        else:
            self.tell(words.text("The printer took nothing: check it, or save the file."), bad=True)

    def _saved(self, file: Path) -> None:
        self._busy("")
        self.session.memory.put(_FOLDER, str(file.parent))
        self.tell(self.session.words.text("Saved as “{file}”.", file=str(file)))

    def _failed(self, why: Said) -> None:
        self._busy("")
        self.tell(self.session.say(why), bad=True)

    @override
    def done(self, result: int) -> None:
        super().done(result)
        self.view.setDocument(QPdfDocument(self.view))
        self.document.close()


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
