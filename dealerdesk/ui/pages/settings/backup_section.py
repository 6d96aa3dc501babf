"""Where backups go, one now, and those that are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QSizePolicy

from dealerdesk.services.automatic_backups import AutomaticBackups, automatic_backups, choose_automatic_backups
from dealerdesk.services.backups import (
    BackupDone,
    BackupFolder,
    LastBackup,
    back_up,
    backup_folder,
    backups_kept,
    choose_backup_folder,
    last_backup,
)
from dealerdesk.services.desk import Changed, Right
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.forms import Form, LineEdit
from dealerdesk.ui.pages.settings.kept_copies import CopyRow, copy_columns
from dealerdesk.ui.pages.settings.restore_panel import RestorePanel
from dealerdesk.ui.pages.settings.section import Section, Values
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import boxed, column, label, muted, restyled, row, scrolling

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.backups import KeptCopy
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_OLD_DAYS = 3
_ROWS_AT_LEAST = 4


class _Found(NamedTuple):
    """What the section shows."""

    folder: BackupFolder
    automatic: AutomaticBackups
    last: LastBackup | None
    kept: tuple[KeptCopy, ...]


class BackupSection(Section):
    """Where backups go, whether by themselves, one now, the copies that are there, and putting one back."""

    code: ClassVar[str] = "backup"

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self._folder: Path | None = None
        self._beside = ""
        self._running = False
        self.saves = session.may(Right.POLICIES)  # who may not choose the folders is shown none
        self._saving = "folder"
        self._last = label("", "title", wrap=True)
        self._about = muted(
            words.text(
                "A backup holds everything, is checked as soon as it is written, and can be made while you work. The"
                " newest of the last 7 days, 4 weeks and 12 months are kept, and all that were made by hand."
            )
        )
        self._now = button("settings.back_up")
        self.form = Form()
        self._add_fields()
        folders = (button("settings.choose_folder"), button("settings.choose_second"), button("settings.beside_store"))
        self._places = boxed(column(self.form, flowing(*folders)))
        self.table = LazyTable(session, copy_columns(words), name="backups", title=words.text("Backups that are kept"))
        self.table.picked.connect(lambda _row: self._tell_restore())
        self.table.opened.connect(lambda _row: self.restore_chosen())
        self.panel = RestorePanel(session)
        self.panel.closed.connect(self._show_table)
        self._restore = button("settings.restore_chosen")
        self._none = muted(words.text("No backup is kept yet."))
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._lay_out()
        self.form.on_change(self.edited.emit)

    def _add_fields(self) -> None:
        words = self.words
        self.automatic = self.form.add(
            "automatic", words.text("Automatic"), QCheckBox(words.text("Once a day, and before each import"))
        )
        self.automatic.setAccessibleName(self.automatic.text())
        self.folder = self.form.add(
            "folder",
            words.text("Backup folder"),
            LineEdit(),
            help=words.text("Best on another drive: a USB stick, or a folder on the network."),
        )
        self.second = self.form.add(
            "second",
            words.text("Second folder"),
            LineEdit(),
            help=words.text("Each daily backup goes there too, when the folder is there. Empty: only into the first."),
        )

    def _lay_out(self) -> None:
        card = boxed(column(self._last, self._about, row(self._now, None), margins=(14, 12, 14, 12)), "panel")
        title = label(self.words.text("Backups that are kept"), "section")
        others = (self.button("settings.open_backups"), self.button("settings.restore_file"))
        under = flowing(*others, self._restore)
        self.table.setMinimumHeight(self.session.theme.px(32) * _ROWS_AT_LEAST)
        inside = column(
            card, 4, self._places, 4, title, under, self._none, self.table, self.panel, margins=(0, 0, 12, 0)
        )
        self.setLayout(column(scrolling(boxed(inside)), gap=0))

    def load(self) -> None:
        """Ask where backups go and which are there."""
        desk = self.session.desk
        self.session.background.read(
            self,
            lambda: _Found(backup_folder(desk), automatic_backups(desk), last_backup(desk), backups_kept(desk)),
            self._arrived,
            key="load",
        )

    def save(self) -> None:
        """Let backups go into the folders that are named, or say beside a folder why they cannot."""
        desk, typed, second = self.session.desk, self.folder.value(), self.second.value()
        wanted = AutomaticBackups(self.automatic.isChecked(), Path(second) if second else None)

        def choose() -> Changed:
            self._saving = "folder"
            first = choose_backup_folder(desk, Path(typed) if typed else None)
            self._saving = "second"
            then = choose_automatic_backups(desk, wanted)
            only = first.act or then.act if not (first.act and then.act) else None
            return Changed(first.kinds | then.kinds, only)

        self.begin_saving()
        self.session.background.write(self, choose, self._chosen, failed=self._refused)

    def values(self) -> Values:
        """The folders as typed, and whether backups are made by themselves."""
        return {
            "folder": self.folder.value(),
            "second": self.second.value(),
            "automatic": self.automatic.isChecked(),
        }

    def fill(self, values: Values) -> None:
        """Show the folders, and whether backups are made by themselves."""
        for name, field in (("folder", self.folder), ("second", self.second)):
            field.set_value(values[name])
            field.setCursorPosition(0)
        self.automatic.setChecked(values["automatic"])
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
        self.session.background.work(self, copy, self._made, label=label_text, failed=self._failed, use_case="back-up")

    def choose_folder(self) -> None:
        """Let a person choose the folder; it is saved like any other change."""
        self._choose(self.folder, self.words.text("Choose the backup folder"))

    def choose_second(self) -> None:
        """Let a person choose the second folder; it is saved like any other change."""
        self._choose(self.second, self.words.text("Choose the second backup folder"))

    def _choose(self, field: LineEdit, title: str) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, title, field.value()):
            field.set_value(str(Path(chosen)))

    def beside_store(self) -> None:
        """Let backups go beside the store again; saved like any other change."""
        self.folder.set_value(self._beside)

    def open_backups(self) -> None:
        """Show the folder in the system's own window."""
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def restore_chosen(self) -> None:
        """Show what putting the chosen backup back would bring and cost."""
        chosen = cast("CopyRow | None", self.table.current())
        if chosen is not None and self.session.may(Right.RESTORE):
            self._look_at(chosen.copy.file)

    def restore_file(self) -> None:
        """Let a person choose a backup anywhere, and show the same of it."""
        title, kinds = self.words.text("Choose a backup"), self.words.text("Backups (*.db)")
        chosen, _kind = QFileDialog.getOpenFileName(self, title, str(self._folder or ""), kinds)
        if chosen:
            self._look_at(Path(chosen))

    def _look_at(self, file: Path) -> None:
        self.panel.look_at(file)
        self._show_table()

    def _show_table(self) -> None:
        """What a restore would do stands in the place of the folders and the table."""
        asked, some = not self.panel.isHidden(), self.table.lazy.rowCount() > 0
        self._none.setVisible(not some and not asked)
        self.table.setVisible(some and not asked)
        self._places.setVisible(self.saves and not asked)

    def _tell_restore(self) -> None:
        self._restore.setEnabled(self.table.current() is not None)

    def _arrived(self, found: _Found) -> None:
        folder, automatic = found.folder, found.automatic
        self._folder, self._beside = folder.folder, str(folder.beside)
        second = "" if automatic.second is None else str(automatic.second)
        self.arrived({"folder": str(folder.folder), "second": second, "automatic": automatic.on})
        if not self._running:
            self._tell_last(found.last)
        self.table.show_rows([CopyRow(at, copy) for at, copy in enumerate(found.kept, start=1)])
        self._show_table()
        self._tell_restore()

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
        self.form.show_errors({self._saving: self.session.say(why)})
