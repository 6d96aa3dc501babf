"""The few questions that are worth a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from dealerdesk.ui.session import Session


def leave_unsaved(session: Session, parent: QWidget) -> bool:
    """Whether to leave although something was entered and not saved."""
    words = session.words
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("DealerDesk")
    box.setText(words.text("What you entered on this page is not saved yet."))
    stay = box.addButton(words.text("Stay and save"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(words.text("Leave without saving"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is leave


def told(parent: QWidget | None, text: str) -> None:
    """Tell a trouble where there is no window yet that could show a note."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("DealerDesk")
    box.setText(text)
    box.exec()
