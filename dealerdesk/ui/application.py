"""The program with its window: opens the store beside the screen's own start, and rebuilds the window when it must."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from dealerdesk.domain.errors import Trouble
from dealerdesk.paths import demo_dir
from dealerdesk.services.demo import is_empty
from dealerdesk.services.desk import NOBODY, Desk, Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.settings import saved_language
from dealerdesk.services.sittings import Work
from dealerdesk.services.soundness import Soundness, look_for_damage
from dealerdesk.services.trial import is_invented, remove_invented
from dealerdesk.ui.asking import told
from dealerdesk.ui.crash import Guard
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.restoring import Restoring, tell_restored
from dealerdesk.ui.session import LANGUAGE, Session
from dealerdesk.ui.signing_in.stay import Stay, View, dismiss
from dealerdesk.ui.single import First, name_of
from dealerdesk.ui.theme import Theme
from dealerdesk.words import Words
from dealerdesk.words.language import LANGUAGES, chosen_language

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.restoring import Restored
    from dealerdesk.ui.damage import DamageScreen

_MINUTE: Final = 60_000
_OF_DAMAGE: Final = frozenset({"store.damaged", "store.found_damaged"})
"""Troubles at the opening after which there is still something that can be done."""


class Start(NamedTuple):
    """How the program was started: where the data lies, the day and language if they were asked for, and for whom."""

    folder: Path
    memory: Path
    as_of: date | None = None
    lang: str | None = None
    demo: bool = False


class Opened(NamedTuple):
    """A store that is open, and what the first look at it said."""

    desk: Desk
    empty: bool
    invented: bool


def run(start: Start) -> int:
    """Run the program until its window is closed; answers its exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError(app)
    app.setApplicationName("DealerDesk")
    app.setQuitOnLastWindowClosed(False)
    return Application(app, start).run()


