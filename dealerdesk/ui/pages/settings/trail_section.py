"""The audit trail: who did what, when, from where, from which old value to which new one; asked, checked, exported."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QStandardPaths, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from dealerdesk.domain.errors import Refused
from dealerdesk.services.audit import AuditQuery, audit_choices, audit_ids, audit_lines, export_audit
from dealerdesk.services.desk import Right
from dealerdesk.services.trail import check_trail
from dealerdesk.ui.fields import Choice, DateEdit, LineEdit
from dealerdesk.ui.pages.settings.section import Section
from dealerdesk.ui.pages.settings.trail_detail import TrailDetail
from dealerdesk.ui.tables import LazyTable, TableColumn
from dealerdesk.ui.widgets import Splitter, boxed, column, label, muted, row
from dealerdesk.words.audit import about_line, kinds_line, record_name, source_name, use_case_name, who_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from dealerdesk.services.audit import AuditChoices, AuditLine
    from dealerdesk.services.trail import TrailChecked
    from dealerdesk.ui.background import Progress
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_TYPING: Final = 250
"""Milliseconds after a key until the trail is asked."""

_FOLDER: Final = "trail.folder"
_ENDINGS: Final = (".xlsx", ".csv")
_SHOWN: Final = 6
"""How many sentences of a check are shown."""


class TrailSection(Section):
    """The acts as a table with filters, and what the current one did to each record beside it."""

    code: ClassVar[str] = "trail"
    saves: bool = False
    right: ClassVar[Right] = Right.AUDIT

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        self._query: AuditQuery | None = None
        self.text = LineEdit(hint=self.words.text("Plate, name, VIN or any text"))
        self.text.setAccessibleName(self.words.text("Search in the audit trail"))
        self.text.setClearButtonEnabled(True)
        self.since, self.until = self._day(self.words.text("From")), self._day(self.words.text("Until"))
        self.who, self.what, self.record = Choice(), Choice(), Choice()
        self.table = LazyTable(session, self._columns(), name="trail", title=self.words.text("Audit trail"))
        self.detail = TrailDetail(session)
        self.count = muted("", wrap=False)
        self.state_line = label("", wrap=True)
        self._lay_out()
        self._wire()

    def load(self) -> None:
        """Ask what can be asked for, and the newest acts."""
        desk = self.session.desk
        self.session.background.read(self, lambda: audit_choices(desk), self._offer, key="choices")
        self._ask(keep=True)

    def focus_first(self) -> None:
        """Begin with the search."""
        self.text.setFocus()

    def check_trail(self) -> None:
        """Go through the whole chain beside all other work, and say how it stands."""
        desk, words = self.session.desk, self.words
        self.state_line.setText(words.text("The audit trail is being checked…"))

        def look(_progress: Progress) -> TrailChecked:
            return check_trail(desk)

        work_label = words.text("Checking the audit trail")
        self.session.background.work(self, look, self._tell_state, label=work_label, cancellable=False, reads=True)

    def export_trail(self) -> None:
        """Write the acts that show to a file."""
        words, desk, query = self.words, self.session.desk, self.query()
        file = self._ask_file()
        if file is None:
            return

        def write(progress: Progress) -> int:
            return export_audit(desk, query, file, _stoppable(progress))

        def done(rows: int) -> None:
            told = words.ntext("{n} row written to {file}.", "{n} rows written to {file}.", rows, file=file.name)
            show = (words.text("Open the file"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))))
            self.session.note(told, act=show)
            self._ask(keep=True)

        self.session.background.work(self, write, done, label=words.text("Writing {file}", file=file.name), reads=True)

    def query(self) -> AuditQuery:
        """What is asked for."""
        until = self.until.day()
        return AuditQuery(
            since=_midnight(self.since.day()),
            until=None if until is None else _midnight(until + timedelta(days=1)),
            who=str(self.who.value() or ""),
            use_case=str(self.what.value() or ""),
            record=str(self.record.value() or ""),
            text=self.text.value(),
        )

    # what arrives

    def _ask(self, *, keep: bool = False) -> None:
        query, desk = self.query(), self.session.desk
        keep, self._query = keep and query == self._query, query

        def take(ids: tuple[int, ...]) -> None:
            self.count.setText(self.words.ntext("{n} act", "{n} acts", len(ids)))
            self.table.show_ids(ids, fetch, keep=keep)

        def fetch(some: Sequence[int]) -> Mapping[int, AuditLine]:
            return {line.id: line for line in audit_lines(desk, some)}

        self.session.background.read(self, lambda: audit_ids(desk, query), take, key="acts")

    def _offer(self, choices: AuditChoices) -> None:
        words = self.words
        everybody, anything, all_kinds = words.text("Everybody"), words.text("Anything"), words.text("All records")
        people = [(who, who_name(words, who)) for who in choices.people]
        cases = sorted(((code, use_case_name(words, code)) for code in choices.use_cases), key=lambda one: one[1])
        records = [(table, record_name(words, table)) for table in choices.records]
        for box, first, offered in (
            (self.who, everybody, people), (self.what, anything, cases), (self.record, all_kinds, records),
        ):  # fmt: skip
            box.offer([("", first), *offered], box.value() or "")

    def _tell_state(self, found: TrailChecked) -> None:
        words = self.words
        told = [self.session.say(said) for said in (*found.problems, *found.advice)]
        more = len(told) - _SHOWN
        if not found.problems:
            told.insert(0, words.ntext("The trail of {n} act holds.", "The trail of {n} acts holds.", found.acts))
        lines = told[:_SHOWN] + ([words.text("and {n} more", n=more)] if more > 0 else [])
        self.state_line.setText("\n".join(lines))
        color = "bad" if found.problems else "active"
        self.state_line.setStyleSheet(f"color: {self.session.theme.color(color).name()}")

    def _ask_file(self) -> Path | None:
        words, memory = self.words, self.session.memory
        kept = memory.get(_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = kept if isinstance(kept, str) and Path(kept).is_dir() else documents
        kinds = {
            words.text("Excel workbook (*.xlsx)"): ".xlsx",
            words.text("Comma-separated text (*.csv)"): ".csv",
        }
        name = f"{words.text('Audit trail')} {self.session.desk.today}.xlsx"
        chosen, kind = QFileDialog.getSaveFileName(
            self, words.text("Export the audit trail"), str(Path(folder) / name), ";;".join(kinds)
        )
        if not chosen:
            return None
        file = Path(chosen)
        if file.suffix.casefold() not in _ENDINGS:
            file = file.with_name(file.name + kinds.get(kind, ".xlsx"))
        memory.put(_FOLDER, str(file.parent))
        return file

    # parts

    def _day(self, name: str) -> DateEdit:
        field = DateEdit(today=self.session.desk.today, theme=self.session.theme, hint=name)
        field.setAccessibleName(name)
        field.setMaximumWidth(self.session.theme.px(150))
        return field

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self.words
        return (
            TableColumn("when", words.text("When"), lambda a: words.moment(a.at.astimezone()), 176, sort=False),
            TableColumn("who", words.text("Who"), lambda a: who_name(words, a.who), 80, sort=False),
            TableColumn(
                "what", words.text("What"), lambda a: use_case_name(words, a.use_case), 150, sort=False, bold=True,
                tone=lambda a: "muted" if a.undone else None, tip=self._undoing,
            ),
            TableColumn("about", words.text("Whom or what"), lambda a: about_line(words, a), 150, sort=False),
            TableColumn("records", words.text("Records"), lambda a: kinds_line(words, a), 130, sort=False),
            TableColumn("source", words.text("From where"), lambda a: source_name(words, a.source), 100, sort=False),
            TableColumn("no", words.text("No."), lambda a: str(a.id), 70, "right", sort=False, shown=False),
        )  # fmt: skip

    def _undoing(self, line: AuditLine) -> str:
        words = self.words
        if line.undone:
            return words.text("Undone since")
        return "" if line.undoes is None else words.text("Undoes act {n:plain}", n=line.undoes)

    def _lay_out(self) -> None:
        words = self.words
        self.who.setAccessibleName(words.text("By whom"))
        self.what.setAccessibleName(words.text("What was done"))
        self.record.setAccessibleName(words.text("Kind of record"))
        for box in (self.who, self.what, self.record):
            box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
        first = row(self.text, self.button("settings.export_trail"), gap=8)
        second = row(self.since, self.until, self.who, self.what, self.record, gap=8)
        for place in (2, 3, 4):
            second.setStretch(place, 1)
        left = boxed(column(self.table, self.count, gap=4))
        self.splitter = Splitter(left, self.detail, upright=True)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([self.session.theme.px(360), self.session.theme.px(220)])
        state = row(self.state_line, self.button("settings.check_trail"), gap=8)
        state.setStretchFactor(self.state_line, 1)
        self.state_line.setText(
            words.text("Every act is chained to the one before and sealed: what is altered outside is found.")
        )
        laid = column(first, second, state, self.splitter, gap=8)
        laid.setStretchFactor(self.splitter, 1)
        self.setLayout(laid)

    def _wire(self) -> None:
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TYPING)
        self._soon.timeout.connect(self._ask)
        self.text.textChanged.connect(lambda _text: self._soon.start())
        for field in (self.since, self.until):
            field.editingFinished.connect(self._ask_other)
        for box in (self.who, self.what, self.record):
            box.chosen.connect(self._ask_other)
        self.table.picked.connect(self.detail.show_line)
        self.table.opened.connect(lambda _line: self.detail.take_focus())

    def _ask_other(self) -> None:
        if self.query() != self._query:
            self._ask()


def _midnight(day: date | None) -> datetime | None:
    """The beginning of a day where this PC stands."""
    return None if day is None else datetime.combine(day, time()).astimezone()


def _stoppable(progress: Progress) -> Callable[[int, int], None]:
    """Tell of progress, and end the work where a person stopped it."""

    def tell(done: int, total: int) -> None:
        progress(done, total)
        if progress.cancelled():
            raise Refused("list.stopped")

    return tell
