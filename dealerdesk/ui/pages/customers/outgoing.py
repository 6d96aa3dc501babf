"""What leaves the Customers page: the file on paper, the visits of a car, and the table as it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.errors import Refused
from dealerdesk.services.customers.papers import customer_file_on_paper, visit_history_file, visit_history_on_paper
from dealerdesk.services.customers.table_files import customers_on_paper, export_customers
from dealerdesk.ui.preview import show_preview

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.customer_query import CustomersQuery
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.session import Session
    from dealerdesk.ui.tables.table import LazyTable

_FOLDER: Final = "lists.folder"
_ENDINGS: Final = (".xlsx", ".csv", ".pdf")


class Outgoing(QObject):
    """Prints after a look at it, and exports, each as work in the background."""

    def __init__(
        self, session: Session, panel: FilePanel, table: LazyTable, query: Callable[[], CustomersQuery]
    ) -> None:
        super().__init__(panel)
        self._session, self._panel, self._table, self._query = session, panel, table, query

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions of printing and exporting do."""
        return {
            "customers.print": self.print_file,
            "customers.print_visits": self.print_visits,
            "customers.export_visits": self.export_visits,
            "customers.print_table": self.print_table,
            "customers.export_table": self.export_table,
        }

    def print_file(self) -> None:
        """Lay the file that is shown out on paper, and show that."""
        file, desk, words = self._panel.file, self._session.desk, self._session.words
        if file is None:
            self._session.note(words.text("No customer chosen"), bad=True)
            return
        car, person = file.car, file.person
        name = person.name if person is not None else car.plate or car.vin or "" if car is not None else ""
        vehicle = None if car is None else car.id
        customer = person.id if vehicle is None and person is not None else None
        title = f"{words.text('Customer record sheet')} {name}".strip()
        self._print(title, lambda _progress: customer_file_on_paper(desk, vehicle=vehicle, customer=customer))

    def print_visits(self) -> None:
        """Lay the visits of the car that is looked at out on paper, and show that."""
        key, desk = self._car(), self._session.desk
        if key is not None:
            self._print(self._visits_title(), lambda _progress: visit_history_on_paper(desk, key))

    def export_visits(self) -> None:
        """Ask for a file, and write the visits of the car that is looked at to it."""
        key, desk, words = self._car(), self._session.desk, self._session.words
        file = None if key is None else self._ask_file(self._visits_title())
        if key is None or file is None:
            return

        def write(_progress: Progress) -> Changed:
            return visit_history_file(desk, key, file)

        told = words.text("Written to {file}.", file=file.name)
        self._session.background.work(
            self,
            write,
            lambda _changed: self._written(told, file),
            label=words.text("Writing {file}", file=file.name),
            cancellable=False,
        )

    def print_table(self) -> None:
        """Lay the table out on paper as it is shown, and show that."""
        desk, query, columns = self._session.desk, self._query(), self._table.shown_columns()
        title = self._session.words.text("Customers")
        self._print(title, lambda progress: customers_on_paper(desk, query, columns, _stoppable(progress)))

    def export_table(self) -> None:
        """Ask for a file, and write the table to it as it is shown."""
        words, desk = self._session.words, self._session.desk
        query, columns = self._query(), self._table.shown_columns()
        file = self._ask_file(words.text("Customers"))
        if file is None:
            return

        def write(progress: Progress) -> int:
            return export_customers(desk, query, columns, file, _stoppable(progress))

        def done(rows: int) -> None:
            told = words.ntext("{n} row written to {file}.", "{n} rows written to {file}.", rows, file=file.name)
            self._written(told, file)

        self._session.background.work(self, write, done, label=words.text("Writing {file}", file=file.name))

    # inside

    def _print(self, title: str, lay_out: Callable[[Progress], bytes]) -> None:
        words = self._session.words

        def show(pdf: bytes) -> None:
            show_preview(self._session, self._panel, pdf, title, f"{title}.pdf")

        self._session.background.work(self, lay_out, show, label=words.text("Laying out {title}", title=title))

    def _written(self, told: str, file: Path) -> None:
        opening = (self._session.words.text("Open the file"), lambda: _open(file))
        self._session.note(told, act=opening)

    def _car(self) -> int | None:
        car = None if self._panel.file is None else self._panel.file.car
        if car is None:
            self._session.note(self._session.words.text("No car is chosen."), bad=True)
        return None if car is None else car.id

    def _visits_title(self) -> str:
        car = None if self._panel.file is None else self._panel.file.car
        name = "" if car is None else car.plate or car.vin or ""
        return f"{self._session.words.text('Visits of a car')} {name}".strip()

    def _ask_file(self, name: str) -> Path | None:
        words, memory = self._session.words, self._session.memory
        kept = memory.get(_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = kept if isinstance(kept, str) and Path(kept).is_dir() else documents
        kinds = {
            words.text("Excel workbook (*.xlsx)"): ".xlsx",
            words.text("Comma-separated text (*.csv)"): ".csv",
            words.text("Paper (*.pdf)"): ".pdf",
        }
        chosen, kind = QFileDialog.getSaveFileName(
            self._panel, name, str(Path(folder) / f"{name}.xlsx"), ";;".join(kinds)
        )
        if not chosen:
            return None
        file = Path(chosen)
        if file.suffix.casefold() not in _ENDINGS:
            file = file.with_name(file.name + kinds.get(kind, ".xlsx"))
        memory.put(_FOLDER, str(file.parent))
        return file


def _stoppable(progress: Progress) -> Callable[[int, int], None]:
    """Tell of progress, and end the work where a person stopped it."""

    def tell(done: int, total: int) -> None:
        progress(done, total)
        if progress.cancelled():
            raise Refused("list.stopped")

    return tell


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
