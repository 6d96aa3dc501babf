"""What leaves the page: a list as a file, on paper, and as tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.errors import Refused
from dealerdesk.services.list_files import export_shown, shown_on_paper
from dealerdesk.services.tasks import generate_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from PySide6.QtWidgets import QWidget

    from dealerdesk.domain.month_list import ListName
    from dealerdesk.services.tasks import Generated
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session

_FOLDER = "lists.folder"
_ENDINGS = (".xlsx", ".csv", ".pdf")


class Outgoing(QObject):
    """Exports, prints and makes tasks, each as work in the background with a note at its end."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._over = session, parent
        self._making = False

    def export(self, place: Place, columns: Sequence[str]) -> None:
        """Ask for a file, and write the list to it as it is shown; no columns are all of them."""
        words = self._session.words
        file = self._ask_file(self.file_name(place))
        if file is None:
            return
        desk, ask = place.desk(self._session.desk), place.ask(self._session.desk.today)

        def write(progress: Progress) -> int:
            return export_shown(desk, ask, place.query, columns, file, _stoppable(progress))

        def done(rows: int) -> None:
            told = words.ntext("{n} row written to {file}.", "{n} rows written to {file}.", rows, file=file.name)
            self._session.note(told, act=(words.text("Open the file"), lambda: _open(file)))

        label = words.text("Writing {file}", file=file.name)
        self._session.background.work(self, write, done, label=label, reads=True)

    def print(self, place: Place, columns: Sequence[str]) -> None:
        """Lay the list out on paper as it is shown, and show that."""
        words = self._session.words
        desk, ask = place.desk(self._session.desk), place.ask(self._session.desk.today)
        title = self.file_name(place)

        def lay_out(progress: Progress) -> bytes:
            return shown_on_paper(desk, ask, place.query, columns, _stoppable(progress))

        def show(pdf: bytes) -> None:
            from dealerdesk.ui.preview import show_preview

            show_preview(self._session, self._over, pdf, title, f"{title}.pdf")

        label = words.text("Laying out {title}", title=title)
        self._session.background.work(self, lay_out, show, label=label, reads=True)

    def make_tasks(
        self,
        place: Place,
        lists: Collection[ListName] | None = None,
        members: Collection[int] | None = None,
        *,
        dormant: bool = False,
        store_policy: str | None = None,
    ) -> None:
        """Make the tasks of these members, or of all lists of the month; only as of today under the store's policy."""
        words, session = self._session.words, self._session
        if place.as_of is not None or place.policy not in {None, store_policy}:
            session.note(
                words.text("Tasks are made as of today, under the store's policy: go back to them first."), bad=True
            )
            return
        if self._making:
            return
        self._making = True
        desk, month = session.desk, place.month_on(session.desk.today)

        def make(_progress: Progress) -> Generated:
            return generate_tasks(desk, month, lists, dormant=dormant, members=members)

        def done(made: Generated) -> None:
            self._tell(made, None if members is None else len(members))

        work = session.background.work(
            self, make, done, label=words.text("Making tasks"), cancellable=False, use_case="generate-tasks"
        )
        work.ended.connect(self._made)

    def _made(self) -> None:
        self._making = False

    def file_name(self, place: Place) -> str:
        """What a list is called as a file, without its ending."""
        month = place.month_on(self._session.desk.today)
        return f"{self._session.words.label(f'list.{place.name}')} {month}"

    def _tell(self, made: Generated, members: int | None) -> None:
        words, session = self._session.words, self._session
        parts = [words.ntext("{n} task made", "{n} tasks made", made.created)]
        if made.existing:
            parts.append(words.ntext("{n} was made before", "{n} were made before", made.existing))
        rest = 0 if members is None else members - made.created - made.existing
        if rest > 0:
            parts.append(words.ntext("{n} row needs none now", "{n} rows need none now", rest))
        if made.ended:
            parts.append(words.ntext("{n} ended by itself", "{n} ended by themselves", made.ended))
        notes = [session.say(note) for note in made.notes]
        told = words.text("{parts}.", parts=words.formats.enumeration(parts))
        session.note(" ".join((told, *notes)), undo=made.changed.act)

    def _ask_file(self, name: str) -> Path | None:
        words, memory = self._session.words, self._session.memory
        kept = memory.get(_FOLDER)
        folder = kept if isinstance(kept, str) and Path(kept).is_dir() else _documents()
        kinds = {
            words.text("Excel workbook (*.xlsx)"): ".xlsx",
            words.text("Comma-separated text (*.csv)"): ".csv",
            words.text("Paper (*.pdf)"): ".pdf",
        }
        chosen, kind = QFileDialog.getSaveFileName(
            self._over, words.text("Export the list"), str(Path(folder) / f"{name}.xlsx"), ";;".join(kinds)
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


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
