"""What putting a backup back would bring and what it would cost, in numbers, before it is done by a second press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from dealerdesk.domain.errors import Said, said
from dealerdesk.services.restoring import Compared, Contents, Lost, restore_preview
from dealerdesk.ui.widgets import button, column, label, restyled, row

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.session import Session


class RestorePanel(QFrame):
    """Shows what is in a backup beside what is in the store; hidden until it is asked."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._words = session, session.words
        words = self._words
        self._turn = 0
        self._file: Path | None = None
        self._sure = False
        self.title = label("", "strong", wrap=True)
        self.holds, self.present, self.lost = label("", wrap=True), label("", wrap=True), label("", wrap=True)
        self._kept = label(words.text("What is in the store now is kept, and can be brought back."), "muted", wrap=True)
        self.restore = button("", self._press, kind="primary")
        self.cancel = button(words.text("Do not restore"), self.close_panel)
        lines = (self.title, self.holds, self.present, self.lost, self._kept)
        self.setLayout(column(*lines, 4, row(self.restore, self.cancel, None), None, gap=4, margins=(14, 10, 14, 12)))
        self.setProperty("role", "panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.hide()

    def look_at(self, file: Path) -> None:
        """Check a backup beside all other work, and show what it holds; nothing is changed."""
        words, desk = self._words, self._session.desk
        self._turn += 1
        turn = self._turn
        self._file = None
        self._show(words.text("Checking “{file}”…", file=file.name))
        self.show()

        def look(_progress: Progress) -> Compared:
            return restore_preview(desk, file)

        def arrived(found: Compared) -> None:
            if turn == self._turn:
                self._tell(found)

        def failed(why: Said) -> None:
            if turn == self._turn:
                self._show(words.text("This backup cannot be restored"), refused=self._session.say(why))
                self.cancel.setFocus()

        text = words.text("Checking a backup")
        self._session.background.work(self, look, arrived, label=text, failed=failed, cancellable=False, reads=True)

    def close_panel(self) -> None:
        """Restore nothing."""
        self._turn += 1
        self.hide()
        self.closed.emit()

    def _press(self) -> None:
        """The first press asks for a second; the second restores."""
        if self._file is None:
            return
        if not self._sure:
            self._sure = True
            self._name_button(self._words.text("Press again to restore"))
            return
        file = self._file
        self.close_panel()
        self._session.restore_asked.emit(file, False)

    def _tell(self, found: Compared) -> None:
        words = self._words
        self._show(words.text("Restore the backup of {moment}?", moment=words.moment(found.at.astimezone())))
        self.holds.setText(words.text("In the backup: {what}", what=self._counted(found.contents)))
        if found.present is not None:
            self.present.setText(words.text("In the store now: {what}", what=self._counted(found.present)))
        self._mark(self._loss(found), bad=found.present is None or bool(found.lost and found.lost.acts))
        for part in (self.holds, self.present, self._kept, self.restore):
            part.setVisible(part is not self.present or found.present is not None)
        self._file = found.file
        self.restore.setFocus()

    def _loss(self, found: Compared) -> str:
        """What the store would lose, in one sentence."""
        words, lost = self._words, found.lost
        if lost is None:
            return words.text("Nobody can say what would be lost: the store as it is cannot be read.")
        if not found.same_store:
            return words.text("This is a backup of another store: all that is in this one would be replaced.")
        if not lost.acts:
            return words.text("Nothing would be lost.")
        changes, what = words.say(said("count.acts", n=lost.acts)), self._counted(lost, all_kinds=False)
        if not what:
            return words.text("Lost would be what is newer than the backup: {changes}", changes=changes)
        return words.text(
            "Lost would be what is newer than the backup: {changes}, in which came {what}", changes=changes, what=what
        )

    def _counted(self, held: Contents | Lost, *, all_kinds: bool = True) -> str:
        """So many customers, vehicles and visits; or of those only the kinds of which there are any."""
        words = self._words
        counts = (("customers", held.customers), ("vehicles", held.vehicles), ("visits", held.visits))
        return " · ".join(words.say(said(f"count.{kind}", n=n)) for kind, n in counts if n or all_kinds)

    def _show(self, title: str, *, refused: str = "") -> None:
        self.title.setText(title)
        self._sure = False
        self._name_button(self._words.text("Restore this backup"))
        for part in (self.holds, self.present, self._kept, self.restore):
            part.hide()
        self._mark(refused, bad=True)

    def _mark(self, text: str, *, bad: bool) -> None:
        self.lost.setText(text)
        self.lost.setProperty("role", "bad" if bad else "")
        restyled(self.lost)
        self.lost.setVisible(bool(text))

    def _name_button(self, text: str) -> None:
        self.restore.setText(text)
        self.restore.setAccessibleName(text)
