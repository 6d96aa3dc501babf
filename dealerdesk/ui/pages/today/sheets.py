"""The day's call sheet: made once, shown before it is printed, and earlier ones found again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from dealerdesk.services.sheets import call_sheet, sheet_tasks, sheets_between
from dealerdesk.ui.preview import show_preview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.sheets import SheetLine, SheetMade
    from dealerdesk.ui.session import Session

DAYS_BACK = 30
DAYS_AHEAD = 31


class Sheets(QObject):
    """Makes, reprints and finds call sheets for the page."""

    calls_wanted = Signal(str, tuple)
    """The calls of a sheet are to be shown: its code, and the entries."""

    busy = Signal(bool)

    def __init__(self, session: Session, page: QWidget, make_tasks: Callable[[], object]) -> None:
        super().__init__(page)
        self.session, self.words, self._page, self._make_tasks = session, session.words, page, make_tasks

    def make(self, day: date, agent: str | None) -> None:
        """Make the sheet of a day and agent, or find the one that is there, and show it."""
        session, words = self.session, self.words
        self.busy.emit(True)
        session.background.work(
            self,
            lambda _progress: call_sheet(session.desk, day, agent),
            lambda made: self._show(made, day, agent),
            label=words.text("Making the call sheet of {day}", day=day),
            failed=lambda why: self._refused(why, agent),
            cancellable=False,
        )

    def choose(self, at: QWidget) -> None:
        """Offer the sheets of the last weeks and the next."""
        desk = self.session.desk
        first, last = desk.today - timedelta(days=DAYS_BACK), desk.today + timedelta(days=DAYS_AHEAD)
        self.session.background.read(
            self, lambda: sheets_between(desk, first, last), lambda lines: self._offer(lines, at), key="sheets"
        )

    def _show(self, made: SheetMade, day: date, agent: str | None) -> None:
        words = self.words
        self.busy.emit(False)
        title = words.text("Call sheet {sheet} · {day}", sheet=made.sheet, day=day)
        title = f"{title} · {agent}" if agent else title
        show_preview(self.session, self._page, made.pdf, title, f"{day}-{made.sheet}.pdf")
        if not made.reprinted:
            told = words.ntext("Call sheet with {n} call made.", "Call sheet with {n} calls made.", made.entries)
            notes = [told, *(words.say(note) for note in made.notes)]
            self.session.note(" ".join(notes), undo=made.changed.act)

    def _refused(self, why: Said, agent: str | None) -> None:
        """Say why there is no sheet, with the way on where there is one."""
        words = self.words
        self.busy.emit(False)
        following = why.params.get("next_day")
        if why.code == "sheet.none_due":
            self.session.note(self.session.say(why), bad=True, act=(words.text("Make tasks"), self._make_tasks))
        elif why.code in {"sheet.closed_day", "sheet.next_due"} and following is not None:
            act = words.text("Make it for {day}", day=following)
            self.session.note(
                self.session.say(why),
                bad=True,
                act=(act, lambda: self.make(following, agent)),  # type: ignore[arg-type]
            )
        else:
            self.session.note(self.session.say(why), bad=True)

    def _offer(self, lines: Sequence[SheetLine], at: QWidget) -> None:
        words, menu = self.words, QMenu(at)
        for sheet in lines:
            entry = menu.addMenu(self._line(sheet))
            entry.addAction(words.text("Preview and print")).triggered.connect(
                lambda _on=False, sheet=sheet: self.make(sheet.day, sheet.agent)
            )
            entry.addAction(words.text("Show its calls")).triggered.connect(
                lambda _on=False, sheet=sheet: self._show_calls(sheet.code)
            )
        if not lines:
            menu.addAction(words.text("No sheet was made in these weeks.")).setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def _line(self, sheet: SheetLine) -> str:
        words = self.words
        calls = words.ntext("{n} call", "{n} calls", sheet.entries)
        still = words.ntext("{n} task open", "{n} tasks open", sheet.open) if sheet.open else words.text("all called")
        return "   ".join((words.day(sheet.day), sheet.agent or words.text("Everybody"), sheet.code, calls, still))

    def _show_calls(self, code: str) -> None:
        desk = self.session.desk
        self.session.background.read(
            self, lambda: sheet_tasks(desk, code), lambda calls: self.calls_wanted.emit(code, calls), key="calls"
        )
