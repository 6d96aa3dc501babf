"""Adding or changing a filter: a column, and what it is to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dealerdesk.domain.list_fields import FIELDS, Kind
from dealerdesk.services.list_view import values_of
from dealerdesk.ui.forms import Choice
from dealerdesk.ui.pages.lists.columns import column_title, family
from dealerdesk.ui.pages.lists.span_editor import SpanEditor
from dealerdesk.ui.pages.lists.values_editor import ValuesEditor
from dealerdesk.ui.widgets import button, column, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.domain.list_sieve import Group
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session


class FilterPanel(QWidget):
    """One filter at a time; Enter puts it in force."""

    applied = Signal(object)
    """A filter is to hold."""

    removed = Signal(str)
    """The filter of this column is to go."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._place: Place | None = None
        words = session.words
        self.column = Choice()
        self.column.setAccessibleName(words.text("Column"))
        self.column.setMaxVisibleItems(20)
        self.values, self.span = ValuesEditor(session), SpanEditor(session)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.values)
        self._stack.addWidget(self.span)
        name = label(words.text("Column"), "muted")
        name.setBuddy(self.column)
        self.apply_button = button(words.text("Filter"), self.apply, kind="primary")
        self._remove = button(words.text("Remove"), self._take_away)
        self.setLayout(
            column(row(name, self.column, None), self._stack, row(self.apply_button, self._remove, None), gap=8)
        )
        self.column.chosen.connect(lambda: self._begin_with(str(self.column.value())))
        self.values.entered.connect(self.apply)
        self.span.entered.connect(self.apply)

    def begin(self, place: Place, code: str | None = None) -> None:
        """Begin a new filter, or change the one of a column."""
        words, kind = self._session.words, family(place.name)
        self._place = place
        self.column.offer([(field, column_title(words, field, kind)) for field in FIELDS])
        self._begin_with(code or self._first_free(place))
        if code is None:
            self.column.setFocus()
        else:
            self._editor().focus_first()

    @staticmethod
    def _first_free(place: Place) -> str:
        taken = {one.column for one in place.query.filters}
        return next((code for code in ("model", "district", *FIELDS) if code not in taken), "model")

    def _begin_with(self, code: str) -> None:
        place = self._place
        if place is None:
            return
        field, present = FIELDS[code], place.query.filter_of(code)
        self.column.set_value(code)
        self._remove.setVisible(present is not None)
        self._stack.setCurrentWidget(self.values if field.kind.is_chosen else self.span)
        editor = self._editor()
        editor.begin(field, present)
        if field.kind is Kind.MARK:
            return
        session = self._session
        desk, ask = place.desk(session.desk), place.ask(session.desk.today)
        query = place.query
        session.background.read(self, lambda: values_of(desk, ask, code, query), self._offer, key="values")

    def _offer(self, groups: Sequence[Group]) -> None:
        self._editor().offer(groups)

    def _editor(self) -> ValuesEditor | SpanEditor:
        return self.values if self._stack.currentWidget() is self.values else self.span

    def apply(self) -> None:
        """Put what was chosen in force; nothing chosen takes the filter away."""
        try:
            chosen = self._editor().filter()
        except ValueError:
            self.span.say_wrong()
            return
        if chosen is None:
            self._take_away()
        else:
            self.applied.emit(chosen)

    def _take_away(self) -> None:
        self.removed.emit(str(self.column.value()))
