"""The palette of actions and the list of shortcuts: what the table of actions says, to choose from and to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QTableWidget, QTableWidgetItem, QWidget
from typing_extensions import override

from dealerdesk.domain.folding import fold_text
from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.navigation import PLACES
from dealerdesk.ui.widgets import column, muted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Session


def keys_of(shortcut: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class Palette(QDialog):
    """Every action that can be done here and now, found by its words."""

    def __init__(self, session: Session, parent: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(session.words.text("Run an action"))
        self._actions = {name: action for name, action in actions.items() if action.isEnabled()}
        self._line, self._list = LineEdit(hint=session.words.text("What do you want to do?")), QListWidget()
        self._line.setAccessibleName(session.words.text("Part of an action's name"))
        self._list.setAccessibleName(session.words.text("Actions"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line.textChanged.connect(self._narrow)
        self._list.itemClicked.connect(lambda _item: self._run())
        self._nothing = muted(session.words.text("Nothing found."))
        self.setLayout(column(self._line, self._nothing, self._list, margins=(12, 12, 12, 12)))
        self.resize(session.theme.px(520), session.theme.px(420))
        self._narrow("")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            place = self._list.currentRow() + steps[Qt.Key(event.key())]
            self._list.setCurrentRow(max(0, min(place, self._list.count() - 1)))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run()
        else:
            super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        wanted = fold_text(text)
        self._list.clear()
        for name, action in self._actions.items():
            if wanted in fold_text(action.text()):
                keys = keys_of(ACTIONS[name].shortcut)
                item = QListWidgetItem(f"{action.text()}    {keys}" if keys else action.text())
                item.setData(Qt.ItemDataRole.UserRole, name)
                self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._nothing.setVisible(not self._list.count())

    def _run(self) -> None:
        if (item := self._list.currentItem()) is not None:
            self.accept()
            self._actions[item.data(Qt.ItemDataRole.UserRole)].trigger()


def shortcut_rows(session: Session) -> list[tuple[str, str, str]]:
    """Where, keys and words of every action with a shortcut, as the person who sits here may use them."""
    words = session.words
    pages = {place.name: words.text(place.words) for place in PLACES}
    return [
        (
            pages[action.page] if action.page else words.text("Everywhere"),
            keys_of(action.shortcut),
            words.text(action.words),
        )
        for action in ACTIONS.values()
        if action.shortcut and session.offers(action)
    ]


class Shortcuts(QDialog):
    """All shortcuts, by where they work."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        words = session.words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.text("Shortcuts"))
        rows = shortcut_rows(session)
        table = QTableWidget(len(rows), 3)
        table.setAccessibleName(words.text("Shortcuts"))
        table.setHorizontalHeaderLabels([words.text("Where"), words.text("Keys"), words.text("What it does")])
        _fill(table, rows)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setColumnWidth(0, session.theme.px(140))
        table.setColumnWidth(1, session.theme.px(150))
        table.horizontalHeader().setStretchLastSection(True)
        note = muted(words.text("Press Esc to close. Ctrl+Shift+P finds an action by its name."))
        self.setLayout(column(table, note, margins=(12, 12, 12, 12)))
        self.resize(session.theme.px(680), session.theme.px(560))


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    for at, texts in enumerate(rows):
        for column_at, text in enumerate(texts):
            table.setItem(at, column_at, QTableWidgetItem(text))
