"""The head over sample rows: above each heading of the file a choice of the field that its column holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHeaderView
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWheelEvent

    from dealerdesk.services.importing import Preview
    from dealerdesk.ui.pages.importing.cells import CellsTable
    from dealerdesk.ui.session import Session

_GAP: Final = 4


class FieldChoice(QComboBox):
    """Which field a column holds."""

    def __init__(self, head: ColumnsHead, fields: QStandardItemModel) -> None:
        super().__init__(head)
        self.setModel(fields)
        self.setMaxVisibleItems(30)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over the table scrolls it and changes nothing


class ColumnsHead(QHeaderView):
    """Headings with a choice above each; `corrected` says column and field, empty for a column that is left out."""

    corrected = Signal(int, str)

    def __init__(self, session: Session, table: CellsTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._session = session
        self._fields = QStandardItemModel(self)
        self._choices: list[FieldChoice] = []
        self._table = table
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.sectionResized.connect(lambda *_sizes: self._place())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self._place())

    @property
    def choices(self) -> Sequence[FieldChoice]:
        """The choices from left to right."""
        return self._choices

    def show_preview(self, preview: Preview) -> None:
        """Offer the fields of a kind above the columns of a file."""
        self._offer(preview)
        while len(self._choices) > len(preview.columns):
            self._choices.pop().deleteLater()
        while len(self._choices) < len(preview.columns):
            self._add(len(self._choices))
        words = self._session.words
        for at, (choice, column) in enumerate(zip(self._choices, preview.columns, strict=True)):
            choice.blockSignals(True)
            choice.setCurrentIndex(max(0, choice.findData(column.field or "")))
            choice.blockSignals(False)
            heading = column.heading or words.text("Column {n}", n=at + 1)
            choice.setAccessibleName(words.text("What “{heading}” holds", heading=heading))
            samples = " · ".join(column.samples) or words.text("no values")
            by_hand = f"\n{words.text('Said by hand')}" if column.by_hand else ""
            choice.setToolTip(f"{heading}: {samples}{by_hand}")
        self._place()
        QTimer.singleShot(0, self, self._place)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + self._choice_height() + 2 * _GAP)

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the column into sight whose choice the keyboard has come to."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, FieldChoice) and watched in self._choices:
            at, bar = self._choices.index(watched), self._table.horizontalScrollBar()
            left, width = self.sectionPosition(at), self.sectionSize(at)
            if left < bar.value():
                bar.setValue(left)
            elif left + width > bar.value() + self.viewport().width():
                bar.setValue(left + width - self.viewport().width())
        return super().eventFilter(watched, event)

    def _offer(self, preview: Preview) -> None:
        words = self._session.words
        self._fields.clear()
        for code, text in (("", words.text("— left out —")), *self._named(preview.fields)):
            item = QStandardItem(text)
            item.setData(code, Qt.ItemDataRole.UserRole)
            self._fields.appendRow(item)

    def _named(self, fields: Sequence[str]) -> list[tuple[str, str]]:
        return [(field, self._session.words.label(f"field.{field}")) for field in fields]

    def _add(self, at: int) -> None:
        choice = FieldChoice(self, self._fields)
        choice.installEventFilter(self)
        choice.activated.connect(lambda _index: self.corrected.emit(at, choice.currentData()))
        self._choices.append(choice)
        choice.show()

    def _choice_height(self) -> int:
        return self._choices[0].sizeHint().height() if self._choices else self._session.theme.px(28)

    def _place(self) -> None:
        height = self._choice_height()
        for at, choice in enumerate(self._choices):
            left = self.sectionViewportPosition(at)
            choice.setGeometry(left + 2, _GAP, max(20, self.sectionSize(at) - 4), height)
