"""What of the program shows: the window of who sits here, or the sign-in screen; each can take the other's place."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a NamedTuple reads its annotations
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator

from dealerdesk.services.desk import NOBODY
from dealerdesk.services.staff.signing_in import sign_out
from dealerdesk.ui.damage_watch import DamageWatch
from dealerdesk.ui.navigation import FIRST
from dealerdesk.ui.safekeeping import Safekeeping
from dealerdesk.ui.session import Session
from dealerdesk.ui.signing_in.lock import Lock, is_same
from dealerdesk.ui.signing_in.presence import Presence
from dealerdesk.ui.theme import Theme
from dealerdesk.ui.tidying import Tidying
from dealerdesk.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QMainWindow

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.rights import Actor
    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.crash import Guard
    from dealerdesk.ui.memory import Memory
    from dealerdesk.ui.signing_in.door import Door


class View(NamedTuple):
    """What a window shows first: whether the store is marked as invented, a page and what it is handed."""

    invented: bool
    page: str | None = None
    what: Mapping[str, Any] | None = None


class Stay(QObject):
    """Holds the one window and its sitting. Another person, language or day is another window in its place."""

    def __init__(self, app: QApplication, memory: Memory, guard: Guard) -> None:
        super().__init__()
        self._app, self.memory, self.guard = app, memory, guard
        self.session: Session | None = None
        self.window: Window | None = None
        self.door: Door | None = None
        self.lock: Lock | None = None
        self._seated = NOBODY
        self._view = View(invented=False)
        self._places: dict[int, dict[str, Any]] = {}
        self._later: list[Callable[[], object]] = []
        self._translator = QTranslator()

    def _wire(self, session: Session) -> None:
        """Hear what a window asks for that is about the whole store."""

    def _begin(self, desk: Desk, theme: Theme) -> Session:
        self._translate(desk.lang)
        self.session = session = Session(desk, self.memory, theme)
        self.guard.tell(session)
        session.language_chosen.connect(self._speak)
        theme.resized.connect(lambda: self._rebuild(lambda desk: desk))
        return session

    def _translate(self, lang: str) -> None:
        """Let Qt's own words (dialogs, menus of fields) be of the language too."""
        self._app.removeTranslator(self._translator)
        self._translator = QTranslator()
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if lang == "zh_CN" and self._translator.load("qtbase_zh_CN", place):
            self._app.installTranslator(self._translator)

    def _show(self, desk: Desk, theme: Theme, view: View, *, locked: bool = False) -> Window:
        session = self._begin(desk, theme)
        self._wire(session)
        session.person_came.connect(self._change_places)
        session.switch_asked.connect(self._ask_who)
        session.sign_out_asked.connect(self._sign_out)
        Safekeeping(session)
        Tidying(session)
        Presence(session).ended.connect(self._end_stay)
        self._seated = desk.actor
        self.window = window = Window(session, invented=view.invented)
        self.lock = Lock(session, window)
        DamageWatch(session, window)
        window.closed.connect(self._app.quit)
        if view.what is not None:
            window.show_page(view.page or FIRST, view.what)
        if locked:
            self.lock.lock()
        window.show()
        return window

    # who sits here

    def _show_door(self, desk: Desk, theme: Theme, view: View, told: str = "", account: int | None = None) -> Door:
        """Show nothing but who may come in."""
        from dealerdesk.ui.signing_in.door import Door

        session = self._begin(desk.by(NOBODY), theme)
        self._view, self.window, self.lock = view, None, None
        self.door = door = Door(session, told=told, account=account)
        door.closed.connect(self._app.quit)
        door.people.signed_in.connect(self._enter)
        door.show()
        return door

    def _enter(self, actor: Actor) -> None:
        """Somebody signed in: they go on where they were, or begin."""
        session, door = self.session, self.door
        if session is None or door is None:
            return
        session.end()
        self.door = None
        window = self._show(session.desk.by(actor), Theme(self.memory), self._view)
        window.restoreGeometry(door.saveGeometry())
        if (state := self._places.pop(actor.account or 0, None)) is not None:
            window.restore(state)
        later, self._later = self._later, []
        for does in later:
            does()
        dismiss(door)
        session.deleteLater()

    def _at_desk(self, does: Callable[[], object]) -> None:
        """Do something in the window: now, or once somebody is in."""
        if self.window is not None:
            does()
        else:
            self._later.append(does)

    def _ask_who(self) -> None:
        if self.session is not None and self.window is not None and not self._must_wait(self.session):
            from dealerdesk.ui.signing_in.switching import AnotherPerson

            AnotherPerson(self.session, self.window).open()

    def _must_wait(self, session: Session) -> bool:
        """Say that nobody can leave their place just now, where their work would be broken off by it."""
        if session.background.works:
            told = session.words.text("Wait until the work in the background has ended, then change places.")
            session.note(told, bad=True)
        return bool(session.background.works)

    def _change_places(self, actor: Actor) -> None:
        """Somebody else sits here now, with their own window; who was here finds theirs when they come back."""
        session, window = self.session, self.window
        if session is None or window is None or self._must_wait(session):
            return
        before = self._seated
        if is_same(before, actor):
            session.become(actor)
            return
        state = window.state()
        if before.account not in {None, actor.account}:
            self._places[before.account or 0] = state
            state = self._places.pop(actor.account or 0, {})
        self._rebuild(lambda desk: desk.by(actor), state=state)

    def _sign_out(self) -> None:
        session = self.session
        if session is not None and not self._must_wait(session):
            desk = session.desk
            session.background.write(
                session,
                lambda: sign_out(desk),
                lambda _none: self._leave_place(""),
                failed=lambda why: self._leave_place(session.say(why)),  # who wants to leave is not kept
            )

    def _end_stay(self, why: Said) -> None:
        """Whoever sits here has to sign in again; what still works here for them ends first."""
        session = self.session
        if session is None or self.window is None or self.lock is None:
            return
        if session.background.works:
            self.lock.lock()
            session.background.works[-1].ended.connect(lambda: self._end_stay(why))
        else:
            self._leave_place(session.say(why))

    def _leave_place(self, told: str) -> None:
        """Show the sign-in screen in the place of the window; what was begun there waits for who began it."""
        session, window = self.session, self.window
        if session is None or window is None:
            return
        account, place = session.desk.actor.account, window.saveGeometry()
        if account is not None:
            self._places[account] = window.state()
        session.end()
        view = View(window.banner is not None)
        self._show_door(session.desk, Theme(self.memory), view, told, account).restoreGeometry(place)
        dismiss(window)
        session.deleteLater()

    # another window in the place of this one

    def _speak(self, lang: str) -> None:
        self._rebuild(lambda desk: desk.in_language(lang))

    def _rebuild(self, other: Callable[[Desk], Desk], state: dict[str, Any] | None = None) -> None:
        """Make the window anew, at the same place and in the same state unless another is given, locked if it was."""
        old_session, old_window = self.session, self.window
        if old_session is None:
            return
        if old_window is None:
            self._rebuild_door(old_session, other)
            return
        came = other(old_session.desk)
        locked = self.lock is not None and self.lock.locked and came.actor == old_session.desk.actor
        state, place = old_window.state() if state is None else state, old_window.saveGeometry()
        view = View(old_window.banner is not None)
        old_session.end()
        window = self._show(came, Theme(self.memory), view, locked=locked)
        window.restoreGeometry(place)
        window.restore(state)
        dismiss(old_window)
        old_session.deleteLater()

    def _rebuild_door(self, session: Session, other: Callable[[Desk], Desk]) -> None:
        door = self.door
        if door is None:
            return
        session.end()
        told, account = door.people.told.text(), door.people.account
        made = self._show_door(other(session.desk), Theme(self.memory), self._view, told, account)
        made.restoreGeometry(door.saveGeometry())
        dismiss(door)
        session.deleteLater()


def dismiss(window: QMainWindow) -> None:
    """Take a window away that another took the place of."""
    window.blockSignals(True)
    window.hide()
    window.deleteLater()
