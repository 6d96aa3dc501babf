"""What a window looks like to somebody who walks over it: what shows, what is cut off, and what must be scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

if TYPE_CHECKING:
    from dealerdesk.ui.window import Window


def seen(page: QWidget, *kinds: type) -> list:
    """What of these kinds shows, without the inner parts of Qt's own controls."""
    every = [widget for kind in kinds for widget in page.findChildren(kind)]
    return [widget for widget in every if widget.isVisible() and not widget.objectName().startswith("qt_")]


def described(widget: QWidget) -> str:
    text = widget.text() if hasattr(widget, "text") else ""
    return f"{type(widget).__name__} {text!r} {widget.accessibleName()!r} in {type(widget.parentWidget()).__name__}"


def scrolled(window: Window) -> tuple[int, int]:
    """By how many pixels the page that shows is wider and higher than its room."""
    room = window._rooms[window.page.name]
    return room.horizontalScrollBar().maximum(), room.verticalScrollBar().maximum()


def clipped(window: QWidget) -> list[QWidget]:
    """The labels and buttons that have less room than their text needs."""
    short = []
    for widget in seen(window, QLabel, QAbstractButton):
        if not getattr(widget, "text", str)() or widget.property("elided"):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.height() < widget.heightForWidth(widget.width()) - 1:
                short.append(widget)
        elif (
            widget.width() < widget.minimumSizeHint().width() - 1 or widget.height() < widget.fontMetrics().height() - 1
        ):
            short.append(widget)
    return [widget for widget in short if not scrolled_away(widget)]


def scrolled_away(widget: QWidget) -> bool:
    """Whether a widget lies in a part that scrolls down to it."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and widget.width() >= widget.minimumSizeHint().width() - 1:
            return True
        parent = parent.parentWidget()
    return False
