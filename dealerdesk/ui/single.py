"""One window a data folder: a second start raises the first."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from pathlib import Path

_WAIT: Final = 500
_RAISE: Final = b"raise\n"


def name_of(folder: Path) -> str:
    """The name under which the window of a data folder is called, however its path is written."""
    place = os.path.normcase(os.path.realpath(folder))
    return "dealerdesk-" + hashlib.sha256(place.encode(errors="surrogateescape")).hexdigest()[:24]


def raise_first(folder: Path) -> bool:
    """Ask the window that has this folder open to come forward; False where there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(folder))
    if not socket.waitForConnected(_WAIT):
        return False
    socket.write(_RAISE)
    socket.waitForBytesWritten(_WAIT)
    socket.disconnectFromServer()
    return True


class First(QObject):
    """Listens for second starts, for as long as the window has the folder open."""

    called = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)
        self._name = name_of(folder)
        self.is_second = raise_first(folder)
        """Whether another window has the folder open; it was asked to come forward, and this one listens to nobody."""
        if not self.is_second and not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left behind by a window that died
            self._server.listen(self._name)

    def is_for(self, folder: Path) -> bool:
        """Whether it listens for second starts on this folder."""
        return self._server.isListening() and self._name == name_of(folder)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _hear(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            self.called.emit()
