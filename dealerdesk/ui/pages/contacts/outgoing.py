"""What leaves the Contacts page: the history as it is shown, on paper and as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from dealerdesk.domain.errors import Refused
from dealerdesk.services.contacts.files import contacts_on_paper, export_contacts
from dealerdesk.ui.preview import show_preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.contact_query import ContactsQuery
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.session import Session
    from dealerdesk.ui.tables.table import LazyTable

_FOLDER: Final = "lists.folder"
_ENDINGS: Final = (".xlsx", ".csv", ".pdf")


class Outgoing(QObject):
    """Prints after a look at it, and exports, each as work in the background."""

    def __init__(self, session: Session, owner: QWidget, table: LazyTable, query: Callable[[], ContactsQuery]) -> None:
        super().__init__(owner)
        self._session, self._owner, self._table, self._query = session, owner, table, query

    def print_table(self) -> None:
        """Lay the contacts out on paper as they are shown, and show that."""
        desk, query, columns = self._session.desk, self._query(), self._table.shown_columns()
        words = self._session.words
        title = words.text("Contacts")

        def lay_out(progress: Progress) -> bytes:
            return contacts_on_paper(desk, query, columns, _stoppable(progress))

        def show(pdf: bytes) -> None:
            show_preview(self._session, self._owner, pdf, title, f"{title}.pdf")

        self._session.background.work(self, lay_out, show, label=words.text("Laying out {title}", title=title))

    def export_table(self) -> None:
        """Ask for a file, and write the contacts to it as they are shown."""
        words, desk = self._session.words, self._session.desk
        query, columns = self._query(), self._table.shown_columns()
        file = self._ask_file(words.text("Contacts"))
        if file is None:
            return

        def write(progress: Progress) -> int:
            return export_contacts(desk, query, columns, file, _stoppable(progress))

        def done(rows: int) -> None:
            told = words.ntext("{n} row written to {file}.", "{n} rows written to {file}.", rows, file=file.name)
            opening = (words.text("Open the file"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))))
            self._session.note(told, act=opening)

        self._session.background.work(self, write, done, label=words.text("Writing {file}", file=file.name))

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
            self._owner, name, str(Path(folder) / f"{name}.xlsx"), ";;".join(kinds)
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
