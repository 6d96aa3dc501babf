"""The scripts that calls are led by: read through in either language, saved, taken in, back to what was shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QTextBrowser

from dealerdesk.services.calling.offers import call_offers, choose_call_offers
from dealerdesk.services.files import write_whole
from dealerdesk.services.scripts import (
    ScriptLine,
    script_file,
    script_version,
    scripts,
    shipped_again,
    take_in_script,
)
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.pages.settings.offers_part import OffersPart, values_of
from dealerdesk.ui.pages.settings.script_pages import script_page
from dealerdesk.ui.pages.settings.section import Section
from dealerdesk.ui.tables import LazyTable, TableColumn
from dealerdesk.ui.widgets import Segmented, Splitter, boxed, column, label, muted, row
from dealerdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.questionnaire import Script
    from dealerdesk.services.calling.offers import Offers
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.pages.settings.section import Button, Values
    from dealerdesk.ui.session import Session

_FOLDER: Final = "scripts.folder"
_LANGUAGES: Final = (("zh_CN", "中文"), ("en", "English"))


class _Row(NamedTuple):
    """A script as the table takes it."""

    id: int
    line: ScriptLine


class ScriptsSection(Section):
    """The scripts as a table, and the current one beside it as an agent reads it."""

    code: ClassVar[str] = "scripts"

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self.table = LazyTable(session, self._columns(), name="scripts", title=words.text("Scripts"))
        self.language = Segmented(_LANGUAGES, words.language, words.text("Language of the script"))
        self.version = Choice()
        self.version.setAccessibleName(words.text("Version of the script"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(words.text("The script"))
        self.text.document().setDocumentMargin(12)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self._script: Script | None = None
        self.offers = OffersPart(session)
        self._lay_out()
        self.offers.edited.connect(self.edited)
        self.table.picked.connect(lambda _row: self._picked())
        self.language.chosen.connect(lambda _lang: self._show())
        self.version.chosen.connect(self._read)

    def load(self) -> None:
        """Look anew at which scripts there are."""
        desk = self.session.desk
        self.session.background.read(self, lambda: scripts(desk), self._take, key="load")
        self._load_offers()

    def _load_offers(self) -> None:
        desk = self.session.desk
        self.session.background.read(self, lambda: call_offers(desk), self._offers_here, key="offers")

    def _offers_here(self, offers: Offers) -> None:
        self.arrived(values_of(offers))

    def save(self) -> None:
        """Let scripts offer what was typed."""
        desk, wanted = self.session.desk, self.offers.offers
        self.begin_saving()
        self.session.background.write(
            self, lambda: choose_call_offers(desk, wanted), self._saved_offers, failed=self._not_saved
        )

    def _saved_offers(self, done: Changed) -> None:
        self.end_saving(saved=True, undo=done.act)
        self._load_offers()

    def _not_saved(self, why: Said) -> None:
        self.end_saving(saved=False)
        self._refused(why)

    def values(self) -> Values:
        """What was typed of the offers."""
        return self.offers.values()

    def fill(self, values: Values) -> None:
        """Show what was typed of the offers."""
        self.offers.fill(values)

    def focus_first(self) -> None:
        """Begin at the table."""
        self.table.setFocus()

    @property
    def line(self) -> ScriptLine | None:
        """The current script."""
        current = self.table.current()
        return current.line if isinstance(current, _Row) else None

    def try_script(self) -> None:
        """Be led by the script that is shown, as in a call of which nothing is kept."""
        from dealerdesk.ui.pages.calls.script.trial import ScriptTrial

        if self._script is not None:
            ScriptTrial(self.session, self, self._script).show()

    def save_script(self) -> None:
        """Write the version that is shown to a file, to be changed and taken in again."""
        line, words, desk = self.line, self.words, self.session.desk
        if line is None:
            return
        version = self._version_shown(line)
        name = f"{line.name}-{version}.json"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, words.text("Save the script"), str(self._folder() / name), words.text("Scripts (*.json)")
        )
        if not chosen:
            return
        file = Path(chosen)
        self.session.memory.put(_FOLDER, str(file.parent))

        def write() -> None:
            write_whole(file, script_file(desk, line.name, version))

        def done(_nothing: None) -> None:
            show = (
                words.text("Open the folder"),
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent))),
            )
            self.session.note(words.text("Saved as {file}.", file=file.name), act=show)

        self.session.background.read(self, write, done, key="save", failed=self._refused)

    def take_in_script(self) -> None:
        """Let a person choose a file; calls are led by its script from then on, or its first fault is shown."""
        words, desk = self.words, self.session.desk
        chosen, _kind = QFileDialog.getOpenFileName(
            self, words.text("Take in a script"), str(self._folder()), words.text("Scripts (*.json)")
        )
        if chosen:
            file = Path(chosen)
            self.session.memory.put(_FOLDER, str(file.parent))
            self._write(lambda: take_in_script(desk, file), words.text("Taken in: calls are led by it from now on."))

    def shipped_script(self) -> None:
        """Go back to the wording that the current script was shipped with."""
        line, desk = self.line, self.session.desk
        if line is not None:
            told = self.words.text("Calls are led by the shipped wording again; the store’s own stays to be read.")
            self._write(lambda: shipped_again(desk, line.name), told)

    # what is shown

    def _write(self, call: Callable[[], Changed], told: str) -> None:
        self.problem.hide()

        def done(_changed: Changed) -> None:
            self.session.note(told)
            self.load()

        self.session.background.write(self, call, done, failed=self._refused)

    def _refused(self, why: Said) -> None:
        self.problem.setText(self.session.say(why))
        self.problem.show()

    def _folder(self) -> Path:
        kept = self.session.memory.get(_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(kept if isinstance(kept, str) and Path(kept).is_dir() else documents)

    def _take(self, found: tuple[ScriptLine, ...]) -> None:
        self.table.show_rows([_Row(at, line) for at, line in enumerate(found, start=1)], keep=True)
        if self.table.current() is None:
            self.table.selectRow(0)
        else:
            self._picked()

    def _picked(self) -> None:
        self.problem.hide()
        line = self.line
        if line is None:
            return
        words = self.words
        offered = [(number, words.text("Version {n:plain}", n=number)) for number in range(line.version, 0, -1)]
        self.version.offer(offered, line.version)
        self.version.setVisible(len(offered) > 1)
        self._read()

    def _version_shown(self, line: ScriptLine) -> int:
        chosen = self.version.value()
        return chosen if isinstance(chosen, int) and chosen <= line.version else line.version

    def _read(self) -> None:
        line, desk = self.line, self.session.desk
        if line is not None:
            version = self._version_shown(line)
            ask = script_version
            self.session.background.read(self, lambda: ask(desk, line.name, version), self._arrived, key="script")

    def _arrived(self, script: Script) -> None:
        at = self.text.verticalScrollBar().value() if self._script == script else 0
        self._script = script
        self._show()
        self.text.verticalScrollBar().setValue(at)

    def _show(self) -> None:
        """Show the script in the language that is chosen."""
        if self._script is not None:
            self.text.setHtml(script_page(self._script, Words(self.language.value()), self.session.theme))

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self.words
        return (
            TableColumn("title", words.text("Script"), lambda r: r.line.title, 190, sort=False, bold=True),
            TableColumn("version", words.text("Version"), lambda r: str(r.line.version), 70, "right", sort=False),
            TableColumn("wording", words.text("Wording"), self._wording, 110, sort=False),
            TableColumn("since", words.text("In use since"), self._since, 110, sort=False),
            TableColumn("reasons", words.text("For"), self._reasons, 220, sort=False),
        )

    def _wording(self, each: _Row) -> str:
        return self.words.text("our own") if each.line.edited else self.words.text("as shipped")

    def _since(self, each: _Row) -> str:
        return "" if each.line.since is None else self.words.day(each.line.since)

    def _reasons(self, each: _Row) -> str:
        words = self.words
        named = [words.label(f"reason.{reason}") for reason in each.line.reasons]
        return words.formats.enumeration(named) if named else words.text("chosen by hand")

    def _lay_out(self) -> None:
        words = self.words
        told = muted(
            words.text(
                "Calls are led by these. Save one as a file, change its wording, questions or offers, and take it in"
                " again: it is checked first, and old interviews keep the version they were made with."
            )
        )
        buttons = flowing(
            *(
                self.button(f"settings.{name}")
                for name in ("try_script", "take_in_script", "save_script", "shipped_script")
            )
        )
        left = boxed(column(self.table, gap=0))
        right = boxed(column(row(self.language, None, self.version), self.text, gap=8))
        self.splitter = Splitter(left, right)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        laid = column(told, self.offers, buttons, self.problem, self.splitter, gap=8)
        laid.setStretchFactor(self.splitter, 1)
        self.setLayout(laid)
