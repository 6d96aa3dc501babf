"""A damaged store: what can be done about it, on a screen of its own; nothing there writes to what is damaged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMainWindow, QProgressBar, QWidget
from typing_extensions import override

from dealerdesk.domain.errors import Said, Trouble, said
from dealerdesk.log import log_bug
from dealerdesk.paths import log_dir
from dealerdesk.services.rescuing import Rescued, rescue_store, told_of_rescue
from dealerdesk.services.restoring import Restored, restore_backup
from dealerdesk.services.soundness import WayOut, way_out
from dealerdesk.services.staff.proving import prove
from dealerdesk.ui.signing_in.enter_presses import press_focused
from dealerdesk.ui.widgets import boxed, button, column, heading, label, muted, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from dealerdesk.services.desk import Doorstep
    from dealerdesk.ui.theme import Theme
    from dealerdesk.words import Words


class Beside(QObject):
    """One thing after the other beside the painting, for a screen that has no session."""

    ended = Signal(object)
    """What came of it, or Said where nothing did."""

    moved = Signal(int, int)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, "beside")

    def begin(self, call: Callable[[], object]) -> None:
        """Do it; `ended` is told in the thread that paints."""
        self._thread.submit(self._run, call)

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.shutdown(wait=True)

    def _run(self, call: Callable[[], object]) -> None:
        try:
            outcome = call()
        except Trouble as trouble:
            outcome = trouble.said
        except BaseException:  # noqa: BLE001 - a bug in a thread is logged and said, and the screen stays
            outcome = said("use.our_fault", log=str(log_bug(log_dir(self._folder))))
        self.ended.emit(outcome)


class DamageScreen(QMainWindow):
    """What is wrong, and the choice: the last good backup, a rescue, or to go on looking where that can be done."""

    closed = Signal()
    look_asked = Signal()
    restored = Signal(object)
    store_chosen = Signal(object)

    def __init__(self, words: Words, theme: Theme, doorstep: Doorstep, why: Said, *, can_look: bool) -> None:
        super().__init__()
        self._words, self._theme, self._doorstep = words, theme, doorstep
        self._way: WayOut | None = None
        self._beside = Beside(doorstep.folder)
        self._beside.ended.connect(self._take)
        self._beside.moved.connect(self._show_progress)
        self._into: Path | None = None
        self._who = ("", "")
        shown = said("rescue.damaged", **why.params) if why.code == "store.damaged" else why
        self.told = label(words.say(shown), wrap=True)
        self.name, self.password = QLineEdit(), QLineEdit()
        self._proof = self._proving()
        self.restore = button("", self._restore_best, kind="primary")
        self.other = button(words.text("Restore another backup…"), self._restore_other)
        self.rescue = button(words.text("Save what can be read into a new folder…"), self._rescue)
        self.look = button(words.text("Go on looking, without writing"), self.look_asked.emit)
        self.look.setVisible(can_look)
        self.open_new = button(words.text("Open the new store"), self._open_new, kind="primary")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(words.text("Progress of the work in the background"))
        self.outcome = muted()
        self._lay_out()
        self._begin(lambda: way_out(doorstep))

    def _lay_out(self) -> None:
        words = self._words
        for hidden in (self._proof, self.restore, self.open_new, self._bar, self.outcome):
            hidden.setVisible(False)
        kept = muted(words.text("The damaged file is kept, whatever you choose."))
        parts = (
            heading(words.text("The store is damaged")), self.told, self._proof, self.restore, self.other, self.rescue,
            self.look, kept, self._bar, self.outcome, self.open_new,
        )  # fmt: skip
        inside = boxed(column(*parts, None, gap=14, margins=(32, 28, 32, 28)))
        inside.setMinimumWidth(520)
        inside.setMaximumWidth(680)
        self._all = scrolling(boxed(row(None, inside, None)))
        self.setCentralWidget(self._all)
        self.setWindowTitle("DealerDesk")
        self.setWindowIcon(self._theme.icon("desk"))
        self.setStyleSheet(self._theme.style_sheet())
        self.resize(760, 520)

    def _proving(self) -> QWidget:
        """Name and password of who may do this."""
        words = self._words
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        fields = []
        for text, field in ((words.text("Name"), self.name), (words.text("Password"), self.password)):
            named = label(text)
            named.setBuddy(field)
            field.setAccessibleName(text)
            fields.append(boxed(column(named, field, gap=4)))
        return boxed(row(*fields, gap=12))

    def wait(self) -> None:
        """Wait until what is under way has ended."""
        self._beside.wait()

    def _begin(self, call: Callable[[], object]) -> None:
        self._all.setEnabled(False)
        self._beside.begin(call)

    def _take(self, outcome: object) -> None:
        self._all.setEnabled(True)
        self._bar.setVisible(False)
        if isinstance(outcome, WayOut):
            self._show_way(outcome)
        elif isinstance(outcome, Restored):
            self.restored.emit(outcome)
        elif isinstance(outcome, Rescued):
            self._tell(*told_of_rescue(outcome))
            self._into = outcome.folder
            self.open_new.setVisible(True)
            self.open_new.setFocus()
        elif isinstance(outcome, Said):
            self._tell(outcome)

    def _tell(self, *sentences: Said) -> None:
        self.outcome.setText("\n".join(self._words.say(sentence) for sentence in sentences))
        self.outcome.setVisible(True)

    def _show_way(self, way: WayOut) -> None:
        self._way = way
        self._proof.setVisible(way.proof)
        if way.copy is not None:
            moment = self._words.moment(way.copy.at.astimezone())
            self.restore.setText(self._words.text("Restore the last good backup, of {moment}", moment=moment))
        self.restore.setVisible(way.copy is not None)
        (self.name if way.proof else self.restore if way.copy is not None else self.other).setFocus()

    def _proven(self, copy: Path | None) -> Doorstep:
        """The doorstep of who is to be answerable; called beside the painting."""
        if self._way is None or not self._way.proof:
            return self._doorstep
        return prove(self._doorstep, self._who[0], self._who[1], copy=copy)

    def _restore_best(self) -> None:
        if self._way is not None and self._way.copy is not None:
            self._restore(self._way.copy.file)

    def _restore_other(self) -> None:
        words = self._words
        pattern = words.text("Backups (*.db)")
        start = str(self._doorstep.folder / "backups")
        file, _ = QFileDialog.getOpenFileName(self, words.text("Restore another backup…"), start, pattern)
        if file:
            self._restore(Path(file))

    def _restore(self, file: Path) -> None:
        self._who = self.name.text(), self.password.text()
        self._begin(lambda: restore_backup(self._proven(file), file, self._beside.moved.emit))

    def _rescue(self) -> None:
        words = self._words
        folder = QFileDialog.getExistingDirectory(self, words.text("An empty folder for the new store"))
        if folder:
            self.rescue_into(Path(folder))

    def rescue_into(self, folder: Path) -> None:
        """Save what can be read into a folder."""
        self._who = self.name.text(), self.password.text()
        self._begin(lambda: rescue_store(self._proven(None), folder, self._beside.moved.emit))

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setVisible(True)
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _open_new(self) -> None:
        if self._into is not None:
            self.store_chosen.emit(self._into)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()
