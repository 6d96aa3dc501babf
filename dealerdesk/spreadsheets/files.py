"""Reading a file of another system: in a process of its own, which can be cancelled and may die."""

from __future__ import annotations

import errno
import multiprocessing
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from dealerdesk.domain.errors import Damaged, Trouble, WrongUse
from dealerdesk.spreadsheets.child import MEMORY_LIMIT, Chunk, Failed, Message, Tops, read_for
from dealerdesk.spreadsheets.headings import recognise
from dealerdesk.spreadsheets.sheet import Sheet, SheetRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from dealerdesk.spreadsheets.headings import Remembered
    from dealerdesk.spreadsheets.sheet import Kind, Mapped, SheetHead, Top

_GLANCE: Final = 0.05
_FAREWELL: Final = 5.0
_WATCH: Final = 0.5
_OUT_OF_MEMORY: Final = frozenset({-signal.SIGABRT, -9, 0xC0000017, 0xC0000409})
_SHARING_VIOLATIONS: Final = frozenset({32, 33})
_NO_NAME: Final = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP})


def read_sheet(
    path: Path | str,
    *,
    kind: Kind | None = None,
    mapping: Mapped | None = None,
    remembered: Remembered | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Sheet:
    """Answer the head and all rows of a file; see `Reading` for what it takes and raises."""
    with Reading(
        path, kind=kind, mapping=mapping, remembered=remembered, progress=progress, cancelled=cancelled
    ) as reading:
        return Sheet(reading.head, tuple(reading.rows()))


def read_tops(path: Path | str, *, cancelled: Callable[[], bool] | None = None) -> list[Top]:
    """Answer the first rows of each sheet of a file, and read no further. Raises what `Reading` raises on entry."""
    with _Glance(path, cancelled=cancelled) as glance:
        return glance.tops


class Reading:
    """A file that is being read; use it in a `with`, whose end ends the reading process, come what may.

    `kind` and `mapping` (field to heading or column) override what the headings say; `remembered` yields the
    mapping of a layout seen before; a `sheet` that is named is read alone. `progress` is called with how much is
    done of how much, in rows or bytes; `cancelled` is asked all the while. Raises WrongUse or Damaged `import.*`,
    on entry and while rows are read.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        kind: Kind | None = None,
        mapping: Mapped | None = None,
        remembered: Remembered | None = None,
        sheet: str | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._path = Path(path)
        self._kind: Kind | None = kind
        self._mapping, self._remembered, self._sheet = mapping, remembered, sheet
        self._progress, self._cancelled = progress, cancelled
        self._watched = time.monotonic()
        self.head: SheetHead

    def __enter__(self) -> Self:
        self._check_path()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=read_for, args=(theirs, str(self._path)), daemon=True, name="dealerdesk-reading"
        )
        self._process.start()
        theirs.close()
        try:
            self._open()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def rows(self) -> Iterator[SheetRow]:
        """Answer the rows after the headings up to the last that is not empty, as they come in."""
        while isinstance(message := self._next(), Chunk):
            sheet = self.head.sheets[message.pick]
            for line, cells in enumerate(message.rows, message.line):
                yield SheetRow(sheet, line, cells)
            if self._progress:
                self._progress(message.done, message.total)

    def _open(self) -> None:
        self.head, picks = recognise(
            self._tops(), kind=self._kind, mapping=self._mapping, remembered=self._remembered, sheet=self._sheet
        )
        self._pipe.send(picks)

    def _tops(self) -> list[Top]:
        message = self._next()
        if not isinstance(message, Tops):
            raise TypeError(message)
        return message.tops

    def _next(self) -> Message:
        """The next message of the reading process; whatever went wrong there is raised here."""
        try:
            while not self._pipe.poll(_GLANCE):
                self._glance()
            message: Message = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._died() from error
        self._glance()
        if isinstance(message, Failed):
            raise message.trouble(message.code, file=self._path.name, **message.params)
        return message

    def _glance(self) -> None:
        if self._cancelled and self._cancelled():
            raise WrongUse("import.cancelled", file=self._path.name)
        now = time.monotonic()
        if now - self._watched > _WATCH:
            self._watched = now
            self._check_memory()

    def _check_memory(self) -> None:
        """What the reading process cannot bound by itself on every platform."""
        import psutil

        try:
            taken = psutil.Process(self._process.pid).memory_info().rss
        except psutil.Error:
            return
        if taken > MEMORY_LIMIT:
            raise WrongUse("import.too_large", file=self._path.name)

    def _died(self) -> Trouble:
        """What to say of a reading process that died: a library aborts it for want of memory."""
        self._process.join(_FAREWELL)
        if self._process.exitcode in _OUT_OF_MEMORY:
            return WrongUse("import.too_large", file=self._path.name)
        return Damaged("import.reader_stopped", file=self._path.name)

    def _close(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def _check_path(self) -> None:
        """Say what is wrong with the path before a process is started for it."""
        try:
            if self._path.is_dir():
                raise WrongUse("import.is_folder", file=self._path.name)
            if self._path.exists() and not self._path.is_file():  # a pipe would keep us waiting
                raise WrongUse("import.not_a_table", file=self._path.name)
            with self._path.open("rb") as file:
                file.read(1)
        except OSError as error:
            raise WrongUse(_unopened(error), file=self._path.name) from error


class _Glance(Reading):
    """A file of which the first rows are enough."""

    tops: list[Top]

    def _open(self) -> None:
        self.tops = self._tops()


def _unopened(error: OSError) -> str:
    """The code for a file that cannot be opened; only Windows keeps others from a file that is open."""
    if isinstance(error, FileNotFoundError) or error.errno in _NO_NAME:
        return "import.not_found"
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return "import.open_elsewhere"
    return "import.no_permission" if isinstance(error, PermissionError) else "import.unreadable"
