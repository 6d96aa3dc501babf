"""Looks for garbage in the thread that paints: a widget that ends in another one can stop the window for good.

Python looks for what refers to itself in whichever thread happens to allocate. Where that is a reader's, and a widget
or signal is among the garbage, Qt takes the lock of the object and asks for Python's, while the window may hold
Python's and wait for Qt's.
"""

from __future__ import annotations

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EACH: Final = 1_000
"""Milliseconds between two looks."""

_WHOLE: Final = 300.0
"""Seconds after which all that there is may be looked through: that takes some tens of milliseconds."""


class Sweeping(QObject):
    """While it lives nobody else looks for garbage."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._looked = time.monotonic()
        gc.disable()
        self._often = QTimer(self)
        self._often.timeout.connect(self.sweep)
        self._often.start(_EACH)

    def sweep(self) -> None:
        """Look through what is young, or through more where it is time."""
        gc.disable()  # another sitting that ended meanwhile has allowed it again
        young, middle, old = (count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True))
        if old and time.monotonic() - self._looked > _WHOLE:
            self._looked = time.monotonic()
            gc.collect()
        elif middle or young:
            gc.collect(1 if middle else 0)

    def end(self) -> None:
        """Let Python look again by itself: no other thread works any more."""
        self._often.stop()
        gc.enable()
