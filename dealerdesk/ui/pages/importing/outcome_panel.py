"""What a dry run found, or an import did: the counts, why rows were left or doubted, and rows that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from dealerdesk.domain.errors import said
from dealerdesk.services.importing.outcome import SET_ASIDE
from dealerdesk.ui.pages.importing.cells import CellsTable
from dealerdesk.ui.tables import LazyTable, TableColumn
from dealerdesk.ui.widgets import Splitter, boxed, button, column, label, muted, row
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from dealerdesk.services.importing import ImportResult
    from dealerdesk.ui.session import Session

COUNTS: Final = ("rows", "added", "updated", "unchanged", "set_aside", "rejected")

_WHAT: Final = {"rejected": N_("Rejected"), "set_aside": N_("Set aside"), "warning": N_("Taken, with a warning")}
_TONES: Final = {"rejected": "bad", "set_aside": "muted", "warning": "warn"}


@dataclass(frozen=True)
class Reason:
    """One code, what becomes of its rows, and how many they are."""

    id: int
    what: str
    code: str
    count: int


class Counts(QWidget):
    """The six counts side by side: the first is the sum of the others."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self.figures: dict[str, QLabel] = {}
        for at, name in enumerate(COUNTS):
            figure = label("", "figure")
            self.figures[name] = figure
            words = label(session.words.label(f"count.{name}"), "muted")
            sign = {0: "", 1: "="}.get(at, "+")
            grid.addWidget(label(sign, "muted"), 0, 2 * at)
            for line, part in enumerate((figure, words)):
                part.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(part, line, 2 * at + 1)
        grid.setColumnStretch(2 * len(COUNTS), 1)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show other counts."""
        for name, figure in self.figures.items():
            figure.setText(self._session.words.number(counts[name]))
        told = (
            f"{self._session.words.label(f'count.{name}')} {figure.text()}" for name, figure in self.figures.items()
        )
        self.setAccessibleName(", ".join(told))


class OutcomePanel(QWidget):
    """Counts, reasons, and rows behind the reason that is picked."""

    def __init__(self, session: Session, *buttons: QPushButton, name: str) -> None:
        super().__init__()
        self._session = session
        words = session.words
        self._result: ImportResult | None = None
        self.title = label("", "title", wrap=True)
        self.told = muted()
        self.trouble = label("", "bad", wrap=True)
        self.counts = Counts(session)
        self.reasons = LazyTable(session, tuple(self._columns()), name=name, title=words.text("Reasons and warnings"))
        self.examples = CellsTable(session, words.text("Rows that show the reason"))
        self.in_words = label("", wrap=True)
        self.examples_title = label("", "section")
        self.about = label("", "small", wrap=True)
        self._buttons = buttons
        self.extra = column(gap=4)
        self._lay_out()
        self.reasons.picked.connect(self._pick)
        self.examples.about.connect(self.about.setText)

    def show_result(self, result: ImportResult, title: str, told: str = "", trouble: str = "") -> None:
        """Show what became of a file, or would."""
        self.title.setText(title)
        for place, text in ((self.told, told), (self.trouble, trouble)):
            place.setText(text)
            place.setVisible(bool(text))
        if result is not self._result:
            self._result = result
            self._show_rows(result)

    def _show_rows(self, result: ImportResult) -> None:
        self.counts.show_counts({name: getattr(result, name) for name in COUNTS})
        reasons = tuple(_reasons(result))
        self._parts.setVisible(bool(reasons))
        self._nothing.setVisible(not reasons)
        self._filler.setVisible(not reasons)
        self.reasons.show_rows(reasons)

    def take_focus(self) -> None:
        """Put the keyboard where work goes on."""
        next(
            (each for each in reversed(self._buttons) if each.isVisible() and each.isEnabled()), self.reasons
        ).setFocus()

    def _columns(self) -> Iterator[TableColumn]:
        words = self._session.words
        yield TableColumn(
            "what", words.text("Outcome"), lambda each: words.text(_WHAT[each.what]), 170,
            tone=lambda each: _TONES[each.what], sort=False,
        )  # fmt: skip
        yield TableColumn("code", words.text("Why"), lambda each: words.label(f"row.{each.code}"), 210, sort=False)
        yield TableColumn(
            "count", words.text("Number of rows"), lambda each: words.number(each.count), 130, "right", sort=False
        )
        yield TableColumn("todo", words.text("In words"), self._todo, 220, sort=False, tip=self._todo)

    def _todo(self, reason: Reason) -> str:
        return self._session.say(said(f"import.{reason.code}"))

    def _lay_out(self) -> None:
        words = self._session.words
        below = boxed(column(self.in_words, self.examples_title, self.examples, gap=4))
        self._parts = Splitter(self.reasons, below, upright=True)
        self._parts.setStretchFactor(0, 3)
        self._parts.setStretchFactor(1, 2)
        self._nothing = muted(words.text("No row is refused, and none is doubtful."))
        counts = boxed(column(self.counts, gap=0), "panel")
        head = column(self.title, self.told, self.trouble, row(counts, None), gap=6)
        layout = column(head, self.extra, self._nothing, self._parts, row(self.about, *self._buttons))
        layout.setStretchFactor(self._parts, 1)
        self.about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._filler = QWidget()
        layout.insertWidget(layout.count() - 1, self._filler, 1)
        self.setLayout(layout)
        for table in (self.reasons, self.examples):
            table.setMinimumHeight(self._session.theme.px(84))

    def _pick(self, reason: Reason | None) -> None:
        result = self._result
        if reason is None or result is None:
            return
        rows = [each for each in result.examples if each.code == reason.code]
        words = self._session.words
        if not rows:
            text = words.text("The file's cells do not show this: it follows from what the store knows already.")
        elif len(rows) < reason.count:
            text = words.ntext("The first row of them", "The first {n} rows of them", len(rows))
        else:
            text = words.ntext("This row of the file", "These {n} rows of the file", len(rows))
        self.in_words.setText(self._todo(reason))
        self.examples_title.setText(text)
        self.examples.setVisible(bool(rows))
        self.examples.show_cells(result.headings, rows)


def _reasons(result: ImportResult) -> Iterator[Reason]:
    """Rejected rows first, those most often; then rows set aside, then warnings."""
    found = [("set_aside" if code in SET_ASIDE else "rejected", code, n) for code, n in result.reasons.items()]
    found += [("warning", code, n) for code, n in result.warnings.items()]
    order = list(_WHAT)
    ordered = sorted(found, key=lambda each: (order.index(each[0]), -each[2], each[1]))
    return (Reason(at, *each) for at, each in enumerate(ordered, 1))


class Workbook(QWidget):
    """Where the rows stand that were not taken, with ways to get there."""

    open_asked = Signal()
    folder_asked = Signal()
    copy_asked = Signal()

    def __init__(self, session: Session, *buttons: QPushButton) -> None:
        super().__init__()
        words = session.words
        self.path: Path | None = None
        self._session = session
        self._told = label("", wrap=True)
        self._path = label("", "small", wrap=True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        folder = button(words.text("Show its folder"), self.folder_asked.emit)
        copy = button(words.text("Copy its path"), self.copy_asked.emit)
        self.setLayout(column(self._told, self._path, row(*buttons, folder, copy, None), gap=4))

    def show_path(self, path: Path | None, told: str = "") -> None:
        """Show where a workbook is; nothing where there is none."""
        self.path = path
        self.setVisible(path is not None)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._path.setText("" if path is None else str(path))


def counts_line(session: Session, counts: Mapping[str, Any], names: Sequence[str] = COUNTS) -> str:
    """The counts in one line."""
    words = session.words
    return " · ".join(f"{words.label(f'count.{name}')} {words.number(counts[name])}" for name in names)
