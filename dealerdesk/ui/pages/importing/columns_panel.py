"""What was recognised of a file, over its first rows, with everything that a person may correct."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from dealerdesk.ui.fields import Choice
from dealerdesk.ui.pages.importing.cells import CellsTable
from dealerdesk.ui.pages.importing.columns_head import ColumnsHead
from dealerdesk.ui.widgets import boxed, button, column, label, muted, row
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.importing import Mapped, Preview
    from dealerdesk.ui.pages.importing.job import Job
    from dealerdesk.ui.session import Session

_CERTAIN: Final = {
    "sure": N_("Recognised by its headings."),
    "likely": N_("Probably, by its few headings: please check."),
    "unsure": N_("Not recognised for certain: please say it."),
}
_EXISTING: Final = {
    "update": N_("What the export says anew is taken; what was corrected by hand stays until the export changes it."),
    "fill": N_("Only what is empty is filled; nothing is overwritten."),
    "skip": N_("What is known already stays as it is; only new records are added."),
}
_UNKNOWN: Final = frozenset({"import.no_headings", "import.unknown_column", "import.unknown_field"})


class ColumnsPanel(QWidget):
    """The first step: what the file is, which column is what, and what becomes of records known already."""

    corrected = Signal(dict)
    """What a person says: any of kind, mapping, sheet, line."""

    existing_chosen = Signal(str)

    def __init__(self, session: Session, *buttons: QPushButton) -> None:
        super().__init__()
        self._session = session
        self._preview: Preview | None = None
        self._mapping: Mapped = {}
        words = session.words
        self.kind = self._choice(words.text("What the rows are"), lambda value: self._say(kind=value, mapping=None))
        self.sheet = self._choice(words.text("Worksheet"), lambda value: self._say(sheet=value or None, mapping=None))
        self.existing = self._choice(words.text("Records known already"), lambda value: self._existing(str(value)))
        self.line = self._choice(words.text("Row of the headings"), lambda value: self._say(line=value, mapping=None))
        self._certain, self._about_existing = muted(wrap=False), muted(wrap=False)
        self.trouble = label("", "bad", wrap=True)
        self._remembered, self._as_recognised = label("", wrap=True), button("", kind="link")
        self._before = label("", wrap=True)
        self._not_found = label("", "small", wrap=True)
        self.table = CellsTable(session, words.text("First rows of the file"))
        self.head = ColumnsHead(session, self.table)
        self.table.setHorizontalHeader(self.head)
        self.about = label("", "small", wrap=True)
        self._buttons = buttons
        self._lay_out()
        self.head.corrected.connect(self._correct)
        self.table.about.connect(self._tell_about)
        self._as_recognised.clicked.connect(lambda: self._say(mapping={}))

    def show_job(self, job: Job) -> None:
        """Show what is known of a file."""
        preview = job.preview
        if preview is None:
            return
        words = self._session.words
        self.kind.offer(
            [(kind, words.label(f"import_kind.{kind}")) for kind in ("vehicles", "visits", "calls")], preview.kind
        )
        self._offer_sheets(preview, job.sheet)
        self.existing.offer([(code, words.label(f"existing.{code}")) for code in _EXISTING], job.existing)
        self._about_existing.setText(words.text(_EXISTING[job.existing]))
        self._certain.setText(words.text(_CERTAIN[preview.certainty]))
        self._tell(job, preview)
        if preview is not self._preview:
            self._preview, self._mapping = preview, preview.mapping
            bars = self.table.horizontalScrollBar(), self.table.verticalScrollBar()
            before = [bar.value() for bar in bars]
            self.table.show_cells([each.heading for each in preview.columns], preview.rows)
            self._wide_enough()
            for bar, value in zip(bars, before, strict=True):
                bar.setValue(value)
            self.head.show_preview(preview)
            self._tab_order()

    def take_focus(self) -> None:
        """Put the keyboard where work goes on."""
        (self.head.choices[0] if self.head.choices else self.kind).setFocus()

    def _lay_out(self) -> None:
        words = self._session.words
        first = row(self._named(words.text("These are"), self.kind), self._certain, None)
        second = row(self._named(words.text("Known already"), self.existing), self._about_existing, None)
        self._sheets = self._named(words.text("Worksheet"), self.sheet)
        self._lines = self._named(words.text("Headings in row"), self.line)
        third = row(self._sheets, self._lines, None)
        self._remembering = boxed(row(self._remembered, self._as_recognised, None))
        said_of_it = column(self.trouble, self._remembering, self._before, self._not_found, gap=4)
        self.about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bottom = row(self.about, *self._buttons)
        layout = column(first, second, third, said_of_it, self.table, bottom)
        layout.setStretchFactor(self.table, 1)
        self.setLayout(layout)

    def _named(self, text: str, field: QWidget) -> QFrame:
        words = label(text)
        words.setBuddy(field)
        return boxed(row(words, field))

    def _choice(self, name: str, does: Any) -> Choice:  # noqa: ANN401 - a call with the value
        made = Choice()
        made.setAccessibleName(name)
        made.chosen.connect(lambda: does(made.value()))
        return made

    def _offer_sheets(self, preview: Preview, chosen: str | None) -> None:
        words = self._session.words
        several = chosen is None and len(preview.read) > 1
        all_of_them = words.text("All with these headings ({n})", n=len(preview.read))
        offered: list[tuple[object, str]] = [("", all_of_them)] if several else []
        if chosen is not None:
            offered = [("", words.text("As recognised"))]
        self.sheet.offer(
            [*offered, *((name, name) for name in preview.sheets)], chosen or ("" if several else preview.read[0])
        )
        self._sheets.setVisible(len(preview.sheets) > 1)

    def _tell(self, job: Job, preview: Preview) -> None:
        words = self._session.words
        why = preview.trouble
        self._show(self.trouble, self._why(why) if why is not None else "")
        if job.trouble is not None:
            self._show(self.trouble, self._session.say(job.trouble))
        unknown = why is not None and why.code in _UNKNOWN and not job.mapping
        by_hand = preview.remembered or bool(job.mapping)
        told = words.text("The columns are as they were said by hand for an earlier file with these headings.")
        mine = words.text("Some columns are as you said. This is remembered for files with these headings.")
        self._show(self._remembered, told if preview.remembered else mine)
        self._as_recognised.setText(words.text("Back to what was recognised"))
        self._remembering.setVisible(by_hand)
        again = words.text("This very file was imported already (import {n:plain}).", n=preview.batch or 0)
        self._show(self._before, again if preview.batch is not None else "")
        fields = [words.label(f"field.{field}") for field in preview.not_found]
        listed = words.text("Not in this file: {fields}", fields=tuple(fields))
        self._show(self._not_found, listed if fields and not unknown else "")
        self._lines.setVisible(unknown)
        self.line.offer([(at, f"{at} · {text[:40]}") for at, text in enumerate(preview.lines, 1)], preview.line)

    def _why(self, why: Said) -> str:
        words = self._session.words
        if why.code == "import.missing_column":
            return words.text(
                "No column is {field:inline} yet: choose it above its heading.", field=why.params["field"]
            )
        if why.code in _UNKNOWN:
            return words.text("None of the headings is known here: choose above each what its column holds.")
        return self._session.say(why)

    def _show(self, place: Any, text: str) -> None:  # noqa: ANN401 - a label
        place.setText(text)
        place.setVisible(bool(text))

    def _wide_enough(self) -> None:
        """A column is as wide as its choice needs, too."""
        least = self._session.theme.px(132)
        for at in range(len(self.table.cells.headings)):
            self.table.setColumnWidth(at, max(least, self.table.columnWidth(at)))

    def _tab_order(self) -> None:
        order: list[QWidget] = [self.existing, self.sheet, self.line, self._as_recognised, *self.head.choices]
        order += [self.table, *self._buttons]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _tell_about(self, text: str) -> None:
        self.about.setText(text)

    def _existing(self, code: str) -> None:
        self._about_existing.setText(self._session.words.text(_EXISTING[code]))
        self.existing_chosen.emit(code)

    def _correct(self, at: int, field: str) -> None:
        """Correct what is shown, or what was said a moment ago and is not shown yet."""
        if self._preview is not None:
            self._mapping = replace(self._preview, mapping=self._mapping).corrected(at, field or None)
            self._say(mapping=self._mapping, kind=self._preview.kind)

    def _say(self, **what: Any) -> None:  # noqa: ANN401 - kind, mapping, sheet, line
        self.corrected.emit(what)
