"""Which day and whose calls: the choosers at the head of the page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from dealerdesk.ui.forms import Choice, DateEdit
from dealerdesk.ui.widgets import label, row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QAction

    from dealerdesk.ui.session import Session

_AGENT = "today.agent"


class DayBar(QWidget):
    """A day and an agent; the agent is remembered on this PC."""

    changed = Signal()

    def __init__(self, session: Session, before: QAction, after: QAction) -> None:
        super().__init__()
        self._session, words = session, session.words
        self._day = session.desk.today
        kept = session.memory.get(_AGENT)
        self.agent: str | None = kept if isinstance(kept, str) else None
        self._edit = DateEdit(self._day, today=session.desk.today, theme=session.theme)
        self._edit.setAccessibleName(words.text("Day of the calls"))
        self._edit.setFixedWidth(self._edit.minimumWidth() + 32)
        self._whose = Choice()
        self._whose.setAccessibleName(words.text("Whose calls"))
        self._weekday = label("", "muted")
        self.setLayout(
            row(
                self._step(before, "left"),
                self._edit,
                self._step(after, "right"),
                self._weekday,
                8,
                label(words.text("Agent")),
                self._whose,
            )
        )
        self._edit.chosen.connect(self._day_chosen)
        self._whose.chosen.connect(self._agent_chosen)
        self.offer((), self.agent)

    @property
    def day(self) -> date:
        """The day that is looked at."""
        return self._day

    def go_to(self, day: date) -> None:
        """Look at another day."""
        self._day = day
        self._edit.set_day(day)
        self.changed.emit()

    def step(self, days: int) -> None:
        """Look at a day so many days on."""
        self.go_to(self._day + timedelta(days=days))

    def offer(self, agents: Sequence[str], agent: str | None) -> None:
        """Offer these agents; `agent` is the one whose calls are shown."""
        words = self._session.words
        self.agent = agent
        choices: list[tuple[object, str]] = [(None, words.text("Everybody")), *((name, name) for name in agents)]
        if [self._whose.itemData(at) for at in range(self._whose.count())] != [code for code, _ in choices]:
            self._whose.offer(choices)
        self._whose.setCurrentIndex(max(0, self._whose.findData(agent)) if agent else 0)
        full = words.full_day(self._day)
        self._weekday.setText(words.text("today") if self._day == self._session.desk.today else "")
        self._edit.setToolTip(full)

    def take_agent(self, agent: str | None) -> None:
        """Show another agent's calls, and remember it."""
        self.agent = agent
        self._session.memory.put(_AGENT, agent)
        self.changed.emit()

    def _step(self, action: QAction, icon: str) -> QToolButton:
        theme, made = self._session.theme, QToolButton()
        action.setIcon(theme.icon(icon))
        theme.changed.connect(lambda: action.setIcon(theme.icon(icon)))
        made.setDefaultAction(action)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setProperty("role", "icon")
        made.setAccessibleName(action.text())
        return made

    def _day_chosen(self) -> None:
        try:
            day = self._edit.day()
        except ValueError:
            day = None
        self.go_to(day or self._session.desk.today)

    def _agent_chosen(self) -> None:
        value = self._whose.value()
        self.take_agent(value if isinstance(value, str) else None)
