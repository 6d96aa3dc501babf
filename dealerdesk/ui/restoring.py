"""A restore under way: in a thread of its own, while nobody has the store open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dealerdesk.domain.errors import Said, Trouble, said
from dealerdesk.log import log_bug
from dealerdesk.paths import log_dir
from dealerdesk.services.restoring import Restored, restore_backup, undo_restore

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.services.desk import Desk, Doorstep
    from dealerdesk.ui.session import Session


class Restoring(QObject):
    """Closes a desk and puts a copy into its doorstep's folder; `undoing`: the copy that a restore kept."""

    ended = Signal(object)
    """What came of it: Restored, or Said where nothing was changed."""

    def __init__(self, desk: Desk, doorstep: Doorstep, file: Path, *, undoing: bool) -> None:
        super().__init__()
        self._desk = desk
        self.doorstep, self.file, self.undoing = doorstep, file, undoing
        self._thread = ThreadPoolExecutor(1, "restore")

    def begin(self) -> None:
        """Restore; `ended` is told in the thread that paints."""
        self._thread.submit(self._run)

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.shutdown(wait=True)

    def _run(self) -> None:
        outcome: Restored | Said
        try:
            self._desk.store.close()  # which reads all of a large one
            outcome = (undo_restore if self.undoing else restore_backup)(self.doorstep, self.file)
        except Trouble as trouble:
            outcome = trouble.said
        except BaseException:  # noqa: BLE001 - a bug in a thread is logged and said, and the window comes back
            outcome = said("use.our_fault", log=str(log_bug(log_dir(self.doorstep.folder))))
        self.ended.emit(outcome)


def tell_restored(session: Session, outcome: Restored | Said, *, undoing: bool) -> None:
    """Say in the window that came back what was restored, with the way back, or why nothing was."""
    words = session.words
    if isinstance(outcome, Said):
        session.note(session.say(outcome), bad=True)
        return
    kept = outcome.kept
    way_back = None
    if kept is not None and not undoing and not kept.name.endswith(".damaged.db"):
        way_back = (words.text("Undo the restore"), lambda: session.restore_asked.emit(kept, True))
    told = words.text("The restore was undone: everything is as it was before.")
    if not undoing:
        told = words.text("Restored from “{file}”. What was there before is kept.", file=outcome.restored.name)
    session.note(told, act=way_back)
