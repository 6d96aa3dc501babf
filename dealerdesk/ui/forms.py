"""Forms: every field has its label, its name for screen readers, a line of help and a place for its error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dealerdesk.ui.fields import Choice, DateEdit, LineEdit, MonthEdit, NumberEdit, on_change
from dealerdesk.ui.widgets import label, restyled, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

W = TypeVar("W", bound=QWidget)

_WIDEST: Final = 16_777_215
"""The width in pixels up to which a widget grows unless it is told otherwise."""

__all__ = ["Choice", "DateEdit", "Form", "LineEdit", "MonthEdit", "NumberEdit"]


class Form(QWidget):
    """Labelled fields one below the other, with errors said beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._errors: dict[str, QLabel] = {}
        self._helps: dict[str, str] = {}
        self._parts: dict[str, tuple[QWidget, ...]] = {}
        self._changed: list[Callable[[], object]] = []
        self.fields: dict[str, QWidget] = {}

    def add(self, name: str, text: str, widget: W, *, help: str = "", unit: str = "") -> W:  # noqa: A002 - what it is
        """Add a field by its name, with label, unit behind it and help below; answers the widget."""
        at = self._grid.rowCount()
        words = label(text)
        words.setBuddy(widget)
        widget.setAccessibleName(text)
        widget.setAccessibleDescription(help)
        error = label("", "error", wrap=True)
        error.hide()
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(0, 5, 0, 0)
        parts: list[QWidget] = [words, widget]
        if unit:
            parts.append(label(unit, "muted"))
        line = row(*parts[1:])
        if widget.maximumWidth() < _WIDEST:
            line.addStretch(1)
        self._grid.addLayout(line, at, 1)
        self._grid.addWidget(error, at + 1, 1)
        if help:
            parts.append(label(help, "small", wrap=True))
            self._grid.addWidget(parts[-1], at + 2, 1)
        self._parts[name] = tuple(parts)
        self._grid.setRowMinimumHeight(at + 3, 4)
        self._errors[name], self._helps[name] = error, help
        self.fields[name] = widget
        on_change(widget, lambda: self._touched(name))
        return widget

    def show_field(self, name: str, *, on: bool) -> None:
        """Let a field show, or not; a field that does not show has no error."""
        for part in self._parts[name]:
            part.setVisible(on)
        if not on:
            self.error(name, "")

    def shows(self, name: str) -> bool:
        """Whether a field is among those that can be filled in now."""
        return not self.fields[name].isHidden()

    def section(self, text: str) -> None:
        """Begin a new part of the form."""
        at = self._grid.rowCount()
        words = label(text, "section")
        words.setContentsMargins(0, 12 if at > 1 else 0, 0, 4)
        self._grid.addWidget(words, at, 0, 1, 2)

    def wide(self, widget: W) -> W:
        """Add something across both columns."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)
        return widget

    def on_change(self, does: Callable[[], object]) -> None:
        """Call `does` whenever any field changes."""
        self._changed.append(does)

    def error(self, name: str, text: str) -> None:
        """Say beside a field what is wrong; an empty text takes it back."""
        place, field = self._errors[name], self.fields[name]
        place.setText(text)
        place.setVisible(bool(text))
        field.setProperty("wrong", "true" if text else "false")
        field.setAccessibleDescription(text or self._helps[name])
        restyled(field)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say beside every field what is wrong with it, and go to the first."""
        self.clear_errors()
        for name, text in errors.items():
            if name in self._errors:
                self.error(name, text)
        first = next((name for name in self.fields if name in errors), None)
        if first is not None:
            self.fields[first].setFocus()

    def clear_errors(self) -> None:
        """Take all errors back."""
        for name, place in self._errors.items():
            if place.text():
                self.error(name, "")

    def _touched(self, name: str) -> None:
        if self._errors[name].text():
            self.error(name, "")
        for does in self._changed:
            does()
