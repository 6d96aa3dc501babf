"""The recovery code, shown once: read, printed or saved before anything goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QWidget

from dealerdesk.services.staff.recovery import recovery_sheet
from dealerdesk.ui.widgets import button, column, label, muted, row

if TYPE_CHECKING:
    from dealerdesk.domain.rights import Actor
    from dealerdesk.ui.session import Session


class CodePanel(QWidget):
    """A new recovery code with its paper; `done` once somebody said that it is kept."""

    done = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, words = session, session.words
        self._code = ""
        self._actor: Actor | None = None
        self.code = label("")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(session.theme.px(22))
        font.setBold(True)
        self.code.setFont(font)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setAccessibleName(words.text("Recovery code"))
        told = muted(
            words.text(
                "It opens the store when the manager's password is forgotten. It is shown this once and kept nowhere: "
                "print it and put it into the safe. An earlier code does not hold any more."
            )
        )
        self.print = button(words.text("Print or save…"), self.show_sheet)
        self.print.setIcon(session.theme.icon("print"))
        self.kept = QCheckBox(words.text("I have printed it, saved it or written it down"))
        self.go_on = button(words.text("Go on"), self._go_on, kind="primary")
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)
        self.setLayout(
            column(
                label(words.text("Your recovery code"), "title"),
                self.code,
                told,
                row(self.print, None),
                4,
                self.kept,
                row(None, self.go_on),
                gap=10,
            )
        )

    def show_code(self, code: str, actor: Actor | None = None) -> None:
        """Show a code that was just made; `actor`: whose it is, where nobody sits here yet."""
        self._code, self._actor = code, actor
        self.code.setText(code)
        self.kept.setChecked(False)
        self.print.setFocus()

    def show_sheet(self) -> None:
        """Show the paper on which the code stands, to print or to save."""
        from dealerdesk.ui.preview import show_preview

        session, code = self._session, self._code
        words, desk = session.words, session.desk if self._actor is None else session.desk.by(self._actor)
        title, name = words.text("Recovery code"), words.text("Recovery code") + ".pdf"
        session.background.read(
            self, lambda: recovery_sheet(desk, code), lambda pdf: show_preview(session, self, pdf, title, name)
        )

    def _go_on(self) -> None:
        self._code = ""
        self.code.clear()
        self.done.emit()
