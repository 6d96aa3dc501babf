"""Looking through the store soon after the start, so that the first write need not wait; damage is said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from dealerdesk.services.desk import Right
from dealerdesk.services.soundness import Soundness, look_for_damage, was_closed
from dealerdesk.ui.widgets import boxed, button, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session
    from dealerdesk.ui.window import Window

_SOON: Final = 1_200
"""Milliseconds after the start: the first page comes first, and the first write waits for this anyway."""


class DamageWatch(QObject):
    """Finds out whether a window's store is sound, and says on the window if it is not."""

    def __init__(self, session: Session, window: Window) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        QTimer.singleShot(_SOON, self, self.look)

    def look(self) -> None:
        """Look through the store; one that nobody closed takes longer, and the status bar says so."""
        desk = self._session.desk
        self._session.background.read(self, lambda: was_closed(desk), self._begin, key="closed")

    def _begin(self, closed: bool) -> None:
        session, desk = self._session, self._session.desk
        if closed:
            session.background.read(self, lambda: look_for_damage(desk), self._tell, key="damage")
            return
        told = session.words.text("Checking the store, as it was not closed last time")
        session.background.work(self, lambda _p: look_for_damage(desk), self._tell, label=told, cancellable=False)

    def _tell(self, found: Soundness) -> None:
        if found.why is not None:
            self._warn(found.why)
        elif found.mended:
            session = self._session
            session.note(
                session.words.ntext(
                    "After an unexpected end, what follows from the history of {n} car was computed again.",
                    "After an unexpected end, what follows from the history of {n} cars was computed again.",
                    found.mended,
                )
            )
            session.changed.emit(frozenset({"*"}))

    def _warn(self, why: Said) -> None:
        session, words = self._session, self._session.words
        told = words.text("Nothing is written: {why}", why=words.say(why))
        parts: list[QWidget | None] = [label(told, wrap=True)]
        if session.may(Right.RESTORE):
            parts.append(button(words.text("What can be done…"), lambda: session.damage_met.emit(why), kind="link"))
        self._window.warn(boxed(row(*parts, margins=(16, 6, 16, 6)), "banner"))
