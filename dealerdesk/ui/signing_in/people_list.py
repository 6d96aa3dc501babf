"""Who it may be: a line for part of a name above the list of the people who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from dealerdesk.domain.folding import fold_text
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.services.staff.signing_in import Person
    from dealerdesk.ui.session import Session

_MOST_ROWS: Final = 6
_MANY: Final = 6
"""From how many people on a line is offered that narrows them by part of a name."""


class PeopleList(QWidget):
    """The people who sign in at this store, of whom one is chosen: by part of the name, by arrows, by mouse."""

    chosen = Signal()
    """Another person is chosen now."""

    settled = Signal()
    """Enter or a click: it is this one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, words = session, session.words
        self._people: dict[int, Person] = {}
        self._chosen: int | None = None
        self.line = _Line(self, words.text("Part of a name"))
        self.line.setAccessibleName(words.text("Part of a name"))
        self.list = QListWidget()
        self.list.setAccessibleName(words.text("Who is working?"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(self.line, self.list, gap=6))
        self.line.edited.connect(self._narrow)
        self.list.currentItemChanged.connect(self._tell)
        self.list.itemClicked.connect(lambda _item: self.settled.emit())
        self.list.itemActivated.connect(lambda _item: self.settled.emit())

    def _tell(self, *_items: object) -> None:
        self._chosen = None if self.person is None else self.person.account
        self.chosen.emit()

    @property
    def person(self) -> Person | None:
        """Who is chosen."""
        if self.list.currentRow() < 0:
            return None
        return self._people[cast("int", self.list.currentItem().data(Qt.ItemDataRole.UserRole))]

    def show_people(self, people: Sequence[Person], account: int | None) -> None:
        """Show these people; one of them is chosen: who was before, else the one of an account, else the first."""
        now = self.person
        self._people = {person.account: person for person in people}
        self.line.setVisible(len(people) >= _MANY)
        self._fill(now.account if now is not None else account)

    def step(self, by: int) -> None:
        """Choose so many further down."""
        self.list.setCurrentRow(max(0, min(self.list.currentRow() + by, self.list.count() - 1)))

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        (self.list if self.line.isHidden() else self.line).setFocus(reason)

    def _narrow(self) -> None:
        now = self.person
        self._fill(None if now is None else now.account)

    def _fill(self, account: int | None) -> None:
        wanted = fold_text(self.line.value())
        shown = [person for person in self._people.values() if wanted in fold_text(person.name)]
        self.list.blockSignals(True)
        self.list.clear()
        for person in shown:
            role = self._session.words.label(f"role.{person.role}")
            item = QListWidgetItem(f"{person.name}   {role}")
            item.setData(Qt.ItemDataRole.UserRole, person.account)
            self.list.addItem(item)
        accounts = [person.account for person in shown]
        self.list.setCurrentRow(accounts.index(account) if account in accounts else 0)
        self.list.blockSignals(False)
        rows = max(1, min(len(self._people), _MOST_ROWS))
        height = self.list.sizeHintForRow(0) if shown else self._session.theme.px(30)
        self.list.setFixedHeight(rows * height + 8)
        if (None if self.person is None else self.person.account) != self._chosen:
            self._tell()


class _Line(LineEdit):
    """Arrows move in the list below; Enter takes who is chosen there."""

    def __init__(self, people: PeopleList, hint: str) -> None:
        super().__init__(hint=hint)
        self._of = people
        self.setClearButtonEnabled(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        if event.key() in steps:
            self._of.step(steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._of.settled.emit()
        elif event.key() == Qt.Key.Key_Escape and self.value():
            self.clear()
        else:
            super().keyPressEvent(event)
