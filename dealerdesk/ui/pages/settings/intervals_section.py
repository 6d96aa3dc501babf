"""Maintenance intervals: the default, and a table of those that some models and drives have of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, TypeVar

from PySide6.QtWidgets import QWidget

from dealerdesk.domain.rule_numbers import INTERVAL_KM, INTERVAL_MONTHS, rule_problems
from dealerdesk.domain.rules import Interval, Rules
from dealerdesk.services.intervals import KnownModel, models_known, vehicles_by_interval
from dealerdesk.services.settings import rules_of
from dealerdesk.ui.forms import Choice, Form, NumberEdit
from dealerdesk.ui.pages.settings.number_fields import NumberFields
from dealerdesk.ui.pages.settings.ruled_section import RuledSection
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import column, label, muted, row, scrolling
from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.pages.settings.section import Button, Values
    from dealerdesk.ui.session import Session

_DEFAULTS: Final = (INTERVAL_MONTHS, INTERVAL_KM)
_ROWS_SHOWN: Final = 4

W = TypeVar("W", bound=QWidget)

Line = tuple[str | None, str | None, str, str]
"""An interval as typed: model, drive, months, km."""


class IntervalRow(NamedTuple):
    """A row of the table; `id` is its place from 1, and how many vehicles go by it."""

    id: int
    line: Line
    vehicles: int | None


class IntervalsSection(RuledSection):
    """The default interval, and one's own for a model, a drive or both."""

    code: ClassVar[str] = "intervals"

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self._known: tuple[KnownModel, ...] = ()
        self._lines: list[Line] = []
        self._filling = False
        self._general = Form()
        self._general.section(words.text("All vehicles"))
        self._numbers = NumberFields(session, self._general, _DEFAULTS)
        self.table = LazyTable(
            session, self._columns(), name="intervals", title=words.text("Intervals by model and drive")
        )
        self._whom, self._when = Form(), Form()
        self.model = self._whom.add("model", words.text("Model"), self._sized(Choice(), 300))
        self.drive = self._whom.add("drive", words.text("Drive"), self._sized(Choice(), 300))
        months, km = self._sized(NumberEdit(), 96), self._sized(NumberEdit(), 96)
        self.months = self._when.add("months", words.text("Time"), months, unit=self.words.label("rule_unit.months"))
        self.km = self._when.add("km", words.text("Distance"), km, unit=self.words.label("rule_unit.km"))
        self._empty = muted(
            words.text("All vehicles go by the default. Add an interval for electric cars or long-life oil.")
        )
        self._add, self._remove = button("settings.add_interval"), button("settings.remove_interval")
        self._lay_out()
        self.table.picked.connect(self._picked)
        for form in (self._whom, self._when):
            form.on_change(self._typed)
        self._general.on_change(self._changed)

    def load(self) -> None:
        """Ask for the rules and for the models that the store has cars of."""
        desk = self.session.desk
        self.session.background.read(self, lambda: (rules_of(desk), models_known(desk)), self._both, key="load")

    def values(self) -> Values:
        """The default and every interval, as typed."""
        return {**self._numbers.values(), "intervals": [list(line) for line in self._lines]}

    def fill(self, values: Values) -> None:
        """Show the default and the intervals."""
        self._filling = True
        self._numbers.fill(values)
        self._lines = [(line[0], line[1], line[2], line[3]) for line in values["intervals"]]
        self._filling = False
        self._show_lines(0)

    def values_of(self, rules: Rules) -> Values:
        """What the fields hold for these rules."""
        lines = [[one.model, one.drive, str(one.months), str(one.km)] for one in rules.intervals]
        return {**self._numbers.values_of(rules), "intervals": lines}

    def wanted(self) -> Rules | None:
        """The rules held, with these intervals."""
        fields, unread = self._numbers.read()
        rules = replace(self.held, **fields, intervals=tuple(map(_interval, self._lines)))
        problems = {**rule_problems(rules), **unread}
        self._say_wrong(problems)
        return None if problems else rules

    def show_wrong(self) -> None:
        """Go to the first interval that is wrong."""
        problems = rule_problems(replace(self.held, intervals=tuple(map(_interval, self._lines))))
        place = next((int(name.partition(".")[2]) for name in problems if name.startswith("intervals.")), None)
        if place is not None:
            self.table.selectRow(place)
            self._say_wrong(problems)
            self.months.setFocus()

    def focus_first(self) -> None:
        """Begin with the table."""
        self.table.setFocus()

    def add_interval(self) -> None:
        """Add an interval for the most frequent model that has none."""
        taken = {line[0] for line in self._lines}
        model = next((one.model for one in self._known if one.model and one.model not in taken), None)
        drive = None if model else "electric"
        self._lines.append((model, drive, str(self.held.interval_months), str(self.held.interval_km)))
        self._show_lines(len(self._lines) - 1)
        self._changed()
        self.model.setFocus()

    def remove_interval(self) -> None:
        """Remove the interval that is chosen: its vehicles go by the default."""
        place = self._place()
        if place is not None:
            del self._lines[place]
            self._show_lines(max(place - 1, 0))
            self._changed()

    def _both(self, found: tuple[Rules, tuple[KnownModel, ...]]) -> None:
        rules, self._known = found
        self._arrived(rules)

    def _place(self) -> int | None:
        """The place of the interval that is chosen."""
        current = self.table.current_id()
        return None if current is None or current > len(self._lines) else current - 1

    def _show_lines(self, place: int | None) -> None:
        rules = replace(self.held, intervals=tuple(map(_interval, self._lines)))
        counts = vehicles_by_interval(self._known, rules)
        rows = [IntervalRow(at + 1, line, counts[at]) for at, line in enumerate(self._lines)]
        self._filling = True
        self.table.show_rows(rows)
        if rows:
            self.table.selectRow(min(place or 0, len(rows) - 1))
        self._filling = False
        for part in (self._whom, self._when, self.table):
            part.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._remove.setEnabled(bool(rows))

    def _picked(self, chosen: IntervalRow | None) -> None:
        """Show the chosen interval in the fields."""
        if chosen is None:
            return
        self._filling = True
        model, drive, months, km = chosen.line
        self.model.offer(self._models(model), model)
        self.drive.offer(self._drives(drive), drive)
        self.months.set_value(months)
        self.km.set_value(km)
        self._filling = False
        self.wanted()

    def _typed(self) -> None:
        """Take what was typed into the chosen interval."""
        place = self._place()
        if self._filling or place is None:
            return
        model, drive = self.model.value(), self.drive.value()
        self._lines[place] = (
            model if isinstance(model, str) else None,
            drive if isinstance(drive, str) else None,
            self.months.value(),
            self.km.value(),
        )
        self._show_lines(place)
        self._changed()

    def _changed(self) -> None:
        if not self._filling:
            self.edited.emit()

    def _say_wrong(self, problems: Mapping[str, Said]) -> None:
        for number in _DEFAULTS:
            wrong = problems.get(number.name)
            self._general.error(number.name, self.session.say(wrong) if wrong else "")
        place = self._place()
        said = problems.get(f"intervals.{place}")
        field = _field_of(said, self._lines[place]) if said is not None and place is not None else ""
        for form in (self._whom, self._when):
            for name in form.fields:
                form.error(name, self.session.say(said) if said is not None and name == field else "")

    def _models(self, chosen: str | None) -> list[tuple[object, str]]:
        words = self.words
        counts: dict[str, int] = {}
        for one in self._known:
            if one.model:
                counts[one.model] = counts.get(one.model, 0) + one.vehicles
        if chosen and chosen not in counts:
            counts[chosen] = 0
        named = [(model, f"{model}  ({words.number(n)})") for model, n in counts.items()]
        return [(None, words.text("Any model")), *named]

    def _drives(self, chosen: str | None) -> list[tuple[object, str]]:
        known = ("fuel", "hybrid", "electric")
        more = dict.fromkeys(one.drive for one in self._known if one.drive and one.drive not in known)
        if chosen and chosen not in known:
            more[chosen] = None
        return [(None, self.words.text("Any drive")), *((drive, self._drive(drive)) for drive in (*known, *more))]

    def _drive(self, drive: str | None) -> str:
        if drive is None:
            return self.words.text("Any drive")
        code = f"drive.{drive}"
        return self.words.label(code) if code in LABELS else drive

    def _columns(self) -> tuple[TableColumn, ...]:
        words, number = self.words, self.words.number

        def km(chosen: IntervalRow) -> str:
            return number(int(chosen.line[3])) if chosen.line[3].isdigit() else chosen.line[3]

        return (
            TableColumn(
                "model", words.text("Model"), lambda r: r.line[0] or words.text("Any model"), 150, sort=False, bold=True
            ),
            TableColumn("drive", words.text("Drive"), lambda r: self._drive(r.line[1]), 110, sort=False),
            TableColumn("months", words.text("Months"), lambda r: r.line[2], 70, "right", sort=False),
            TableColumn("km", words.text("Kilometres"), km, 110, "right", sort=False),
            TableColumn("vehicles", words.text("Vehicles"), lambda r: number(r.vehicles), 80, "right", sort=False),
        )

    def _sized(self, field: W, width: int) -> W:
        field.setFixedWidth(self.session.theme.px(width))
        return field

    def _lay_out(self) -> None:
        px = self.session.theme.px
        self.table.setFixedHeight(px(32) * (_ROWS_SHOWN + 1) + 6)
        inside = QWidget()
        inside.setLayout(
            column(
                self._general,
                8,
                label(self.words.text("Intervals by model and drive"), "section"),
                self._empty,
                self.table,
                row(self._add, self._remove, None),
                row(self._whom, self._when, None, gap=24),
                None,
                margins=(0, 0, 12, 0),
            )
        )
        inside.setMaximumWidth(px(820))
        body = column(scrolling(inside), self.moves)
        body.setStretch(0, 1)
        self.setLayout(body)


def _interval(line: Line) -> Interval:
    """A typed line as an interval; what is no number is 0, which no interval may be."""
    model, drive, months, km = line
    return Interval(_number(months), _number(km), model, drive)


def _number(typed: str) -> int:
    plain = typed.replace(",", "").replace(" ", "")
    return int(plain) if plain.isdigit() else 0


def _field_of(said: Said, line: Line) -> str:
    """The field beside which to say what is wrong with a line."""
    if said.code != "rules.between":
        return "model"
    months: Any = _number(line[2])
    return "km" if INTERVAL_MONTHS.least <= months <= INTERVAL_MONTHS.most else "months"
