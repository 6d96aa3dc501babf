"""The check of a whole store: the engine looks at its file while the acts and all that is derived are gone through."""

from __future__ import annotations

import gc
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.derive import differences
from dealerdesk.db.histories import id_ranges
from dealerdesk.db.integrity import file_problems, reference_problems, row_problems, verify_trail
from dealerdesk.db.rulebooks import current_rules, live_rules
from dealerdesk.db.search_text import search_differences
from dealerdesk.db.soundness import NOT_UNDERSTOOD
from dealerdesk.db.store import Store
from dealerdesk.db.tables import Base
from dealerdesk.domain.errors import said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dealerdesk.domain.errors import Said

    Ranges = Sequence[tuple[int, int]]

_WORTH_A_PROCESS: Final = 10
"""Ranges of vehicles that take longer to go through than a process takes to start."""

_MOST_PROCESSES: Final = 4
_SHARES: Final = 8
"""Into how many parts the work of one process goes, so that none waits long for the others at the end."""


_LARGE: Final = frozenset({"visit"})
"""The table whose rows are half the work of comparing rows."""


class Findings(NamedTuple):
    """What is wrong: with file, references, acts and rows; and the vehicles of which something derived differs."""

    broken: tuple[Said, ...]
    folded: tuple[int, ...]
    searched: tuple[int, ...]


class _Part(NamedTuple):
    """What one part of the work found."""

    broken: tuple[Said, ...] = ()
    folded: tuple[int, ...] = ()
    searched: tuple[int, ...] = ()


def verify(store: Store) -> Findings:
    """Go through all of a store, each part of it as it stands at one moment; a large one by several processes.

    Where the file itself is damaged only that is told: what else it would answer means nothing.
    """
    with ThreadPoolExecutor(2) as beside:
        file, rest = beside.submit(_file, store), beside.submit(_parts, store)
        if damage := file.result():
            return Findings(damage, (), ())
        parts = rest.result()
    return Findings(
        tuple(problem for part in parts for problem in part.broken),
        tuple(sorted({key for part in parts for key in part.folded})),
        tuple(sorted({key for part in parts for key in part.searched})),
    )


def _file(store: Store) -> tuple[Said, ...]:
    """What is wrong with the file: the engine's own work, which leaves other processors to us."""
    with store.read() as conn:
        return tuple(file_problems(conn))


def _parts(store: Store) -> list[_Part]:
    with store.read() as conn:
        ranges = tuple(id_ranges(conn))
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES, len(ranges) // _WORTH_A_PROCESS)
    if processes < 2:
        works = (_large_table, _other_rows, _chain)
        return [_found(work, store) for work in works] + [_found(_derived, store, ranges)]
    size = -(-len(ranges) // (processes * _SHARES))
    shares = [ranges[start : start + size] for start in range(0, len(ranges), size)]
    place = (store.folder, store.key)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), gc.disable) as pool:
        work = [pool.submit(_at, place, part) for part in (_large_table, _chain, _other_rows)]
        work += [pool.submit(_at, place, _derived, share) for share in shares]
        return [part.result() for part in work]


def _at(place: tuple[Path, bytes | None], work: Callable[..., _Part], *args: Ranges) -> _Part:
    """Do a part of the work in a process of its own, which finds the store by its folder and key."""
    folder, key = place
    with Store.open(folder, key=key) as store:
        return _found(work, store, *args)


def _found(work: Callable[..., _Part], store: Store, *args: Ranges) -> _Part:
    """Do a part of the work; what is written where it cannot be understood is damage too."""
    try:
        return work(store, *args)
    except NOT_UNDERSTOOD as error:
        return _Part((said("check.unreadable", detail=type(error).__name__.removesuffix("Error")),))


def _large_table(store: Store) -> _Part:
    with store.read() as conn:
        return _Part(tuple(row_problems(conn, tables=_LARGE)))


def _other_rows(store: Store) -> _Part:
    others = {table.name for table in Base.metadata.sorted_tables} - _LARGE
    with store.read() as conn:
        return _Part((*reference_problems(conn), *row_problems(conn, tables=others)))


def _chain(store: Store) -> _Part:
    with store.read() as conn:
        return _Part(tuple(verify_trail(conn, store.trail)))


def _derived(store: Store, ranges: Ranges) -> _Part:
    """The vehicles in these ranges whose histories say something else than is stored; those found by other words."""
    with store.read() as conn:
        if not live_rules(conn):  # a store that is being made: nothing is derived in it yet
            return _Part()
        folded = differences(conn, *current_rules(conn), ranges)
        return _Part((), tuple(folded), tuple(search_differences(conn, ranges)))
