"""When a customer wants to be called again: a day and a time, in the panel beside the call."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from dealerdesk.domain.folding import fold_width
from dealerdesk.domain.followup import PartOfDay, Promise, part_of
from dealerdesk.ui.forms import DateEdit, Form, LineEdit
from dealerdesk.ui.widgets import Chip, button, column, muted, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.ui.session import Session


class LaterPanel(QWidget):
    """Day and time of a promised call; Enter keeps, Esc leaves."""

    kept = Signal(object)
    """A Promise."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, words = session, session.words
        self._today = session.desk.today
        self.form = Form()
        self.day = self.form.add(
            "day", words.text("Call again on"), DateEdit(today=self._today, theme=session.theme), help=""
        )
        self.at = self.form.add("at", words.text("At"), LineEdit(hint="HH:MM"))
        self.at.setInputMethodHints(Qt.InputMethodHint.ImhTime)
        parts = [
            Chip(words.label(f"part_of_day.{part}"), lambda part=part: self._take(part))  # type: ignore[misc]
            for part in PartOfDay
        ]
        self.keep = button(words.text("Promise the call"), self.confirm, kind="primary")
        leave = button(words.text("Cancel"), self.left.emit)
        told = muted(words.text("The call is hidden until then, and is the first one when its time has come."))
        self.setLayout(column(self.form, row(*parts, None, gap=4), told, row(None, leave, self.keep)))

    def begin(self, now: time) -> None:
        """Offer tomorrow, at the beginning of the part of the day that it is now."""
        self.form.clear_errors()
        self.day.set_day(self._today + timedelta(days=1))
        self._take(part_of(now))
        self.day.setFocus()
        self.day.selectAll()

    def held(self) -> list[str]:
        """Day and time as typed."""
        return [self.day.text(), self.at.text()]

    def take_up(self, typed: Sequence[str]) -> None:
        """Let day and time be what was typed before."""
        day, at = typed
        self.day.setText(day)
        self.at.set_value(at)

    def _take(self, part: PartOfDay) -> None:
        self.at.set_value(f"{part.begins:%H:%M}")

    def confirm(self) -> None:
        """Keep the day and time that stand here, if they are some; else say what is wrong beside them."""
        words = self._session.words
        day, at = self._day(), time_of(self.at.text())
        wrong = {
            "day": "" if day else words.text("Say the day like this: 2026-11-23."),
            "at": "" if at else words.text("Say the time like this: 14:30."),
        }
        self.form.show_errors({name: text for name, text in wrong.items() if text})
        if day is not None and at is not None:
            self.kept.emit(Promise(day, at))

    def refuse(self, told: str) -> None:
        """Say beside the day why it cannot be that day and time."""
        self.form.show_errors({"day": told})

    def _day(self) -> date | None:
        try:
            return self.day.day()
        except ValueError:
            return None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def time_of(text: str) -> time | None:
    """The time that was typed: 14:30, 14.30, 1430, 9; None for what is none."""
    plain = fold_width(text).strip().replace(".", ":").replace("点", ":").rstrip(":")
    if plain.isdecimal() and len(plain) in {3, 4}:
        plain = f"{plain[:-2]}:{plain[-2:]}"
    hour, _, minute = plain.partition(":")
    if not hour.isdecimal() or not (minute.isdecimal() or not minute) or int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))
