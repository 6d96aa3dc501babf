"""Lines for what is written beside a chosen option: which shop, what reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from dealerdesk.domain.questionnaire import LONGEST_TEXT
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.widgets import muted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class WrittenLines(QWidget):
    """A line for each chosen option that asks for words; what stands in one that is not chosen any more stays there."""

    edited = Signal()

    left = Signal()
    """The keyboard goes back to the options."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 0, 2, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._pairs: list[tuple[QLabel, LineEdit]] = []
        self._codes: list[str] = []
        self.hide()

    def show_options(self, asked: Mapping[str, tuple[str, str]]) -> None:
        """Have a line for each of these options: their words, and what they ask for."""
        while len(self._pairs) < len(asked):
            self._add()
        self._codes = list(asked)
        for at, (caption, line) in enumerate(self._pairs):
            caption.hide()
            line.hide()
            if at < len(asked):
                text, wanted = asked[self._codes[at]]
                caption.setText(text)
                line.setPlaceholderText(wanted)
                line.setAccessibleName(f"{text}: {wanted}")
                _fill(line, "")
        self.hide()

    def _add(self) -> None:
        caption, line = muted("", wrap=False), LineEdit()
        line.setMaxLength(LONGEST_TEXT)
        line.installEventFilter(self)
        line.edited.connect(self.edited)
        caption.setBuddy(line)
        at = len(self._pairs)
        self._grid.addWidget(caption, at, 0)
        self._grid.addWidget(line, at, 1)
        self._pairs.append((caption, line))

    def show_written(self, chosen: Collection[str], written: Mapping[str, str]) -> None:
        """Let the lines of the chosen options show, with what is written in them."""
        for code, (caption, line) in zip(self._codes, self._pairs, strict=False):
            on = code in chosen
            if code in written and line.value() != written[code]:
                _fill(line, written[code])
            caption.setVisible(on)
            line.setVisible(on)
        self.setVisible(any(code in chosen for code in self._codes))

    @property
    def written(self) -> dict[str, str]:
        """What is written, by option; of those that are not chosen as well."""
        return {code: line.value() for code, (_, line) in zip(self._codes, self._pairs, strict=False) if line.value()}

    @property
    def is_open(self) -> bool:
        """Whether there is a line to write in."""
        return not self.isHidden()

    def settle(self) -> None:
        """Lay out what changed now."""
        self._grid.activate()

    def begin(self, code: str = "") -> None:
        """Put the keyboard on the line of an option, else on the first."""
        for one, (_, line) in zip(self._codes, self._pairs, strict=False):
            if not line.isHidden() and code in {"", one}:
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, LineEdit):
            leaves = event.key() == Qt.Key.Key_Up
            leaves |= event.key() == Qt.Key.Key_Backspace and not watched.text() and not event.isAutoRepeat()
            if leaves:
                self.left.emit()
                return True
        return False


def _fill(line: LineEdit, text: str) -> None:
    line.blockSignals(True)
    line.setText(text)
    line.blockSignals(False)
