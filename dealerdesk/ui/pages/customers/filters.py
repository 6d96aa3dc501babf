"""The filters of the table of customers: a menu that stays open while ticking, and a chip for each one in force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from typing_extensions import override

from dealerdesk.domain.customer_query import CustomerChoices, CustomersQuery
from dealerdesk.domain.record_fields import SOURCES
from dealerdesk.domain.rules import Status
from dealerdesk.ui.flow import FlowLayout, emptied
from dealerdesk.ui.widgets import Chip, button
from dealerdesk.words.customer_filters import SWITCHES, TITLES, filters_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from dealerdesk.ui.session import Session


class StayingMenu(QMenu):
    """A menu in which several entries can be ticked before it closes: Space and the mouse tick, Enter and Esc close."""

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        entry: Any = self.activeAction()  # None where nothing is
        if entry is not None and entry.isCheckable() and entry.isEnabled():
            entry.trigger()
        else:
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry: Any = self.activeAction()
        if event.key() == Qt.Key.Key_Space and entry is not None and entry.isCheckable():
            entry.trigger()
        else:
            super().keyPressEvent(event)


class _FilterChip(Chip):
    """A filter in force: pressing it, or Delete, takes it away."""

    def __init__(self, text: str, tip: str, remove: Callable[[], object]) -> None:
        super().__init__(f"{text}  ✕", remove)
        self._remove = remove
        self.setAccessibleName(f"{text} — {tip}")
        self.setToolTip(tip)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._remove()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """What the rows are filtered by; `asked` when a person wants it otherwise."""

    asked = Signal(object)
    """The query as it is wanted now."""

    def __init__(self, session: Session, opener: QPushButton) -> None:
        super().__init__()
        self._session = session
        self._opener = opener
        self._query = CustomersQuery()
        self._flow = FlowLayout()
        self.choices = CustomerChoices()
        self.setLayout(self._flow)
        self.hide()

    def show_query(self, query: CustomersQuery) -> None:
        """Show the filters of a query as chips."""
        self._query = query
        emptied(self._flow)
        words = self._session.words
        told = list(self._told())
        for text, without in told:
            tip = words.text("Remove this filter (Delete)")
            self._flow.addWidget(_FilterChip(text, tip, partial(self._ask, without)))
        if len(told) > 1:
            self._flow.addWidget(button(words.text("Clear all"), self.clear, kind="link"))
        self.setVisible(bool(told))
        self.updateGeometry()

    def clear(self) -> None:
        """Take every filter away; the text that is searched for stays."""
        self._ask(self._query.unfiltered().asking(text=self._query.text))
        self._opener.setFocus()

    def open_menu(self) -> None:
        """Offer what can be filtered by, below the button that asks for it."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._opener.mapToGlobal(QPoint(0, self._opener.height())))
        menu.setActiveAction(menu.actions()[0])

    def menu(self) -> QMenu:
        """What can be filtered by, with what is in force ticked."""
        words, choices = self._session.words, self.choices
        menu = StayingMenu(self)
        for field, codes in (("statuses", _statuses(words.label)), ("sources", _sources(words.label))):
            self._several(menu, field, codes)
        self._several(menu, "models", ((model, f"{model}  ({words.number(n)})") for model, n in choices.models.items()))
        self._several(menu, "advisors", choices.advisors.items())
        menu.addSeparator()
        for field, value, text in SWITCHES:
            entry = menu.addAction(words.text(text))
            entry.setCheckable(True)
            entry.setChecked(getattr(self._query, field) is value)
            entry.triggered.connect(
                lambda on, field=field, value=value: self._ask(self._query.asking(**{field: value if on else None}))
            )
        return menu

    def _several(self, menu: QMenu, field: str, codes: Iterable[tuple[object, str]]) -> None:
        """A part of the menu in which any of several values can be ticked."""
        part = StayingMenu(self._session.words.label(TITLES[field]), menu)
        menu.addMenu(part)
        held = getattr(self._query, field)
        for code, text in codes:
            entry = part.addAction(text.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(code in held)
            entry.triggered.connect(lambda on, code=code: self._tick(field, code, on=on))
        part.setEnabled(bool(part.actions()))

    def _tick(self, field: str, code: object, *, on: bool) -> None:
        held = tuple(one for one in getattr(self._query, field) if one != code)
        self._ask(self._query.asking(**{field: (*held, code) if on else held}))

    def _ask(self, query: CustomersQuery) -> None:
        self._query = query
        self.asked.emit(query)

    def _told(self) -> Iterable[tuple[str, CustomersQuery]]:
        """The filters in force in words, each with the query without it."""
        for one in filters_told(self._session.words, self._query, self.choices.advisors):
            yield one.text, self._query.asking(**{one.field: one.without})


def _statuses(label: Callable[[str], str]) -> list[tuple[object, str]]:
    return [(status, label(f"status.{status}")) for status in Status]


def _sources(label: Callable[[str], str]) -> list[tuple[object, str]]:
    return [(source, label(f"source.{source}")) for source in SOURCES]
