"""Choosing among the values of a column: type to narrow, Space to tick, Enter to filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from dealerdesk.domain.folding import fold_text
from dealerdesk.domain.list_fields import Field, Kind, Value
from dealerdesk.domain.list_query import Contains, OneOf
from dealerdesk.ui.forms import LineEdit
from dealerdesk.ui.widgets import column, muted
from dealerdesk.words.list_filters import value_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.domain.list_query import Filter
    from dealerdesk.domain.list_sieve import Group
    from dealerdesk.ui.session import Session

_MOST: Final = 300
"""Values that show at once; typing leads to the others."""


class _Ticks(QListWidget):
    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ValuesEditor(QWidget):
    """The values of a column with their counts, to be ticked; words can also be asked for by a part of them."""

    entered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        words = session.words
        self._field: Field | None = None
        self._groups: Sequence[Group] = ()
        self._ticked: set[Value] = set()
        self.text = LineEdit(hint=words.text("Contains…"))
        self.text.setAccessibleName(words.text("Contains…"))
        self.list = _Ticks()
        self.list.setAccessibleName(words.text("Values"))
        self.more = muted()
        self.setLayout(column(self.text, self.list, self.more, gap=6))
        self.text.edited.connect(self._narrow)
        self.text.returnPressed.connect(self.entered)
        self.list.entered.connect(self.entered)
        self.list.itemChanged.connect(self._tick)

    def begin(self, field: Field, present: Filter | None) -> None:
        """Begin with a column, and the filter that it has."""
        self._field, self._groups = field, ()
        self._ticked = set(present.values) if isinstance(present, OneOf) else set()
        self.text.set_value(present.text if isinstance(present, Contains) else "")
        self.text.setVisible(field.kind in {Kind.WORDS, Kind.MARK})
        self.list.setVisible(field.kind is not Kind.MARK)
        self._tell(self._session.words.text("Looking…") if field.kind is not Kind.MARK else "")
        self.list.clear()

    def offer(self, groups: Sequence[Group]) -> None:
        """Offer the values that there are."""
        self._groups = groups
        self._narrow()

    def filter(self) -> Filter | None:
        """The filter that was chosen; None where nothing is ticked or typed."""
        if self._field is None:
            return None
        if self._ticked:
            known = [group.key.values[0] for group in self._groups if isinstance(group.key, OneOf)]
            rest = sorted(self._ticked - set(known), key=str)
            return OneOf(self._field.code, (*(value for value in known if value in self._ticked), *rest))
        text = self.text.value()
        return Contains(self._field.code, text) if text and not self.text.isHidden() else None

    def focus_first(self) -> None:
        """Put the keyboard where typing narrows, else on the values."""
        (self.list if self.text.isHidden() else self.text).setFocus()

    def _narrow(self) -> None:
        words, field, part = self._session.words, self._field, fold_text(self.text.text())
        if field is None or field.kind is Kind.MARK:
            return
        fitting = [
            (group, told)
            for group in self._groups
            if isinstance(group.key, OneOf)
            and part in fold_text(told := value_words(words, field, group.key.values[0]))
        ]
        self.list.blockSignals(True)
        self.list.clear()
        for group, told in fitting[:_MOST]:
            self._offer(group, told)
        self.list.blockSignals(False)
        if self.list.count():
            self.list.setCurrentRow(0)
        more = len(fitting) - _MOST
        self._tell(words.ntext("{n} more: type to narrow.", "{n} more: type to narrow.", more) if more > 0 else "")

    def _tell(self, text: str) -> None:
        self.more.setText(text)
        self.more.setVisible(bool(text))

    def _offer(self, group: Group, told: str) -> None:
        if not isinstance(group.key, OneOf):
            return
        value = group.key.values[0]
        item = QListWidgetItem(f"{told}  ({self._session.words.number(group.rows)})")
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if value in self._ticked else Qt.CheckState.Unchecked)
        item.setData(Qt.ItemDataRole.UserRole, (value,))
        self.list.addItem(item)

    def _tick(self, item: QListWidgetItem) -> None:
        (value,) = item.data(Qt.ItemDataRole.UserRole)
        if item.checkState() is Qt.CheckState.Checked:
            self._ticked.add(value)
        else:
            self._ticked.discard(value)
