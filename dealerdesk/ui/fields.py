"""Fields that people type into: what they hold is a value or nothing, and what was typed stays."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QLineEdit, QMenu, QToolButton, QWidgetAction
from typing_extensions import override

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.folding import fold_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from dealerdesk.ui.theme import Theme

_NUMBERS: Final = re.compile(r"\d+")


class LineEdit(QLineEdit):
    """A line of text without blanks at its ends."""

    edited = Signal()

    def __init__(self, text: str = "", *, hint: str = "") -> None:
        super().__init__(text)
        self.setPlaceholderText(hint)
        self.textChanged.connect(lambda _text: self.edited.emit())

    def value(self) -> str:
        """What was typed, without blanks at its ends."""
        return self.text().strip()

    def set_value(self, text: str | None) -> None:
        """Show a text."""
        self.setText(text or "")

    def type_plainly(self, *, on: bool = True) -> None:
        """Keep the input method out, so that letters and digits go in as they are; or let it in again."""
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not on)
        self.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly if on else Qt.InputMethodHint.ImhNone)
        if self.hasFocus():
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    @property
    def types_plainly(self) -> bool:
        """Whether the input method is kept out."""
        return not self.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    @override
    def inputMethodQuery(self, query: Qt.InputMethodQuery, /, *where: Any) -> Any:
        if query == Qt.InputMethodQuery.ImEnabled and self.types_plainly:
            return False  # the attribute alone would let it in
        return super().inputMethodQuery(query, *where)


class NumberEdit(LineEdit):
    """A whole number, or nothing; blanks, commas and full-width digits are fine."""

    def __init__(self, number: int | None = None, *, hint: str = "") -> None:
        super().__init__("" if number is None else str(number), hint=hint)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def number(self) -> int | None:
        """The number; None for an empty field. Raises ValueError for what is none."""
        plain = fold_width(self.text()).replace(",", "").replace(" ", "")
        return int(plain) if plain else None

    def set_number(self, number: int | None) -> None:
        """Show a number, or nothing."""
        self.setText("" if number is None else str(number))


class DateEdit(LineEdit):
    """A day, or nothing: typed in most notations (2026-11-22, 20261122, 11.22), stepped by arrows, or picked."""

    chosen = Signal()
    """A day was settled on: Enter, an arrow, the calendar, or the field was left."""

    def __init__(self, day: date | None = None, *, today: date, theme: Theme | None = None, hint: str = "") -> None:
        super().__init__(hint=hint or "YYYY-MM-DD")
        self._today = today
        self._settled = day
        self.set_day(day)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("2026-00-00") + 48)
        self.editingFinished.connect(self._settle)
        if theme is not None:
            pick = self.addAction(theme.icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
            pick.triggered.connect(self.pick)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for part in self.findChildren(QToolButton):  # the calendar's button is named after its field
            part.setAccessibleName(f"{name} …")

    def day(self) -> date | None:
        """The day; None for an empty field. Raises ValueError for what is none."""
        return day_of(self.text(), self._today)

    def set_day(self, day: date | None) -> None:
        """Show a day, or nothing."""
        self._settled = day
        self.setText("" if day is None else day.isoformat())

    def pick(self) -> None:
        """Offer a calendar."""
        menu, calendar = QMenu(self), QCalendarWidget()
        start = self._readable() or self._today
        calendar.setSelectedDate(QDate(start.year, start.month, start.day))
        entry = QWidgetAction(menu)
        entry.setDefaultWidget(calendar)
        menu.addAction(entry)

        def take(chosen: QDate) -> None:
            self.set_day(date(chosen.year(), chosen.month(), chosen.day()))
            menu.close()
            self.chosen.emit()

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        day = self._readable()
        if event.key() in steps and day is not None:
            ordinal = day.toordinal() + steps[Qt.Key(event.key())]
            if date.min.toordinal() <= ordinal <= date.max.toordinal():
                self.set_day(date.fromordinal(ordinal))
                self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def _readable(self) -> date | None:
        try:
            return self.day()
        except ValueError:
            return None

    def _settle(self) -> None:
        try:
            day = self.day()
        except ValueError:
            return
        if day != self._settled:
            self.set_day(day)
            self.chosen.emit()


def day_of(text: str, today: date) -> date | None:
    """The day that was typed: year-month-day in any notation, without a year in this one. Raises ValueError."""
    plain = fold_width(text).strip()
    if not plain:
        return None
    parts = [int(part) for part in _NUMBERS.findall(plain)]
    if len(parts) == 1 and len(plain) == 8:
        parts = [int(plain[:4]), int(plain[4:6]), int(plain[6:])]
    if len(parts) == 2:
        parts = [today.year, *parts]
    if len(parts) != 3 or max(parts) > date.max.year:
        raise ValueError(text)
    return date(*parts)


class MonthEdit(LineEdit):
    """A month, typed (2026-12, 202612, 12) or stepped by arrows and wheel."""

    chosen = Signal()

    def __init__(self, month: Month) -> None:
        super().__init__(str(month), hint="YYYY-MM")
        self._month = month
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("2026-00") + 32)
        self.editingFinished.connect(self._settle)

    def month(self) -> Month:
        """The month."""
        return self._month

    def set_month(self, month: Month) -> None:
        """Show a month."""
        self._month = month
        self.setText(str(month))

    def step(self, months: int) -> None:
        """Go so many months on, as long as months can be typed."""
        try:
            month = Month.parse(str(self._month.plus(months)))
        except ValueError:
            return
        self.set_month(month)
        self.chosen.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 12, Qt.Key.Key_PageDown: -12}
        if event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self.step(1 if event.angleDelta().y() > 0 else -1)

    def _settle(self) -> None:
        digits = "".join(_NUMBERS.findall(fold_width(self.text())))
        try:
            year, number = (int(digits[:4]), int(digits[4:])) if len(digits) > 4 else (self._month.year, int(digits))
            month = Month.parse(f"{year:04d}-{number:02d}")
        except ValueError:
            month = self._month
        moved = month != self._month
        self.set_month(month)
        if moved:
            self.chosen.emit()


class Choice(QComboBox):
    """One of several codes, shown by their words."""

    chosen = Signal()

    def __init__(self, choices: Sequence[tuple[object, str]] = (), value: object = None) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.offer(choices, value)
        self.activated.connect(lambda _index: self.chosen.emit())

    def offer(self, choices: Sequence[tuple[object, str]], value: object = None) -> None:
        """Offer these codes with their words; `value` holds."""
        self.clear()
        for code, text in choices:
            self.addItem(text, code)
        self.set_value(value)

    def value(self) -> object:
        """The code that holds."""
        return self.currentData()

    def set_value(self, code: object) -> None:
        """Let a code hold, without telling anybody."""
        for index in range(self.count()):
            if self.itemData(index) == code:
                self.setCurrentIndex(index)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over a form scrolls it and changes nothing


def on_change(widget: QWidget, does: Callable[[], object]) -> None:
    """Call `does` whenever what a field holds changes."""
    signal = getattr(widget, "edited", None) or getattr(widget, "chosen", None) or getattr(widget, "toggled", None)
    if signal is None:
        signal = widget.textChanged  # type: ignore[attr-defined]
    signal.connect(lambda *_values: does())
