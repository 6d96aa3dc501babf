"""What is done with the whole person: hand over all that is held about them, and erase them for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from dealerdesk.services.personal.data import personal_data_file, personal_data_on_paper
from dealerdesk.services.personal.erasing import erase_customer, look_at_erasing
from dealerdesk.ui.preview import show_preview
from dealerdesk.ui.widgets import button, column, label, row, scrolling
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.personal.erasing import Erased, ErasingAhead
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.session import Session

_FOLDER: Final = "lists.folder"
_OTHERS_OPEN: Final = N_("Close the other windows on this store, so that nothing of them is left in its file.")
_ENDINGS: Final = (".xlsx", ".csv", ".pdf")


class ErasePanel(QFrame):
    """What erasing somebody does, before it is done: what goes, what stays, and where they still are."""

    wanted = Signal()
    left = Signal()

    def __init__(self, session: Session, ahead: ErasingAhead) -> None:
        super().__init__()
        self._words = session.words
        self._sure = False
        words = self._words
        self.title = label(words.text("Erase {name} for good?", name=ahead.name), "title", wrap=True)
        self.erase = button(words.text("Erase for good"), self._press)
        self.cancel = button(words.text("Cancel"), self.left.emit)
        told = [label(text, wrap=True) for text in self._told(ahead)]
        inside = QWidget()
        inside.setLayout(column(self.title, *told, None, gap=8))
        self.setLayout(column(scrolling(inside), row(self.erase, self.cancel, None), gap=8))
        self.setAccessibleName(self.title.text())

    def _told(self, ahead: ErasingAhead) -> list[str]:
        words = self._words
        visits = words.ntext("{n} visit", "{n} visits", ahead.visits)
        told = [
            words.text(
                "What goes: name, customer number, phones, birthday, address, notes, what was said on calls, and "
                "the name on orders. It also goes from the history of changes."
            ),
            words.text(
                "What stays: the cars with plate and VIN, {visits} with all amounts, tasks and statuses. No figure "
                "changes.",
                visits=visits,
            ),
            words.text(
                "An import does not bring them back: the store knows them again by a code that holds none of their "
                "data."
            ),
        ]
        if ahead.do_not_call:
            told.append(words.text("Nobody may call them, and that stays so for their numbers."))
        told.append(
            words.text(
                "Backups made before today still hold them: the last one goes by {day} if one is made every month; "
                "those made by hand stay until somebody deletes them. So do papers, exported files and the files that "
                "were imported.",
                day=ahead.copies_until,
            )
        )
        if ahead.workbooks:
            told.append(
                words.text(
                    "These workbooks of rows that were not imported name them too; delete them by hand: {files}",
                    files=words.formats.enumeration(list(ahead.workbooks)),
                )
            )
        told.append(words.text("This cannot be undone."))
        return told

    def _press(self) -> None:
        """The first press asks for a second; the second erases."""
        if not self._sure:
            self._sure = True
            text = self._words.text("Press again to erase")
            self.erase.setText(text)
            self.erase.setAccessibleName(text)
            return
        self.erase.setEnabled(False)
        self.wanted.emit()


class WholePerson(QObject):
    """Hands over the data of the customer whose file is shown, and erases them."""

    def __init__(self, session: Session, panel: FilePanel, holds: Callable[[], bool]) -> None:
        super().__init__(panel)
        self._session, self._panel, self._holds = session, panel, holds
        self.asking: ErasePanel | None = None
        panel.loaded.connect(lambda _file: self._other_file())

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions about the whole person do."""
        return {
            "customers.data": self.show_data,
            "customers.data_file": self.save_data,
            "customers.erase": self.ask_to_erase,
        }

    @property
    def customer(self) -> int | None:
        """The customer whose file is shown."""
        file = self._panel.file
        return file.person.id if file is not None and file.person is not None else None

    def show_data(self) -> None:
        """Lay all data of the customer out on paper, and show that."""
        customer, session, desk = self._known(), self._session, self._session.desk
        if customer is None:
            return
        title = session.words.text("All data of a customer")

        def show(pdf: bytes) -> None:
            show_preview(session, self._panel, pdf, title, f"{title}.pdf")

        session.background.work(
            self,
            lambda _progress: personal_data_on_paper(desk, customer),
            show,
            label=session.words.text("Laying out {title}", title=title),
            cancellable=False,
        )

    def save_data(self) -> None:
        """Ask for a file, and write all data of the customer to it."""
        customer, session, desk = self._known(), self._session, self._session.desk
        file = None if customer is None else self._ask_file()
        if customer is None or file is None:
            return
        words = session.words
        session.background.work(
            self,
            lambda _progress: personal_data_file(desk, customer, file),
            lambda _changed: session.note(words.text("Written to {file}.", file=file.name)),
            label=words.text("Writing {file}", file=file.name),
            cancellable=False,
        )

    def ask_to_erase(self) -> None:
        """Say what erasing the customer does, and ask."""
        customer, desk = self._known(), self._session.desk
        if customer is None or self._holds():
            return
        self._session.background.read(
            self, lambda: look_at_erasing(desk, customer), self._ask, key="erasing", failed=self._say
        )

    def stop_asking(self) -> bool:
        """Erase nobody; answers whether that was being asked."""
        asked, self.asking = self.asking, None
        if asked is not None:
            self._panel.hide_form(asked)
            asked.deleteLater()
        return asked is not None

    def _ask(self, ahead: ErasingAhead) -> None:
        self.stop_asking()
        if ahead.customer != self.customer or self._holds():
            return
        asking = self.asking = ErasePanel(self._session, ahead)
        asking.left.connect(self.stop_asking)
        asking.wanted.connect(lambda: self._erase(ahead.customer))
        self._panel.show_form(asking)
        asking.cancel.setFocus()

    def _erase(self, customer: int) -> None:
        session, desk = self._session, self._session.desk

        def failed(why: Said) -> None:
            self.stop_asking()
            self._say(why)

        session.background.work(
            self,
            lambda _progress: erase_customer(desk, customer),
            self._erased,
            label=session.words.text("Erasing a customer"),
            failed=failed,
            cancellable=False,
        )

    def _erased(self, erased: Erased) -> None:
        self.stop_asking()
        words = self._session.words
        told = words.text("The customer was erased; the figures are as they were.")
        if not erased.swept:
            told = f"{told} {words.text(_OTHERS_OPEN)}"
        self._session.note(told)

    def _other_file(self) -> None:
        self.stop_asking()

    def _known(self) -> int | None:
        customer = self.customer
        if customer is None:
            self._session.note(self._session.words.text("No owner known"), bad=True)
        return customer

    def _say(self, why: Said) -> None:
        self._session.note(self._session.say(why), bad=True)

    def _ask_file(self) -> Path | None:
        words, memory = self._session.words, self._session.memory
        kept = memory.get(_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = kept if isinstance(kept, str) and Path(kept).is_dir() else documents
        kinds = {
            words.text("Excel workbook (*.xlsx)"): ".xlsx",
            words.text("Comma-separated text (*.csv)"): ".csv",
            words.text("Paper (*.pdf)"): ".pdf",
        }
        name = words.text("All data of a customer")
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
