"""Fields that an appointment is typed into: a time of the day, what the car comes for, and the car itself."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from dealerdesk.domain.folding import fold_width
from dealerdesk.services.search import Hit, find
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.finding_line import FindingLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QWheelEvent

    from dealerdesk.ui.session import Session

_NUMBERS: Final = re.compile(r"\d+")
_STEP: Final = 30
_MOST: Final = 10
_HOURS_ALONE: Final = 2  # digits that are an hour: 9, 14
_DAY: Final = 24 * 60


class TimeEdit(LineEdit):
    """A time of the day, or nothing: typed in most notations (9:30, 930, 9), stepped by arrows to full half hours."""

    def __init__(self, at: time | None = None) -> None:
        super().__init__(hint="HH:MM")
        self.type_plainly()
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("00:00") + 36)
        self.editingFinished.connect(self._settle)
        self.set_time(at)

    def at(self) -> time | None:
        """The time; None for an empty field. Raises ValueError for what is none."""
        return time_of(self.text())

    def set_time(self, at: time | None) -> None:
        """Show a time, or nothing."""
        self.setText("" if at is None else at.isoformat("minutes"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        at = self._readable()
        if event.key() in steps and at is not None:
            minutes, forward = at.hour * 60 + at.minute, steps[Qt.Key(event.key())]
            past = minutes // _STEP if forward > 0 else -(-minutes // _STEP)
            minutes = (past + forward) * _STEP % _DAY
            self.set_time(time(minutes // 60, minutes % 60))
        else:
            super().keyPressEvent(event)

    def _readable(self) -> time | None:
        try:
            return self.at()
        except ValueError:
            return None

    def _settle(self) -> None:
        at = self._readable()
        if at is not None and self.text() != at.isoformat("minutes"):
            self.set_time(at)


def time_of(text: str) -> time | None:
    """The time that was typed: 9:30, 9.30, 930, 0930, or full hours as 9. Raises ValueError."""
    plain = fold_width(text).strip()
    if not plain:
        return None
    parts = _NUMBERS.findall(plain)
    if len(parts) == 1 and len(parts[0]) > _HOURS_ALONE:
        parts = [parts[0][:-2], parts[0][-2:]]
    if not 1 <= len(parts) <= 2:
        raise ValueError(text)
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    return time(hour, minute)


class Purpose(QComboBox):
    """What the car comes for: one of the store's kinds of visit, or anybody's own words."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(10)
        self.editTextChanged.connect(lambda _text: self.edited.emit())

    def offer(self, kinds: Sequence[str]) -> None:
        """Offer these; what was typed stays."""
        typed = self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItems(list(kinds))
        self.setCurrentIndex(-1)
        self.setEditText(typed)
        self.blockSignals(False)

    def value(self) -> str:
        """What was typed or chosen, without blanks at its ends."""
        return self.currentText().strip()

    def set_value(self, text: str) -> None:
        """Show a text."""
        self.setEditText(text)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over a form scrolls it and changes nothing


class CarLine(FindingLine):
    """Where the car of an appointment is looked for: by plate or its tail, phone, name, pinyin initials."""

    chosen = Signal(object)
    """A car is meant: its Hit."""

    def __init__(self, session: Session) -> None:
        words = session.words
        super().__init__(session, hint=words.text("Plate or its tail, phone, name"), name=words.text("Car"))
        self.type_plainly()

    @override
    def look_for(self, text: str) -> tuple[Hit, ...]:
        return find(self._session.desk, text, _MOST)

    @override
    def told(self, found: Hit) -> str:
        return car_told(self._session, found)

    @override
    def take(self, found: Hit) -> None:
        self.chosen.emit(found)


def car_told(session: Session, hit: Hit) -> str:
    """A car in one line: plate, owner, model."""
    parts = [hit.plate or hit.vin or "—", hit.customer or session.words.text("no owner known"), hit.model]
    return "   ".join(part for part in parts if part)
