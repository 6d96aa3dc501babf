"""The kinds of visit side by side, each with its number: one digit chooses, arrows move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget
from typing_extensions import override

from dealerdesk.ui.flow import FlowLayout, emptied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

_STEPS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _Kind(QPushButton):
    """One kind; keys are its row's."""

    def __init__(self, text: str, row: KindChoice) -> None:
        super().__init__(text)
        self._row = row
        self.setProperty("kind", "segment")
        self.setCheckable(True)
        self.setAutoDefault(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._row.takes(event):
            super().keyPressEvent(event)


class KindChoice(QWidget):
    """One kind of several holds. Only the one that holds is stopped at by Tab."""

    chosen = Signal()
    """Another kind holds now."""

    picked = Signal()
    """A kind was chosen by its number, or let stand by Enter: whoever types goes on."""

    remade = Signal()
    """There are other buttons now."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(4)
        self.setLayout(self._flow)
        self._group = QButtonGroup(self)
        self._names: list[str] = []
        self._offered: list[str] = []
        self._group.idToggled.connect(self._toggled)
        self._group.idClicked.connect(lambda _at: self.chosen.emit())

    def offer(self, names: Sequence[str], value: str | None = None) -> None:
        """Offer these kinds; `value` holds, also where it is none of them."""
        self._offered = list(names)
        self.set_value(value)

    @property
    def first(self) -> str | None:
        """The first kind that is offered."""
        return self._offered[0] if self._offered else None

    def value(self) -> str | None:
        """The kind that holds."""
        at = self._group.checkedId()
        return self._names[at] if 0 <= at < len(self._names) else None

    def set_value(self, value: str | None) -> None:
        """Let a kind hold, or none, without telling anybody; a name that is not offered stands behind the others."""
        names = [*self._offered, *([value] if value and value not in self._offered else [])]
        if names != self._names:
            self._make(names)
        if value in names:
            self._group.button(names.index(value)).setChecked(True)
        elif names:
            self._let_go()

    def takes(self, event: QKeyEvent) -> bool:
        """Do what a key says; answers whether it says anything here."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.picked.emit()
            return True
        if event.text().isdecimal() and 1 <= (number := int(event.text())) <= len(self._names):
            self._choose(number - 1)
            self.picked.emit()
            return True
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._names:
            self._choose((self._group.checkedId() + step) % len(self._names))
            return True
        return False

    def _choose(self, at: int) -> None:
        had_focus = any(button.hasFocus() for button in self._group.buttons())
        self._group.button(at).setChecked(True)
        if had_focus:
            self._group.button(at).setFocus()
        self.chosen.emit()

    def _make(self, names: list[str]) -> None:
        had_focus = any(button.hasFocus() for button in self._group.buttons())
        for button in self._group.buttons():
            self._group.removeButton(button)
        emptied(self._flow)
        self._names = names
        for at, name in enumerate(names):
            made = _Kind(f"{at + 1} {name}" if at < 9 else name, self)
            made.setAccessibleName(name)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._group.addButton(made, at)
            self._flow.addWidget(made)
        if names:
            self._group.button(0).setChecked(True)
            if had_focus:
                self._group.button(0).setFocus()
        self.updateGeometry()
        self.remade.emit()

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from a widget."""
        for button in self._group.buttons():
            QWidget.setTabOrder(before, button)
            before = button

    def _let_go(self) -> None:
        """Let none hold; Tab stops at the first."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._group.button(0).setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._group.button(0))

    def _toggled(self, at: int, on: bool) -> None:
        button = self._group.button(at)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        if on:
            self.setFocusProxy(button)
