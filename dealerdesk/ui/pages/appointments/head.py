"""The head of the calendar: which day, by day or by week, and how its appointments stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from dealerdesk.domain.appointment import Standing
from dealerdesk.ui.forms import DateEdit
from dealerdesk.ui.widgets import Segmented, label, muted, row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QPushButton

    from dealerdesk.services.appointments.looking import DayOfAppointments
    from dealerdesk.ui.session import Session

DAY: Final = "day"
WEEK: Final = "week"

_TOLD: Final = (Standing.BOOKED, Standing.ARRIVED, Standing.LATE, Standing.MISSED, Standing.CANCELLED)


class Head(QWidget):
    """Choosers of the day and the view; what is done beside them stands at the right."""

    day_chosen = Signal(object)
    view_chosen = Signal(str)

    def __init__(self, session: Session, view: str, steps: Sequence[tuple[QAction, str]], *does: QPushButton) -> None:
        super().__init__()
        self._session, words = session, session.words
        self.day = session.desk.today
        self._edit = DateEdit(self.day, today=self.day, theme=session.theme)
        self._edit.setAccessibleName(words.text("Day of the appointments"))
        self._edit.setFixedWidth(self._edit.minimumWidth() + 32)
        choices = [(DAY, words.text("By day")), (WEEK, words.text("By week"))]
        self._views = Segmented(choices, view, words.text("What the calendar shows"))
        self._weekday, self._closed, self._counts = label("", "strong"), label("", "bad"), muted(wrap=False)
        self._counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        before, after, today = (self._tool(*step) for step in steps)
        laid = row(
            before, self._edit, after, today, self._weekday, self._closed, 8, self._views, 8, self._counts, 8, *does
        )
        laid.setStretchFactor(self._counts, 1)
        self.setLayout(laid)
        self._edit.chosen.connect(self._chosen)
        self._views.chosen.connect(self.view_chosen)

    def show_day(self, day: date) -> None:
        """Show which day is looked at."""
        self.day = day
        self._edit.set_day(day)

    def show_view(self, view: str) -> None:
        """Show whether days or weeks are looked at."""
        self._views.set_value(view)

    def tell(self, seen: Sequence[DayOfAppointments], view: str) -> None:
        """Tell how many appointments there are of each standing, and whether the store is closed."""
        words, store = self._session.words, seen[0].at_store
        self._weekday.setText(words.text("today") if self.day == seen[0].today else words.full_day(self.day))
        self._weekday.setVisible(view == DAY)
        found = [one.standing(line) for one in seen for line in one.lines]
        parts = [
            f"{words.label(f'appointment.{one}')} {words.number(found.count(one))}" for one in _TOLD if one in found
        ]
        self._counts.setText("  ·  ".join(parts) or words.text("No appointments"))
        self._counts.setToolTip(self._counts.text())
        shut = view == DAY and store.closed
        self._closed.setText(words.text("closed") + (f": {store.note}" if store.note else "") if shut else "")

    def _chosen(self) -> None:
        try:
            day = self._edit.day()
        except ValueError:
            day = None
        self.day_chosen.emit(day or self._session.desk.today)

    def _tool(self, action: QAction, icon: str) -> QToolButton:
        theme, made = self._session.theme, QToolButton()
        action.setIcon(theme.icon(icon))
        theme.changed.connect(lambda: action.setIcon(theme.icon(icon)))
        made.setDefaultAction(action)
        made.setProperty("role", "icon")
        made.setAccessibleName(action.text())
        return made
