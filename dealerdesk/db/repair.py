"""Rebuilding what follows from what people entered: stretches, what vehicles are found by, and indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db import dialect
from dealerdesk.db.derive import refold
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.verification import verify

if TYPE_CHECKING:
    from dealerdesk.db.store import Store
    from dealerdesk.db.verification import Findings


def rebuild(store: Store, found: Findings) -> int:
    """Rebuild what a verification found to differ, and answer of how many vehicles."""
    differing = {*found.folded, *found.searched}
    if differing:
        with store.mend() as conn:
            refold(conn, found.folded)
            rewrite_search_text(conn, found.searched)
    return len(differing)


def repair(store: Store) -> tuple[Findings, int]:
    """Verify a store, rebuild what is derived, indexes too, and answer what is still wrong and how much was rebuilt.

    A store in which nothing is wrong then is taken for sound, whoever wrote to it. What people entered is not touched.
    """
    found = verify(store)
    rebuilt = 0
    if any(problem.code == "check.file" for problem in found.broken) and _reindex(store):
        rebuilt, found = 1, verify(store)
    if not any(problem.code == "check.file" for problem in found.broken):
        rebuilt += rebuild(store, found)
        if found.folded or found.searched:
            found = verify(store)
        if not (found.broken or found.folded or found.searched):
            store.soundness.accept()
    return found, rebuilt


def _reindex(store: Store) -> bool:
    """Write all indexes anew where nothing but they are wrong: in a file whose pages are damaged none is freed."""
    with store.read() as conn:
        if not dialect.only_indexes_differ(conn):
            return False
    with store.mend() as conn:
        dialect.write_indexes_anew(conn)
    return True
