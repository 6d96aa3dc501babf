"""Where backups go, one now, and those that are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QSizePolicy

from dealerdesk.services.backups import (
    BackupDone,
    BackupFolder,
    KeptCopy,
    LastBackup,
    back_up,
    backup_folder,
    backups_kept,
    choose_backup_folder,
    last_backup,
)
from dealerdesk.ui.forms import Form, LineEdit
from dealerdesk.ui.pages.settings.section import Section, Values
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import boxed, column, label, muted, restyled, row

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_OLD_DAYS = 3


class CopyRow(NamedTuple):
    """A row of the table of kept copies."""

    id: int
    copy: KeptCopy


class BackupSection(Section):
    """The backup folder, *Back up now*, and the copies that are there."""

    code: ClassVar[str] = "backup"

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self._folder: Path | None = None
        self._beside = ""
        self._running = False
        self._last = label("", "title", wrap=True)
        self._about = muted(
            words.text(
                "A backup holds everything, is checked as soon as it is written, and can be made while you work."
            )
        )
        self._now = button("settings.back_up")
        self.form = Form()
        self.folder = self.form.add(
            "folder",
            words.text("Backup folder"),
            LineEdit(),
            help=words.text("Best on another drive: a USB stick, or a folder on the network."),
        )
        folder_buttons = row(
            button("settings.choose_folder"), button("settings.beside_store"), button("settings.open_backups"), None
        )
        self.table = LazyTable(session, self._columns(), name="backups", title=words.text("Backups that are kept"))
        self._none = muted(words.text("No backup is kept yet."))
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        card = boxed(column(self._last, self._about, row(self._now, None), margins=(14, 12, 14, 12)), "panel")
        self.setLayout(
            column(
                card,
                4,
                self.form,
                folder_buttons,
                4,
                label(words.text("Backups that are kept"), "section"),
                self._none,
                self.table,
            )
        )
        self.form.on_change(self.edited.emit)

    def load(self) -> None:
        """Ask where backups go and which are there."""
        desk = self.session.desk
        self.session.background.read(
            self, lambda: (backup_folder(desk), last_backup(desk), backups_kept(desk)), self._arrived, key="load"
        )

    def save(self) -> None:
        """Let backups go into the folder that is named, or say beside it why they cannot."""
        desk, typed = self.session.desk, self.folder.value()
        self.begin_saving()
        self.session.background.write(
            self,
            lambda: choose_backup_folder(desk, Path(typed) if typed else None),
            self._chosen,
            failed=self._refused,
        )

    def values(self) -> Values:
        """The folder as typed."""
        return {"folder": self.folder.value()}

    def fill(self, values: Values) -> None:
        """Show a folder."""
        self.folder.set_value(values["folder"])
        self.folder.setCursorPosition(0)
        self.form.clear_errors()

    def focus_first(self) -> None:
        """Begin with backing up."""
        self._now.setFocus()

    def back_up(self) -> None:
        """Make a backup now, beside all other work."""
        if self._running:
            return
        self._running = True
        self._last.setText(self.words.text("Backing up…"))
        desk = self.session.desk

        def copy(progress: Progress) -> BackupDone:
            return back_up(desk, None, progress, progress.cancelled)

        label_text = self.words.text("Backing up")
        self.session.background.work(self, copy, self._made, label=label_text, failed=self._failed)

    def choose_folder(self) -> None:
        """Let a person choose the folder; it is saved like any other change."""
        chosen = QFileDialog.getExistingDirectory(
            self, self.words.text("Choose the backup folder"), self.folder.value()
        )
        if chosen:
            self.folder.set_value(str(Path(chosen)))

    def beside_store(self) -> None:
        """Let backups go beside the store again; saved like any other change."""
        self.folder.set_value(self._beside)

    def open_backups(self) -> None:
        """Show the folder in the system's own window."""
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _arrived(self, found: tuple[BackupFolder, LastBackup | None, tuple[KeptCopy, ...]]) -> None:
        folder, last, kept = found
        self._folder, self._beside = folder.folder, str(folder.beside)
        self.arrived({"folder": str(folder.folder)})
        if not self._running:
            self._tell_last(last)
        self.table.show_rows([CopyRow(at, copy) for at, copy in enumerate(kept, start=1)])
        self._none.setVisible(not kept)
        self.table.setVisible(bool(kept))

    def _tell_last(self, last: LastBackup | None) -> None:
        words = self.words
        if last is None:
            told, bad = words.text("There is no backup yet"), True
        elif not last.ok:
            told, bad = words.text("The last backup, “{file}”, is not there any more", file=str(last.file)), True
        else:
            told = words.text(
                "Last backup: {moment}, {size}",
                moment=words.moment(last.at.astimezone()),
                size=words.formats.size(last.bytes),
            )
            bad = (self.session.desk.clock() - last.at).days >= _OLD_DAYS
        self._last.setText(told)
        self._last.setProperty("role", "bad" if bad else "title")
        restyled(self._last)

    def _made(self, made: BackupDone) -> None:
        self._running = False
        words = self.words
        told = words.text(
            "Backed up and checked: {file} ({size}).", file=str(made.file), size=words.formats.size(made.bytes)
        )
        self.session.note(told, act=(words.text("Open the folder"), self.open_backups))
        self.load()

    def _failed(self, why: Said) -> None:
        self._running = False
        self.session.note(self.session.say(why), bad=True)
        self.load()

    def _chosen(self, done: Changed) -> None:
        self.end_saving(saved=True, undo=done.act)
        self.load()

    def _refused(self, why: Said) -> None:
        self.end_saving(saved=False)
        self.form.show_errors({"folder": self.session.say(why)})

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self.words

        def state(chosen: CopyRow) -> str:
            return words.text("Whole") if chosen.copy.sound else words.text("Damaged")

        def moment(at: datetime) -> str:
            return words.moment(at.astimezone())

        return (
            TableColumn("at", words.text("Made"), lambda r: moment(r.copy.at), 170, sort=False, bold=True),
            TableColumn(
                "kind", words.text("Kind"), lambda r: words.label(f"backup_kind.{r.copy.kind}"), 140, sort=False
            ),
            TableColumn(
                "size", words.text("Size"), lambda r: words.formats.size(r.copy.bytes), 90, "right", sort=False
            ),
            TableColumn(
                "state", words.text("State"), state, 90, sort=False, tone=lambda r: None if r.copy.sound else "bad"
            ),
            TableColumn(
                "file", words.text("File"), lambda r: r.copy.file.name, 360, sort=False, tip=lambda r: str(r.copy.file)
            ),
        )
