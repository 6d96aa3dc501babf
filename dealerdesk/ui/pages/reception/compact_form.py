"""A form with several fields in a line, each with its label, its unit, and a place for what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from dealerdesk.ui.fields import on_change
from dealerdesk.ui.forms import Form
from dealerdesk.ui.widgets import boxed, label, restyled, row

if TYPE_CHECKING:
    from collections.abc import Mapping

W = TypeVar("W", bound=QWidget)

_ACROSS: Final = 6
"""Columns of the grid: three fields with their labels."""


class CompactForm(Form):
    """A form of lines: `add` begins a new line unless the field stands `beside` the last one."""

    def __init__(self) -> None:
        super().__init__()
        for at in range(_ACROSS):
            self._grid.setColumnStretch(at, at % 2)
        self._grid.setHorizontalSpacing(8)
        self._at, self._next = -2, 0
        self._cells: dict[str, tuple[QWidget, ...]] = {}
        self.units: dict[str, QLabel] = {}

    @override
    def add(
        self,
        name: str,
        text: str,
        widget: W,
        *,
        help: str = "",
        unit: str = "",
        beside: bool = False,
        across: int = 1,
    ) -> W:
        """Add a field; `across`: of how many fields it takes the room."""
        if not beside:
            self._at, self._next = self._at + 2, 0
        words, error, behind = label(text), label("", "error", wrap=True), label(unit, "muted")
        words.setBuddy(widget)
        widget.setAccessibleName(text)
        widget.setAccessibleDescription(help)
        line = boxed(row(widget, behind))
        error.hide()
        behind.setVisible(bool(unit))
        span = across * 2 - 1
        self._grid.addWidget(words, self._at, self._next, Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(0, 5, 0, 0)
        self._grid.addWidget(line, self._at, self._next + 1, 1, span)
        self._grid.addWidget(error, self._at + 1, self._next + 1, 1, span)
        self._next += across * 2
        self._errors[name], self._helps[name] = error, help
        self.fields[name], self.units[name], self._cells[name] = widget, behind, (words, line)
        on_change(widget, lambda: self._touched(name))
        return widget

    def tell(self, name: str, text: str) -> None:
        """Say behind a field what is worth knowing of it."""
        self.units[name].setText(text)
        self.units[name].setVisible(bool(text))

    @override
    def show_field(self, name: str, *, on: bool) -> None:
        """Let a field show, or not."""
        for part in self._cells[name]:
            part.setVisible(on)
        if not on:
            self.error(name, "")

    @override
    def shows(self, name: str) -> bool:
        """Whether a field is among those that can be filled in now."""
        return not self._cells[name][0].isHidden()

    @override
    def error(self, name: str, text: str) -> None:
        self._errors[name].setProperty("role", "error")
        restyled(self._errors[name])
        super().error(name, text)

    def doubt(self, name: str, text: str) -> None:
        """Say beside a field what is doubtful; it may stay as it is."""
        place, field = self._errors[name], self.fields[name]
        place.setProperty("role", "doubt")
        restyled(place)
        place.setText(text)
        place.setVisible(bool(text))
        field.setAccessibleDescription(text or self._helps[name])

    def show_doubts(self, doubts: Mapping[str, str]) -> None:
        """Say beside every field what is doubtful about it, and go to the first."""
        for name, text in doubts.items():
            if name in self._errors:
                self.doubt(name, text)
