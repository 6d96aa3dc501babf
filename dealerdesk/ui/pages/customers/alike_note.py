"""Who else may be the customer that is being edited: named while a name or a number is typed, opened, or kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from dealerdesk.services.customers.alike import Alike, alike_customers
from dealerdesk.ui.flow import emptied, flowing
from dealerdesk.ui.widgets import button, column, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.ui.session import Session

_PAUSE: Final = 200
"""Milliseconds after a key until the store is asked."""


class AlikeNote(QFrame):
    """Shows only while there is somebody alike whom nobody said to be another one."""

    elsewhere = Signal(int)
    """The file of that customer is to be looked at first; what was entered waits."""

    def __init__(
        self, session: Session, customer: int, typed: Callable[[], tuple[str, tuple[str, ...]]], behind: QWidget
    ) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._session, self._customer, self._typed, self._behind = session, customer, typed, behind
        self._apart: set[int] = set()
        self._told = label("", wrap=True)
        self._offers = flowing()
        self.buttons: list[QWidget] = []
        self.setLayout(column(self._told, self._offers, gap=6, margins=(10, 8, 10, 8)))
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.look)

    def touch(self) -> None:
        """Something was typed: look soon who else may be meant."""
        self._soon.start()

    def look(self) -> None:
        """Look who else has what was typed; what stood there before is nobody's business."""
        desk, customer, (name, phones) = self._session.desk, self._customer, self._typed()
        if not name and not phones:
            self._show(())
            return
        self._session.background.read(
            self, lambda: alike_customers(desk, customer, name, phones), self._show, key="alike"
        )

    def _show(self, found: tuple[Alike, ...]) -> None:
        words = self._session.words
        left = [one for one in found if one.id not in self._apart]
        emptied(self._offers)
        self.buttons = []
        told = [
            words.text("{name} has this number too.", name=one.name)
            if one.by_phone
            else words.text("There is another customer called {name}.", name=one.name)
            for one in left
        ]
        self._told.setText("\n".join(told))
        self.setAccessibleName(self._told.text())
        for one in left:
            if one.seen:
                opening = words.text("Open {name}", name=one.name)
                self.buttons.append(button(opening, lambda key=one.id: self._open(key)))  # type: ignore[misc]
        if left:
            self.buttons.append(button(words.text("Keep anyway"), lambda: self._keep_apart(left)))
        before = self._behind
        for made in self.buttons:
            self._offers.addWidget(made)
            QWidget.setTabOrder(before, made)
            before = made
        self.setVisible(bool(left))

    def _open(self, customer: int) -> None:
        self.elsewhere.emit(customer)

    def _keep_apart(self, others: list[Alike]) -> None:
        self._apart |= {one.id for one in others}
        self._show(())
