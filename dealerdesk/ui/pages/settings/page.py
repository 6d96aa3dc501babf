"""The page of all settings: its sections at the left, the chosen one beside them, and one place to save it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.pages.settings.account_section import AccountSection
from dealerdesk.ui.pages.settings.backup_section import BackupSection
from dealerdesk.ui.pages.settings.bin_section import BinSection
from dealerdesk.ui.pages.settings.data_section import DataSection
from dealerdesk.ui.pages.settings.days_section import DaysSection
from dealerdesk.ui.pages.settings.intervals_section import IntervalsSection
from dealerdesk.ui.pages.settings.kinds_section import KindsSection
from dealerdesk.ui.pages.settings.look_section import LookSection
from dealerdesk.ui.pages.settings.receiving_section import ReceivingSection
from dealerdesk.ui.pages.settings.rules_section import RulesSection
from dealerdesk.ui.pages.settings.scripts_section import ScriptsSection
from dealerdesk.ui.pages.settings.staff_section import StaffSection
from dealerdesk.ui.pages.settings.store_section import StoreSection
from dealerdesk.ui.pages.settings.trail_section import TrailSection
from dealerdesk.ui.widgets import boxed, column, heading, label, row
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.ui.pages.settings.section import Section
    from dealerdesk.ui.session import Session

SECTIONS: Final[tuple[tuple[type[Section], str], ...]] = (
    (StoreSection, N_("Store")),
    (LookSection, N_("Language and appearance")),
    (RulesSection, N_("Policy and numbers")),
    (IntervalsSection, N_("Maintenance intervals")),
    (KindsSection, N_("Kinds of visit")),
    (DaysSection, N_("Working days")),
    (ReceivingSection, N_("Appointment hours")),
    (ScriptsSection, N_("Scripts")),
    (StaffSection, N_("Staff")),
    (AccountSection, N_("My account")),
    (BackupSection, N_("Backup")),
    (TrailSection, N_("Audit trail")),
    (BinSection, N_("Recycle bin")),
    (DataSection, N_("Data")),
)
"""Every section and its name, as they stand from top to bottom."""


class _Stack(QStackedWidget):
    """The sections, one at a time; they scroll within themselves rather than make the page higher.

    It needs the room of the one that shows: a wide section does not make the others scroll.
    """

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()


class SettingsPage(Page):
    """All settings of the store, and of this window on this PC."""

    name: ClassVar[str] = "settings"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"setting", "rules", "vehicle", "backup", "account", "staff", "customer", "visit", "view", "script", "day"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        shown = [(kind, title) for kind, title in SECTIONS if kind.is_for(session)]
        self.sections = {kind.code: kind(session, self.button) for kind, _ in shown}
        self._titles = {kind.code: self.words.text(title) for kind, title in shown}
        self._list, self._stack = QListWidget(), _Stack()
        self._waiting = label("", "muted")
        self._back_at = ""
        self._save, self._discard = self.button("settings.save"), self.button("settings.discard")
        self._lay_out()
        for section in self.sections.values():
            section.edited.connect(self._tell)
            section.edited.connect(self.edited)
        self.destroyed.connect(partial(_let_go, tuple(self.sections.values())))
        self._list.currentRowChanged.connect(self._show)
        self._list.setCurrentRow(0)

    # what every page does

    def reload(self) -> None:
        """Look anew at what every section shows; what was changed and not saved stays."""
        for section in self.sections.values():
            if not section.busy:
                section.load()

    def wanted(self, section: str = "", **_what: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Show a section by its code, one of SECTIONS."""
        if section in self.sections:
            self.go_to(section)

    def focus_first(self) -> None:
        """Begin at the list of sections; in a window made anew, where the keyboard was."""
        at, self._back_at = self._back_at, ""
        if at:
            self.shown.focus(at)
        else:
            self._list.setFocus()

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What each action does: those of a section show it first."""
        return {
            "settings.save": self._save_shown,
            "settings.discard": self._discard_shown,
            "settings.next": lambda: self._step(1),
            "settings.previous": lambda: self._step(-1),
            **self._in("store", "choose_logo", "remove_logo"),
            **self._in("rules", "count", "defaults"),
            **self._in("intervals", "add_interval", "remove_interval"),
            **self._in("kinds", "add_kind", "remove_kind", "kind_up", "kind_down"),
            **self._in("days", "add_day", "remove_day"),
            **self._in("scripts", "try_script", "take_in_script", "save_script", "shipped_script"),
            **self._in("staff", "add_account", "reset_password", "close_account", "reopen_account", "end_accounts"),
            **self._in("backup", "back_up", "choose_folder", "beside_store", "open_backups", "choose_second"),
            **self._in("backup", "restore_chosen", "restore_file"),
            **self._in("trail", "check_trail", "export_trail"),
            **self._in("bin", "restore_deleted", "purge_deleted"),
            **self._in("data", "open_data", "copy_data"),
        }

    def state(self) -> dict[str, Any]:
        """Which section is shown, and what was changed in each and not saved."""
        changed = {code: kept for code, section in self.sections.items() if (kept := section.state())}
        return {"section": self.shown.code, "field": self.shown.focused(), "changed": changed}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be at the section that was shown, with what was changed."""
        for code, kept in state.get("changed", {}).items():
            if code in self.sections:
                self.sections[code].restore(kept)
        self.go_to(state.get("section", ""))
        self._back_at = state.get("field", "")

    def unsaved(self) -> bool:
        """Whether anything was changed in any section and not saved."""
        section = next((section for section in self.sections.values() if section.unsaved()), None)
        if section is not None and not self.shown.unsaved():
            self.go_to(section.code)
        return section is not None

    def drafts(self) -> Sequence[Begun]:
        """What was changed in each section and not saved."""
        held = {code: section.half_filled() for code, section in self.sections.items()}
        settings = self.words.text("Settings")
        return [
            Begun(Slot("settings", code), f"{settings}: {self._titles[code]}", kept)
            for code, kept in held.items()
            if kept
        ]

    def is_drafted(self) -> bool:
        """Whether a draft holds all that was changed: a large picture does not fit into one."""
        return all(section.is_held() for section in self.sections.values())

    def take_up(self, begun: Begun) -> bool:
        """Have been changed in a section like that."""
        section = self.sections.get(begun.slot.key)
        if section is None:
            return False
        section.take_up(dict(begun.held))
        return True

    def go_to_draft(self, slot: Slot) -> None:
        """Show the section."""
        self.go_to(slot.key)
        self.shown.focus_first()

    # its sections

    @property
    def shown(self) -> Section:
        """The section that is shown."""
        return list(self.sections.values())[max(self._list.currentRow(), 0)]

    def go_to(self, code: str) -> None:
        """Show a section; the first where this one is not for who sits here."""
        self._list.setCurrentRow(list(self.sections).index(code) if code in self.sections else 0)

    def _in(self, code: str, *names: str) -> dict[str, Callable[[], object]]:
        section = self.sections.get(code)
        if section is None:
            return {}

        def doing(name: str) -> Callable[[], object]:
            def do() -> None:
                self.go_to(code)
                getattr(section, name)()

            return do

        return {f"settings.{name}": doing(name) for name in names}

    def _save_shown(self) -> None:
        if self.shown.saves and not self.shown.busy:
            self.shown.save()

    def _discard_shown(self) -> None:
        self.shown.discard()

    def _step(self, by: int) -> None:
        self._list.setCurrentRow((self._list.currentRow() + by) % self._list.count())
        self.shown.focus_first()

    def _show(self, _place: int) -> None:
        """Show the section that was chosen; it comes into the window, and is drawn in its style, the first time."""
        if self._stack.indexOf(self.shown) < 0:
            self._stack.addWidget(self.shown)
        self._stack.setCurrentWidget(self.shown)
        self._stack.updateGeometry()
        self._tell()

    def _tell(self) -> None:
        """Say what waits to be saved, and offer to save it."""
        words, shown = self.words, self.shown
        for place, (code, section) in enumerate(self.sections.items()):
            waiting = section.unsaved()
            self._list.item(place).setText(_waits(self._titles[code]) if waiting else self._titles[code])
            told = words.text("{section}: not saved yet", section=self._titles[code])
            self._list.item(place).setData(Qt.ItemDataRole.AccessibleTextRole, told if waiting else self._titles[code])
        may_save = shown.saves and shown.unsaved() and not shown.busy
        self.action("settings.save").setEnabled(may_save)
        self.action("settings.discard").setEnabled(may_save)
        self._foot.setVisible(shown.saves)
        self._waiting.setText(words.text("Saving…") if shown.busy else self._what_waits())

    def _what_waits(self) -> str:
        """Say what is not saved yet, here and in the sections that do not show."""
        words = self.words
        if self.shown.saves and self.shown.unsaved():
            return words.text("Not saved yet")
        waiting = [self._titles[code] for code, section in self.sections.items() if section.unsaved()]
        if waiting:
            return words.text("Not saved yet: {sections}", sections=words.formats.enumeration(waiting))
        return words.text("Everything is saved")

    def _lay_out(self) -> None:
        for code in self.sections:
            self._list.addItem(QListWidgetItem(self._titles[code]))
        self._list.setAccessibleName(self.words.text("Sections of the settings"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        letters = self._list.fontMetrics()
        longest = max(letters.horizontalAdvance(_waits(title)) for title in self._titles.values())
        self._list.setFixedWidth(longest + self.session.theme.px(36))
        self._foot = boxed(row(self._waiting, None, self._discard, self._save, margins=(0, 8, 0, 0)))
        right = QWidget()
        right.setLayout(column(self._stack, self._foot, gap=0))
        body = row(self._list, right, gap=16)
        body.setStretch(1, 1)
        whole = column(heading(self.words.text("Settings")), body, gap=12, margins=(16, 8, 16, 12))
        whole.setStretch(1, 1)
        self.setLayout(whole)


def _waits(title: str) -> str:
    """The name of a section with something that is not saved."""
    return f"{title} •"


def _let_go(sections: Sequence[Section], _page: object = None) -> None:
    """Let the sections of a page that is gone go with it: those that were never shown stand in no window."""
    for section in sections:
        if shiboken6.isValid(section):
            section.deleteLater()
