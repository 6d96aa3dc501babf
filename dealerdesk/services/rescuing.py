"""Rescuing what can be read of a damaged store into a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.acts import ActHeader
from dealerdesk.db.rescuing import Count, Rescued, rescue
from dealerdesk.domain.errors import Said, said
from dealerdesk.services.desk import Doorstep, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Count", "Rescued"]

_NAMED = {"customer": "count.customers", "vehicle": "count.vehicles", "visit": "count.visits", "task": "count.tasks"}
"""What people count in, by table; everything else is one number."""


@use_case("rescue", Right.RESTORE)
def rescue_store(doorstep: Doorstep, into: Path, progress: Callable[[int, int], None] | None = None) -> Rescued:
    """Save what can be read of the store behind a doorstep into a new one in another folder; the old one stays.

    Raises what `rescue` raises.
    """
    header = ActHeader("rescue", doorstep.actor.name, doorstep.source, doorstep.today)
    return rescue(doorstep.folder, into, header, progress=progress)


def told_of_rescue(done: Rescued) -> tuple[Said, ...]:
    """What to tell of a rescue: how much of what is in the new store, and honestly what is not, or not for sure."""
    kinds = [said(code, n=done.counts[table].rescued) for table, code in _NAMED.items()]
    told = [said("rescue.done", folder=str(done.folder), **dict(zip(_NAMED, kinds, strict=True)))]
    told += [
        said("rescue.lost", n=count.lost, kind=said(f"label.record.{table}"))
        for table, count in done.counts.items()
        if count.lost
    ]
    unproven = sum(count.unproven for table, count in done.counts.items() if table not in {"secret", "draft"})
    if unproven:
        told.append(said("rescue.unproven", n=unproven))
    if done.lines_lost is None:
        told.append(said("rescue.nobody_knows"))
    elif done.lines_lost:
        told.append(said("rescue.lines_lost", n=done.lines_lost))
    return (*told, said("rescue.all_there")) if done.whole else tuple(told)
