"""The working days of a year: as published, as the store has set them, and who of the staff is away when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from dealerdesk.domain.errors import said
from dealerdesk.services.desk import Right
from dealerdesk.services.store_days import close_day, drop_absence, forget_day, keep_absence, open_day, store_days
from dealerdesk.ui.forms import Choice, DateEdit, Form, LineEdit
from dealerdesk.ui.pages.settings.section import Section
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import column, label, muted, row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Changed, Desk
    from dealerdesk.services.store_days import StoreDays
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_YEARS_AHEAD: Final = 2
_CLOSED, _OPEN = "closed", "open"


class DayRow(NamedTuple):
    """A row of the table: days in a row, and what they are. `undo`: what takes it back, where somebody has set it."""

    id: int
    first: date
    last: date
    what: str
    note: str | None = None
    undo: Callable[[Desk], Changed] | None = None


def _forget(day: date, desk: Desk) -> Changed:
    return forget_day(desk, day)


def _drop(absence: int, desk: Desk) -> Changed:
    return drop_absence(desk, absence)


class DaysSection(Section):
    """A table of the days that are other than Monday to Friday, and a form that sets more."""

    code: ClassVar[str] = "days"
    saves: bool = False
    right: ClassVar[Right] = Right.POLICIES

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words, today = self.words, session.desk.today
        years = range(today.year - 1, today.year + _YEARS_AHEAD + 1)
        self.year = Choice([(year, str(year)) for year in years], today.year)
        self.year.setAccessibleName(words.text("Year"))
        self.table = LazyTable(session, self._columns(), name="store-days", title=words.text("Working days"))
        self.told = muted("")
        self.form = Form()
        self.first = self.form.add("first", words.text("From"), DateEdit(today=today, theme=session.theme))
        self.last = self.form.add(
            "last",
            words.text("Until"),
            DateEdit(today=today, theme=session.theme),
            help=words.text("Leave it empty for one day."),
        )
        self.what = self.form.add("what", words.text("Kind of day"), Choice())
        self.note = self.form.add("note", words.text("Note"), LineEdit())
        self._add, self._remove = button("settings.add_day"), button("settings.remove_day")
        self.setLayout(
            column(
                row(label(words.text("Year")), self.year, None, gap=8),
                self.told,
                self.table,
                row(self._remove, None),
                self.form,
                row(self._add, None),
                gap=8,
            )
        )
        self.year.chosen.connect(self.load)

    def load(self) -> None:
        """Ask for the days of the year that is chosen."""
        desk, year = self.session.desk, int(str(self.year.value()))
        self.session.background.read(self, lambda: store_days(desk, year), self._take, key="load")

    def focus_first(self) -> None:
        """Begin at the table."""
        self.table.setFocus()

    def add_day(self) -> None:
        """Set what the form says."""
        if (asked := self._asked()) is None or self.busy:
            return
        desk = self.session.desk
        self._begin()
        self.session.background.write(
            self, lambda: asked(desk), self._added, label=self.words.text("Saving"), failed=self._refused
        )

    def remove_day(self) -> None:
        """Take back what is chosen in the table, where it is not the calendar's."""
        chosen, desk = self.table.current(), self.session.desk
        if chosen is None or chosen.undo is None:
            told = self.words.text("Choose a day that the store has set, or an absence.")
            self.session.note(told, bad=True)
            return
        undo = chosen.undo
        if not self.busy:
            self._begin()
            self.session.background.write(
                self, lambda: undo(desk), self._done, label=self.words.text("Saving"), failed=self._refused
            )

    def _begin(self) -> None:
        self.busy = True
        self.form.clear_errors()

    def _asked(self) -> Callable[[Desk], Changed] | None:
        """What the form asks for; None where something is missing, which is said beside it."""
        self.form.clear_errors()
        days: dict[str, date | None] = {}
        for name, field in (("first", self.first), ("last", self.last)):
            try:
                days[name] = field.day()
            except ValueError:
                self.form.error(name, self.words.text("This is no day: type it as 2026-11-22."))
                return None
        first, last = days["first"], days["last"]
        if first is None:
            self.form.error("first", self.words.text("A day is needed here."))
            return None
        what, note = self.what.value(), self.note.value()
        if isinstance(what, int):
            return lambda desk: keep_absence(desk, what, first, last or first, note)
        if what == _CLOSED:
            return lambda desk: close_day(desk, first, note, last=last)
        return lambda desk: open_day(desk, first, note, last=last)

    def _added(self, changed: Changed) -> None:
        for field in (self.first, self.last):
            field.set_day(None)
        self.note.set_value("")
        self._done(changed)

    def _done(self, changed: Changed) -> None:
        self.busy = False
        self.session.note(self.words.text("Saved."), undo=changed.act)
        self.load()

    def _refused(self, why: Said) -> None:
        self.busy = False
        self.form.error("last" if why.code == "days.backwards" else "first", self.session.say(why))

    def _take(self, found: StoreDays) -> None:
        words = self.words
        unknown = said("tasks.calendar_unknown", year=found.year)
        self.told.setText(
            words.text("As published; the store's own days and absences go before.")
            if found.known
            else self.session.say(unknown)
        )
        choices: list[tuple[object, str]] = [
            (_CLOSED, words.text("Closed that day")),
            (_OPEN, words.text("Open that day")),
        ]
        if self.session.may(Right.STAFF):
            choices += [(key, words.text("{who} is away", who=name)) for key, name in found.staff]
        self.what.offer(choices, self.what.value() or _CLOSED)
        rows = sorted(self._rows(found), key=lambda one: (one.first, one.undo is None, one.last))
        self.table.show_rows([one._replace(id=place) for place, one in enumerate(rows, start=1)], keep=True)

    def _rows(self, found: StoreDays) -> Iterator[DayRow]:
        words = self.words
        for off in found.published:
            yield DayRow(0, off.first, off.last, words.text("Worked") if off.worked else words.text("Day off"))
        for own in found.own:
            what = words.text("Open that day") if own.open else words.text("Closed that day")
            yield DayRow(0, own.day, own.day, what, own.note, partial(_forget, own.day))
        for away in found.absences:
            what = words.text("{who} is away", who=away.name)
            yield DayRow(0, away.first, away.last, what, away.note, partial(_drop, away.id))

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self.words

        def tone(one: DayRow) -> str | None:
            return "muted" if one.undo is None else None

        def until(one: DayRow) -> str:
            return "" if one.first == one.last else words.formats.full_day(one.last)

        return (
            TableColumn("first", words.text("From"), lambda one: words.formats.full_day(one.first), 215, sort=False),
            TableColumn("last", words.text("Until"), until, 215, sort=False),
            TableColumn("what", words.text("Kind of day"), lambda one: one.what, 170, sort=False, tone=tone, bold=True),
            TableColumn("note", words.text("Note"), lambda one: one.note or "", 220, sort=False),
        )
