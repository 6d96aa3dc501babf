"""The process that reads a file: it may stall, swell or die, and be killed, without harm to the desk."""

from __future__ import annotations

import gc
import os
import signal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from dealerdesk.domain.errors import Trouble, WrongUse
from dealerdesk.spreadsheets.sheet import MAX_ROWS, Cell, Pick, is_blank, narrowed
from dealerdesk.spreadsheets.source import Source, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from dealerdesk.spreadsheets.sheet import Top

MEMORY_LIMIT: Final = 4 << 30
"""The most memory in bytes that reading a file may take."""

_RUN: Final = 2000


class Tops(NamedTuple):
    """The first message: the first rows of each sheet."""

    tops: list[Top]


class Chunk(NamedTuple):
    """Some rows of one sheet, by the place of its Pick, and the number of the first of them, counted from 1."""

    pick: int
    line: int
    rows: list[list[Cell]]
    done: int
    total: int


class Failed(NamedTuple):
    """Why the file cannot be read."""

    trouble: type[Trouble]
    code: str
    params: dict[str, int]


class End(NamedTuple):
    """All rows have been sent."""


Message: TypeAlias = Tops | Chunk | Failed | End


def read_for(connection: Connection, path: str) -> None:
    """Read the file at `path`: send Tops, receive the Picks, send their rows in Chunks, then End; or Failed."""
    _be_quiet()
    _limit_memory()
    gc.disable()  # a short life: what is read is sent on, and everything goes at its end
    try:
        source = open_source(Path(path))
        tops = [top._replace(rows=[narrowed(cells) for cells in top.rows]) for top in source.tops()]
        connection.send(Tops(tops))
        picks: tuple[Pick, ...] = connection.recv()
        for chunk in _chunks(source, picks):
            connection.send(chunk)
        connection.send(End())
    except Trouble as trouble:
        params = {name: value for name, value in trouble.said.params.items() if isinstance(value, int)}
        connection.send(Failed(type(trouble), trouble.said.code, params))
    except MemoryError:
        connection.send(Failed(WrongUse, "import.too_large", {}))
    except OSError:
        connection.send(Failed(WrongUse, "import.unreadable", {}))
    finally:
        connection.close()


def _chunks(source: Source, picks: tuple[Pick, ...]) -> Iterator[Chunk]:
    """The rows after the headings, in chunks, up to the last that is not empty; empty rows are sent without cells."""
    read = 0
    for place, pick in enumerate(picks):
        for line, rows in _runs(source.rows(pick.sheet), pick.heading_row + 1):
            read += len(rows)
            if read > MAX_ROWS:
                raise WrongUse("import.too_many_rows", limit=MAX_ROWS)
            yield Chunk(place, line, rows, source.done, source.total)


def _runs(all_rows: Iterator[list[Cell]], skipped: int) -> Iterator[tuple[int, list[list[Cell]]]]:
    """The rows after the skipped ones in runs, each with its first row's number; without empty ones at the end."""
    line = skipped + 1
    run: list[list[Cell]] = []
    empty = 0
    for cells in islice(all_rows, skipped, None):
        if is_blank(cells):
            empty += 1
            continue
        if empty:
            run.extend([] for _ in range(empty))
            empty = 0
        run.append(narrowed(cells))
        if len(run) >= _RUN:
            yield line, run
            line, run = line + len(run), []
    if run:
        yield line, run


def _be_quiet() -> None:
    """Keep what a library prints as it dies off the user's screen; the parent decides what an interruption means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _limit_memory() -> None:
    """Bound what a swollen file may take, where the platform can."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
