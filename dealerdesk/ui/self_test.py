"""Opens every screen once on a temporary store, off screen: what a built program is checked with."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.ui.memory import Memory
from dealerdesk.ui.navigation import PLACES
from dealerdesk.ui.session import Session
from dealerdesk.ui.theme import Theme
from dealerdesk.ui.window import Window
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.session import Note

_VEHICLES: Final = 60
_QUIET: Final = 12
"""Looks in a row that must find nothing under way."""

_PATIENCE: Final = 30.0
"""Seconds for which a page may work until it counts as stuck."""


def self_test(say: Callable[..., None]) -> int:
    """Open every screen in every language and say what was opened; 0 if all went well, else 1."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    troubles: list[str] = []
    with TemporaryDirectory(prefix="dealerdesk-self-test-", ignore_cleanup_errors=True) as folder:
        theme = Theme(Memory(Path(folder) / "window.ini"))
        theme.apply()
        desk = open_desk(Doorstep(Path(folder) / "store", date(2026, 11, 20), "en", source="self-test"), create=True)
        try:
            invent_store(desk, vehicles=_VEHICLES, seed=1)
            generate_tasks(desk)
            for lang in LANGUAGES:
                troubles += _open_all(desk.in_language(lang), theme, Memory(Path(folder) / "window.ini"), say)
        finally:
            desk.store.close()
    app.processEvents()
    say(*(f"not well: {trouble}" for trouble in troubles), "not well" if troubles else "all well")
    return 1 if troubles else 0


def _open_all(desk: Desk, theme: Theme, memory: Memory, say: Callable[..., None]) -> list[str]:
    """Open every page and the help of each; answers what went wrong."""
    troubles: list[str] = []

    def hear(note: Note) -> None:
        if note.bad:
            troubles.append(note.text)

    session = Session(desk, memory, theme)
    session.noted.connect(hear)
    window = Window(session)
    window.show()
    try:
        for place in PLACES:
            window.show_page(place.name)
            if not _settled(session):
                troubles.append(f"{place.name}: still working after {_PATIENCE:.0f} s")
            window.show_help()
            say(f"opened {place.name} ({desk.lang})")
    finally:
        session.background.stop()
        window.deleteLater()
        QApplication.processEvents()
    return troubles


def _settled(session: Session) -> bool:
    """Wait until nothing is under way: what was found may ask for more as it is shown."""
    end, quiet = time.monotonic() + _PATIENCE, 0
    while quiet < _QUIET and time.monotonic() < end:
        QApplication.processEvents()
        quiet = 0 if session.background.busy else quiet + 1
        time.sleep(0.005)
    return quiet >= _QUIET