class Application(Stay):
    """Opens, changes, restores and leaves the store that the window stands on."""

    def __init__(self, app: QApplication, start: Start) -> None:
        super().__init__(app, Memory(start.memory), Guard(start.folder))
        self._start = start
        self._first: First | None = None
        self._restoring: Restoring | None = None
        self._damage: DamageScreen | None = None
        self._midnight = QTimer(self)
        self._midnight.timeout.connect(self._look_at_day)

    def run(self) -> int:
        """Show the window, and answer the exit code when it was closed."""
        if self._listen(self._start.folder).is_second:
            return 0
        self.guard.watch()
        try:
            if not self.open(self._start.folder):
                return 3
            self._midnight.start(_MINUTE)
            return self._app.exec()
        finally:
            self.leave()
            self.guard.end()

    def open(self, folder: Path) -> bool:
        """Open the store of a folder, made if there is none, and show it; a trouble is told, and answers False."""
        own = self.memory.get(LANGUAGE)
        with ThreadPoolExecutor(1) as beside:
            coming = beside.submit(self._open_store, folder, own if own in LANGUAGES else None)
            theme = Theme(self.memory)
            theme.apply()
            try:
                opened = coming.result()
            except Trouble as trouble:
                if trouble.said.code in _OF_DAMAGE:
                    self._show_damage(self._doorstep_of(folder), theme, trouble.said)
                    return True
                theme.end()
                told(None, Words(chosen_language(self._start.lang)).say(trouble.said))
                return False
        self._listen(folder)
        page = "first-run" if opened.empty else None
        what = {"invent": True} if opened.empty and self._start.demo else {}
        view = View(opened.invented, page, what)
        self._places.clear()
        if opened.desk.actor == NOBODY:
            self._show_door(opened.desk, theme, view)
            if (session := self.session) is not None:  # who signs in writes: into a damaged store nobody can
                desk = opened.desk
                session.background.read(session, lambda: look_for_damage(desk), self._damage_at_door, key="damage")
        else:
            self._show(opened.desk, theme, view)
        return True

    def _doorstep_of(self, folder: Path) -> Doorstep:
        today = self._start.as_of or date.today()  # noqa: DTZ011 - the store's own day
        return Doorstep(folder, today, chosen_language(self._start.lang, self.memory.get(LANGUAGE)), source="window")

    def _show_damage(self, doorstep: Doorstep, theme: Theme, why: Said, *, can_look: bool = False) -> None:
        """Show what can be done about a store that is damaged, in the place of its window."""
        from dealerdesk.ui.damage import DamageScreen

        self._translate(doorstep.lang)
        self._listen(doorstep.folder)
        self.session = self.window = self.door = None
        self._damage = screen = DamageScreen(Words(doorstep.lang), theme, doorstep, why, can_look=can_look)
        screen.closed.connect(self._app.quit)
        screen.look_asked.connect(lambda: self._leave_damage(doorstep.folder))
        screen.restored.connect(lambda done: self._leave_damage(doorstep.folder, done))
        screen.store_chosen.connect(self._leave_damage)
        screen.show()

    def _leave_damage(self, folder: Path, done: Restored | None = None) -> None:
        """Go on in a store: the one that was damaged, to look or as it was restored, or the one that was rescued."""
        screen, self._damage = self._damage, None
        if screen is None:
            return
        screen.wait()
        if not self.open(folder):
            self._app.quit()
        elif done is not None:
            self._at_desk(lambda: self._tell_restored(done))
        dismiss(screen)

    def _tell_restored(self, done: Restored) -> None:
        if self.session is not None:
            tell_restored(self.session, done, undoing=False)

    def _damage_at_door(self, found: Soundness) -> None:
        session, door = self.session, self.door
        if found.why is None or session is None or door is None:
            return
        self.guard.tell(None)
        session.close()
        self._show_damage(_doorstep(session.desk), Theme(self.memory), found.why)
        dismiss(door)

    def _meet_damage(self, why: Said) -> None:
        """Leave the window for what can be done about the damage of its store."""
        session, window = self.session, self.window
        if session is None or window is None or not window.may_leave():
            return
        self.guard.tell(None)
        session.close()
        self._show_damage(_doorstep(session.desk), Theme(self.memory), why, can_look=True)
        dismiss(window)

    def leave(self) -> None:
        """Close what is open."""
        self._midnight.stop()
        if self._restoring is not None:
            self._restoring.wait()
        if self._first is not None:
            self._first.close()
        if self._damage is not None:
            self._damage.wait()
        for shown in (self.window, self.door, self._damage):
            if shown is not None:
                shown.deleteLater()
        if self.session is not None:
            self.guard.tell(None)
            self.session.close()
            self.session = None

    def _open_store(self, folder: Path, own_language: str | None) -> Opened:
        lang = chosen_language(self._start.lang)
        today = self._start.as_of or date.today()  # noqa: DTZ011 - the store's own day
        desk = open_desk(Doorstep(folder, today, lang, source="window"), create=True)
        try:
            lang = chosen_language(self._start.lang, own_language or saved_language(desk))
            return Opened(desk.in_language(lang), is_empty(desk), is_invented(desk))
        except BaseException:
            desk.store.close()
            raise

    @override
    def _wire(self, session: Session) -> None:
        session.store_chosen.connect(self._switch)
        session.removal_asked.connect(self._remove_invented)
        session.restore_asked.connect(self._restore)
        session.damage_met.connect(self._meet_damage)

    def _listen(self, folder: Path) -> First:
        """Hear of second starts on a folder from now on."""
        if self._first is not None:
            if self._first.is_for(folder):
                return self._first
            self._first.close()
        self._first = First(folder)
        self._first.called.connect(self._come_forward)
        return self._first

    # another window in the place of this one

    def _look_at_day(self) -> None:
        """A new day has begun: the desk goes on with it as soon as nobody is typing; half-filled forms come along."""
        today = date.today()  # noqa: DTZ011
        session, typing = self.session, self.window is not None and self.window.drafting.typing
        if self._start.as_of is not None or session is None or session.desk.today == today:
            return
        if not session.background.works and not typing:
            self._rebuild(lambda desk: desk.on(today))

    def _switch(self, folder: Path) -> None:
        """Leave this store for the one of another folder; where that cannot be opened, come back."""
        if self.session is None or self.window is None or not self.window.may_leave():
            return
        store, window = self.session.desk.store, self.window
        self.guard.tell(None)
        self.session.end()
        beside = ThreadPoolExecutor(1, "leaving")
        leaving = beside.submit(store.close)  # which reads all of a large one: nobody waits for that
        beside.shutdown(wait=False)
        if name_of(folder) == name_of(store.folder):
            leaving.result()
        if not self.open(folder):
            leaving.result()
            if not self.open(store.folder):
                self._app.quit()
        dismiss(window)

    def _restore(self, file: Path, undoing: bool) -> None:
        """Leave the store, put a copy into it beside the painting, and come back to it."""
        session, window = self.session, self.window
        if session is None or window is None or self._restoring is not None:
            return
        if session.background.works:
            session.note(session.words.text("Wait until the work in the background has ended, then restore."), bad=True)
            return
        if not window.may_leave():
            return
        told = session.words.text("Restoring {file}", file=file.name)
        window.drafting.leave_at(Work("undo-restore" if undoing else "restore", told, file.name))
        session.note(session.words.text("Restoring…"))
        window.setEnabled(False)
        self.guard.tell(None)
        session.end()
        self._restoring = Restoring(session.desk, _doorstep(session.desk), file, undoing=undoing)
        self._restoring.ended.connect(self._restored)
        self._restoring.begin()

    def _restored(self, outcome: Restored | Said) -> None:
        """Come back to the store, restored or as it was, and say which."""
        restoring, window, self._restoring = self._restoring, self.window, None
        if restoring is None or window is None:
            return
        restoring.wait()
        if not self.open(restoring.doorstep.folder):
            self._app.quit()
            return
        if (shown := self.window or self.door) is not None:
            shown.restoreGeometry(window.saveGeometry())

        def tell() -> None:
            if self.session is not None:
                self.session.open("settings", section="backup")
                tell_restored(self.session, outcome, undoing=restoring.undoing)

        self._at_desk(tell)
        dismiss(window)

    def _remove_invented(self) -> None:
        """Remove the invented store and go to the data folder that it stood in; a refusal is a note in its window."""
        if self.session is None or self.window is None:
            return
        desk, window, state = self.session.desk, self.window, self.window.state()
        folder = desk.store.folder
        self.guard.tell(None)
        self.session.close()
        why = _refusal(_doorstep(desk))
        if why is None:
            self._start = self._start._replace(demo=False)
            folder = folder.parent if folder == demo_dir(folder.parent) else folder
        if not self.open(folder):
            self._app.quit()
        elif why is not None:
            self._at_desk(lambda: self._tell_refusal(why, state))
        dismiss(window)

    def _tell_refusal(self, why: Said, state: dict[str, Any]) -> None:
        if self.session is not None and self.window is not None:
            self.window.restore(state)
            self.session.note(self.session.say(why), bad=True)

    def _come_forward(self) -> None:
        shown = self.window or self.door or self._damage
        if shown is not None:
            shown.setWindowState(shown.windowState() & ~shown.windowState().WindowMinimized)
            shown.show()
            shown.raise_()
            shown.activateWindow()


def _refusal(doorstep: Doorstep) -> Said | None:
    """Remove the invented store behind a doorstep; answers why it was not removed."""
    try:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(remove_invented, doorstep).result()
    except Trouble as trouble:
        return trouble.said
    return None


def _doorstep(desk: Desk) -> Doorstep:
    """The doorstep of a desk, for what needs its store closed: with who sits there."""
    return Doorstep(desk.store.folder, desk.today, desk.lang, desk.clock, desk.actor, "window", desk.hashing)
