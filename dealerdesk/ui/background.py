"""Work beside the window: the thread that paints runs no SQL and reads no file."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from dealerdesk.domain.errors import Said, Trouble, said
from dealerdesk.log import log_bug
from dealerdesk.ui.sweeping import Sweeping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

_READERS: Final = 2
_WORKERS: Final = 2
_TELLING: Final = 0.05
"""Seconds between two words about progress: a bar that moves more often only costs."""


_OUTLASTS: Final = 1_000
"""Milliseconds for which the window keeps what a thread was handed, so that no widget ends in that thread."""


class Progress:
    """What long work is handed: it tells how far it is, and asks whether to stop."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def __call__(self, done: int, total: int) -> None:
        """Tell how much is done of how much; 0 of 0 where nobody knows."""
        self._tell(done, total)

    def cancelled(self) -> bool:
        """Whether a person wants it stopped."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask for it to stop, as soon as it can."""
        self._stop.set()


class Work(QObject):
    """A long work as the window shows it: its words, how far it is, and whether it can be stopped."""

    moved = Signal(int, int)
    ended = Signal()
    _told = Signal(int, int)

    def __init__(self, label: str, *, cancellable: bool, use_case: str = "", file: str = "") -> None:
        super().__init__()
        self.use_case, self.file = use_case, file
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._last_told = 0.0
        self.label = label
        self.cancellable = cancellable
        self.done = self.total = 0
        self.progress = Progress(self._tell)

    def cancel(self) -> None:
        """Ask for it to stop."""
        self.progress.cancel()

    def _tell(self, done: int, total: int) -> None:
        """Pass on what a thread tells, seldom enough for eyes."""
        now = time.monotonic()
        if done == total or now - self._last_told >= _TELLING:
            self._last_told = now
            self._told.emit(done, total)

    def _take(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.moved.emit(done, total)


class _Relay(QObject):
    """Brings what a thread found to the thread that paints."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @staticmethod
    def _run(deliver: Callable[[], None]) -> None:
        deliver()


class Background(QObject):
    """Readers, one writer and long works, each answering in the thread that paints."""

    began = Signal(object)
    """A long work began."""

    idle = Signal()
    """Nothing is under way any more."""

    changed = Signal(object)
    """What a write answered, to be announced."""

    troubled = Signal(object)
    """A trouble that nobody caught: Said."""

    failed = Signal(object)
    """A bug of ours, already logged: Said."""

    def __init__(self, logs: Path) -> None:
        super().__init__()
        self._logs = logs
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._workers = ThreadPoolExecutor(_WORKERS, "worker")
        self._relay = _Relay()
        self._sweeping = Sweeping(self)
        self._newest: dict[tuple[int, str], int] = {}
        self._asked = 0
        self._under_way = 0
        self._stopped = False
        self.works: list[Work] = []

    def read(
        self,
        owner: QObject,
        call: Callable[[], T],
        then: Callable[[T], object],
        *,
        key: str = "",
        failed: Callable[[Said], object] | None = None,
    ) -> None:
        """Answer a question in a reader's thread, then in ours; not where the owner is gone or has asked anew."""
        self._asked += 1
        mine, place = self._asked, (id(owner), key)
        if key:
            self._newest[place] = mine

        def wanted() -> bool:
            return not key or self._newest.get(place) == mine

        def ask() -> T | None:
            return call() if wanted() else None

        self._start(self._readers, owner, ask, lambda found: then(found) if wanted() else None, failed)  # type: ignore[arg-type]

    def write(
        self,
        owner: QObject,
        call: Callable[[], T],
        then: Callable[[T], object] | None = None,
        *,
        label: str = "",
        failed: Callable[[Said], object] | None = None,
    ) -> None:
        """Write in the writer's thread, one after the other; what changed is announced before `then` is called."""
        del label  # what is written at once needs no word in the status bar

        def tell(result: T) -> None:
            self.changed.emit(result)
            if then is not None and shiboken6.isValid(owner):
                then(result)

        self._start(self._writer, self, call, tell, _while_there(owner, failed))

    def work(
        self,
        owner: QObject,
        call: Callable[[Progress], T],
        then: Callable[[T], object] | None = None,
        *,
        label: str,
        failed: Callable[[Said], object] | None = None,
        cancellable: bool = True,
        reads: bool = False,
        use_case: str = "",
        file: str = "",
    ) -> Work:
        """Begin a long work that the status bar shows; `call` is handed a Progress. Answers what can be cancelled.

        The `use_case` of one that writes, and the `file` it is about, are taken down: should the program die
        meanwhile, the next start says what became of it.
        """
        work = Work(label, cancellable=cancellable, use_case=use_case, file=file)
        self.works.append(work)

        def end() -> None:
            self.works.remove(work)
            work.ended.emit()

        def tell(result: T) -> None:
            end()
            if not reads:
                self.changed.emit(result)
            if then is not None and shiboken6.isValid(owner):
                then(result)

        caught = _while_there(owner, failed)

        def stopped(why: Said) -> None:
            end()
            (caught or self.troubled.emit)(why)

        self._start(self._workers, self, lambda: call(work.progress), tell, stopped, broken=end)
        self.began.emit(work)
        return work

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._under_way > 0

    def cancel_all(self) -> None:
        """Ask every long work to stop."""
        for work in self.works:
            work.cancel()

    def stop(self) -> None:
        """Wait for what runs, begin nothing more, and answer nobody."""
        self._stopped = True
        self.cancel_all()
        for pool in (self._readers, self._workers):
            pool.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)  # what was entered is kept, also where its turn has not come yet
        self._sweeping.end()

    def _broke(self, bug: Said, broken: Callable[[], None] | None) -> None:
        if broken is not None:
            broken()
        self.failed.emit(bug)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        owner: QObject,
        call: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Said], object] | None,
        broken: Callable[[], None] | None = None,
    ) -> None:
        if self._stopped:
            return  # the window is going: nobody waits for an answer any more
        self._under_way += 1
        held = (owner, call, then, failed, broken)

        def arrive(deliver: Callable[[], object]) -> None:
            def land() -> None:
                QTimer.singleShot(_OUTLASTS, lambda: held)
                self._under_way -= 1
                if shiboken6.isValid(owner):
                    deliver()
                if not self._under_way:
                    self.idle.emit()

            self._relay.arrived.emit(land)

        def run() -> None:
            try:
                found = call()
            except Trouble as trouble:
                why = trouble.said
                arrive(lambda: (failed or self.troubled.emit)(why))
            except BaseException:  # noqa: BLE001 - a bug in a thread is logged and said, never a dialog from there
                bug = said("use.our_fault", log=str(log_bug(self._logs)))
                arrive(lambda: self._broke(bug, broken))
            else:
                arrive(lambda: then(found))

        pool.submit(run)


def _while_there(owner: QObject, failed: Callable[[Said], object] | None) -> Callable[[Said], Any] | None:
    if failed is None:
        return None
    return lambda why: failed(why) if shiboken6.isValid(owner) else None
