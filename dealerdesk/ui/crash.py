"""What happens when we are wrong: it is logged without names, said in a sentence, and a report can be copied."""

from __future__ import annotations

import faulthandler
import platform
import sys
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication

from dealerdesk.domain.errors import Trouble, said
from dealerdesk.log import NAME, log_bug, log_line, without_values
from dealerdesk.paths import log_dir

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from dealerdesk.ui.session import Session

DEATHS = "crash.log"
"""The file in which the interpreter leaves a trace when it dies."""


class Guard:
    """Catches what nobody caught, for as long as the program runs."""

    def __init__(self, folder: Path) -> None:
        self._logs = log_dir(folder)
        self._session: Session | None = None
        self._deaths: TextIO | None = None

    def watch(self) -> None:
        """Begin: exceptions, deaths of the interpreter and Qt's warnings go to the log."""
        sys.excepthook = self._caught
        qInstallMessageHandler(self._qt_says)
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            self._deaths = (self._logs / DEATHS).open("a", encoding="utf-8")
        except OSError:
            return  # a folder that takes no file has no room for a log: the store says so in its own words
        faulthandler.enable(self._deaths)

    def tell(self, session: Session | None) -> None:
        """Say bugs in the window of this sitting from now on."""
        self._session = session

    def end(self) -> None:
        """Stop watching."""
        sys.excepthook = sys.__excepthook__
        qInstallMessageHandler(None)
        if self._deaths is not None:
            faulthandler.disable()
            self._deaths.close()

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        session = self._session
        if isinstance(error, Trouble) and session is not None:
            session.note(session.say(error.said), bad=True)
            return
        log = log_bug(self._logs, error.with_traceback(trace))
        if session is not None:
            act = session.words.text("Copy report"), lambda: copy_report(session)
            session.note(session.say(said("use.our_fault", log=str(log))), bad=True, act=act)

    def _qt_says(self, kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        log_line(self._logs, f"Qt {kind.name}: {without_values(text)}")


def facts(session: Session) -> tuple[str, ...]:
    """Versions and sizes that support needs to know."""
    from importlib.metadata import version

    from dealerdesk.services.upkeep import schema_and_engine

    schema, engine = schema_and_engine()
    screen = QGuiApplication.primaryScreen()
    size, scale = screen.size(), screen.devicePixelRatio()
    return (
        f"DealerDesk {version('dealerdesk')} (schema {schema})",
        f"Python {platform.python_version()}, Qt {qVersion()}, SQLite {engine}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"{size.width()}×{size.height()} @ {scale}, {session.words.language}, {session.theme.look}",
    )


def last_lines(folder: Path, most: int = 60) -> tuple[str, ...]:
    """The last lines of a data folder's log, which names nobody."""
    log = log_dir(folder) / NAME
    return tuple(log.read_text(encoding="utf-8", errors="replace").splitlines()[-most:]) if log.is_file() else ()


def copy_report(session: Session) -> None:
    """Put on the clipboard what support needs: versions, sizes, the last of the log; no names, phones or plates."""
    known, folder = facts(session), session.desk.store.folder
    session.background.read(
        session, lambda: "\n".join((*known, "", *last_lines(folder))), lambda text: _copied(session, text)
    )


def _copied(session: Session, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    session.note(session.words.text("The report is on the clipboard. It holds no names, phones or plates."))
