"""The lock: after idle minutes, or at once, nothing can be read; who was here goes on where they were."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from typing_extensions import override

from dealerdesk.services.staff.locking import lock_minutes

if TYPE_CHECKING:
    from dealerdesk.domain.rights import Actor
    from dealerdesk.ui.session import Session
    from dealerdesk.ui.signing_in.screen import SignInScreen
    from dealerdesk.ui.window import Window

_MINUTE: Final = 60
_AWAKE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
"""What somebody does who is there."""


def is_same(one: Actor, other: Actor) -> bool:
    """Whether these are one person who may do the same: their window needs not be another."""
    return (one.account, one.rights, one.scope) == (other.account, other.rights, other.scope)


class Lock(QObject):
    """Covers the window when nobody moved for the store's idle minutes, or when it is told to.

    What works in the background goes on. Who signs in is told by `session.person_came`, unless it is who was here.
    """

    def __init__(self, session: Session, window: Window) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._minutes = 0
        self._moved_at = time.time()
        self._hidden: list[QWidget] = []
        self._watched: list[QWindow] = []
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        self.screen: SignInScreen | None = None
        if session.desk.actor.account is None:
            return
        session.lock_asked.connect(self.lock)
        session.changed.connect(self._look_anew)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
        self._look()

    @property
    def locked(self) -> bool:
        """Whether the window is locked."""
        return self.screen is not None

    def lock(self) -> None:
        """Lock now. Whatever else shows is put away until the window is open again; questions count as left."""
        if self.locked or self._session.desk.actor.account is None:
            return
        from dealerdesk.ui.signing_in.screen import SignInScreen

        self._idle.stop()
        self._put_away()
        words, actor = self._session.words, self._session.desk.actor
        told = words.text("Locked. {who} goes on where they were; anybody else begins with their own.", who=actor.name)
        self.screen = SignInScreen(self._session, told=told, account=actor.account)
        self.screen.signed_in.connect(self._came)
        self._window.cover(self.screen)
        self.screen.focus_first()
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self)

    def _came(self, actor: Actor) -> None:
        if not is_same(actor, self._session.desk.actor):
            self._hand_over(actor)
            return
        self._session.become(actor)
        self.screen = None
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self._window.uncover()
        for widget in self._hidden:
            if shiboken6.isValid(widget):
                widget.show()
        self._hidden.clear()
        self._begin()

    def _hand_over(self, actor: Actor) -> None:
        """Let somebody else sit down, but not where work of who was here would be broken off by it."""
        words, works = self._session.words, self._session.background.works
        if works and self.screen is not None:
            who = self._session.desk.actor.name
            told = words.text(
                "“{work}” is still running here for {who}. Wait until it has ended.", work=works[-1].label, who=who
            )
            self.screen.tell(told)
        else:
            self._session.person_came.emit(actor)

    # idle minutes

    def _look_anew(self, kinds: frozenset[str]) -> None:
        if kinds & {"*", "setting", "staff"}:
            self._look()

    def _look(self) -> None:
        desk = self._session.desk
        self._session.background.read(
            self, lambda: lock_minutes(desk), self._take, key="minutes", failed=lambda _why: None
        )

    def _take(self, minutes: int) -> None:
        if minutes != self._minutes:
            self._minutes = minutes
            self._begin()

    def _begin(self) -> None:
        """Count from now."""
        self._moved_at = time.time()
        if self._minutes and not self.locked:
            self._idle.start(self._minutes * _MINUTE * 1_000)
        else:
            self._idle.stop()

    def _watch(self, window: QWindow | None) -> None:
        """See what somebody does in a window of the program; only what the system sends, not all that goes on in it."""
        self._watched = [one for one in self._watched if shiboken6.isValid(one)]
        if window is not None and window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and self._comes_late(watched):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, watched, lambda: self._keep_for_later(watched))
        elif event.type() in _AWAKE and not self.locked:
            slept = self._minutes and time.time() - self._moved_at > self._minutes * _MINUTE
            if slept:  # the PC slept, and the timer with it
                self.lock()
                return True
            self._begin()
        return super().eventFilter(watched, event)

    # what else shows

    def _put_away(self) -> None:
        """Close what waits for an answer, and hide every other window until this one is open again."""
        for popup in iter(QApplication.activePopupWidget, None):
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or not widget.isVisible():
                continue
            if widget.windowType() == Qt.WindowType.ToolTip:
                widget.hide()
            else:
                self._put_by(widget)

    def _put_by(self, widget: QWidget) -> None:
        """Leave a question, and hide any other window until this one is open again."""
        if isinstance(widget, QDialog) and widget.windowModality() == Qt.WindowModality.ApplicationModal:
            widget.reject()
        else:
            widget.hide()
            self._hidden.append(widget)

    # what wants to show while locked

    def _comes_late(self, widget: QWidget) -> bool:
        """Whether a window shows itself on a locked desk, as a paper does that took its time to be made."""
        if not self.locked or not widget.isWindow() or widget is self._window:
            return False
        above: QObject | None = widget
        while above is not None and above is not self.screen:
            above = above.parent()
        return above is None and widget.windowType() != Qt.WindowType.ToolTip

    def _keep_for_later(self, widget: QWidget) -> None:
        """Let it show once the window is open again, as if it had come then."""
        if self.locked:
            self._put_by(widget)
            widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
        else:
            widget.hide()
            widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
            widget.show()
