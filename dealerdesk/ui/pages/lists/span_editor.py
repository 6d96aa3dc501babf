"""From … to: days and amounts, typed or taken from the bands that they fall into."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from dealerdesk.domain.folding import fold_width
from dealerdesk.domain.list_fields import Field, Kind
from dealerdesk.domain.list_query import Between, OneOf
from dealerdesk.ui.fields import day_of
from dealerdesk.ui.forms import LineEdit
from dealerdesk.ui.widgets import column, label, row
from dealerdesk.words.list_filters import group_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.domain.list_query import Filter
    from dealerdesk.domain.list_sieve import Group
    from dealerdesk.ui.session import Session

_HUNDREDTHS = frozenset({Kind.MONEY, Kind.HUNDREDTHS})


class _Bands(QListWidget):
    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class SpanEditor(QWidget):
    """The first and the last day or amount that a filter lets through; or only rows that have none."""

    entered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        words = session.words
        self._field: Field | None = None
        self.first, self.last = LineEdit(), LineEdit()
        self.blank = QCheckBox(words.text("Only where there is none"))
        self.bands = _Bands()
        self.error = label("", "error", wrap=True)
        self.error.hide()
        texts = (words.text("From"), words.text("To"))
        for edit, text in zip((self.first, self.last), texts, strict=True):
            edit.setAccessibleName(text)
            edit.returnPressed.connect(self.entered)
            edit.edited.connect(self.error.hide)
        self.bands.setAccessibleName(words.text("Bands"))
        first, last = label(texts[0], "muted"), label(texts[1], "muted")
        first.setBuddy(self.first)
        last.setBuddy(self.last)
        self.setLayout(column(row(first, self.first, last, self.last), self.error, self.blank, self.bands, gap=6))
        self.bands.itemActivated.connect(self._take)
        self.bands.itemClicked.connect(self._take)
        self.bands.entered.connect(self._enter)

    def begin(self, field: Field, present: Filter | None) -> None:
        """Begin with a column, and the filter that it has."""
        self._field = field
        hint = "YYYY-MM-DD" if field.kind is Kind.DAY else ""
        for edit in (self.first, self.last):
            edit.setPlaceholderText(hint)
        self.blank.setChecked(isinstance(present, OneOf))
        span = present if isinstance(present, Between) else Between(field.code)
        self._show(span)
        self.error.hide()
        self.bands.clear()

    def offer(self, groups: Sequence[Group]) -> None:
        """Offer the bands that there are."""
        words = self._session.words
        self.bands.clear()
        for group in groups:
            if isinstance(group.key, Between):
                told = f"{group_words(words, group.key)}  ({words.number(group.rows)})"
                item = QListWidgetItem(told)
                item.setData(Qt.ItemDataRole.UserRole, group.key)
                self.bands.addItem(item)

    def filter(self) -> Filter | None:
        """The filter that was chosen; None where nothing is. Raises ValueError for what cannot be read."""
        if self._field is None:
            return None
        if self.blank.isChecked():
            return OneOf(self._field.code, (None,))
        first, last = self._read(self.first.value()), self._read(self.last.value())
        if first is None and last is None:
            return None
        return Between(self._field.code, first, last)

    def say_wrong(self) -> None:
        """Say that what was typed is no day or no number."""
        words, day = self._session.words, self._field is not None and self._field.kind is Kind.DAY
        self.error.setText(words.text("Not a day: type it as 2026-11-22.") if day else words.text("Not a number."))
        self.error.show()

    def focus_first(self) -> None:
        """Put the keyboard on the first field."""
        self.first.setFocus()
        self.first.selectAll()

    def _enter(self) -> None:
        item = self.bands.currentItem()
        if item is not None:
            self._take(item)
        self.entered.emit()

    def _take(self, item: QListWidgetItem) -> None:
        self.blank.setChecked(False)
        self._show(item.data(Qt.ItemDataRole.UserRole))

    def _show(self, span: Between) -> None:
        self.first.set_value(self._written(span.first))
        self.last.set_value(self._written(span.last))

    def _written(self, value: int | date | None) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return value.isoformat()
        if self._field is not None and self._field.kind in _HUNDREDTHS:
            return f"{Decimal(value) / 100:f}"
        return str(value)

    def _read(self, text: str) -> int | date | None:
        if not text or self._field is None:
            return None
        if self._field.kind is Kind.DAY:
            return day_of(text, self._session.desk.today)
        plain = fold_width(text).replace(",", "").replace(" ", "").removeprefix("¥")
        try:
            number = Decimal(plain)
            if self._field.kind in _HUNDREDTHS:
                number *= 100
            if number != number.to_integral_value():
                raise ValueError(text)
        except InvalidOperation as error:
            raise ValueError(text) from error
        return int(number)
