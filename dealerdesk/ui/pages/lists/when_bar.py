"""For which month, as of which day and under which policy the lists are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from dealerdesk.domain.rules import POLICIES
from dealerdesk.ui.forms import Choice, DateEdit, MonthEdit
from dealerdesk.ui.widgets import button, label, restyled, row

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.calendar import Month
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session


class WhenBar(QWidget):
    """Target month, as-of day, policy; what is as usual is None."""

    changed = Signal()

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__()
        self._session = session
        words, today = session.words, session.desk.today
        self.month = MonthEdit(place.month_on(today))
        self.day = DateEdit(place.as_of or today, today=today, theme=session.theme)
        self.policy = Choice([(None, words.text("The store's policy")), *self._policies()], place.policy)
        self._back = button("‹", lambda: self.month.step(-1), kind="quiet")
        self._on = button("›", lambda: self.month.step(1), kind="quiet")
        self._today = button(words.text("Today"), self._to_today, kind="link")
        for edit in (self.month, self.day):
            edit.setMaximumWidth(edit.minimumWidth() + 8)
        self._name_everything()
        parts: list[QWidget | int | None] = [
            self._label(words.label("column.month"), self.month), self._back, self.month, self._on, 12,
            self._label(words.text("As of"), self.day), self.day, self._today, 12,
            self._label(words.text("Policy"), self.policy), self.policy, None,
        ]  # fmt: skip
        self.setLayout(row(*parts, gap=4))
        self.month.chosen.connect(self.changed)
        self.day.chosen.connect(self._day_chosen)
        self.day.edited.connect(self._mark)
        self.policy.chosen.connect(self.changed)
        self._mark()

    def show_place(self, place: Place) -> None:
        """Show another month, day and policy."""
        today = self._session.desk.today
        self.month.set_month(place.month_on(today))
        self.day.set_day(place.as_of or today)
        self.policy.set_value(place.policy)
        self._mark()

    def show_store_policy(self, name: str) -> None:
        """Say which policy the store's own is."""
        words = self._session.words
        told = words.text("The store's: {policy}", policy=words.label(f"policy.{name}"))
        self.policy.setItemText(0, told)

    def chosen_month(self) -> Month:
        """The target month."""
        return self.month.month()

    def chosen_day(self) -> date | None:
        """The as-of day; None for today."""
        try:
            day = self.day.day()
        except ValueError:
            return None
        return None if day == self._session.desk.today else day

    def chosen_policy(self) -> str | None:
        """The policy; None for the store's."""
        value = self.policy.value()
        return value if isinstance(value, str) else None

    def _policies(self) -> list[tuple[object, str]]:
        return [(name, self._session.words.label(f"policy.{name}")) for name in POLICIES]

    def _name_everything(self) -> None:
        words = self._session.words
        self.month.setAccessibleName(words.label("column.month"))
        self.day.setAccessibleName(words.text("As of"))
        self.policy.setAccessibleName(words.text("Policy"))
        for made, name in ((self._back, words.text("One month earlier")), (self._on, words.text("One month later"))):
            made.setAccessibleName(name)
            made.setToolTip(name)

        for pick in self.day.findChildren(QToolButton):
            pick.setAccessibleName(words.text("Pick a day"))

    @staticmethod
    def _label(text: str, buddy: QWidget) -> QWidget:
        made = label(text, "muted")
        made.setBuddy(buddy)
        return made

    def _to_today(self) -> None:
        self.day.set_day(self._session.desk.today)
        self._mark()
        self.changed.emit()

    def _day_chosen(self) -> None:
        if not self.day.text().strip():
            self.day.set_day(self._session.desk.today)
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        """Show what is not a day, and the way back to today."""
        try:
            day, wrong = self.day.day(), False
        except ValueError:
            day, wrong = None, True
        self._today.setVisible(day != self._session.desk.today)
        self.day.setProperty("wrong", "true" if wrong else "false")
        self.day.setToolTip(self._session.words.text("Not a day: type it as 2026-11-22.") if wrong else "")
        restyled(self.day)
