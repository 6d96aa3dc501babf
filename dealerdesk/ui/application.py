"""The program with its window: opens the store beside the screen's own start, and rebuilds the window when it must."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.errors import Trouble
from dealerdesk.paths import demo_dir
from dealerdesk.services.demo import is_empty
from dealerdesk.services.desk import Desk, Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.settings import saved_language
from dealerdesk.services.trial import is_invented, remove_invented
from dealerdesk.ui.asking import told
from dealerdesk.ui.crash import Guard
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.navigation import FIRST
from dealerdesk.ui.restoring import Restoring, tell_restored
from dealerdesk.ui.safekeeping import Safekeeping
from dealerdesk.ui.session import Session
from dealerdesk.ui.single import First
from dealerdesk.ui.theme import Theme
from dealerdesk.ui.window import Window
from dealerdesk.words import Words
from dealerdesk.words.language import chosen_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.restoring import Restored

_MINUTE: Final = 60_000


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


class Application(QObject):
    """Holds the one window and its sitting; another language, day or store is another window in its place."""

    def __init__(self, app: QApplication, start: Start) -> None:
        super().__init__()
        self._app = app
        self._start = start
        self.memory = Memory(start.memory)
        self.guard = Guard(start.folder)
        self.session: Session | None = None
        self.window: Window | None = None
        self._first: First | None = None
        self._restoring: Restoring | None = None
        self._translator = QTranslator()
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
        with ThreadPoolExecutor(1) as beside:
            coming = beside.submit(self._open_store, folder)
            theme = Theme(self.memory)
            theme.apply()
            try:
                opened = coming.result()
            except Trouble as trouble:
                theme.end()
                told(None, Words(chosen_language(self._start.lang)).say(trouble.said))
                return False
        self._listen(folder)
        page = "first-run" if opened.empty else None
        what = {"invent": True} if opened.empty and self._start.demo else {}
        self._show(opened.desk, theme, invented=opened.invented, page=page, what=what)
        return True

    def leave(self) -> None:
        """Close what is open."""
        self._midnight.stop()
        if self._restoring is not None:
            self._restoring.wait()
        if self._first is not None:
            self._first.close()
        if self.window is not None:
            self.window.deleteLater()
        if self.session is not None:
            self.guard.tell(None)
            self.session.close()
            self.session = None

    def _open_store(self, folder: Path) -> Opened:
        lang = chosen_language(self._start.lang)
        today = self._start.as_of or date.today()  # noqa: DTZ011 - the store's own day
        desk = open_desk(Doorstep(folder, today, lang, source="window"), create=True)
        try:
            lang = chosen_language(self._start.lang, saved_language(desk))
            return Opened(desk.in_language(lang), is_empty(desk), is_invented(desk))
        except BaseException:
            desk.store.close()
            raise

    def _listen(self, folder: Path) -> First:
        """Hear of second starts on a folder from now on."""
        if self._first is not None:
            if self._first.is_for(folder):
                return self._first
            self._first.close()
        self._first = First(folder)
        self._first.called.connect(self._come_forward)
        return self._first

    def _show(
        self,
        desk: Desk,
        theme: Theme,
        *,
        invented: bool,
        page: str | None = None,
        what: Mapping[str, Any] | None = None,
    ) -> None:
        self._translate(desk.lang)
        self.session = Session(desk, self.memory, theme)
        self.guard.tell(self.session)
        self.session.language_chosen.connect(self._speak)
        theme.resized.connect(lambda: self._rebuild(lambda desk: desk))
        self.session.store_chosen.connect(self._switch)
        self.session.removal_asked.connect(self._remove_invented)
        self.session.restore_asked.connect(self._restore)
        Safekeeping(self.session)
        self.window = Window(self.session, invented=invented)
        self.window.closed.connect(self._app.quit)
        if what is not None:
            self.window.show_page(page or FIRST, what)
        self.window.show()

    def _translate(self, lang: str) -> None:
        """Let Qt's own words (dialogs, menus of fields) be of the language too."""
        self._app.removeTranslator(self._translator)
        self._translator = QTranslator()
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if lang == "zh_CN" and self._translator.load("qtbase_zh_CN", place):
            self._app.installTranslator(self._translator)

    # another window in the place of this one

    def _speak(self, lang: str) -> None:
        self._rebuild(lambda desk: desk.in_language(lang))

    def _look_at_day(self) -> None:
        """A new day has begun: the desk goes on with it, unless somebody is in the middle of something."""
        today = date.today()  # noqa: DTZ011
        session, window = self.session, self.window
        if self._start.as_of is not None or session is None or window is None or session.desk.today == today:
            return
        if not session.background.works and not any(page.unsaved() for page in window.pages.values()):
            self._rebuild(lambda desk: desk.on(today))

    def _rebuild(self, other: Callable[[Desk], Desk]) -> None:
        old_session, old_window = self.session, self.window
        if old_session is None or old_window is None:
            return
        state, invented, place = old_window.state(), old_window.banner is not None, old_window.saveGeometry()
        old_session.end()
        self._show(other(old_session.desk), Theme(self.memory), invented=invented)
        if self.window is not None:
            self.window.restoreGeometry(place)
            self.window.restore(state)
        _dismiss(old_window)
        old_session.deleteLater()

    def _switch(self, folder: Path) -> None:
        """Leave this store for the one of another folder; where that cannot be opened, come back."""
        if self.session is None or self.window is None or not self.window.may_leave():
            return
        before, window = self.session.desk.store.folder, self.window
        self.guard.tell(None)
        self.session.close()
        if not self.open(folder) and not self.open(before):
            self._app.quit()
        _dismiss(window)

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
        session.note(session.words.text("Restoring…"))
        window.setEnabled(False)
        self.guard.tell(None)
        session.close()
        doorstep = Doorstep(session.desk.store.folder, session.desk.today, session.desk.lang, source="window")
        self._restoring = Restoring(doorstep, file, undoing=undoing)
        self._restoring.ended.connect(self._restored)
        self._restoring.begin()

    def _restored(self, outcome: Restored | Said) -> None:
        """Come back to the store, restored or as it was, and say which."""
        restoring, window, self._restoring = self._restoring, self.window, None
        if restoring is None or window is None:
            return
        restoring.wait()
        if not self.open(restoring.doorstep.folder) or self.session is None or self.window is None:
            self._app.quit()
            return
        self.window.restoreGeometry(window.saveGeometry())
        self.session.open("settings", section="backup")
        tell_restored(self.session, outcome, undoing=restoring.undoing)
        _dismiss(window)

    def _remove_invented(self) -> None:
        """Remove the invented store and go to the data folder that it stood in; a refusal is a note in its window."""
        if self.session is None or self.window is None:
            return
        desk, window, state = self.session.desk, self.window, self.window.state()
        folder = desk.store.folder
        self.guard.tell(None)
        self.session.close()
        why = _refusal(Doorstep(folder, desk.today, desk.lang, source="window"))
        if why is None:
            self._start = self._start._replace(demo=False)
            folder = folder.parent if folder == demo_dir(folder.parent) else folder
        if not self.open(folder):
            self._app.quit()
        elif why is not None:
            self.window.restore(state)
            self.session.note(self.session.say(why), bad=True)
        _dismiss(window)

    def _come_forward(self) -> None:
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()


def _refusal(doorstep: Doorstep) -> Said | None:
    """Remove the invented store behind a doorstep; answers why it was not removed."""
    try:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(remove_invented, doorstep).result()
    except Trouble as trouble:
        return trouble.said
    return None


def _dismiss(window: Window) -> None:
    window.blockSignals(True)
    window.hide()
    window.deleteLater()
