"""The check of a whole store: the engine looks at its file while the acts and all that is derived are gone through."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.derive import differences
from dealerdesk.db.histories import id_ranges
from dealerdesk.db.integrity import file_problems, row_problems, verify_chain
from dealerdesk.db.rulebooks import live_rules
from dealerdesk.db.search_text import search_differences
from dealerdesk.db.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dealerdesk.domain.errors import Said

    Ranges = Sequence[tuple[int, int]]

_WORTH_A_PROCESS: Final = 10
"""Ranges of vehicles that take longer to go through than a process takes to start."""

_MOST_PROCESSES: Final = 4
_SHARES: Final = 3
"""Into how many parts the work of one process goes, so that none waits long for the others."""


class Findings(NamedTuple):
    """What is wrong: with file, references, acts and rows; and the vehicles of which something derived differs."""

    broken: tuple[Said, ...]
    folded: tuple[int, ...]
    searched: tuple[int, ...]


class _Place(NamedTuple):
    """How a process finds the store."""

    folder: Path
    key: bytes | None


def verify(store: Store) -> Findings:
    """Go through all of a store, each part of it as it stands at one moment; a large one by several processes."""
    with store.read() as conn:
        ranges = tuple(id_ranges(conn))
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES, len(ranges) // _WORTH_A_PROCESS)
    with ThreadPoolExecutor(1) as beside:
        engine = beside.submit(_by_engine, store)
        chain, parts = _here(store, ranges) if processes < 2 else _apart(store, ranges, processes)
        broken = (*engine.result(), *chain)
    folded, searched = (tuple(sorted({key for part in parts for key in part[place]})) for place in (0, 1))
    return Findings(broken, folded, searched)


_Part = tuple[list[int], list[int]]


def _by_engine(store: Store) -> list[Said]:
    """What the engine finds, which leaves the processor's other half to us."""
    with store.read() as conn:
        return [*file_problems(conn), *row_problems(conn)]


def _here(store: Store, ranges: Ranges) -> tuple[list[Said], list[_Part]]:
    with store.read() as conn:
        return list(verify_chain(conn)), [_derived(store, ranges)]


def _apart(store: Store, ranges: Ranges, processes: int) -> tuple[list[Said], list[_Part]]:
    place = _Place(store.folder, store.key)
    size = -(-len(ranges) // (processes * _SHARES))
    shares = [ranges[start : start + size] for start in range(0, len(ranges), size)]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        chain = pool.submit(_chain_at, place)
        parts = [pool.submit(_derived_at, place, share) for share in shares]
        return chain.result(), [part.result() for part in parts]


def _chain_at(place: _Place) -> list[Said]:
    with Store.open(place.folder, key=place.key) as store, store.read() as conn:
        return list(verify_chain(conn))


def _derived_at(place: _Place, ranges: Ranges) -> _Part:
    with Store.open(place.folder, key=place.key) as store:
        return _derived(store, ranges)


def _derived(store: Store, ranges: Ranges) -> _Part:
    """The vehicles in these ranges whose histories say something else than is stored; those found by other words."""
    with store.read() as conn:
        folded = [key for rules_id, rules in live_rules(conn) for key in differences(conn, rules_id, rules, ranges)]
        return folded, list(search_differences(conn, ranges))
