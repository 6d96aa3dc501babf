"""The lower edge: who acts, the store's day, the last backup, and what works in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QProgressBar, QWidget

from dealerdesk.services.backups import last_backup
from dealerdesk.services.settings import store_name
from dealerdesk.ui.actions.table import ACTIONS
from dealerdesk.ui.widgets import button, label, restyled, row

if TYPE_CHECKING:
    from dealerdesk.services.backups import LastBackup
    from dealerdesk.ui.background import Work
    from dealerdesk.ui.session import Session


class StatusBar(QFrame):
    """One line below every page."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        words = session.words
        self._store = label()
        self.who = self._person()
        self._day = label(words.text("Day: {day}", day=words.full_day(session.desk.today)))
        self._backup = label()
        self._work, self._bar = label(), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        self._bar.setAccessibleName(words.text("Progress of the work in the background"))
        self._cancel = button(words.text("Cancel"), self._stop, kind="link")
        self.setProperty("role", "bar")
        parts = (self._store, self.who, self._day, self._backup, None, self._work, self._bar, self._cancel)
        self.setLayout(row(*parts, gap=20, margins=(14, 3, 14, 3)))
        session.background.began.connect(self._follow)
        session.changed.connect(self._look_anew)
        self._show_work()
        self.look()

    def _person(self) -> QWidget:
        """Who acts; where people sign in, with what they can do about it."""
        session, words = self._session, self._session.words
        text = words.text("Acting: {who}", who=session.who)
        if session.desk.actor.account is None:
            return label(text)
        made = button(f"{text} ▾", kind="link", tip=words.text("Another person, lock, sign out"))
        made.setAccessibleName(text)
        made.setProperty("role", "who")
        menu = QMenu(made)
        for name, does in (
            ("window.person", session.switch_asked.emit),
            ("window.lock", session.lock_asked.emit),
            ("window.sign_out", session.sign_out_asked.emit),
        ):
            action = menu.addAction(words.text(ACTIONS[name].words), does)
            action.setShortcut(QKeySequence(ACTIONS[name].shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the window's own action does it
        menu.addSeparator()
        menu.addAction(words.text("My account"), lambda: session.open("settings", section="account"))
        made.setMenu(menu)
        return made

    def look(self) -> None:
        """Look anew at the store's name and its last backup."""
        desk = self._session.desk
        self._session.background.read(
            self, lambda: (store_name(desk), last_backup(desk)), lambda found: self._tell(*found), key="status"
        )

    def _look_anew(self, kinds: frozenset[str]) -> None:
        if kinds & {"*", "setting", "backup"}:
            self.look()

    def _tell(self, name: str, backup: LastBackup | None) -> None:
        words = self._session.words
        self._store.setText(name)
        self._store.setVisible(bool(name))
        text = words.text("No backup yet")
        old = True
        if backup is not None and not backup.ok:
            text = words.text("The last backup is not there any more")
        elif backup is not None:
            text = words.text("Last backup: {moment}", moment=words.moment(backup.at.astimezone()))
            old = backup.is_old(self._session.desk.clock())
        self._backup.setText(text)
        self._backup.setProperty("role", "bad" if old else "")
        restyled(self._backup)

    def _follow(self, work: Work) -> None:
        work.moved.connect(self._show_work)
        work.ended.connect(self._show_work)
        self._show_work()

    def _show_work(self, *_moved: int) -> None:
        works = self._session.background.works
        work = works[-1] if works else None
        for part in (self._work, self._bar, self._cancel):
            part.setVisible(work is not None)
        if work is None:
            return
        more = self._session.words.text(" (and {n} more)", n=len(works) - 1) if len(works) > 1 else ""
        self._work.setText(work.label + more)
        self._bar.setRange(0, work.total)
        self._bar.setValue(work.done)
        self._cancel.setVisible(work.cancellable)
        self._cancel.setEnabled(not work.progress.cancelled())

    def _stop(self) -> None:
        if works := self._session.background.works:
            works[-1].cancel()
            self._show_work()
