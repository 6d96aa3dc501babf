"""Enter on a button presses it, as people expect of every button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button that has the keyboard, if this is a plain Enter; answers whether one was pressed."""
    focused = window.focusWidget()
    plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    if plain and enter and isinstance(focused, QAbstractButton):
        focused.click()
        return True
    return False
