"""Whether who sits here still is who they were: another desk may have closed their account or changed their rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from dealerdesk.services.staff.signing_in import still_in

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session

_SOON: Final = 20
"""Milliseconds after a change: who changed their own password has become who they are now."""

_TELLING: Final = frozenset({"actor.changed", "actor.sign_in"})


class Presence(QObject):
    """Looks after each change of the accounts; `ended` says why whoever sits here has to sign in again."""

    ended = Signal(object)
    """Said."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._look)
        session.changed.connect(self._look_soon)

    def _look_soon(self, kinds: frozenset[str]) -> None:
        if kinds & {"*", "account"}:
            self._soon.start()

    def _look(self) -> None:
        desk = self._session.desk
        self._session.background.read(
            self, lambda: still_in(desk), lambda _actor: None, key="presence", failed=self._hear
        )

    def _hear(self, why: Said) -> None:
        if why.code in _TELLING:
            self.ended.emit(why)
